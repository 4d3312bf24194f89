"""Linking rows from the planner's facts: teams and slots in time, order of cutovers, budgets, floors, changes.

Each function returns `Rows` over the N·C columns of a problem; add them with ``+``. Columns that do not exist
(cost ``inf``) get no entries, so ``cost`` is given first and the rows are made for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack

from concordat.converge.solver.model import FIRST_MOVE, Floats, Ints, Label, Rows


@dataclass(frozen=True, kw_only=True, eq=False)
class Work:
    """What a cutover asks of a resource, entry by entry; all arrays are (U,).

    If ``cell`` cuts over to ``option`` (0..W-1) in quarter q, it uses ``amount`` of ``resource`` in quarter q −
    ``lag``. A rolling window of w quarters is the same thing: amount 1 at each lag 0..w−1 counts the cutovers of
    quarters s..s+w−1 in the row of quarter s. Work before quarter 0 is not counted: if it is impossible, the column
    should not exist.
    """

    cell: Ints
    option: Ints
    resource: Ints
    lag: Ints
    amount: Floats


def timed(
    cost: Floats, quarters: int, work: Work, limit: Floats, label: Sequence[Label], quarter: Sequence[str]
) -> Rows:
    """One row for each resource and quarter: ``limit`` is (resources, Q), ``inf`` where there is none;
    ``label`` names resources.

    Team capacity, go-lives (for an organisation, for the whole collaborative, in a rolling window) and supplier slots
    are all this.
    """
    at = np.arange(quarters)
    used_in = at[None, :] - work.lag[:, None]
    address = (work.cell * cost.shape[1] + FIRST_MOVE + work.option * quarters)[:, None] + at[None, :]
    row = work.resource[:, None] * quarters + used_in
    real = (used_in >= 0) & np.isfinite(cost.ravel()[address])
    amount = np.broadcast_to(work.amount[:, None], real.shape)
    usage = _sparse(address[real], row[real], amount[real], (cost.size, limit.size))
    rows = Rows(usage=usage, limit=limit.ravel(), label=tuple((*name, q) for name in label for q in quarter))
    return rows.only(np.flatnonzero(np.isfinite(rows.limit)))


def every_move(cost: Floats, quarters: int, resource: Ints, window: int = 1) -> Work:
    """The work of counting cutovers: any move of cell i is one unit of ``resource[i]`` (N,), −1 for none,
    over ``window`` quarters."""
    widest = (cost.shape[1] - FIRST_MOVE) // quarters
    cells = np.flatnonzero(resource >= 0)
    cell, option, lag = (
        axis.ravel() for axis in np.meshgrid(cells, np.arange(widest), np.arange(window), indexing="ij")
    )
    return Work(cell=cell, option=option, resource=resource[cell], lag=lag, amount=np.ones(len(cell)))


def precedence(
    cost: Floats, quarters: int, first: Ints, then: Ints, label: Sequence[Label], quarter: Sequence[str]
) -> Rows:
    """Cell ``then[p]`` must not cut over before ``first[p]`` does: [then ≤ q] + [first > q] ≤ 1 for each pair p and
    quarter q < Q − 1.

    A cell that stays or renews has no cutover, so its pair is free.
    """
    pairs, gaps = len(first), quarters - 1
    when = (np.arange(cost.shape[1] - FIRST_MOVE)) % quarters
    at = np.arange(gaps)
    parts = []
    for cell, bound in ((then, when[:, None] <= at[None, :]), (first, when[:, None] > at[None, :])):
        column, q = np.nonzero(bound)
        address = cell[:, None] * cost.shape[1] + FIRST_MOVE + column[None, :]
        row = np.arange(pairs)[:, None] * gaps + q[None, :]
        real = np.isfinite(cost.ravel()[address])
        parts.append((address[real], row[real]))
    address, row = (np.concatenate(both) for both in zip(*parts, strict=True))
    usage = _sparse(address, row, np.ones(len(row)), (cost.size, pairs * gaps))
    return Rows(
        usage=usage, limit=np.ones(pairs * gaps), label=tuple((*name, q) for name in label for q in quarter[:gaps])
    )


def together(parts: Sequence[Rows]) -> Rows:
    """All these rows, one after another."""
    return Rows(
        usage=csr_array(hstack([each.usage for each in parts], format="csr")),
        limit=np.concatenate([each.limit for each in parts]),
        label=tuple(label for each in parts for label in each.label),
    )


def total(cost: Floats, amount: Floats, limit: float, label: Label) -> Rows:
    """One row: the sum of ``amount`` (N, C) over the chosen columns ≤ ``limit``. A budget,
    if ``amount`` is spend in pence."""
    address = np.flatnonzero(np.isfinite(cost).ravel() & (amount != 0).ravel())
    usage = _sparse(address, np.zeros_like(address), amount.ravel()[address], (cost.size, 1))
    return Rows(usage=usage, limit=np.array([limit], dtype=np.float64), label=(label,))


def at_least(cost: Floats, amount: Floats, floor: float, label: Label) -> Rows:
    """One row: the sum of ``amount`` (N, C) over the chosen columns ≥ ``floor``."""
    return total(cost, -amount, -floor, label)


def _sparse(address: Ints, row: Ints, amount: Floats, shape: tuple[int, int]) -> csr_array:
    return csr_array(coo_array((amount, (address, row)), shape=shape))
