"""Keys for programs: a person's own, shown once and kept as a hash, by which a program acts from their seat.

A key may do what its seat may, no more and no longer: it ends with its day, with the seat, or when its owner says so.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from concordat.core.refusal import Refusal
from concordat.register.app.action import Done, action
from concordat.register.app.models import Seat
from concordat.register.app.permission import Person
from concordat.web.models import ProgramKey

PREFIX = "concordat_"
"""What every key begins with, so that whoever scans files for secrets finds one left in a notebook."""

DAYS = (30, 90, 365)
"""For how many days a key may be made: none is for ever."""

MOST = 20
"""The most keys of one seat that open anything."""

_BYTES = 32
_LONGEST = 80
_LONGEST_KEY = 200


class NoSuchKey(Refusal):
    """A key that is not this person's."""

    status = 404


class CannotMakeKey(Refusal):
    """A key that cannot be made; `column` is the field of the form that is wrong."""

    status = 422

    def __init__(self, column: str, what: str, remedy: str) -> None:
        self.column = column
        super().__init__(what, remedy=remedy)


@dataclass(frozen=True, kw_only=True)
class KeyLine:
    """One key as its owner sees it: `last_day` is the last on which it opens anything, `state` whether it does."""

    id: int
    name: str
    made_on: date
    last_day: date
    last_used_on: date | None
    state: str

    @property
    def live(self) -> bool:
        """Whether it still opens anything."""
        return self.state == "in use"


@action
def make_key(*, by: Person, as_of: date, name: str, days: int) -> Done:
    """Make a key for this person's seat; gives its text, which is nowhere else. Raises CannotMakeKey."""
    _check(by, as_of, name, days)
    text = PREFIX + secrets.token_urlsafe(_BYTES)
    ProgramKey.objects.create(
        seat=Seat.objects.get(pk=by.seat),
        name=name,
        digest=_digest(text),
        made_on=as_of,
        expires_on=as_of + timedelta(days=days),
    )
    return Done(subject="Key for programs", facts={"days": days}, value=text)


@action
def revoke_key(*, by: Person, as_of: date, key: int) -> Done:
    """End a key of one's own at once; gives its name. Ending it again changes nothing. Raises NoSuchKey."""
    found = ProgramKey.objects.filter(seat=by.seat, pk=key).first()
    if found is None:
        raise NoSuchKey("There is no such key of yours", remedy="Look for it in the list of your keys")
    if found.revoked_on is None:
        found.revoked_on = as_of
        found.save()
    return Done(subject="Key for programs", facts={"revoked": 1}, value=found.name)


def keys_of(by: Person, as_of: date) -> tuple[KeyLine, ...]:
    """This person's keys from this seat, the last made first."""
    found = ProgramKey.objects.filter(seat=by.seat).order_by("-pk")
    return tuple(
        KeyLine(
            id=each.pk,
            name=each.name,
            made_on=each.made_on,
            last_day=each.expires_on - timedelta(days=1),
            last_used_on=each.last_used_on,
            state="revoked" if each.revoked_on else "in use" if as_of < each.expires_on else "expired",
        )
        for each in found
    )


def person_of(text: str, as_of: date) -> Person | None:
    """Who acts by a key on a day; None where it opens nothing, whatever the reason: a thief is told none.

    The text has 256 bits of chance, so that a plain hash of it cannot be turned back. The day it was last used is
    written at most once a day.
    """
    if not text.startswith(PREFIX) or len(text) > _LONGEST_KEY:
        return None
    live = ProgramKey.objects.filter(revoked_on=None, expires_on__gt=as_of, seat__user__is_active=True)
    found = live.select_related("seat__user").filter(digest=_digest(text)).first()
    if found is None:
        return None
    if found.last_used_on != as_of:
        ProgramKey.objects.filter(pk=found.pk).update(last_used_on=as_of)
    person: Person = found.seat.person()
    return person


def _check(by: Person, as_of: date, name: str, days: int) -> None:
    if not name.strip() or len(name) > _LONGEST or not name.isprintable():
        raise CannotMakeKey("name", "Give the key a name", f"Say what will use it, in at most {_LONGEST} letters")
    if days not in DAYS:
        raise CannotMakeKey("days", "Choose how long it is to last", f"Choose {', '.join(map(str, DAYS))} days")
    if ProgramKey.objects.filter(seat=by.seat, revoked_on=None, expires_on__gt=as_of).count() >= MOST:
        raise CannotMakeKey("name", f"You have {MOST} keys already", "Revoke one that nothing uses")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
