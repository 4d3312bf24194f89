"""Better for the later aims, move by move: a cell goes elsewhere where that helps and takes nothing from the aims
before.

Fairness and risk make weak linear relaxations, so an exact search spends minutes to prove what a few passes find.
What is found here is an improvement within the stated tolerance, not a proved best.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from concordat.converge.solver.aims import FAIRNESS, measure
from concordat.converge.solver.check import broken
from concordat.converge.solver.choice import Choice
from concordat.converge.solver.first_plan import Schedule
from concordat.converge.solver.model import Ints, Model

PASSES = 20
LEAST = 1e-9  # an improvement smaller than this is rounding


def polish(model: Model, choice: Choice, aim: str, caps: dict[str, float]) -> Choice:
    """The choice with `aim` lowered move by move, every aim in `caps` kept at or below its cap."""
    for _ in range(PASSES):
        better = _improved(model, choice, aim, caps)
        if better is None:
            return choice
        choice = better
    return choice


def _improved(model: Model, choice: Choice, aim: str, caps: dict[str, float]) -> Choice | None:
    """The choice after one pass over the cells that could lower the aim; None where none did."""
    start = reached = measure(model, choice)[aim]
    for cell in _matters(model, choice, aim):
        for column in _candidates(model, choice, cell, aim, caps):
            moved = _with(model, choice, cell, column)
            found = measure(model, moved)
            if found[aim] < reached - LEAST and all(found[name] <= most for name, most in caps.items()):
                choice, reached = moved, found[aim]
                break
    return choice if reached < start - LEAST else None


def _matters(model: Model, choice: Choice, aim: str) -> Ints:
    """The cells whose move can lower the aim: those of the worst-off organisation, or those at risk, dearest first."""
    cells = np.arange(model.cells)
    cost = model.cost[cells, choice.column]
    if aim == FAIRNESS:
        assert model.baseline is not None
        paid = np.bincount(model.organisation, weights=cost, minlength=len(model.baseline)) / model.baseline
        cells = np.flatnonzero(model.organisation == paid.argmax())
        return cells[np.argsort(-cost[cells], kind="stable")]
    assert model.risk is not None
    risk = model.risk[cells, choice.column]
    return np.lexsort((cells, -risk))[: np.count_nonzero(risk)]


def _candidates(model: Model, choice: Choice, cell: int, aim: str, caps: dict[str, float]) -> Iterator[int]:
    """Columns that fit and are better in the aim by themselves, best first."""
    schedule = Schedule.of(model, choice)
    schedule.lift(cell)
    open_ = schedule.open(cell)
    table = model.cost if aim == FAIRNESS else model.risk
    assert table is not None
    here = table[cell, choice.column[cell]]
    fit = np.flatnonzero(open_ & (table[cell] < here))
    rise = model.cost[cell, fit] - model.cost[cell, choice.column[cell]]
    room = caps.get("cost", np.inf) - choice.cost(model)
    fit = fit[rise <= room + 1.0]
    yield from fit[np.lexsort((model.cost[cell, fit], table[cell, fit]))][:8].tolist()


def _with(model: Model, choice: Choice, cell: int, column: int) -> Choice:
    columns = choice.column.copy()
    columns[cell] = column
    moved = Choice.of(model, columns)
    return choice if broken(model, moved) else moved
