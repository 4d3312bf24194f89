"""Further objectives, one after another: each is made as good as it can be without giving up what the ones before reached.

One weighted sum would let a small weight undo a large promise; an order of stages cannot.
"""

from collections.abc import Callable, Sequence

import numpy as np

from concordat.converge.solver.answer import Stage
from concordat.converge.solver.check import broken
from concordat.converge.solver.choice import Choice
from concordat.converge.solver.effort import Clock, Effort
from concordat.converge.solver.mip import Programme
from concordat.converge.solver.model import FIRST_MOVE, Bools, Floats, Ints, Model

GAP = 1e-3  # relative gap at which a later stage is good enough


def improve_in_order(
    model: Model, keep: Bools, plan: Choice, order: Sequence[str], tolerance: float, effort: Effort, clock: Clock
) -> tuple[Choice, tuple[Stage, ...]]:
    """Improve ``plan`` over the columns of ``keep`` by each objective named in ``order``; the cost may rise by ``tolerance``."""
    unknown = [name for name in order if name not in OBJECTIVES]
    if unknown:
        raise ValueError(f"no such objective: {', '.join(unknown)}; the choice is {', '.join(OBJECTIVES)}, after cost")
    programme = Programme(model, keep)
    _hold(programme, programme.cost, plan.cost(model), tolerance)
    stages = []
    for name in order:
        prepare, measure = OBJECTIVES[name]
        objective = prepare(programme)
        found = programme.minimise(objective, gap=GAP, nodes=effort.nodes, seconds=clock.left())
        clock.ran_out |= found.cut and clock.left() == 0.0
        if found.choice and not broken(model, found.choice) and measure(model, found.choice) < measure(model, plan):
            plan = found.choice
        reached = measure(model, plan)
        _hold(programme, objective, reached + (1.0 if name == "fairness" else 0.0), tolerance)
        stages.append((name, found.bound - (1.0 if name == "fairness" else 0.0)))
    return plan, tuple(Stage(name=name, value=OBJECTIVES[name][1](model, plan), bound=bound) for name, bound in stages)


def _hold(programme: Programme, objective: Floats, value: float, tolerance: float) -> None:
    """Keep ``objective`` within ``tolerance`` of ``value`` from now on."""
    at = np.flatnonzero(objective)
    scale = max(float(np.abs(objective).max(initial=0.0)), 1e-12)
    high = np.array([(value + tolerance * abs(value)) / scale + 1e-9])
    programme.add(at, np.zeros_like(at), objective[at] / scale, np.array([-np.inf]), high)


def products_of(model: Model, cell: Ints, column: Ints) -> Ints:
    """The product each column leaves its cell with: the incumbent's if it keeps it, the offer's if it moves."""
    if model.product is None:
        raise ValueError("the objective 'products' needs Model.product: each incumbent's product")
    option = np.where(column >= FIRST_MOVE, (column - FIRST_MOVE) // model.quarters, 0)
    return np.where(column >= FIRST_MOVE, model.options.offer[model.capability[cell], option], model.product[cell])


def _fewest_products(programme: Programme) -> Floats:
    """A switch for each product, on if any cell uses it; minimise the switches."""
    products, used = np.unique(products_of(programme.model, programme.cell, programme.column), return_inverse=True)
    switch = programme.add_variables(np.ones(len(products)), whole=True)
    pair, row = np.unique(programme.cell * len(products) + used, return_inverse=True)
    pairs = len(pair)
    programme.add(
        np.r_[np.arange(len(used)), switch[pair % len(products)]],
        np.r_[row, np.arange(pairs)],
        np.r_[np.ones(len(used)), -np.ones(pairs)],
        np.full(pairs, -np.inf),
        np.zeros(pairs),
    )
    return _only(programme, switch)


def _count_products(model: Model, plan: Choice) -> float:
    return float(len(np.unique(products_of(model, np.arange(model.cells), plan.column))))


def _baseline(model: Model) -> Floats:
    if model.baseline is None:
        raise ValueError("the objective 'fairness' needs Model.baseline: what each organisation would pay without a plan")
    return model.baseline


def _fairest(programme: Programme) -> Floats:
    """One variable no smaller than any organisation's cost over its baseline; minimise it."""
    model, baseline = programme.model, _baseline(programme.model)
    worst = programme.add_variables(np.array([np.inf]), whole=False)
    organisation = model.organisation[programme.cell]
    share = model.cost.ravel()[programme.address] / baseline[organisation]
    everyone = np.arange(len(baseline))
    programme.add(
        np.r_[np.arange(len(share)), np.repeat(worst, len(baseline))],
        np.r_[organisation, everyone],
        np.r_[share, -np.ones(len(baseline))],
        np.full(len(baseline), -np.inf),
        np.zeros(len(baseline)),
    )
    return _only(programme, worst)


def _worst_off(model: Model, plan: Choice) -> float:
    """The largest rise of any organisation's own columns over its baseline, as a share of it; shared activation belongs to none."""
    baseline = _baseline(model)
    cost = np.bincount(model.organisation, model.cost.ravel()[plan.address(model)], len(baseline))
    return float((cost / baseline).max()) - 1.0


def _risk_table(model: Model) -> Floats:
    if model.risk is None:
        raise ValueError("the objective 'risk' needs Model.risk: a score for each column")
    return model.risk.ravel()


def _least_risk(programme: Programme) -> Floats:
    return programme.pad(_risk_table(programme.model)[programme.address])


def _risk(model: Model, plan: Choice) -> float:
    return float(_risk_table(model)[plan.address(model)].sum())


def _only(programme: Programme, variables: Ints) -> Floats:
    objective = programme.pad(np.zeros(0))
    objective[variables] = 1.0
    return objective


OBJECTIVES: dict[str, tuple[Callable[[Programme], Floats], Callable[[Model, Choice], float]]] = {
    "products": (_fewest_products, _count_products),
    "fairness": (_fairest, _worst_off),
    "risk": (_least_risk, _risk),
}
