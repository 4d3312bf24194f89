"""Where a collaborative's data are: its folder beside the database, and the door to it on the record of a day.

Nothing here shows patients for their direct care.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from concordat.data.opt_out import Wishes
from concordat.data.opt_out_check import lists_in
from concordat.data.permit import Desk
from concordat.data.query import Door
from concordat.data.secret import secret_of
from concordat.register.app.models import Seat
from concordat.register.app.permission import Person
from concordat.share.app import records

_SAFE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def home_of(by: Person) -> Path:
    """The workspace folder of this person's collaborative, below `CONCORDAT_HOME`; it need not be there yet.

    A name that is no plain word is told by its hash too, so that no two share a folder, and none leads elsewhere.
    """
    return folder_of(by.collaborative)


def folder_of(collaborative: str) -> Path:
    """The workspace folder of a collaborative, by its name."""
    return Path(settings.HOME) / "data" / _folder(collaborative)


@contextmanager
def door(by: Person, as_of: date) -> Iterator[Door]:
    """The door to it: permits are decided on the whole shared record, as the page "May they see it?" decides them."""
    home = home_of(by)
    opened = Door(home=home, desk=Desk(records.shared(by), as_of), secret=secret_of(home))
    try:
        yield opened
    finally:
        opened.close()


def lists(home: Path) -> tuple[Wishes, ...]:
    """Each controller's opt-out list, from `opt_outs/<ODS>/` of a workspace; () where there is none. Raises Refusal."""
    folder = home / "opt_outs"
    return lists_in(folder) if folder.is_dir() else ()


def signed(by: Person) -> str:
    """Who a person is on the log: the sign-in name, since another seat makes nobody a second person."""
    return by.user


def called(by: Person, users: Iterable[str]) -> dict[str, str]:
    """What people are called whose sign-in names are on the log, with who they act for; the name itself if unknown."""
    wanted = dict.fromkeys(users)
    seats = Seat.objects.filter(collaborative=by.collaborative, user__username__in=[*wanted]).select_related("user")
    found: dict[str, list[Person]] = {}
    for each in seats.order_by("pk"):
        found.setdefault(each.user.get_username(), []).append(each.person())
    return {user: _called(found[user]) if user in found else user for user in wanted}


def moment(as_of: date) -> datetime:
    """The time of day in London, on the day it is taken to be."""
    now = timezone.localtime()
    return now.replace(year=as_of.year, month=as_of.month, day=as_of.day)


def _called(people: list[Person]) -> str:
    return f"{people[0].name} ({', '.join(each.organisation for each in people)})"


def _folder(collaborative: str) -> str:
    if _SAFE.fullmatch(collaborative):
        return collaborative
    name = "-".join(re.findall(r"[a-z0-9]+", collaborative.casefold()))[:40]
    return f"{name}_{hashlib.sha256(collaborative.encode()).hexdigest()[:16]}"
