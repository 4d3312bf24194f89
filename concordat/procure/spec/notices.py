"""Notices, each published on its last day and on the day after it."""

from __future__ import annotations

from datetime import date

from concordat.procure.law.notice import Event
from concordat.procure.law.purchase import Purchase
from concordat.procure.spec.example import Example, notice
from concordat.register.contract import Regime
from concordat.register.procurement import BuyingRoute, Subject

_ACT = Purchase(regime=Regime.PA2023, route=BuyingRoute.OPEN, value=6_000_000_00)
_DIRECT = Purchase(regime=Regime.PA2023, route=BuyingRoute.DIRECT, value=6_000_000_00)
_LIGHT = Purchase(regime=Regime.PA2023, route=BuyingRoute.OPEN, value=6_000_000_00, subject=Subject.LIGHT_TOUCH)
_SUITABLE = Purchase(regime=Regime.PSR, route=BuyingRoute.PSR_MOST_SUITABLE, subject=Subject.HEALTH)
_COMPETED = Purchase(regime=Regime.PSR, route=BuyingRoute.PSR_COMPETITIVE, subject=Subject.HEALTH)
_OLD = Purchase(regime=Regime.PCR2015, route=BuyingRoute.OPEN)
_OLD_DIRECT = Purchase(regime=Regime.PCR2015, route=BuyingRoute.DIRECT)
_CALLED_OFF = Purchase(regime=Regime.PCR2015, route=BuyingRoute.CALL_OFF)
_BELOW = Purchase(regime=Regime.BELOW_THRESHOLD, route=BuyingRoute.OPEN, value=12_000_00)
_TODAY = date(2028, 6, 30)


def _both(
    rule: str,
    told: str,
    purchase: Purchase,
    events: dict[Event, date],
    in_time: date,
    late: date | None,
    as_of: date = _TODAY,
) -> tuple[Example, Example]:
    """Published on the last day, and too late or not at all."""
    kept = notice(rule, told, kept=True, purchase=purchase, events=events, published=in_time, as_of=as_of)
    missed = notice(rule, told, kept=False, purchase=purchase, events=events, published=late, as_of=as_of)
    return kept, missed


def _on(event: Event, year: int, month: int, day: int) -> dict[Event, date]:
    return {event: date(year, month, day)}


