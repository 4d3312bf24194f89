"""When a contract for health care services may be changed under the Provider Selection Regime: regulation 13."""

from __future__ import annotations

from datetime import date

from concordat.core.finding import Severity
from concordat.core.rule import Rule
from concordat.procure.law.modifying.change import (
    Basis,
    Change,
    Harbour,
    Made,
    Point,
    documented,
    point,
    same_nature,
)
from concordat.register.modification import QUARTER_OF_VALUE

CHECKED = date(2026, 11, 23)
COMMENCED = date(2024, 1, 1)
PUBLISHED_FROM = 500_000_00
"""From which total change by its own decision, in pence, an authority publishes a notice."""


def _rule(id: str, text: str, source: str) -> Rule:
    return Rule(
        id=id,
        text=text,
        source=f"Health Care Services (Provider Selection Regime) Regulations 2023 {source}",
        severity=Severity.ERROR,
        in_force_from=COMMENCED,
        checked_on=CHECKED,
    )


GROUNDS = _rule(
    "PR-07-REG13",
    "A change is permitted if the contract unambiguously provides for it, if only the provider changes by succession,"
    " or if it answers volumes or agreed prices beyond both parties' control and the contract stays what it was.",
    "reg 13(1)(a)-(c)",
)
URGENT = _rule(
    "PR-07-REG14",
    "A change may be made urgently for what could not be foreseen, if waiting would put people's safety at risk.",
    "reg 14(2)",
)
NOTICE = _rule(
    "PR-07-REG13-NOTICE",
    "A change by the authority's own decision that brings all changes to £500,000 or more is published within 30 days,"
    " and so is an urgent one.",
    "reg 13(4)-(5) and reg 14(4)-(5)",
)
_GROUNDS = (Basis.PROVIDED, Basis.RESTRUCTURING, Basis.EXTERNAL)


def harbours(made: Made, change: Change, on: date) -> tuple[Harbour, ...]:
    """Every way in which a change may be lawful on a day, with what holds and what does not."""
    grounds = [documented(GROUNDS, change, _GROUNDS)]
    if change.basis is Basis.EXTERNAL:
        grounds.append(same_nature(GROUNDS, change))
    return (
        Harbour(name="a ground of regulation 13", points=tuple(grounds)),
        Harbour(name="the authority's own decision", points=_own_decision(made, change)),
        Harbour(name="urgency", points=(documented(URGENT, change, (Basis.URGENCY,)),)),
    )


def needs_notice(made: Made, change: Change) -> bool:
    """Whether a notice must follow it."""
    if change.basis is Basis.URGENCY:
        return True
    return change.basis not in _GROUNDS and abs(made.value_changed + change.value) >= PUBLISHED_FROM


def _own_decision(made: Made, change: Change) -> tuple[Point, ...]:
    total = abs(made.value_changed + change.value)
    within = total < PUBLISHED_FROM or total * 4 < made.value
    held = "All changes together stay below £500,000 or a quarter of the lifetime value"
    failed = "All changes together reach £500,000 and a quarter of the lifetime value"
    little = point(QUARTER_OF_VALUE, within, held, failed, "add less, or select a provider anew")
    return (little, same_nature(QUARTER_OF_VALUE, change))
