"""Share's actions on a version once it is agreed: suspend, resume, terminate; a party joins by deed, or leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from concordat.core.period import long_date
from concordat.core.refusal import Refusal
from concordat.register.agreement import Agreement, LeaverDuty, Party
from concordat.register.app.action import Done, action
from concordat.register.app.permission import Person
from concordat.register.app.store import Writing, write
from concordat.register.links import mentions
from concordat.register.noun import Noun
from concordat.register.organisation import Organisation
from concordat.share.app import ended, permission, versions
from concordat.share.app.actions import row_in
from concordat.share.app.permission import Act
from concordat.share.app.versions import Version
from concordat.web.scope import labels


class CannotEnd(Refusal):
    """What cannot be done to a version as it stands."""

    status = 409


@action
def suspend(*, by: Person, as_of: date, key: str, day: date, reason: str) -> Done:
    """Suspend a version from a day until it is resumed. `reason` is shown to all its parties."""
    found = _agreed(by, key, as_of, Act.SUSPEND)
    if found.agreement.suspended_on and not found.agreement.resumed_on:
        raise CannotEnd("It is suspended already", where=key, remedy="Resume it first")
    return _changed(by, found, suspended_on=day, resumed_on=None, end_reason=_said(reason, key))


@action
def resume(*, by: Person, as_of: date, key: str, day: date) -> Done:
    """End a suspension on a day."""
    found = _agreed(by, key, as_of, Act.SUSPEND)
    since = found.agreement.suspended_on
    if not since or found.agreement.resumed_on:
        raise CannotEnd("It is not suspended", where=key, remedy="Nothing needs to be done")
    if day <= since:
        later = long_date(since + timedelta(days=1))
        raise CannotEnd(f"It is suspended from {long_date(since)}", where=key, remedy=f"Resume it on {later} or later")
    return _changed(by, found, resumed_on=day)


@action
def terminate(*, by: Person, as_of: date, key: str, day: date, reason: str) -> Done:
    """End a version before its time, from a day on; what it allowed before stays on the record."""
    found = _agreed(by, key, as_of, Act.TERMINATE)
    if day < as_of:
        raise CannotEnd("A past day would undo what it has allowed", where=key, remedy="Give today or a later day")
    return _changed(by, found, terminated_on=day, end_reason=_said(reason, key))


@action
def join(*, by: Person, as_of: date, key: str, party: Party) -> Done:
    """Let a party join by its deed of adherence; it is bound once its own office has signed. Gives the Party's key."""
    found = _agreed(by, key, as_of, Act.JOIN)
    wanting = [name for name in ("joined_on", "deed") if not getattr(party, name)]
    if wanting or party.agreement != key or party.organisation != found.keeper:
        raise CannotEnd("Who joins later joins on a day, by a deed", where=key, remedy="Give the day and the deed")
    named = [each for each in mentions(party) if (each.noun, each.key) != (Agreement, key)]
    there = labels(by, ((each.noun, each.key) for each in named), shared_only=True)
    loose = ", ".join(each.key for each in named if (each.noun, each.key) not in there)
    if loose:
        raise CannotEnd(f"There is no {loose} in {Organisation.SHEET}", where=key, remedy="Add it there first")
    if any(each.party == party.party and each.left_on is None for each in found.bundle.parties):
        raise CannotEnd(f"{party.party} is a party to it already", where=key, remedy="Nothing needs to be done")
    if party.key in {each.key for each in found.bundle.parties}:
        raise CannotEnd(f"{party.party} was {party.role.value} in it before", where=key, remedy="Make a new version")
    write([Writing(row=party)], by=by)
    return Done(subject=f"Agreement {key}", facts={"party": party.party, "role": party.role.value}, value=party.key)


@action
def leave(*, by: Person, as_of: date, key: str, entry: int, day: date, duty: LeaverDuty) -> Done:
    """Let a party leave from a day on, with what becomes of its data."""
    found = _agreed(by, key, as_of, Act.LEAVE)
    party = _party(found, entry)
    if party.left_on:
        raise CannotEnd(f"{party.party} left on {long_date(party.left_on)}", where=key, remedy="Record its certificate")
    return _changed(by, found, party, left_on=day, leaver_duty=duty)


@action
def certify(*, by: Person, as_of: date, key: str, entry: int, day: date) -> Done:
    """Record the day on which a leaver showed that its duty is done."""
    found = _agreed(by, key, as_of, Act.LEAVE)
    party = _party(found, entry)
    if not party.left_on or party.duty_done_on:
        raise CannotEnd(
            "It owes nothing here that is not certified", where=party.label, remedy="Check which party left"
        )
    if day > as_of:
        raise CannotEnd("What is certified is done", where=party.label, remedy="Give today or an earlier day")
    return _changed(by, found, party, duty_done_on=day)


def _agreed(by: Person, key: str, as_of: date, act: Act) -> Version:
    """A shared version, if it is this person's to end. Raises NotPermitted, CannotEnd."""
    found = versions.one(by, key, as_of)
    permission.check(by, act, found.keeper)
    if found.private:
        raise CannotEnd("It is a private draft, which binds nobody", where=key, remedy="Change or withdraw the draft")
    if act is not Act.LEAVE and found.agreement.terminated_on and found.agreement.terminated_on <= as_of:
        raise CannotEnd("It is terminated already", where=key, remedy="Nothing needs to be done")
    return found


def _party(version: Version, entry: int) -> Party:
    row = row_in(version, entry)
    if not isinstance(row, Party):
        raise CannotEnd("It is no party", where=version.key, remedy="Choose a party from the list")
    return row


def _said(reason: str, key: str) -> str:
    if not reason.strip():
        raise CannotEnd("No reason is given", where=key, remedy="Say why; its parties will read it")
    return reason.strip()


def _changed(by: Person, version: Version, row: Noun | None = None, **changes: Any) -> Done:
    """Write a row of a version with these changes; the ledger gets their names and days. What is kept under what is
    over by then is deleted."""
    old = row or version.agreement
    write([Writing(row=replace(old, **changes), before=version.entries[old])], by=by)
    ended.discard_once_told(by.collaborative)
    days = {name: value.isoformat() for name, value in changes.items() if isinstance(value, date)}
    about = {"party": old.party} if isinstance(old, Party) else {}
    return Done(subject=f"Agreement {version.key}", facts={**about, **days}, value=version.key)
