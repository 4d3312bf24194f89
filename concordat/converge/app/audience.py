"""For whom an edition is written: the office sees every pound, a member its own and totals, others none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from concordat.register.app.permission import Part, Person
from concordat.register.organisation import Membership, Role

NOBODY = "-"
"""No organisation's code: the reader who owns nothing."""


@dataclass(frozen=True, kw_only=True)
class Audience:
    """`name` is how it is kept; `reader` whose own pounds are shown, None for all; `totals` whether sums of all are."""

    name: str
    reader: str | None
    totals: bool


OFFICE = Audience(name="programme office", reader=None, totals=True)
OTHERS = Audience(name="others", reader=NOBODY, totals=False)
"""Who is neither of the programme office nor of an organisation that takes part: no pounds at all."""


def audiences(memberships: Iterable[Membership], collaborative: str, as_of: date) -> tuple[Audience, ...]:
    """Everybody for whom an edition of a plan is written."""
    taking_part = [each for each in memberships if each.collaborative == collaborative and each.valid_on(as_of)]
    return (OFFICE, *sorted({_of(each) for each in taking_part}, key=lambda each: each.name), OTHERS)


def audience_of(by: Person, memberships: Iterable[Membership], as_of: date) -> Audience:
    """Whose edition a person reads on a day: what their organisation is to the collaborative then, not before."""
    if by.part is Part.OFFICE:
        return OFFICE
    own = (each for each in memberships if each.organisation == by.organisation)
    found = [each for each in own if each.collaborative == by.collaborative and each.valid_on(as_of)]
    return _of(found[0]) if found else OTHERS


def _of(membership: Membership) -> Audience:
    """A partner sees its own pounds, which the register shows it too, and none of the members'."""
    member = membership.role is not Role.PARTNER
    name = f"{'member' if member else 'partner'} {membership.organisation}"
    return Audience(name=name, reader=membership.organisation, totals=member)
