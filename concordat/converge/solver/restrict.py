"""Which columns are worth a solver's time: those whose use cannot be ruled out, or can be ruled out least.

At the prices of a bound, using one column costs at least its *regret* more than the bound. So no column with regret
above (plan − bound) can be in a better plan: dropping it is not a heuristic but a proof. When too many are left, the
smallest regrets are kept, and the smallest regret dropped says what the restriction may have lost.
"""

from dataclasses import dataclass

import numpy as np

from concordat.converge.solver.bound import Bound
from concordat.converge.solver.choice import Choice
from concordat.converge.solver.model import FIRST_MOVE, Bools, Floats, Model

FEWEST = 4  # columns kept for each cell whatever their regret, so that a plan exists
OFTEN = 0.01  # weight in the averaged answer above which a column is kept


@dataclass(frozen=True, kw_only=True, eq=False)
class Restriction:
    """The columns kept, (N, C), and ``floor``: pence, a lower bound on every plan that uses any other column."""

    keep: Bools
    floor: float


def regret(model: Model, bound: Bound) -> Floats:
    """(N, C) pence at least, above the bound, of any plan that uses the column;
    ``inf`` where there is no such column."""
    relaxed = bound.relaxed
    loss = relaxed.by_option - relaxed.by_option.min(axis=1)[:, None]
    shared = model.options.shared[model.capability]
    with np.errstate(invalid="ignore"):  # inf − inf where a cell cannot use an option: no such column, set below
        own = bound.priced - relaxed.private[:, None]
        together = model.moves(bound.priced) - relaxed.best[:, :, None] + loss[model.capability, :-1][:, :, None]
    out = own.copy()
    out[:, FIRST_MOVE:] = np.where(shared[:, :, None], together, model.moves(own)).reshape(model.cells, -1)
    out[model.absent] = np.inf
    return out


def restrict(
    model: Model,
    bound: Bound,
    plan: Choice | None,
    *,
    most: int,
    fewest: int = FEWEST,
    ceiling: float | None = None,
) -> Restriction:
    """Keep at most about ``most`` columns, by regret; always ``fewest`` a cell,
    the average's favourites and ``plan``'s own.

    No plan dearer than ``ceiling`` pence is of interest: by default, than ``plan``.
    """
    price = regret(model, bound)
    finite = np.sort(price[np.isfinite(price)])
    budget = finite[most - 1] if len(finite) > most else np.inf
    if plan is not None:
        budget = min(budget, (plan.cost(model) if ceiling is None else ceiling) - bound.value)
    each = np.sort(price, axis=1)[:, min(fewest, price.shape[1]) - 1]
    keep = (price <= np.maximum(budget, each)[:, None]) | (bound.weight.reshape(price.shape) > OFTEN)
    if plan is not None:
        keep[np.arange(model.cells), plan.column] = True
    keep &= ~model.absent
    return Restriction(keep=keep, floor=bound.value + float(price[~keep].min(initial=np.inf)))
