"""What share has waiting for a person: openings that they are to review, and mappings that they may sign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from concordat.register.app.permission import Person
from concordat.share.app import feeds, openings
from concordat.share.app.feeds import Act
from concordat.share.app.workspace import home_of
from concordat.share.mapping.versions import proposed
from concordat.web.waiting import Waiting


def waiting(*, by: Person, as_of: date) -> tuple[Waiting, ...]:
    """What waits for this person, a line for each kind of thing."""
    return (*_openings(by, as_of), *_mappings(by))


def _openings(by: Person, as_of: date) -> Iterator[Waiting]:
    count = openings.waiting(by, as_of)
    if count:
        what = "1 opening for somebody's care waits" if count == 1 else f"{count} openings for somebody's care wait"
        yield Waiting(text=f"{what} for your review", href=reverse("share_openings"))


def _mappings(by: Person) -> Iterator[Waiting]:
    """The mappings of their organisation whose newest version nobody has signed."""
    if feeds.may(by, Act.SIGN, by.organisation) is not None:
        return
    newest = (found[0] for found in proposed(home_of(by), by.organisation).values())
    for each in (each for each in newest if not each.signed_at):
        named = {"organisation": each.member, "feed": each.feed, "number": each.number}
        text = f"Version {each.number} of the mapping {each.feed} waits for a signature of {each.member}"
        yield Waiting(text=text, href=reverse("share_mapping_version", kwargs=named))
