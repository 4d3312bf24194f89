"""Standstill: from when a contract may be signed once suppliers have been told. Each regime counts differently.

Under the Procurement Act the day of the notice is the first of eight working days, if it is one, and a bank holiday in
any part of the United Kingdom is none. Under the Provider Selection Regime the standstill begins on the day after the
notice, and eight working days of England follow that day. Under the regulations of 2015 ten calendar days are counted,
of which the last must be a working day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from concordat.core.calendar import add_working_days, bank_holidays_of_any_part, working_day_on_or_after
from concordat.core.finding import Severity
from concordat.core.period import ONE_DAY
from concordat.core.rule import Rule
from concordat.register.contract import Regime
from concordat.register.procurement import BuyingRoute

CHECKED = date(2026, 11, 23)
EIGHT = 8
TEN_DAYS = timedelta(days=10)
AFTER_A_FURTHER_DECISION = 5

ACT = Rule(
    id="PR-05-PA2023",
    text="No contract is made before eight working days are over, the day of the award notice being the first; a bank"
    " holiday in any part of the United Kingdom is no working day.",
    source="Procurement Act 2023 s51(1)-(2) and s123(1)",
    severity=Severity.ERROR,
    in_force_from=date(2025, 2, 24),
    checked_on=CHECKED,
)
SELECTION = Rule(
    id="PR-05-PSR",
    text="No contract is made before midnight at the end of the eighth working day after the standstill begins, which"
    " is on the day after the notice of intention; after a representation, not before five working days from when the"
    " last further decision was told.",
    source="Health Care Services (Provider Selection Regime) Regulations 2023 reg 12(1)-(3), (9)-(10) and (12)",
    severity=Severity.ERROR,
    in_force_from=date(2024, 1, 1),
    checked_on=CHECKED,
)

REGULATIONS = Rule(
    id="PR-05-PCR2015",
    text="No contract is made before midnight at the end of the tenth day after the decision was sent electronically;"
    " if that is not a working day, of the next working day.",
    source="PCR 2015 reg 87(2) and reg 2(4), still applied to what began before 24 February 2025",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    checked_on=CHECKED,
)
VEAT = Rule(
    id="PR-05-VEAT",
    text="A direct award or change under the old law that the buyer held to be lawful is safe from being set aside for"
    " want of a contract notice where it was announced (VEAT) and ten days passed, the day of the notice not counted"
    " and the last a working day.",
    source="PCR 2015 reg 99(3)-(4) and reg 2(4)",
    severity=Severity.WARNING,
    in_force_from=date(2015, 2, 26),
    checked_on=CHECKED,
)
NOT_OWED = Rule(
    id="PR-05-NONE",
    text="No standstill is owed below the threshold, for a call-off, for a light touch contract, in extreme urgency,"
    " for an extension, or for direct awards A and B; one may be kept of free will, and under the Act then of eight"
    " working days at least.",
    source="Procurement Act 2023 s51(3)-(5) and s76; PCR 2015 reg 86(5); PSR Regulations 2023 regs 7, 8, 12, 14 and 18",
    severity=Severity.NOTE,
    in_force_from=date(2015, 2, 26),
    checked_on=CHECKED,
)


@dataclass(frozen=True, kw_only=True)
class Standstill:
    """The last day of a standstill, and the first on which a contract may be signed; the rule that says so."""

    last_day: date
    rule: Rule

    @property
    def sign_from(self) -> date:
        """The first day on which a contract may be signed."""
        return self.last_day + ONE_DAY


def under_the_act(noticed_on: date) -> Standstill:
    """The standstill after an award notice (UK6) published on a day."""
    first = working_day_on_or_after(noticed_on, bank_holidays_of_any_part)
    return Standstill(last_day=add_working_days(first, EIGHT - 1, bank_holidays_of_any_part), rule=ACT)


def under_selection(
    noticed_on: date, *, representation_on: date | None = None, further_decision_on: date | None = None
) -> Standstill | None:
    """The standstill after a notice of intention to award; None while a representation in time awaits its decision."""
    begins_on = noticed_on + ONE_DAY
    usual = add_working_days(begins_on, EIGHT)
    if representation_on is None or representation_on > usual:
        return Standstill(last_day=usual, rule=SELECTION)
    if further_decision_on is None:
        return None
    return Standstill(
        last_day=max(usual, add_working_days(further_decision_on, AFTER_A_FURTHER_DECISION)), rule=SELECTION
    )


def under_the_regulations(sent_on: date) -> Standstill:
    """The standstill after the decision was sent to every bidder by electronic means."""
    return Standstill(last_day=working_day_on_or_after(sent_on + TEN_DAYS), rule=REGULATIONS)


def after_a_veat(published_on: date) -> Standstill:
    """The ten days after a voluntary notice that a contract is to be awarded or changed without competition."""
    return Standstill(last_day=working_day_on_or_after(published_on + TEN_DAYS), rule=VEAT)


def not_owed(noticed_on: date) -> Standstill:
    """None: the contract may be signed on the day of the notice."""
    return Standstill(last_day=noticed_on - ONE_DAY, rule=NOT_OWED)


_COMPETED = (None, BuyingRoute.OPEN, BuyingRoute.FLEXIBLE)
_CHOSEN = (None, BuyingRoute.PSR_C, BuyingRoute.PSR_MOST_SUITABLE, BuyingRoute.PSR_COMPETITIVE, BuyingRoute.MINI)
_OWED = (
    (Regime.PA2023, ACT, (*_COMPETED, BuyingRoute.DIRECT)),
    (Regime.PCR2015, REGULATIONS, _COMPETED),
    (Regime.PCR2015, VEAT, (BuyingRoute.DIRECT, BuyingRoute.EXTEND)),
    (Regime.PSR, SELECTION, _CHOSEN),
)
_RULES: dict[tuple[Regime, BuyingRoute | None], Rule] = {
    (regime, route): rule for regime, rule, routes in _OWED for route in routes
}
"""Where a standstill is owed, and by which rule; a route not chosen yet is taken to owe one."""


def owed(regime: Regime, route: BuyingRoute | None = None, *, light_touch: bool = False) -> Rule:
    """The rule of the standstill that a purchase owes; NOT_OWED where it owes none."""
    rule = _RULES.get((regime, route), NOT_OWED)
    return NOT_OWED if light_touch and rule is ACT else rule


def ends_on(
    regime: Regime,
    noticed_on: date,
    *,
    route: BuyingRoute | None = None,
    light_touch: bool = False,
    representation_on: date | None = None,
    further_decision_on: date | None = None,
) -> Standstill | None:
    """The standstill after the notice that begins it; None while a PSR representation in time awaits its decision."""
    rule = owed(regime, route, light_touch=light_touch)
    if rule is SELECTION:
        return under_selection(noticed_on, representation_on=representation_on, further_decision_on=further_decision_on)
    count = {ACT.id: under_the_act, REGULATIONS.id: under_the_regulations, VEAT.id: after_a_veat}
    return count.get(rule.id, not_owed)(noticed_on)


def notice_by(regime: Regime, signed_on: date, *, route: BuyingRoute | None = None, light_touch: bool = False) -> date:
    """The last day for the notice that begins the standstill, if the contract is to be signed on a day."""
    noticed_on = signed_on
    while _sign_from(regime, noticed_on, route, light_touch) > signed_on:
        noticed_on -= ONE_DAY
    return noticed_on


def _sign_from(regime: Regime, noticed_on: date, route: BuyingRoute | None, light_touch: bool) -> date:
    found = ends_on(regime, noticed_on, route=route, light_touch=light_touch)
    assert found, "without a representation a standstill always ends"
    return found.sign_from
