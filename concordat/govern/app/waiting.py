"""What govern has waiting for a person: the open ballots in which they have a vote and have not used it."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from concordat.core.period import long_date
from concordat.govern.app.ballots import ballots, seat_of
from concordat.govern.app.models import Ballot, BallotVote
from concordat.register.app.permission import Person
from concordat.register.proposal import Proposal
from concordat.web.scope import labels
from concordat.web.waiting import Waiting


def waiting(*, by: Person, as_of: date) -> tuple[Waiting, ...]:
    """What waits for this person, a line for each ballot; nothing of how anybody else voted."""
    open_ = [each for each in ballots(by).filter(state=Ballot.State.OPEN) if _is_asked(by, each, as_of)]
    titles = labels(by, ((Proposal, each.proposal) for each in open_))
    return tuple(
        Waiting(
            text=f"Your vote is asked for on “{titles.get((Proposal, each.proposal), each.proposal)}”,"
            f" for the meeting of {long_date(each.meeting_on)}",
            href=reverse("govern_ballot", kwargs={"ballot": each.pk}),
        )
        for each in open_
    )


def _is_asked(by: Person, ballot: Ballot, as_of: date) -> bool:
    seat = seat_of(by, ballot, as_of)
    return seat is not None and not seat.conflict and not BallotVote.objects.filter(voter=seat).exists()
