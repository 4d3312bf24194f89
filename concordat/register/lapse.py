"""What lapses: every day on which something of an agreement, or that it rests on, runs out or must be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from concordat.core.period import long_date
from concordat.register.agreement import Agreement, Party
from concordat.register.assurance import CagApproval, Dpia, DpiaStatus, DsptStatus, IcoRegistration
from concordat.register.naming import name_of
from concordat.register.noun import Noun
from concordat.register.record import Record
from concordat.register.sharing import PurposeBasis


@dataclass(frozen=True, kw_only=True)
class Lapse:
    """What runs out or must be done by a day: `what`, `why` it matters, and what to do `next`.

    `key` names it whatever its day, so that a calendar moves it.
    """

    day: date
    key: str
    what: str
    why: str
    next: str


def lapses(row: Noun, record: Record, as_of: date) -> Iterator[Lapse]:
    """What lapses of one row of a record, past days included; nothing of an agreement that is over."""
    of_row = LAPSING.get(type(row))
    if of_row:
        yield from of_row(row, record, as_of)


def toolkit(record: Record, code: str, as_of: date) -> Lapse:
    """The next toolkit of an organisation: due on the first 30 June to come whose toolkit it has not published."""
    year = as_of.year if as_of <= date(as_of.year, 6, 30) else as_of.year + 1
    published = record.get(DsptStatus, f"{code} / {year}", as_of)
    year += published is not None and published.published_on <= as_of
    what = f"{name_of(record, code, as_of)} must publish its {year - 1}-{year % 100:02} security toolkit (DSPT)"
    why = "Data Security and Protection Toolkit, due every 30 June"
    return Lapse(day=date(year, 6, 30), key=f"{code}:dspt:{year}", what=what, why=why, next="publish it")


def _agreement(row: Agreement, record: Record, as_of: date) -> Iterator[Lapse]:
    if row.over(as_of):
        return
    why, next = "Nothing may be shared under it afterwards", "sign a new version, or have the data returned"
    yield Lapse(day=row.ends_on, key=f"{row.key}:end", what=f"{row.label} ends", why=why, next=next)
    if row.review_on and row.last_day_by_review:
        what, why = f"{row.label} must be reviewed", f"Without that it stops after {long_date(row.last_day_by_review)}"
        next = "review it, and record when the next is due"
        yield Lapse(day=row.review_on, key=f"{row.key}:review", what=what, why=why, next=next)


def _assessment(row: Dpia, record: Record, as_of: date) -> Iterator[Lapse]:
    rest = [each for each in record.all(Agreement, as_of) if each.dpia == row.dpia]
    if row.review_on and row.status is DpiaStatus.APPROVED and not _history(rest, as_of):
        what, why = f"Assessment {row.dpia} must be reviewed", "Agreements that rest on it permit nothing afterwards"
        next = "review the assessment and have it approved"
        yield Lapse(day=row.review_on, key=f"{row.dpia}:review", what=what, why=why, next=next)


def _support_251(row: CagApproval, record: Record, as_of: date) -> Iterator[Lapse]:
    keys = {each.agreement for each in record.all(PurposeBasis, as_of) if each.cag == row.reference}
    if _history([each for each in record.all(Agreement, as_of) if each.key in keys], as_of):
        return
    what, why = f"Section 251 support {row.reference} expires", "Confidential patient information may not be used then"
    next = "apply for a renewal, or stop using the data"
    yield Lapse(day=row.expires_on, key=f"{row.reference}:expiry", what=what, why=why, next=next)
    if row.review_due_on and as_of <= row.expires_on:
        what, next = f"Annual review of section 251 support {row.reference} is due", "send the annual review to CAG"
        yield Lapse(day=row.review_due_on, key=f"{row.reference}:review", what=what, why=why, next=next)


def _fee(row: IcoRegistration, record: Record, as_of: date) -> Iterator[Lapse]:
    what = f"ICO registration {row.number} of {name_of(record, row.organisation, as_of)} expires"
    why, next = "The data protection fee must be paid every year", "pay the data protection fee"
    yield Lapse(day=row.expires_on, key=f"{row.organisation}:ico", what=what, why=why, next=next)


def _toolkits(row: DsptStatus, record: Record, as_of: date) -> Iterator[Lapse]:
    if row.accepted_until:
        year = f"{row.year - 1}-{row.year % 100:02}"
        what = f"{name_of(record, row.organisation, as_of)}: acceptance of its {year} toolkit ends"
        why, next = f"Accepted by {row.accepted_by}", "meet the standards, or have the risk accepted anew"
        yield Lapse(day=row.accepted_until, key=f"{row.key}:accepted", what=what, why=why, next=next)
    yield toolkit(record, row.organisation, as_of)


def _leaving(row: Party, record: Record, as_of: date) -> Iterator[Lapse]:
    if row.left_on and row.owes:
        what = f"{name_of(record, row.party, as_of)} leaves {row.agreement}: {row.owes.value}"
        why, next = "A leaver's data are returned or deleted", "do it, certify it, and record the day it was done"
        yield Lapse(day=row.left_on, key=f"{row.key}:leaves", what=what, why=why, next=next)


def _history(rest_on_it: list[Agreement], as_of: date) -> bool:
    """Whether only agreements that are over rest on something."""
    return bool(rest_on_it) and all(each.over(as_of) for each in rest_on_it)


LAPSING: Mapping[type[Noun], Callable[..., Iterator[Lapse]]] = {
    Agreement: _agreement,
    Dpia: _assessment,
    CagApproval: _support_251,
    IcoRegistration: _fee,
    DsptStatus: _toolkits,
    Party: _leaving,
}
"""The nouns of which something lapses."""
