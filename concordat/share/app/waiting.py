"""What share has waiting for a person: openings that they are to review."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from concordat.register.app.permission import Person
from concordat.share.app import openings
from concordat.web.waiting import Waiting


def waiting(*, by: Person, as_of: date) -> tuple[Waiting, ...]:
    """The openings that wait for this person's review, as one line."""
    count = openings.waiting(by, as_of)
    if not count:
        return ()
    what = "1 opening for somebody's care waits" if count == 1 else f"{count} openings for somebody's care wait"
    return (Waiting(text=f"{what} for your review", href=reverse("share_openings")),)
