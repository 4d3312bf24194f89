"""The notices of the Provider Selection Regime, with the days between which each is published."""

from __future__ import annotations

from datetime import date
from typing import Any

from concordat.core.finding import Severity
from concordat.core.rule import Rule
from concordat.procure.law.notice import Event, Need, Notice, before_standstill, before_tenders, days
from concordat.register.contract import Regime
from concordat.register.procurement import BuyingRoute

CHECKED = date(2026, 11, 23)
COMMENCED = date(2024, 1, 1)

_SUITABLE = frozenset({BuyingRoute.PSR_MOST_SUITABLE})
_COMPETED = frozenset({BuyingRoute.PSR_COMPETITIVE})
_INTENDED = frozenset({BuyingRoute.PSR_C, *_SUITABLE, *_COMPETED, BuyingRoute.MINI})
_NEW = frozenset({*_INTENDED, BuyingRoute.PSR_A, BuyingRoute.PSR_B, BuyingRoute.CALL_OFF})


def _rule(id: str, text: str, source: str) -> Rule:
    return Rule(
        id=id,
        text=text,
        source=f"Health Care Services (Provider Selection Regime) Regulations 2023 {source}",
        severity=Severity.ERROR,
        in_force_from=COMMENCED,
        checked_on=CHECKED,
    )


def _psr(code: str, event: Event, rule: Rule, **more: Any) -> Notice:
    name = code.removeprefix("PSR ")
    return Notice(code=code, name=name, regime=Regime.PSR, event=event, rule=rule, **more)


SELECTION = (
    _psr(
        "PSR intended approach",
        Event.DECIDED,
        _rule(
            "PR-04-PSR-APPROACH",
            "That the most suitable provider is to be found without a competition is published 14 days before any is"
            " assessed.",
            "reg 10(2) and (5)",
        ),
        routes=_SUITABLE,
        latest=before_tenders,
    ),
    _psr(
        "PSR competition",
        Event.DECIDED,
        _rule("PR-04-PSR-COMPETITION", "A competition is opened by a notice that invites offers.", "reg 11(3)"),
        routes=_COMPETED,
        latest=before_tenders,
    ),
    _psr(
        "PSR intention to award",
        Event.SIGNED,
        _rule(
            "PR-04-PSR-INTENTION",
            "The intention to award is published before the contract, and the standstill passes after it.",
            "regs 9 to 12 and 18(7)",
        ),
        routes=_INTENDED,
        latest=before_standstill,
    ),
    _psr(
        "PSR confirmation of award",
        Event.SIGNED,
        _rule(
            "PR-04-PSR-CONFIRMATION",
            "An award is confirmed by a notice within 30 days of it, direct awards A and B and call-offs too.",
            "regs 7 to 11 and 18(5)-(7)",
        ),
        routes=_NEW,
        earliest=days(0),
        latest=days(30),
    ),
    _psr(
        "PSR modification",
        Event.CHANGED,
        _rule(
            "PR-04-PSR-MODIFICATION",
            "A change by the authority's own decision that, with those before it, is worth £500,000 or more is"
            " published within 30 days.",
            "reg 13(4)-(5)",
        ),
        need=Need.IF,
        if_=Event.CHANGED,
        earliest=days(0),
        latest=days(30),
    ),
    _psr(
        "PSR urgent award or modification",
        Event.URGENT,
        _rule(
            "PR-04-PSR-URGENT",
            "An urgent award or change is published within 30 days, with why it could not be foreseen.",
            "reg 14(2) and (4)-(5)",
        ),
        need=Need.IF,
        if_=Event.URGENT,
        earliest=days(0),
        latest=days(30),
    ),
    _psr(
        "PSR abandonment",
        Event.ABANDONED,
        _rule(
            "PR-04-PSR-ABANDONMENT",
            "That a procurement is given up is published within 30 days of the decision, or of the end of the"
            " standstill in which it was taken.",
            "reg 15(4)-(5)",
        ),
        need=Need.IF,
        if_=Event.ABANDONED,
        earliest=days(0),
        latest=days(30),
    ),
)
RULES = tuple(each.rule for each in SELECTION)
