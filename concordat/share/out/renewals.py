"""Every day on which something about an agreement runs out or is due, as a calendar with alarms well before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from concordat.core.ics import Event, calendar, steady_uid
from concordat.core.period import long_date
from concordat.register.assurance import CagApproval, DsptStatus, IcoRegistration
from concordat.register.bundle import Bundle, bundles
from concordat.register.record import Record
from concordat.share.out.context.agreement import over
from concordat.share.out.context.party import dspt
from concordat.share.out.context.said import Speaker
from concordat.share.out.context.whole import required
from concordat.share.out.form import Form

ALARMS = (90, 60, 30)
"""Days before each day on which to remind of it."""


@dataclass(frozen=True, kw_only=True)
class Due:
    """What runs out or must be done by a day. `key` names it whatever its day, so that a calendar moves it."""

    on: date
    key: str
    what: str
    next: str
    agreements: tuple[str, ...]


def ics(record: Record, key: str, as_of: date) -> bytes:
    """The calendar of one agreement, or of all on the record where the key is blank. Raises NoAgreement."""
    about = required(record, key, as_of).agreement.label if key else "every agreement"
    return calendar(
        name=f"Renewals: {about}",
        description=f"What runs out or is due, on the facts recorded on {long_date(as_of)}. Not legal advice.",
        prodid="-//Concordat//share//EN",
        as_of=as_of,
        events=[_event(each, as_of) for each in renewals(record, key, as_of)],
    )


def renewals(record: Record, key: str, as_of: date) -> tuple[Due, ...]:
    """Every duty of one agreement, or of all where the key is blank, soonest first, what is shared named once.

    An agreement that is over has none but those of who left it. Raises NoAgreement.
    """
    found = (required(record, key, as_of),) if key else bundles(record, as_of)
    shared: dict[tuple[date, str], Due] = {}
    for bundle in found:
        for due in _dues(Speaker(record, as_of), bundle):
            before = shared.get((due.on, due.key), due)
            shared[due.on, due.key] = replace(due, agreements=(*before.agreements, bundle.key))
    return tuple(sorted(shared.values(), key=lambda each: (each.on, each.key)))


def _dues(say: Speaker, bundle: Bundle) -> Iterator[Due]:
    yield from _leavers(say, bundle)
    if not over(say, bundle.agreement):
        yield from _terms(bundle)
        yield from _assessed(bundle)
        yield from _approved(say, bundle)
        yield from _parties(say, bundle)


def _due(on: date, key: str, what: str, next: str) -> Due:
    return Due(on=on, key=key, what=what, next=next, agreements=())


def _terms(bundle: Bundle) -> Iterator[Due]:
    row = bundle.agreement
    yield _due(row.ends_on, f"{row.key}:end", f"{row.key} ends", "Sign a new version, or have the data returned")
    if row.review_on:
        last = row.last_day_by_review or row.review_on
        next = f"Review it and record the day; without that it stops after {long_date(last)}"
        yield _due(row.review_on, f"{row.key}:review", f"{row.key} must be reviewed", next)


def _assessed(bundle: Bundle) -> Iterator[Due]:
    row = bundle.dpia
    if row and row.review_on:
        next = "Review the assessment and have it approved"
        yield _due(row.review_on, f"{row.dpia}:review", f"{row.dpia} must be reviewed", next)


def _approved(say: Speaker, bundle: Bundle) -> Iterator[Due]:
    for reference in dict.fromkeys(each.cag for each in bundle.purposes.values() if each.cag):
        if row := say.record.get(CagApproval, reference, say.as_of):
            apply = "Apply for a renewal, or stop using the data"
            yield _due(row.expires_on, f"{reference}:expiry", f"Section 251 support {reference} expires", apply)
            if row.review_due_on:
                what = f"Annual review of section 251 support {reference} is due"
                yield _due(row.review_due_on, f"{reference}:review", what, "Send the annual review to CAG")


def _parties(say: Speaker, bundle: Bundle) -> Iterator[Due]:
    active = tuple(dict.fromkeys(each.party for each in bundle.active(say.as_of)))
    for code in active:
        yield _toolkit(say, code)
    for row in say.record.all(IcoRegistration, say.as_of):
        if row.organisation in active:
            what = f"ICO registration {row.number} of {say.name(row.organisation)} expires"
            yield _due(row.expires_on, f"{row.organisation}:ico", what, "Pay the data protection fee")
    for accepted in say.record.all(DsptStatus, say.as_of):
        if accepted.organisation in active and accepted.accepted_until:
            what = f"{say.name(accepted.organisation)}: acceptance of its {accepted.year} security toolkit ends"
            next = "Meet the standards, or have the risk accepted anew"
            yield _due(accepted.accepted_until, f"{accepted.key}:accepted", what, next)


def _toolkit(say: Speaker, code: str) -> Due:
    """The next 30 June, on which toolkits of the year that ends then must have been published."""
    ends = date(say.as_of.year, 6, 30)
    ends = ends if say.as_of <= ends else date(ends.year + 1, 6, 30)
    what = f"{say.name(code)}: security toolkit (DSPT) of {ends.year - 1}-{ends.year % 100:02} is due"
    last = dspt(say, code) or "nothing"
    return _due(ends, f"{code}:dspt:{ends.year}", what, f"Publish it; last published: {last}")


def _leavers(say: Speaker, bundle: Bundle) -> Iterator[Due]:
    for row in bundle.parties:
        if row.left_on and row.leaver_duty and not row.duty_done_on:
            what = f"{say.name(row.party)} leaves {bundle.key}: {row.leaver_duty.value}"
            yield _due(row.left_on, f"{row.key}:leaves", what, "Do it, certify it, and record the day it was done")


def _event(due: Due, as_of: date) -> Event:
    """What is overdue is put on the day the calendar is made, where somebody will see it."""
    late = f"Overdue since {long_date(due.on)}: " if due.on < as_of else ""
    return Event(
        uid=steady_uid(f"concordat:share:{due.key}"),
        day=max(due.on, as_of),
        summary=f"{late}{due.what}",
        description=f"Due {long_date(due.on)}. Next: {due.next}.\nFor {'; '.join(due.agreements)}.\nNot legal advice.",
        category="Overdue" if late else "Renewal",
        alarms=ALARMS,
    )


FORMS = (Form(name="renewals", what="calendar of renewals", ending="ics", media_type="text/calendar", made=ics),)
