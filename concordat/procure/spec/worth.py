"""What a purchase is worth: its whole life, for everybody, with its like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from concordat.core.finding import Finding
from concordat.procure.law.estimate import left_out, split
from concordat.procure.law.reshaping import unready
from concordat.procure.spec.example import findings
from concordat.register.contract import Contract, Regime
from concordat.register.noun import Noun
from concordat.register.procurement import Priority, Procurement, Requirement, Standard, Subject
from concordat.register.record import Record

_TODAY = date(2026, 11, 22)
_OLD = Contract(
    contract="C-4",
    title="Pathology system",
    customer="RZ4",
    supplier="MARLOW",
    regime=Regime.PCR2015,
    starts_on=date(2020, 4, 1),
    ends_on=date(2027, 3, 31),
    annual_licence=500_000_00,
)
_NEW = Procurement(
    procurement="P-1",
    title="Pathology system for two trusts",
    organisation="RZ1",
    on_behalf_of=("RZ4",),
    cpv="48180000",
    value=6_000_000_00,
    months=120,
    replaces=("C-4",),
)
_SMALL = replace(
    _NEW, procurement="P-2", on_behalf_of=(), replaces=(), value=80_000_00, begun_on=date(2026, 2, 1), cpv="48900000"
)
_LATER = replace(_SMALL, procurement="P-3", begun_on=date(2027, 1, 31))
_RIGHT = Requirement(
    procurement="P-1",
    requirement="R-9",
    text="The contract passes to a successor body.",
    priority=Priority.MUST,
    standard=Standard.ORGANISATIONAL_CHANGE,
    clause="34.2",
)


def _left_out(*rows: Noun) -> Callable[[], list[Finding]]:
    return lambda: list(left_out(next(each for each in rows if isinstance(each, Procurement)), Record.of(rows)))


def _split(*rows: Noun) -> Callable[[], list[Finding]]:
    return lambda: list(split(Record.of(rows), _TODAY))


def _unready(*rows: Noun) -> Callable[[], list[Finding]]:
    return lambda: list(unready(_NEW, Record.of((_NEW, *rows))))


EXAMPLES = (
    findings(
        "PR-02",
        "Ten years for two trusts, one of which pays £500,000 a year today, are valued at £6m",
        kept=True,
        found=_left_out(_NEW, _OLD),
    ),
    findings(
        "PR-02",
        "The other trust is left out of those it is bought for",
        kept=False,
        found=_left_out(replace(_NEW, on_behalf_of=()), _OLD),
    ),
    findings(
        "PR-02",
        "It is valued without VAT, at £5m",
        kept=False,
        found=_left_out(replace(_NEW, value=5_000_000_00), _OLD),
    ),
    findings(
        "PR-02-SPLIT",
        "Two purchases of £80,000 are begun a year apart to the day",
        kept=True,
        found=_split(_SMALL, replace(_LATER, begun_on=date(2027, 2, 1))),
    ),
    findings("PR-02-SPLIT", "They are begun a day less than a year apart", kept=False, found=_split(_SMALL, _LATER)),
    findings(
        "PR-02-SPLIT",
        "One is of goods and one of services",
        kept=True,
        found=_split(_SMALL, replace(_LATER, subject=Subject.GOODS)),
    ),
    findings("PR-12", "A must that a clause secures", kept=True, found=_unready(_RIGHT)),
    findings("PR-12", "Nothing is required", kept=False, found=_unready()),
    findings("PR-12", "No clause secures it", kept=False, found=_unready(replace(_RIGHT, clause=""))),
    findings("PR-12", "It is only desired", kept=False, found=_unready(replace(_RIGHT, priority=Priority.SHOULD))),
)
