"""Every day on which somebody must act: decide, give notice, buy, award, cut over, and when the old contract ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from concordat.converge.out.moves import subject
from concordat.converge.solver.model import Kind
from concordat.core.period import ONE_DAY, months_later
from concordat.core.refusal import as_sentence
from concordat.core.shown import DATE, Table, column

if TYPE_CHECKING:
    from concordat.converge.answer.plan import Move
    from concordat.converge.roadmap import Roadmap


class Step(StrEnum):
    """What falls on the day, in the order in which it usually comes."""

    DECIDE = "Decide by"
    NOTICE = "Give notice by"
    PROCURE = "Start buying by"
    AWARD = "Award by"
    CUTOVER = "Cutover"
    END = "Old contract ends"


ORDER = {step: number for number, step in enumerate(Step)}


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One thing on one day for all the systems of one contract that share it."""

    on: date
    step: Step
    what: str
    subject: str
    contract: str
    moves: tuple[Move, ...]

    def __str__(self) -> str:
        return f"{self.what}: {self.subject}"


def duties(roadmap: Roadmap) -> tuple[Duty, ...]:
    """Every duty of the plan, soonest first."""
    shared: dict[tuple[date, Step, str, str], list[Move]] = {}
    plan = roadmap.plan
    acting = (*plan.changed, *(move for move in plan.moves if not move.dates)) if plan else ()
    for move in acting:
        for on, step, what in _steps(roadmap, move) if move.dates else _notices(move):
            shared.setdefault((on, step, move.cell.contract.contract, what), []).append(move)
    found = [
        Duty(on=on, step=step, what=what, subject=subject(roadmap, moves), contract=contract, moves=tuple(moves))
        for (on, step, contract, what), moves in shared.items()
    ]
    return tuple(sorted(found, key=lambda duty: (duty.on, ORDER[duty.step], duty.contract, duty.what)))


def soon(roadmap: Roadmap, months: int = 12) -> tuple[Duty, ...]:
    """What must be decided, noticed or begun within so many months, and what is late already."""
    acts = (Step.DECIDE, Step.NOTICE, Step.PROCURE, Step.AWARD)
    last = months_later(roadmap.as_of, months)
    return tuple(duty for duty in duties(roadmap) if duty.step in acts and duty.on <= last)


def dates_table(roadmap: Roadmap, found: tuple[Duty, ...] | None = None) -> Table:
    """The duties given, or all, as a table."""
    columns = (
        column("Date", DATE),
        column("Step", width=18),
        column("What", width=50),
        column("For", width=50),
        column("Contract", width=14),
        column("Contract title", width=36),
    )
    rows = [
        (duty.on, duty.step.value, duty.what, duty.subject, duty.contract, duty.moves[0].cell.contract.title)
        for duty in (duties(roadmap) if found is None else found)
    ]
    return Table(title="Notices and dates", columns=columns, rows=tuple(rows))


def _steps(roadmap: Roadmap, move: Move) -> Iterator[tuple[date, Step, str]]:
    dates, name = move.dates, roadmap.problem.name(move.product)
    assert dates is not None  # or it would have stayed
    again = move.kind is Kind.RENEW
    if move.decide_by:
        yield move.decide_by, Step.DECIDE, f"Decide on buying {name} again" if again else f"Decide on {name}"
    yield from _notices(move)
    yield dates.procure_by, Step.PROCURE, f"Start buying {name}"
    yield dates.award_by, Step.AWARD, f"Award {name}"
    yield dates.cutover_on, Step.CUTOVER, f"New term of {name} begins" if again else f"Cut over to {name}"
    if move.ending:
        yield move.ending.paid_to - ONE_DAY, Step.END, "Last day of the old contract"


def _notices(move: Move) -> Iterator[tuple[date, Step, str]]:
    """What the old contract needs in time; all there is to do for a system that stays."""
    for notice in move.notices:
        yield notice.by, Step.NOTICE, as_sentence(notice.what).rstrip(".")
