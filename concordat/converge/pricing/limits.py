"""What limits the moves together: people, go-lives, suppliers' slots, the order of capabilities, and budgets."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

import numpy as np

from concordat.converge.facts.problem import Cell, Problem
from concordat.converge.solver.model import Floats, Rows
from concordat.converge.solver.rows import Work, every_move, precedence, timed, together, total
from concordat.core.calendar import Quarter
from concordat.register.offer import Offer
from concordat.register.programme import AssumptionName, Budget


def limits(problem: Problem, cost: Floats, capital: Floats, revenue: Floats) -> Rows:
    """All linking rows of a problem; `cost` is (N, C), spend (N, C, F) in pence."""
    parts = (
        _capacity(problem, cost),
        *_go_lives(problem, cost),
        _slots(problem, cost),
        _order(problem, cost),
        *_budgets(problem, cost, capital, revenue),
    )
    return together(parts)


def quarter_names(problem: Problem) -> list[str]:
    """The quarters as labels and people call them."""
    return [quarter.label for quarter in problem.quarters]


def _capacity(problem: Problem, cost: Floats) -> Rows:
    teams = _teams(problem)
    if not teams:
        return Rows.none(cost.size)
    work = [entry for number, cell in enumerate(problem.cells) for entry in _effort(problem, number, cell, teams)]
    limit = np.array([[_people(problem, team, quarter) for quarter in problem.quarters] for team in teams])
    labels = [("capacity", f"{team[0] or 'all'} {team[1]}") for team in teams]
    return timed(cost, len(problem.quarters), _work(work), limit, labels, quarter_names(problem))


def _teams(problem: Problem) -> dict[tuple[str, str], int]:
    """A number for each team: (ODS code, or blank for the shared one, and skill)."""
    found = sorted({(each.organisation, each.skill.casefold()) for each in problem.capacity})
    return {team: number for number, team in enumerate(found)}


def _effort(
    problem: Problem, number: int, cell: Cell, teams: dict[tuple[str, str], int]
) -> Iterator[tuple[int, int, int, int, float]]:
    """(cell, option, team, lag, WTE): a skill is met by the organisation's own team, else by the shared one."""
    for option, offer in offers_of(problem, cell):
        share = problem.assume(AssumptionName.SAME_PRODUCT) / 100 if offer.product == cell.system.product else 1.0
        for skill, wte in offer.effort:
            team = teams.get((cell.organisation, skill.casefold()), teams.get(("", skill.casefold())))
            if team is not None:
                for lag in range(ceil(offer.implementation / 3)):
                    yield number, option, team, lag, wte * share


def offers_of(problem: Problem, cell: Cell) -> list[tuple[int, Offer]]:
    """The options of a cell's capability, numbered."""
    at = problem.capability_number(cell)
    return [(option, choice.offer) for option, choice in enumerate(problem.choices[at])]


def _people(problem: Problem, team: tuple[str, str], quarter: Quarter) -> float:
    """WTE of a team on the first day of a quarter; a team whose rows do not reach the quarter has nobody."""
    return sum(
        each.wte
        for each in problem.capacity
        if (each.organisation, each.skill.casefold()) == team
        and (each.starts_on is None or each.starts_on <= quarter.start)
        and (each.ends_on is None or quarter.start <= each.ends_on)
    )


def _go_lives(problem: Problem, cost: Floats) -> Iterator[Rows]:
    span, names = len(problem.quarters), quarter_names(problem)
    organisations = problem.organisations
    home = np.array([organisations.index(cell.organisation) for cell in problem.cells])
    major = {each.capability for each in problem.capabilities if each.major}
    is_major = np.array([cell.system.capability in major for cell in problem.cells])
    gap = max(1, int(problem.assume(AssumptionName.MAJOR_GAP)))
    site, every = (problem.assume(name) for name in (AssumptionName.GO_LIVES_SITE, AssumptionName.GO_LIVES_ALL))
    one_each = np.ones((len(organisations), span))
    counts = (
        (home, 1, one_each * site, [("go-lives", code) for code in organisations]),
        (np.where(is_major, home, -1), gap, one_each, [("major go-lives", code) for code in organisations]),
        (np.zeros_like(home), 1, np.full((1, span), every), [("go-lives", "all")]),
    )
    for resource, window, limit, labels in counts:
        yield timed(cost, span, every_move(cost, span, resource, window), limit, labels, names)


def _slots(problem: Problem, cost: Floats) -> Rows:
    offers = sorted({c.offer.offer: c.offer.slots for cs in problem.choices for c in cs if c.offer.slots}.items())
    number = {offer: at for at, (offer, _) in enumerate(offers)}
    work = [
        (at, option, number[offer.offer], 0, 1.0)
        for at, cell in enumerate(problem.cells)
        for option, offer in offers_of(problem, cell)
        if offer.offer in number
    ]
    if not work:
        return Rows.none(cost.size)
    limit = np.array([[float(slots)] * len(problem.quarters) for _, slots in offers])
    labels = [("supplier slots", offer) for offer, _ in offers]
    return timed(cost, len(problem.quarters), _work(work), limit, labels, quarter_names(problem))


def _order(problem: Problem, cost: Floats) -> Rows:
    at: dict[tuple[str, str], list[int]] = {}
    for number, cell in enumerate(problem.cells):
        at.setdefault((cell.organisation, cell.system.capability), []).append(number)
    after = {each.capability: each.after for each in problem.capabilities}
    pairs = [
        (first, number)
        for number, cell in enumerate(problem.cells)
        for earlier in after[cell.system.capability]
        for first in at.get((cell.organisation, earlier), [])
    ]
    if not pairs:
        return Rows.none(cost.size)
    first, then = (np.array(each) for each in zip(*pairs, strict=True))
    labels = [("order", f"{_cell(problem, b)} not before {_cell(problem, a)}") for a, b in pairs]
    return precedence(cost, len(problem.quarters), first, then, labels, quarter_names(problem))


def _cell(problem: Problem, number: int) -> str:
    cell = problem.cells[number]
    return f"{cell.system.capability} at {cell.organisation}"


def _budgets(problem: Problem, cost: Floats, capital: Floats, revenue: Floats) -> Iterator[Rows]:
    years = {year.label: number for number, year in enumerate(problem.years)}
    for budget in problem.budgets:
        if budget.financial_year in years:
            here = np.array([budget.organisation in ("", cell.organisation) for cell in problem.cells])
            for kind, spend in (("capital", capital), ("revenue", revenue)):
                limit = getattr(budget, kind)
                if limit is not None:
                    amount = spend[:, :, years[budget.financial_year]] * here[:, None]
                    yield total(cost, amount, float(limit), budget_label(budget, kind))


def budget_label(budget: Budget, kind: str) -> tuple[str, ...]:
    """What a budget's row is called."""
    return ("budget", f"{budget.organisation or 'all'} {kind}", budget.financial_year)


def _work(entries: list[tuple[int, int, int, int, float]]) -> Work:
    table = np.array(entries, dtype=np.float64).reshape(-1, 5)
    cell, option, resource, lag = table[:, :4].astype(np.int64).T
    return Work(cell=cell, option=option, resource=resource, lag=lag, amount=table[:, 4])
