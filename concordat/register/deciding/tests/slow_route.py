"""The earliest lawful day by trying everything: each body, meeting and order. Shares no code with the route."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from concordat.core.calendar import is_working_day
from concordat.register.authority import Body, BodyMember, Delegation, ReservedMatter, TermsOfReference
from concordat.register.meeting import Meeting
from concordat.register.proposal import Proposal
from concordat.register.record import Record

OWN = {
    "board",
    "committee of the board",
    "executive group",
    "office holder",
    "council of governors",
    "council or cabinet",
}


def earliest(record: Record, proposal: Proposal, as_of: date) -> date | None:
    """The earliest day on which every affected member is bound; None if that can never be."""
    ways = [list(_ways(record, proposal, member, as_of)) for member in proposal.members]
    days = []
    for choice in product(*ways):
        joint: dict[str, set[date]] = {}
        for member, (body, decided, _) in zip(proposal.members, choice, strict=True):
            if _body(record, body).organisation != member:
                joint.setdefault(body, set()).add(decided)
        if all(len(found) == 1 for found in joint.values()):
            days.append(max(end for _, _, end in choice))
    return min(days, default=None)


def _ways(record: Record, proposal: Proposal, member: str, as_of: date) -> Iterator[tuple[str, date, date]]:
    """(body, day it decides, day the member is bound) for each lawful way, without meetings that only come later."""
    for body in record.all(Body):
        for decided in _meetings(record, body.key, as_of):
            for after in _titles(record, proposal, member, body, decided):
                if next(_orders(record, after, as_of, as_of - timedelta(1), decided), None) is None:
                    continue
                consents = [
                    each.body
                    for each in record.all(ReservedMatter)
                    if each.besides and _concerns(each, proposal, member) and each.valid_on(decided)
                ]
                ends = [
                    chain[-1] if chain else decided for chain in _orders(record, consents, as_of, decided, date.max)
                ]
                if ends:
                    yield body.key, decided, min(ends)


def _titles(record: Record, proposal: Proposal, member: str, body: Body, day: date) -> Iterator[tuple[str, ...]]:
    """For each title the body has to decide for a member on a day: the bodies that must have considered it."""
    if not body.valid_on(day) or not _quorate(record, body, day) or body.form.value == "advisory group":
        return
    if body.form.value in OWN and body.organisation != member:
        return
    kept = {
        each.body
        for each in record.all(ReservedMatter)
        if not each.besides and _concerns(each, proposal, member) and each.valid_on(day)
    }
    if kept and body.key not in kept:
        return
    lines = [each for each in _scheme(record, proposal, member) if each.body == body.key]
    for line in lines:
        if _lawful(record, proposal, member, line, day, frozenset()):
            yield line.after
    if body.key in kept:
        yield ()
    if not lines and body.organisation == member and body.form.value in ("board", "council or cabinet"):
        yield ()


def _lawful(record: Record, proposal: Proposal, member: str, line: Delegation, day: date, seen: frozenset[str]) -> bool:
    enough = line.limit is None or line.limit >= proposal.value
    long_enough = not line.months_limit or line.months_limit >= proposal.months
    if not (line.valid_on(day) and enough and long_enough):
        return False
    if not line.delegated_by:
        return True
    if line.delegated_by in seen | {line.body}:
        return False
    above = [
        each
        for each in _scheme(record, proposal, member)
        if each.body == line.delegated_by and each.may_sub_delegate and each.valid_on(day)
    ]
    return bool(above) and _lawful(record, proposal, member, above[0], day, seen | {line.body})


def _scheme(record: Record, proposal: Proposal, member: str) -> list[Delegation]:
    return [
        each
        for each in record.all(Delegation)
        if (each.organisation, each.function, each.decision_class)
        == (member, proposal.function, proposal.decision_class)
    ]


def _concerns(row: ReservedMatter, proposal: Proposal, member: str) -> bool:
    about = row.function is None or row.function is proposal.function
    same = row.organisation == member and row.decision_class is proposal.decision_class
    return about and same and row.from_value <= proposal.value


def _orders(
    record: Record, bodies: list[str] | tuple[str, ...], as_of: date, after: date, before: date
) -> Iterator[tuple[date, ...]]:
    """Every way for bodies to meet one after the other, all later than `after` and earlier than `before`."""
    if not bodies:
        yield ()
        return
    for day in _meetings(record, bodies[0], as_of):
        if after < day < before and _quorate(record, _body(record, bodies[0]), day):
            for rest in _orders(record, bodies[1:], as_of, day, before):
                yield (day, *rest)


def _meetings(record: Record, body: str, as_of: date) -> Iterator[date]:
    if _body(record, body).form.value == "office holder":
        days = (as_of + timedelta(count) for count in range(120))
        yield from (day for day in days if is_working_day(day))
        return
    for each in record.all(Meeting):
        if each.body == body and each.status.value != "cancelled":
            due = each.papers_due or _before(each.on, _papers(record, body, each.on))
            if due >= as_of:
                yield each.on


def _papers(record: Record, body: str, day: date) -> int:
    return next((each.papers_days for each in record.all(TermsOfReference, day) if each.body == body), 5)


def _before(day: date, working: int) -> date:
    while working:
        day -= timedelta(1)
        working -= is_working_day(day)
    return day


def _quorate(record: Record, body: Body, day: date) -> bool:
    terms = next((each for each in record.all(TermsOfReference, day) if each.body == body.key), None)
    if terms is None or body.form.value == "office holder":
        return True
    sitting = [each for each in record.all(BodyMember, day) if each.body == body.key and each.votes > 0]
    bound = body.members or ((body.organisation,) if body.organisation else ())
    each_enough = all(sum(one.organisation == member for one in sitting) >= terms.quorum_each for member in bound)
    return len(sitting) >= terms.quorum and each_enough


def _body(record: Record, key: str) -> Body:
    return next(each for each in record.all(Body) if each.body == key)
