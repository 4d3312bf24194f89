"""Planning again from a plan already agreed: what changed, and as few changed moves as the planner asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from concordat.converge.answer.plan import Move, Plan
from concordat.converge.pricing.compile import Compiled
from concordat.converge.solver.model import RENEW, STAY, Ints, Kind
from concordat.core.period import long_date
from concordat.core.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What a plan already agreed says of one system."""

    system: str
    kind: Kind
    product: str
    offer: str = ""
    cutover_on: date | None = None

    def words(self, name: Callable[[str], str] = str) -> str:
        """The agreed future in a few words; `name` says what people call a product."""
        return _words(self.kind, name(self.product), self.cutover_on)


@dataclass(frozen=True, kw_only=True)
class Change:
    """A system whose future differs from what was agreed."""

    system: str
    before: str
    after: str

    def as_dict(self) -> dict[str, str]:
        """The change for JSON."""
        return {"system": self.system, "before": self.before, "after": self.after}


def agreed_from(answer: Mapping[str, Any]) -> tuple[Agreed, ...]:
    """The agreed plan in an answer that `concordat converge --json` printed before; raises Refusal if it is none."""
    try:
        return tuple(_agreed(each) for each in (*answer["moves"], *answer["stays"]))
    except (KeyError, TypeError, ValueError) as problem:
        raise Refusal(
            "The agreed plan is not an answer of concordat converge",
            remedy="Give the file that concordat converge FOLDER --json printed",
        ) from problem


def _agreed(row: Mapping[str, Any]) -> Agreed:
    return Agreed(
        system=str(row["system"]),
        kind=Kind(row["kind"]),
        product=str(row["to"]),
        offer=str(row["offer"] or ""),
        cutover_on=date.fromisoformat(row["cutover_on"]) if row["cutover_on"] else None,
    )


def columns_of(compiled: Compiled, agreed: Iterable[Agreed]) -> Ints:
    """(N,) the column each system was agreed to take, as numbered now; −1 where that is no longer lawful."""
    by_system = {each.system: each for each in agreed}
    takers = Counter(each.offer for each in by_system.values() if each.kind is Kind.SHARED)
    found = [
        _column(compiled, number, by_system.get(cell.system.system), takers)
        for number, cell in enumerate(compiled.problem.cells)
    ]
    return np.array(found, dtype=np.int64)


def _column(compiled: Compiled, number: int, agreed: Agreed | None, takers: Counter[str]) -> int:
    if agreed is None:
        return -1
    column = {Kind.STAY: STAY, Kind.RENEW: RENEW}.get(agreed.kind)
    if column is None:
        column = _move_column(compiled, number, agreed, takers[agreed.offer])
    return -1 if column == -1 or compiled.model.absent[number, column] else column


def _move_column(compiled: Compiled, number: int, agreed: Agreed, takers: int) -> int:
    """The column with the agreed offer, way of buying and quarter, at the best price so many takers open."""
    problem, model = compiled.problem, compiled.model
    quarter = next(
        (q for q, each in enumerate(problem.quarters) if agreed.cutover_on and each.period.contains(agreed.cutover_on)),
        None,
    )
    if quarter is None:
        return -1
    choices = problem.choices[int(model.capability[number])]
    fitting = [
        model.column(option, quarter)
        for option, choice in enumerate(choices)
        if choice.offer.offer == agreed.offer
        and bool(choice.sites) == (agreed.kind is Kind.SHARED)
        and choice.sites <= takers
    ]
    return min(fitting, key=lambda column: float(model.cost[number, column]), default=-1)


def changes(before: Iterable[Agreed], after: Plan) -> tuple[Change, ...]:
    """Every system whose product, way of buying or day of cutover differs, with leavers and newcomers."""
    old, name = {each.system: each for each in before}, after.problem.name
    new = {move.cell.system.system: move for move in after.moves}
    found = [_change(key, old.get(key), move, name) for key, move in new.items()]
    gone = [
        Change(system=key, before=each.words(name), after="not in the plan")
        for key, each in old.items()
        if key not in new
    ]
    return (*(each for each in found if each), *gone)


def _change(system: str, agreed: Agreed | None, move: Move, name: Callable[[str], str]) -> Change | None:
    now = _words(move.kind, name(move.product), move.dates.cutover_on if move.dates else None)
    before = agreed.words(name) if agreed else "not in the plan"
    return Change(system=system, before=before, after=now) if before != now else None


def _words(kind: Kind, product: str, cutover_on: date | None) -> str:
    done = {Kind.STAY: "stays on", Kind.RENEW: "buys again", Kind.ALONE: "moves alone to", Kind.SHARED: "shares"}[kind]
    return f"{done} {product}{f' from {long_date(cutover_on)}' if cutover_on else ''}"
