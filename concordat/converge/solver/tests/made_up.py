"""A made-up problem of realistic shape: contracts that end, tiers, teams, slots, order and budgets."""

from dataclasses import dataclass

import numpy as np

from concordat.converge.solver.model import Floats, Ints, Model, Options, Rows, lay
from concordat.converge.solver.rows import Work, every_move, precedence, timed, total

DISCOUNT = 0.035  # a year, HM Treasury Green Book
TIERS = ((0, 1.0), (2, 0.94), (4, 0.88), (7, 0.82))  # sites that must adopt, share of the single-site price
LEAD = 4  # quarters from today to the earliest cutover: procurement
BUILD = 3  # quarters of work that end with the cutover


@dataclass(frozen=True, kw_only=True, eq=False)
class Estate:
    """What each cell runs today: annual price in pence, quarter of expiry, last lawful quarter, product."""

    capability: Ints
    organisation: Ints
    annual: Floats
    expiry: Ints
    lawful: Ints
    product: Ints


def made_up(
    organisations: int, capabilities: int, *, seed: int, quarters: int = 48, slack: float = 1.0, mandate: bool = False
) -> Model:
    """About 0.88·organisations·capabilities cells. ``slack`` scales capacities; ``mandate`` leaves only sharing."""
    draw = np.random.default_rng(seed)
    offers = 3
    estate = _estate(draw, organisations, capabilities, quarters)
    options = _options(draw, capabilities, offers)
    cost, build = _costs(draw, estate, options, quarters)
    if mandate:
        cost = _only_shared(cost, options, estate, quarters)
    model = Model(
        capability=estate.capability,
        organisation=estate.organisation,
        quarters=quarters,
        options=options,
        cost=cost,
        rows=Rows.none(cost.size),
        product=estate.product,
    )
    return model.with_rows(_rows(draw, model, build, slack / 2))


def replace_at_expiry(model: Model) -> float:
    """Pence of the spreadsheet's plan: each cell on its own renews if it can, else moves as late as it may."""
    shared = model.options.shared[model.capability]
    moves = np.where(shared[:, :, None], np.inf, model.moves(model.cost))
    last = np.where(np.isfinite(moves).any(axis=1), np.arange(model.quarters), -1).max(axis=1)
    late = moves[np.arange(model.cells), :, np.maximum(last, 0)].min(axis=1)
    keep = np.where(np.isfinite(model.cost[:, 1]), model.cost[:, 1], np.minimum(model.cost[:, 0], late))
    return float(keep.sum())


def _estate(draw: np.random.Generator, organisations: int, capabilities: int, quarters: int) -> Estate:
    organisation, capability = (axis.ravel() for axis in np.indices((organisations, capabilities)))
    size = draw.uniform(0.4, 1.6, organisations)
    weight = np.exp(draw.normal(0.0, 0.9, capabilities)) * 25_000_000  # about £250,000 a year
    runs = draw.random(len(capability)) < 0.88
    capability, organisation = capability[runs], organisation[runs]
    cells = len(capability)
    expiry = draw.integers(LEAD, 30, cells)
    return Estate(
        capability=capability,
        organisation=organisation,
        annual=np.rint(size[organisation] * weight[capability] * draw.uniform(0.75, 1.35, cells)),
        expiry=expiry,
        lawful=np.minimum(expiry + draw.choice([4, 8, 12], cells), quarters - 1),
        product=capability * 100 + draw.integers(0, 5, cells),
    )


def _options(draw: np.random.Generator, capabilities: int, offers: int) -> Options:
    tiers = len(TIERS)
    offer = np.arange(capabilities)[:, None] * 100 + np.repeat(np.arange(offers), tiers)[None, :]
    threshold = np.tile([least for least, _ in TIERS], (capabilities, offers))
    activation = np.where(threshold > 0, draw.uniform(10e6, 40e6, (capabilities, 1)), 0.0)
    return Options(
        offer=offer, threshold=threshold, most=np.full_like(threshold, 10_000), activation=np.rint(activation)
    )


