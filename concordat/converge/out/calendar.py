"""Every date of the plan as an .ics calendar: all-day events with their reasons, and alarms before the last days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from concordat.converge.out.duties import Duty, Step, duties
from concordat.converge.out.form import Form
from concordat.converge.out.moves import why
from concordat.converge.out.reader import Reader
from concordat.converge.out.sentences import NOT_LEGAL_ADVICE, headline, name_of, overrides
from concordat.core.ics import Event, calendar, steady_uid

if TYPE_CHECKING:
    from concordat.converge.roadmap import Roadmap

ALARMED = {Step.NOTICE: (90, 30), Step.DECIDE: (90, 30)}
"""Days before a step on which to remind of it."""


def ics(roadmap: Roadmap, reader: str | None = None) -> bytes:
    """The calendar's bytes, the same for the same roadmap and reader; a later one replaces the events of an earlier."""
    seen: dict[str, int] = {}
    return calendar(
        name=f"{name_of(roadmap)}: convergence",
        description=" ".join((headline(roadmap), *overrides(roadmap), NOT_LEGAL_ADVICE)),
        prodid="-//Concordat//converge//EN",
        as_of=roadmap.as_of,
        events=[_event(roadmap, duty, _uid(duty, seen), Reader(reader)) for duty in duties(roadmap)],
    )


def _event(roadmap: Roadmap, duty: Duty, uid: str, reader: Reader) -> Event:
    return Event(
        uid=uid,
        day=duty.on,
        summary=f"Last day: {duty}" if duty.step in ALARMED else str(duty),
        description=_description(roadmap, duty, reader),
        category=duty.step.value,
        alarms=ALARMED.get(duty.step, ()),
        reminder=str(duty),
    )


def _description(roadmap: Roadmap, duty: Duty, reader: Reader) -> str:
    contract = duty.moves[0].cell.contract
    parts = [f"Contract {contract.contract}: {contract.title}."]
    for move in duty.moves:
        told = why(roadmap, move, reader)
        parts.append(f"{move.cell.system.label} at {roadmap.problem.name(move.cell.organisation)}: {told}")
    return "\n".join((*parts, *overrides(roadmap), NOT_LEGAL_ADVICE))


def _uid(duty: Duty, seen: dict[str, int]) -> str:
    """The same for the same step of the same systems in every plan, whatever its date; the second such is numbered."""
    systems = ",".join(sorted(move.cell.system.system for move in duty.moves))
    key = f"concordat:converge:{duty.contract}:{duty.step.name}:{systems}"
    seen[key] = seen.get(key, 0) + 1
    return steady_uid(f"{key}:{seen[key]}")


FORMS = (Form(name="ics", what="calendar of every date", media_type="text/calendar", made=ics),)
