"""Which law a purchase is under, and from which value in full."""

from __future__ import annotations

from datetime import date

from concordat.core.period import long_date
from concordat.procure.law.regime import Facts
from concordat.procure.spec.example import Example, law, stated
from concordat.register.contract import Regime
from concordat.register.procurement import Authority, Subject
from concordat.register.threshold import is_above

_LAST, _FIRST = date(2025, 2, 23), date(2025, 2, 24)
_TODAY = date(2026, 11, 22)
_MUCH = 4_000_000_00


def _limit(year: int, day: date, pounds: int) -> tuple[Example, Example]:
    below, at = pounds * 100 - 1, pounds * 100
    return (
        stated(
            f"PR-01-{year}",
            f"A trust begins on {long_date(day)} to buy services worth a penny less than £{pounds:,}",
            kept=True,
            holds=lambda: not is_above(below, day, Authority.CENTRAL, Subject.SERVICES),
            said="The full rules do not apply.",
        ),
        stated(
            f"PR-01-{year}",
            f"It buys services worth exactly £{pounds:,}",
            kept=False,
            holds=lambda: not is_above(at, day, Authority.CENTRAL, Subject.SERVICES),
            said="The full rules apply.",
        ),
    )


EXAMPLES = (
    *_limit(2024, date(2025, 12, 31), 139_688),
    *_limit(2026, date(2026, 1, 1), 135_018),
    law(
        "PR-03-BEGUN",
        "A record system is put out to tender on the first day of the Act",
        kept=True,
        facts=Facts(begun_on=_FIRST, value=_MUCH, cpv="48180000"),
    ),
    law(
        "PR-03-BEGUN",
        "It was put out to tender the day before, but its value is not on the record",
        kept=False,
        facts=Facts(begun_on=_LAST, cpv="48180000"),
    ),
    law(
        "PR-03-FRAMEWORK",
        "In 2026 a system is called off a framework that was made under the regulations of 2015",
        kept=True,
        facts=Facts(begun_on=_TODAY, value=_MUCH, cpv="48180000", inherited=Regime.PCR2015),
    ),
    law(
        "PR-03-FRAMEWORK",
        "It is bought without a framework",
        kept=False,
        facts=Facts(begun_on=_TODAY, value=_MUCH, cpv="48180000"),
    ),
    law(
        "PR-03-PSR",
        "District nursing is bought for £9,000 on 1 January 2024",
        kept=True,
        facts=Facts(begun_on=date(2024, 1, 1), value=9_000_00, subject=Subject.HEALTH, cpv="85141200"),
    ),
    law(
        "PR-03-PSR",
        "It was begun a day before",
        kept=False,
        facts=Facts(begun_on=date(2023, 12, 31), value=_MUCH, subject=Subject.HEALTH, cpv="85141200"),
    ),
    law(
        "PR-03-SOFTWARE",
        "Software for a ward is bought",
        kept=True,
        facts=Facts(begun_on=_TODAY, value=_MUCH, cpv="48814000"),
    ),
    law(
        "PR-03-SOFTWARE",
        "A reading service for scans is bought, not the software",
        kept=False,
        facts=Facts(begun_on=_TODAY, value=_MUCH, subject=Subject.HEALTH, cpv="85150000"),
    ),
    law(
        "PR-03-MIXED",
        "Code and subject both say software",
        kept=True,
        facts=Facts(begun_on=_TODAY, value=_MUCH, cpv="72000000"),
    ),
    law(
        "PR-03-MIXED",
        "The code says software, the row says health care services",
        kept=False,
        facts=Facts(begun_on=_TODAY, value=_MUCH, subject=Subject.HEALTH, cpv="72000000"),
    ),
    law(
        "PR-03-STATED",
        "The record says PA 2023 of a tender of 2026",
        kept=True,
        facts=Facts(begun_on=_TODAY, value=_MUCH, cpv="48814000", stated=Regime.PA2023),
    ),
    law(
        "PR-03-STATED",
        "The record says PSR of it",
        kept=False,
        facts=Facts(begun_on=_TODAY, value=_MUCH, cpv="48814000", stated=Regime.PSR),
    ),
)
