"""Govern's action on stakeholders: erase what was written of an office, from its row and all its history."""

from __future__ import annotations

from datetime import date

from concordat.core.reason import Reason
from concordat.core.refusal import Refusal
from concordat.register.app.action import Done, action
from concordat.register.app.models import Entry
from concordat.register.app.permission import Act, Person, check, may
from concordat.register.app.store import erase
from concordat.register.noun import Noun, columns
from concordat.register.stakeholder import Engagement, Position
from concordat.web.scope import entries, seen


class NoSuchPosition(Refusal):
    """A position that is not there for this person."""

    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such position", remedy="Start from the stakeholder map")


def may_not_erase(by: Person, organisation: str) -> Reason | None:
    """Why this person may not erase what was written of an organisation's offices; None if they may."""
    return may(by, Act.UPDATE, organisation)


def position_of(by: Person, key: str) -> Position:
    """The position with this key that members share, as this person may see it. Raises NoSuchPosition."""
    entry = entries(by, Position).filter(key=key, private=False).order_by("-pk").first()
    if entry is None:
        raise NoSuchPosition
    row = seen(entry, by)
    assert isinstance(row, Position)
    return row


@action
def erase_position(*, by: Person, as_of: date, key: str) -> Done:
    """Blank the concern and evidence of a position, and what came of contacts with its office, in every version.

    Gives how many versions held any of it. The line on the ledger tells that this was done, and no word of it.
    Raises NoSuchPosition, NotPermitted.
    """
    row = position_of(by, key)
    check(by, Act.UPDATE, row.organisation)
    kept = Entry.objects.filter(collaborative=by.collaborative, owner=row.organisation)
    erased = erase(kept.filter(noun=Position.__name__, key=key), hidden_of(Position))
    spoken = kept.filter(noun=Engagement.__name__, values__proposal=row.proposal)
    contacts = spoken.filter(values__office__iexact=row.office)
    erased += erase(contacts, hidden_of(Engagement))
    columns_ = sorted({*hidden_of(Position), *hidden_of(Engagement)})
    return Done(subject=f"Position {key}", facts={"erased": columns_, "versions": erased}, value=erased)


def hidden_of(noun: type[Noun]) -> tuple[str, ...]:
    """The confidential columns of a noun: what may be an opinion about somebody."""
    return tuple(each.name for each in columns(noun) if each.confidential)
