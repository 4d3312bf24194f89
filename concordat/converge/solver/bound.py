"""A proved lower bound on cost, and a price for every row: Lagrangian relaxation by the volume algorithm.

Each row is given a price instead of a limit, so that every capability can be solved exactly on its own
(`subproblem.py`). Whatever the prices, the value found is a lower bound on the cost of any plan. Prices move along
the usage of an *average* of the answers seen, not of the last one alone: that damps the zigzag, and the average
approaches the linear relaxation's answer.

Source: F. Barahona and R. Anbil, "The volume algorithm: producing primal solutions with a subgradient method",
Mathematical Programming 87 (2000) 385-399, https://doi.org/10.1007/s101070050002
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from concordat.converge.solver.model import Floats, Model
from concordat.converge.solver.subproblem import Capabilities, Relaxed, cheapest

AIM = 0.01  # each step aims this share of the bound above it
FIRST_STEP, SHRINK, GROW = 0.2, 0.7, 1.15  # step length, and what failure and success do to it
TIRED = 10  # iterations without a better bound before the step shrinks
NEWEST = 0.15  # weight of the newest answer in the average, at most
ERA = 100  # iterations after which progress is judged
SLOW, DONE = 1e-3, 1e-5  # relative gain in an era: below SLOW the average steadies, below DONE the climb ends


@dataclass(frozen=True, kw_only=True, eq=False)
class Bound:
    """The best bound found, and what was learnt on the way.

    value    pence: no plan costs less (``inf``: proved that there is none)
    price    (R,) pence a unit of each row
    priced   (N, C) the columns at those prices       relaxed  the cheapest answer at those prices
    weight   (N·C,) how often each column was chosen in the average, 0 to 1
    """

    value: float
    price: Floats
    priced: Floats
    relaxed: Relaxed
    weight: Floats


def lower_bound(
    model: Model, *, iterations: int, price: Floats | None = None, watch: Callable[[int, Bound], bool] | None = None
) -> Bound:
    """Raise the bound for at most so many ``iterations``, from ``price`` (R,).
    ``watch`` sees each and may end it with True."""
    climb = _Climb(model, np.zeros(len(model.rows)) if price is None else price)
    for iteration in range(iterations):
        if (watch and watch(iteration, climb.bound())) or not climb.step(iteration):
            break
    return climb.bound()


class _Climb:
    """Where the climb has got to: the best bound with its prices, and the average answer."""

    def __init__(self, model: Model, price: Floats) -> None:
        self.model, self.groups = model, Capabilities.of(model)
        largest = abs(model.rows.usage).max(axis=0).toarray().ravel() if len(model.rows) else np.zeros(0)
        self.unit = np.where(largest > 0, largest, 1.0)  # rows are compared in units of their largest entry
        self.limit = model.rows.limit / self.unit
        self.ceiling = _dearest(model)
        self.length, self.idle, self.newest = FIRST_STEP, 0, NEWEST
        self.at = np.maximum(price, 0.0) * self.unit
        self.value, self.priced, self.relaxed = self._evaluate(self.at)
        self.era_began_at = self.value
        chosen = self._chosen(self.relaxed)
        self.used = self._usage(chosen)
        self.weight = np.bincount(chosen, minlength=model.cost.size).astype(np.float64)

    def bound(self) -> Bound:
        return Bound(
            value=self.value, price=self.at / self.unit, priced=self.priced, relaxed=self.relaxed, weight=self.weight
        )

    def step(self, iteration: int) -> bool:
        """Try new prices; False when there is nothing more to gain."""
        over = self.used - self.limit
        over[(self.at <= 0) & (over < 0)] = 0.0
        steep = float(over @ over)
        if steep < 1e-18 or np.isinf(self.value):
            return False
        at = np.maximum(self.at + self.length * AIM * max(abs(self.value), 1.0) / steep * over, 0.0)
        value, priced, relaxed = self._evaluate(at)
        chosen = self._chosen(relaxed)
        used = self._usage(chosen)
        uphill = float((used - self.limit) @ over) >= 0
        self._remember(chosen, used)
        self.idle += 1
        if value > self.value:
            self.value, self.at, self.priced, self.relaxed, self.idle = value, at, priced, relaxed, 0
            self.length *= GROW if uphill else 1.0
        elif self.idle >= TIRED:
            self.length, self.idle = self.length * SHRINK, 0
        return (iteration + 1) % ERA != 0 or self._worthwhile()

    def _evaluate(self, at: Floats) -> tuple[float, Floats, Relaxed]:
        priced = self.model.cost + (self.model.rows.usage @ (at / self.unit)).reshape(self.model.cost.shape)
        relaxed = cheapest(self.model, self.groups, priced)
        value = relaxed.value - float(at @ self.limit)
        return (value if value <= self.ceiling else np.inf), priced, relaxed

    def _chosen(self, relaxed: Relaxed) -> np.ndarray:
        return np.arange(self.model.cells) * self.model.columns + relaxed.column

    def _usage(self, chosen: np.ndarray) -> Floats:
        return np.asarray(self.model.rows.usage[chosen].sum(axis=0)).ravel() / self.unit

    def _remember(self, chosen: np.ndarray, used: Floats) -> None:
        """Mix the newest answer into the average, in the share that leaves the rows least violated."""
        change = used - self.used
        best = -float((self.used - self.limit) @ change) / max(float(change @ change), 1e-30)
        share = float(np.clip(best, self.newest / 10, self.newest))
        self.used += share * change
        self.weight *= 1 - share
        self.weight[chosen] += share

    def _worthwhile(self) -> bool:
        gain = (self.value - self.era_began_at) / max(abs(self.value), 1.0)
        self.newest *= 0.6 if gain < SLOW else 1.0
        self.era_began_at = self.value
        return gain > DONE


def _dearest(model: Model) -> float:
    """Pence that no plan can exceed: a bound above it proves that there is no plan."""
    columns = np.where(model.absent, 0.0, np.abs(model.cost)).max(axis=1, initial=0.0).sum()
    return (
        float(columns + np.where(model.options.shared, np.abs(model.options.activation), 0.0).max(axis=1).sum())
        * (1 + 1e-9)
        + 1.0
    )
