"""The problem over chosen columns as a mixed-integer programme, solved by HiGHS through SciPy.

Variables: one for each kept column (0 or 1), then one for each shared option in use. The disaggregated form (a cell
may use an option only if the option is on, cell by cell) has a far tighter linear relaxation than thresholds alone.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack, vstack

from concordat.converge.solver.choice import Choice
from concordat.converge.solver.model import FIRST_MOVE, Bools, Floats, Ints, Model

LIMIT_REACHED, INFEASIBLE = 1, 2  # scipy.optimize.milp's status


@dataclass(frozen=True, kw_only=True, eq=False)
class Found:
    """What the search found: the best choice or None, a lower bound on the objective over the columns kept,
    and how it ended."""

    choice: Choice | None
    value: float
    bound: float
    infeasible: bool
    cut: bool


class Programme:
    """Constraints over the kept columns of a model, to which a stage may add its own before minimising."""

    def __init__(self, model: Model, keep: Bools) -> None:
        self.model = model
        self.address = np.flatnonzero(keep.ravel())
        self.cell, column = np.divmod(self.address, model.columns)
        self.column = column
        option = np.where(column >= FIRST_MOVE, (column - FIRST_MOVE) // model.quarters, 0)
        capability = model.capability[self.cell]
        self.shared = (column >= FIRST_MOVE) & model.options.shared[capability, option]
        widest = model.options.offer.shape[1]
        self.switch, self.uses = np.unique((capability * widest + option)[self.shared], return_inverse=True)
        self.upper = np.ones(len(self.address) + len(self.switch))
        self.whole = np.ones(len(self.upper))
        self.rows: list[tuple[csr_array, Floats, Floats]] = []
        self._choose_one()
        self._adopt_together()
        self._link()

    @property
    def cost(self) -> Floats:
        """Pence of each variable."""
        return self.pad(
            np.concatenate([self.model.cost.ravel()[self.address], self.model.options.activation.ravel()[self.switch]])
        )

    def pad(self, values: Floats) -> Floats:
        """``values`` of the first variables, and nothing for those added since."""
        return np.concatenate([values, np.zeros(len(self.upper) - len(values))])

    def add_variables(self, upper: Floats, *, whole: bool) -> Ints:
        """New variables from 0 to ``upper``; their numbers."""
        start = len(self.upper)
        self.upper = np.concatenate([self.upper, upper])
        self.whole = np.concatenate([self.whole, np.full(len(upper), float(whole))])
        return np.arange(start, len(self.upper))

    def add(self, variable: Ints, row: Ints, amount: Floats, low: Floats, high: Floats) -> None:
        """Rows ``low <= sum of amount · variable <= high``, given entry by entry."""
        matrix = csr_array(coo_array((amount, (row, variable)), shape=(len(high), len(self.upper))))
        self.rows.append((matrix, low, high))

    def minimise(self, objective: Floats, *, gap: float, nodes: int, seconds: float | None) -> Found:
        """Search until the relative ``gap`` is closed, ``nodes`` are explored or the ``seconds`` are over."""
        scale = max(float(np.abs(objective).max(initial=0.0)), 1e-12) / 1e3  # HiGHS's tolerances are absolute
        options = {"mip_rel_gap": gap, "node_limit": nodes, "disp": False}
        if seconds is not None:
            options["time_limit"] = max(seconds, 0.1)
        answer = milp(
            objective / scale,
            integrality=self.whole,
            bounds=Bounds(np.zeros(len(self.upper)), self.upper),
            constraints=[LinearConstraint(*self._constraints())] if len(self.upper) else [],
            options=options,
        )
        value, bound = (np.inf if v is None else float(v) * scale for v in (answer.fun, answer.mip_dual_bound))
        return Found(
            choice=None if answer.x is None else self._choice(answer.x),
            value=value,
            bound=bound if answer.mip_dual_bound is not None else -np.inf,
            infeasible=answer.status == INFEASIBLE,
            cut=answer.status == LIMIT_REACHED,
        )

    def _constraints(self) -> tuple[csr_array, Floats, Floats]:
        width = len(self.upper)
        matrices = [hstack([m, csr_array((m.shape[0], width - m.shape[1]))], format="csr") for m, _, _ in self.rows]
        low, high = (np.concatenate([row[side] for row in self.rows]) for side in (1, 2))
        return csr_array(vstack(matrices, format="csr")), low, high

    def _choice(self, x: Floats) -> Choice:
        taken = np.flatnonzero(x[: len(self.address)] > 0.5)
        column = np.full(self.model.cells, -1)
        column[self.cell[taken]] = self.column[taken]
        return Choice.of(self.model, column)

    def _choose_one(self) -> None:
        one = np.ones(self.model.cells)
        self.add(np.arange(len(self.cell)), self.cell, np.ones(len(self.cell)), one, one)

    def _adopt_together(self) -> None:
        """Adopt only what is on; enough and not too many adopt; at most one option of a capability is on."""
        first, options = len(self.address), self.model.options
        taken, on = np.flatnonzero(self.shared), first + np.arange(len(self.switch))
        pair, row = np.unique(self.cell[taken] * len(self.switch) + self.uses, return_inverse=True)
        ones, pairs = np.ones(len(taken)), len(pair)
        allow = first + pair % max(len(self.switch), 1)
        self._less(np.r_[taken, allow], np.r_[row, np.arange(pairs)], np.r_[ones, -np.ones(pairs)], pairs)
        count, switch = len(self.switch), np.arange(len(self.switch))
        for sign, size in ((-1.0, options.threshold), (1.0, options.most)):
            bound = np.minimum(size.ravel()[self.switch], self.model.cells + 1).astype(np.float64)
            self._less(np.r_[taken, on], np.r_[self.uses, switch], np.r_[sign * ones, -sign * bound], count)
        capabilities = len(options.offer)
        self.add(
            on,
            self.switch // options.offer.shape[1],
            np.ones(count),
            np.full(capabilities, -np.inf),
            np.ones(capabilities),
        )

    def _less(self, variable: Ints, row: Ints, amount: Floats, rows: int) -> None:
        self.add(variable, row, amount, np.full(rows, -np.inf), np.zeros(rows))

    def _link(self) -> None:
        used = self.model.rows.usage[self.address].tocoo()
        size = np.maximum(np.asarray(abs(self.model.rows.usage).max(axis=0).todense()).ravel(), 1e-12)
        limit = self.model.rows.limit / size
        self.add(used.row, used.col, used.data / size[used.col], np.full(len(limit), -np.inf), limit)