def _costs(draw: np.random.Generator, estate: Estate, options: Options, quarters: int) -> tuple[Floats, Floats]:
    """(N, C) pence, and (N,) the build work of a cell in WTE a quarter."""
    cells, widest = len(estate.capability), options.offer.shape[1]
    factor = (1 + DISCOUNT) ** (-np.arange(quarters) / 4)
    spent = np.concatenate([[0.0], np.cumsum(factor)]) / 4  # discounted years from today to the start of quarter q
    to_go = spent[-1] - spent[:-1]
    q = np.arange(quarters)
    extension = np.maximum(spent[:-1][None, :] - spent[estate.expiry][:, None], 0) * 0.08
    stranded = (
        np.maximum(spent[estate.expiry][:, None] - spent[:-1][None, :], 0) * draw.uniform(0.2, 0.7, cells)[:, None]
    )
    before = estate.annual[:, None] * (spent[:-1][None, :] + extension + stranded + 0.25 * factor[None, :])
    keen = draw.uniform(0.72, 1.08, options.offer.shape)[:, :: len(TIERS)].repeat(len(TIERS), axis=1)
    price = keen * np.tile([share for _, share in TIERS], widest // len(TIERS))[None, :]
    fits = draw.uniform(0.9, 1.12, (cells, widest // len(TIERS))).repeat(len(TIERS), axis=1)
    running = estate.annual[:, None] * price[estate.capability] * fits
    one_off = estate.annual * draw.uniform(0.3, 1.0, cells)
    move = (
        before[:, None, :]
        + running[:, :, None] * to_go[None, None, :]
        + (one_off[:, None] * factor[None, :])[:, None, :]
    )
    open_quarter = (q[None, :] >= LEAD) & (q[None, :] <= estate.lawful[:, None]) & (q % 4 != 3)[None, :]
    suits = (draw.random((cells, widest // len(TIERS))) < 0.9).repeat(len(TIERS), axis=1)
    move = np.where(open_quarter[:, None, :] & suits[:, :, None], move, np.inf)
    renew = estate.annual * (spent[estate.expiry] + to_go[estate.expiry] * draw.uniform(1.0, 1.15, cells) + 0.15)
    renew = np.where(draw.random(cells) < 0.85, renew, np.inf)  # the rest: product withdrawn
    stay = np.where(estate.lawful >= quarters - 1, estate.annual * spent[-1] * 1.05, np.inf)
    return np.rint(lay(stay=stay, renew=renew, move=move)), np.clip(np.rint(estate.annual / 20e6), 1, 4) / 2


def _only_shared(cost: Floats, options: Options, estate: Estate, quarters: int) -> Floats:
    """The cost table under a mandate, for the capabilities in which every cell can adopt some one offer in common."""
    shared = options.shared[estate.capability]
    possible = np.asarray(np.isfinite(cost[:, 2:]).reshape(len(cost), -1, quarters).any(axis=2))
    out = cost.copy()
    for k in range(len(options.offer)):
        mine = np.flatnonzero(estate.capability == k)
        if len(mine) >= TIERS[1][0] and possible[mine].all(axis=0).any():
            out[mine, :2] = np.inf
            out[mine, 2:] = np.where(np.repeat(shared[mine], quarters, axis=1), cost[mine, 2:], np.inf)
    return out


def _rows(draw: np.random.Generator, model: Model, build: Floats, slack: float) -> Rows:
    quarters, cost, cells = model.quarters, model.cost, model.cells
    organisations = int(model.organisation.max()) + 1
    when = [f"Q{q}" for q in range(quarters)]
    widest = model.options.offer.shape[1]
    cell, option, lag = (axis.ravel() for axis in np.indices((cells, widest, BUILD)))
    work = Work(cell=cell, option=option, resource=model.organisation[cell], lag=lag, amount=build[cell])
    need = np.bincount(model.organisation, weights=build, minlength=organisations) * BUILD / 22
    teams = np.broadcast_to(np.maximum(np.ceil(need * 1.15 * slack), build.max())[:, None], (organisations, quarters))
    shared_work = Work(cell=cell, option=option, resource=np.zeros_like(cell), lag=lag, amount=np.full(len(cell), 0.2))
    slots = Work(
        cell=cell,
        option=option,
        resource=(model.options.offer[model.capability[cell], option]) % 100 % 6,
        lag=0 * lag,
        amount=1.0 * (lag == 0),
    )
    pairs = _pairs(draw, model)
    everyone = np.zeros(cells, dtype=np.int64)
    return (
        timed(cost, quarters, work, teams, [("capacity", f"O{o}") for o in range(organisations)], when)
        + timed(
            cost,
            quarters,
            shared_work,
            np.full((1, quarters), 0.2 * BUILD * cells / 20 * slack),
            [("capacity", "shared")],
            when,
        )
        + timed(
            cost,
            quarters,
            every_move(cost, quarters, model.organisation, window=2),
            _go_lives(model, organisations, slack),
            [("go-lives", f"O{o}") for o in range(organisations)],
            when,
        )
        + timed(
            cost,
            quarters,
            every_move(cost, quarters, everyone),
            np.full((1, quarters), np.ceil(cells / 16 * slack)),
            [("go-lives", "all")],
            when,
        )
        + timed(
            cost,
            quarters,
            slots,
            np.full((6, quarters), np.ceil(cells / 36 * slack)),
            [("slots", f"S{s}") for s in range(6)],
            when,
        )
        + precedence(cost, quarters, pairs[:, 0], pairs[:, 1], [("order", str(a), str(b)) for a, b in pairs], when)
        + _budgets(model, build, slack)
    )


def _go_lives(model: Model, organisations: int, slack: float) -> Floats:
    cells = np.bincount(model.organisation, minlength=organisations)
    return np.broadcast_to(np.ceil(cells / 9 * slack)[:, None], (organisations, model.quarters))


def _pairs(draw: np.random.Generator, model: Model) -> Ints:
    """In each organisation, capability 2 after 0 and 3 after 1, where it runs both."""
    where = {(o, k): i for i, (o, k) in enumerate(zip(model.organisation, model.capability, strict=True))}
    found = [
        (where[o, a], where[o, b])
        for o in np.unique(model.organisation)
        for a, b in ((0, 2), (1, 3), (0, 4), (5, 6))
        if (o, a) in where and (o, b) in where
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _budgets(model: Model, build: Floats, slack: float) -> Rows:
    """Capital by financial year: about £200,000 for each WTE of build."""
    year = np.arange(model.quarters) // 4
    spend_a_move = np.rint(build * np.random.default_rng(model.cells).uniform(14e6, 26e6, model.cells))
    rows = Rows.none(model.cost.size)
    for y in np.unique(year):
        move = np.broadcast_to(
            np.where(year == y, 1.0, 0.0)[None, None, :] * spend_a_move[:, None, None],
            (model.cells, model.options.offer.shape[1], model.quarters),
        )
        none = np.zeros(model.cells)
        rows += total(
            model.cost,
            lay(stay=none, renew=none, move=move),
            spend_a_move.sum() / 5 * slack,
            ("budget", "capital", f"year {y}"),
        )
    return rows
