"""Why there is no plan: a smallest set of rows and cells that cannot all be satisfied, each proved necessary by solving again.

A *deletion filter*: leave something out; if what remains is still impossible it was not part of the reason, so it stays out.
What is left at the end is minimal: without any one row limit, or with any one cell excused, there would be a plan.

Source: J. W. Chinneck and E. W. Dravnieks, "Locating minimal infeasible constraint sets in linear programs",
ORSA Journal on Computing 3 (1991) 157-168, https://doi.org/10.1287/ijoc.3.2.157
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from concordat.converge.solver.bound import lower_bound
from concordat.converge.solver.mip import Programme
from concordat.converge.solver.model import STAY, Bools, Label, Model, Rows

NODES = 2_000  # of each check; one that ends undecided keeps what it tried to leave out
ROUNDS = 200  # of pricing, to find which rows can matter before any exact check


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
    priced = _priced(model)
    if priced is not None and check.impossible(priced, cells):
        rows = priced
    elif not check.impossible(rows, cells):
        return None
    check.undecided = False
    cells = _shrink(cells, lambda some: check.impossible(rows, some))
    rows = _shrink(rows, lambda some: check.impossible(some, cells))
    cells = _shrink(cells, lambda some: check.impossible(rows, some))
    return Core(
        cells=cells, rows=rows, labels=tuple(model.rows.label[r] for r in rows), minimal=not check.undecided
    )


def _priced(model: Model) -> tuple[int, ...] | None:
    """The rows that prices alone prove impossible together: with every cost nothing, no plan may have a bound above nothing."""
    free = replace(
        model,
        cost=np.where(model.absent, np.inf, 0.0),
        options=replace(model.options, activation=np.zeros_like(model.options.activation)),
    )
    bound = lower_bound(free, iterations=ROUNDS)
    return tuple(np.flatnonzero(bound.price > 0).tolist()) if bound.value > 0 else None


def _shrink(items: tuple[int, ...], impossible: Callable[[tuple[int, ...]], bool]) -> tuple[int, ...]:
    """A minimal part of ``items`` that is still impossible: leave out halves, then quarters, at last one at a time."""
    size = max(1, len(items) // 2)
    while items:
        items = _without_chunks(items, size, impossible)
        if size == 1:
            break
        size = max(1, min(size, len(items)) // 2)
    return items


def _without_chunks(items: tuple[int, ...], size: int, impossible: Callable[[tuple[int, ...]], bool]) -> tuple[int, ...]:
    start = 0
    while start < len(items):
        rest = items[:start] + items[start + size :]
        if impossible(rest):
            items = rest
        else:
            start += size
    return items


class _Check:
    """Is there no plan that keeps some rows and supplies some cells? Cells left out may do as they like, at no use of any row."""

    def __init__(self, model: Model, nodes: int) -> None:
        self.model, self.nodes, self.undecided = model, nodes, False

    def impossible(self, rows: Sequence[int], cells: Sequence[int]) -> bool:
        """True only if proved."""
        bound = np.zeros(self.model.cells, dtype=bool)
        bound[list(cells)] = True
        programme = Programme(*self._excusing(bound, np.array(rows, dtype=np.int64)))
        found = programme.minimise(np.zeros(len(programme.upper)), gap=1.0, nodes=self.nodes, seconds=None)
        self.undecided |= not found.infeasible and found.choice is None
        return found.infeasible

    def _excusing(self, bound: Bools, rows: np.ndarray) -> tuple[Model, Bools]:
        """The model where cells not ``bound`` may stay for nothing, and the columns that can still matter in it."""
        model, kept = self.model, self.model.rows.only(rows)
        cost = model.cost.copy()
        cost[~bound, STAY] = 0.0
        usage = csr_array(kept.usage.tocoo())
        excused = np.flatnonzero(~bound) * model.columns + STAY
        least = usage[excused].minimum(0)  # staying may still help a floor
        idle = np.ones(cost.size)
        idle[excused] = 0.0
        usage = csr_array(usage.multiply(idle[:, None])) + _placed(csr_array(least), excused, cost.size)
        concerned = np.isin(model.capability, model.capability[bound]) | _helps(kept, model)
        keep = np.isfinite(cost) & concerned[:, None]
        keep[~bound, STAY] = True
        return replace(model, cost=cost, rows=replace(kept, usage=csr_array(usage))), keep


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
