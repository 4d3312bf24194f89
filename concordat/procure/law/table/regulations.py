"""The notices of the Public Contracts Regulations 2015, which still bind what began before 24 February 2025."""

from __future__ import annotations

from datetime import date
from typing import Any

from concordat.core.finding import Severity
from concordat.core.rule import Rule, Status
from concordat.procure.law.notice import Event, Need, Notice, before_standstill, before_tenders, days
from concordat.register.contract import Regime
from concordat.register.procurement import BuyingRoute

CHECKED = date(2026, 11, 23)
COMMENCED = date(2015, 2, 26)

_COMPETED = frozenset({BuyingRoute.OPEN, BuyingRoute.FLEXIBLE})
_CALLED_OFF = frozenset({BuyingRoute.MINI, BuyingRoute.CALL_OFF})


def _rule(
    id: str,
    text: str,
    source: str,
    severity: Severity = Severity.ERROR,
    status: Status = Status.ENACTED,
) -> Rule:
    return Rule(
        id=id,
        text=text,
        source=source,
        severity=severity,
        in_force_from=COMMENCED,
        status=status,
        checked_on=CHECKED,
    )


def _pcr(code: str, name: str, event: Event, rule: Rule, **more: Any) -> Notice:
    return Notice(code=code, name=name, regime=Regime.PCR2015, event=event, rule=rule, **more)


_VEAT = _rule(
    "PR-04-VEAT",
    "A direct award or change without competition that the buyer held to be lawful may be announced first; ten days"
    " later it can no longer be set aside for want of a contract notice.",
    "PCR 2015 reg 99(2)-(4)",
    Severity.WARNING,
)
REGULATIONS = (
    _pcr(
        "PCR contract notice",
        "contract notice",
        Event.DECIDED,
        _rule("PR-04-PCR-CONTRACT", "A competition is opened by a contract notice.", "PCR 2015 regs 26(8) and 49"),
        routes=_COMPETED,
        latest=before_tenders,
    ),
    _pcr(
        "VEAT",
        "voluntary ex ante transparency notice",
        Event.SIGNED,
        _VEAT,
        routes=frozenset({BuyingRoute.DIRECT}),
        need=Need.MAY,
        latest=before_standstill,
    ),
    _pcr(
        "VEAT",
        "voluntary ex ante transparency notice",
        Event.CHANGED,
        _VEAT,
        routes=frozenset({BuyingRoute.EXTEND}),
        need=Need.MAY,
        latest=before_standstill,
    ),
    _pcr(
        "PCR award notice",
        "contract award notice",
        Event.SIGNED,
        _rule("PR-04-PCR-AWARD", "An award is published within 30 days of it.", "PCR 2015 reg 50(1) and (4)"),
        routes=frozenset({*_COMPETED, BuyingRoute.DIRECT}),
        earliest=days(0),
        latest=days(30),
    ),
    _pcr(
        "Contracts Finder award",
        "award on Contracts Finder",
        Event.SIGNED,
        _rule(
            "PR-04-PCR-FINDER",
            "A call-off is published on Contracts Finder within a reasonable time, 90 days for an NHS body.",
            "PCR 2015 reg 108(1)(b), (2) and (4); 90 days from guidance, PPN 09/21 and PPN 01/23",
            Severity.WARNING,
            Status.GUIDANCE,
        ),
        routes=_CALLED_OFF,
        earliest=days(0),
        latest=days(90),
    ),
    _pcr(
        "PCR modification notice",
        "modification notice",
        Event.CHANGED,
        _rule(
            "PR-04-PCR-MODIFICATION",
            "A change for additional needs or unforeseen circumstances is published; no day is set.",
            "PCR 2015 reg 72(3)",
        ),
        need=Need.IF,
        if_=Event.CHANGED,
        earliest=days(0),
    ),
)
RULES = tuple(each.rule for each in REGULATIONS)
