"""Solve a model: prices, a plan at once, an exact search over what the prices leave open, then the later aims."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from concordat.converge.solver.aims import COST, SEARCHED, cap, measure, objective
from concordat.converge.solver.bound import Bound, lower_bound
from concordat.converge.solver.check import broken
from concordat.converge.solver.choice import Choice
from concordat.converge.solver.first_plan import first_plan
from concordat.converge.solver.mip import Found, Programme
from concordat.converge.solver.model import FIRST_MOVE, Floats, Ints, Model
from concordat.converge.solver.polish import polish
from concordat.converge.solver.restrict import Restriction, regret, restrict
from concordat.converge.solver.rows import at_least

FIRST_NODES = 500
AT_ONCE = 40  # rounds of pricing after which a plan is tried for: rough prices do for a first one
PROVED = 1e-9  # relative gap that is rounding
CHANGES = "changes"

Progress = Callable[[str, float, float], None]
"""Told the stage, the cost of the best plan (inf: none yet) and the bound, both in pence."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How much work to do: rounds of pricing, the work of each exact search, and the gap at which to stop.

    A node costs about the square of its columns, so a search may open `work` ÷ columns² nodes; always one, and
    FIRST_NODES while there is no plan at all.

    `columns` a cell, on average, go into the first exact search; a second, to close the gap, is made where at most
    `prove` columns in all could still be in a better plan. The `later_` limits are for the aims after cost.

    Work is counted, so the same model has the same answer; with `seconds` the clock may cut it short, and the answer
    says so.
    """

    rounds: int = 600
    work: int = 20_000_000
    columns: int = 5
    prove: int = 3_000
    gap: float = 5e-4
    later_columns: int = 1_500
    later_gap: float = 1e-2
    later_nodes: int = 20
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

    `previous` (N,) are columns already agreed, −1 for none; at most `most_changes` of those that still exist may
    change.
    """
    limit = limit or Limit()
    if previous is None or most_changes is None:
        return _Search(model, limit, on_progress).run(order, tolerance)
    start = _as_agreed(model, previous, limit)
    return _Search(mostly(model, previous, most_changes), limit, on_progress).run(order, tolerance, start)


