"""Standstills, and the least time to tender."""

from __future__ import annotations

from datetime import date

from concordat.core.period import ONE_DAY, long_date
from concordat.procure.law.periods import minimum_days, qualifies
from concordat.procure.spec.example import Example, stated
from concordat.procure.standstill import NOT_OWED, ends_on, owed
from concordat.register.contract import Regime
from concordat.register.procurement import BuyingRoute

_FRIDAY = date(2026, 12, 18)
_TOLD = "The notice is of Friday 18 December 2026"


def _pair(rule: str, regime: Regime, route: BuyingRoute, first: date, last: str) -> tuple[Example, Example]:
    def from_(day: date) -> bool:
        found = ends_on(regime, _FRIDAY, route=route)
        return found is not None and found.rule.id == rule and found.sign_from <= day

    before = first - ONE_DAY
    said = f"The standstill lasts to midnight on {last}."
    return (
        stated(rule, f"{_TOLD}, signed on {long_date(first)}", kept=True, holds=lambda: from_(first), said=said),
        stated(rule, f"{_TOLD}, signed on {long_date(before)}", kept=False, holds=lambda: from_(before), said=said),
    )


EXAMPLES = (
    *_pair("PR-05-PA2023", Regime.PA2023, BuyingRoute.OPEN, date(2027, 1, 1), "31 December 2026"),
    *_pair("PR-05-PSR", Regime.PSR, BuyingRoute.PSR_C, date(2027, 1, 5), "4 January 2027"),
    *_pair("PR-05-PCR2015", Regime.PCR2015, BuyingRoute.OPEN, date(2026, 12, 30), "29 December 2026"),
    *_pair("PR-05-VEAT", Regime.PCR2015, BuyingRoute.DIRECT, date(2026, 12, 30), "29 December 2026"),
    stated(
        "PR-05-NONE",
        "A call-off under the Act is signed on the day of its award notice",
        kept=True,
        holds=lambda: owed(Regime.PA2023, BuyingRoute.CALL_OFF) is NOT_OWED,
        said="No standstill is owed.",
    ),
    stated(
        "PR-05-NONE",
        "A direct award under the Act is signed on the day of its award notice",
        kept=False,
        holds=lambda: owed(Regime.PA2023, BuyingRoute.DIRECT) is NOT_OWED,
        said="A standstill is owed.",
    ),
    stated(
        "PR-04-PERIOD-PA2023",
        "A tender is open for 10 days; a planned procurement notice came 40 days before it",
        kept=True,
        holds=lambda: _open_for(10, Regime.PA2023, date(2026, 4, 22), date(2026, 6, 1)),
        said="10 days are enough.",
    ),
    stated(
        "PR-04-PERIOD-PA2023",
        "The planned procurement notice came 39 days before it",
        kept=False,
        holds=lambda: _open_for(10, Regime.PA2023, date(2026, 4, 23), date(2026, 6, 1)),
        said="It came too late to shorten 25 days to 10.",
    ),
    stated(
        "PR-04-PERIOD-PCR2015",
        "A tender of 2024 was open for 30 days",
        kept=True,
        holds=lambda: _open_for(30, Regime.PCR2015, None, date(2024, 6, 3)),
        said="30 days are enough where tenders are electronic.",
    ),
    stated(
        "PR-04-PERIOD-PCR2015",
        "It was open for 29 days",
        kept=False,
        holds=lambda: _open_for(29, Regime.PCR2015, None, date(2024, 6, 3)),
        said="30 days are the least.",
    ),
    stated(
        "PR-04-PERIOD-PSR",
        "Providers are assessed 14 days after the notice of the intended approach",
        kept=True,
        holds=lambda: minimum_days(Regime.PSR, BuyingRoute.PSR_MOST_SUITABLE) <= 14,
        said="14 days are enough.",
    ),
    stated(
        "PR-04-PERIOD-PSR",
        "They are assessed 13 days after it",
        kept=False,
        holds=lambda: minimum_days(Regime.PSR, BuyingRoute.PSR_MOST_SUITABLE) <= 13,
        said="14 days are the least.",
    ),
    stated(
        "PR-04-PERIOD-NONE",
        "A light touch tender is open for 7 days",
        kept=True,
        holds=lambda: minimum_days(Regime.PA2023, BuyingRoute.OPEN, light_touch=True) == 0,
        said="No least time is set: 7 days must be reasonable.",
    ),
    stated(
        "PR-04-PERIOD-NONE",
        "An ordinary tender is open for 7 days",
        kept=False,
        holds=lambda: minimum_days(Regime.PA2023, BuyingRoute.OPEN) == 0,
        said="25 days are set.",
    ),
)


def _open_for(days: int, regime: Regime, planned_on: date | None, tendered_on: date) -> bool:
    planned = planned_on is not None and qualifies(regime, planned_on, tendered_on)
    return minimum_days(regime, BuyingRoute.OPEN, planned=planned) <= days