EXAMPLES = (
    *_both(
        "PR-04-UK1",
        "A competition over £2m opens on 1 June 2027",
        _ACT,
        _on(Event.TENDERED, 2027, 6, 1),
        date(2026, 5, 26),
        date(2026, 5, 27),
    ),
    *_both(
        "PR-04-UK2",
        "Suppliers are asked on 1 March 2027, and the competition opens on 1 June 2027",
        _ACT,
        {Event.ENGAGED: date(2027, 3, 1), Event.TENDERED: date(2027, 6, 1)},
        date(2027, 6, 1),
        date(2027, 6, 2),
    ),
    *_both(
        "PR-04-UK3",
        "The competition opens on 1 June 2026",
        _ACT,
        _on(Event.TENDERED, 2026, 6, 1),
        date(2026, 4, 22),
        date(2026, 4, 23),
    ),
    *_both(
        "PR-04-UK4",
        "The winner is decided on 1 July 2027",
        _ACT,
        _on(Event.DECIDED, 2027, 7, 1),
        date(2027, 6, 5),
        date(2027, 6, 6),
    ),
    *_both(
        "PR-04-UK5",
        "A direct award is signed on Monday 4 January 2027",
        _DIRECT,
        _on(Event.SIGNED, 2027, 1, 4),
        date(2026, 12, 18),
        date(2026, 12, 19),
    ),
    *_both(
        "PR-04-UK6",
        "A contract is signed on Friday 5 February 2027",
        _ACT,
        _on(Event.SIGNED, 2027, 2, 5),
        date(2027, 1, 26),
        date(2027, 1, 27),
    ),
    *_both(
        "PR-06-UK7",
        "A contract is signed on 1 February 2028, of a leap year",
        _ACT,
        _on(Event.SIGNED, 2028, 2, 1),
        date(2028, 3, 1),
        date(2028, 3, 2),
    ),
    *_both(
        "PR-06-UK7-LIGHT",
        "A light touch contract is signed on 1 February 2028",
        _LIGHT,
        _on(Event.SIGNED, 2028, 2, 1),
        date(2028, 5, 30),
        date(2028, 5, 31),
    ),
    *_both(
        "PR-06-COPY",
        "A contract over £5m is signed on 1 February 2028",
        _ACT,
        _on(Event.SIGNED, 2028, 2, 1),
        date(2028, 4, 30),
        date(2028, 5, 1),
    ),
    *_both(
        "PR-06-COPY-LIGHT",
        "A light touch contract over £5m is signed on 1 December 2027",
        _LIGHT,
        _on(Event.SIGNED, 2027, 12, 1),
        date(2028, 5, 28),
        date(2028, 5, 29),
    ),
    *_both(
        "PR-06-UK8",
        "£40,000 is paid on 14 May 2026",
        _ACT,
        _on(Event.PAID, 2026, 5, 14),
        date(2026, 7, 29),
        date(2026, 7, 30),
    ),
    *_both(
        "PR-06-UK9",
        "A contract over £5m was signed on 1 April 2027, a year ago",
        _ACT,
        _on(Event.SIGNED, 2027, 4, 1),
        date(2028, 3, 31),
        None,
        date(2028, 3, 31),
    )[:1],
    notice(
        "PR-06-UK9",
        "A day later none has been published",
        kept=False,
        purchase=_ACT,
        events=_on(Event.SIGNED, 2027, 4, 1),
        published=None,
        as_of=date(2028, 4, 1),
    ),
    *_both(
        "PR-04-UK10",
        "A contract is changed on 1 October 2027",
        _ACT,
        _on(Event.CHANGED, 2027, 10, 1),
        date(2027, 10, 1),
        date(2027, 10, 2),
    ),
    *_both(
        "PR-06-UK11",
        "A contract ends on 31 March 2028",
        _ACT,
        _on(Event.ENDED, 2028, 3, 31),
        date(2028, 4, 29),
        date(2028, 4, 30),
    ),
    *_both(
        "PR-04-UK12",
        "A competition is given up on 3 May 2027",
        _ACT,
        _on(Event.ABANDONED, 2027, 5, 3),
        date(2027, 5, 4),
        None,
    ),
    *_both(
        "PR-04-PSR-APPROACH",
        "The most suitable provider is decided on 1 July 2027",
        _SUITABLE,
        _on(Event.DECIDED, 2027, 7, 1),
        date(2027, 6, 16),
        date(2027, 6, 17),
    ),
    *_both(
        "PR-04-PSR-COMPETITION",
        "A competition is decided on 1 July 2027",
        _COMPETED,
        _on(Event.DECIDED, 2027, 7, 1),
        date(2027, 7, 1),
        date(2027, 7, 2),
    ),
    *_both(
        "PR-04-PSR-INTENTION",
        "A contract is signed on Tuesday 5 January 2027",
        _COMPETED,
        _on(Event.SIGNED, 2027, 1, 5),
        date(2026, 12, 19),
        date(2026, 12, 20),
    ),
    *_both(
        "PR-04-PSR-CONFIRMATION",
        "A contract is awarded on 1 March 2027",
        _COMPETED,
        _on(Event.SIGNED, 2027, 3, 1),
        date(2027, 3, 31),
        date(2027, 4, 1),
    ),
    *_both(
        "PR-04-PSR-MODIFICATION",
        "A contract is changed on 1 March 2027",
        _COMPETED,
        _on(Event.CHANGED, 2027, 3, 1),
        date(2027, 3, 31),
        date(2027, 4, 1),
    ),
    *_both(
        "PR-04-PSR-URGENT",
        "A contract is awarded urgently on 1 March 2027",
        _COMPETED,
        _on(Event.URGENT, 2027, 3, 1),
        date(2027, 3, 31),
        date(2027, 4, 1),
    ),
    *_both(
        "PR-04-PSR-ABANDONMENT",
        "A procurement is given up on 1 March 2027",
        _COMPETED,
        _on(Event.ABANDONED, 2027, 3, 1),
        date(2027, 3, 31),
        date(2027, 4, 1),
    ),
    *_both(
        "PR-04-PCR-CONTRACT",
        "A tender of 2024 was decided on 1 August 2024",
        _OLD,
        _on(Event.DECIDED, 2024, 8, 1),
        date(2024, 7, 1),
        date(2024, 7, 2),
    ),
    *_both(
        "PR-04-VEAT",
        "A direct award under the old law is signed on Tuesday 1 December 2026",
        _OLD_DIRECT,
        _on(Event.SIGNED, 2026, 12, 1),
        date(2026, 11, 20),
        date(2026, 11, 21),
    ),
    *_both(
        "PR-04-PCR-AWARD",
        "A contract of 2024 was signed on 1 March 2025",
        _OLD,
        _on(Event.SIGNED, 2025, 3, 1),
        date(2025, 3, 31),
        date(2025, 4, 1),
    ),
    *_both(
        "PR-04-PCR-FINDER",
        "A call-off is signed on 1 March 2027",
        _CALLED_OFF,
        _on(Event.SIGNED, 2027, 3, 1),
        date(2027, 5, 30),
        date(2027, 5, 31),
    ),
    *_both(
        "PR-04-PCR-MODIFICATION",
        "A contract is changed for what nobody foresaw on 1 March 2027",
        _OLD,
        _on(Event.CHANGED, 2027, 3, 1),
        date(2027, 3, 20),
        None,
    ),
    *_both(
        "PR-04-BELOW-UK4",
        "A trust advertises a purchase of £12,000 elsewhere on 1 March 2027",
        _BELOW,
        _on(Event.TENDERED, 2027, 3, 1),
        date(2027, 3, 1),
        date(2027, 3, 2),
    ),
    *_both(
        "PR-04-BELOW-UK7",
        "It is signed on 1 April 2027",
        _BELOW,
        _on(Event.SIGNED, 2027, 4, 1),
        date(2027, 4, 6),
        None,
    ),
)
