"""What the law says of a purchase, in plain words and as one JSON object."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from concordat.core.money import in_pounds
from concordat.core.period import long_date
from concordat.core.rule import NOT_LEGAL_ADVICE
from concordat.procure.law.account import Account
from concordat.procure.law.dues import Due, State
from concordat.procure.law.room import Room
from concordat.procure.standstill import NOT_OWED


def as_words(account: Account) -> str:
    """The account as lines of text."""
    return "\n".join(_lines(account))


def as_dict(account: Account) -> dict[str, Any]:
    """The account for JSON; money in pence, days as YYYY-MM-DD."""
    standstill = account.standstill
    return {
        "procurement": account.procurement.key,
        "regime": account.purchase.regime.value,
        "reasons": [each.as_dict() for each in account.ruling.reasons],
        "review": [each.as_dict() for each in account.ruling.review],
        "threshold": account.threshold,
        "notices": [_notice(each) for each in account.dues],
        "standstill_owed": account.owes_standstill,
        "standstill": standstill
        and {
            "last_day": standstill.last_day.isoformat(),
            "sign_from": standstill.sign_from.isoformat(),
            "rule": standstill.rule.id,
        },
        "standstill_waits": account.waits,
        "duties": [{"what": each.what, "met": each.met, "reason": each.reason.as_dict()} for each in account.duties],
        "room": [
            {"contract": contract, "rule": each.rule.id, "months": each.months, "pence": each.pence}
            for contract, rooms in account.rooms
            for each in rooms
        ],
        "findings": [each.as_dict() for each in account.findings],
        "unlawful": account.unlawful,
        "caveat": NOT_LEGAL_ADVICE,
    }


def _notice(due: Due) -> dict[str, Any]:
    return {
        "notice": due.notice.code,
        "name": due.notice.name,
        "need": due.notice.need.value,
        "earliest": _iso(due.earliest),
        "latest": _iso(due.latest),
        "published_on": _iso(due.published_on),
        "state": due.state.value,
        "reason": due.reason.as_dict(),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _lines(account: Account) -> Iterator[str]:
    yield f"{account.procurement.key}: {account.procurement.title}"
    yield f"Law: {account.purchase.regime.value}"
    yield from (f"  {each}" for each in account.ruling.reasons)
    yield from (f"  look at this: {each}" for each in account.ruling.review)
    yield f"Threshold: {in_pounds(account.threshold)} with VAT" if account.threshold else "Threshold: none applies"
    yield _standstill(account)
    yield "Notices:"
    yield from (f"  {_due(each)}" for each in account.dues)
    if account.duties:
        yield "Duties:"
        yield from (f"  {each.what}: {each.reason}" for each in account.duties)
    for contract, rooms in account.rooms:
        yield f"What may still be changed of {contract} without a ground:"
        yield from (f"  {_room(each)}" for each in rooms or ())
    yield from (f"{each.severity.value}: {each.rule}: {each}" for each in account.findings)
    yield NOT_LEGAL_ADVICE


def _standstill(account: Account) -> str:
    if account.waits:
        return "Standstill: open, a representation awaits its decision"
    found = account.standstill
    if not account.owes_standstill:
        return f"Standstill: none is owed [{NOT_OWED.id}]"
    if found is None:
        return "Standstill: not begun"
    last, first = long_date(found.last_day), long_date(found.sign_from)
    return f"Standstill: to midnight on {last}; sign from {first} [{found.rule.id}]"


def _due(due: Due) -> str:
    name = f"{due.notice.code} ({due.notice.name})" if due.notice.name not in due.notice.code else due.notice.code
    return f"{name}: {_days(due)}{due.state.value}{_published(due)} [{due.reason.rule}]"


def _days(due: Due) -> str:
    first = f"from {long_date(due.earliest)} " if due.earliest else ""
    if due.latest:
        return f"{first}by {long_date(due.latest)}, "
    return f"{first}without delay, " if due.state is State.DUE else first


def _published(due: Due) -> str:
    return f", on {long_date(due.published_on)}" if due.published_on else ""


def _room(room: Room) -> str:
    left = f"{room.months} months" if room.pence is None else in_pounds(room.pence)
    return f"{left} [{room.rule.id}: {room.rule.text}]"
