"""Nothing is decided by a body that may not: for whom it may, why not for others, and what its chair may do alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from concordat.govern.ballot import Ballot, Said, electorate
from concordat.govern.decided import Put, action_of, decision_of, next_key, unbound, votes_of
from concordat.govern.mandate import NoSuchBody, body_of, mandate, mandate_to_decide, not_sitting, terms_of
from concordat.govern.outcome import by_chair, judge
from concordat.govern.tests.sample import CEO, MATTER, MEMBERS, ON, delegation, rows
from concordat.register.authority import (
    Body,
    BodyForm,
    DecisionClass,
    ReservedMatter,
    TermsOfReference,
    Voting,
)
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import Choice, Decision, Outcome, Purpose, Vote
from concordat.register.noun import Noun
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.record import Record


def _standing(*more: Noun, without: tuple[Noun, ...] = ()) -> Standing:
    return Standing(Record.of(each for each in [*rows(), *more] if each not in without))


def _ballot(standing: Standing, body: str = "TR-JC", choice: Choice = Choice.FOR) -> Ballot:
    found = body_of(standing, body, ON)
    voters = electorate(standing.record, found, ON)
    said = tuple(Said(organisation=each.organisation, office=each.office, choice=choice) for each in voters)
    return Ballot(body=found, terms=terms_of(standing, found, ON), voters=voters, said=said, affected=MEMBERS)


def _against(standing: Standing, body: str) -> set[str]:
    found = mandate(standing, MATTER, body_of(standing, body, ON), ON)
    assert not found.binds
    return {each.rule for each in found.against}


def test_a_joint_committee_binds_those_who_delegated() -> None:
    standing = _standing()
    found = mandate(standing, MATTER, standing.bodies["TR-JC"], ON)
    assert found.binds == MEMBERS and found.sources == "SoRD of RZ1, page 4; SoRD of RZ2, page 4"


def test_a_joint_committee_binds_all_it_affects_or_nobody() -> None:
    standing = _standing(without=(delegation("RZ2"),))
    found = mandate(standing, MATTER, standing.bodies["TR-JC"], ON)
    assert found.binds == () and {each.rule for each in found.against} == {"GOV-02"}
    assert "binds all whom this affects or nobody, and RZ2 cannot be bound" in found.against[-1].text
    assert judge(_ballot(standing), found).outcome is Outcome.DEFERRED


@pytest.mark.parametrize("form", [BodyForm.IN_COMMON, BodyForm.INDIVIDUALS, BodyForm.LEAD])
def test_others_bind_those_who_delegated(form: BodyForm) -> None:
    joint = next(each for each in rows() if isinstance(each, Body) and each.body == "TR-JC")
    standing = _standing(replace(joint, form=form), without=(joint, delegation("RZ2")))
    found = mandate(standing, MATTER, standing.bodies["TR-JC"], ON)
    assert found.binds == ("RZ1",) and "RZ2" in found.against[0].text
    assert judge(_ballot(standing), found).binds == ("RZ1",)


@pytest.mark.parametrize(
    ("standing", "body", "rule"),
    [
        (_standing(delegation("RZ1", "TR-PB"), delegation("RZ2", "TR-PB")), "TR-PB", "GOV-01"),
        (_standing(), "RZ1-COG", "GOV-02"),
        (_standing(*(delegation(each, "RZ1-COG") for each in MEMBERS)), "RZ1-COG", "GOV-01"),
    ],
)
def test_a_body_without_power_decides_nothing(standing: Standing, body: str, rule: str) -> None:
    found = mandate(standing, MATTER, body_of(standing, body, ON), ON)
    assert rule in {each.rule for each in found.against}
    judged = judge(_ballot(standing, body), replace(found, powers=()))
    assert judged.outcome is Outcome.DEFERRED and judged.remedies and not judged.binds


def test_above_its_limit_it_decides_nothing_and_no_price_is_told() -> None:
    low = [delegation(each, limit=500_000_00) for each in MEMBERS]
    standing = _standing(*low, without=tuple(delegation(each) for each in MEMBERS))
    assert _against(standing, "TR-JC") == {"GOV-02"}
    told = " ".join(each.text for each in mandate(standing, MATTER, standing.bodies["TR-JC"], ON).against)
    assert "£500,000" in told and "987,654" not in told


def test_those_before_must_have_considered_it() -> None:
    delegated = [delegation(each, after=("TR-PB",)) for each in MEMBERS]
    without = tuple(delegation(each) for each in MEMBERS)
    assert _against(_standing(*delegated, without=without), "TR-JC") == {"GOV-02"}
    recommended = Decision(decision="D1", proposal="P1", body="TR-PB", decided_on=ON, outcome=Outcome.RECOMMENDED)
    standing = _standing(*delegated, recommended, without=without)
    assert mandate(standing, MATTER, standing.bodies["TR-JC"], ON).binds == MEMBERS
    deferred = replace(recommended, outcome=Outcome.DEFERRED)
    put_off = _standing(*delegated, deferred, without=without)
    assert _against(put_off, "TR-JC") == {"GOV-02"}, "to put it off is not to have considered it"


def test_an_organisation_that_is_gone_is_not_bound() -> None:
    closed = Organisation(code="RZ2", name="Trust RZ2", kind=OrganisationKind.ACUTE, valid_to=date(2026, 4, 1))
    standing = _standing(closed, without=(Organisation(code="RZ2", name="Trust RZ2", kind=OrganisationKind.ACUTE),))
    found = mandate(standing, MATTER, standing.bodies["TR-JC"], ON)
    assert found.binds == () and found.against[0].rule == "GOV-10"


def test_a_function_of_the_icb_is_not_exercised_without_it() -> None:
    standing = _standing()
    without = mandate_to_decide(standing, replace(MATTER, icb_function=True), standing.bodies["TR-JC"], ON)
    assert without.binds == () and [each.rule for each in without.against] == ["GOV-06"]
    assert judge(_ballot(standing), without).remedies[0].startswith("Name the integrated care board")
    assert mandate_to_decide(standing, MATTER, standing.bodies["TR-JC"], ON).binds == MEMBERS


def test_whoever_another_body_has_bound_is_not_waited_for() -> None:
    alone = Decision(
        decision="D1", proposal="P1", body="RZ2-BOARD", decided_on=ON, outcome=Outcome.APPROVED, binds=("RZ2",)
    )
    standing = _standing(alone, without=(delegation("RZ2"),))
    assert mandate(standing, MATTER, standing.bodies["TR-JC"], ON).binds == ("RZ1",)
    refused = _standing(replace(alone, outcome=Outcome.REFUSED), without=(delegation("RZ2"),))
    assert mandate(refused, MATTER, refused.bodies["TR-JC"], ON).binds == ()


def test_it_is_settled_once_governors_approved_it_besides() -> None:
    besides = ReservedMatter(organisation="RZ1", decision_class=DecisionClass.AWARD, body="RZ1-COG", besides=True)
    standing = _standing(besides)
    made = Decision(decision="D1", proposal="P1", body="TR-JC", decided_on=ON, outcome=Outcome.APPROVED, binds=MEMBERS)
    assert unbound(MATTER, standing, ()) == MEMBERS
    assert unbound(MATTER, standing, [made]) == ("RZ1",)
    governors = mandate(standing, MATTER, standing.bodies["RZ1-COG"], ON)
    assert governors.binds == ("RZ1",)
    approved = replace(made, decision="D2", body="RZ1-COG", binds=governors.binds)
    assert unbound(MATTER, standing, [made, approved]) == ()
    assert unbound(MATTER, standing, [replace(made, outcome=Outcome.REFUSED), approved]) == MEMBERS


def test_a_body_decides_where_it_meets() -> None:
    standing = _standing()
    assert not_sitting(standing, standing.bodies["TR-JC"], ON) is None
    refused = not_sitting(standing, standing.bodies["RZ1-BOARD"], ON)
    assert refused and refused.rule == "GOV-11"
    for key in ("NONE", "TR-JC"):
        with pytest.raises(NoSuchBody):
            bare = Standing(Record.of(each for each in rows() if not isinstance(each, TermsOfReference)))
            terms_of(bare, body_of(bare, key, ON), ON)


@pytest.mark.parametrize(
    ("limit", "value", "conflict", "outcome"),
    [
        (1_000_000_00, 1_000_000_00, Choice.ABSENT, Outcome.APPROVED),
        (1_000_000_00, 1_000_000_01, Choice.ABSENT, Outcome.DEFERRED),
        (0, 0, Choice.ABSENT, Outcome.DEFERRED),
        (1_000_000_00, 1, Choice.WITHDREW, Outcome.DEFERRED),
    ],
)
def test_the_chair_decides_within_its_limit(limit: int, value: int, conflict: Choice, outcome: Outcome) -> None:
    standing = _standing()
    ballot = _ballot(standing, choice=conflict)
    ballot = replace(ballot, terms=replace(ballot.terms, quorum=2, chairs_action=limit))
    found = mandate(standing, MATTER, ballot.body, ON)
    judged = by_chair(ballot, found, replace(MATTER, value=value), "It cannot wait")
    assert judged.outcome is outcome
    assert bool(judged.binds) == (outcome is Outcome.APPROVED)


def test_what_is_written_says_who_disagreed_and_who_does_what() -> None:
    standing = _standing()
    ballot = _ballot(standing)
    said = (ballot.said[0], replace(ballot.said[1], choice=Choice.AGAINST, reason="Too soon; and too dear"))
    ballot = replace(ballot, said=said, terms=replace(ballot.terms, voting=Voting.QUALIFIED, share_needed=50.0))
    put = Put(conditions=("A plan for exit",), owner="RZ1", owner_office=CEO, due_on=date(2027, 3, 31))
    judged = judge(ballot, mandate(standing, MATTER, ballot.body, ON), conditions=True)
    decision = decision_of(judged, ballot, put, key="D-2026-001", proposal="P1", on=ON)
    assert decision.outcome is Outcome.CONDITIONS and decision.dissent == (
        "RZ2 (chief executive): Too soon, and too dear",
    )
    choices = [each.choice for each in votes_of(ballot, decision.key)]
    assert choices == [Choice.FOR, Choice.AGAINST, Choice.ABSENT]
    action = action_of(decision, "One record", "A-001")
    assert action and (action.organisation, action.due_on) == ("RZ1", date(2027, 3, 31))
    refused = decision_of(replace(judged, outcome=Outcome.REFUSED), ballot, put, key="D", proposal="P1", on=ON)
    assert action_of(refused, "One record", "A-001") is None and not refused.conditions


def test_keys_are_counted_on() -> None:
    assert next_key("D-2026-", ()) == "D-2026-001"
    assert next_key("D-2026-", ("D-2026-009", "D-2025-100", "D-2026-x")) == "D-2026-010"
    assert next_key("D-2026-", ("D-2026-999",)) == "D-2026-1000"


def test_a_recommendation_needs_no_power() -> None:
    standing = _standing()
    ballot = replace(_ballot(standing, "TR-PB"), purpose=Purpose.RECOMMEND)
    judged = judge(ballot, mandate(standing, MATTER, ballot.body, ON))
    assert judged.outcome is Outcome.RECOMMENDED and not judged.binds
    assert all(isinstance(each, Vote) for each in votes_of(ballot, "D1"))
