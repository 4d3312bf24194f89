"""From the agenda to the register: who may open, vote and close, what each refusal says, and what is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from concordat.govern.app import ballots
from concordat.govern.app.chamber import CannotDecide
from concordat.govern.app.models import Ballot, BallotVote, Voter
from concordat.govern.app.tests.world import AS_OF, BEFORE, PUT, editor, holder, load, opened
from concordat.govern.app.voting import (
    CannotVote,
    NotOpen,
    close_ballot,
    declare_conflict,
    open_ballot,
    vote,
    withdraw_ballot,
)
from concordat.govern.app.waiting import waiting
from concordat.govern.tests.sample import CEO, FINANCE, NEXT, ON, SECRETARY, delegation
from concordat.register.app import actions as register
from concordat.register.app import ledger
from concordat.register.app.models import Entry, LedgerLine
from concordat.register.app.permission import NotPermitted, Person
from concordat.register.meeting import Action, Choice, Decision, Outcome, Vote
from concordat.register.noun import Noun
from concordat.register.person import Office
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.web.scope import entries, row_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db: None) -> Person:
    return load()


@pytest.fixture
def ballot(office: Person) -> Ballot:
    return opened(office)


def say(by: Person, ballot: Ballot, choice: Choice = Choice.FOR, reason: str = "") -> None:
    vote(by=by, as_of=ON, ballot=ballot.pk, choice=choice, reason=reason)


def close(by: Person, ballot: Ballot) -> Decision:
    key = close_ballot(by=by, as_of=AS_OF, ballot=ballot.pk)
    found = row_of(entries(by, Decision).get(key=key))
    assert isinstance(found, Decision)
    return found


def rows_of(by: Person, noun: type[Noun]) -> list[Noun]:
    return [row_of(each) for each in entries(by, noun).order_by("pk")]


def change(noun: type[Noun], key: str, by: Person, **changes: Any) -> None:
    entry = Entry.objects.get(noun=noun.__name__, key=key, superseded_at=None)
    register.update_row(by=by, as_of=AS_OF, entry=entry.pk, row=replace(row_of(entry), **changes))


def test_a_vote_becomes_a_decision_with_its_votes_and_action(office: Person, ballot: Ballot) -> None:
    say(holder("RZ1"), ballot)
    say(holder("RZ2"), ballot, Choice.AGAINST)
    say(holder("RZ2"), ballot, Choice.FOR, "Now that there is a plan for exit")
    made = close(office, ballot)
    assert made.outcome is Outcome.CONDITIONS and made.conditions == PUT.conditions
    assert made.binds == ("RZ1", "RZ2") and made.decided_on == AS_OF and "SoRD of RZ1" in made.power
    said = {each.key: each for each in rows_of(office, Vote) if isinstance(each, Vote)}
    assert [each.choice for each in said.values()] == [Choice.FOR, Choice.FOR, Choice.ABSENT]
    (action,) = rows_of(office, Action)
    assert isinstance(action, Action) and (action.organisation, action.office) == ("RZ1", CEO)
    (proposal,) = (each for each in rows_of(office, Proposal) if each.key == "P1")
    assert isinstance(proposal, Proposal) and proposal.status is ProposalStatus.DECIDED
    ballot.refresh_from_db()
    assert (ballot.state, ballot.decision) == ("closed", made.key)


def test_the_ledger_says_who_did_what_and_not_how_they_voted(office: Person, ballot: Ballot) -> None:
    before = LedgerLine.objects.latest("number").number
    say(holder("RZ1"), ballot, Choice.AGAINST, "canary reason")
    declare_conflict(by=holder("RZ2"), as_of=ON, ballot=ballot.pk, what="canary conflict")
    close(office, ballot)
    lines = LedgerLine.objects.filter(number__gte=before).order_by("number")
    assert [each.action for each in lines] == ["open_ballot", "vote", "declare_conflict", "close_ballot"]
    assert "for RZ1" in lines[1].by and "for RZ2" in lines[2].by
    told = "".join(f"{each.subject} {each.facts}" for each in lines)
    assert "canary" not in told and "against" not in told
    ballot.refresh_from_db()
    assert (ballot.opened_line, ballot.closed_line) == (lines[0].number, lines[3].number)
    assert {each.line for each in Entry.objects.filter(noun="Vote")} == {ballot.closed_line}
    assert ledger.verify() == ()


def _no_office(office: Person) -> Person:
    return editor("RZ1")


def _programme_office(office: Person) -> Person:
    return office


def _another_name(office: Person) -> Person:
    return holder("RZ1", name="Somebody Else")


def _another_office(office: Person) -> Person:
    return holder("RZ1", FINANCE)  # there is one, and it has no seat in this body


@pytest.mark.parametrize("who", [_no_office, _programme_office, _another_name, _another_office])
def test_only_the_holder_of_the_seat_votes(office: Person, ballot: Ballot, who: Callable[[Person], Person]) -> None:
    for act in (
        lambda by: say(by, ballot),
        lambda by: declare_conflict(by=by, as_of=ON, ballot=ballot.pk, what="A relative"),
    ):
        with pytest.raises(NotPermitted) as refused:
            act(who(office))
        assert "Head of RZ1, chief executive of RZ1" in str(refused.value)
    assert not BallotVote.objects.exists() and not Voter.objects.exclude(conflict="").exists()


def test_an_open_ballot_waits_for_those_who_have_not_voted(office: Person, ballot: Ballot) -> None:
    one, other = holder("RZ1"), holder("RZ2")
    (waits,) = waiting(by=one, as_of=ON)
    assert str(ballot.pk) in waits.href and "vote" in waits.text
    say(one, ballot)
    assert not waiting(by=one, as_of=ON) and waiting(by=other, as_of=ON)
    declare_conflict(by=other, as_of=ON, ballot=ballot.pk, what="A relative")
    assert not waiting(by=other, as_of=ON)
    assert not waiting(by=_no_office(office), as_of=ON) and not waiting(by=office, as_of=ON)


def test_the_electorate_is_frozen_and_who_has_left_votes_no_more(office: Person, ballot: Ballot) -> None:
    old, new = holder("RZ1"), holder("RZ1", name="New Head")
    change(Office, "RZ1 / chief executive", office, name="New Head")
    for each in (old, new):
        with pytest.raises(NotPermitted):
            say(each, ballot)
    assert [each.name for each in ballots.seats(ballot)] == ["Head of RZ1", "Head of RZ2", "Purse of RZ2"]


def test_whoever_withdraws_has_no_vote_and_lost_the_one_they_gave(office: Person, ballot: Ballot) -> None:
    say(holder("RZ1"), ballot)
    declare_conflict(by=holder("RZ1"), as_of=ON, ballot=ballot.pk, what="Her brother is the supplier's director")
    assert not BallotVote.objects.exists()
    with pytest.raises(CannotVote):
        say(holder("RZ1"), ballot)
    say(holder("RZ2"), ballot)
    close(office, ballot)
    withdrew = next(each for each in rows_of(office, Vote) if isinstance(each, Vote) and each.organisation == "RZ1")
    assert withdrew.choice is Choice.WITHDREW and "brother" in withdrew.reason


def test_without_a_quorum_nothing_is_decided_and_it_can_be_put_again(office: Person, ballot: Ballot) -> None:
    for each in (holder("RZ1"), holder("RZ2"), holder("RZ2", FINANCE)):
        declare_conflict(by=each, as_of=ON, ballot=ballot.pk, what="A relative of the supplier")
    made = close(office, ballot)
    assert made.outcome is Outcome.DEFERRED and not made.binds and "GOV-03" in made.reasons[0]
    assert not rows_of(office, Action)
    again = open_ballot(by=office, as_of=AS_OF, proposal="P1", body="TR-JC", meeting_on=NEXT, put=PUT)
    assert again.state == "open"


def test_what_is_refused_is_a_decision_too(office: Person, ballot: Ballot) -> None:
    say(holder("RZ1"), ballot)
    say(holder("RZ2"), ballot, Choice.AGAINST, "It costs us our own system")
    made = close(office, ballot)
    assert made.outcome is Outcome.REFUSED and not made.binds and not made.conditions
    assert made.dissent == ("RZ2 (chief executive): It costs us our own system",)
    with pytest.raises(CannotDecide, match="has decided on it already"):
        open_ballot(by=office, as_of=AS_OF, proposal="P1", body="TR-JC", meeting_on=NEXT, put=PUT)


def test_it_is_closed_once_and_only_by_who_runs_it(office: Person, ballot: Ballot) -> None:
    with pytest.raises(CannotDecide, match="GOV-11"):
        close_ballot(by=office, as_of=BEFORE, ballot=ballot.pk)
    for stranger in (editor("RZ1"), holder("RZ1"), editor("RZ2")):
        with pytest.raises(NotPermitted):
            close_ballot(by=stranger, as_of=AS_OF, ballot=ballot.pk)
    close(holder("RZ2", SECRETARY), ballot)
    count = LedgerLine.objects.count()
    for late in (
        lambda: close(office, ballot),
        lambda: say(holder("RZ1"), ballot),
        lambda: declare_conflict(by=holder("RZ1"), as_of=AS_OF, ballot=ballot.pk, what="Late"),
        lambda: withdraw_ballot(by=office, as_of=AS_OF, ballot=ballot.pk, reason="Late"),
    ):
        with pytest.raises(NotOpen):
            late()
    assert LedgerLine.objects.count() == count


def test_what_was_voted_on_is_what_is_decided(office: Person, ballot: Ballot) -> None:
    say(holder("RZ1"), ballot)
    change(Proposal, "P1", office, months=120)
    with pytest.raises(CannotDecide, match="has changed"):
        close(office, ballot)
    withdraw_ballot(by=office, as_of=AS_OF, ballot=ballot.pk, reason="The term has changed")
    assert not BallotVote.objects.exists(), "what was said is forgotten"
    assert not rows_of(office, Decision)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"meeting_on": date(2026, 11, 20)}, "does not meet"),
        ({"proposal": "P2"}, "asks for no decision"),
        ({"body": "TR-PB"}, "asks for no decision"),
        ({"put": replace(PUT, owner="RZ9")}, "no organisation RZ9"),
        ({"put": replace(PUT, owner_office=None)}, "which office"),
        ({"as_of": NEXT}, "record what was decided"),
    ],
)
def test_what_cannot_be_put_to_the_vote_says_why(office: Person, given: dict[str, Any], told: str) -> None:
    asked: dict[str, Any] = {"by": office, "as_of": BEFORE, "proposal": "P1", "body": "TR-JC", "meeting_on": ON}
    with pytest.raises(CannotDecide, match=told):
        open_ballot(**{**asked, "put": PUT} | given)
    assert not Ballot.objects.exists()


def test_a_body_without_power_is_not_asked(db: None) -> None:
    low = replace(delegation("RZ2", limit=500_000_00), valid_from=BEFORE)
    office = load()
    change(type(low), low.key, office, limit=500_000_00)
    with pytest.raises(CannotDecide, match="GOV-02") as refused:
        opened(office)
    assert "987,654" not in str(refused.value)


def test_a_second_ballot_on_the_same_is_refused(office: Person, ballot: Ballot) -> None:
    with pytest.raises(CannotDecide, match="votes on it already"):
        opened(office)
