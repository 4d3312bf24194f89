"""The notices of a purchase below the threshold: two, both under the Procurement Act 2023."""

from __future__ import annotations

from datetime import date

from concordat.core.finding import Severity
from concordat.core.rule import Rule
from concordat.procure.law.notice import Event, Need, Notice, days
from concordat.procure.law.purchase import Purchase
from concordat.register.contract import Regime
from concordat.register.procurement import Authority, BuyingRoute

CHECKED = date(2026, 11, 23)
COMMENCED = date(2025, 2, 24)
NOTIFIABLE = {Authority.CENTRAL: 12_000_00, Authority.SUB_CENTRAL: 30_000_00}
"""From which value, in pence with VAT, a purchase below the threshold has notices at all."""


def notifiable(purchase: Purchase) -> bool:
    """Whether it is worth enough for a notice."""
    return purchase.value >= NOTIFIABLE[purchase.authority]


def _rule(id: str, text: str, source: str) -> Rule:
    return Rule(
        id=id,
        text=text,
        source=f"Procurement Act 2023 {source}",
        severity=Severity.ERROR,
        in_force_from=COMMENCED,
        checked_on=CHECKED,
    )


BELOW = (
    Notice(
        code="UK4",
        name="below-threshold tender notice",
        regime=Regime.BELOW_THRESHOLD,
        event=Event.TENDERED,
        rule=_rule(
            "PR-04-BELOW-UK4",
            "What is advertised to all is first advertised by a below-threshold tender notice, from £12,000 for a"
            " central authority and £30,000 for others.",
            "s84 and s87(1)-(2), (4)",
        ),
        routes=frozenset({BuyingRoute.OPEN, BuyingRoute.FLEXIBLE}),
        need=Need.IF,
        if_=Event.TENDERED,
        when=notifiable,
        latest=days(0),
    ),
    Notice(
        code="UK7",
        name="contract details notice",
        regime=Regime.BELOW_THRESHOLD,
        event=Event.SIGNED,
        rule=_rule(
            "PR-04-BELOW-UK7",
            "The details of a contract from £12,000 for a central authority, and £30,000 for others, are published as"
            " soon as is reasonably practicable.",
            "s84 and s87(3)-(4)",
        ),
        when=notifiable,
        earliest=days(0),
    ),
)
RULES = tuple(each.rule for each in BELOW)
