"""The notices of the Procurement Act 2023, UK1 to UK12, with the days between which each is published."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from concordat.core.calendar import Quarter
from concordat.core.finding import Severity
from concordat.core.rule import Rule
from concordat.procure.law.notice import Event, Need, Notice, before_standstill, before_tenders, days, months
from concordat.procure.law.purchase import Purchase
from concordat.register.contract import Regime
from concordat.register.procurement import BuyingRoute

CHECKED = date(2026, 11, 23)
COMMENCED = date(2025, 2, 24)
PIPELINE_FROM = 2_000_000_00
"""A purchase worth more than this, in pence, stands in the pipeline notice of a buyer who spends over £100m a year."""
KPIS_FROM = 5_000_000_00
"""A contract worth more than this, in pence, has performance indicators, is assessed yearly and is published."""

_COMPETED = frozenset({BuyingRoute.OPEN, BuyingRoute.FLEXIBLE})
_DIRECT = frozenset({BuyingRoute.DIRECT})
_NEW = frozenset({*_COMPETED, *_DIRECT, BuyingRoute.MINI, BuyingRoute.CALL_OFF})


def _rule(id: str, text: str, source: str, since: date = COMMENCED, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(
        id=id,
        text=text,
        source=f"Procurement Act 2023 {source}",
        severity=severity,
        in_force_from=since,
        checked_on=CHECKED,
    )


def in_the_pipeline(purchase: Purchase) -> bool:
    """Whether it is worth enough for the pipeline notice."""
    return purchase.value > PIPELINE_FROM


def ordinary(purchase: Purchase) -> bool:
    """Whether it is not light touch."""
    return not purchase.light_touch


def light_touch(purchase: Purchase) -> bool:
    """Whether it is."""
    return purchase.light_touch


def measured(purchase: Purchase) -> bool:
    """Whether its performance is measured and published."""
    return purchase.value > KPIS_FROM and not purchase.light_touch


def _published_lightly(purchase: Purchase) -> bool:
    return purchase.value > KPIS_FROM and purchase.light_touch


def _after_the_quarter(purchase: Purchase, paid_on: date) -> date:
    """Thirty days of which the last day of the quarter is the first."""
    return Quarter.from_day(paid_on).end + timedelta(28)


def _act(code: str, name: str, event: Event, rule: Rule, **more: Any) -> Notice:
    return Notice(code=code, name=name, regime=Regime.PA2023, event=event, rule=rule, **more)


ACT = (
    _act(
        "UK1",
        "pipeline notice",
        Event.YEAR,
        _rule(
            "PR-04-UK1",
            "A buyer who expects to pay over £100m in a financial year names, within 56 days from 1 April, each"
            " contract over £2m to be tendered or announced within 18 months.",
            "s93(1)-(4)",
        ),
        routes=frozenset({*_COMPETED, *_DIRECT}),
        when=in_the_pipeline,
        latest=days(55),
    ),
    _act(
        "UK2",
        "preliminary market engagement notice",
        Event.TENDERED,
        _rule(
            "PR-04-UK2",
            "Where suppliers are engaged before a competition, a notice of it comes before the tender notice, or that"
            " gives the reason why none did.",
            "s17(1)",
        ),
        routes=_COMPETED,
        need=Need.IF,
        if_=Event.ENGAGED,
        latest=days(0),
    ),
    _act(
        "UK3",
        "planned procurement notice",
        Event.TENDERED,
        _rule(
            "PR-04-UK3",
            "Published 40 days to 12 months before the tender notice, a planned procurement notice shortens the time to"
            " tender to 10 days. It is voluntary.",
            "s15(3) and s54(4)",
            severity=Severity.NOTE,
        ),
        routes=_COMPETED,
        need=Need.MAY,
        earliest=months(-12),
        latest=days(-40),
    ),
    _act(
        "UK4",
        "tender notice",
        Event.DECIDED,
        _rule(
            "PR-04-UK4",
            "A competition is opened by a tender notice; the least time to take part and to tender passes after it.",
            "s21(1) and s54(3)-(5)",
        ),
        routes=_COMPETED,
        latest=before_tenders,
    ),
    _act(
        "UK5",
        "transparency notice",
        Event.SIGNED,
        _rule(
            "PR-04-UK5",
            "A direct award is announced with its justification in a transparency notice before it is awarded.",
            "s44(1)",
        ),
        routes=_DIRECT,
        latest=before_standstill,
    ),
    _act(
        "UK6",
        "contract award notice",
        Event.SIGNED,
        _rule(
            "PR-04-UK6",
            "A contract award notice comes before the contract, and the standstill passes after it where one is owed.",
            "s50(1) and s51(1)-(3)",
        ),
        routes=_NEW,
        latest=before_standstill,
    ),
    _act(
        "UK7",
        "contract details notice",
        Event.SIGNED,
        _rule(
            "PR-06-UK7",
            "A contract details notice is published within 30 days, the day of signature being the first.",
            "s53(1)(b)",
        ),
        routes=_NEW,
        when=ordinary,
        earliest=days(0),
        latest=days(29),
    ),
    _act(
        "UK7",
        "contract details notice",
        Event.SIGNED,
        _rule(
            "PR-06-UK7-LIGHT",
            "For a light touch contract the details notice is published within 120 days, the day of signature first.",
            "s53(1)(a)",
        ),
        routes=_NEW,
        when=light_touch,
        earliest=days(0),
        latest=days(119),
    ),
    _act(
        "Contract copy",
        "copy of the contract",
        Event.SIGNED,
        _rule(
            "PR-06-COPY",
            "A contract over £5m is itself published within 90 days, the day of signature being the first.",
            "s53(3)(b)",
        ),
        routes=_NEW,
        when=measured,
        earliest=days(0),
        latest=days(89),
    ),
    _act(
        "Contract copy",
        "copy of the contract",
        Event.SIGNED,
        _rule(
            "PR-06-COPY-LIGHT",
            "A light touch contract over £5m is itself published within 180 days, the day of signature first.",
            "s53(3)(a)",
        ),
        routes=_NEW,
        when=_published_lightly,
        earliest=days(0),
        latest=days(179),
    ),
    _act(
        "UK8",
        "contract payment notice",
        Event.PAID,
        _rule(
            "PR-06-UK8",
            "A payment over £30,000 is published within 30 days, the last day of its quarter being the first.",
            "s70(1)-(2), in force by SI 2025/1316 reg 2(2)",
            since=date(2026, 4, 1),
        ),
        need=Need.IF,
        if_=Event.PAID,
        latest=_after_the_quarter,
    ),
    _act(
        "UK9",
        "contract performance notice",
        Event.SIGNED,
        _rule(
            "PR-06-UK9",
            "Performance against the indicators of a contract over £5m is assessed and published in every span of"
            " twelve months, and when it ends.",
            "s52(1) and s71(1)-(2), in force by SI 2025/1316 reg 2(1)",
            since=date(2026, 1, 1),
        ),
        when=measured,
        every=12,
    ),
    _act(
        "UK10",
        "contract change notice",
        Event.CHANGED,
        _rule(
            "PR-04-UK10",
            "A change that needs a notice is announced before it is made.",
            "s75(1)-(6)",
        ),
        need=Need.IF,
        if_=Event.CHANGED,
        when=ordinary,
        latest=days(0),
    ),
    _act(
        "UK11",
        "contract termination notice",
        Event.ENDED,
        _rule(
            "PR-06-UK11",
            "However a contract ends, a termination notice is published within 30 days, the day it ends first.",
            "s80(1) and (3)",
        ),
        need=Need.IF,
        if_=Event.ENDED,
        earliest=days(0),
        latest=days(29),
    ),
    _act(
        "UK12",
        "procurement termination notice",
        Event.ABANDONED,
        _rule(
            "PR-04-UK12",
            "A competition or announced direct award that is given up before any contract is ended by a notice, as soon"
            " as is reasonably practicable.",
            "s55(1)-(2)",
        ),
        routes=frozenset({*_COMPETED, *_DIRECT}),
        need=Need.IF,
        if_=Event.ABANDONED,
        earliest=days(0),
    ),
)
RULES = tuple(each.rule for each in ACT)
