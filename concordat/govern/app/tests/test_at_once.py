"""Votes survive two people acting at once and a crash between any two steps: all of it is written, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from concordat.govern.app.models import Ballot, BallotVote, Voter
from concordat.govern.app.tests.at_once import at_once, shared_database
from concordat.govern.app.tests.world import AS_OF, holder, load, opened
from concordat.govern.app.voting import NotOpen, close_ballot, declare_conflict, vote, withdraw_ballot
from concordat.govern.tests.sample import FINANCE, ON, SECRETARY
from concordat.register.app import ledger
from concordat.register.app.models import Entry, LedgerLine
from concordat.register.app.permission import Person
from concordat.register.meeting import Choice


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path) -> Iterator[Person]:
    with shared_database(tmp_path):
        yield load()


def _close(by: Person, ballot: Ballot) -> Any:
    return close_ballot(by=by, as_of=AS_OF, ballot=ballot.pk)


def _vote(by: Person, ballot: Ballot, choice: Choice = Choice.FOR) -> Any:
    return vote(by=by, as_of=ON, ballot=ballot.pk, choice=choice)


def _votes() -> dict[str, str]:
    found = Entry.objects.filter(noun="Vote", superseded_at=None)
    return {f"{each.values['organisation']} {each.values['office']}": each.values["choice"] for each in found}


def test_of_two_who_close_one_does_and_the_other_is_told(shared: Person) -> None:
    ballot, secretary = opened(shared), holder("RZ1", SECRETARY)
    _vote(holder("RZ1"), ballot)
    came = at_once(lambda: _close(shared, ballot), lambda: _close(secretary, ballot))
    assert sorted(isinstance(each, NotOpen) for each in came) == [False, True]
    assert Entry.objects.filter(noun="Decision").count() == 1
    assert LedgerLine.objects.filter(action="close_ballot").count() == 1 and ledger.verify() == ()


def test_a_vote_while_it_is_closed_counts_or_is_refused(shared: Person) -> None:
    """Never is one thanked for a vote that then does not count."""
    ballot, voters = opened(shared), (holder("RZ1"), holder("RZ2"), holder("RZ2", FINANCE))
    _vote(voters[0], ballot, Choice.AGAINST)
    came = at_once(lambda: _close(shared, ballot), *(lambda by=each: _vote(by, ballot) for each in voters))
    assert not isinstance(came[0], NotOpen)
    for by, told in zip(voters, came[1:], strict=True):
        kept = _votes()[f"{by.organisation} {by.office}"]
        assert kept == ("for" if told is None else "against" if by == voters[0] else "absent")
    assert ledger.verify() == ()


def test_the_same_voter_twice_at_once_has_one_vote(shared: Person) -> None:
    ballot, by = opened(shared), holder("RZ1")
    came = at_once(*(lambda said=said: _vote(by, ballot, said) for said in (Choice.FOR, Choice.AGAINST)))
    assert came == [None, None] and BallotVote.objects.count() == 1
    assert LedgerLine.objects.filter(action="vote").count() == 2


def test_a_conflict_declared_while_voting_leaves_no_vote(shared: Person) -> None:
    ballot, by = opened(shared), holder("RZ1")
    at_once(lambda: declare_conflict(by=by, as_of=ON, ballot=ballot.pk, what="A relative"), lambda: _vote(by, ballot))
    assert not BallotVote.objects.exists() and Voter.objects.exclude(conflict="").count() == 1


def test_it_is_closed_or_withdrawn_and_never_both(shared: Person) -> None:
    ballot = opened(shared)
    came = at_once(
        lambda: _close(shared, ballot),
        lambda: withdraw_ballot(by=shared, as_of=AS_OF, ballot=ballot.pk, reason="A mistake"),
    )
    assert sum(isinstance(each, NotOpen) for each in came) == 1
    ballot.refresh_from_db()
    assert Entry.objects.filter(noun="Decision").count() == (ballot.state == "closed")


class Crash(Exception):
    """The machine stops."""


class _Crashing:
    """Lets so many statements that write through, and then stops as a machine would."""

    def __init__(self, after: int) -> None:
        self.left = after
        self.crashed = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        writes = sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        if writes and self.left == 0:
            self.crashed = True
            raise Crash
        self.left -= writes
        return execute(sql, params, many, context)


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["close", "withdraw"])
def test_a_crash_between_any_two_writes_leaves_all_as_it_was(act: str) -> None:
    office = load()
    ballot = opened(office)
    _vote(holder("RZ1"), ballot)
    _vote(holder("RZ2"), ballot)
    ending = {
        "close": lambda: _close(office, ballot),
        "withdraw": lambda: withdraw_ballot(by=office, as_of=AS_OF, ballot=ballot.pk, reason="A mistake"),
    }[act]
    before, writes = _everything(), 0
    while True:
        crashing = _Crashing(after=writes)
        try:
            with connection.execute_wrapper(crashing):
                ending()
        except Crash:
            assert _everything() == before, f"after {writes} writes"
            writes += 1
            continue
        break
    assert not crashing.crashed
    assert writes == {"close": 7, "withdraw": 3}[act], "each of its writes was the last once"
    assert ledger.verify() == () and _everything() != before


def _everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Ballot, Voter, BallotVote, Entry, LedgerLine)]
