"""A month of a shared service, for its review: what was due, done and owed, as far as the record holds it.

The record keeps no incidents, so the pack says where to bring them from instead of counting none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.period import Period, long_date, months_later
from concordat.core.refusal import Refusal
from concordat.core.shown import DATE, Table, column
from concordat.govern.hosting.sides import service_named
from concordat.register.agreement import Agreement
from concordat.register.contract import Contract
from concordat.register.due import due
from concordat.register.meeting import Action, Decision
from concordat.register.person import OfficeRole
from concordat.register.procurement import Procurement, PublishedNotice
from concordat.register.proposal import Proposal
from concordat.register.record import Record
from concordat.register.service import Duty, Obligation, Risk, Service

INCIDENTS = "The record keeps no incidents: bring the service desk's list, with times to answer and to put right."
_AHEAD = 12
"""Months in which dates of the contract and the agreement are told beforehand."""
_RUNS_IT = (OfficeRole.SERVICE_MANAGER, OfficeRole.CONTRACT_MANAGER)


class NotAMonth(Refusal):
    """A month that cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something for the review: what, whose it is, on which day if any, and whether that day has passed undone."""

    what: str
    who: str = ""
    day: date | None = None
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading of the pack and what stands under it; `none` is what it says where there is nothing."""

    title: str
    none: str
    items: tuple[Item, ...]

    @property
    def table(self) -> Table:
        """What stands under it, as a table."""
        columns = (column("What"), column("Whose"), column("Day", DATE), column("State"))
        rows = tuple((each.what, each.who, each.day, "late" if each.late else "") for each in self.items)
        return Table(title=self.title, columns=columns, rows=rows)


@dataclass(frozen=True, kw_only=True)
class Pack:
    """The review of one service in one month."""

    service: Service
    month: Period
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        """ "January 2027"."""
        return f"{self.month.start:%B %Y}"

    @property
    def late(self) -> tuple[Item, ...]:
        """What is late, of every section."""
        return tuple(each for section in self.sections for each in section.items if each.late)


def month_of(text: str) -> Period:
    """The month written as 2027-01. Raises NotAMonth."""
    year, _, month = text.strip().partition("-")
    if not (text.isascii() and len(year) == 4 and len(month) == 2 and (year + month).isdigit()):
        raise NotAMonth(f"{text[:40]!r} is not a month", remedy="write it as 2027-01")
    if not (2000 <= int(year) <= 2100 and 1 <= int(month) <= 12):
        raise NotAMonth(f"There is no month {text[:40]}", remedy="write it as 2027-01, from 2000 to 2100")
    first = date(int(year), int(month), 1)
    return Period(first, months_later(first, 1))


def pack(record: Record, key: str, month: Period, as_of: date) -> Pack:
    """The review of a service in a month, as the record stands on a day. Raises NoSuchService."""
    service = service_named(record, key, as_of)
    sections = (
        Section(title=title, none=none, items=tuple(items(record, service, month, as_of)))
        for title, none, items in _SECTIONS
    )
    return Pack(service=service, month=month, sections=tuple(sections))


def _levels(record: Record, service: Service, month: Period, as_of: date) -> Iterator[Item]:
    """Every service level that is owed at some time in the month."""
    for each in _duties(record, service):
        if each.duty is Duty.SERVICE_LEVEL and each.valid.overlaps(month):
            target = f" ({each.amount:g})" if each.amount is not None else ""
            yield Item(
                what=f"{each.terms}{target}", who=f"{each.owed_by} to {', '.join(each.owed_to) or 'nobody named'}"
            )


def _beginning(record: Record, service: Service, month: Period, as_of: date) -> Iterator[Item]:
    """Duties that begin or end in the month."""
    for each in _duties(record, service):
        if each.valid_from and month.contains(each.valid_from):
            yield Item(what=f"Begins: {each.terms}", who=each.owed_by, day=each.valid_from)
        if each.valid_to and month.contains(each.valid_to):
            yield Item(what=f"No longer owed: {each.terms}", who=each.owed_by, day=each.valid_to)


