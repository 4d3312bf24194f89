"""Every lawful future of every system, one after another, in the shape of the answer; and the best of all combinations.

Part of the independent checker: slow on purpose, and fit for the tiniest records only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from concordat.converge.tests.checker import Checker
from concordat.converge.tests.facts import Facts, Live
from concordat.converge.tests.future import Future, bill_of
from concordat.converge.tests.reckoning import Reckoning
from concordat.converge.tests.terms import later
from concordat.core.calendar import is_working_day
from concordat.register.offer import Offer
from concordat.register.programme import AssumptionName
from concordat.register.record import Record


@dataclass(frozen=True)
class Way:
    """A lawful future of one system where so many share its offer, and its cost in pence of today."""

    move: dict[str, Any]
    sharers: int
    cost: int


def ways(facts: Facts, live: Live) -> list[Way]:
    """Every lawful future: stay, bought again at the cheapest end, each offer in each quarter at each price."""
    stays = _lawful(facts, live, [_line(facts, live, "stay", None, None)])
    again = sorted(renewals(facts, live), key=lambda way: (way.cost, way.move["cutover_on"]))
    moves = [
        way
        for offer in facts.offers(live.system.capability)
        for day in _go_live_days(facts, live.organisation)
        for kind, sharers in _prices(offer)
        for way in _lawful(facts, live, [_line(facts, live, kind, offer, day)], sharers)
    ]
    return [*stays, *again[:1], *moves]


def renewals(facts: Facts, live: Live) -> list[Way]:
    """The same bought again at each end of the old contract."""
    return _lawful(facts, live, [_line(facts, live, "renew", None, day) for day in _ends(facts, live)])


def best(record: Record, as_of: date) -> tuple[int | None, int]:
    """(pence of the cheapest plan that breaks nothing, how many were judged); None where there is no plan."""
    facts = Facts(record, as_of)
    each = [ways(facts, live) for live in facts.live.values()]
    plans = sorted(((cost, plan) for plan in product(*each) if (cost := _cost(facts, plan)) is not None), key=_first)
    for judged, (cost, plan) in enumerate(plans, 1):
        if not any(True for _ in Checker(facts, answer_of(plan, cost)).together()):
            return cost, judged
    return None, len(plans)


def count(record: Record, as_of: date) -> int:
    """How many combinations there are."""
    facts, found = Facts(record, as_of), 1
    for live in facts.live.values():
        found *= len(ways(facts, live))
    return found


def answer_of(plan: tuple[Way, ...], cost: int) -> dict[str, Any]:
    """The plan in the shape of the answer."""
    lines = [way.move for way in plan]
    kept = [line for line in lines if line["kind"] == "stay"]
    return {"moves": [line for line in lines if line not in kept], "stays": kept, "cost": {"plan": cost}, "bound": cost}


def _first(pair: tuple[int, tuple[Way, ...]]) -> int:
    return pair[0]


def _cost(facts: Facts, plan: tuple[Way, ...]) -> int | None:
    """Pence of a combination; None where an offer's price is not reached or is not the one that is."""
    sharing: dict[str, list[Way]] = {}
    for way in plan:
        if way.sharers:
            sharing.setdefault(way.move["offer"], []).append(way)
    total = sum(way.cost for way in plan)
    for key, sharers in sharing.items():
        offer = next(each for each in facts.offers(sharers[0].move["capability"]) if each.offer == key)
        reached = max((sites for sites, _ in offer.prices if 1 < sites <= len(sharers)), default=0)
        if any(way.sharers != reached for way in sharers):
            return None
        total += Reckoning(facts).once(offer)
    return total


def _prices(offer: Offer) -> Iterator[tuple[str, int]]:
    for sites, _ in offer.prices:
        yield ("alone", 0) if sites == 1 else ("shared", sites)


def _ends(facts: Facts, live: Live) -> list[date]:
    """Every day in the horizon on which a term, option or renewal of the old contract could have ended."""
    stops = [stop for _, stop, _ in Reckoning(facts).stretches(live)]
    return [stop for stop in stops if facts.starts_on <= stop < facts.ends_on]


def _go_live_days(facts: Facts, organisation: str) -> Iterator[date]:
    """The first Monday to Thursday of each quarter that is worked and not frozen."""
    for start, stop in facts.quarters:
        days = (start + timedelta(days=n) for n in range((stop - start).days))
        fit = (d for d in days if d.weekday() < 4 and is_working_day(d) and not facts.frozen(organisation, d))
        yield from [day for day in [next(fit, None)] if day]


def _lawful(facts: Facts, live: Live, lines: list[dict[str, Any]], sharers: int = 0) -> list[Way]:
    found = []
    for line in lines:
        future = Future.of(facts, line)
        if not any(True for _ in Checker(facts, {"moves": [], "stays": []}).one(future)):
            bill = bill_of(facts, future, sharers)
            assert bill is not None
            found.append(Way({**line, "cost": Reckoning(facts).total(bill)}, sharers, Reckoning(facts).total(bill)))
    return found


def _line(facts: Facts, live: Live, kind: str, offer: Offer | None, cutover: date | None) -> dict[str, Any]:
    """One line of an answer with the dates such a future implies."""
    again = int(facts.assume(AssumptionName.RENEWAL_PROCUREMENT))
    award = cutover and later(cutover, -offer.implementation if offer else 0)
    procure = award and later(award, -(offer.procurement if offer else again))
    line: dict[str, Any] = {
        "capability": live.system.capability, "organisation": live.organisation, "system": live.system.system,
        "kind": kind, "from": live.system.product, "to": offer.product if offer else live.system.product,
        "offer": offer.offer if offer else None, "contract": live.contract.contract, "notices": [],
        "cutover_on": cutover and cutover.isoformat(), "award_by": award and award.isoformat(),
        "procure_by": procure and procure.isoformat(),
    }  # fmt: skip
    walked = Future.of(facts, line).walked(facts)
    due = [by for by, what in walked.notices if cutover or what in ("extension", "modification")] if walked else []
    decide = [later(procure, -int(facts.assume(AssumptionName.APPROVALS)))] if procure else []
    return line | {
        "notices": [{"by": by.isoformat()} for by in due], "notice_by": min(due).isoformat() if due else None,
        "decide_by": min([*decide, *due]).isoformat() if decide or due else None,
        "old_contract_paid_to": walked.paid_to.isoformat() if walked and cutover else None,
    }  # fmt: skip
