"""One ballot: what is put, who may vote, one's own vote; and what closes it, withdraws it or declares a conflict.

While it is open and blind nothing here is worked out from what others said: not a count, nor who has voted yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import reverse

from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.govern.app import ballots, voting
from concordat.govern.app.chamber import CannotDecide
from concordat.govern.app.models import CHOICES, Ballot, BallotVote, Voter
from concordat.govern.app.pages.asking import AskPage, Problems, text_field, told
from concordat.govern.app.pages.meeting import crumbs_of
from concordat.govern.app.permission import may_run, refuse
from concordat.govern.app.recorded import put_kept
from concordat.govern.app.routes import NoSuchProposal
from concordat.govern.app.voting import CannotVote
from concordat.govern.decided import Put
from concordat.register.app.forms import Form
from concordat.register.app.permission import Person
from concordat.register.authority import Body, TermsOfReference
from concordat.register.cell import from_json
from concordat.register.meeting import Choice
from concordat.register.naming import names_in
from concordat.register.proposal import Proposal
from concordat.web.field import Field, Problem, problems_of
from concordat.web.page import Crumb, Moved, Page
from concordat.web.scope import record_of

_REASON = "Recorded in the minutes once the vote is closed; of a vote against, as dissent."
_OPEN = "This body votes openly: your vote, and this, are shown on this page at once."


@dataclass(frozen=True, kw_only=True)
class BallotPage(Page):
    """`seats`: the electorate; `own`: the reader's vote; `fields` to vote, if they may; `so_far` where it is shown."""

    template: ClassVar[str] = "govern/ballot.jinja"

    ballot: Ballot
    proposal: Proposal
    body: Body
    terms: TermsOfReference
    put: Put
    seats: tuple[Voter, ...]
    seat: Voter | None
    own: BallotVote | None
    so_far: tuple[tuple[Voter, BallotVote], ...] | None
    fields: tuple[Field, ...]
    may_not: Reason | None
    runs: bool
    names: Mapping[str, str]
    as_of: date

    @property
    def called(self) -> str:
        """The body, and whose it is."""
        return self.body.called

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return problems_of(self.fields)


def ballot_page(*, by: Person, as_of: date, ballot: int, wrong: str = "") -> BallotPage:
    """A ballot as this reader may see it. Raises NoSuchBallot."""
    found = ballots.one(by, ballot)
    record = record_of(by)
    proposal = record.get(Proposal, found.proposal)
    if proposal is None:
        raise NoSuchProposal
    body, terms = from_json(Body, found.body_row), from_json(TermsOfReference, found.terms)
    assert isinstance(body, Body) and isinstance(terms, TermsOfReference)
    seat = ballots.seat_of(by, found, as_of)
    own = ballots.own_vote(seat)
    votes = seat and not seat.conflict and found.state == Ballot.State.OPEN
    return BallotPage(
        title=f"Vote: {proposal.title}",
        crumbs=crumbs_of(body, found.meeting_on),
        status=422 if wrong else 200,
        ballot=found,
        proposal=proposal,
        body=body,
        terms=terms,
        put=put_kept(found.put),
        seats=ballots.seats(found),
        seat=seat,
        own=own,
        so_far=ballots.votes_so_far(found),
        fields=_fields(own, wrong, terms.blind) if votes else (),
        may_not=ballots.may_not_vote(by, found, as_of),
        runs=may_run(by, body, as_of) is None,
        names=names_in(record, as_of),
        as_of=as_of,
    )


def vote(*, by: Person, as_of: date, ballot: int, posted: Mapping[str, str]) -> Moved | BallotPage:
    """Vote as posted; or the page again with what is wrong. Raises NoSuchBallot, NotPermitted, NotOpen."""
    try:
        choice = Choice(posted.get("choice", ""))
    except ValueError:
        return ballot_page(by=by, as_of=as_of, ballot=ballot, wrong="Choose for, against or abstained.")
    voting.vote(by=by, as_of=as_of, ballot=ballot, choice=choice, reason=posted.get("reason", ""))
    return Moved(to=_address(ballot), notice="Your vote is kept. You can change it until the ballot is closed.")


def conflict_page(*, by: Person, as_of: date, ballot: int, wrong: Problems = ()) -> AskPage:
    """Asks what the conflict is. Raises NoSuchBallot, NotPermitted."""
    found = ballots.one(by, ballot)
    refuse(ballots.may_not_vote(by, found, as_of))
    return _ask(
        found,
        "Declare a conflict of interest",
        "You withdraw from this vote, and the quorum is tested again without you. It cannot be taken back, and is "
        "recorded in the minutes.",
        "Declare it and withdraw",
        text_field("what", "What is the conflict?", "In a few words."),
        wrong,
    )


