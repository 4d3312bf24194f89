"""Standstill: from when a contract may be signed once suppliers have been told. The two regimes count differently.

Under the Procurement Act the day of the notice is the first of the eight, if it is a working day. Under the Provider
Selection Regime the eight begin after it. A working day here is neither a weekend nor a bank holiday in England.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from concordat.core.calendar import add_working_days, working_day_on_or_after
from concordat.core.finding import Severity
from concordat.core.period import ONE_DAY
from concordat.core.rule import Rule

CHECKED = date(2026, 11, 22)
EIGHT = 8
AFTER_A_FURTHER_DECISION = 5

ACT = Rule(
    id="PR-05-PA2023",
    text="No contract is made before eight working days are over, the day of the award notice being the first.",
    source="Procurement Act 2023 s51",
    severity=Severity.ERROR,
    in_force_from=date(2025, 2, 24),
    checked_on=CHECKED,
)
SELECTION = Rule(
    id="PR-05-PSR",
    text="No contract is made before midnight at the end of the eighth working day after the notice of intention; after"
    " a representation, not before five working days from when the further decision was told.",
    source="Health Care Services (Provider Selection Regime) Regulations 2023 reg 12",
    severity=Severity.ERROR,
    in_force_from=date(2024, 1, 1),
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
    return Standstill(last_day=add_working_days(working_day_on_or_after(noticed_on), EIGHT - 1), rule=ACT)


def under_selection(
    noticed_on: date, *, representation_on: date | None = None, further_decision_on: date | None = None
) -> Standstill | None:
    """The standstill after a notice of intention to award; None while a representation in time awaits its decision."""
    usual = add_working_days(noticed_on, EIGHT)
    if representation_on is None or representation_on > usual:
        return Standstill(last_day=usual, rule=SELECTION)
    if further_decision_on is None:
        return None
    return Standstill(
        last_day=max(usual, add_working_days(further_decision_on, AFTER_A_FURTHER_DECISION)), rule=SELECTION
    )
