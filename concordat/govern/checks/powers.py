"""Decisions taken, and items on agendas, that the body has no power to decide: GOV-01 to GOV-05, as on the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from concordat.core.finding import Finding
from concordat.core.reason import Reason
from concordat.govern.mandate import mandate
from concordat.register.authority import Body, BodyForm
from concordat.register.deciding.matter import NotAMatter, matter_of
from concordat.register.deciding.rules import FORM, QUORUM, SCHEME
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import NEEDS_POWER, AgendaItem, Decision, Meeting, MeetingStatus, Purpose
from concordat.register.noun import Noun
from concordat.register.proposal import Proposal
from concordat.register.record import Record

_TAKEN = "have a body that may decide it ratify it, and ask legal advice on what was done under it"
_COMING = "work out its route, and put it on the agendas of the bodies that it must go through"
_NEXT = {
    QUORUM.id: "appoint voting members, or deputies without the interest of those who withdraw, before the meeting"
}
"""What to do about a coming item instead, by rule."""


def beyond_power(record: Record, as_of: date) -> Iterator[Finding]:
    """Decisions that bind, taken by a body that could not take them on that day."""
    standing = _as_held(record)
    for decision in record.all(Decision):
        if decision.outcome in NEEDS_POWER and decision.decided_on <= as_of:
            bound = decision.binds or _bound(record, decision.body, decision.proposal)
            against = _against(standing, decision.proposal, decision.body, bound, decision.decided_on)
            yield from _findings(record, decision, against, "It was decided without the power to", _TAKEN)


def beyond_power_soon(record: Record, as_of: date) -> Iterator[Finding]:
    """Items on coming agendas for approval that the body will not be able to approve."""
    standing = _as_held(record)
    for item in record.all(AgendaItem):
        if item.purpose is Purpose.APPROVE and item.on >= as_of:
            bound = _bound(record, item.body, item.proposal)
            against = _against(standing, item.proposal, item.body, bound, item.on)
            for found in _findings(record, item, against, "It cannot be approved there", _COMING):
                yield replace(found, next=_NEXT.get(found.rule, found.next))


CHECKS = (beyond_power, beyond_power_soon)


def _bound(record: Record, body: str, proposal: str) -> tuple[str, ...]:
    """Whom a body would decide for: those affected of the ones it acts for, or the organisation whose body it is."""
    found, put = record.get(Body, body), record.get(Proposal, proposal)
    if found is None or put is None:
        return ()
    return (found.organisation,) if found.organisation else tuple(x for x in put.members if x in found.members)


def _against(standing: Standing, proposal: str, body: str, bound: tuple[str, ...], day: date) -> Iterator[Reason]:
    """Every reason why a body cannot decide a proposal on a day for those it would bind, each once."""
    put, found = standing.record.get(Proposal, proposal), standing.record.get(Body, body)
    if put is None or found is None:
        return
    if found.form is BodyForm.ADVISORY:  # also where it would bind nobody
        yield FORM.reason(f"{found.name} is an advisory group: it recommends, and decides nothing")
        return
    try:
        matter = matter_of(put)
    except NotAMatter as unsaid:
        yield SCHEME.reason(f"Nobody can tell. {unsaid.what}")
        return
    yield from mandate(standing, replace(matter, members=bound), found, day).against if bound else ()


def _findings(record: Record, row: Noun, against: Iterable[Reason], what: str, next: str) -> Iterator[Finding]:
    """One for each rule that is broken, with every reason."""
    texts: dict[str, list[str]] = {}
    for each in against:
        texts.setdefault(each.rule, []).append(each.text)
    for rule, found in texts.items():
        yield record.finding(row, "body", f"{what}: {'; '.join(found)}", next, rule=rule, severity=FORM.severity)


def _as_held(record: Record) -> Standing:
    """As if every meeting that stands were held: what is on an agenda before is taken to have been considered there."""
    return Standing(Record.of(map(_held, record)))


def _held(row: Noun) -> Noun:
    if isinstance(row, Meeting) and row.status is MeetingStatus.PLANNED:
        return replace(row, status=MeetingStatus.HELD)
    return row
