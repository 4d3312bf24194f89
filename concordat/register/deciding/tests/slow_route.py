"""The earliest lawful day by trying everything: each body, meeting and order. Shares no code with the route."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from concordat.core.calendar import is_working_day
from concordat.register.agreement import Party, Section75
from concordat.register.authority import Body, BodyMember, Delegation, ReservedMatter, TermsOfReference
from concordat.register.meeting import AgendaItem, Decision, Meeting
from concordat.register.organisation import Organisation
from concordat.register.procurement import Conflict
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
BINDING = ("approved", "approved with conditions")
LOOKED_AHEAD = 62
"""Days on which an office holder is looked for: more than the calendars that are drawn."""
Way = tuple[str, date, date]
"""A body, the day it decides, and the day on which the member is bound."""
BOARDS = ("board", "council or cabinet")


def earliest(record: Record, proposal: Proposal, as_of: date) -> date | None:
    """The earliest day on which every affected member is bound; None if that can never be."""
    kinds = {each.code: each.kind.value for each in record.all(Organisation)}
    if proposal.icb_function and not any(kinds.get(each) == "integrated care board" for each in proposal.members):
        return None
    bound = {member: _bound(record, proposal, member, as_of) for member in proposal.members}
    ways = {each: list(_ways(record, proposal, each, as_of)) for each, day in bound.items() if day is None}
    found: date | None = None
    for choice in product(*ways.values()):
        ends = max([*(end for _, _, end in choice), *filter(None, bound.values())])
        if (found is None or ends < found) and _agree(record, ways, choice):
            found = ends
    return found


def _agree(record: Record, ways: dict[str, list[Way]], choice: tuple[Way, ...]) -> bool:
    """Whether what all do can be: a body that binds several decides once, a joint committee for all it affects."""
    once: dict[str, set[date]] = {}
    for key, decided, _ in choice:
        if _form(record, key, decided) in ("joint committee", "lead provider"):
            once.setdefault(key, set()).add(decided)
    return all(
        len(days) == 1 and all(_lets_all_be_bound(record, ways, key, day) for day in days) for key, days in once.items()
    )


def _lets_all_be_bound(record: Record, ways: dict[str, list[Way]], key: str, day: date) -> bool:
    """A joint committee may decide only what every member whom it affects lets it decide that day."""
    body = _on(record, key, day)
    if body is None or body.form.value != "joint committee":
        return True
    affected = [each for each in ways if not body.members or each in body.members]
    return all(any((one, on) == (key, day) for one, on, _ in ways[each]) for each in affected)


def _form(record: Record, key: str, day: date) -> str:
    body = _on(record, key, day)
    return body.form.value if body else ""


def _ways(record: Record, proposal: Proposal, member: str, as_of: date) -> Iterator[Way]:
    """Each lawful way, without meetings that only come later."""
    for key in {each.key for each in record.all(Body)}:
        for decided in _meetings(record, key, as_of):
            for after in _titles(record, proposal, member, key, decided):
                if next(_orders(record, proposal, after, as_of, date.min, decided), None) is None:
                    continue
                end = _consented(record, proposal, member, key, decided, as_of)
                if end:
                    yield key, decided, end


def _bound(record: Record, proposal: Proposal, member: str, as_of: date) -> date | None:
    """The day on which a member is or will be bound by what was decided already; None where nothing was."""
    ends = [
        _consented(record, proposal, member, each.body, each.decided_on, as_of)
        for each in _dealt(record, proposal, as_of, BINDING)
        if member in each.binds and _had_the_power(record, proposal, member, each)
    ]
    return min(filter(None, ends), default=None)


def _had_the_power(record: Record, proposal: Proposal, member: str, made: Decision) -> bool:
    """Whether by some title, all who must consider it before having done so by that day."""
    titles = _titles(record, proposal, member, made.body, made.decided_on)
    return any(all(_has_considered(record, proposal, each, made.decided_on) for each in after) for after in titles)


def _consented(record: Record, proposal: Proposal, member: str, key: str, decided: date, as_of: date) -> date | None:
    """The day on which everybody whose consent is needed besides has given it, each in its own time."""
    ends = [decided]
    for row in record.all(ReservedMatter, decided):
        if row.besides and row.body != key and _concerns(row, proposal, member):
            dealt = [each.decided_on for each in _dealt(record, proposal, as_of, BINDING) if each.body == row.body]
            coming = [day for day in _meetings(record, row.body, as_of) if _quorate(record, row.body, day)]
            days = dealt or [day for day in coming if day > decided]
            if not days:
                return None
            ends.append(min(days))
    return max(ends)


def _dealt(record: Record, proposal: Proposal, as_of: date, outcomes: tuple[str, ...]) -> list[Decision]:
    """What was decided on it by a day."""
    rows = [each for each in record.all(Decision) if each.proposal == proposal.key and each.outcome.value in outcomes]
    return [each for each in rows if each.decided_on <= as_of]


def _titles(record: Record, proposal: Proposal, member: str, key: str, day: date) -> Iterator[tuple[str, ...]]:
    """For each title the body has to decide for a member on a day: the bodies that must have considered it."""
    body = _on(record, key, day)
    if body is None or not _open(record, member, day) or not _open(record, body.organisation, day):
        return
    if not _may_bind(record, body, member, day) or not _quorate(record, key, day, member):
        return
    kept = {
        each.body for each in record.all(ReservedMatter, day) if not each.besides and _concerns(each, proposal, member)
    }
    if kept and key not in kept:
        return
    lines = [each for each in _scheme(record, proposal, member) if each.body == key]
    for line in lines:
        if _lawful(record, proposal, member, line, day, frozenset()):
            yield line.after
    if key in kept:
        yield ()
    if body.organisation == member and body.form.value in BOARDS and not any(each.valid_on(day) for each in lines):
        yield ()


def _may_bind(record: Record, body: Body, member: str, day: date) -> bool:
    """By its form in law: its own, or those it acts for; councils only in partnership; an advisory group nobody."""
    if body.form.value == "advisory group":
        return False
    if body.organisation == member:
        return True
    council = any(
        each.code == member and each.kind.value == "local authority" for each in record.all(Organisation, day)
    )
    terms = {each.agreement for each in record.all(Section75, day)}
    partner = any(each.party == member and each.agreement in terms for each in record.all(Party, day))
    acts_for = not body.members or member in body.members
    return body.form.value not in OWN and acts_for and (partner or not council)


def _open(record: Record, code: str, day: date) -> bool:
    rows = [each for each in record.all(Organisation) if each.code == code]
    return not rows or any(each.valid_on(day) for each in rows)


def _lawful(record: Record, proposal: Proposal, member: str, line: Delegation, day: date, seen: frozenset[str]) -> bool:
    enough = line.limit is None or line.limit >= proposal.value
    long_enough = not line.months_limit or line.months_limit >= proposal.months
    if not (line.valid_on(day) and enough and long_enough):
        return False
    boards = [each.key for each in record.all(Body) if each.organisation == member and each.form.value in BOARDS]
    if not line.delegated_by or line.delegated_by in boards:
        return True
    if line.delegated_by in seen | {line.body}:
        return False
    above = [
        each
        for each in _scheme(record, proposal, member)
        if each.body == line.delegated_by and each.may_sub_delegate and each.valid_on(day)
    ]
    passer = _on(record, line.delegated_by, day)
    if passer is None or not _may_bind(record, passer, member, day):
        return False
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
    record: Record, proposal: Proposal, bodies: tuple[str, ...], as_of: date, after: date, before: date
) -> Iterator[tuple[date, ...]]:
    """Every way for bodies that have not considered it to meet one after the other, between `after` and `before`."""
    if not bodies:
        yield ()
        return
    if _has_considered(record, proposal, bodies[0], as_of):
        yield from _orders(record, proposal, bodies[1:], as_of, after, before)
        return
    for day in _meetings(record, bodies[0], as_of):
        if after < day < before and _quorate(record, bodies[0], day):
            for rest in _orders(record, proposal, bodies[1:], as_of, day, before):
                yield (day, *rest)


def _has_considered(record: Record, proposal: Proposal, body: str, day: date) -> bool:
    """Decided on it by a day, however, unless that was to put it off; or held a meeting about it before."""
    dealt = [each for each in record.all(Decision) if (each.proposal, each.body) == (proposal.key, body)]
    dealt = [each for each in dealt if each.decided_on <= day]
    if any(each.outcome.value != "deferred" for each in dealt):
        return True
    items = [each.on for each in record.all(AgendaItem)
             if (each.proposal, each.body) == (proposal.key, body) and each.purpose.value != "note"]  # fmt: skip
    held = [each.on for each in record.all(Meeting) if each.body == body and each.status.value == "held"]
    return any(on < day and on in held and on not in {each.decided_on for each in dealt} for on in items)


def _meetings(record: Record, body: str, as_of: date) -> Iterator[date]:
    if any(each.key == body and each.form.value == "office holder" for each in record.all(Body)):
        days = (as_of + timedelta(count) for count in range(LOOKED_AHEAD))
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


def _quorate(record: Record, key: str, day: date, bound: str = "") -> bool:
    """Whether all are there who must be, but for who declared an interest in the one purchase that a record has.

    Where each binds its own alone, of those that must be there only its own.
    """
    body = _on(record, key, day)
    terms = next((each for each in record.all(TermsOfReference, day) if each.body == key), None)
    if body is None or terms is None or body.form.value == "office holder":
        return body is not None
    out = {(each.organisation, each.office) for each in record.all(Conflict)
           if each.interest != "None" and each.declared_on <= day}  # fmt: skip
    sitting = [each for each in record.all(BodyMember, day) if each.body == key and each.votes > 0]
    sitting = [each for each in sitting if (each.organisation, each.office) not in out]
    whose = body.members or ((body.organisation,) if body.organisation else ())
    if bound and body.form.value in ("committees in common", "individuals with delegated authority"):
        whose = (bound,)
    each_enough = all(sum(one.organisation == member for one in sitting) >= terms.quorum_each for member in whose)
    return len(sitting) >= terms.quorum and each_enough


def _on(record: Record, key: str, day: date) -> Body | None:
    return next((each for each in record.all(Body, day) if each.key == key), None)
