"""What each choice costs: pence by kind of cost and financial year, and their value today.

One definition serves the solver, the reported figures and the reasons: every amount is rounded to a penny for each
stretch and financial year, then discounted and rounded again, so that sums are exact whoever adds them up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from concordat.converge.facts.ending import Ending
from concordat.converge.facts.law import Ground
from concordat.converge.facts.problem import Cell, Choice, Problem
from concordat.core.calendar import FinancialYear
from concordat.core.period import ONE_DAY, months_later
from concordat.register.offer import Basis
from concordat.register.programme import AssumptionName

Pence = npt.NDArray[np.int64]


class Line(IntEnum):
    """The kinds of cost, as a budget holder tells them apart."""

    OLD = 0
    NEW = 1
    SET_UP_CAPITAL = 2
    SET_UP_REVENUE = 3
    EXIT = 4
    BREAK = 5
    BUY_AGAIN = 6
    BENEFIT = 7


CAPITAL = (Line.SET_UP_CAPITAL,)
ONE_OFF_REVENUE = (Line.SET_UP_REVENUE, Line.EXIT, Line.BREAK, Line.BUY_AGAIN)
WORDS = {
    Line.OLD: "old contract",
    Line.NEW: "new contract",
    Line.SET_UP_CAPITAL: "set-up (capital)",
    Line.SET_UP_REVENUE: "set-up (revenue)",
    Line.EXIT: "exit",
    Line.BREAK: "ending early",
    Line.BUY_AGAIN: "buying again",
    Line.BENEFIT: "cash released",
}


@dataclass(frozen=True)
class Years:
    """The financial years a plan touches, as arrays: F years."""

    years: tuple[FinancialYear, ...]
    rate: float

    @cached_property
    def _bounds(self) -> tuple[Pence, Pence]:
        starts = np.array([year.start.toordinal() for year in self.years])
        return starts, np.array([year.end.toordinal() for year in self.years])

    @cached_property
    def lengths(self) -> Pence:
        """(F,) days in each."""
        return self._bounds[1] - self._bounds[0]

    @cached_property
    def factors(self) -> npt.NDArray[np.float64]:
        """(F,) what a pound of each year is worth in the first."""
        return np.array([(1 + self.rate / 100) ** -number for number in range(len(self.years))])

    def days(self, start: Pence | int, end: Pence | int) -> Pence:
        """(…, F) days of each year between ordinals `start` and `end`, half-open; none where end is not after start."""
        first, last = self._bounds
        from_, to = np.maximum(np.asarray(start)[..., None], first), np.minimum(np.asarray(end)[..., None], last)
        return np.maximum(to - from_, 0)

    def index(self, yearly: float) -> npt.NDArray[np.float64]:
        """(F,) the growth of a charge that rises by so many per cent a year."""
        return np.array([(1 + yearly / 100) ** number for number in range(len(self.years))])

    def once(self, pence: int | Pence, days: Sequence[date]) -> Pence:
        """(Q, F) an amount paid on one day of each of Q alternatives, in its year (the nearest if outside)."""
        found = np.zeros((len(days), len(self.years)), dtype=np.int64)
        year = np.clip(np.searchsorted(self._bounds[0], [day.toordinal() for day in days], side="right") - 1, 0, None)
        found[np.arange(len(days)), year] = pence
        return found

    def today(self, pence: Pence) -> Pence:
        """(…) the value today of amounts by year (…, F), each year rounded to a penny."""
        return np.rint(pence * self.factors).astype(np.int64).sum(axis=-1)


@dataclass(frozen=True)
class Prices:
    """Prices the choices of one problem; `benefits` counts the cash that offers release."""

    problem: Problem
    benefits: bool = False

    @cached_property
    def years(self) -> Years:
        """The years and their discount."""
        return Years(self.problem.years, self.problem.assume(AssumptionName.DISCOUNT_RATE))

    def old(self, cell: Cell, paid_to: Sequence[date]) -> Pence:
        """(Q, F) pence for the incumbent from the start of the plan to each of Q days, and never past the horizon."""
        horizon = self.problem.ends_on.toordinal()
        until = np.array([min(day.toordinal(), horizon) for day in paid_to])
        return self._charges(cell, until, self._stretches(cell))

    def rolled_on(self, cell: Cell) -> Pence:
        """(F,) pence for the incumbent to the horizon as if nobody did anything, past the lawful end at a premium."""
        last = max(cell.legs[-1].ends_on + ONE_DAY, self.problem.starts_on)
        end = self.problem.ends_on
        roll_on = 1 + self.problem.assume(AssumptionName.ROLL_ON) / 100
        stretches = [*self._stretches(cell), (last, end, roll_on)]
        return self._charges(cell, np.array([end.toordinal()]), stretches)[0]

    def renew(self, cell: Cell, starts_on: date) -> Pence:
        """(lines, F) pence for buying the same product again when the old contract ends."""
        found = self._lines(1)
        again = 1 + self.problem.assume(AssumptionName.RENEWAL_UPLIFT) / 100
        found[Line.OLD] = self.old(cell, [starts_on])
        stretch = [(max(starts_on, self.problem.starts_on), self.problem.ends_on, again)]
        found[Line.NEW] = self._charges(cell, np.array([self.problem.ends_on.toordinal()]), stretch)
        cost = round(self.problem.assume(AssumptionName.RENEWAL_COST) * 100)
        found[Line.BUY_AGAIN] = self.years.once(cost, [starts_on])
        return found[:, 0]

    def stay(self, cell: Cell) -> Pence:
        """(lines, F) pence for keeping the incumbent to the horizon."""
        found = self._lines(1)
        found[Line.OLD] = self.old(cell, [self.problem.ends_on])
        return found[:, 0]

    def leave(self, cell: Cell, endings: Sequence[Ending]) -> Pence:
        """(lines, Q, F) pence for the old contract under each of Q endings, exit and early ending included."""
        found = self._lines(len(endings))
        found[Line.OLD] = self.old(cell, [each.paid_to for each in endings])
        found[Line.EXIT] = self.years.once(cell.exit_fee, [each.paid_to - ONE_DAY for each in endings])
        if any(each.broken for each in endings):
            found[Line.BREAK] = self.years.once(self._break_fees(cell, endings), [each.paid_to for each in endings])
        return found

    def _break_fees(self, cell: Cell, endings: Sequence[Ending]) -> Pence:
        """(Q,) pence due on ending early: a share of all charges still to come, however far past the horizon."""
        last = FinancialYear.from_day(cell.legs[-1].ends_on)
        year = self.problem.years[0]
        every = Years(tuple(FinancialYear(n) for n in range(year.starts_in, max(year, last).starts_in + 1)), 0)
        days = np.array([[cell.legs[e.leg].ends_on.toordinal() + 1, e.paid_to.toordinal()] for e in endings])
        to_end, to_break = (self._charges(cell, each, self._stretches(cell), every).sum(axis=1) for each in days.T)
        share = cell.contract.break_fee / 100
        fee = np.rint((to_end - to_break) * share).astype(np.int64)
        return np.where([each.broken for each in endings], fee, 0)

    def take(self, cell: Cell, choice: Choice, cutovers: Sequence[date]) -> Pence:
        """(lines, Q, F) pence for the new contract and its set-up at each of Q cutover days."""
        offer, end = choice.offer, self.problem.ends_on.toordinal()
        found = self._lines(len(cutovers))
        on = np.array([day.toordinal() for day in cutovers])
        running = self.years.days(on, end) / self.years.lengths
        found[Line.NEW] = np.rint(self.yearly(cell, choice) * running)
        part = self.while_put_in(choice, cutovers)
        for line, pence in zip((Line.SET_UP_CAPITAL, Line.SET_UP_REVENUE), self.set_up(cell, choice), strict=True):
            found[line] = np.rint(pence * part)
        if self.benefits:
            found[Line.BENEFIT] = -np.rint(offer.annual_benefit * running)
        return found

    def while_put_in(self, choice: Choice, cutovers: Sequence[date]) -> npt.NDArray[np.float64]:
        """(Q, F) the part of each year in the time from award to each of Q cutover days."""
        on = np.array([day.toordinal() for day in cutovers])
        begun = np.array([months_later(day, -choice.offer.implementation).toordinal() for day in cutovers])
        return self.years.days(begun, on) / (on - begun)[:, None]

    def yearly(self, cell: Cell, choice: Choice) -> int:
        """Pence a year of the new contract for one system."""
        return choice.price * (max(cell.system.users, 1) if choice.offer.basis is Basis.USER else 1)

    def set_up(self, cell: Cell, choice: Choice) -> tuple[int, int]:
        """Capital and revenue pence to put it in, with optimism bias; bought alone it also bears what is paid once."""
        bias = 1 + self.problem.assume(AssumptionName.OPTIMISM_BIAS) / 100
        share = self.same_product(cell, choice) * bias
        alone = bias if choice.sites == 0 else 0
        offer = choice.offer
        capital = offer.set_up_capital * share + offer.once_capital * alone
        return round(capital), round(offer.set_up_revenue * share + offer.once_revenue * alone)

    def once(self, choice: Choice) -> int:
        """Pence paid once where a shared choice is taken, with optimism bias, at today's value."""
        bias = 1 + self.problem.assume(AssumptionName.OPTIMISM_BIAS) / 100
        return round((choice.offer.once_capital + choice.offer.once_revenue) * bias) if choice.sites else 0

    def once_parts(self, choice: Choice) -> tuple[int, int]:
        """`once` as capital and revenue."""
        bias = 1 + self.problem.assume(AssumptionName.OPTIMISM_BIAS) / 100
        capital = round(choice.offer.once_capital * bias) if choice.sites else 0
        return capital, self.once(choice) - capital

    def set_aside(self, choice: Choice, cutovers: Sequence[date]) -> tuple[Pence, Pence]:
        """(Q, F) capital and revenue pence each taker's budget sets aside for what is paid once.

        The fewest who could take it share it, so that however many do, the budgets cover it.
        """
        part, fewest = self.while_put_in(choice, cutovers), max(choice.sites, 1)
        capital, revenue = (np.rint(-(-pence // fewest) * part).astype(np.int64) for pence in self.once_parts(choice))
        return capital, revenue

    def same_product(self, cell: Cell, choice: Choice) -> float:
        """The part of the set-up that is needed: less where the product is already in use there."""
        same = cell.system.product == choice.offer.product
        return self.problem.assume(AssumptionName.SAME_PRODUCT) / 100 if same else 1.0

    def _stretches(self, cell: Cell) -> list[tuple[date, date, float]]:
        """From, to and multiple of the yearly charge for each lawful leg, from the start of the plan."""
        found, start = [], self.problem.starts_on
        for leg in cell.legs:
            end = leg.ends_on + ONE_DAY
            found.append((start, end, self._multiple(cell, leg.ground)))
            start = max(start, end)
        return found

    def _multiple(self, cell: Cell, ground: Ground) -> float:
        if ground in (Ground.TERM, Ground.RENEWAL):
            return 1.0
        rise = self.problem.assume(AssumptionName.ROLL_ON) if ground is Ground.OVERRIDE else None
        return 1 + (cell.contract.extension_uplift if rise is None else rise) / 100

    def _charges(
        self, cell: Cell, end: Pence, stretches: Sequence[tuple[date, date, float]], years: Years | None = None
    ) -> Pence:
        """(Q, F) pence of the yearly charge over these stretches, each cut off at the ordinals `end` (Q,)."""
        years = years or self.years
        starts = np.array([start.toordinal() for start, _, _ in stretches])
        stops = np.array([stop.toordinal() for _, stop, _ in stretches])
        multiples = np.array([multiple for _, _, multiple in stretches])
        days = years.days(starts, np.minimum(stops, end[:, None]))
        rate = cell.annual * multiples[:, None] * years.index(cell.contract.indexation)
        return np.rint(rate * days / years.lengths).astype(np.int64).sum(axis=1)

    def _lines(self, alternatives: int) -> Pence:
        return np.zeros((len(Line), alternatives, len(self.years.years)), dtype=np.int64)
