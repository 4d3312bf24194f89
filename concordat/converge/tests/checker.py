"""An independent, slow and obvious checker of an answer: every sentence it yields is a rule the plan breaks.

It reads the answer as JSON and the record as nouns, and shares no code with the planner: neither its law, its dates,
its prices nor its limits. What a column means is taken from the register, what a cost means from `reckoning`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from math import ceil
from typing import Any

from concordat.converge.tests.facts import Facts
from concordat.converge.tests.future import KINDS, Future, bill_of
from concordat.converge.tests.reckoning import Bill, Reckoning, Spend
from concordat.converge.tests.terms import DAY, later
from concordat.core.calendar import is_working_day
from concordat.register.contract import Framework
from concordat.register.programme import AssumptionName, Budget
from concordat.register.record import Record


def violations(record: Record, as_of: date, answer: dict[str, Any]) -> list[str]:
    """Everything an answer with a plan gets wrong, in sentences; nothing if it is right."""
    return list(Checker(Facts(record, as_of), answer).all())


@dataclass(frozen=True)
class Checker:
    """Judges one answer by the facts."""

    facts: Facts
    answer: dict[str, Any]

    def all(self) -> Iterator[str]:
        """Every violation; money only once the futures make sense."""
        broken = [*self.futures(), *(each for future in self.each for each in self.one(future))]
        yield from broken
        if not broken:
            yield from self.together()
            yield from self.money()

    @cached_property
    def each(self) -> list[Future]:
        """The futures of systems the record has."""
        given = [*self.answer["moves"], *self.answer["stays"]]
        return [Future.of(self.facts, move) for move in given if move["system"] in self.facts.live]

    @property
    def moves(self) -> list[Future]:
        """Those that go to an offer."""
        return [each for each in self.each if each.offer]

    def futures(self) -> Iterator[str]:
        """Every system under a live contract has exactly one future, and no other has any."""
        given = Counter(move["system"] for move in [*self.answer["moves"], *self.answer["stays"]])
        for system in self.facts.live.keys() | given.keys():
            due = int(system in self.facts.live)
            if given[system] != due:
                yield f"{system} has {given[system]} futures, not {due}"

    def one(self, future: Future) -> Iterator[str]:
        """What is wrong with one future by itself."""
        yield from _identity(self.facts, future)
        yield from _contract(self.facts, future)
        yield from _support(self.facts, future)
        if future.cutover:
            yield from _dates(self.facts, future)
        if future.offer:
            yield from _offer(self.facts, future)

    def together(self) -> Iterator[str]:
        """What is wrong with the futures beside each other."""
        yield from self._tiers()
        yield from self._capacity()
        yield from self._go_lives()
        yield from self._slots()
        yield from self._order()
        yield from self._budgets()

    def _tiers(self) -> Iterator[str]:
        for capability in {each.live.system.capability for each in self.each}:
            shared = [each for each in self.moves if each.kind == "shared" and each.capability == capability]
            offers = {each.offer.offer: each.offer for each in shared if each.offer}
            if len(offers) > 1:
                yield f"{capability} shares {' and '.join(sorted(offers))} at once"
            for offer in offers.values():
                least = min((sites for sites, _ in offer.prices if sites > 1), default=None)
                if least is None or len(shared) < least:
                    yield f"{offer.offer} is shared by {len(shared)}, but its lowest shared price is for {least}"

    def _capacity(self) -> Iterator[str]:
        work: Counter[tuple[tuple[str, str], int]] = Counter()
        for each in self.moves:
            for team, quarter, wte in _work(self.facts, each):
                work[team, quarter] += wte  # type: ignore[assignment]
        for (team, quarter), wte in work.items():
            people = self.facts.people(team, self.facts.quarters[quarter][0])
            if wte > people + 1e-6 * max(1.0, people):
                yield f"{team[0] or 'shared'} {team[1]}: {wte} WTE needed, {people} there in quarter {quarter}"

    def _go_lives(self) -> Iterator[str]:
        site, every = (self.facts.assume(n) for n in (AssumptionName.GO_LIVES_SITE, AssumptionName.GO_LIVES_ALL))
        for (organisation, quarter), count in Counter((e.organisation, e.quarter) for e in self.moves).items():
            if count > site:
                yield f"{organisation} has {count} go-lives in quarter {quarter}, {site} allowed"
        for quarter, count in Counter(each.quarter for each in self.moves).items():
            if count > every:
                yield f"{count} go-lives in quarter {quarter}, {every} allowed in all"
        gap = int(self.facts.assume(AssumptionName.MAJOR_GAP))
        major = [each for each in self.moves if self.facts.capability(each.capability).major]
        for one, other in combinations(major, 2):
            if one.organisation == other.organisation and abs(one.quarter - other.quarter) < gap:
                yield f"{one.system} and {other.system} are major go-lives less than {gap} quarters apart"

    def _slots(self) -> Iterator[str]:
        for (key, quarter), count in Counter((e.offer.offer, e.quarter) for e in self.moves if e.offer).items():
            slots = next(each.offer.slots for each in self.moves if each.offer and each.offer.offer == key)
            if slots and count > slots:
                yield f"{key} goes live {count} times in quarter {quarter}; its supplier can support {slots}"

    def _order(self) -> Iterator[str]:
        for then in self.moves:
            for first in self.moves:
                before = first.capability in self.facts.capability(then.capability).after
                if before and first.organisation == then.organisation and first.cutover > then.cutover:  # type: ignore[operator]
                    yield f"{then.system} changes on {then.cutover}, before {first.system} on {first.cutover}"

    def _budgets(self) -> Iterator[str]:
        for (organisation, year), (capital, revenue) in _limits(self.facts).items():
            here = [each for each in self.each if organisation in ("", each.organisation)]
            number = int(year[:4]) - self.facts.years[0]
            if 0 <= number < len(self.facts.years):
                for kind, limit in (("capital", capital), ("revenue", revenue)):
                    spent = sum(getattr(self._bill(each), kind)[number] for each in here)
                    spent += sum(self._set_aside(each, kind)[number] for each in here if each.kind == "shared")
                    if limit is not None and spent > limit:
                        yield f"{organisation or 'all'} spend {spent} pence {kind} in {year}, {limit} allowed"

    def _set_aside(self, each: Future, kind: str) -> Spend:
        """A taker's part of what is paid once, were it shared by the fewest its price is for, while it is put in."""
        assert each.offer is not None
        takers = self._takers(each)
        fewest = max(sites for sites, _ in each.offer.prices if 1 < sites <= takers)
        on = each.day("cutover_on")
        assert on is not None
        return Reckoning(self.facts).part_of_once(each.offer, kind, fewest, on)

    def money(self) -> Iterator[str]:
        """The costs, each reckoned again."""
        reckoning, total = Reckoning(self.facts), 0
        for each in self.each:
            cost = reckoning.total(self._bill(each))
            total += cost
            if cost != each.move["cost"]:
                yield f"{each.system} {each.kind} costs {cost} pence, not {each.move['cost']}"
        shared = {each.offer.offer: each.offer for each in self.moves if each.offer and each.kind == "shared"}
        total += sum(reckoning.once(offer) for offer in shared.values())
        if total != self.answer["cost"]["plan"]:
            yield f"the plan costs {total} pence, not {self.answer['cost']['plan']}"
        after = {(each.capability, each.move["to"]) for each in self.each}
        before = {(each.capability, each.live.system.product) for each in self.each}
        if (self.answer["products_before"], self.answer["products_after"]) != (len(before), len(after)):
            yield f"products go from {len(before)} to {len(after)}"
        if self.answer["bound"] > total + 1:
            yield f"the plan costs {total} pence, less than the bound of {self.answer['bound']}"

    def _bill(self, future: Future) -> Bill:
        bill = bill_of(self.facts, future, self._takers(future))
        assert bill is not None  # its contract was found lawful before money is looked at
        return bill

    def _takers(self, future: Future) -> int:
        return sum(1 for each in self.moves if each.kind == "shared" and each.offer == future.offer)