def conflict(*, by: Person, as_of: date, ballot: int, posted: Mapping[str, str]) -> Moved | AskPage:
    """Withdraw with what was posted; or be asked again. Raises NoSuchBallot, NotPermitted, NotOpen."""
    try:
        voting.declare_conflict(by=by, as_of=as_of, ballot=ballot, what=posted.get("what", ""))
    except CannotVote as refused:
        return conflict_page(by=by, as_of=as_of, ballot=ballot, wrong=told(refused))
    return Moved(to=_address(ballot), notice="You have withdrawn from this vote.")


def close_page(*, by: Person, as_of: date, ballot: int, wrong: Problems = ()) -> AskPage:
    """Asks whether to close it. Raises NoSuchBallot, NotPermitted, NotOpen."""
    found = _running(by, as_of, ballot)
    return _ask(
        found,
        "Close the vote",
        "The votes are counted under the terms as they were when it was opened, and written on the register with "
        "what came of it. A closed vote never changes: whoever has not voted is recorded as absent.",
        "Close the vote",
        None,
        wrong,
    )


def close(*, by: Person, as_of: date, ballot: int) -> Moved | AskPage:
    """Close it; or be told why it cannot be. Raises NoSuchBallot, NotPermitted, NotOpen."""
    try:
        key = voting.close_ballot(by=by, as_of=as_of, ballot=ballot)
    except CannotDecide as refused:
        return close_page(by=by, as_of=as_of, ballot=ballot, wrong=told(refused))
    return Moved(to=reverse("govern_decision", kwargs={"decision": key}), notice=f"The vote is closed: decision {key}.")


def withdraw_page(*, by: Person, as_of: date, ballot: int, wrong: Problems = ()) -> AskPage:
    """Asks why it is withdrawn. Raises NoSuchBallot, NotPermitted, NotOpen."""
    found = _running(by, as_of, ballot)
    return _ask(
        found,
        "Withdraw the ballot",
        "Nothing is decided, and what has been said in it is forgotten: nobody ever learns it.",
        "Withdraw it",
        text_field("reason", "Why is it withdrawn?", "In a few words: all members are shown them."),
        wrong,
    )


def withdraw(*, by: Person, as_of: date, ballot: int, posted: Mapping[str, str]) -> Moved | AskPage:
    """Withdraw it with the reason posted; or be asked again. Raises NoSuchBallot, NotPermitted, NotOpen."""
    try:
        voting.withdraw_ballot(by=by, as_of=as_of, ballot=ballot, reason=posted.get("reason", ""))
    except CannotVote as refused:
        return withdraw_page(by=by, as_of=as_of, ballot=ballot, wrong=told(refused))
    return Moved(to=_address(ballot), notice="The ballot is withdrawn, and what was said in it is forgotten.")


def _running(by: Person, as_of: date, ballot: int) -> Ballot:
    found = ballots.one(by, ballot)
    refuse(may_run(by, _body(found), as_of))
    if found.state != Ballot.State.OPEN:
        raise voting.NotOpen(found)
    return found


def _body(ballot: Ballot) -> Body:
    body = from_json(Body, ballot.body_row)
    assert isinstance(body, Body)
    return body


def _ask(ballot: Ballot, title: str, about: str, button: str, field: Field | None, wrong: Problems) -> AskPage:
    what = f"{_body(ballot).called}, {long_date(ballot.meeting_on)}"
    elsewhere = tuple(" ".join(filter(None, (text, next))) for _, text, next in wrong)
    return AskPage(
        title=title,
        crumbs=(*crumbs_of(_body(ballot), ballot.meeting_on), Crumb(text="The ballot", href=_address(ballot.pk))),
        status=422 if wrong else 200,
        about=f"{what}. {about}",
        form=Form(fields=(), elsewhere=elsewhere),
        more=(field,) if field else (),
        button=button,
    )


def _fields(own: BallotVote | None, wrong: str, blind: bool) -> tuple[Field, ...]:
    hint = _REASON if blind else f"{_OPEN} {_REASON}"
    options = tuple((each.value, each.value[:1].upper() + each.value[1:]) for each in CHOICES)
    return (
        Field(
            name="choice",
            label="How do you vote?",
            widget="radios",
            options=options,
            value=own.choice if own else "",
            error=wrong,
        ),
        Field(name="reason", label="Why (optional)", hint=hint, widget="textarea", value=own.reason if own else ""),
    )


def _address(ballot: int) -> str:
    return reverse("govern_ballot", kwargs={"ballot": ballot})
