"""A plan: what becomes of every system, on which days, at what cost; read back from the arrays and priced anew."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from concordat.converge.facts.ending import Ending, Notice, ending, staying
from concordat.converge.facts.obstacle import Dates
from concordat.converge.facts.problem import Cell, Choice, Problem
from concordat.converge.pricing.compile import Compiled
from concordat.converge.pricing.expiry import renewal_dates
from concordat.converge.pricing.price import CAPITAL, Line, Pence
from concordat.converge.solver.choice import Choice as Chosen
from concordat.converge.solver.model import RENEW, STAY, Kind


@dataclass(frozen=True, kw_only=True)
class Move:
    """What becomes of one system: `lines` is (lines, F) pence by kind and year, `today` their value today.

    A renewal has dates of its own; a system that stays has none, and no ending, but `kept_by` says what must be done in
    time for its contract to last.
    """

    number: int
    cell: Cell
    kind: Kind
    choice: Choice | None
    quarter: int | None
    dates: Dates | None
    ending: Ending | None
    lines: Pence = field(compare=False, repr=False)
    today: int
    kept_by: tuple[Notice, ...] = ()

    @property
    def product(self) -> str:
        """The product in use afterwards."""
        return self.choice.offer.product if self.choice else self.cell.system.product

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the customer must do under the old contract, earliest first."""
        return tuple(sorted(self.ending.notices if self.ending else self.kept_by, key=lambda notice: notice.by))

    @property
    def notice_by(self) -> date | None:
        """The first day of notice under the old contract; None if it needs none."""
        return self.notices[0].by if self.notices else None

    @property
    def decide_by(self) -> date | None:
        """The last day to decide: before buying can begin, and before any notice is given."""
        days = [self.dates.decide_by if self.dates else None, self.notice_by]
        return min((day for day in days if day), default=None)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What becomes of every system, the proof of how good it is, and what it is compared with. Pence of today."""

    compiled: Compiled
    chosen: Chosen
    moves: tuple[Move, ...]
    status: str
    bound: float
    cut_by_time: bool = False
    seed: int = 0

    @property
    def problem(self) -> Problem:
        """What was to be decided."""
        return self.compiled.problem

    @cached_property
    def once(self) -> int:
        """Pence paid once for the shared choices in use."""
        return sum(self.compiled.prices.once(choice) for choice in self.shared.values())

    @cached_property
    def shared(self) -> dict[str, Choice]:
        """The shared choice of each capability that converges."""
        found = {}
        for move in self.moves:
            if move.kind is Kind.SHARED and move.choice:
                found[move.cell.system.capability] = move.choice
        return found

    @cached_property
    def cost(self) -> int:
        """Pence of today for the whole plan, added up from its moves and never taken from the solver."""
        return sum(move.today for move in self.moves) + self.once

    @property
    def gap(self) -> float:
        """How much dearer than the best possible plan it can at most be, as a share of its cost."""
        return max(0.0, (self.cost - self.bound) / abs(self.cost)) if self.cost else 0.0

    @property
    def changed(self) -> tuple[Move, ...]:
        """The moves in order of cutover: everything but the systems that stay."""
        dated = [(move.dates.cutover_on, move.number, move) for move in self.moves if move.dates]
        return tuple(move for _, _, move in sorted(dated, key=lambda each: each[:2]))

    def by_year(self) -> list[tuple[str, int, int]]:
        """(financial year, capital, revenue) in pence, not discounted; what is paid once falls as its takers set up."""
        total = sum((move.lines for move in self.moves), np.zeros_like(self.moves[0].lines)) if self.moves else None
        if total is None:
            return []
        capital = total[list(CAPITAL)].sum(axis=0)
        revenue = total.sum(axis=0) - capital
        for taker in self.moves:
            once = self._once_of(taker)
            capital, revenue = capital + once[0], revenue + once[1]
        return [(y.label, int(c), int(r)) for y, c, r in zip(self.problem.years, capital, revenue, strict=True)]

    def _once_of(self, taker: Move) -> Pence:
        """(2, F) capital and revenue pence of one taker's part of what is paid once; nothing for the others."""
        prices, choice = self.compiled.prices, self.shared.get(taker.cell.system.capability)
        if taker.kind is not Kind.SHARED or choice is None or taker.dates is None:
            return np.zeros((2, len(self.problem.years)), dtype=np.int64)
        takers = sum(move.choice == choice for move in self.moves)
        part = prices.while_put_in(choice, [taker.dates.cutover_on])[0]
        return np.rint(np.outer(prices.once_parts(choice), part) / takers).astype(np.int64)

    def by_organisation(self) -> dict[str, int]:
        """Pence of today each organisation pays, what is paid once shared by those who take it."""
        found = dict.fromkeys(self.problem.organisations, 0)
        for move in self.moves:
            found[move.cell.organisation] += move.today + self._share_of_once(move)
        return found

    def _share_of_once(self, move: Move) -> int:
        choice = self.shared.get(move.cell.system.capability)
        if move.kind is not Kind.SHARED or choice is None:
            return 0
        takers = [
            m for m in self.moves if m.kind is Kind.SHARED and m.cell.system.capability == move.cell.system.capability
        ]
        whole, left = divmod(self.compiled.prices.once(choice), len(takers))
        return whole + (takers.index(move) < left)

    def products(self) -> tuple[int, int]:
        """How many products serve these systems before and after: a product for two capabilities counts twice."""
        before = {(cell.system.capability, cell.system.product) for cell in self.problem.cells}
        return len(before), len({(move.cell.system.capability, move.product) for move in self.moves})


