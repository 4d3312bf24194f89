"""Fit: which lot of which framework could be used for a purchase, what each leaves unmet, and why others are refused.

A lot can be used where no test closes it and it meets every requirement that must be met. What is only partly met, or
not known, is a gap until somebody shows otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from concordat.core.reason import Reason
from concordat.core.refusal import Refusal
from concordat.procure.buying import NothingLost
from concordat.procure.frameworks import MUSTS, Tested, Use, tested
from concordat.procure.gate import gates
from concordat.procure.named import purchase_named
from concordat.register.contract import Framework
from concordat.register.procurement import (
    BuyingRoute,
    Fit,
    GateKind,
    Lot,
    LotFit,
    Priority,
    Procurement,
    Requirement,
)
from concordat.register.record import Record


class NothingToFit(Refusal):
    """A purchase of which nothing is required, or a lot of a framework that is not on the record."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How far a lot meets a requirement, and on what evidence."""

    requirement: Requirement
    fit: Fit
    evidence: str = ""

    @property
    def gap(self) -> bool:
        """Whether it must be met and is not shown to be."""
        return self.requirement.priority is Priority.MUST and self.fit is not Fit.MET


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A lot: its tests, and its answer to each requirement."""

    lot: Lot
    framework: Framework
    tests: tuple[Tested, ...]
    answers: tuple[Answer, ...]

    @cached_property
    def gaps(self) -> tuple[Answer, ...]:
        """The requirements that must be met and are not shown to be."""
        return tuple(each for each in self.answers if each.gap)

    @cached_property
    def closed_by(self) -> tuple[Tested, ...]:
        """The tests because of which it cannot be used."""
        return tuple(each for each in self.tests if each.closes)

    @property
    def usable(self) -> bool:
        """Whether it can be used as it is."""
        return not self.closed_by and not self.gaps

    @property
    def refusals(self) -> tuple[Reason, ...]:
        """Every reason why it cannot be used; none where it can."""
        found = tuple(each.reason for each in self.closed_by)
        return (*found, *([_short(self.gaps)] if self.gaps else []))

    def count(self, priority: Priority, fit: Fit) -> int:
        """How many requirements of a priority it answers so."""
        return sum(each.requirement.priority is priority and each.fit is fit for each in self.answers)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Every lot compared for a purchase, the best first, on a day; `award_by` is the last day for the award."""

    purchase: Procurement
    as_of: date
    award_by: date
    requirements: tuple[Requirement, ...]
    candidates: tuple[Candidate, ...]

    @property
    def chosen(self) -> Candidate | None:
        """The best that can be used; None where none can."""
        return next((each for each in self.candidates if each.usable), None)

    @property
    def nearest(self) -> Candidate | None:
        """The best, whether or not it can be used."""
        return self.candidates[0] if self.candidates else None


def comparison(record: Record, key: str, as_of: date, put: Iterable[Requirement] = ()) -> Comparison:
    """The lots for a purchase; requirements that are `put` stand in place of those on the record.

    Compared are the lots that somebody has looked at for it, or every one that is open.
    Raises NotOnRecord, NothingToFit.
    """
    purchase = purchase_named(key, record, as_of)
    wanted = tuple(put) or tuple(each for each in record.all(Requirement, as_of) if each.procurement == key)
    if not wanted:
        raise NothingToFit(f"Nothing is required of {key} yet", remedy="Fill in the sheet Requirements for it")
    use = Use(purchase=purchase, route=purchase.route or BuyingRoute.MINI, award_by=award_by(record, key, as_of))
    found = [_candidate(lot, record, use, wanted) for lot in _lots(record, purchase, use, as_of)]
    ordered = tuple(sorted(found, key=_merit))
    return Comparison(purchase=purchase, as_of=as_of, award_by=use.award_by, requirements=wanted, candidates=ordered)


def award_by(record: Record, key: str, as_of: date) -> date:
    """The last day for signing, reckoned back from the day it is needed; that of asking where it has passed."""
    try:
        signed = gates(record, as_of, procurement=key).of(GateKind.SIGNED)
    except NothingLost:
        return as_of
    return max(signed.latest, as_of) if signed else as_of


def _lots(record: Record, purchase: Procurement, use: Use, as_of: date) -> tuple[Lot, ...]:
    looked_at = {each.lot for each in record.all(LotFit) if each.procurement == purchase.key} | {purchase.lot}
    lots = record.all(Lot, as_of)
    return tuple(each for each in lots if each.key in looked_at) or tuple(
        each for each in lots if (found := record.get(Framework, each.framework)) and found.closes_on >= use.award_by
    )


def _candidate(lot: Lot, record: Record, use: Use, wanted: tuple[Requirement, ...]) -> Candidate:
    framework = record.get(Framework, lot.framework)
    if framework is None:
        raise NothingToFit(f"There is no framework {lot.framework}", where=f"lot {lot.key}", remedy="Add its row")
    rows = {
        each.requirement: each
        for each in record.all(LotFit)
        if each.procurement == use.purchase.key and each.lot == lot.key
    }
    answers = tuple(_answer(each, rows.get(each.requirement)) for each in wanted)
    return Candidate(lot=lot, framework=framework, tests=tested(lot, framework, use), answers=answers)


def _answer(requirement: Requirement, row: LotFit | None) -> Answer:
    if row is None:
        return Answer(requirement=requirement, fit=Fit.UNKNOWN)
    return Answer(requirement=requirement, fit=row.fit, evidence=row.evidence)


def _merit(found: Candidate) -> tuple[int, int, int, str]:
    """What can be used comes first, then what has the fewest faults, then what meets most of what should be met."""
    also = sum(found.count(each, Fit.MET) for each in (Priority.SHOULD, Priority.COULD))
    return len(found.closed_by), len(found.gaps), -also, found.lot.key


def _short(gaps: tuple[Answer, ...]) -> Reason:
    told = tuple(f"{each.requirement.requirement} is {each.fit.value}: {each.requirement.text}" for each in gaps)
    what = "1 requirement that must be met is" if len(gaps) == 1 else f"{len(gaps)} requirements that must be met are"
    return MUSTS.reason(f"{what} not shown to be", *told)
