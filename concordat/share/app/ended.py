"""What is kept of a collaborative's data under agreements that are over is deleted: as one ends, and every hour."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from concordat.data import ended
from concordat.data.ended import Discarded
from concordat.data.facts import Facts
from concordat.register.app.models import Seat
from concordat.share.app.workspace import folder_of
from concordat.web.jobs import chore, tried
from concordat.web.scope import whole_record_for_computation
from concordat.web.today import today


def discard(collaborative: str) -> Discarded:
    """Delete what is kept under agreements that are over, on the shared record as it is now and on today's day alone:
    no day that a reader asks about deletes anything."""
    return ended.discard(folder_of(collaborative), Facts(whole_record_for_computation(collaborative), today()))


def discard_once_told(collaborative: str) -> None:
    """The same as soon as what is being changed is on the record. What fails is logged, and tried again in an hour."""
    transaction.on_commit(partial(_tried, collaborative))


@chore
def discard_everywhere() -> None:
    """For every collaborative: ends come by their day, and by a file that is brought in, with nobody there to act."""
    for each in Seat.objects.order_by("collaborative").values_list("collaborative", flat=True).distinct():
        _tried(each)


def _tried(collaborative: str) -> None:
    tried(f"deleting what is over in {collaborative}", partial(discard, collaborative))
