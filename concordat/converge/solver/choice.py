"""A choice of one column for every cell, readable as stay, renew, move alone or move together."""

from dataclasses import dataclass

import numpy as np

from concordat.converge.solver.model import FIRST_MOVE, RENEW, Ints, Kind, Model

NONE = -1


@dataclass(frozen=True, kw_only=True, eq=False)
class Choice:
    """What each cell does. N cells, K capabilities; −1 where there is nothing to say.

    column   (N,) the column chosen, as `Model` numbers them
    kind     N of `Kind`
    option   (N,) the option moved to, 0..W-1, or −1        offer  (N,) its `Options.offer`, or −1
    quarter  (N,) the cutover's quarter, or −1
    active   (K,) the shared option in use, or −1
    """

    column: Ints
    kind: tuple[Kind, ...]
    option: Ints
    offer: Ints
    quarter: Ints
    active: Ints

    @staticmethod
    def of(model: Model, column: Ints) -> "Choice":
        """Read ``column`` (N,) under ``model``. If a capability uses two shared options (which no plan may) the last
        cell's shows."""
        moved = column >= FIRST_MOVE
        option = np.where(moved, (column - FIRST_MOVE) // model.quarters, NONE)
        shared = moved & model.options.shared[model.capability, option]
        active = np.full(model.options.offer.shape[0], NONE)
        active[model.capability[shared]] = option[shared]
        kept = np.where(column == RENEW, Kind.RENEW, Kind.STAY)
        kind = np.where(shared, Kind.SHARED, np.where(moved, Kind.ALONE, kept))
        return Choice(
            column=column,
            kind=tuple(Kind(k) for k in kind),
            option=option,
            offer=np.where(moved, model.options.offer[model.capability, option], NONE),
            quarter=np.where(moved, (column - FIRST_MOVE) % model.quarters, NONE),
            active=active,
        )

    def address(self, model: Model) -> Ints:
        """(N,) where each chosen column stands among the N·C."""
        return np.arange(model.cells) * model.columns + self.column

    def cost(self, model: Model) -> float:
        """Pence: the chosen columns and the activation of each shared option in use."""
        used = np.flatnonzero(self.active != NONE)
        return float(
            model.cost.ravel()[self.address(model)].sum() + model.options.activation[used, self.active[used]].sum()
        )

    def changes(self, other: "Choice") -> Ints:
        """The cells that do something else in ``other``."""
        return np.flatnonzero(self.column != other.column)
