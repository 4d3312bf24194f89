"""Every date of the plan as an .ics calendar: all-day events with their reasons, and alarms before the last days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from concordat.converge.out.duties import Duty, Step, duties
from concordat.converge.out.form import Form
from concordat.converge.out.moves import why
from concordat.converge.out.reader import Reader
from concordat.converge.out.sentences import NOT_LEGAL_ADVICE, headline, name_of, overrides
from concordat.core.sheet_xml import printable

if TYPE_CHECKING:
    from concordat.converge.roadmap import Roadmap

ALARMED = {Step.NOTICE: (90, 30), Step.DECIDE: (90, 30)}
"""Days before a step on which to remind of it."""


def ics(roadmap: Roadmap, reader: str | None = None) -> bytes:
    """The calendar's bytes, the same for the same roadmap and reader; a later one replaces the events of an earlier."""
    calendar = Calendar()
    calendar.add("prodid", "-//Concordat//converge//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", printable(f"{name_of(roadmap)}: convergence"))
    about = (headline(roadmap), *overrides(roadmap), NOT_LEGAL_ADVICE)
    calendar.add("x-wr-caldesc", printable(" ".join(about)))
    seen: dict[str, int] = {}
    for duty in duties(roadmap):
        calendar.add_component(_event(roadmap, duty, _uid(duty, seen), Reader(reader)))
    return bytes(calendar.to_ical())


def _event(roadmap: Roadmap, duty: Duty, uid: str, reader: Reader) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(roadmap.as_of, time(), UTC))
    event.add("sequence", (roadmap.as_of - date(2000, 1, 1)).days)  # so that a later plan supersedes an earlier
    event.add("dtstart", duty.on)
    event.add("dtend", duty.on + timedelta(days=1))
    event.add("summary", printable(f"Last day: {duty}" if duty.step in ALARMED else str(duty)))
    event.add("description", _description(roadmap, duty, reader))
    event.add("categories", [duty.step.value])
    event.add("transp", "TRANSPARENT")  # it does not make anybody busy
    for days in ALARMED.get(duty.step, ()):
        event.add_component(_alarm(duty, days))
    return event


def _alarm(duty: Duty, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(days=-days))
    alarm.add("description", printable(f"In {days} days: {duty}"))
    return alarm


def _description(roadmap: Roadmap, duty: Duty, reader: Reader) -> str:
    contract = duty.moves[0].cell.contract
    parts = [f"Contract {contract.contract}: {contract.title}."]
    for move in duty.moves:
        told = why(roadmap, move, reader)
        parts.append(f"{move.cell.system.label} at {roadmap.problem.name(move.cell.organisation)}: {told}")
    return "\n".join(printable(part) for part in (*parts, *overrides(roadmap), NOT_LEGAL_ADVICE))


def _uid(duty: Duty, seen: dict[str, int]) -> str:
    """The same for the same step of the same systems in every plan, whatever its date; the second such is numbered."""
    systems = ",".join(sorted(move.cell.system.system for move in duty.moves))
    key = f"concordat:converge:{duty.contract}:{duty.step.name}:{systems}"
    seen[key] = seen.get(key, 0) + 1
    return f"{uuid5(NAMESPACE_URL, f'{key}:{seen[key]}')}@concordat"


FORMS = (Form(name="ics", what="calendar of every date", media_type="text/calendar", made=ics),)
