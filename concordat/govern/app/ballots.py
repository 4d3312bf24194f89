"""The only door to ballots: which a person may see, which seat in one is theirs, and what they are shown of votes.

How anybody voted, and so any count, is shown to nobody while a blind ballot is open; each sees their own vote.
"""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from concordat.core.reason import Reason
from concordat.core.refusal import Refusal
from concordat.govern.app.models import Ballot, BallotVote, Voter
from concordat.govern.app.permission import holds
from concordat.register.app.permission import Person


class NoSuchBallot(Refusal):
    """A ballot that is not there for this person."""

    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such ballot", remedy="Start from the meeting, or from what waits to be decided")


def ballots(by: Person) -> QuerySet[Ballot]:
    """Those of their collaborative: that there is a ballot, and on what, all members see."""
    return Ballot.objects.filter(collaborative=by.collaborative)


def one(by: Person, number: int) -> Ballot:
    """A ballot by its number. Raises NoSuchBallot."""
    found: Ballot | None = ballots(by).filter(pk=number).first()
    if found is None:
        raise NoSuchBallot
    return found


def open_one(by: Person, proposal: str, body: str) -> Ballot | None:
    """The open ballot of a body on a proposal, if there is one."""
    found: Ballot | None = ballots(by).filter(proposal=proposal, body=body, state=Ballot.State.OPEN).first()
    return found


def seat_of(by: Person, ballot: Ballot, as_of: date) -> Voter | None:
    """The seat from which they may vote: theirs when the ballot was opened, and theirs on the register now."""
    if not by.office:
        return None
    found: Voter | None = ballot.voters.filter(
        organisation=by.organisation, office__iexact=by.office, name=by.name
    ).first()
    return found if found and holds(by, found.organisation, found.office, as_of) else None


def may_not_vote(by: Person, ballot: Ballot, as_of: date) -> Reason | None:
    """None if they have a vote in it; else who has."""
    if seat_of(by, ballot, as_of):
        return None
    voters = "; ".join(f"{each.name or 'nobody'}, {each.office} of {each.organisation}" for each in _seats(ballot))
    you = f"you are {by.name}, {by.office or by.part.value} at {by.organisation}"
    return Reason("You have no vote in this ballot", facts=(you, f"who may: {voters}"))


def own_vote(seat: Voter | None) -> BallotVote | None:
    """What was said from one's own seat; None where nothing was."""
    return BallotVote.objects.filter(voter=seat).first() if seat else None


def seats(ballot: Ballot) -> tuple[Voter, ...]:
    """The frozen electorate, in its order: who may vote and who declared a conflict, and not what anybody said."""
    return tuple(_seats(ballot))


def is_blind(ballot: Ballot) -> bool:
    """Whether its terms hide the votes until it is closed."""
    return bool(ballot.terms.get("blind"))


def votes_so_far(ballot: Ballot) -> tuple[tuple[Voter, BallotVote], ...] | None:
    """What was said so far in an open ballot that is not blind; None where nobody may know."""
    if is_blind(ballot) or ballot.state != Ballot.State.OPEN:
        return None
    found = BallotVote.objects.filter(voter__ballot=ballot).select_related("voter").order_by("voter")
    return tuple((each.voter, each) for each in found)


def _seats(ballot: Ballot) -> QuerySet[Voter]:
    return ballot.voters.order_by("pk")
