"""What is due: the coming dates of a record by which somebody must act or lose a choice, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.period import long_date, months_later
from concordat.core.reason import Reason
from concordat.register.authority import Body, TermsOfReference
from concordat.register.contract import Contract, Framework
from concordat.register.deciding.standing import Standing
from concordat.register.lapse import LAPSING, lapses
from concordat.register.meeting import Action, AgendaItem, Decision, Meeting, MeetingStatus
from concordat.register.noun import Noun
from concordat.register.proposal import Proposal
from concordat.register.record import Record
from concordat.register.system import Product, System
from concordat.register.term import notice_day, running


@dataclass(frozen=True, kw_only=True)
class Due:
    """Something that falls on a day: what, on account of which row, and why then. `late`: that day has passed."""

    day: date
    what: str
    row: Noun
    reason: Reason
    late: bool = False


def due(record: Record, as_of: date, *, months: int = 18) -> tuple[Due, ...]:
    """Everything due within so many months, the earliest first, after what is already late."""
    last = months_later(as_of, months)
    found = [each for noun, dates in _DATES.items() for row in record.all(noun, as_of) for each in dates(row, as_of)]
    found += [each for noun in LAPSING for row in record.all(noun, as_of) for each in _lapsing(row, record, as_of)]
    found += _papers(record, as_of)
    once = {(each.day, each.what): each for each in found if each.day <= last}  # two toolkits are followed by one
    return tuple(once[each] for each in sorted(once))


def _contract(contract: Contract, as_of: date) -> Iterator[Due]:
    end = running(contract, as_of).ends_on
    if contract.auto_renew:
        yield _renewal(contract, end, as_of)
        return
    if end < as_of:
        why = Reason(f"It ended on {long_date(end)}", facts=("it is still on the register as if it ran",))
        what = f"{contract.title} has ended: record what follows it"
        yield Due(day=end, what=what, row=contract, reason=why, late=True)
        return
    if contract.extension_options:
        yield _extension(contract, end, as_of)
    why = Reason(f"Its term ends on {long_date(end)}", facts=(f"let under {contract.regime.value}",))
    yield Due(day=end, what=f"{contract.title} ends", row=contract, reason=why)


def _renewal(contract: Contract, end: date, as_of: date) -> Due:
    day = notice_day(end, contract.notice)
    facts = (f"its term ends on {long_date(end)}", f"{contract.notice} months of notice stop the renewal")
    why = Reason(f"It renews itself for {contract.auto_renew} months unless notice is given", facts=facts)
    late = day < as_of
    what = f"{'Too late' if late else 'Last day'} to stop {contract.title} renewing"
    return Due(day=day, what=what, row=contract, reason=why, late=late)


def _extension(contract: Contract, end: date, as_of: date) -> Due:
    day, months = notice_day(end, contract.extension_notice), contract.extension_options[0]
    facts = (f"its term ends on {long_date(end)}", f"{contract.extension_notice} months of notice use the extension")
    why = Reason(f"It may be extended by {months} months", facts=facts)
    late = day < as_of
    what = f"{'Too late' if late else 'Last day'} to extend {contract.title}"
    return Due(day=day, what=what, row=contract, reason=why, late=late)


def _framework(framework: Framework, as_of: date) -> Iterator[Due]:
    if framework.closes_on >= as_of:
        why = Reason("Nothing can be called off it afterwards", facts=(f"run by {framework.agency or 'not recorded'}",))
        yield Due(day=framework.closes_on, what=f"{framework.name} closes", row=framework, reason=why)


def _support(row: Product | System, as_of: date) -> Iterator[Due]:
    day = row.support_ends_on
    if day is not None:
        late = day < as_of
        facts = (f"supported until {long_date(day)}",)
        why = Reason("Faults, security ones too, are not mended afterwards", facts=facts)
        what = f"{row.label} {'has been' if late else 'is'} without support from the next day"
        yield Due(day=day, what=what, row=row, reason=why, late=late)


def _lapsing(row: Noun, record: Record, as_of: date) -> Iterator[Due]:
    for each in lapses(row, record, as_of):
        yield Due(
            day=each.day, what=each.what, row=row, reason=Reason(each.why, facts=(each.next,)), late=each.day < as_of
        )


def _papers(record: Record, as_of: date) -> Iterator[Due]:
    """The last day for each paper that a meeting to come is to have."""
    standing = Standing(record)
    planned = (each for each in record.all(Meeting, as_of) if each.status is MeetingStatus.PLANNED)
    meetings = {(each.body, each.on): each for each in planned}
    for item in record.all(AgendaItem, as_of):
        meeting = meetings.get((item.body, item.on))
        if meeting is None or meeting.on < as_of:
            continue
        day, body = standing.sitting(meeting).papers_due, record.get(Body, item.body)
        proposal = record.get(Proposal, item.proposal)
        name = f"{body.name}{f' of {body.organisation}' if body.organisation else ''}" if body else item.body
        what = f"Paper for {name}: {proposal.title if proposal else item.proposal}"
        why = Reason(f"It meets on {long_date(meeting.on)}", facts=(f"it is asked to {item.purpose.value} it",))
        yield Due(day=day, what=what, row=item, reason=why, late=day < as_of)


def _action(action: Action, as_of: date) -> Iterator[Due]:
    if action.done_on is None:
        why = Reason(f"The {action.office.value} of {action.organisation} is to do it", facts=_after(action))
        yield Due(day=action.due_on, what=action.title, row=action, reason=why, late=action.due_on < as_of)


def _after(action: Action) -> tuple[str, ...]:
    return (f"it follows from decision {action.decision}",) if action.decision else ()


def _review(row: Decision | TermsOfReference, as_of: date) -> Iterator[Due]:
    if row.review_on is not None:
        what = f"{'Decision' if isinstance(row, Decision) else 'Terms of reference'} {row.key} to be reviewed"
        why = Reason("It was to be looked at again by that day")
        yield Due(day=row.review_on, what=what, row=row, reason=why, late=row.review_on < as_of)


_DATES: dict[type[Noun], Callable[..., Iterator[Due]]] = {
    Contract: _contract,
    Framework: _framework,
    Action: _action,
    Decision: _review,
    TermsOfReference: _review,
    Product: _support,
    System: _support,
}
