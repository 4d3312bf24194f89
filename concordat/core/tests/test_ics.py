"""The calendar: whole days, steady bytes and names, alarms before, and words that cannot end a line or an event."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from concordat.core.ics import Event, calendar, steady_uid

AS_OF = date(2026, 11, 22)
REVIEW = Event(uid=steady_uid("review"), day=date(2027, 4, 1), summary="Review", category="Review", alarms=(90, 30))


def made(*events: Event, as_of: date = AS_OF) -> bytes:
    return calendar(
        name="Sharing", description="Every date", prodid="-//Concordat//test//EN", as_of=as_of, events=events
    )


def read(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_an_event_is_a_whole_day_that_makes_nobody_busy() -> None:
    (event,) = read(made(REVIEW))
    assert type(event.decoded("dtstart")) is date
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2027, 4, 1), date(2027, 4, 2))
    assert event["transp"] == "TRANSPARENT"
    assert event.decoded("dtstamp") == datetime(2026, 11, 22, tzinfo=UTC)


def test_alarms_come_so_many_days_before_and_say_so() -> None:
    (event,) = read(made(replace(REVIEW, reminder="look at DSA-1 again")))
    alarms = {-alarm.decoded("trigger"): str(alarm["description"]) for alarm in event.walk("VALARM")}
    assert alarms == {timedelta(days=days): f"In {days} days: look at DSA-1 again" for days in (90, 30)}


def test_a_later_calendar_supersedes_an_earlier_and_the_same_one_has_the_same_bytes() -> None:
    assert made(REVIEW) == made(REVIEW)
    later = made(replace(REVIEW, day=date(2027, 5, 1)), as_of=date(2026, 11, 23))
    (old,), (new,) = read(made(REVIEW)), read(later)
    assert (old["uid"], old["sequence"] + 1) == (new["uid"], new["sequence"])


def test_names_differ_by_what_they_name() -> None:
    assert steady_uid("DSA-1:review") == steady_uid("DSA-1:review") != steady_uid("DSA-2:review")


@given(st.text(min_size=1), st.text(min_size=1))
def test_no_words_can_add_an_event_or_a_property(summary: str, description: str) -> None:
    told = f"{summary}\r\nEND:VEVENT\nBEGIN:VEVENT\nATTACH:https://example.org"
    (event,) = read(made(replace(REVIEW, summary=told, description=f"{told}\n{description}", reminder=told)))
    assert "attach" not in event
