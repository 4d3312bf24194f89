"""What each future costs, reckoned a year at a time in plain floats, to the penny.

Part of the independent checker. Every stretch and financial year is rounded to a penny (half to even), then discounted
and rounded again; costs are counted from the first quarter to the horizon, set-up from the award.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from concordat.converge.tests.facts import Facts, Live
from concordat.converge.tests.terms import DAY, Walk, later, walk
from concordat.register.offer import Basis, Offer
from concordat.register.programme import AssumptionName

Spend = list[int]
"""Pence by financial year, the first being that of the day of planning."""

Priced = tuple[date, date, float]
"""From, to, and the multiple of the yearly charge."""


@dataclass
class Bill:
    """Pence by year for each kind of cost of one system's future."""

    old: Spend
    new: Spend
    capital: Spend
    set_up: Spend
    exit: Spend
    early: Spend
    again: Spend

    @property
    def revenue(self) -> Spend:
        """One-off revenue by year."""
        return [sum(each) for each in zip(self.set_up, self.exit, self.early, self.again, strict=True)]


@dataclass(frozen=True)
class Reckoning:
    """Reckons the costs of one record's systems on one day."""

    facts: Facts

    def today(self, *spends: Spend) -> int:
        """Pence of today: each amount of each year discounted and rounded."""
        rate = self.facts.assume(AssumptionName.DISCOUNT_RATE)
        return sum(round(pence * (1 + rate / 100) ** -n) for spend in spends for n, pence in enumerate(spend))

    def total(self, bill: Bill) -> int:
        """Pence of today for a whole bill."""
        return self.today(bill.old, bill.new, bill.capital, bill.set_up, bill.exit, bill.early, bill.again)

    def stay(self, live: Live) -> Bill | None:
        """Kept to the horizon; None where it lawfully cannot be."""
        found = self._walk(live, self.facts.ends_on)
        return self._bill(old=self._old(live, found, self.facts.ends_on)) if found else None

    def renew(self, live: Live, on: date) -> Bill | None:
        """Bought again on a day on which the old contract can be made to end; None where it cannot."""
        found = self._walk(live, on)
        if found is None or found.paid_to > on:
            return None
        again = 1 + self.facts.assume(AssumptionName.RENEWAL_UPLIFT) / 100
        end = self.facts.ends_on
        new = self._charges(live, [(max(on, self.facts.starts_on), end, again)], end)
        cost = round(self.facts.assume(AssumptionName.RENEWAL_COST) * 100)
        return self._bill(old=self._old(live, found, on), new=new, again=self._once(cost, on))

    def move(self, live: Live, offer: Offer, price: int, cutover: date, *, alone: bool) -> Bill | None:
        """Moved to an offer at a price; None where the old contract lawfully cannot last so long."""
        leave_on = later(cutover, offer.double_running)
        found = self._walk(live, leave_on)
        if found is None:
            return None
        old = self._old(live, found, found.paid_to)
        users = max(live.system.users, 1) if offer.basis is Basis.USER else 1
        award = later(cutover, -offer.implementation)
        capital, revenue = self._set_up(live, offer, alone=alone)
        return self._bill(
            old=old,
            new=[round(price * users * share) for share in self._shares_of_year(cutover, self.facts.ends_on)],
            capital=self._spread(capital, award, cutover),
            set_up=self._spread(revenue, award, cutover),
            exit=self._once(live.exit_fee, found.paid_to - DAY),
            early=self._once(self._fee(live, found), found.paid_to),
        )

    def nothing(self, live: Live) -> int:
        """Pence of today if nobody does anything: on to the horizon, past the lawful end at a premium."""
        stretches = self.stretches(live)
        last = max(stretches[-1][1], self.facts.starts_on)
        roll_on = 1 + self.facts.assume(AssumptionName.ROLL_ON) / 100
        charges = [*self._multiplied(live, stretches), (last, self.facts.ends_on, roll_on)]
        return self.today(self._charges(live, charges, self.facts.ends_on))

    def once(self, offer: Offer) -> int:
        """Pence paid once for a shared offer."""
        return round((offer.once_capital + offer.once_revenue) * self._bias)

    def _walk(self, live: Live, leave_on: date) -> Walk | None:
        return walk(live.contract, live.framework, self.facts.as_of, leave_on)

    def stretches(self, live: Live) -> list[tuple[date, date, str]]:
        """Every stretch on the way to the horizon, or as far as the law goes."""
        first, days = self.facts.as_of, range((self.facts.ends_on - self.facts.as_of).days + 1)
        refused = bisect_left(days, True, key=lambda n: self._walk(live, first + timedelta(days=n)) is None)
        found = self._walk(live, first + timedelta(days=refused - 1))
        assert found is not None  # or the contract would have ended, and the system had no future
        return found.stretches

    def _old(self, live: Live, found: Walk, paid_to: date) -> Spend:
        until = min(paid_to, self.facts.ends_on)
        return self._charges(live, self._multiplied(live, found.stretches), until)

    def _multiplied(self, live: Live, stretches: list[tuple[date, date, str]]) -> list[Priced]:
        uplift, roll_on = live.contract.extension_uplift, self.facts.assume(AssumptionName.ROLL_ON)
        rise = {"term": 0.0, "renewal": 0.0, "override": roll_on}
        return [
            (max(start, self.facts.starts_on), stop, 1 + rise.get(ground, uplift) / 100)
            for start, stop, ground in stretches
        ]

    def _charges(self, live: Live, stretches: Iterable[Priced], until: date, years: int = 0) -> Spend:
        """The yearly charge over stretches (from, to, multiple) until a day, rising with its indexation."""
        spend = [0] * (years or len(self.facts.years))
        for start, stop, multiple in stretches:
            for n in range(len(spend)):
                first, after = self.facts.year(n)
                days = (min(stop, until, after) - max(start, first)).days
                if days > 0:
                    rate = live.annual * multiple * (1 + live.contract.indexation / 100) ** n
                    spend[n] += round(rate * days / (after - first).days)
        return spend

    def _fee(self, live: Live, found: Walk) -> int:
        """The share of the charges still to come, to the end it was bound to, however far off."""
        if not found.broken:
            return 0
        stretches, far = self._multiplied(live, found.stretches), found.committed_to.year - self.facts.as_of.year + 2
        to_end = self._charges(live, stretches, found.committed_to, far)
        to_break = self._charges(live, stretches, found.paid_to, far)
        return round((sum(to_end) - sum(to_break)) * (live.contract.break_fee / 100))

    def part_of_once(self, offer: Offer, kind: str, takers: int, cutover: date) -> Spend:
        """By year, one of so many takers' part of what is paid once, a broken penny rounded up, while it is put in."""
        capital = round(offer.once_capital * self._bias)
        whole = {"capital": capital, "revenue": self.once(offer) - capital}[kind]
        return self._spread(-(-whole // takers), later(cutover, -offer.implementation), cutover)

    def _set_up(self, live: Live, offer: Offer, *, alone: bool) -> tuple[int, int]:
        share = self.facts.part_of_set_up(live, offer) * self._bias
        once = self._bias if alone else 0
        capital = round(offer.set_up_capital * share + offer.once_capital * once)
        return capital, round(offer.set_up_revenue * share + offer.once_revenue * once)

    @property
    def _bias(self) -> float:
        return 1 + self.facts.assume(AssumptionName.OPTIMISM_BIAS) / 100

    def _shares_of_year(self, start: date, stop: date) -> list[float]:
        years = (self.facts.year(n) for n in range(len(self.facts.years)))
        return [max(0, (min(stop, b) - max(start, a)).days) / (b - a).days for a, b in years]

    def _spread(self, pence: int, start: date, stop: date) -> Spend:
        years = (self.facts.year(n) for n in range(len(self.facts.years)))
        days = [max(0, (min(stop, b) - max(start, a)).days) for a, b in years]
        return [round(pence * (each / (stop - start).days)) for each in days]

    def _once(self, pence: int, on: date) -> Spend:
        spend = [0] * len(self.facts.years)
        within = [n for n in range(len(spend)) if self.facts.year(n)[0] <= on]
        spend[within[-1] if within else 0] = pence
        return spend

    def _bill(self, **lines: Spend) -> Bill:
        nothing = [0] * len(self.facts.years)
        names = ("old", "new", "capital", "set_up", "exit", "early", "again")
        return Bill(**{name: lines.get(name, list(nothing)) for name in names})
