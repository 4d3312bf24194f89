"""Reasons for having no plan: true, minimal, and only given when there is none."""

from dataclasses import replace

import numpy as np
import pytest

from concordat.converge.solver.core import Core, explain_infeasible
from concordat.converge.solver.model import STAY, Model
from concordat.converge.solver.tests.tiny import cheapest_plan, tiny

SEEDS = range(16)


def conditions_kept(model: Model, rows: tuple[int, ...], cells: tuple[int, ...]) -> Model:
    """The problem with only these rows, in which every other cell may stay for nothing."""
    usage = model.rows.usage.toarray()[:, list(rows)]
    cost = model.cost.copy()
    for cell in set(range(model.cells)) - set(cells):
        cost[cell, STAY] = 0.0
        usage[cell * model.columns + STAY] = np.minimum(usage[cell * model.columns + STAY], 0.0)
    kept = model.rows.only(np.array(rows, dtype=np.int64))
    return replace(model, cost=cost, rows=replace(kept, usage=type(kept.usage)(usage)))


def without(items: tuple[int, ...], one: int) -> tuple[int, ...]:
    return tuple(each for each in items if each != one)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_reason_is_given_exactly_when_there_is_no_plan(seed: int) -> None:
    model = tiny(seed, slack=0.4)
    assert (explain_infeasible(model) is not None) == np.isinf(cheapest_plan(model))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_reason_is_impossible_and_nothing_in_it_can_be_spared(seed: int) -> None:
    model = tiny(seed, slack=0.4)
    core = explain_infeasible(model)
    if core is None or core.stranded:
        return
    assert core.minimal and core.cells
    assert np.isinf(cheapest_plan(conditions_kept(model, core.rows, core.cells)))
    for row in core.rows:
        assert np.isfinite(cheapest_plan(conditions_kept(model, without(core.rows, row), core.cells)))
    for cell in core.cells:
        assert np.isfinite(cheapest_plan(conditions_kept(model, core.rows, without(core.cells, cell))))


def test_the_samples_hold_conflicts_of_rows() -> None:
    cores = [explain_infeasible(tiny(seed, slack=0.4)) for seed in SEEDS]
    assert any(core and core.rows and core.labels[0][0] == "row" for core in cores)


def test_cells_without_columns_are_named_at_once() -> None:
    model = tiny(2)
    cost = model.cost.copy()
    cost[[1, 2]] = np.inf
    assert explain_infeasible(model.with_cost(cost)) == Core(stranded=(1, 2))
