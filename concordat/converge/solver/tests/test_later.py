"""The aims after cost, and planning again: what they may take, and what they must leave."""

from __future__ import annotations

import numpy as np
import pytest

from concordat.converge.solver import mostly, solve
from concordat.converge.solver.aims import COST, FAIRNESS, PRODUCTS, RISK, measure
from concordat.converge.solver.check import broken
from concordat.converge.solver.choice import Choice
from concordat.converge.solver.model import Model
from concordat.converge.solver.polish import polish
from concordat.converge.solver.tests.tiny import every_plan, tiny

SEEDS = range(7)
TOLERANCE = 0.05


def judged(seed: int) -> Model | None:
    """A tiny problem with everything the later aims look at; None where it has no plan."""
    model = tiny(seed)
    luck = np.random.default_rng(seed)
    known = Model(
        capability=model.capability,
        organisation=model.organisation,
        quarters=model.quarters,
        options=model.options,
        cost=model.cost,
        rows=model.rows,
        product=luck.integers(0, 3, model.cells),
        baseline=luck.uniform(50, 150, int(model.organisation.max()) + 1),
        risk=luck.integers(0, 4, model.cost.shape).astype(np.float64),
    )
    return known if every_plan(known) else None


PROBLEMS = [model for model in map(judged, SEEDS) if model]


def test_some_problems_have_plans() -> None:
    assert len(PROBLEMS) > len(SEEDS) / 3


@pytest.mark.parametrize("aim", [PRODUCTS, FAIRNESS, RISK])
@pytest.mark.parametrize("model", PROBLEMS)
def test_a_later_aim_takes_no_more_from_cost_than_the_tolerance(model: Model, aim: str) -> None:
    cheapest = solve(model).choice
    found = solve(model, order=(COST, aim), tolerance=TOLERANCE).choice
    assert cheapest and found and not broken(model, found)
    assert found.cost(model) <= cheapest.cost(model) + TOLERANCE * abs(cheapest.cost(model)) + 1.0
    assert measure(model, found)[aim] <= measure(model, cheapest)[aim] + 1e-6


@pytest.mark.parametrize("model", PROBLEMS)
def test_the_fewest_products_within_the_tolerance_are_found(model: Model) -> None:
    found = solve(model, order=(COST, PRODUCTS), tolerance=TOLERANCE).choice
    assert found
    plans = every_plan(model)
    ceiling = min(plans.values()) + TOLERANCE * abs(min(plans.values()))
    fewest = min(
        measure(model, Choice.of(model, np.array(columns)))[PRODUCTS]
        for columns, cost in plans.items()
        if cost <= ceiling
    )
    assert measure(model, found)[PRODUCTS] <= fewest + 1e-6 or found.cost(model) < min(plans.values()) + 1.0


@pytest.mark.parametrize("aim", [FAIRNESS, RISK])
@pytest.mark.parametrize("model", PROBLEMS)
def test_polishing_never_breaks_a_cap(model: Model, aim: str) -> None:
    start = solve(model).choice
    assert start
    caps = {COST: start.cost(model) * 1.02, PRODUCTS: measure(model, start)[PRODUCTS]}
    found = polish(model, start, aim, caps)
    now = measure(model, found)
    assert not broken(model, found) and now[aim] <= measure(model, start)[aim] + 1e-9
    assert all(now[name] <= most + 1e-6 for name, most in caps.items())


@pytest.mark.parametrize("most", [0, 1, 2])
@pytest.mark.parametrize("model", PROBLEMS)
def test_no_more_is_changed_than_was_asked(model: Model, most: int) -> None:
    columns = max(every_plan(model).items(), key=lambda plan: (plan[1], plan[0]))[0]
    agreed = Choice.of(model, np.array(columns))
    found = solve(model, previous=agreed.column, most_changes=most).choice
    assert found and not broken(mostly(model, agreed.column, most), found)
    if most == 0:
        assert found.cost(model) <= agreed.cost(model) + 1e-6
    assert sum(_differs(model, agreed, found)) <= most


def _differs(model: Model, one: Choice, other: Choice) -> list[bool]:
    """Which cells have another product, way of buying or quarter: a mere change of price is none."""
    pairs = zip(one.kind, other.kind, one.offer, other.offer, one.quarter, other.quarter, strict=True)
    return [(a, c, e) != (b, d, f) for a, b, c, d, e, f in pairs]
