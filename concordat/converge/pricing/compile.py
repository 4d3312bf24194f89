"""The problem becomes arrays: a cost for every lawful choice, and no column for any other.

Law is the absence of columns, so nothing unlawful has a price at which it could be had (planning notes, ADR 0002).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from concordat.converge.facts.ending import Ending, ending
from concordat.converge.facts.law import Ground
from concordat.converge.facts.obstacle import Obstacles, can_stay
from concordat.converge.facts.problem import Cell, Problem
from concordat.converge.pricing.expiry import Baselines, baselines, renewal_days
from concordat.converge.pricing.limits import limits
from concordat.converge.pricing.price import CAPITAL, ONE_OFF_REVENUE, Pence, Prices
from concordat.converge.solver.model import NOBODY, Floats, Model, Options, Rows, lay
from concordat.register.offer import Offer


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """A problem, its arrays, and what is needed to read a solution back: N cells, W choices, Q quarters."""

    problem: Problem
    prices: Prices
    obstacles: Obstacles
    model: Model
    renewals: tuple[date | None, ...]
    without: Baselines
    capital: Floats = field(repr=False)
    revenue: Floats = field(repr=False)


def compile_problem(problem: Problem, *, benefits: bool = False) -> Compiled:
    """The arrays of a problem; with `benefits`, cash that offers release counts against cost."""
    prices, obstacles = Prices(problem, benefits), Obstacles(problem)
    tables = _Tables.empty(problem)
    renewals = tuple(_fill(tables, number, cell, prices, obstacles) for number, cell in enumerate(problem.cells))
    cost = lay(stay=tables.stay, renew=tables.renew, move=tables.move)
    products = _product_numbers(problem)
    without = baselines(prices, obstacles)
    minimum = without.by_organisation(problem)
    capability = np.array([problem.capability_number(cell) for cell in problem.cells])
    organisation = np.array([problem.organisations.index(cell.organisation) for cell in problem.cells])
    rows: Rows = limits(problem, cost, tables.capital, tables.revenue)
    model = Model(
        capability=capability,
        organisation=organisation,
        quarters=len(problem.quarters),
        options=_options(problem, prices, products),
        cost=cost,
        rows=rows,
        product=np.array([products[cell.system.product] for cell in problem.cells]),
        baseline=np.array([max(1.0, minimum[code]) for code in problem.organisations]),
        risk=lay(stay=tables.stay_risk, renew=np.zeros(len(problem.cells)), move=tables.risk),
    )
    return Compiled(
        problem=problem,
        prices=prices,
        obstacles=obstacles,
        model=model,
        renewals=renewals,
        without=without,
        capital=tables.capital,
        revenue=tables.revenue,
    )


@dataclass(frozen=True, kw_only=True)
class _Tables:
    """Costs being filled in: stay and renew (N,), move (N, W, Q), one-off spend (N, C, F)."""

    stay: Floats
    renew: Floats
    move: Floats
    stay_risk: Floats
    risk: Floats
    capital: Floats
    revenue: Floats

    @staticmethod
    def empty(problem: Problem) -> _Tables:
        cells, quarters, years = len(problem.cells), len(problem.quarters), len(problem.years)
        widest = max((len(each) for each in problem.choices), default=0) or 1
        shape = (cells, widest, quarters)
        spend = (cells, 2 + widest * quarters, years)
        return _Tables(
            stay=np.full(cells, np.inf),
            renew=np.full(cells, np.inf),
            move=np.full(shape, np.inf),
            stay_risk=np.zeros(cells),
            risk=np.zeros(shape),
            capital=np.zeros(spend),
            revenue=np.zeros(spend),
        )


def _fill(tables: _Tables, number: int, cell: Cell, prices: Prices, obstacles: Obstacles) -> date | None:
    """Fill in one cell's columns; returns the day on which it would be bought again."""
    problem = prices.problem
    if can_stay(problem, cell):
        tables.stay[number] = prices.years.today(prices.stay(cell)).sum()
        tables.stay_risk[number] = _RISK.get(cell.legs[-1].ground, 0)
    renewal = _cheapest_renewal(prices, cell)
    if renewal is not None:
        money = prices.renew(cell, renewal)
        tables.renew[number] = prices.years.today(money).sum()
        tables.revenue[number, 1] = money[list(ONE_OFF_REVENUE)].sum(axis=0)
    capability = problem.capability_number(cell)
    by_offer: dict[str, tuple[list[int], list[Ending]]] = {}
    for option, choice in enumerate(problem.choices[capability]):
        if choice.offer.offer not in by_offer:
            by_offer[choice.offer.offer] = lawful_quarters(obstacles, cell, choice.offer)
        open_in, endings = by_offer[choice.offer.offer]
        if open_in:
            cutovers = [day for day in (obstacles.go_live_days[cell.organisation][q] for q in open_in) if day]
            money = prices.leave(cell, endings) + prices.take(cell, choice, cutovers)
            _store(tables, number, option, open_in, money, prices)
            _set_aside(tables, number, option, open_in, prices.set_aside(choice, cutovers))
            tables.risk[number, option, open_in] = [_RISK.get(cell.legs[each.leg].ground, 0) for each in endings]
    return renewal


