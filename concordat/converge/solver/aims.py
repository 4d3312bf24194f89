"""The aims of a plan, and those of them that an exact search can minimise: cost, and the number of products.

Aims come in order: each is minimised over plans as good, within a stated tolerance, as the best in every aim before it.
One weighted sum would hide what a later aim takes from an earlier one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from concordat.converge.solver.choice import Choice
from concordat.converge.solver.mip import Programme
from concordat.converge.solver.model import FIRST_MOVE, Floats, Ints, Model

COST, PRODUCTS, FAIRNESS, RISK = "cost", "products", "fairness", "risk"


def product_table(model: Model) -> Ints:
    """(N, C) the product each column leaves its cell with."""
    assert model.product is not None
    offered = np.repeat(model.options.offer[model.capability], model.quarters, axis=1)
    kept = np.repeat(model.product[:, None], FIRST_MOVE, axis=1)
    return np.concatenate([kept, offered], axis=1)


def measure(model: Model, choice: Choice) -> dict[str, float]:
    """Every aim of a choice: pence, products in use, the worst organisation's share of its baseline, and risk."""
    cells = np.arange(model.cells)
    cost = model.cost[cells, choice.column]
    found = {COST: choice.cost(model)}
    if model.product is not None:
        used = zip(model.capability, product_table(model)[cells, choice.column], strict=True)
        found[PRODUCTS] = float(len(set(used)))
    if model.baseline is not None:
        paid = np.bincount(model.organisation, weights=cost, minlength=len(model.baseline))
        found[FAIRNESS] = float((paid / model.baseline).max(initial=0.0))
    if model.risk is not None:
        found[RISK] = float(model.risk[cells, choice.column].sum())
    return found


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
    product = product_table(programme.model)[programme.cell, programme.column]
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


def _ones_at(programme: Programme, variables: Ints) -> Floats:
    found = np.zeros(len(programme.upper))
    found[variables] = 1.0
    return found


_OBJECTIVES: dict[str, Callable[[Programme], Floats]] = {
    COST: _cost,
    PRODUCTS: _products,
}
SEARCHED = tuple(_OBJECTIVES)
"""The aims an exact search can carry; `polish.py` serves the others."""
