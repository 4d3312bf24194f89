"""What a notice is: which event calls for it, between which days it is published, and for which purchases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from concordat.core.period import months_later
from concordat.core.rule import Rule
from concordat.procure.law.periods import minimum_days
from concordat.procure.law.purchase import Purchase
from concordat.procure.standstill import notice_by
from concordat.register.contract import Regime
from concordat.register.procurement import BuyingRoute


class Event(StrEnum):
    """What happens to a purchase that calls for a notice."""

    YEAR = "the first financial year in whose pipeline it stands begins"
    ENGAGED = "suppliers are asked what they can do"
    TENDERED = "the competition opens"
    DECIDED = "it is decided who wins"
    SIGNED = "the contract is signed"
    PAID = "more than £30,000 is paid under it"
    CHANGED = "the contract is changed"
    URGENT = "it is awarded or changed urgently"
    ENDED = "the contract ends"
    ABANDONED = "the purchase is given up"


class Need(StrEnum):
    """Whether a notice must be published, only if something happens, or may be."""

    MUST = "must"
    IF = "only if"
    MAY = "may"


Day = Callable[[Purchase, date], date]
"""From a purchase and the day of an event to a day of its notice."""


def days(count: int) -> Day:
    """So many calendar days after the event, before it if negative."""
    return lambda purchase, day: day + timedelta(count)


def months(count: int) -> Day:
    """So many months after the event, before it if negative."""
    return lambda purchase, day: months_later(day, count)


def before_standstill(purchase: Purchase, signed_on: date) -> date:
    """The last day whose standstill is over when the contract is signed."""
    return notice_by(purchase.regime, signed_on, route=purchase.route, light_touch=purchase.light_touch)


def before_tenders(purchase: Purchase, decided_on: date) -> date:
    """The last day from which the shortest time to tender is over when the winner is decided."""
    least = minimum_days(purchase.regime, purchase.route, light_touch=purchase.light_touch)
    return decided_on - timedelta(least + 1 if least else 0)


def always(purchase: Purchase) -> bool:
    """For every purchase of the regime and route."""
    return True


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A notice in law. `event` sets its days: not before `earliest`, not after `latest` (None: without delay).

    With `if_` it is owed only once that event happens; with `every` months it is owed again in each such span.
    """

    code: str
    name: str
    regime: Regime
    event: Event
    rule: Rule
    routes: frozenset[BuyingRoute] = field(default_factory=frozenset)
    need: Need = Need.MUST
    if_: Event | None = None
    when: Callable[[Purchase], bool] = always
    earliest: Day | None = None
    latest: Day | None = None
    every: int = 0

    def concerns(self, purchase: Purchase) -> bool:
        """Whether it is of the purchase's regime and route, and what is bought is worth it; no routes: any."""
        routed = not self.routes or purchase.route is None or purchase.route in self.routes
        return self.regime is purchase.regime and routed and self.when(purchase)
