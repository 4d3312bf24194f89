"""What happens without a plan: nothing at all, replacement contract by contract, or integration of what is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from concordat.converge.facts.ending import ending
from concordat.converge.facts.obstacle import Dates, Obstacles, can_stay, lasts, support_end
from concordat.converge.facts.problem import Cell, Choice, Problem
from concordat.converge.pricing.price import Pence, Prices
from concordat.core.period import ONE_DAY, months_later
from concordat.register.programme import AssumptionName
from concordat.register.system import DigitalCapability


@dataclass(frozen=True, kw_only=True)
class Replacement:
    """How one system is replaced when its contract ends: by what, on which day, at what cost (lines, F) in pence."""

    cell: Cell
    product: str
    on: date | None
    lines: Pence
    today: int


@dataclass(frozen=True, kw_only=True)
class Baselines:
    """What a plan is compared with, in pence of today; `unlawful` names contracts that doing nothing would outrun."""

    do_nothing: int
    do_minimum: int
    integrate: int
    replacements: tuple[Replacement, ...]
    unlawful: tuple[str, ...]

    def by_organisation(self, problem: Problem) -> dict[str, int]:
        """Pence each organisation pays under do-minimum."""
        found = dict.fromkeys(problem.organisations, 0)
        for each in self.replacements:
            found[each.cell.organisation] += each.today
        return found


def baselines(prices: Prices, obstacles: Obstacles) -> Baselines:
    """All three, for the systems of one problem."""
    problem = prices.problem
    replacements = tuple(replace_at_expiry(prices, obstacles, cell) for cell in problem.cells)
    minimum = sum(each.today for each in replacements)
    return Baselines(
        do_nothing=sum(int(prices.years.today(prices.rolled_on(cell))) for cell in problem.cells),
        do_minimum=minimum,
        integrate=minimum + _integration(prices, replacements),
        replacements=replacements,
        unlawful=tuple(sorted({cell.contract.contract for cell in problem.cells if not lasts(problem, cell)})),
    )


def replace_at_expiry(prices: Prices, obstacles: Obstacles, cell: Cell) -> Replacement:
    """The cheapest of buying the same again, or one offer for this site alone, when the contract first can be replaced.

    A contract that outlasts the horizon may simply be kept. Where nothing lawful is left, the old system is priced as
    rolling on past its end: the comparison is then too kind.
    """
    problem = prices.problem
    days = list(renewal_days(problem, cell))
    by = days[0] if days else cell.legs[-1].ends_on + ONE_DAY
    found = [_bought_again(prices, cell, by)] if days else [_kept(prices, cell)] if can_stay(problem, cell) else []
    found += [each for choice in _alone(problem, cell) if (each := _replaced(prices, obstacles, cell, choice, by))]
    return min(found, key=lambda each: each.today) if found else _kept(prices, cell)


def renewal_days(problem: Problem, cell: Cell) -> list[date]:
    """The days on which the same product could lawfully be bought again: where a leg ends and there is time for it."""
    if support_end(problem, cell) is not None:
        return []
    ends = [leg.ends_on + ONE_DAY for leg in cell.legs if problem.starts_on <= leg.ends_on + ONE_DAY < problem.ends_on]
    in_time = [day for day in ends if renewal_dates(problem, day).decide_by >= problem.as_of]
    return [day for day in in_time if _can_stop(problem, cell, day)]


def renewal_dates(problem: Problem, on: date) -> Dates:
    """When to decide and start buying the same again, for a contract that follows the old one on a day."""
    procure_by = months_later(on, -int(problem.assume(AssumptionName.RENEWAL_PROCUREMENT)))
    decide_by = months_later(procure_by, -int(problem.assume(AssumptionName.APPROVALS)))
    return Dates(decide_by=decide_by, procure_by=procure_by, award_by=on, cutover_on=on, leave_on=on)


def _can_stop(problem: Problem, cell: Cell, day: date) -> bool:
    """Whether the contract can still be made to end on the day, and does not renew itself first."""
    found = ending(cell, day, problem.as_of)
    return found is not None and found.paid_to <= day


def _alone(problem: Problem, cell: Cell) -> list[Choice]:
    at = problem.capability_number(cell)
    return [choice for choice in problem.choices[at] if choice.sites == 0]


def _bought_again(prices: Prices, cell: Cell, day: date) -> Replacement:
    lines = prices.renew(cell, day)
    return _replacement(prices, cell, cell.system.product, day, lines)


def _replaced(prices: Prices, obstacles: Obstacles, cell: Cell, choice: Choice, by: date) -> Replacement | None:
    """The offer cut over in the last lawful quarter in which the old system is not needed after `by`."""
    if any(True for _ in obstacles.unfit(cell, choice.offer)):
        return None
    for quarter, day in reversed(list(enumerate(obstacles.go_live_days[cell.organisation]))):
        if day and obstacles.dates(choice.offer, day).leave_on <= by:
            if any(True for _ in obstacles.on_date(cell, choice.offer, quarter)):
                continue
            end = ending(cell, obstacles.dates(choice.offer, day).leave_on, prices.problem.as_of)
            assert end is not None  # or it would have been an obstacle
            lines = (prices.leave(cell, [end]) + prices.take(cell, choice, [day]))[:, 0]
            return _replacement(prices, cell, choice.offer.product, day, lines)
    return None


def _kept(prices: Prices, cell: Cell) -> Replacement:
    lines = prices.stay(cell)
    lines[0] = prices.rolled_on(cell)
    return _replacement(prices, cell, cell.system.product, None, lines)


def _replacement(prices: Prices, cell: Cell, product: str, on: date | None, lines: Pence) -> Replacement:
    today = int(prices.years.today(lines).sum())
    return Replacement(cell=cell, product=product, on=on, lines=lines, today=today)


def _integration(prices: Prices, replacements: tuple[Replacement, ...]) -> int:
    """Pence to integrate every site of each capability that would still be on several products."""
    problem, total = prices.problem, 0
    for capability in problem.capabilities:
        here = [each for each in replacements if each.cell.system.capability == capability.capability]
        if len({each.product for each in here}) > 1:
            total += len(here) * _integrated(prices, capability)
    return total


def _integrated(prices: Prices, capability: DigitalCapability) -> int:
    years, start = prices.years, prices.problem.starts_on
    running = years.days(start.toordinal(), prices.problem.ends_on.toordinal()) / years.lengths
    yearly = (capability.integration_annual * running).round().astype(int)
    return int(years.today(yearly)) + capability.integration_set_up
