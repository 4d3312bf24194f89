"""A plan at once: place the cells one by one where the prices say, in the cheapest column that still fits.

Cells that found no place go first in the next round; a shared option that too few could join is dropped; then each
cell in turn may move to something cheaper that fits. No proof, but a plan within a few per cent in about the time of
reading the data.
"""

import numpy as np

from concordat.converge.solver.bound import Bound
from concordat.converge.solver.check import broken
from concordat.converge.solver.choice import NONE, Choice
from concordat.converge.solver.model import FIRST_MOVE, Bools, Floats, Ints, Model

ROUNDS = 12
ROOM = 1e-9  # of a row's limit: rounding, not licence


def first_plan(model: Model, bound: Bound) -> Choice | None:
    """A feasible choice near the prices of ``bound``, or None if placing one by one finds none."""
    active = bound.relaxed.active.copy()
    urgent = np.zeros(model.cells)
    for attempt in range(1, ROUNDS + 1):
        schedule = Schedule(model, active)
        lost = schedule.place(_order(model, bound, urgent), bound)
        starved = schedule.too_few()
        active[starved] = NONE
        urgent[lost] += attempt
        if len(lost) == 0 and len(starved) == 0:
            schedule.improve(model.cost)
            plan = Choice.of(model, schedule.column)
            return None if broken(model, plan) else plan
    return None


def _order(model: Model, bound: Bound, urgent: Floats) -> Ints:
    """Cells that lost their place before, then those that cannot keep what they have, then by what moving gains."""
    keep = bound.priced[:, :FIRST_MOVE].min(axis=1)
    gain = np.where(np.isinf(keep), 0.0, keep) - bound.priced.min(axis=1)
    return np.lexsort((-gain, np.isfinite(keep), -urgent))


class Schedule:
    """Columns given to cells so far, and the room left in every row."""

    def __init__(self, model: Model, active: Ints) -> None:
        self.model, self.active = model, active
        self.usage = model.rows.usage
        self.room = model.rows.limit + ROOM * np.maximum(1.0, np.abs(model.rows.limit))
        self.column = np.full(model.cells, NONE)
        self.adopters = np.zeros(len(active), dtype=np.int64)
        self.owner = np.repeat(np.arange(model.options.offer.shape[1]), model.quarters)

    def place(self, order: Ints, bound: Bound) -> Ints:
        """Give each cell its cheapest column at the bound's prices that fits; the cells for which none does."""
        joins = Choice.of(self.model, bound.relaxed.column).kind
        lost = []
        for cell in order:
            open_ = self.open(cell)
            together = open_ & self._shared(cell)
            first = together if joins[cell] == "shared" and together.any() else open_
            column = _least(bound.priced[cell], first)
            if column == NONE:
                lost.append(cell)
            else:
                self.put(cell, column)
        return np.array(lost, dtype=np.int64)

    def improve(self, cost: Floats, passes: int = 3) -> None:
        """Let each cell take the cheapest column at ``cost`` that fits when its own is lifted,
        those with most to gain first."""
        for _ in range(passes):
            current = cost[np.arange(len(cost)), self.column]
            excess = current - cost.min(axis=1)
            before = self.column.copy()
            for cell in np.argsort(-excess, kind="stable"):
                self._better(cell, cost)
            if (before == self.column).all():
                return

    def _better(self, cell: int, cost: Floats) -> None:
        column = self.column[cell]
        self.lift(cell)
        open_ = self.open(cell)
        if self._shared(cell)[column] and self._needed(cell):
            open_ &= self._shared(cell)
        best = _least(cost[cell], open_)
        self.put(cell, best if best != NONE and cost[cell, best] < cost[cell, column] else column)

    @staticmethod
    def of(model: Model, choice: Choice) -> "Schedule":
        """The schedule a choice stands for."""
        schedule = Schedule(model, choice.active.copy())
        for cell, column in enumerate(choice.column):
            schedule.put(cell, int(column))
        return schedule

    def open(self, cell: int) -> Bools:
        """(C,) columns of ``cell`` that exist, fit in every row and belong to nobody or to the active option."""
        start = cell * self.model.columns
        edges = self.usage.indptr[start : start + self.model.columns + 1]
        row, amount = self.usage.indices[edges[0] : edges[-1]], self.usage.data[edges[0] : edges[-1]]
        clash = np.flatnonzero((amount > 0) & (amount > self.room[row]))
        open_ = ~self.model.absent[cell]
        open_[np.searchsorted(edges, clash + edges[0], side="right") - 1] = False
        capability = self.model.capability[cell]
        active = self.active[capability]
        full = active == NONE or self.adopters[capability] >= self.model.options.most[capability, active]
        allowed = ~self.model.options.shared[capability]
        if not full:
            allowed[active] = True
        open_[FIRST_MOVE:] &= allowed[self.owner]
        return open_

    def put(self, cell: int, column: int) -> None:
        self._count(cell, column, 1)
        self.column[cell] = column

    def lift(self, cell: int) -> None:
        self._count(cell, self.column[cell], -1)
        self.column[cell] = NONE

    def too_few(self) -> Ints:
        """Capabilities whose active option has fewer adopters than its threshold."""
        used = self.active != NONE
        need = np.where(used, self.model.options.threshold[np.arange(len(self.active)), self.active], 0)
        return np.flatnonzero(self.adopters < need)

    def _needed(self, cell: int) -> bool:
        """Would the capability's option, with this cell lifted, have too few adopters?"""
        capability = self.model.capability[cell]
        return bool(self.adopters[capability] < self.model.options.threshold[capability, self.active[capability]])

    def _count(self, cell: int, column: int, sign: int) -> None:
        start, end = self.usage.indptr[cell * self.model.columns + column :][:2]
        self.room[self.usage.indices[start:end]] -= sign * self.usage.data[start:end]
        self.adopters[self.model.capability[cell]] += sign * int(self._shared(cell)[column])

    def _shared(self, cell: int) -> Bools:
        shared = self.model.options.shared[self.model.capability[cell]]
        return np.concatenate([np.zeros(FIRST_MOVE, dtype=bool), shared[self.owner]])


def _least(cost: Floats, open_: Bools) -> int:
    """The cheapest open column, or NONE."""
    best = int(np.where(open_, cost, np.inf).argmin())
    return best if open_[best] else NONE
