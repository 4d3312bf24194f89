"""Alternatives: each shares more than the one before, costs no less, and is the cheapest that does."""

import numpy as np
import pytest

from concordat.converge.solver import Limit
from concordat.converge.solver.model import FIRST_MOVE, Model
from concordat.converge.solver.pareto import pareto
from concordat.converge.solver.tests.tiny import every_plan, tiny

EXACT = Limit(gap=0.0)


def sharing(model: Model, columns: tuple[int, ...]) -> int:
    """How many cells are in a shared option, from the definitions."""
    return sum(
        column >= FIRST_MOVE
        and model.options.threshold[model.capability[cell], (column - FIRST_MOVE) // model.quarters] > 0
        for cell, column in enumerate(columns)
    )


@pytest.mark.parametrize("seed", range(8))
def test_each_point_is_the_cheapest_that_shares_so_much(seed: int) -> None:
    model = tiny(seed, slack=1.5)
    plans = every_plan(model)
    points = pareto(model, 4, limit=EXACT)
    assert bool(points) == bool(plans)
    for point in points:
        assert point.solution.choice is not None
        best = min(cost for columns, cost in plans.items() if sharing(model, columns) >= point.floor)
        assert point.solution.choice.cost(model) == pytest.approx(best)
        assert point.sharing == sharing(model, tuple(point.solution.choice.column.tolist())) >= point.floor


@pytest.mark.parametrize("seed", range(8))
def test_more_sharing_never_costs_less(seed: int) -> None:
    model = tiny(seed, slack=1.5)
    points = pareto(model, 4, limit=EXACT)
    costs = [point.solution.choice.cost(model) for point in points if point.solution.choice]
    assert costs == sorted(costs) and len({point.sharing for point in points}) == len(points)
    assert [point.sharing for point in points] == sorted(point.sharing for point in points)


def test_a_single_point_is_the_cheapest_plan() -> None:
    model = tiny(2, slack=1.5)
    (only,) = pareto(model, 1, limit=EXACT)
    assert only.solution.choice is not None
    assert only.solution.choice.cost(model) == pytest.approx(min(every_plan(model).values(), default=np.inf))
