"""Minimum periods: for how many calendar days, at least, suppliers are given to take part and to tender."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from concordat.core.finding import Severity
from concordat.core.period import months_later
from concordat.core.rule import Rule
from concordat.register.contract import Regime
from concordat.register.procurement import BuyingRoute

CHECKED = date(2026, 11, 23)

UNDER_THE_ACT = Rule(
    id="PR-04-PERIOD-PA2023",
    text="Suppliers have at least 25 days to ask to take part and 25 to tender where all is electronic; 10 to tender"
    " after a planned procurement notice (UK3) 40 days to 12 months old; 10 and 10 in urgency; none is set for light"
    " touch contracts and call-offs, where the time must be reasonable.",
    source="Procurement Act 2023 s15(3) and s54(3)-(5); the shorter times to tender that a buyer who is no central"
    " authority may set for those it preselected are not used here",
    severity=Severity.ERROR,
    in_force_from=date(2025, 2, 24),
    checked_on=CHECKED,
)
UNDER_THE_REGULATIONS = Rule(
    id="PR-04-PERIOD-PCR2015",
    text="Open: 30 days to tender electronically, 15 after a prior information notice or in urgency. In two stages: 30"
    " days to ask and 25 to tender, 10 to tender after such a notice, 15 and 10 in urgency.",
    source="PCR 2015 regs 27(2)-(6) and 28(2)-(10), still applied to what began before 24 February 2025",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    checked_on=CHECKED,
)
MOST_SUITABLE = Rule(
    id="PR-04-PERIOD-PSR",
    text="Providers are not assessed for the most suitable until 14 days after the notice that it is to be found so.",
    source="PSR Regulations 2023 reg 10(5)",
    severity=Severity.ERROR,
    in_force_from=date(2024, 1, 1),
    checked_on=CHECKED,
)
NONE_SET = Rule(
    id="PR-04-PERIOD-NONE",
    text="Where no period is set, the time given is reasonable and the same for all.",
    source="Procurement Act 2023 s54(1)-(2) and s87(6); PCR 2015 regs 33(11) and 47; PSR Regulations 2023 reg 4",
    severity=Severity.WARNING,
    in_force_from=date(2015, 2, 26),
    checked_on=CHECKED,
)


@dataclass(frozen=True, kw_only=True)
class Minimum:
    """Calendar days to ask to take part, then to tender, each counted from the day after its notice; and the rule."""

    to_take_part: int = 0
    to_tender: int = 0
    rule: Rule

    @property
    def days(self) -> int:
        """Both together, in calendar days."""
        return self.to_take_part + self.to_tender


_NOTHING = Minimum(rule=NONE_SET)
_TABLE: dict[tuple[Regime, BuyingRoute], tuple[Minimum, Minimum, Minimum]] = {
    (Regime.PA2023, BuyingRoute.OPEN): (
        Minimum(to_tender=25, rule=UNDER_THE_ACT),
        Minimum(to_tender=10, rule=UNDER_THE_ACT),
        Minimum(to_tender=10, rule=UNDER_THE_ACT),
    ),
    (Regime.PA2023, BuyingRoute.FLEXIBLE): (
        Minimum(to_take_part=25, to_tender=25, rule=UNDER_THE_ACT),
        Minimum(to_take_part=25, to_tender=10, rule=UNDER_THE_ACT),
        Minimum(to_take_part=10, to_tender=10, rule=UNDER_THE_ACT),
    ),
    (Regime.PCR2015, BuyingRoute.OPEN): (
        Minimum(to_tender=30, rule=UNDER_THE_REGULATIONS),
        Minimum(to_tender=15, rule=UNDER_THE_REGULATIONS),
        Minimum(to_tender=15, rule=UNDER_THE_REGULATIONS),
    ),
    (Regime.PCR2015, BuyingRoute.FLEXIBLE): (
        Minimum(to_take_part=30, to_tender=25, rule=UNDER_THE_REGULATIONS),
        Minimum(to_take_part=30, to_tender=10, rule=UNDER_THE_REGULATIONS),
        Minimum(to_take_part=15, to_tender=10, rule=UNDER_THE_REGULATIONS),
    ),
    (Regime.PSR, BuyingRoute.PSR_MOST_SUITABLE): (Minimum(to_take_part=14, rule=MOST_SUITABLE),) * 3,
}
"""Usually, after an early notice that qualifies, and in urgency."""


def minimum(
    regime: Regime,
    route: BuyingRoute | None,
    *,
    light_touch: bool = False,
    planned: bool = False,
    urgent: bool = False,
) -> Minimum:
    """The least time suppliers are given; nought, with the rule that says why, where none is set.

    `planned` says that an early notice qualifies (see `qualifies`), `urgent` that a state of urgency is on record.
    """
    if light_touch or route is None:
        return _NOTHING
    usual, after_notice, in_urgency = _TABLE.get((regime, route), (_NOTHING,) * 3)
    return in_urgency if urgent else after_notice if planned else usual


def minimum_days(regime: Regime, route: BuyingRoute | None, *, light_touch: bool = False, planned: bool = False) -> int:
    """Calendar days from the notice that opens a competition to the last day for tenders, at the least."""
    return minimum(regime, route, light_touch=light_touch, planned=planned).days


_EARLIEST_MONTHS = 12
_LATEST_DAYS = {Regime.PA2023: 40, Regime.PCR2015: 35}


def qualifies(regime: Regime, planned_on: date, tendered_on: date) -> bool:
    """Whether an early notice (UK3, or a prior information notice) shortens the time to tender: it is neither too
    young nor older than twelve months."""
    days = _LATEST_DAYS.get(regime)
    if days is None:
        return False
    earliest = months_later(tendered_on, -_EARLIEST_MONTHS)
    return earliest <= planned_on <= tendered_on - timedelta(days)
