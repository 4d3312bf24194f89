"""Why there is no plan: rows and cells that cannot all be satisfied, none of which can be spared.

A *deletion filter*: leave something out; if what remains is still impossible, it was no part of the reason and stays
out. What is left is minimal: without any one row, or with any one cell excused, there would be a plan. Each verdict is
proved by solving again.

Source: J. W. Chinneck and E. W. Dravnieks, "Locating minimal infeasible constraint sets in linear programs",
ORSA Journal on Computing 3 (1991) 157-168, https://doi.org/10.1287/ijoc.3.2.157
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from concordat.converge.solver.bound import Bound, lower_bound
from concordat.converge.solver.first_plan import first_plan
from concordat.converge.solver.mip import Programme
from concordat.converge.solver.model import FIRST_MOVE, STAY, Bools, Label, Model, Rows

NODES = 200  # of each exact check; one that ends undecided keeps what it tried to leave out
ROUNDS = 100  # of pricing before any exact check


@dataclass(frozen=True, kw_only=True)
class Core:
    """What cannot all hold.

    stranded  cells without any column: each is a reason by itself, and nothing else is then looked for
    cells     cells that cannot all be supplied      rows, labels  within these row limits: numbers, and their words
    minimal   False: some check was undecided, so a part named here may not be needed
    """

    stranded: tuple[int, ...] = ()
    cells: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()
    labels: tuple[Label, ...] = ()
    minimal: bool = True


def explain_infeasible(model: Model, *, nodes: int = NODES) -> Core | None:
    """A minimal reason why ``model`` has no plan, or None if it has one or that could not be decided in ``nodes``."""
    stranded = np.flatnonzero(model.absent.all(axis=1))
    if len(stranded):
        return Core(stranded=tuple(stranded.tolist()))
    check = _Check(model, nodes)
    rows, cells = tuple(range(len(model.rows))), tuple(range(model.cells))
    if not check.impossible(rows, cells):
        return None
    rows = check.to_blame(rows, cells)
    cells = _shrink(cells, lambda some: check.impossible(rows, some))
    rows = _shrink(rows, lambda some: check.impossible(some, cells))
    cells = _shrink(cells, lambda some: check.impossible(rows, some))
    return Core(cells=cells, rows=rows, labels=tuple(model.rows.label[r] for r in rows), minimal=not check.undecided)


def _shrink(items: tuple[int, ...], impossible: Callable[[tuple[int, ...]], bool]) -> tuple[int, ...]:
    """A minimal part of ``items`` that is still impossible: leave out halves, then quarters, at last one at a time."""
    size = max(1, len(items) // 2)
    while items:
        items = _without_chunks(items, size, impossible)
        if size == 1:
            break
        size = max(1, min(size, len(items)) // 2)
    return items


def _without_chunks(
    items: tuple[int, ...], size: int, impossible: Callable[[tuple[int, ...]], bool]
) -> tuple[int, ...]:
    start = 0
    while start < len(items):
        rest = items[:start] + items[start + size :]
        if impossible(rest):
            items = rest
        else:
            start += size
    return items


class _Check:
    """Is there no plan that keeps some rows and supplies some cells? Cells left out may stay, using nothing."""

    def __init__(self, model: Model, nodes: int) -> None:
        self.model, self.nodes, self.undecided = model, nodes, False

    def impossible(self, rows: Sequence[int], cells: Sequence[int]) -> bool:
        """True only if proved: by prices, which is quick, or by exhausting the choices."""
        model = self._excusing(rows, cells)
        bound = lower_bound(model, iterations=ROUNDS, watch=lambda _round, bound: _exceeds_nothing(bound, model))
        if _exceeds_nothing(bound, model):
            return True
        if first_plan(model, bound) is not None:
            return False
        programme = Programme(model, ~model.absent)
        found = programme.minimise(programme.cost, gap=1.0, nodes=self.nodes, seconds=None)
        self.undecided |= not found.infeasible and found.choice is None
        return found.infeasible

    def to_blame(self, rows: tuple[int, ...], cells: tuple[int, ...]) -> tuple[int, ...]:
        """The rows with a price in a proof by prices; all of them where prices prove nothing."""
        model = self._excusing(rows, cells)
        bound = lower_bound(model, iterations=ROUNDS, watch=lambda _round, bound: _exceeds_nothing(bound, model))
        priced = tuple(np.array(rows, dtype=np.int64)[bound.price > 0].tolist())
        return priced if _exceeds_nothing(bound, model) and self.impossible(priced, cells) else rows

    def _excusing(self, rows: Sequence[int], cells: Sequence[int]) -> Model:
        """The problem with these rows, where every other cell may stay for nothing and no cost is counted."""
        model, kept = self.model, self.model.rows.only(np.array(rows, dtype=np.int64))
        bound = np.zeros(model.cells, dtype=bool)
        bound[list(cells)] = True
        usage = csr_array(kept.usage.tocoo())
        excused = np.flatnonzero(~bound) * model.columns + STAY
        least = usage[excused].minimum(0)  # staying may still help a floor
        idle = np.ones(model.cost.size)
        idle[excused] = 0.0
        usage = csr_array(usage.multiply(idle[:, None])) + _placed(csr_array(least), excused, model.cost.size)
        concerned = np.isin(model.capability, model.capability[bound]) | _helps(kept, model)
        open_ = ~model.absent & concerned[:, None]
        open_[~bound, STAY] = True
        return replace(
            model,
            cost=np.where(open_ & _distinct(model, open_, usage), 0.0, np.inf),
            rows=replace(kept, usage=csr_array(usage)),
            options=replace(model.options, activation=np.zeros_like(model.options.activation)),
        )


def _exceeds_nothing(bound: Bound, model: Model) -> bool:
    """Does a bound on a problem without costs exceed nothing, by more than rounding? Then it has no plan."""
    return bound.value > 1e-6 * max(1.0, float(bound.price @ np.abs(model.rows.limit)))


def _distinct(model: Model, open_: Bools, usage: csr_array) -> Bools:
    """(N, C) one column of each cell and option for each pattern of usage: without costs the others add nothing.

    Patterns are told apart by their product with fixed random weights.
    """
    mark = usage @ np.random.default_rng(0).random(usage.shape[1])
    option = np.r_[np.full(FIRST_MOVE, -1), np.repeat(np.arange(model.options.offer.shape[1]), model.quarters)]
    address = np.flatnonzero(open_.ravel())
    cell, column = np.divmod(address, model.columns)
    _, first = np.unique(np.column_stack([cell, option[column], mark[address]]), axis=0, return_index=True)
    found = np.zeros(open_.size, dtype=bool)
    found[address[first]] = True
    return found.reshape(open_.shape)


def _placed(rows: csr_array, at: np.ndarray, height: int) -> csr_array:
    """``rows`` standing at the addresses ``at`` of a taller matrix."""
    entries = rows.tocoo()
    return csr_array((entries.data, (at[entries.row], entries.col)), shape=(height, rows.shape[1]))


def _helps(rows: Rows, model: Model) -> Bools:
    """(N,) cells with a column that gives to some row instead of taking: they may be needed even when excused."""
    giving = rows.usage.tocoo()
    helping = np.zeros(model.cells, dtype=bool)
    helping[giving.row[giving.data < 0] // model.columns] = True
    return helping