def _as_agreed(model: Model, previous: Ints, limit: Limit) -> Choice | None:
    """A plan that keeps every agreed column that still exists and places the other cells around them,
    if one is found."""
    cells = np.flatnonzero(previous >= 0)
    cells = cells[~model.absent[cells, previous[cells]]]
    cost = model.cost.copy()
    cost[cells] = np.inf
    cost[cells, previous[cells]] = model.cost[cells, previous[cells]]
    pinned = model.with_cost(cost)
    return first_plan(pinned, lower_bound(pinned, iterations=limit.rounds // 6))


def mostly(model: Model, previous: Ints, most_changes: int) -> Model:
    """The model with a row that keeps all but so many of the columns agreed before;
    another price of the same is no change."""
    cells = np.flatnonzero(previous >= 0)
    cells = cells[~model.absent[cells, previous[cells]]]
    kept = np.zeros(model.cost.shape)
    for cell in cells:
        kept[cell, _alike(model, int(cell), int(previous[cell]))] = 1.0
    return model.with_rows(at_least(model.cost, kept, float(len(cells) - most_changes), (CHANGES, str(most_changes))))


def _alike(model: Model, cell: int, column: int) -> Ints:
    """The columns that differ from this one in price alone: same product, bought the same way, in the same quarter."""
    if column < FIRST_MOVE:
        return np.array([column])
    options, k = model.options, model.capability[cell]
    option, quarter = divmod(column - FIRST_MOVE, model.quarters)
    alike = (options.offer[k] == options.offer[k, option]) & (options.shared[k] == options.shared[k, option])
    return FIRST_MOVE + np.flatnonzero(alike) * model.quarters + quarter


class _Search:
    """One search: its clock, and what it has found so far."""

    def __init__(self, model: Model, limit: Limit, on_progress: Progress | None) -> None:
        self.model, self.limit = model, limit
        self.tell = on_progress or (lambda stage, cost, bound: None)
        self.ends = None if limit.seconds is None else time.monotonic() + limit.seconds
        self.cut = False
        self.early: Choice | None = None

    def run(self, order: tuple[str, ...], tolerance: float, start: Choice | None = None) -> Solution:
        bound = lower_bound(self.model, iterations=self.limit.rounds, watch=self._watch)
        if np.isinf(bound.value):
            return self._none(bound)
        plan = self._better(first_plan(self.model, bound), self.early, start)
        self.tell("plan at prices", plan.cost(self.model) if plan else np.inf, bound.value)
        best, proved, infeasible = self._exact(bound, plan)
        if best is None:
            return self._none(bound, proved=infeasible)
        if order != (COST,):
            best = self._later(bound, best, order, tolerance)
        proved = min(proved, best.cost(self.model))
        self.tell("done", best.cost(self.model), proved)
        exact = best.cost(self.model) - proved <= PROVED * abs(best.cost(self.model)) + 1.0
        status = "optimal" if exact else "cut" if self.cut else "feasible"
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
        if iteration == AT_ONCE and np.isfinite(bound.value):
            self.early = first_plan(self.model, bound)
            if self.early:
                self.tell("first plan", self.early.cost(self.model), bound.value)
        if iteration % 25 == 0:
            self.tell("bound", self._cost(self.early) if self.early else np.inf, bound.value)
        return self._late()

    def _late(self) -> bool:
        self.cut = self.cut or (self.ends is not None and time.monotonic() >= self.ends)
        return self.cut

    def _exact(self, bound: Bound, plan: Choice | None) -> tuple[Choice | None, float, bool]:
        """The best of the plan at once and of searches among columns unlikely to lose; the bound;
        whether none exists."""
        best, proved, most = plan, bound.value, self.limit.columns * self.model.cells
        while not (best and self._closed(best, proved)) and not self._late():
            narrow = restrict(self.model, bound, best, most=most)
            found = self._minimise(narrow, least_nodes=1 if best else FIRST_NODES)
            if found.infeasible and np.isinf(narrow.floor):
                return best, proved, best is None
            best = self._better(best, found.choice)
            proved = max(proved, min(found.bound, narrow.floor))
            if best is None and np.isinf(narrow.floor):
                return None, proved, False
            most = self._next(bound, best, most)
            if not most:
                break
        return best, proved, False

    def _next(self, bound: Bound, best: Choice | None, most: int) -> int:
        """How many columns to search next: more where there is no plan, all that could beat it where they are few,
        or none."""
        if best is None:
            return most * 4
        could = int((regret(self.model, bound) <= self._cost(best) - bound.value).sum())
        return could if most < could <= self.limit.prove else 0

    def _better(self, *choices: Choice | None) -> Choice | None:
        """The cheapest of these that breaks nothing."""
        sound = [each for each in choices if each and not broken(self.model, each)]
        return min(sound, key=self._cost, default=None)

    def _cost(self, choice: Choice) -> float:
        return choice.cost(self.model)

    def _closed(self, plan: Choice, bound: float) -> bool:
        return plan.cost(self.model) - bound <= self.limit.gap * abs(plan.cost(self.model))

    def _minimise(self, narrow: Restriction, least_nodes: int) -> Found:
        programme = Programme(self.model, narrow.keep)
        nodes = max(least_nodes, self.limit.work // max(int(narrow.keep.sum()), 1) ** 2)
        return self._sound(self._search(programme, programme.cost, self.limit.gap / 2, nodes))

    def _search(self, programme: Programme, aim: Floats, gap: float, nodes: int) -> Found:
        left = None if self.ends is None else max(self.ends - time.monotonic(), 0.1)
        found = programme.minimise(aim, gap=gap, nodes=nodes, seconds=left)
        self._late()
        return found

    def _sound(self, found: Found) -> Found:
        """A choice that breaks a row by more than rounding is no choice, whoever found it."""
        return replace(found, choice=None) if found.choice and broken(self.model, found.choice) else found

    def _later(self, bound: Bound, best: Choice, order: tuple[str, ...], tolerance: float) -> Choice:
        """Each aim in turn, kept within `tolerance` of what the aims before it reached."""
        caps: dict[str, float] = {}
        for number, aim in enumerate(order):
            if self._late():
                return best
            if aim in SEARCHED and (number or aim != COST):
                best = self._searched(bound, best, aim, caps)
            elif aim not in SEARCHED:
                best = polish(self.model, best, aim, caps)
            reached = measure(self.model, best)[aim]
            caps[aim] = reached + tolerance * abs(reached) + 1e-9
            self.tell(aim, best.cost(self.model), bound.value)
        return best

    def _searched(self, bound: Bound, best: Choice, aim: str, caps: dict[str, float]) -> Choice:
        """The best choice by an exact search, if it finds a better one than we have within the caps.

        A column whose regret exceeds what cost may rise by is in no such plan, and is left out.
        """
        narrow = restrict(self.model, bound, best, most=self.limit.later_columns, ceiling=caps.get(COST))
        programme = Programme(self.model, narrow.keep)
        wanted = {name: objective(programme, name) for name in (*caps, aim) if name in SEARCHED}
        for name, most in caps.items():
            if name in wanted:
                cap(programme, programme.pad(wanted[name]), most)
        found = self._sound(
            self._search(programme, programme.pad(wanted[aim]), self.limit.later_gap, self.limit.later_nodes)
        )
        if found.choice is None:
            return best
        now = measure(self.model, found.choice)
        better = now[aim] < measure(self.model, best)[aim] and all(
            now[name] <= most + 1.0 for name, most in caps.items()
        )
        return found.choice if better else best
