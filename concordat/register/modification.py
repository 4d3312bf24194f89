"""When a contract may be changed without buying anew: the limits that two verbs read, each a rule with its dates."""

from __future__ import annotations

from datetime import date

from concordat.core.finding import Severity
from concordat.core.period import ONE_DAY
from concordat.core.rule import Rule
from concordat.register.contract import Contract

CHECKED = date(2026, 11, 23)

TENTH_OF_TERM = Rule(
    id="PR-07-PA2023",
    text="A change of term is not substantial up to a tenth of the longest term, and needs no change notice.",
    source="Procurement Act 2023 s74(3)(a), (7)-(8) and s75(2)(b), (4)-(5)",
    severity=Severity.ERROR,
    in_force_from=date(2025, 2, 24),
    checked_on=CHECKED,
)
TENTH_OF_VALUE = Rule(
    id="PR-07-PCR2015",
    text="A change is allowed below the threshold and a tenth of a service contract's value, all changes summed.",
    source="PCR 2015 reg 72(5)-(6), still applied to contracts begun before 24 February 2025",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    checked_on=CHECKED,
)
QUARTER_OF_VALUE = Rule(
    id="PR-07-PSR",
    text="A change is allowed where all changes together stay below £500,000 or a quarter of the lifetime value.",
    source="Health Care Services (Provider Selection Regime) Regulations 2023 reg 13(1)(d) and (2)",
    severity=Severity.ERROR,
    in_force_from=date(2024, 1, 1),
    checked_on=CHECKED,
)
STILL_BELOW = Rule(
    id="PR-01",
    text="A contract below the threshold may be prolonged while its whole value, with VAT, stays below it.",
    source="Procurement Act 2023 s3(2), s5(5), s74(1) and Sch 1 para 1",
    severity=Severity.ERROR,
    in_force_from=date(2025, 2, 24),
    checked_on=CHECKED,
)
GROUND = Rule(
    id="PR-07",
    text="A documented ground permits a modification for as long as it says.",
    source="PCR 2015 reg 72(1)(b)-(f); Procurement Act 2023 s74(1) and Sch 8; PSR Regulations 2023 reg 13",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    checked_on=CHECKED,
)


def longest_term(contract: Contract) -> int:
    """The longest term provided for when it was awarded, in whole months."""
    if contract.original_months:
        return contract.original_months
    end = contract.ends_on + ONE_DAY
    months = (end.year - contract.starts_on.year) * 12 + end.month - contract.starts_on.month
    return months - (end.day < contract.starts_on.day) + sum(contract.extension_options) - contract.modified_months
