"""Why each system goes where it goes, when it goes, and what binds it: facts compared, not a story told afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from concordat.converge.answer.plan import Move, Plan
from concordat.converge.facts.ending import staying
from concordat.converge.facts.law import Ground
from concordat.converge.facts.obstacle import LEAD_TIME
from concordat.converge.pricing.limits import offers_of
from concordat.converge.solver.model import RENEW, STAY, Floats, Kind
from concordat.core.money import in_short
from concordat.core.period import long_date
from concordat.core.reason import Reason


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """The reasons of one move; `priced` ones tell or compare prices of a contract and are for its customer only.

    `month_late` is pence of today for a month's delay, None where a later date is not lawful; `lost_after` the last day
    on which this product can still be decided on for this site.
    """

    binding: tuple[str, ...]
    reasons: tuple[Reason, ...]
    priced: tuple[Reason, ...]
    month_late: int | None
    lost_after: date | None


@dataclass(frozen=True)
class Reasons:
    """Explains the moves of one plan."""

    plan: Plan

    def explain(self, move: Move) -> Explanation:
        """Everything that decided one move."""
        binding, when = self._when(move)
        return Explanation(
            binding=tuple(dict.fromkeys((*self._law(move), *binding))),
            reasons=(*self._product(move), *when, *self._rests_on(move)),
            priced=(*self._not_less(move), *self._alternatives(move), *self._dearer(move)),
            month_late=self._month_late(move),
            lost_after=self._lost_after(move),
        )

    def _product(self, move: Move) -> Iterator[Reason]:
        problem, name = self.plan.problem, self.plan.problem.name(move.product)
        if move.kind is Kind.STAY:
            yield Reason(f"{name} stays: its contract lasts to the end of the plan")
        elif move.kind is Kind.RENEW:
            yield Reason(f"{name} is bought again")
        elif move.kind is Kind.ALONE:
            yield Reason(f"{name} is bought for this site alone")
        elif move.choice:
            takers = sum(1 for other in self.plan.moves if other.choice == move.choice)
            what = f"{name} is shared by {takers} sites, which opens its price for {move.choice.sites} or more"
            yield Reason(what, facts=(f"offer {move.choice.offer.offer}",))
        for _, offer in {offer.offer: (o, offer) for o, offer in offers_of(problem, move.cell)}.values():
            if offer.product != move.product:
                for reason in self.plan.compiled.obstacles.unfit(move.cell, offer):
                    yield Reason(
                        f"not {problem.name(offer.product)}: {reason.text}", reason.facts, reason.rule, reason.source
                    )

    def _not_less(self, move: Move) -> Iterator[Reason]:
        """Whether anything on offer would have been cheaper for a site that does not share."""
        if move.kind not in (Kind.RENEW, Kind.ALONE):
            return
        cheaper = [p for p, least in self._by_product(move).items() if least < move.today and p != move.product]
        if not cheaper:
            yield Reason("nothing else on offer serves this site for less")
            return
        names = " or ".join(self.plan.problem.name(product) for product in cheaper)
        counted = "people, money and shared prices are counted for all"
        yield Reason(f"{names} would be cheaper here alone, but not once {counted}")

    def _alternatives(self, move: Move) -> Iterator[Reason]:
        """What the best column of every other product would cost this site, and the best of keeping what it has."""
        row = self._cost[move.number]
        for product, cheapest in self._by_product(move).items():
            if np.isfinite(cheapest) and product != move.product:
                yield Reason(f"{self.plan.problem.name(product)} would cost this site {_more(cheapest - move.today)}")
        kept = min(row[STAY], row[RENEW])
        if np.isfinite(kept) and move.choice:
            yield Reason(
                f"keeping {self.plan.problem.name(move.cell.system.product)} would cost {_more(kept - move.today)}"
            )

    def _when(self, move: Move) -> tuple[list[str], list[Reason]]:
        """What binds the date on either side, whatever it costs: the law, or capacity where there is no room."""
        if move.quarter is None or move.choice is None or move.dates is None:
            on = [f"on {long_date(move.dates.cutover_on)}, when the contract can end"] if move.dates else []
            return [], [Reason(each) for each in on]
        binding, reasons = [], []
        for word, quarters in self._sides(move.quarter):
            for bound, reason in self._bound(move, quarters[0]):
                binding += bound
                reasons.append(replace(reason, text=f"not {word}: {reason.text}"))
        return binding, reasons

    def _sides(self, here: int) -> Iterator[tuple[str, range]]:
        """The quarters before and after, nearest first; a side without any is left out."""
        earlier, later = range(here - 1, -1, -1), range(here + 1, len(self.plan.problem.quarters))
        yield from (each for each in (("earlier", earlier), ("later", later)) if each[1])

    def _bound(self, move: Move, quarter: int) -> Iterator[tuple[list[str], Reason]]:
        """What forbids this quarter, and its reason; nothing where it is only a matter of price."""
        if move.choice is None:
            return
        if np.isfinite(self._moves[move.number][self._option(move), quarter]):
            full = self._full(move, quarter)
            if full:
                yield full, Reason(f"{full[0]} has no room")
            return
        for reason in self.plan.compiled.obstacles.on_date(move.cell, move.choice.offer, quarter):
            yield [_short(reason)], reason
            return

    def _dearer(self, move: Move) -> Iterator[Reason]:
        """How the price of quarters on either side compares: the nearest that is cheaper, or that the next is not."""
        if move.quarter is None or move.choice is None:
            return
        costs = self._moves[move.number][self._option(move)]
        for word, quarters in self._sides(move.quarter):
            cheaper = next((quarter for quarter in quarters if costs[quarter] < costs[move.quarter]), None)
            if cheaper is not None:
                full = self._full(move, cheaper)
                but = f"but {full[0]} has no room" if full else "but dearer for the plan as a whole"
                yield Reason(f"not {word}: {self.plan.problem.quarters[cheaper].label} would be cheaper here, {but}")
            elif np.isfinite(costs[quarters[0]]):
                yield Reason(f"not {word}: {self.plan.problem.quarters[quarters[0]].label} costs more")

    def _full(self, move: Move, quarter: int) -> list[str]:
        """The rows that would be over their limit if this move alone were made in another quarter."""
        model = self.plan.compiled.model
        column = model.column(self._option(move), quarter)
        usage = model.rows.usage
        here = usage[[move.number * model.columns + column]].toarray()[0]
        now = usage[[move.number * model.columns + int(self.plan.chosen.column[move.number])]].toarray()[0]
        over = np.flatnonzero(self._used - now + here > model.rows.limit + 1e-6)
        return [describe_row(model.rows.label[row]) for row in over]

    def _law(self, move: Move) -> Iterator[str]:
        if move.ending is None:
            return
        leg = move.cell.legs[move.ending.leg]
        yield f"{move.cell.contract.contract} runs to {long_date(leg.ends_on)} on {leg.ground.value}"
        if move.notices:
            yield f"{move.notices[0].what} by {long_date(move.notices[0].by)}"

    def _rests_on(self, move: Move) -> Iterator[Reason]:
        if move.ending is None:
            return
        leg = move.cell.legs[move.ending.leg]
        what = f"the old contract may run to {long_date(leg.ends_on)} on {leg.ground.value}"
        if leg.ground in (Ground.OVERRIDE, Ground.PERMITTED):
            what += f": {leg.why}"
        yield leg.rule.reason(what, move.cell.contract.contract)
        if move.dates and move.choice:
            what = f"decide by {long_date(move.dates.decide_by)}, start buying by {long_date(move.dates.procure_by)}"
            yield LEAD_TIME.reason(
                what,
                f"{move.choice.offer.procurement} months to buy",
                f"{move.choice.offer.implementation} months to put in",
            )

    def _month_late(self, move: Move) -> int | None:
        if move.quarter is None or move.quarter + 1 >= len(self.plan.problem.quarters):
            return None
        later = self._moves[move.number][self._option(move), move.quarter + 1]
        return round((later - move.today) / 3) if np.isfinite(later) else None

    def _lost_after(self, move: Move) -> date | None:
        """The last day on which some lawful quarter of this product here can still be decided on."""
        if move.choice is None:
            return move.decide_by
        obstacles = self.plan.compiled.obstacles
        open_ = np.flatnonzero(np.isfinite(self._moves[move.number][self._option(move)]))
        days = [obstacles.go_live_days[move.cell.organisation][int(quarter)] for quarter in open_]
        found = [obstacles.dates(move.choice.offer, day) for day in days if day]
        return max(min([d.decide_by, *(notice.by for notice in staying(move.cell, d.leave_on))]) for d in found)

    def _option(self, move: Move) -> int:
        return int(self.plan.chosen.option[move.number])

    def _by_product(self, move: Move) -> dict[str, float]:
        """The least cost to this site of each product, at any of its prices and quarters."""
        found: dict[str, float] = {}
        for option, offer in offers_of(self.plan.problem, move.cell):
            least = float(self._moves[move.number][option].min())
            found[offer.product] = min(least, found.get(offer.product, np.inf))
        return found

    @cached_property
    def _cost(self) -> Floats:
        return self.plan.compiled.model.cost

    @cached_property
    def _moves(self) -> Floats:
        return self.plan.compiled.model.moves(self._cost)

    @cached_property
    def _used(self) -> Floats:
        """(R,) what the plan uses of every limit."""
        model = self.plan.compiled.model
        return np.asarray(model.rows.usage[self.plan.chosen.address(model)].sum(axis=0)).ravel()


def _more(pence: float) -> str:
    if pence >= 0:
        return f"{in_short(round(pence))} more over the whole life"
    return f"{in_short(-round(pence))} less over the whole life, but take room or a shared price from the others"


def _short(reason: Reason) -> str:
    return f"{reason.rule}: {reason.text}" if reason.rule else reason.text


_WORDS = {
    "capacity": "capacity of {0}",
    "go-lives": "the limit on go-lives at {0}",
    "major go-lives": "the gap between major go-lives at {0}",
    "supplier slots": "the supplier's go-live slots for {0}",
    "order": "the order {0}",
    "budget": "the {0} budget",
    "changes": "changing at most {0} systems of the agreed plan",
}


def describe_row(label: tuple[str, ...]) -> str:
    """A limit as people call it, with its quarter or year."""
    kind, name, *when = label
    return " in ".join((_WORDS.get(kind, kind + " {0}").format(name), *when))