def _identity(facts: Facts, future: Future) -> Iterator[str]:
    move, system = future.move, future.live.system
    told = {"capability": system.capability, "organisation": future.live.organisation, "from": system.product,
            "contract": system.contract, "to": future.offer.product if future.offer else system.product}  # fmt: skip
    for name, value in told.items():
        if move[name] != value:
            yield f"{future.system}: {name} is {value}, not {move[name]}"
    if future.kind not in KINDS or (future.kind in KINDS[2:]) != (future.offer is not None):
        yield f"{future.system}: {future.kind} with offer {move['offer']}"
    if (future.kind == "stay") != (future.cutover is None) or (future.cutover and future.quarter < 0):
        yield f"{future.system}: {future.kind} on {future.cutover}, which is no day of the plan"


def _contract(facts: Facts, future: Future) -> Iterator[str]:
    """The old contract lawfully lasts as long as it is needed, ends when it is said to, by notices still to come."""
    found = future.walked(facts)
    if found is None:
        until = future.cutover or "the horizon"
        yield f"{future.system}: {future.live.contract.contract} cannot lawfully last until {until}"
        return
    notices = sorted(by for by, kind in found.notices if future.kind != "stay" or kind not in ("stop renewal", "break"))
    if future.notices != notices:
        yield f"{future.system}: notices by {[str(by) for by in notices]}, not {[str(by) for by in future.notices]}"
    if any(by < facts.as_of for by in future.notices):
        yield f"{future.system}: a notice is due in the past"
    if future.kind != "stay" and future.day("old_contract_paid_to") != found.paid_to:
        yield f"{future.system}: paid to {found.paid_to}, not {future.move['old_contract_paid_to']}"
    if future.kind == "renew" and found.paid_to != future.cutover:
        yield f"{future.system}: bought again on {future.cutover}, but the old contract runs to {found.paid_to - DAY}"
    first = min(future.notices, default=None)
    if future.day("notice_by") != first or (future.kind == "stay" and future.day("decide_by") != first):
        yield f"{future.system}: the first notice is due by {first}, not {future.move['notice_by']}"


