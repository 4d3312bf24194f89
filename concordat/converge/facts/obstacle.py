"""What stands between a system and a choice in a quarter: each obstacle with its rule; none means it is lawful.

The compiler asks only whether there is one; the explanations ask for all. No date is judged anywhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from concordat.converge.facts.ending import ending
from concordat.converge.facts.law import CHECKED, LONGEST_CALL_OFF, OWN_TERMS
from concordat.converge.facts.problem import Cell, Problem
from concordat.core.calendar import is_working_day
from concordat.core.finding import Severity
from concordat.core.period import ONE_DAY, long_date, months_later
from concordat.core.reason import Reason
from concordat.core.rule import Rule, Status
from concordat.register.offer import Offer
from concordat.register.programme import AssumptionName, Blackout

LEAD_TIME = Rule(
    id="CV-01",
    text="Approvals, procurement and implementation take their time; a date that leaves too little cannot be met.",
    source="the offer's own lengths of time and the assumption on approvals",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
FRAMEWORK_OPEN = Rule(
    id="CV-03",
    text="A contract is awarded from a framework only while it is open.",
    source="PCR 2015 reg 33(3)-(4); Procurement Act 2023 s45(1), s47 and s49(3)",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    checked_on=CHECKED,
)
NO_GO_LIVE = Rule(
    id="MW-02",
    text="No go-live falls in a blackout.",
    source="the collaborative's own calendar of blackouts",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
MUST_HAVE = Rule(
    id="APP-03",
    text="A product without a mandated standard, or without what a site must have, is no target.",
    source="Health and Social Care Act 2012 s250 information standards; the sites' own needs",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    checked_on=CHECKED,
)
SUPPORTED = Rule(
    id="APP-04",
    text="A product is not used beyond the day its supplier supports it to.",
    source="house rule, after the Data Security and Protection Toolkit on unsupported systems",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The days a cutover implies, reckoned back from it."""

    decide_by: date
    procure_by: date
    award_by: date
    cutover_on: date
    leave_on: date


@dataclass(frozen=True)
class Obstacles:
    """Judges the dates of one problem."""

    problem: Problem

    @cached_property
    def go_live_days(self) -> dict[str, tuple[date | None, ...]]:
        """For each organisation and quarter the first day fit for a go-live; None where a quarter has none."""
        return {
            code: tuple(self._go_live_day(code, quarter) for quarter in range(len(self.problem.quarters)))
            for code in self.problem.organisations
        }

    def dates(self, offer: Offer, cutover_on: date) -> Dates:
        """When to decide, start buying and award, and from when the old system is not needed."""
        award_by = months_later(cutover_on, -offer.implementation)
        procure_by = months_later(award_by, -offer.procurement)
        approvals = int(self.problem.assume(AssumptionName.APPROVALS))
        return Dates(
            decide_by=months_later(procure_by, -approvals),
            procure_by=procure_by,
            award_by=award_by,
            cutover_on=cutover_on,
            leave_on=months_later(cutover_on, offer.double_running),
        )

    def unfit(self, cell: Cell, offer: Offer) -> Iterator[Reason]:
        """Why the offer's product can never serve the cell, whatever the date."""
        product = self.problem.products.get(offer.product)
        has = set(product.standards) | set(product.features) if product else set()
        missing = sorted(self.problem.needs[cell.organisation, cell.system.capability] - has)
        if missing:
            name = self.problem.name(offer.product)
            yield MUST_HAVE.reason(f"{name} is not shown to offer {', '.join(missing)}", *missing)
        ends = product.support_ends_on if product else None
        if ends and ends < self.problem.ends_on - ONE_DAY:
            yield SUPPORTED.reason(f"{self.problem.name(offer.product)} is supported only to {long_date(ends)}")

    def on_date(self, cell: Cell, offer: Offer, quarter: int) -> Iterator[Reason]:
        """Why the cell cannot cut over to the offer in this quarter."""
        problem = self.problem
        day = self.go_live_days[cell.organisation][quarter]
        if day is None:
            yield NO_GO_LIVE.reason(f"{problem.quarters[quarter].label} has no day outside a blackout")
            return
        dates = self.dates(offer, day)
        if dates.decide_by < problem.as_of:
            yield LEAD_TIME.reason(f"it would have had to be decided by {long_date(dates.decide_by)}")
        if offer.opens_on and dates.award_by < offer.opens_on:
            yield LEAD_TIME.reason(f"it cannot be awarded before {long_date(offer.opens_on)}")
        framework = problem.frameworks.get(offer.framework)
        if framework and dates.award_by > framework.closes_on:
            yield FRAMEWORK_OPEN.reason(
                f"{framework.name} closes on {long_date(framework.closes_on)}, before the award"
            )
        yield from self._too_late(cell, dates)

    def _too_late(self, cell: Cell, dates: Dates) -> Iterator[Reason]:
        end = support_end(self.problem, cell)
        if end and dates.cutover_on > end:
            yield SUPPORTED.reason(f"{self.problem.name(cell.system.product)} is supported only to {long_date(end)}")
        if ending(cell, dates.leave_on, self.problem.as_of) is None:
            last = long_date(cell.legs[-1].ends_on)
            rule = LONGEST_CALL_OFF if cell.contract.framework and len(cell.legs) == 1 else OWN_TERMS
            yield rule.reason(f"{cell.contract.title} cannot lawfully run beyond {last}", cell.contract.contract)

    def _go_live_day(self, code: str, quarter: int) -> date | None:
        span = self.problem.quarters[quarter]
        freezes = [each for each in self.problem.blackouts if each.organisation in ("", code)]
        day = span.start
        while day < span.end:
            if day.weekday() < 4 and is_working_day(day) and not any(in_blackout(each, day) for each in freezes):
                return day
            day += ONE_DAY
        return None


def support_end(problem: Problem, cell: Cell) -> date | None:
    """The day support of the incumbent's product ends, where that is still to come within the horizon."""
    product = problem.products.get(cell.system.product)
    ends = product.support_ends_on if product else None
    return ends if ends and problem.as_of <= ends < problem.ends_on - ONE_DAY else None


def lasts(problem: Problem, cell: Cell) -> bool:
    """Whether the contract may lawfully run to the end of the horizon."""
    return cell.legs[-1].ends_on + ONE_DAY >= problem.ends_on


def can_stay(problem: Problem, cell: Cell) -> bool:
    """Whether the system may be kept to the end of the horizon, under its contract and supported."""
    return lasts(problem, cell) and support_end(problem, cell) is None


def in_blackout(blackout: Blackout, day: date) -> bool:
    """Whether a day is in a blackout, in any year where it comes back yearly."""
    if not blackout.yearly:
        return blackout.starts_on <= day <= blackout.ends_on
    start, end = (blackout.starts_on.month, blackout.starts_on.day), (blackout.ends_on.month, blackout.ends_on.day)
    at = (day.month, day.day)
    return start <= at <= end if start <= end else at >= start or at <= end
