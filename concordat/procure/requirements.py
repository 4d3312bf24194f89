"""Requirements: the heads that nobody may forget, and what secures each in the draft contract and in a test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.finding import Finding, Severity
from concordat.core.rule import Rule, Status
from concordat.register.procurement import Priority, Procurement, Requirement, Standard
from concordat.register.record import Record

CHECKED = date(2026, 11, 23)

HEADS: dict[Standard, str] = {
    Standard.INTEROPERABILITY: "which open standards it speaks, and how that is tested before it goes live",
    Standard.EXIT: "how data come back, in what format, by when and at what price",
    Standard.ORGANISATIONAL_CHANGE: "what happens to the contract when a member merges, leaves or is abolished",
    Standard.AUDIT: "who may look at what the supplier did, and at every look at a record",
    Standard.SECURITY: "which certificates it holds, and who is told of an incident by when",
    Standard.ACCESSIBILITY: "that it meets WCAG 2.2 at level AA",
    Standard.DATA_OWNERSHIP: "whose the data, the configuration and what is learnt from them are",
    Standard.SAFETY: "a clinical safety case for the version that goes live, and for each later one",
}
"""What a shared digital solution is asked, whatever else it is asked."""

FORGOTTEN = Rule(
    id="PR-09-HEADS",
    text="The requirements cover every head that nobody may forget before they are frozen.",
    source="Good practice in NHS digital contracts; PCR 2015 reg 42 and Procurement Act 2023 s56 on how"
    " they are written",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
SECURED = Rule(
    id="PR-09-CLAUSE",
    text="What must be met is secured by a clause of the draft contract, and by a test.",
    source="Good practice in NHS digital contracts (field knowledge)",
    severity=Severity.WARNING,
    in_force_from=date(2015, 2, 26),
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)


@dataclass(frozen=True, kw_only=True)
class Head:
    """A head and the requirements under it."""

    standard: Standard
    asks: str
    requirements: tuple[Requirement, ...]

    @property
    def forgotten(self) -> bool:
        """Whether nothing that must be met comes under it."""
        return not any(each.priority is Priority.MUST for each in self.requirements)


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """A purchase's requirements by head, and what is missing of them."""

    purchase: Procurement
    heads: tuple[Head, ...]
    others: tuple[Requirement, ...]
    findings: tuple[Finding, ...]

    @property
    def forgotten(self) -> tuple[Head, ...]:
        """The heads that were forgotten."""
        return tuple(each for each in self.heads if each.forgotten)


def coverage(record: Record, purchase: Procurement, wanted: tuple[Requirement, ...]) -> Coverage:
    """What the requirements of a purchase cover."""
    heads = tuple(
        Head(standard=each, asks=asks, requirements=tuple(row for row in wanted if row.standard is each))
        for each, asks in HEADS.items()
    )
    return Coverage(
        purchase=purchase,
        heads=heads,
        others=tuple(each for each in wanted if each.standard not in HEADS),
        findings=(*_forgotten(record, purchase, heads), *_unsecured(record, wanted)),
    )


def _forgotten(record: Record, purchase: Procurement, heads: tuple[Head, ...]) -> Iterator[Finding]:
    for each in heads:
        if each.forgotten:
            what = f"{purchase.key}: nothing that must be met is asked about {each.standard.value}"
            yield _found(record, purchase, "", what, f"add a requirement that says {each.asks}", FORGOTTEN)


def _unsecured(record: Record, wanted: tuple[Requirement, ...]) -> Iterator[Finding]:
    for each in wanted:
        if each.priority is not Priority.MUST:
            continue
        if not each.clause:
            what = f"{each.key} must be met, and no clause of the draft contract secures it"
            yield _found(record, each, "clause", what, "name the clause, or have one drafted", SECURED)
        if not each.test:
            what = f"{each.key} must be met, and nothing says how that is tested"
            yield _found(record, each, "test", what, "say how a bidder shows it", SECURED)


def _found(record: Record, row: Procurement | Requirement, column: str, what: str, next: str, rule: Rule) -> Finding:
    return record.finding(row, column, what, next, rule=rule.id, severity=rule.severity)