def _support(facts: Facts, future: Future) -> Iterator[str]:
    """Nothing is used past the day its supplier supports it, once that day is still to come."""
    old = facts.product(future.live.system.product)
    ends = old.support_ends_on if old else None
    last_needed = (future.cutover if future.offer else facts.ends_on - DAY) or facts.ends_on - DAY
    if ends and facts.as_of <= ends < last_needed:
        yield f"{future.system}: {future.live.system.product} is used to {last_needed}, supported to {ends}"
    new = facts.product(future.offer.product) if future.offer else None
    if new and new.support_ends_on and new.support_ends_on < facts.ends_on - DAY:
        yield f"{future.system}: {new.product} is supported only to {new.support_ends_on}"


def _dates(facts: Facts, future: Future) -> Iterator[str]:
    """Decide, start to buy, award and cut over follow each other by the lengths given, and none is past."""
    offer, cutover = future.offer, future.cutover
    assert cutover is not None
    approvals = int(facts.assume(AssumptionName.APPROVALS))
    again = int(facts.assume(AssumptionName.RENEWAL_PROCUREMENT))
    award = later(cutover, -offer.implementation) if offer else cutover
    procure = later(award, -(offer.procurement if offer else again))
    decide = later(procure, -approvals)
    for name, day in (("award_by", award), ("procure_by", procure)):
        if future.day(name) != day:
            yield f"{future.system}: {name} is {day}, not {future.move[name]}"
    if decide < facts.as_of:
        yield f"{future.system}: it would have had to be decided by {decide}"
    first = min(decide, *future.notices) if future.notices else decide
    if future.day("decide_by") != first:
        yield f"{future.system}: decide by {first}, not {future.move['decide_by']}"


def _offer(facts: Facts, future: Future) -> Iterator[str]:
    """The offer can be bought then, meets what is needed there, and goes live on a fit day."""
    offer, award, cutover = future.offer, future.day("award_by"), future.cutover
    assert offer and award and cutover
    if offer.opens_on and award < offer.opens_on:
        yield f"{future.system}: awarded on {award}, before {offer.offer} opens"
    framework = facts.record.get(Framework, offer.framework)
    if framework and award > framework.closes_on:
        yield f"{future.system}: awarded on {award}, after {framework.name} closes"
    product = facts.product(offer.product)
    missing = facts.needed(future.organisation, future.capability) - (
        set(product.standards) | set(product.features) if product else set()
    )
    if missing:
        yield f"{future.system}: {offer.product} lacks {', '.join(sorted(missing))}"
    if not is_working_day(cutover):
        yield f"{future.system}: {cutover} is no working day"
    if freeze := facts.frozen(future.organisation, cutover):
        yield f"{future.system}: {cutover} falls in {freeze.name}"
    if future.kind == "alone" and offer.prices[0][0] != 1:
        yield f"{future.system}: {offer.offer} has no price for one"


def _work(facts: Facts, future: Future) -> Iterator[tuple[tuple[str, str], int, float]]:
    """(team, quarter, WTE): in the quarter of the go-live and those before it, as many as putting it in takes."""
    assert future.offer
    for quarter in range(future.quarter - ceil(future.offer.implementation / 3) + 1, future.quarter + 1):
        for skill, wte in future.offer.effort:
            team = facts.team(future.organisation, skill)
            if team and quarter >= 0:
                yield team, quarter, wte * facts.part_of_set_up(future.live, future.offer)


def _limits(facts: Facts) -> dict[tuple[str, str], tuple[int | None, int | None]]:
    """(capital, revenue) by organisation and year; what merged organisations had is added up."""
    found: dict[tuple[str, str], tuple[int | None, int | None]] = {}
    for each in facts.record.all(Budget, facts.as_of):
        at = (facts.heir(each.organisation) if each.organisation else "", each.financial_year)
        capital, revenue = found.get(at, (0, 0))
        found[at] = (_added(capital, each.capital), _added(revenue, each.revenue))
    return found


def _added(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
