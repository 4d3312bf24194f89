"""What becomes of every system, as tables: those that change, with their dates and reasons, and those that stay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from concordat.converge.out.reader import Reader, owner_of_charges
from concordat.converge.out.sentences import listed, short
from concordat.converge.solver.model import Kind
from concordat.core.period import ONE_DAY
from concordat.core.refusal import as_sentence
from concordat.core.shown import DATE, MONEY, Table, column

if TYPE_CHECKING:
    from concordat.converge.answer.plan import Move
    from concordat.converge.roadmap import Roadmap

HAPPENS = {
    Kind.STAY: "stays",
    Kind.RENEW: "bought again",
    Kind.ALONE: "moves, for this site alone",
    Kind.SHARED: "moves, shared",
}
_WHAT = (column("Capability", width=26), column("Organisation", width=30), column("System", width=24))
_MOVES = (
    *_WHAT,
    column("What happens", width=22),
    column("From", width=20),
    column("To", width=20),
    column("Contract", width=14),
    column("Decide by", DATE),
    column("Give notice by", DATE),
    column("Start buying by", DATE),
    column("Award by", DATE),
    column("Cutover", DATE),
    column("Old contract ends", DATE),
    column("Choice lost after", DATE),
    column("Cost at today's value", MONEY),
    column("Cost of a month's delay", MONEY),
    column("What binds the date", width=50),
    column("Why", width=80),
)
_STAYS = (
    *_WHAT,
    column("Product", width=20),
    column("Contract", width=14),
    column("Contract may run to", DATE),
    column("On", width=24),
    column("Cost at today's value", MONEY),
    column("Why", width=80),
)


def moves_table(roadmap: Roadmap, reader: str | None = None) -> Table:
    """Every system that changes, in order of cutover."""
    changed = roadmap.plan.changed if roadmap.plan else ()
    return Table(title="Moves", columns=_MOVES, rows=tuple(_moved(roadmap, move, Reader(reader)) for move in changed))


def stays_table(roadmap: Roadmap, reader: str | None = None) -> Table:
    """Every system that stays as it is, and on what ground it may."""
    stays = [move for move in roadmap.plan.moves if move.kind is Kind.STAY] if roadmap.plan else []
    return Table(title="Stays", columns=_STAYS, rows=tuple(_stayed(roadmap, move, Reader(reader)) for move in stays))


def subject(roadmap: Roadmap, moves: Iterable[Move]) -> str:
    """What the moves are about: "EPR at Trust A, Trust B and Trust C; OC at Trust A"."""
    sites: dict[str, list[str]] = {}
    for move in moves:
        found = sites.setdefault(move.cell.system.capability, [])
        if (name := short(roadmap.problem.name(move.cell.organisation))) not in found:
            found.append(name)
    return "; ".join(f"{capability} at {listed(names)}" for capability, names in sites.items())


def why(roadmap: Roadmap, move: Move, reader: Reader) -> str:
    """The reasons as sentences; those that tell of prices only for the customer of the contract."""
    explanation, owner = roadmap.explanations[move.number], owner_of_charges(roadmap, move.cell.contract)
    reasons = [*explanation.reasons, *(explanation.priced if reader.sees(owner) else ())]
    return reader.words(" ".join(as_sentence(reason.text) for reason in reasons), owner)


def _named(roadmap: Roadmap, move: Move) -> tuple[str, ...]:
    system, name = move.cell.system, roadmap.problem.name
    return name(system.capability), name(move.cell.organisation), system.label


def _moved(roadmap: Roadmap, move: Move, reader: Reader) -> tuple[Any, ...]:
    explanation, name, dates = roadmap.explanations[move.number], roadmap.problem.name, move.dates
    owner = owner_of_charges(roadmap, move.cell.contract)
    assert dates is not None  # or it would have stayed
    return (
        *_named(roadmap, move),
        HAPPENS[move.kind],
        name(move.cell.system.product),
        name(move.product),
        move.cell.contract.contract,
        move.decide_by,
        move.notice_by,
        dates.procure_by,
        dates.award_by,
        dates.cutover_on,
        move.ending.paid_to - ONE_DAY if move.ending else None,
        explanation.lost_after,
        reader.pence(move.today, owner),
        reader.pence(explanation.month_late, owner),
        "; ".join(explanation.binding),
        why(roadmap, move, reader),
    )


def _stayed(roadmap: Roadmap, move: Move, reader: Reader) -> tuple[Any, ...]:
    last = move.cell.legs[-1]
    return (
        *_named(roadmap, move),
        roadmap.problem.name(move.product),
        move.cell.contract.contract,
        last.ends_on,
        last.ground.value,
        reader.pence(move.today, owner_of_charges(roadmap, move.cell.contract)),
        why(roadmap, move, reader),
    )