def _actions(record: Record, service: Service, month: Period, as_of: date) -> Iterator[Item]:
    """Actions that follow from decisions about this service, and those without a decision of whoever runs it."""
    for each in record.all(Action):
        done = each.done_on
        open_then = each.due_on < _end(month) and (done is None or done >= month.start)
        if open_then and _about(record, service, each):
            said = f"done on {long_date(done)}" if done else "not done"
            late = done is None and each.due_on < as_of
            yield Item(
                what=f"{each.title}: {said}", who=_office(each.organisation, each.office), day=each.due_on, late=late
            )


def _about(record: Record, service: Service, action: Action) -> bool:
    if not action.decision:
        return action.organisation == service.host and action.office in _RUNS_IT
    decision = record.get(Decision, action.decision)
    proposal = record.get(Proposal, decision.proposal) if decision else None
    risks = {each.proposal for each in record.all(Risk) if each.service == service.service and each.proposal}
    return proposal is not None and (service.contract in proposal.contracts or proposal.proposal in risks)


def _risks(record: Record, service: Service, month: Period, as_of: date) -> Iterator[Item]:
    """Risks whose review falls in the month or before it, and those that nobody ever reviews."""
    for each in record.all(Risk, month.start):
        if each.service == service.service and (each.review_on is None or each.review_on < _end(month)):
            who = _office(each.owner, each.owner_office) or "nobody"
            late = each.review_on is None or each.review_on < as_of
            what = each.title if each.review_on else f"{each.title}: no review is set"
            yield Item(what=f"{what} (likelihood {each.likelihood}, impact {each.impact})", who=who,
                       day=each.review_on, late=late)  # fmt: skip


def _notices(record: Record, service: Service, month: Period, as_of: date) -> Iterator[Item]:
    """Procurement notices published in the month about what replaces this service's contract."""
    purchases = {each.procurement: each for each in record.all(Procurement) if service.contract in each.replaces}
    for notice in record.all(PublishedNotice):
        purchase = purchases.get(notice.procurement) if service.contract else None
        if purchase and month.contains(notice.published_on):
            what = f"{notice.notice}: {purchase.title}"
            yield Item(what=what, who=purchase.organisation, day=notice.published_on)


def _dates(record: Record, service: Service, month: Period, as_of: date) -> Iterator[Item]:
    """Dates of the contract and the agreement from the month on for a year, and what was missed before."""
    rests_on = {(Contract, service.contract), (Agreement, service.agreement)}
    first = min(as_of, month.start)  # what can still be done today is not too late in a month to come
    ahead = (month.start.year - first.year) * 12 + month.start.month - first.month + _AHEAD
    for each in due(record, first, months=ahead):
        if (type(each.row), each.row.key) in rests_on and each.day < months_later(month.start, _AHEAD):
            yield Item(what=each.what, who=each.row.owner, day=each.day, late=each.late)


_SECTIONS: tuple[tuple[str, str, Callable[[Record, Service, Period, date], Iterator[Item]]], ...] = (
    ("Service levels owed", "No service level is on the record.", _levels),
    ("Duties that begin or end", "None.", _beginning),
    ("Actions", "None was due.", _actions),
    ("Risks to review", "None is due.", _risks),
    ("Procurement notices", "None was published.", _notices),
    ("Dates within twelve months", "None.", _dates),
)


def _duties(record: Record, service: Service) -> Iterator[Obligation]:
    return (each for each in record.all(Obligation) if each.service == service.service)


def _office(organisation: str, office: OfficeRole | None) -> str:
    return f"{office.value} of {organisation}" if office and organisation else organisation or (office or "")


def _end(month: Period) -> date:
    assert month.end is not None  # month_of gives both
    return month.end
