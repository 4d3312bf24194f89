"""What happens without a plan, reckoned by the checker's own means: nothing, replacement at expiry, and integration."""

from __future__ import annotations

from datetime import date

from concordat.converge.tests.enumeration import Way, renewals, ways
from concordat.converge.tests.facts import Facts, Live
from concordat.converge.tests.reckoning import Reckoning
from concordat.converge.tests.terms import later
from concordat.register.offer import Offer
from concordat.register.system import DigitalCapability


def without_a_plan(facts: Facts) -> dict[str, int]:
    """Pence of today by what is done, as the answer names it."""
    reckoning, chosen = Reckoning(facts), {key: _at_expiry(facts, live) for key, live in facts.live.items()}
    minimum = sum(cost for cost, _ in chosen.values())
    integration = 0
    for capability in {live.system.capability for live in facts.live.values()}:
        products = [chosen[key][1] for key, live in facts.live.items() if live.system.capability == capability]
        if len(set(products)) > 1:
            integration += len(products) * _integrated(facts, facts.capability(capability))
    return {
        "do_nothing": sum(reckoning.nothing(live) for live in facts.live.values()),
        "do_minimum": minimum,
        "integrate": minimum + integration,
    }


def _at_expiry(facts: Facts, live: Live) -> tuple[int, str]:
    """(pence, product): the same bought again at the first end it can be, or one offer alone before it, if cheaper.

    A contract with no end before the horizon may also simply be kept.
    """
    again = renewals(facts, live)
    by = min((way.move["cutover_on"] for way in again), default=date.max.isoformat())
    found = [way for way in again if way.move["cutover_on"] == by]
    found += [] if again else [way for way in ways(facts, live) if way.move["kind"] == "stay"]
    for offer in facts.offers(live.system.capability):
        found += _last_alone(facts, live, offer, date.fromisoformat(by))
    best = min(found, key=lambda way: way.cost, default=None)
    return (best.cost, best.move["to"]) if best else (Reckoning(facts).nothing(live), live.system.product)


def _last_alone(facts: Facts, live: Live, offer: Offer, by: date) -> list[Way]:
    """The offer bought for one, in the last quarter in which the old system is not needed past a day."""
    found = [way for way in ways(facts, live) if way.move["kind"] == "alone" and way.move["offer"] == offer.offer]
    in_time = [w for w in found if later(date.fromisoformat(w.move["cutover_on"]), offer.double_running) <= by]
    return sorted(in_time, key=lambda way: str(way.move["cutover_on"]))[-1:]


def _integrated(facts: Facts, capability: DigitalCapability) -> int:
    """Pence of today to set up and keep integrations of one site."""
    spend = []
    for number in range(len(facts.years)):
        first, after = facts.year(number)
        days = max(0, (min(after, facts.ends_on) - max(first, facts.starts_on)).days)
        spend.append(round(capability.integration_annual * (days / (after - first).days)))
    return Reckoning(facts).today(spend) + capability.integration_set_up
