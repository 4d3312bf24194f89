"""Every vote comes to what its terms say: drawn ballots against a second count, and the boundaries one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from concordat.govern.ballot import BadBallot, Ballot, Said, Voter, electorate
from concordat.govern.decided import Put, decision_of, power_told
from concordat.govern.mandate import Mandate
from concordat.govern.outcome import judge
from concordat.govern.tests.slow_ballot import outcome
from concordat.register.authority import Body, BodyForm, BodyMember, TermsOfReference, Voting
from concordat.register.deciding.power import Power
from concordat.register.deciding.rules import SCHEME
from concordat.register.meeting import Choice, Outcome, Purpose
from concordat.register.person import Office, OfficeRole
from concordat.register.record import Record

MEMBERS = ("RZ1", "RZ2", "RZ4")
OFFICES = (OfficeRole.CHIEF_EXECUTIVE, OfficeRole.FINANCE_LEAD)
SAID = (Choice.FOR, Choice.AGAINST, Choice.ABSTAINED, Choice.WITHDREW, Choice.ABSENT)
JOINT = Body(body="TR-JC", name="Joint committee", form=BodyForm.JOINT, members=MEMBERS)
MAY = Mandate(powers=tuple(Power(organisation=each, body="TR-JC", row=JOINT) for each in MEMBERS))
MAY_NOT = Mandate(against=(SCHEME.reason("RZ1 has given it no power"),))

terms_drawn = some.builds(
    TermsOfReference,
    body=some.just("TR-JC"),
    voting=some.sampled_from(Voting),
    share_needed=some.sampled_from((0.0, 50.0, 66.67, 75.0, 100.0)),
    quorum=some.integers(0, 5),
    quorum_each=some.integers(0, 2),
    affected_veto=some.booleans(),
    no_detriment=some.booleans(),
)


@some.composite
def ballots(draw: some.DrawFn) -> Ballot:
    """Up to six seats of three members, with a vote or several, and any of them saying anything or nothing."""
    seats = draw(some.lists(some.sampled_from([(each, office) for each in MEMBERS for office in OFFICES]), unique=True))
    voters = tuple(Voter(organisation=each, office=office, votes=draw(some.integers(1, 5))) for each, office in seats)
    said = tuple(
        Said(organisation=each.organisation, office=each.office, choice=draw(some.sampled_from(SAID)))
        for each in voters
        if draw(some.integers(0, 5))
    )
    return Ballot(
        body=replace(JOINT, form=draw(some.sampled_from((BodyForm.JOINT, BodyForm.IN_COMMON, BodyForm.INDIVIDUALS)))),
        terms=draw(terms_drawn),
        voters=voters,
        said=said,
        purpose=draw(some.sampled_from((Purpose.APPROVE, Purpose.RECOMMEND))),
        affected=tuple(draw(some.lists(some.sampled_from(MEMBERS), unique=True))),
        worse_off=draw(some.sampled_from((None, (), (), ("RZ2",)))),
    )


@given(ballots(), some.booleans())
def test_two_counts_agree(ballot: Ballot, may_decide: bool) -> None:
    found = judge(ballot, MAY if may_decide else MAY_NOT)
    assert found.outcome is outcome(ballot, may_decide)
    assert found.reasons, "whatever comes of it, it says why"
    assert found.is_carried or found.remedies, "and what would change it"


@given(ballots())
def test_nothing_binds_that_is_not_approved_by_power(ballot: Ballot) -> None:
    assert judge(ballot, MAY_NOT).binds == ()
    found = judge(ballot, MAY)
    assert bool(found.binds) == (found.outcome is Outcome.APPROVED)


@given(ballots(), some.data())
def test_one_more_vote_for_it_never_loses_it(ballot: Ballot, data: some.DataObject) -> None:
    """Nobody is made to vote against what they want: from abstaining or against to for, what was carried still is."""
    against = [each for each in ballot.said if each.choice in (Choice.AGAINST, Choice.ABSTAINED)]
    if not against or not judge(ballot, MAY).is_carried:
        return
    turned = data.draw(some.sampled_from(against))
    said = tuple(replace(each, choice=Choice.FOR) if each == turned else each for each in ballot.said)
    assert judge(replace(ballot, said=said), MAY).is_carried


@given(ballots())
def test_whoever_withdraws_counts_as_little_as_whoever_stays_away(ballot: Ballot) -> None:
    said = tuple(
        replace(each, choice=Choice.ABSENT) if each.choice is Choice.WITHDREW else each for each in ballot.said
    )
    assert judge(replace(ballot, said=said), MAY).outcome is judge(ballot, MAY).outcome


def _ballot(*choices: Choice, votes: tuple[int, ...] = (), **terms: Any) -> Ballot:
    """A seat for each choice, of RZ1, RZ2, RZ4 and again."""
    seats = [(each, office) for office in OfficeRole for each in MEMBERS][: len(choices)]
    weights = votes or (1,) * len(choices)
    voters = [Voter(organisation=o, office=r, votes=w) for (o, r), w in zip(seats, weights, strict=True)]
    said = [Said(organisation=o, office=r, choice=c) for (o, r), c in zip(seats, choices, strict=True)]
    given_terms = TermsOfReference(**{"body": "TR-JC", "voting": Voting.MAJORITY, **terms})
    return Ballot(body=JOINT, terms=given_terms, voters=tuple(voters), said=tuple(said), affected=MEMBERS)


F, A, N, W = Choice.FOR, Choice.AGAINST, Choice.ABSTAINED, Choice.WITHDREW
TWO_THIRDS: dict[str, Any] = {"voting": Voting.QUALIFIED, "share_needed": 66.67}


@pytest.mark.parametrize(
    ("ballot", "expected"),
    [
        (_ballot(F, A), Outcome.REFUSED),  # a tie carries nothing
        (_ballot(F, N, N), Outcome.APPROVED),  # an abstention is no vote cast
        (_ballot(N, N, N), Outcome.REFUSED),
        (_ballot(F, F, A, **TWO_THIRDS), Outcome.APPROVED),  # 66.67% is meant as two thirds
        (_ballot(F, A, **TWO_THIRDS), Outcome.REFUSED),
        (_ballot(F, F, A, voting=Voting.QUALIFIED), Outcome.REFUSED),  # terms that do not say how large
        (_ballot(F, F, N, voting=Voting.CONSENSUS), Outcome.APPROVED),
        (_ballot(F, F, N, voting=Voting.UNANIMITY), Outcome.REFUSED),
        (_ballot(F, A, A, votes=(5, 1, 1), voting=Voting.DOUBLE), Outcome.REFUSED),  # weight, and not heads
        (_ballot(F, F, A, votes=(1, 1, 5), voting=Voting.DOUBLE), Outcome.REFUSED),  # heads, and not weight
        (_ballot(F, F, A, votes=(2, 2, 3), voting=Voting.DOUBLE), Outcome.APPROVED),
        (
            _ballot(F, F, A, A, A, voting=Voting.DOUBLE, votes=(9, 2, 1, 1, 1)),
            Outcome.APPROVED,
        ),  # 2 heads of 3, 2 seats of 5
        (_ballot(F, A, A, F, N, N, voting=Voting.DOUBLE, votes=(2, 1, 1, 2, 1, 1)), Outcome.REFUSED),  # 1 head of 3
        (_ballot(F, A, N, voting=Voting.DOUBLE, votes=(2, 1, 1)), Outcome.REFUSED),  # who abstains is no head: 1 of 2
        (_ballot(F, F, A, A, N, A, voting=Voting.DOUBLE, votes=(1, 5, 1, 1, 1, 1)), Outcome.REFUSED),  # RZ1: as many
        (_ballot(F, F, A, affected_veto=True), Outcome.REFUSED),
        (_ballot(F, F, W, affected_veto=True), Outcome.APPROVED),  # whoever withdrew is against nothing
        (_ballot(F, F, W, quorum=3), Outcome.DEFERRED),  # re-tested once conflicts have withdrawn
        (_ballot(F, F, W, quorum_each=1), Outcome.DEFERRED),
        (_ballot(F, F, F, no_detriment=True), Outcome.REFUSED),  # nobody has worked it out
    ],
)
def test_the_boundaries(ballot: Ballot, expected: Outcome) -> None:
    assert judge(ballot, MAY).outcome is expected


@pytest.mark.parametrize(
    ("written", "meant"), [(66.67, "2/3"), (66.7, "2/3"), (75.0, "3/4"), (60.0, "3/5"), (51.0, "51/100"), (100.0, "1")]
)
def test_a_share_is_the_fraction_that_was_meant(written: float, meant: str) -> None:
    terms = TermsOfReference(body="B", voting=Voting.QUALIFIED, share_needed=written)
    assert str(terms.share) == meant


@pytest.mark.parametrize(
    ("ballot", "told"),
    [
        (_ballot(F, F, W, quorum_each=1), "No voting member of RZ4 is there"),
        (_ballot(F, W, W, quorum_each=1), "No voting member of RZ2 or RZ4 is there"),
        (_ballot(F, F, F, quorum_each=2), "Fewer than 2 voting members of RZ1 or RZ2 or RZ4 are there"),
        (_ballot(F, W, W, quorum=2), "1 voting member is there, where 2 are a quorum"),
        (_ballot(W, W, W), "No voting member is there, where 1 is a quorum"),
        (_ballot(F, F, W, quorum=3), "2 voting members are there, where 3 are a quorum"),
    ],
)
def test_who_is_missing_is_said_in_plain_words(ballot: Ballot, told: str) -> None:
    assert told in [each.text for each in judge(ballot, MAY).reasons]


@pytest.mark.parametrize(
    ("ballot", "mandate", "told"),
    [
        (_ballot(F, F, F), MAY_NOT, "The body lacked it"),
        (_ballot(A, A, A), MAY, ""),  # it might have, and did not want to
        (_ballot(W, W, W), MAY, ""),
        (replace(_ballot(F, F, F), purpose=Purpose.RECOMMEND), MAY_NOT, "None was needed: it recommends"),
    ],
)
def test_a_decision_says_what_power_it_rests_on(ballot: Ballot, mandate: Mandate, told: str) -> None:
    made = decision_of(judge(ballot, mandate), ballot, Put(), key="D", proposal="P", on=date(2026, 11, 19))
    assert power_told(made) == told
    assert power_told(replace(made, outcome=Outcome.APPROVED)) == "None is recorded"
    assert power_told(replace(made, power="SoRD, page 4")) == "SoRD, page 4"


def test_strangers_and_second_votes_are_refused_all_at_once() -> None:
    good = _ballot(F, F)
    stranger = Said(organisation="RZ8", office=OfficeRole.CHAIR, choice=F)
    with pytest.raises(BadBallot) as refused:
        replace(good, said=(*good.said, good.said[0], stranger))
    assert len(refused.value.problems) == 2


def test_the_electorate_is_that_of_the_day() -> None:
    change = date(2026, 6, 1)
    ceo = OfficeRole.CHIEF_EXECUTIVE
    record = Record.of(
        (
            BodyMember(body="TR-JC", organisation="RZ1", office=ceo, valid_to=change),
            BodyMember(body="TR-JC", organisation="RZ2", office=ceo, votes=2, chairs=True, valid_from=change),
            BodyMember(body="TR-JC", organisation="RZ4", office=ceo, votes=0),
            Office(organisation="RZ2", role=ceo, name="Ana", valid_to=change),
            Office(organisation="RZ2", role=ceo, name="Bo", valid_from=change),
        )
    )
    (before,) = electorate(record, JOINT, date(2026, 5, 31))
    (after,) = electorate(record, JOINT, change)
    assert (before.organisation, before.name) == ("RZ1", "")
    assert (after.organisation, after.name, after.votes, after.chairs) == ("RZ2", "Bo", 2, True)
