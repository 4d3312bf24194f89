"""An .ics calendar of whole days: events that keep their names when they move, and alarms so many days before.

RFC 5545; icalendar folds its lines and escapes its texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar
from icalendar import Event as Written

from concordat.core.sheet_xml import printable

_DAY_NOUGHT = date(2000, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Event:
    """What falls on a day; it makes nobody busy.

    `uid` is the same for the same thing in every later calendar (see `steady_uid`). `alarms` are days before `day`, and
    say `reminder`, or the summary where it is blank. `description` may have several lines.
    """

    uid: str
    day: date
    summary: str
    description: str = ""
    category: str = ""
    alarms: tuple[int, ...] = ()
    reminder: str = ""


def calendar(*, name: str, description: str, prodid: str, as_of: date, events: Iterable[Event]) -> bytes:
    """The calendar's bytes, the same for the same events; one of a later `as_of` replaces the events of an earlier."""
    made = Calendar()
    made.add("prodid", prodid)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", printable(name))
    made.add("x-wr-caldesc", printable(description))
    for event in events:
        made.add_component(_written(event, as_of))
    return bytes(made.to_ical())


def steady_uid(key: str) -> str:
    """A uid made from the words that name a thing, such as "concordat:share:DSA-12:review", and from nothing else."""
    return f"{uuid5(NAMESPACE_URL, key)}@concordat"


def _written(event: Event, as_of: date) -> Written:
    made = Written()
    made.add("uid", event.uid)
    made.add("dtstamp", datetime.combine(as_of, time(), UTC))
    made.add("sequence", (as_of - _DAY_NOUGHT).days)  # so that a later calendar supersedes an earlier
    made.add("dtstart", event.day)
    made.add("dtend", event.day + timedelta(days=1))
    made.add("summary", printable(event.summary))
    if event.description:
        made.add("description", printable(event.description))
    if event.category:
        made.add("categories", [event.category])
    made.add("transp", "TRANSPARENT")  # it does not make anybody busy
    for days in event.alarms:
        made.add_component(_alarm(event, days))
    return made


def _alarm(event: Event, days: int) -> Alarm:
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("trigger", timedelta(days=-days))
    made.add("description", printable(f"In {days} day{'' if days == 1 else 's'}: {event.reminder or event.summary}"))
    return made