def _store(tables: _Tables, number: int, option: int, open_in: list[int], money: Pence, prices: Prices) -> None:
    tables.move[number, option, open_in] = prices.years.today(money).sum(axis=0)
    columns = [2 + option * tables.move.shape[2] + quarter for quarter in open_in]
    tables.capital[number, columns] = money[list(CAPITAL)].sum(axis=0)
    tables.revenue[number, columns] = money[list(ONE_OFF_REVENUE)].sum(axis=0)


def _set_aside(tables: _Tables, number: int, option: int, open_in: list[int], shares: tuple[Pence, Pence]) -> None:
    """Budgets also hold each taker's part of what is paid once for all."""
    columns = [2 + option * tables.move.shape[2] + quarter for quarter in open_in]
    for table, pence in zip((tables.capital, tables.revenue), shares, strict=True):
        table[number, columns] += pence


_RISK = {Ground.RENEWAL: 1, Ground.MODIFICATION: 2, Ground.PERMITTED: 3, Ground.OVERRIDE: 9}
"""How exposed an ending is by what it rests on: own terms are safe, an override is the user's own risk."""


def lawful_quarters(obstacles: Obstacles, cell: Cell, offer: Offer) -> tuple[list[int], list[Ending]]:
    """The quarters in which the cell may cut over to the offer, and how its old contract then ends."""
    open_in: list[int] = []
    endings: list[Ending] = []
    if any(True for _ in obstacles.unfit(cell, offer)):
        return open_in, endings
    for quarter, day in enumerate(obstacles.go_live_days[cell.organisation]):
        if day and not any(True for _ in obstacles.on_date(cell, offer, quarter)):
            end = ending(cell, obstacles.dates(offer, day).leave_on, obstacles.problem.as_of)
            assert end is not None  # or it would have been an obstacle
            open_in.append(quarter)
            endings.append(end)
    return open_in, endings


def _cheapest_renewal(prices: Prices, cell: Cell) -> date | None:
    days = renewal_days(prices.problem, cell)
    return min(days, key=lambda day: (int(prices.years.today(prices.renew(cell, day)).sum()), day), default=None)


def _product_numbers(problem: Problem) -> dict[str, int]:
    used = {cell.system.product for cell in problem.cells}
    used |= {choice.offer.product for choices in problem.choices for choice in choices}
    return {product: number for number, product in enumerate(sorted(used))}


def _options(problem: Problem, prices: Prices, products: dict[str, int]) -> Options:
    shape = (len(problem.capabilities), max((len(each) for each in problem.choices), default=0) or 1)
    offer, threshold = np.full(shape, NOBODY), np.zeros(shape, dtype=np.int64)
    activation = np.zeros(shape)
    for at, choices in enumerate(problem.choices):
        for option, choice in enumerate(choices):
            offer[at, option] = products[choice.offer.product]
            threshold[at, option] = choice.sites
            activation[at, option] = prices.once(choice)
    return Options(offer=offer, threshold=threshold, most=np.full(shape, len(problem.cells)), activation=activation)
