"""Problems small enough to enumerate: every plan of them, judged by loops that share nothing with the solver."""

from itertools import product

import numpy as np
from scipy.sparse import csr_array

from concordat.converge.solver.model import FIRST_MOVE, Floats, Model, Options, Rows, lay

QUARTERS, WIDEST, CAPABILITIES = 2, 3, 2


def tiny(seed: int, *, cells: int = 4, rows: int = 4, slack: float | None = None) -> Model:
    """A random problem with holes in its columns, an alone option, two shared ones and rows that bind.

    Unless told otherwise, odd seeds are tight and often have no plan.
    """
    slack = (0.8, 0.3)[seed % 2] if slack is None else slack
    draw = np.random.default_rng(seed)
    capability = np.arange(cells) % CAPABILITIES
    stay = np.where(draw.random(cells) < 0.4, draw.integers(500, 900, cells), np.inf)
    renew = np.where(draw.random(cells) < 0.5, draw.integers(400, 900, cells), np.inf)
    move = draw.integers(100, 900, (cells, WIDEST, QUARTERS)).astype(np.float64)
    move[draw.random(move.shape) < 0.2] = np.inf
    cost = lay(stay=stay, renew=renew, move=move)
    threshold = np.column_stack([np.zeros(CAPABILITIES, int), draw.integers(1, 3, (CAPABILITIES, WIDEST - 1))])
    options = Options(
        offer=np.arange(CAPABILITIES * WIDEST).reshape(CAPABILITIES, WIDEST),
        threshold=threshold,
        most=draw.integers(2, 4, (CAPABILITIES, WIDEST)),
        activation=np.where(threshold > 0, draw.integers(0, 200, threshold.shape), 0).astype(np.float64),
    )
    used = draw.random((cost.size, rows)) < 0.5
    usage = np.where(used, draw.integers(-1, 5, (cost.size, rows)), 0).astype(np.float64)
    usage[np.isinf(cost).ravel()] = 0.0
    limit = np.floor(usage.clip(0).mean(axis=0) * cells * 2 * slack)
    label = tuple(("row", str(r)) for r in range(rows))
    organisation = np.arange(cells) // CAPABILITIES
    return Model(
        capability=capability,
        organisation=organisation,
        quarters=QUARTERS,
        options=options,
        cost=cost,
        rows=Rows(usage=csr_array(usage), limit=limit, label=label),
        product=draw.integers(0, CAPABILITIES * WIDEST, cells),
        baseline=draw.integers(800, 1500, int(organisation.max()) + 1).astype(np.float64),
        risk=draw.integers(0, 9, cost.shape).astype(np.float64),
    )


def price_of(model: Model, columns: tuple[int, ...]) -> float | None:
    """Pence of a plan, or None if it breaks a rule: judged from the definitions, one by one."""
    return _judged(model, columns, model.rows.usage.toarray())


def _judged(model: Model, columns: tuple[int, ...], usage: Floats) -> float | None:
    adopted: dict[int, list[int]] = {}
    cost, used = 0.0, [0.0] * len(model.rows)
    for cell, column in enumerate(columns):
        if np.isinf(model.cost[cell, column]):
            return None
        cost += model.cost[cell, column]
        used = [a + b for a, b in zip(used, usage[cell * model.cost.shape[1] + column], strict=True)]
        if column >= FIRST_MOVE:
            option = (column - FIRST_MOVE) // model.quarters
            if model.options.threshold[model.capability[cell], option] > 0:
                adopted.setdefault(int(model.capability[cell]), []).append(option)
    for capability, options in adopted.items():
        least, most = (table[capability, options[0]] for table in (model.options.threshold, model.options.most))
        if len(set(options)) > 1 or not least <= len(options) <= most:
            return None
        cost += model.options.activation[capability, options[0]]
    return None if any(u > limit + 1e-6 for u, limit in zip(used, model.rows.limit, strict=True)) else cost


def every_plan(model: Model) -> dict[tuple[int, ...], float]:
    """Each plan that keeps every rule, and its pence."""
    each = [np.flatnonzero(np.isfinite(row)).tolist() for row in model.cost]
    usage = model.rows.usage.toarray()
    priced = {columns: _judged(model, columns, usage) for columns in product(*each)}
    return {columns: cost for columns, cost in priced.items() if cost is not None}


def cheapest_plan(model: Model) -> float:
    """Pence of the best plan, ``inf`` if there is none."""
    return min(every_plan(model).values(), default=np.inf)
