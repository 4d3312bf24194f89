"""The solver against every plan of tiny problems, and the promises that hold for problems of any size."""

import numpy as np
import pytest

from concordat.converge.solver import Limit, Solution, solve
from concordat.converge.solver.bound import lower_bound
from concordat.converge.solver.check import broken
from concordat.converge.solver.choice import Choice
from concordat.converge.solver.first_plan import first_plan
from concordat.converge.solver.model import Model, Rows
from concordat.converge.solver.restrict import regret
from concordat.converge.solver.tests.tiny import cheapest_plan, every_plan, price_of, tiny

EXACT = Limit(gap=0.0)
SEEDS = range(20)


def worth(model: Model, solution: Solution) -> float:
    """Pence of an answer, judged by the enumerator's own rules."""
    if solution.choice is None:
        return np.inf
    judged = price_of(model, tuple(solution.choice.column.tolist()))
    assert judged is not None, "the plan breaks a rule"
    return judged


@pytest.mark.parametrize("seed", SEEDS)
def test_the_plan_is_the_best_of_all_plans(seed: int) -> None:
    model = tiny(seed)
    best, found = cheapest_plan(model), solve(model, limit=EXACT)
    assert worth(model, found) == pytest.approx(best, abs=1e-6)
    assert (found.status == "infeasible") == np.isinf(best)


def test_the_samples_hold_both_possible_and_impossible_problems() -> None:
    possible = [np.isfinite(cheapest_plan(tiny(seed))) for seed in SEEDS]
    assert 0 < sum(possible) < len(possible)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_costs_less_than_the_bound(seed: int) -> None:
    model = tiny(seed)
    best = cheapest_plan(model)
    assert lower_bound(model, iterations=60).value <= best + 1e-6
    assert solve(model, limit=Limit(rounds=5)).bound <= best + 1e-6


@pytest.mark.parametrize("seed", range(8))
def test_every_plan_costs_at_least_the_bound_and_the_regret_of_each_of_its_columns(seed: int) -> None:
    model = tiny(seed)
    bound = lower_bound(model, iterations=30)
    if np.isinf(bound.value):
        return
    least = bound.value + regret(model, bound)
    for columns, cost in every_plan(model).items():
        assert cost >= least[np.arange(model.cells), columns].max() - 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_the_plan_at_once_keeps_every_rule(seed: int) -> None:
    model = tiny(seed)
    bound = lower_bound(model, iterations=30)
    plan = first_plan(model, bound) if np.isfinite(bound.value) else None
    assert plan is None or price_of(model, tuple(plan.column.tolist())) == pytest.approx(plan.cost(model))


@pytest.mark.parametrize("seed", range(8))
def test_the_check_agrees_with_the_definitions_on_every_choice(seed: int) -> None:
    model = tiny(seed, cells=3)
    draw = np.random.default_rng(seed)
    for columns in draw.integers(0, model.columns, (300, model.cells)):
        fine = not broken(model, Choice.of(model, columns))
        assert fine == (price_of(model, tuple(columns.tolist())) is not None)


@pytest.mark.parametrize("seed", range(12))
def test_tighter_limits_never_make_a_plan_cheaper(seed: int) -> None:
    model = tiny(seed)
    tight = model.with_rows(Rows(usage=model.rows.usage, limit=model.rows.limit * 0.7, label=model.rows.label))
    assert worth(tight, solve(tight, limit=EXACT)) >= worth(model, solve(model, limit=EXACT)) - 1e-6


@pytest.mark.parametrize("seed", range(12))
def test_one_more_column_never_makes_a_plan_dearer(seed: int) -> None:
    model = tiny(seed)
    cost = model.cost.copy()
    cell = int(np.flatnonzero(np.isinf(cost).any(axis=1))[0])
    cost[cell, int(np.flatnonzero(np.isinf(cost[cell]))[0])] = 300.0
    more = model.with_cost(cost)
    assert worth(more, solve(more, limit=EXACT)) <= worth(model, solve(model, limit=EXACT)) + 1e-6


def test_the_same_question_has_the_same_answer() -> None:
    model = tiny(2, cells=6)
    one, two = solve(model), solve(model)
    assert one.choice and two.choice
    assert (one.choice.column == two.choice.column).all()
    assert one.bound == two.bound and (one.price == two.price).all()


def test_a_pinned_cell_does_what_it_was_told() -> None:
    model = tiny(2)
    plans = every_plan(model)
    column = max(plans, key=plans.__getitem__)[0]
    found = solve(model.pinned(0, column), limit=EXACT)
    assert found.choice is not None and found.choice.column[0] == column


def test_arrays_that_do_not_fit_are_all_named() -> None:
    model = tiny(1)
    with pytest.raises(ValueError, match=r"organisation.*cost"):
        Model(
            capability=model.capability,
            organisation=model.organisation[:-1],
            quarters=model.quarters,
            options=model.options,
            cost=model.cost[:, :-1],
            rows=model.rows,
        )
