"""Govern's action on stakeholders: erase what was written of an office, from its row and all its history."""

from __future__ import annotations

from datetime import date

from concordat.core.reason import Reason
from concordat.core.refusal import Refusal
from concordat.register.app.action import Done, action
from concordat.register.app.permission import Act, Person, check, may
from concordat.register.app.store import confidential, erase
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
    erased = erase(Position, by=by, owner=row.organisation, key=key)
    of_office = {"values__proposal": row.proposal, "values__office__iexact": row.office}
    erased += erase(Engagement, by=by, owner=row.organisation, **of_office)
    columns_ = sorted({*confidential(Position), *confidential(Engagement)})
    return Done(subject=f"Position {key}", facts={"erased": columns_, "versions": erased}, value=erased)
