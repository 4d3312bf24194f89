"""One capability on its own, solved exactly: with the rows priced instead of enforced, capabilities no longer meet.

For a shared option, every cell that gains by adopting it adopts; if they are fewer than the threshold, those who lose
least are added. So the answer is read off a sorted list of differences, for all options of all capabilities at once.
"""

from dataclasses import dataclass

import numpy as np

from concordat.converge.solver.choice import NONE
from concordat.converge.solver.model import FIRST_MOVE, Bools, Floats, Ints, Model


@dataclass(frozen=True, kw_only=True, eq=False)
class Relaxed:
    """The cheapest choice when each row has a price and no limit.

    value    pence, the sum over capabilities (``inf``: some capability cannot be supplied at all)
    by_option (K, W + 1) each capability's value if it used that shared option; the last column: none
    best     (N, W) each cell's cheapest column of each option         private (N,) its cheapest that needs nobody
    column   (N,) chosen           active (K,) the shared option in use, or −1
    """

    value: float
    by_option: Floats
    best: Floats
    private: Floats
    column: Ints
    active: Ints


@dataclass(frozen=True, kw_only=True, eq=False)
class Capabilities:
    """The cells of each capability side by side: ``member`` (K, n) cell numbers,
    padded with N where ``real`` is False."""

    member: Ints
    real: Bools

    @staticmethod
    def of(model: Model) -> "Capabilities":
        """Group the cells of ``model`` by capability."""
        count = np.bincount(model.capability, minlength=model.options.offer.shape[0])
        real = np.arange(count.max(initial=1))[None, :] < count[:, None]
        member = np.full(real.shape, model.cells)
        member[real] = np.argsort(model.capability, kind="stable")
        return Capabilities(member=member, real=real)


def cheapest(model: Model, groups: Capabilities, priced: Floats) -> Relaxed:
    """Solve every capability exactly at ``priced`` (N, C) columns."""
    best = model.moves(priced).min(axis=2, initial=np.inf)
    single = model.options.shared[model.capability]
    private = np.minimum(priced[:, :FIRST_MOVE].min(axis=1), np.where(single, np.inf, best).min(axis=1, initial=np.inf))
    by_option, order, size = _adoption(model, groups, best, private)
    pick = by_option.argmin(axis=1)
    capabilities = np.arange(len(pick))
    active = np.where(pick == best.shape[1], NONE, pick)
    adopts = np.zeros(model.cells + 1, dtype=bool)
    for k in np.flatnonzero(active != NONE):
        adopts[groups.member[k, order[k, : size[k, active[k]], active[k]]]] = True
    return Relaxed(
        value=float(by_option[capabilities, pick].sum()),
        by_option=by_option,
        best=best,
        private=private,
        column=_columns(model, priced, best, active[model.capability], adopts[:-1]),
        active=active,
    )


def _adoption(model: Model, groups: Capabilities, best: Floats, private: Floats) -> tuple[Floats, Ints, Ints]:
    """Each capability's value by option (K, W + 1), the order in which cells adopt (K, n, W), and how many do (K,
    W)."""
    options, real = model.options, groups.real
    forced = (
        np.append(np.isinf(private), False)[groups.member] & real
    )  # cells with nothing of their own: they adopt first
    own = np.append(np.where(np.isinf(private), 0.0, private), 0.0)[groups.member]
    extra = np.vstack([best, np.full(best.shape[1], np.inf)])[groups.member] - own[:, :, None]
    order = np.argsort(np.where(forced[:, :, None], -np.inf, extra), axis=1, kind="stable")
    running = np.cumsum(np.take_along_axis(extra, order, axis=1), axis=1)
    count = np.arange(1, running.shape[1] + 1)[None, :, None]
    least = np.maximum(options.threshold, forced.sum(axis=1)[:, None])[:, None, :]
    allowed = (count >= least) & (count <= options.most[:, None, :]) & options.shared[:, None, :]
    running[~allowed] = np.inf
    size = running.argmin(axis=1)
    together = np.take_along_axis(running, size[:, None, :], axis=1)[:, 0, :] + options.activation
    nobody = np.where(forced.any(axis=1), np.inf, 0.0)
    return own.sum(axis=1)[:, None] + np.column_stack([together, nobody]), order, size + 1


def _columns(model: Model, priced: Floats, best: Floats, active: Ints, adopts: Bools) -> Ints:
    """(N,) each cell's cheapest column: of the active option if it adopts, otherwise of those that need nobody."""
    alone = np.where(model.options.shared[model.capability], np.inf, best)
    kept = priced[:, :FIRST_MOVE]
    moving = adopts | (alone.min(axis=1) < kept.min(axis=1))
    option = np.where(adopts, active, alone.argmin(axis=1))
    quarter = model.moves(priced)[np.arange(model.cells), option].argmin(axis=1)
    return np.where(moving, FIRST_MOVE + option * model.quarters + quarter, kept.argmin(axis=1))
