"""Govern's actions on a ballot: open it, declare a conflict, vote, close it in one transaction, or withdraw it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.core.refusal import Refusal
from concordat.govern.app import ballots
from concordat.govern.app.ballots import may_not_vote, open_one, seat_of
from concordat.govern.app.chamber import CannotDecide, Chamber, hash_of
from concordat.govern.app.models import CHOICES, Ballot, BallotVote, Voter
from concordat.govern.app.permission import may_run, refuse
from concordat.govern.app.recorded import check_put, put_from, put_kept, write_decision
from concordat.govern.ballot import Ballot as Question
from concordat.govern.decided import Put
from concordat.govern.mandate import not_sitting
from concordat.govern.outcome import judge
from concordat.register.app import ledger
from concordat.register.app.action import Done, action
from concordat.register.app.permission import Person
from concordat.register.authority import Body
from concordat.register.cell import jsonable
from concordat.register.deciding.rules import SITTING
from concordat.register.meeting import Choice, Purpose
from concordat.register.proposal import Proposal

VOTED_ON = (Purpose.APPROVE, Purpose.RECOMMEND)
"""What of an agenda is put to a vote."""


class NotOpen(Refusal):
    """A ballot that is closed or withdrawn."""

    status = 409

    def __init__(self, ballot: Ballot) -> None:
        what = f"This ballot is {ballot.state}, and nothing of it changes any more"
        super().__init__(what, where=str(ballot), remedy="See what was decided, or open another ballot")


class CannotVote(Refusal):
    """A vote that says nothing, or of somebody who has withdrawn."""

    status = 422


@action
def open_ballot(*, by: Person, as_of: date, proposal: str, body: str, meeting_on: date, put: Put) -> Done:
    """Put a proposal to the vote of a body, its electorate and terms as they are today. Gives the Ballot.

    Raises NoSuchProposal, NoSuchBody, NotPermitted, CannotDecide with everything that stands against it.
    """
    chamber = Chamber(by, as_of)
    whose = chamber.body(body, as_of)
    refuse(may_run(by, whose, as_of))
    check_put(by, put)
    asked = chamber.open_proposal(proposal)
    purpose = chamber.purpose(proposal, whose, meeting_on)
    if against := tuple(_against_opening(chamber, asked, whose, meeting_on, purpose)):
        raise CannotDecide(against, where=f"{proposal}, {body}")
    assert purpose is not None
    question = chamber.ballot(asked, whose, as_of, purpose)
    if not question.voters:
        raise CannotDecide((Reason(f"{whose.name} has no voting members"),), where="Body members")
    made = _opened(by, question, asked, meeting_on, put)
    facts = {"proposal": proposal, "body": body, "voters": len(question.voters)}
    return Done(subject=f"Ballot {made.pk}", facts=facts, value=made)


@action
def declare_conflict(*, by: Person, as_of: date, ballot: int, what: str) -> Done:
    """Withdraw from a vote for a conflict of interest, and say which; what was said from that seat is taken away."""
    found, seat = _own_seat(by, ballot, as_of)
    if not what.strip():
        raise CannotVote("Say what the conflict is", remedy="In a few words: it is recorded in the minutes")
    BallotVote.objects.filter(voter=seat).delete()
    Voter.objects.filter(pk=seat.pk).update(conflict=what.strip())
    return Done(subject=f"Ballot {found.pk}", facts={"withdrew": f"{seat.office} of {seat.organisation}"})


@action
def vote(*, by: Person, as_of: date, ballot: int, choice: Choice, reason: str = "") -> Done:
    """Say for, against or abstained from one's own seat, or say something else than before.

    The ledger says that they voted and not how. Raises NotOpen, NotPermitted, CannotVote.
    """
    found, seat = _own_seat(by, ballot, as_of)
    if choice not in CHOICES:
        raise CannotVote("A vote says for, against or abstained", remedy="Choose one of the three")
    if seat.conflict:
        raise CannotVote("You have withdrawn for a conflict of interest", remedy="Whoever has withdrawn has no vote")
    said = {"choice": choice.value, "reason": reason.strip(), "at": timezone.now(), "user": by.user}
    BallotVote.objects.update_or_create(voter=seat, defaults=said)
    return Done(subject=f"Ballot {found.pk}", facts={"voted": f"{seat.office} of {seat.organisation}"})


@action
def close_ballot(*, by: Person, as_of: date, ballot: int) -> Done:
    """Close a vote: judge it on its own terms and write what came of it, all or nothing. Gives the Decision's key.

    Raises NotOpen to the second of two who close it, CannotDecide before its meeting or when the proposal has changed.
    """
    chamber = Chamber(by, as_of)
    found = _running(by, ballot, as_of, chamber)
    proposal = chamber.open_proposal(found.proposal)
    if against := tuple(_against_closing(found, proposal, as_of)):
        raise CannotDecide(against, where=str(found))
    question = chamber.as_kept(found, proposal)
    put = put_kept(found.put)
    judged = judge(question, chamber.mandate(proposal, question.body, as_of), conditions=bool(put.conditions))
    decision = write_decision(by, chamber, judged, question, put, proposal)
    _end(found, by, state=Ballot.State.CLOSED, decision=decision.key)
    facts = {"decision": decision.key, "outcome": decision.outcome.value, "voters": len(question.voters)}
    return Done(subject=f"Ballot {found.pk}", facts=facts, value=decision.key)


@action
def withdraw_ballot(*, by: Person, as_of: date, ballot: int, reason: str) -> Done:
    """Take a ballot back before it is closed; what was said in it is forgotten, so that nobody ever learns it."""
    found = _running(by, ballot, as_of, Chamber(by, as_of))
    if not reason.strip():
        raise CannotVote("Say why the ballot is withdrawn", remedy="In a few words: its voters are shown them")
    BallotVote.objects.filter(voter__ballot=found).delete()
    _end(found, by, state=Ballot.State.WITHDRAWN, reason=reason.strip())
    return Done(subject=f"Ballot {found.pk}", facts={"proposal": found.proposal, "body": found.body})


def _against_opening(
    chamber: Chamber, proposal: Proposal, body: Body, on: date, purpose: Purpose | None
) -> Iterator[Reason]:
    """Everything that stands against putting a proposal to the vote of a body at a meeting."""
    if refused := not_sitting(chamber.standing, body, on):
        yield refused
    if on < chamber.as_of:
        yield SITTING.reason(f"{body.name} met on {long_date(on)}: record what was decided, or take the next meeting")
    if purpose not in VOTED_ON:
        yield SITTING.reason(f"The agenda of {body.name} on {long_date(on)} asks for no decision on it")
    if open_one(chamber.by, proposal.key, body.key):
        yield Reason(f"{body.name} votes on it already")
    if made := chamber.decided(proposal.key, body.key):
        yield Reason(f"{body.name} has decided on it already, in {made.key}")
    if purpose is Purpose.APPROVE and not (found := chamber.mandate(proposal, body, on)).binds:
        yield from found.against


def _against_closing(ballot: Ballot, proposal: Proposal, as_of: date) -> Iterator[Reason]:
    if as_of < ballot.meeting_on:
        yield SITTING.reason(f"The meeting is on {long_date(ballot.meeting_on)}: nothing is decided before it")
    if ballot.question != hash_of(proposal):
        yield Reason("The proposal has changed since the ballot was opened: withdraw it, and put what it says now")


def _opened(by: Person, question: Question, proposal: Proposal, on: date, put: Put) -> Ballot:
    made: Ballot = Ballot.objects.create(
        collaborative=by.collaborative,
        proposal=proposal.key,
        body=question.body.key,
        meeting_on=on,
        purpose=question.purpose.value,
        question=hash_of(proposal),
        body_row=jsonable(question.body),
        terms=jsonable(question.terms),
        put=put_from(put),
        opened_at=timezone.now(),
        opened_by=str(by),
        opened_line=ledger.next_number(),
    )
    Voter.objects.bulk_create(
        Voter(
            ballot=made,
            organisation=each.organisation,
            office=each.office.value,
            votes=each.votes,
            name=each.name,
            chairs=each.chairs,
        )
        for each in question.voters
    )
    return made


def _own_seat(by: Person, ballot: int, as_of: date) -> tuple[Ballot, Voter]:
    """An open ballot and one's own seat in it. Raises NoSuchBallot, NotPermitted, NotOpen."""
    found = ballots.one(by, ballot)
    refuse(may_not_vote(by, found, as_of))
    seat = seat_of(by, found, as_of)
    assert seat is not None
    if found.state != Ballot.State.OPEN:
        raise NotOpen(found)
    return found, seat


def _running(by: Person, ballot: int, as_of: date, chamber: Chamber) -> Ballot:
    """An open ballot of a body that they may run. Raises NoSuchBallot, NotPermitted, NotOpen."""
    found = ballots.one(by, ballot)
    refuse(may_run(by, chamber.body(found.body, as_of), as_of))
    if found.state != Ballot.State.OPEN:
        raise NotOpen(found)
    return found


def _end(ballot: Ballot, by: Person, **how: str) -> None:
    """End it, while it still is open. Raises NotOpen."""
    ended = {"closed_at": timezone.now(), "closed_by": str(by), "closed_line": ledger.next_number(), **how}
    if Ballot.objects.filter(pk=ballot.pk, state=Ballot.State.OPEN).update(**ended) != 1:
        ballot.refresh_from_db()
        raise NotOpen(ballot)
