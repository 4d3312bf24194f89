"""What a purchase is worth in law: its whole life, for everybody it is bought for, and with its like of the same year.

A value that leaves out an extension, a member or VAT, or that is cut into parts, brings a purchase below a threshold
which it reaches. Values on the record are confidential, so no finding repeats one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.finding import Finding, Severity
from concordat.core.money import in_pounds
from concordat.core.period import months_later
from concordat.core.reason import Reason
from concordat.core.rule import Rule
from concordat.register.contract import Contract
from concordat.register.procurement import Procurement
from concordat.register.record import Record
from concordat.register.threshold import NoThreshold, threshold

CHECKED = date(2026, 11, 23)
VAT_PERCENT = 20
SPAN = 12
"""Months within which purchases of one kind by one buyer are looked at together."""
CLASS = 4
"""Digits of a CPV code that say the class of what is bought, as 4818 does."""

WHOLE_LIFE = Rule(
    id="PR-02",
    text="A purchase is worth all that may be paid over its whole life, with every extension, for all it is bought for,"
    " VAT included.",
    source="Procurement Act 2023 s4, s123(2) and Sch 3 para 1; PCR 2015 reg 6(1); as applied to members' shares,"
    " field knowledge",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    checked_on=CHECKED,
)
TOGETHER = Rule(
    id="PR-02-SPLIT",
    text="What could be bought as one is valued as one; it is not cut into parts to stay below a threshold.",
    source="Procurement Act 2023 s4(3) and Sch 3 para 4; PCR 2015 reg 6(5)-(6); that 12 months and one CPV class are"
    " looked at is a check of our own, from field knowledge",
    severity=Severity.WARNING,
    in_force_from=date(2015, 2, 26),
    checked_on=CHECKED,
)


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What one organisation would pay: pence a year and once, over so many months with every extension."""

    organisation: str
    yearly: int = 0
    once: int = 0
    months: int
    with_vat: bool = False

    def __post_init__(self) -> None:
        if min(self.yearly, self.once, self.months) < 0:
            raise ValueError(f"What {self.organisation} pays, and for how long, is zero or more.")

    @property
    def whole(self) -> int:
        """All of it in pence with VAT, a part of a penny counted as one, so that an estimate is never too low."""
        percent = 100 if self.with_vat else 100 + VAT_PERCENT
        return -(-(self.yearly * self.months + self.once * 12) * percent // (12 * 100))


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """The value in law, in pence with VAT, and what it is made of."""

    value: int
    reasons: tuple[Reason, ...]


def estimate(charges: Iterable[Charge]) -> Estimate:
    """The whole-life value of what all these would pay."""
    parts = tuple(charges)
    reasons = tuple(
        WHOLE_LIFE.reason(f"{each.organisation} would pay {in_pounds(each.whole)} in {each.months} months, with VAT")
        for each in parts
    )
    return Estimate(value=sum(each.whole for each in parts), reasons=reasons)


def left_out(procurement: Procurement, record: Record) -> Iterator[Finding]:
    """What the recorded value seems to leave out: anything at all, a member, or what is already paid today."""
    replaced = tuple(filter(None, (record.get(Contract, each) for each in procurement.replaces)))
    if not procurement.value:
        yield _finding(record, procurement, "value", "Its value is not on the record", "estimate it, with VAT")
    for contract in replaced:
        if contract.customer not in (procurement.organisation, *procurement.on_behalf_of):
            what = f"It replaces {contract.contract} of {contract.customer}, for whom it is not bought"
            next = f"name {contract.customer} here, and count its share in the value"
            yield _finding(record, procurement, "on_behalf_of", what, next)
    today = estimate(_today(procurement, contract) for contract in replaced).value
    if 0 < procurement.value < today:
        what = f"It is valued below what the contracts it replaces cost over {procurement.months} months with VAT"
        next = "check that every extension, every member and VAT are counted"
        yield _finding(record, procurement, "value", what, next)


def _today(procurement: Procurement, contract: Contract) -> Charge:
    return Charge(organisation=contract.customer, yearly=contract.annual_charge, months=procurement.months)


def split(record: Record, as_of: date) -> Iterator[Finding]:
    """Purchases of one buyer and kind, begun within twelve months, that are below a threshold only if taken apart."""
    for group in alike(record.all(Procurement, as_of), as_of):
        first, total = group[0], sum(each.value for each in group)
        try:
            limit = threshold(_day(first, as_of), first.authority, first.subject)
        except NoThreshold:
            continue
        for each in group:
            if each.value < limit <= total:
                others = ", ".join(other.key for other in group if other is not each)
                what = f"With {others}, of its kind and within {SPAN} months, it reaches {in_pounds(limit)}"
                next = "value them as one, or record why they could not reasonably be bought as one"
                yield _finding(record, each, "value", f"{what}, the threshold", next, TOGETHER)


def alike(procurements: Iterable[Procurement], as_of: date) -> Iterator[tuple[Procurement, ...]]:
    """The groups of purchases of one buyer, subject and CPV class within twelve months; none within another."""
    kinds: dict[tuple[str, str, str], list[Procurement]] = {}
    for each in procurements:
        if each.cpv:
            kinds.setdefault((each.organisation, each.subject.value, each.cpv[:CLASS]), []).append(each)
    for _, found in sorted(kinds.items()):
        yield from _within(sorted(found, key=lambda each: (_day(each, as_of), each.key)), as_of)


def _within(found: list[Procurement], as_of: date) -> Iterator[tuple[Procurement, ...]]:
    reached = 0
    for place, first in enumerate(found):
        end = months_later(_day(first, as_of), SPAN)
        group = tuple(each for each in found[place:] if _day(each, as_of) < end)
        if len(group) > 1 and place + len(group) > reached:
            yield group
        reached = max(reached, place + len(group))


def _day(procurement: Procurement, as_of: date) -> date:
    """When it began; one that has not would begin today."""
    return procurement.begun_on or as_of


def _finding(
    record: Record, procurement: Procurement, column: str, what: str, next: str, rule: Rule = WHOLE_LIFE
) -> Finding:
    """A warning: whether something is left out, only those who buy can say."""
    said = f"{procurement.key}: {what}"
    return record.finding(procurement, column, said, next, rule=rule.id, severity=Severity.WARNING)