def read_back(compiled: Compiled, chosen: Chosen) -> tuple[Move, ...]:
    """The moves a choice of columns stands for, priced anew."""
    return tuple(_move(compiled, number, chosen) for number in range(len(compiled.problem.cells)))


def _move(compiled: Compiled, number: int, chosen: Chosen) -> Move:
    column = int(chosen.column[number])
    if column == STAY:
        return _stayed(compiled, number)
    if column == RENEW:
        return renewed(compiled, number)
    return moved(compiled, number, int(chosen.option[number]), int(chosen.quarter[number]))


def _stayed(compiled: Compiled, number: int) -> Move:
    cell = compiled.problem.cells[number]
    lines = compiled.prices.stay(cell)
    kept_by = staying(cell, compiled.problem.ends_on)
    return replace(_priced(compiled, number=number, kind=Kind.STAY, lines=lines), kept_by=kept_by)


def renewed(compiled: Compiled, number: int) -> Move:
    """The system bought again when its contract ends."""
    cell, on = compiled.problem.cells[number], compiled.renewals[number]
    assert on is not None  # or there would have been no such column
    problem = compiled.problem
    dates, end, lines = renewal_dates(problem, on), ending(cell, on, problem.as_of), compiled.prices.renew(cell, on)
    return _priced(compiled, number=number, kind=Kind.RENEW, lines=lines, dates=dates, ending=end)


def moved(compiled: Compiled, number: int, option: int, quarter: int) -> Move:
    """The system moved to an option in a quarter, which must be lawful."""
    problem, obstacles, prices = compiled.problem, compiled.obstacles, compiled.prices
    cell = problem.cells[number]
    choice = problem.choices[int(compiled.model.capability[number])][option]
    day = obstacles.go_live_days[cell.organisation][quarter]
    assert day is not None
    dates = obstacles.dates(choice.offer, day)
    end = ending(cell, dates.leave_on, problem.as_of)
    assert end is not None
    lines = (prices.leave(cell, [end]) + prices.take(cell, choice, [day]))[:, 0]
    kind = Kind.SHARED if choice.sites else Kind.ALONE
    return _priced(
        compiled, number=number, kind=kind, lines=lines, choice=choice, quarter=quarter, dates=dates, ending=end
    )


def _priced(
    compiled: Compiled,
    *,
    number: int,
    kind: Kind,
    lines: Pence,
    choice: Choice | None = None,
    quarter: int | None = None,
    dates: Dates | None = None,
    ending: Ending | None = None,
) -> Move:
    today = int(compiled.prices.years.today(lines).sum())
    cell = compiled.problem.cells[number]
    return Move(
        number=number, cell=cell, kind=kind, choice=choice, quarter=quarter, dates=dates, ending=ending, lines=lines,
        today=today,
    )  # fmt: skip


__all__ = ["Line", "Move", "Plan", "moved", "read_back", "renewed"]
