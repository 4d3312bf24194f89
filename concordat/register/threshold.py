"""Thresholds: from which value, with VAT, the full rules of public procurement apply, by day, buyer and subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from concordat.core.finding import Severity
from concordat.core.refusal import Refusal
from concordat.core.rule import Rule
from concordat.register.procurement import Authority, Subject

CHECKED = date(2026, 11, 23)


class NoThreshold(Refusal):
    """A day or subject for which no threshold is known, or to which none applies."""


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """The thresholds of a period, in pence with VAT, and the rule they come from."""

    rule: Rule
    amounts: MappingProxyType[tuple[Authority, Subject], int]


def _rule(year: int, source: str, until: date | None) -> Rule:
    return Rule(
        id=f"PR-01-{year}",
        text=f"The thresholds of {year}, VAT included: from them on the full rules of public procurement apply.",
        source=source,
        severity=Severity.ERROR,
        in_force_from=date(year, 1, 1),
        in_force_to=until,
        checked_on=CHECKED,
    )


def _amounts(
    central: int, sub_central: int, works: int, light: int
) -> MappingProxyType[tuple[Authority, Subject], int]:
    pounds = {
        **{(Authority.CENTRAL, each): central for each in (Subject.GOODS, Subject.SERVICES)},
        **{(Authority.SUB_CENTRAL, each): sub_central for each in (Subject.GOODS, Subject.SERVICES)},
        **{(each, Subject.WORKS): works for each in Authority},
        **{(each, Subject.LIGHT_TOUCH): light for each in Authority},
    }
    return MappingProxyType({key: amount * 100 for key, amount in pounds.items()})


TABLE = (
    Thresholds(
        rule=_rule(2024, "PCR 2015 reg 5 as uprated; Procurement Act 2023 Sch 1 for 2025", date(2026, 1, 1)),
        amounts=_amounts(139_688, 214_904, 5_372_609, 663_540),
    ),
    Thresholds(
        rule=_rule(
            2026, "Procurement Act 2023 Sch 1 para 1, by the Threshold Amounts (Amendment) Regulations 2025", None
        ),
        amounts=_amounts(135_018, 207_720, 5_193_000, 663_540),
    ),
)
"""Every known period; they follow one another without a gap."""
FIRST_KNOWN = TABLE[0].rule.in_force_from
RULES = tuple(each.rule for each in TABLE)


def thresholds(day: date) -> Thresholds:
    """Those of the period a day is in. Raises NoThreshold."""
    for each in TABLE:
        if each.rule.in_force(day):
            return each
    remedy = f"Ask for a day from {FIRST_KNOWN.isoformat()} on"
    raise NoThreshold(f"No threshold is known for {day.isoformat()}", remedy=remedy)


def threshold(day: date, authority: Authority, subject: Subject) -> int:
    """The threshold in pence, VAT included, for what is begun on a day. Raises NoThreshold."""
    if subject is Subject.HEALTH:
        remedy = "Use the Provider Selection Regime, which has none"
        raise NoThreshold("Health care services have no threshold", remedy=remedy)
    return thresholds(day).amounts[authority, subject]


def is_above(value: int, day: date, authority: Authority, subject: Subject) -> bool:
    """Whether a whole-life value with VAT, in pence, reaches the threshold; one that is equal does."""
    return value >= threshold(day, authority, subject)
