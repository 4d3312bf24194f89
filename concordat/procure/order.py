"""Out of order: steps done before what they wait for, and a framework chosen before lawyers were asked (PR-09)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from concordat.core.finding import Finding, Severity
from concordat.core.period import long_date
from concordat.procure.buying import Buying
from concordat.procure.steps import STEPS, STOP
from concordat.register.procurement import GateKind
from concordat.register.record import Record

if TYPE_CHECKING:
    from concordat.procure.gate import Gate


def out_of_order(found: Sequence[Gate], bought: Buying, record: Record) -> Iterator[Finding]:
    """Steps done before what they wait for, and a framework chosen before lawyers were asked."""
    by_kind = {each.kind: each for each in found}
    for gate in found:
        early = _early(gate, by_kind)
        if gate.kind in _MAY_BE_MENDED:  # what was told of a step before it is not told again
            told_already = [each for one in gate.depends_on for each in _early(by_kind[one], by_kind)]
            early = [each for each in early if each not in told_already]
        if early:
            told = ", ".join(f"{each.kind.value} ({_when(each)})" for each in early)
            what = f"“{gate.kind.value}” was done on {_when(gate)}, before what it waits for: {told}"
            yield _finding(record, bought, "", what, gate.kind not in _MAY_BE_MENDED)
    legal = by_kind.get(GateKind.LEGAL)
    if bought.recorded and bought.procurement.framework and legal and legal.done_on is None:
        what = f"Framework {bought.procurement.framework} is chosen, but lawyers were not asked about the route"
        yield _finding(record, bought, "framework", what, True)


_MAY_BE_MENDED = frozenset(list(STEPS)[: list(STEPS).index(GateKind.TENDER)])
"""Steps after which what was left out can still be made good before anything is public."""


def _early(gate: Gate, by_kind: dict[GateKind, Gate]) -> list[Gate]:
    """What a gate that is done waits for, near and far, and did not wait for."""
    return [by_kind[each] for each in _all_before(gate, by_kind) if _came_after(by_kind[each], gate)]


def _all_before(gate: Gate, by_kind: dict[GateKind, Gate]) -> tuple[GateKind, ...]:
    """Everything a gate waits for, near and far, in the usual order."""
    reached, left = set(), list(gate.depends_on)
    while left:
        reached.add(kind := left.pop())
        left += by_kind[kind].depends_on
    return tuple(each for each in STEPS if each in reached)


def _came_after(before: Gate, gate: Gate) -> bool:
    return gate.done_on is not None and (before.done_on is None or before.done_on > gate.done_on)


def _when(gate: Gate) -> str:
    return long_date(gate.done_on) if gate.done_on else "not done"


def _finding(record: Record, bought: Buying, column: str, what: str, hard: bool) -> Finding:
    next = "Ask lawyers whether it stands before going on, and record their advice"
    severity = Severity.ERROR if hard else Severity.WARNING
    return record.finding(bought.procurement, column, what, next, rule=STOP.id, severity=severity)
