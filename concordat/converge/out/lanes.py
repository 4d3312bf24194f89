"""What the roadmap's picture shows, before it is drawn: lanes of bars and marks, one for each system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from concordat.converge.facts.law import Ground
from concordat.converge.out.sentences import short
from concordat.core.calendar import Quarter
from concordat.core.period import ONE_DAY, months_later
from concordat.register.programme import Blackout

if TYPE_CHECKING:
    from concordat.converge.answer.plan import Move
    from concordat.converge.facts.problem import Cell
    from concordat.converge.roadmap import Roadmap


class Stretch(StrEnum):
    """What a bar means; each has its own pattern."""

    TERM = "Old contract, current term"
    EXTENSION = "Extension option"
    RENEWAL = "Automatic renewal"
    MODIFICATION = "Lawful modification"
    PERMITTED = "Documented ground"
    OVERRIDE = "Assumed against the law"
    DOUBLE = "Double running"
    UNUSED = "Paid for, no longer used"
    AGAIN = "Same product bought again"
    NEW = "New product"


GROUNDS = {
    Ground.TERM: Stretch.TERM,
    Ground.EXTENSION: Stretch.EXTENSION,
    Ground.RENEWAL: Stretch.RENEWAL,
    Ground.MODIFICATION: Stretch.MODIFICATION,
    Ground.PERMITTED: Stretch.PERMITTED,
    Ground.OVERRIDE: Stretch.OVERRIDE,
}
BENEATH = (Stretch.DOUBLE, Stretch.UNUSED)
"""Stretches that run below the new product, at the same time."""


class Sign(StrEnum):
    """What a mark means; each has its own shape."""

    DECIDE = "Decide by"
    NOTICE = "Give notice by"
    CUTOVER = "Cutover"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A stretch from its first day up to, not including, `end`."""

    start: date
    end: date
    stretch: Stretch
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One system: its capability and organisation, its bars and marks; `full` says it in words."""

    capability: str
    organisation: str
    label: str
    full: str
    bars: tuple[Bar, ...]
    marks: tuple[tuple[date, Sign], ...]


def span(roadmap: Roadmap) -> tuple[date, date]:
    """The first day shown and the day after the last."""
    return Quarter.from_day(roadmap.as_of).start, roadmap.problem.ends_on


def lanes(roadmap: Roadmap) -> tuple[Lane, ...]:
    """A lane for each system, by capability and then organisation, in the order of the record."""
    problem = roadmap.problem
    moves: dict[int, Move] = {move.number: move for move in roadmap.plan.moves} if roadmap.plan else {}
    order = {each.capability: number for number, each in enumerate(problem.capabilities)}
    cells = sorted(enumerate(problem.cells), key=lambda c: (order[c[1].system.capability], c[1].organisation, c[0]))
    return tuple(_lane(roadmap, cell, moves.get(number)) for number, cell in cells)


def freezes(roadmap: Roadmap) -> tuple[tuple[str, date, date], ...]:
    """(ODS code or blank for all, first day, day after the last) of every blackout in sight."""
    first, end = span(roadmap)
    found = ((each.organisation, *days) for each in roadmap.problem.blackouts for days in _days(each, first, end))
    seen = ((code, max(start, first), min(stop, end)) for code, start, stop in found)
    return tuple((code, start, stop) for code, start, stop in seen if start < stop)


def _days(blackout: Blackout, first: date, end: date) -> Iterator[tuple[date, date]]:
    begun = blackout.starts_on.year
    for year in range(first.year - begun - 1, end.year - begun + 1) if blackout.yearly else (0,):
        yield months_later(blackout.starts_on, 12 * year), months_later(blackout.ends_on, 12 * year) + ONE_DAY


def _lane(roadmap: Roadmap, cell: Cell, move: Move | None) -> Lane:
    problem, system = roadmap.problem, cell.system
    at = (cell.organisation, system.capability)
    twins = sum((each.organisation, each.system.capability) == at for each in problem.cells)
    organisation = problem.name(cell.organisation)
    bars = tuple(bar for bar in _bars(roadmap, cell, move) if bar.start < bar.end)
    return Lane(
        capability=system.capability,
        organisation=cell.organisation,
        label=f"{system.label}, {short(organisation)}" if twins > 1 else short(organisation),
        full=_full(roadmap, cell, move),
        bars=bars,
        marks=tuple(_marks(move)) if move else (),
    )


def _full(roadmap: Roadmap, cell: Cell, move: Move | None) -> str:
    name = roadmap.problem.name
    at = f"{name(cell.system.capability)} at {name(cell.organisation)}: {name(cell.system.product)}"
    if move is None or move.dates is None:
        return f"{at}, contract {cell.contract.contract}"
    return f"{at} to {name(move.product)} on {move.dates.cutover_on:%d/%m/%Y}, contract {cell.contract.contract}"


def _bars(roadmap: Roadmap, cell: Cell, move: Move | None) -> Iterator[Bar]:
    name, (first, end) = roadmap.problem.name, span(roadmap)
    dates = move.dates if move else None
    label = f"{name(cell.system.product)} ({cell.contract.contract})"
    yield from _old(cell, move, label, first, dates.cutover_on if dates else end)
    if move and dates:
        stretch = Stretch.NEW if move.choice else Stretch.AGAIN
        yield Bar(start=dates.cutover_on, end=end, stretch=stretch, label=name(move.product))
        if move.ending:
            paid_to = min(move.ending.paid_to, end)
            yield Bar(start=dates.cutover_on, end=min(dates.leave_on, paid_to), stretch=Stretch.DOUBLE)
            yield Bar(start=dates.leave_on, end=paid_to, stretch=Stretch.UNUSED)


def _old(cell: Cell, move: Move | None, label: str, first: date, until: date) -> Iterator[Bar]:
    """The old contract, leg by leg, until the new product is in use."""
    taken = cell.legs[: move.ending.leg + 1] if move and move.ending else cell.legs
    for leg in taken:
        stop = min(leg.ends_on + ONE_DAY, until)
        yield Bar(start=first, end=stop, stretch=GROUNDS[leg.ground], label=label)
        first, label = max(first, stop), ""


def _marks(move: Move) -> Iterator[tuple[date, Sign]]:
    if move.decide_by:
        yield move.decide_by, Sign.DECIDE
    for notice in move.notices:
        yield notice.by, Sign.NOTICE
    if move.dates:
        yield move.dates.cutover_on, Sign.CUTOVER
