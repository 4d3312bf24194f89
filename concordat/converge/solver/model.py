"""The problem as arrays: cells, their columns, what each column costs, and the rows that link them.

A *cell* is one incumbent system: an organisation × a capability. It chooses exactly one *column*:

    column 0              STAY   keep the incumbent lawfully for the whole horizon
    column 1              RENEW  buy the same product again when the contract ends
    column 2 + w·Q + q    MOVE   cut over in quarter q to option w of the cell's capability

An *option* is a product at a price. With ``threshold`` 0 it is bought *alone*, at the single-site price, whatever
others do. With a threshold of 1 or more it is *shared*: at most one shared option is active in a capability, it costs
its ``activation`` once, and between ``threshold`` and ``most`` cells must adopt it. A tiered price is several options
with one ``offer`` number, one for each tier.

**The law is the absence of columns**: an illegal, blacked-out or impossible column costs ``inf``. A mandate is
``stay = renew = alone = inf``; a pin is every other column at ``inf``. No penalty is ever tuned.

Shapes: N cells, K capabilities, W options in the widest capability, Q quarters, C = 2 + W·Q columns a cell, R rows.
Units: money in pence (float64, discounted by the caller), quarters counted from 0, everything else as the row's own
unit.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, hstack

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Label = tuple[str, ...]

STAY, RENEW, FIRST_MOVE = 0, 1, 2
NOBODY = -1  # padding in `Options.offer`: this capability has fewer options than the widest


class Kind(StrEnum):
    """What a chosen column means to a planner."""

    STAY = "stay"
    RENEW = "renew"
    ALONE = "alone"
    SHARED = "shared"


@dataclass(frozen=True, kw_only=True, eq=False)
class Options:
    """What each capability could move to: every array is (K, W), padded with ``offer == NOBODY``.

    offer       the caller's number for the product offered; tiers of one product have the same number
    threshold   0: bought alone. 1 or more: shared, and so many cells must adopt it
    most        the largest number of cells that may adopt it (ignored where bought alone)
    activation  pence, paid once if a shared option is used: procurement, shared set-up. Caller: put an alone option's
    in its cost
    """

    offer: Ints
    threshold: Ints
    most: Ints
    activation: Floats

    @property
    def shared(self) -> Bools:
        """(K, W) where the option needs a group to adopt it."""
        return (self.threshold > 0) & (self.offer != NOBODY)


@dataclass(frozen=True, kw_only=True, eq=False)
class Rows:
    """Linking constraints ``usage.T @ chosen <= limit``, one for each label; build them with `rows.py`.

    usage   (N·C, R) sparse: what one column uses of each row; the column's address is ``cell·C + column``
    limit   (R,) in each row's own unit
    label   R tuples of words, most general first: ("capacity", "RXA integration", "2027 Q3")
    """

    usage: csr_array
    limit: Floats
    label: tuple[Label, ...]

    def __len__(self) -> int:
        return len(self.label)

    @staticmethod
    def none(columns: int) -> "Rows":
        """No rows at all, over N·C columns."""
        return Rows(usage=csr_array((columns, 0)), limit=np.zeros(0), label=())

    def __add__(self, other: "Rows") -> "Rows":
        return Rows(
            usage=csr_array(hstack([self.usage, other.usage], format="csr")),
            limit=np.concatenate([self.limit, other.limit]),
            label=self.label + other.label,
        )

    def only(self, keep: Ints) -> "Rows":
        """The rows numbered in ``keep``, in that order."""
        return Rows(
            usage=csr_array(self.usage[:, keep]), limit=self.limit[keep], label=tuple(self.label[r] for r in keep)
        )


def lay(*, stay: Floats, renew: Floats, move: Floats) -> Floats:
    """One (N, C) table of columns from stay (N,), renew (N,) and move (N, W, Q):
    the layout of `Model.cost` and `Model.risk`."""
    cells = len(stay)
    flat = move.reshape(cells, move.shape[1] * move.shape[2])
    return np.concatenate([stay[:, None], renew[:, None], flat], axis=1).astype(np.float64)


@dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    """A whole convergence problem.

    capability    (N,) 0..K-1        organisation  (N,) 0..O-1        quarters  Q
    options       (K, W) arrays      cost          (N, C) pence, inf = no such column; see `lay`
    rows          linking constraints over N·C columns
    product       (N,) the incumbent's product, numbered as `Options.offer`   (for the stage "products")
    baseline      (O,) pence each organisation would pay without a plan, > 0  (for the stage "fairness")
    risk          (N, C) score of each column                                (for the stage "risk")

    Raises ValueError naming every array that does not fit.
    """

    capability: Ints
    organisation: Ints
    quarters: int
    options: Options
    cost: Floats
    rows: Rows
    product: Ints | None = None
    baseline: Floats | None = None
    risk: Floats | None = None
    absent: Bools = field(init=False, repr=False)

    def __post_init__(self) -> None:
        wrong = _misfits(self)
        if wrong:
            raise ValueError("; ".join(wrong))
        object.__setattr__(self, "absent", np.isinf(self.cost))

    @property
    def cells(self) -> int:
        """N."""
        return len(self.capability)

    @property
    def columns(self) -> int:
        """C, the columns of one cell."""
        return FIRST_MOVE + self.options.offer.shape[1] * self.quarters

    def moves(self, table: Floats) -> Floats:
        """The (N, W, Q) moves of an (N, C) table, as a view."""
        return table[:, FIRST_MOVE:].reshape(self.cells, -1, self.quarters)

    def column(self, option: int, quarter: int) -> int:
        """The column that cuts over to ``option`` in ``quarter``."""
        return FIRST_MOVE + option * self.quarters + quarter

    def with_rows(self, extra: Rows) -> "Model":
        """The same problem with more rows, after its own."""
        return replace(self, rows=self.rows + extra)

    def with_cost(self, cost: Floats) -> "Model":
        """The same problem at other costs (N, C); a column made ``inf`` is forbidden."""
        return replace(self, cost=cost)

    def pinned(self, cell: int, column: int) -> "Model":
        """The same problem with ``cell`` bound to ``column``."""
        cost = self.cost.copy()
        cost[cell] = np.inf
        cost[cell, column] = self.cost[cell, column]
        return self.with_cost(cost)


def _misfits(model: Model) -> list[str]:
    """Everything about the arrays that cannot be right, in words."""
    cells, options = model.cells, model.options
    capabilities, widest = options.offer.shape
    organisations = int(model.organisation.max(initial=-1)) + 1
    shapes = {
        "organisation": (model.organisation.shape, (cells,)),
        "cost": (model.cost.shape, (cells, model.columns)),
        "rows.usage": (model.rows.usage.shape, (cells * model.columns, len(model.rows))),
        "rows.limit": (model.rows.limit.shape, (len(model.rows),)),
        **{
            f"options.{name}": (getattr(options, name).shape, (capabilities, widest))
            for name in ("threshold", "most", "activation")
        },
        **({} if model.product is None else {"product": (model.product.shape, (cells,))}),
        **({} if model.risk is None else {"risk": (model.risk.shape, (cells, model.columns))}),
    }
    wrong = [f"{name} has shape {got}, expected {due}" for name, (got, due) in shapes.items() if got != due]
    if widest < 1 or model.quarters < 1:
        wrong.append("there must be room for one option (padded if need be) and one quarter")
    if wrong:
        return wrong
    if cells and not (model.capability.min() >= 0 and model.capability.max() < capabilities):
        wrong.append(f"capability numbers must lie in 0..{capabilities - 1}")
    if np.isnan(model.cost).any() or (model.cost == -np.inf).any():
        wrong.append("cost must be a number of pence, or inf where there is no such column")
    elif cells and not wrong and np.isfinite(model.moves(model.cost)[options.offer[model.capability] == NOBODY]).any():
        wrong.append("a padded option (offer NOBODY) has a finite cost")
    if not np.isfinite(options.activation).all():
        wrong.append("activation must be finite: forbid an option by the cost of its columns")
    if model.baseline is not None and (model.baseline.shape[0] < organisations or (model.baseline <= 0).any()):
        wrong.append(f"baseline must hold more than nothing for each of {organisations} organisations")
    return wrong
