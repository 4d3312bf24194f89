"""Solve a model: prices, a plan at once, an exact search over what the prices leave open, then the later aims."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from concordat.converge.solver.aims import COST, cap, objective
from concordat.converge.solver.bound import Bound, lower_bound
from concordat.converge.solver.check import broken
from concordat.converge.solver.choice import Choice
from concordat.converge.solver.first_plan import first_plan
from concordat.converge.solver.mip import Found, Programme
from concordat.converge.solver.model import Floats, Ints, Model
from concordat.converge.solver.restrict import Restriction, restrict
from concordat.converge.solver.rows import at_least

Progress = Callable[[str, float, float], None]
"""Told the stage, the cost of the best plan (inf: none yet) and the bound, both in pence."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How much work to do: rounds of pricing, nodes and columns of the exact search, and the gap at which to stop.

    Work is counted, so the same model has the same answer; with `seconds` the clock may cut it short, and the answer says so.
    """

    rounds: int = 600
    nodes: int = 2_000
    columns: int = 12_000
    gap: float = 2e-4
    seconds: float | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Solution:
    """The best choice found, or None with status "infeasible"; `bound` pence below which no plan can cost.

    `price` (R,) is what one more unit of each row would save: the explanation of what is scarce.
    """

    choice: Choice | None
    status: str
    bound: float
    price: Floats
    cut_by_time: bool = False


def solve(
    model: Model,
    *,
    order: tuple[str, ...] = (COST,),
    tolerance: float = 0.002,
    limit: Limit | None = None,
    previous: Ints | None = None,
    most_changes: int | None = None,
    on_progress: Progress | None = None,
) -> Solution:
    """The best lawful choice: aims in `order`, each later one at most `tolerance` dearer in the aims before it.

    `previous` (N,) are columns already agreed, −1 for none; at most `most_changes` of those that still exist may change.
    """
    limit = limit or Limit()
    if previous is not None and most_changes is not None:
        model = _mostly(model, previous, most_changes)
    return _Search(model, limit, on_progress).run(order, tolerance)


def _mostly(model: Model, previous: Ints, most_changes: int) -> Model:
    """The model with a row that keeps all but so many of the columns agreed before."""
    kept = np.zeros(model.cost.shape)
    cells = np.flatnonzero(previous >= 0)
    kept[cells, previous[cells]] = 1.0
    kept[model.absent] = 0.0
    return model.with_rows(at_least(model.cost, kept, kept.sum() - most_changes, ("changes", f"at most {most_changes}")))


class _Search:
    """One search: its clock, and what it has found so far."""

    def __init__(self, model: Model, limit: Limit, on_progress: Progress | None) -> None:
        self.model, self.limit = model, limit
        self.tell = on_progress or (lambda stage, cost, bound: None)
        self.ends = None if limit.seconds is None else time.monotonic() + limit.seconds
        self.cut = False

    def run(self, order: tuple[str, ...], tolerance: float) -> Solution:
        bound = lower_bound(self.model, iterations=self.limit.rounds, watch=self._watch)
        if np.isinf(bound.value):
            return self._none(bound)
        plan = first_plan(self.model, bound)
        self.tell("first plan", plan.cost(self.model) if plan else np.inf, bound.value)
        best, proved, infeasible = self._exact(bound, plan)
        if best is None:
            return self._none(bound, proved=infeasible)
        if order != (COST,):
            best = self._later(bound, best, order, tolerance)
        proved = min(proved, best.cost(self.model))
        self.tell("done", best.cost(self.model), proved)
        near = best.cost(self.model) - proved <= self.limit.gap * abs(best.cost(self.model)) * 1.01 + 1.0
        status = "cut" if self.cut else "optimal" if near else "feasible"
        return Solution(choice=best, status=status, bound=proved, price=bound.price, cut_by_time=self.cut)

    def _none(self, bound: Bound, proved: bool = True) -> Solution:
        return Solution(
            choice=None,
            status="infeasible" if proved else "none found",
            bound=bound.value,
            price=bound.price,
            cut_by_time=self.cut,
        )

    def _watch(self, iteration: int, bound: Bound) -> bool:
        if iteration % 25 == 0:
            self.tell("bound", np.inf, bound.value)
        return self._late()

    def _late(self) -> bool:
        self.cut = self.cut or (self.ends is not None and time.monotonic() >= self.ends)
        return self.cut

    def _exact(self, bound: Bound, plan: Choice | None) -> tuple[Choice | None, float, bool]:
        """The best of the plan at once and of a search among unlikely-to-lose columns; the bound; whether none exists."""
        if plan is not None and (self._late() or self._closed(plan, bound.value)):
            return plan, bound.value, False
        narrow = restrict(self.model, bound, plan, most=self.limit.columns)
        found = self._minimise(narrow)
        if found.choice is None and plan is None and not self._late():
            narrow = Restriction(keep=~self.model.absent, floor=np.inf)
            found = self._minimise(narrow)
        best = min((each for each in (plan, found.choice) if each), key=lambda each: each.cost(self.model), default=None)
        proved = max(bound.value, min(found.bound, narrow.floor) if np.isfinite(found.bound) else bound.value)
        return best, proved, found.infeasible and np.isinf(narrow.floor)

    def _closed(self, plan: Choice, bound: float) -> bool:
        return plan.cost(self.model) - bound <= self.limit.gap * abs(plan.cost(self.model))

    def _minimise(self, narrow: Restriction) -> Found:
        programme = Programme(self.model, narrow.keep)
        return self._sound(self._search(programme, programme.cost))

    def _search(self, programme: Programme, aim: Floats) -> Found:
        left = None if self.ends is None else max(self.ends - time.monotonic(), 0.1)
        found = programme.minimise(aim, gap=self.limit.gap / 2, nodes=self.limit.nodes, seconds=left)
        self._late()
        return found

    def _sound(self, found: Found) -> Found:
        """A choice that breaks a row by more than rounding is no choice, whoever found it."""
        return replace(found, choice=None) if found.choice and broken(self.model, found.choice) else found

    def _later(self, bound: Bound, best: Choice, order: tuple[str, ...], tolerance: float) -> Choice:
        """Minimise each aim in turn over the plans within `tolerance` of the best in those before it.

        With cost first, a column whose regret exceeds what cost may rise by is in no such plan, and is left out.
        """
        ceiling = best.cost(self.model) * (1 + tolerance) if order[0] == COST else None
        narrow = restrict(self.model, bound, best, most=self.limit.columns, ceiling=ceiling)
        programme = Programme(self.model, narrow.keep)
        for number, aim in enumerate(order):
            wanted = objective(programme, aim)
            if number or aim != COST:
                found = self._sound(self._search(programme, wanted)) if not self._late() else None
                if found is None or found.choice is None:
                    return best
                best, reached = found.choice, found.value
            else:
                reached = best.cost(self.model)
            self.tell(aim, best.cost(self.model), bound.value)
            cap(programme, wanted, reached + tolerance * abs(reached) + 1e-9)
        return best
