"""Which steps of a purchase have been done, on which day, and what shows it: the register's own evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from concordat.procure.buying import Buying
from concordat.procure.law.gather import standing_still
from concordat.procure.law.notices import begins_standstill, is_named, opens_competition
from concordat.procure.standstill import ends_on
from concordat.register.meeting import Decision, Outcome
from concordat.register.procurement import Conflict, GateDone, GateKind, LegalAdvice, PublishedNotice
from concordat.register.record import Record


@dataclass(frozen=True, kw_only=True, order=True)
class Done:
    """That a step was done on a day, and what shows it."""

    on: date
    evidence: str


def done(kind: GateKind, buying: Buying, record: Record, as_of: date) -> Done | None:
    """When a step was done, as known on a day; a row of sheet Gates done goes before all other evidence."""
    key = buying.procurement.key
    rows = (
        Done(on=each.done_on, evidence=each.evidence or f"sheet {GateDone.SHEET}")
        for each in record.all(GateDone, as_of)
        if each.procurement == key and each.gate is kind
    )
    for found in (rows, _EVIDENCE.get(kind, _none)(buying, record, as_of)):
        if known := [each for each in found if each.on <= as_of]:
            return min(known)
    return None


_Found = Iterator[Done]
_Evidence = Callable[[Buying, Record, date], _Found]


def _none(buying: Buying, record: Record, as_of: date) -> _Found:
    yield from ()


def _advice(buying: Buying, record: Record, as_of: date) -> _Found:
    for each in record.all(LegalAdvice):
        if each.procurement == buying.procurement.key:
            yield Done(on=each.instructed_on, evidence=f"legal advice {each.key}")


def _conflicts(buying: Buying, record: Record, as_of: date) -> _Found:
    """Done once everybody for whom it is bought has declared, if only that there is nothing."""
    held = [each for each in record.all(Conflict) if each.procurement == buying.procurement.key]
    first = {
        code: min((each.declared_on for each in held if each.organisation == code), default=None)
        for code in buying.organisations
    }
    days = [day for day in first.values() if day]
    if days and len(days) == len(first):
        yield Done(on=max(days), evidence=f"{len(held)} declarations")


def _decided(buying: Buying, record: Record, as_of: date) -> _Found:
    """Done on the day on which the last of those it affects was bound."""
    wanted = set(buying.proposal.members or buying.organisations) if buying.proposal else set()
    agreed = (Outcome.APPROVED, Outcome.CONDITIONS)
    rows = sorted(record.all(Decision), key=lambda each: each.decided_on)
    for each in rows:
        if buying.proposal and each.proposal == buying.proposal.key and each.outcome in agreed and wanted:
            wanted -= set(each.binds)
            if not wanted:
                yield Done(on=each.decided_on, evidence=f"decision {each.key}")


def _notice(means: Callable[[str], bool]) -> _Evidence:
    def found(buying: Buying, record: Record, as_of: date) -> _Found:
        for each in record.all(PublishedNotice):
            if each.procurement == buying.procurement.key and means(each.notice):
                yield Done(on=each.published_on, evidence=" ".join(filter(None, (each.notice, each.reference))))

    return found


def _stood(buying: Buying, record: Record, as_of: date) -> _Found:
    """A standstill is over once its last day is, unless a representation keeps it open."""
    notice = standing_still(buying.procurement.key, record, as_of)
    if notice is None:
        return
    stands = ends_on(
        buying.regime,
        notice.published_on,
        route=buying.route,
        light_touch=buying.light_touch,
        representation_on=notice.representation_on,
        further_decision_on=notice.further_decision_on,
    )
    if stands and stands.last_day < as_of:
        yield Done(on=stands.last_day, evidence=f"standstill after {notice.notice}")


_EVIDENCE: dict[GateKind, _Evidence] = {
    GateKind.LEGAL: _advice,
    GateKind.CONFLICTS: _conflicts,
    GateKind.APPROVALS: _decided,
    GateKind.ENGAGEMENT: _notice(lambda name: is_named(name, "UK2")),
    GateKind.TENDER: _notice(opens_competition),
    GateKind.AWARD_NOTICE: _notice(lambda name: begins_standstill(name) or is_named(name, "UK10")),
    GateKind.STANDSTILL: _stood,
}
