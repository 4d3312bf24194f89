"""The database itself refuses to change a ballot that is closed, whatever code asks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from concordat.govern.app.models import Ballot, BallotVote, Voter
from concordat.register.app.models import AppendOnly

pytestmark = pytest.mark.django_db

CLOSED = {"state": "closed", "closed_at": timezone.now(), "closed_by": "olwen", "closed_line": 2, "decision": "D-1"}


def ballot(**changes: Any) -> Ballot:
    """A ballot of a body that need not be on the register."""
    given = {
        "collaborative": "c", "proposal": "P1", "body": "B", "meeting_on": date(2026, 11, 19), "purpose": "approve",
        "question": "0" * 64, "body_row": {}, "terms": {}, "put": {}, "opened_at": timezone.now(), "opened_by": "o",
        "opened_line": 1,
    }  # fmt: skip
    return Ballot.objects.create(**given | changes)


@pytest.fixture
def closed() -> Ballot:
    """One that is closed, with a vote in it and a voter who said nothing."""
    made = ballot()
    voted = Voter.objects.create(ballot=made, organisation="RZ1", office="chair", votes=1)
    Voter.objects.create(ballot=made, organisation="RZ2", office="chair", votes=1)
    BallotVote.objects.create(voter=voted, choice="for", at=timezone.now(), user="ann")
    assert Ballot.objects.filter(pk=made.pk, state="open").update(**CLOSED) == 1
    made.refresh_from_db()
    return made


CHANGES = {
    "opened again": lambda closed: Ballot.objects.filter(pk=closed.pk).update(
        state="open", closed_at=None, closed_line=None, closed_by="", decision=""
    ),
    "another decision": lambda closed: Ballot.objects.update(decision="D-2"),
    "other terms": lambda closed: Ballot.objects.update(terms={"quorum": 0}),
    "another vote": lambda closed: BallotVote.objects.update(choice="against"),
    "another reason": lambda closed: BallotVote.objects.update(reason="Changed my mind"),
    "a vote moved": lambda closed: BallotVote.objects.update(voter=Voter.objects.get(organisation="RZ2")),
    "a late vote": lambda closed: BallotVote.objects.create(
        voter=Voter.objects.get(organisation="RZ2"), choice="for", at=timezone.now(), user="late"
    ),
    "a late conflict": lambda closed: Voter.objects.update(conflict="I forgot"),
    "heavier": lambda closed: Voter.objects.update(votes=9),
    "another voter": lambda closed: Voter.objects.create(ballot=closed, organisation="RZ4", office="chair", votes=1),
    "a voter of another": lambda closed: Voter.objects.filter(organisation="RZ2").update(ballot=ballot(proposal="P2")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_of_it_changes(closed: Ballot, change: str) -> None:
    before = _all()
    with pytest.raises(IntegrityError), transaction.atomic():
        CHANGES[change](closed)
    assert _all() == before


def test_nothing_of_it_is_deleted(closed: Ballot) -> None:
    for each in (closed, *Voter.objects.all()):
        with pytest.raises(AppendOnly):
            each.delete()
    if connection.vendor == "postgresql":
        for model in (BallotVote, Voter, Ballot):
            with pytest.raises(IntegrityError), transaction.atomic():
                model.objects.all().delete()


def test_one_that_is_open_may_change() -> None:
    """Else the tests above prove nothing."""
    made = ballot()
    voter = Voter.objects.create(ballot=made, organisation="RZ1", office="chair", votes=1)
    vote = BallotVote.objects.create(voter=voter, choice="for", at=timezone.now(), user="ann")
    assert BallotVote.objects.update(choice="against") == Voter.objects.update(conflict="A relative") == 1
    vote.delete()


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "closed"},
        CLOSED | {"closed_line": None},
        CLOSED | {"closed_at": None},
        CLOSED | {"decision": ""},
        CLOSED | {"closed_line": 1},
        CLOSED | {"state": "withdrawn", "decision": ""},
        {"closed_by": "olwen"},
    ],
)
def test_a_ballot_is_closed_by_a_line_or_not_at_all(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ballot(**wrong)


def test_a_body_votes_once_at_a_time_on_one_thing() -> None:
    ballot()
    with pytest.raises(IntegrityError), transaction.atomic():
        ballot()
    with pytest.raises(IntegrityError), transaction.atomic():
        made = ballot(proposal="P2")
        Voter.objects.create(ballot=made, organisation="RZ1", office="chair", votes=0)


def _all() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Ballot, Voter, BallotVote)]
