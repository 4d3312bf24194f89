"""The aims of a plan, in order: each is minimised over plans that are as good as the best in every aim before it.

A later aim never costs an earlier one more than the stated tolerance. One weighted sum would hide such a price.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from concordat.converge.solver.mip import Programme
from concordat.converge.solver.model import FIRST_MOVE, Floats, Ints

COST, PRODUCTS, FAIRNESS, RISK = "cost", "products", "fairness", "risk"


def objective(programme: Programme, aim: str) -> Floats:
    """The aim as an objective over the programme's variables, which may gain some of its own."""
    return _OBJECTIVES[aim](programme)


def cap(programme: Programme, aim: Floats, most: float) -> None:
    """Keep an aim at or below what was reached; scaled, since solvers keep rows to an absolute tolerance."""
    used = np.flatnonzero(aim)
    scale = max(float(np.abs(aim).max(initial=0.0)), 1.0)
    zero = np.zeros(len(used), dtype=np.int64)
    programme.add(used, zero, aim[used] / scale, np.array([-np.inf]), np.array([most / scale]))


def _cost(programme: Programme) -> Floats:
    return programme.pad(programme.cost)


def _products(programme: Programme) -> Floats:
    """How many products are in use, a product in two capabilities counting twice: one new variable for each."""
    capability = programme.model.capability[programme.cell]
    product = _product_of(programme)
    pairs, pair = np.unique(capability * (product.max(initial=0) + 1) + product, return_inverse=True)
    counted = programme.add_variables(np.ones(len(pairs)), whole=False)
    use, row = np.unique(programme.cell * len(pairs) + pair, return_inverse=True)
    columns = np.arange(len(programme.cell))
    programme.add(
        np.r_[columns, counted[use % len(pairs)]],
        np.r_[row, np.arange(len(use))],
        np.r_[np.ones(len(columns)), -np.ones(len(use))],
        np.full(len(use), -np.inf),
        np.zeros(len(use)),
    )
    return _ones_at(programme, counted)


def _product_of(programme: Programme) -> Ints:
    """(columns kept,) the product each leaves its cell with."""
    model = programme.model
    assert model.product is not None
    moved = programme.column >= FIRST_MOVE
    option = np.where(moved, (programme.column - FIRST_MOVE) // model.quarters, 0)
    offered = model.options.offer[model.capability[programme.cell], option]
    return np.where(moved, offered, model.product[programme.cell])


def _fairness(programme: Programme) -> Floats:
    """The largest cost of any organisation as a share of its baseline: one new variable above them all."""
    model = programme.model
    assert model.baseline is not None
    organisation = model.organisation[programme.cell]
    worst = programme.add_variables(np.array([1e3]), whole=False)
    share = model.cost.ravel()[programme.address] / model.baseline[organisation]
    count = len(model.baseline)
    programme.add(
        np.r_[np.arange(len(share)), np.repeat(worst, count)],
        np.r_[organisation, np.arange(count)],
        np.r_[share, -np.ones(count)],
        np.full(count, -np.inf),
        np.zeros(count),
    )
    return _ones_at(programme, worst)


def _risk(programme: Programme) -> Floats:
    assert programme.model.risk is not None
    return programme.pad(programme.model.risk.ravel()[programme.address])


def _ones_at(programme: Programme, variables: Ints) -> Floats:
    found = np.zeros(len(programme.upper))
    found[variables] = 1.0
    return found


_OBJECTIVES: dict[str, Callable[[Programme], Floats]] = {
    COST: _cost,
    PRODUCTS: _products,
    FAIRNESS: _fairness,
    RISK: _risk,
}
AIMS = tuple(_OBJECTIVES)
