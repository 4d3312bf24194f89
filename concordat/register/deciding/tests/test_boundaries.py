"""Every limit of a route at the day and the pound where it turns, and every form of body by what it can bind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from concordat.core.period import ONE_DAY
from concordat.register.agreement import Party, PartyRole, Section75
from concordat.register.authority import (
    Body,
    BodyForm,
    BodyMember,
    DecisionClass,
    Delegation,
    ReservedMatter,
    TermsOfReference,
    Voting,
)
from concordat.register.deciding.tests.together import ABOUT, AS_OF, LIMIT, PROPOSAL, changed, routed, together
from concordat.register.meeting import Decision, Meeting, MeetingStatus, Outcome, Purpose
from concordat.register.noun import Misbuilt, Noun
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.person import OfficeRole
from concordat.register.procurement import Conflict, Procurement

JOINT, BOARDS, COMMITTEES = date(2027, 2, 12), date(2027, 3, 25), date(2027, 1, 20)
PAPERS = date(2027, 1, 13)  # five working days before the finance committees


def test_committees_consider_it_and_the_joint_committee_binds_both_at_once() -> None:
    found = routed(*together())
    assert [(each.body, each.purpose, each.binds) for each in found.steps] == [
        ("RZ1-FPC", Purpose.RECOMMEND, ()),
        ("RZ2-FPC", Purpose.RECOMMEND, ()),
        ("JC", Purpose.APPROVE, ("RZ1", "RZ2")),
    ]
    assert found.steps[-1].depends_on == ("RZ1-FPC 2027-01-20", "RZ2-FPC 2027-01-20")
    assert found.steps[-1].source == "RZ1: Scheme of RZ1, page 9; RZ2: Scheme of RZ2, page 9"
    assert [each.source for each in found.steps[:2]] == ["Scheme of RZ1, page 9", "Scheme of RZ2, page 9"]
    assert found.steps[-1].why == "JC decides for RZ1, RZ2"
    assert found.earliest == JOINT


def test_papers_can_be_given_until_the_end_of_their_day() -> None:
    assert routed(*together(), as_of=PAPERS).earliest == JOINT
    assert routed(*together(), as_of=PAPERS + ONE_DAY).earliest == BOARDS  # no committee, so no joint committee


def test_a_meeting_on_the_very_day_its_papers_are_due() -> None:
    rows = changed("JC", TermsOfReference, papers_days=0)
    found = routed(*rows)
    assert found.steps[-1].papers_due == found.steps[-1].meeting_on == JOINT
    boards = (Meeting(body=f"{each}-BOARD", on=AS_OF, papers_due=AS_OF) for each in ("RZ1", "RZ2"))
    assert routed(*together(), *boards).earliest == AS_OF


def test_who_considers_it_meets_on_an_earlier_day() -> None:
    assert routed(*changed("JC", Meeting, on=COMMITTEES + ONE_DAY)).earliest == COMMITTEES + ONE_DAY
    assert routed(*changed("JC", Meeting, on=COMMITTEES)).earliest == BOARDS


@pytest.mark.parametrize(
    ("value", "months", "day"),
    [(LIMIT, 60, JOINT), (LIMIT + 1, 60, BOARDS), (LIMIT, 61, BOARDS), (LIMIT + 1, 1, BOARDS)],
)
def test_a_limit_of_exactly_so_much_is_enough(value: int, months: int, day: date) -> None:
    assert routed(*together(), proposal=replace(PROPOSAL, value=value, months=months)).earliest == day


def test_what_counts_is_the_delegation_on_the_day_of_the_meeting() -> None:
    ends_after_papers = changed("RZ2", Delegation, valid_to=JOINT)
    assert routed(*ends_after_papers).earliest == BOARDS
    assert routed(*changed("RZ2", Delegation, valid_to=JOINT + ONE_DAY)).earliest == JOINT
    assert routed(*changed("RZ2", Delegation, valid_from=JOINT)).earliest == JOINT
    assert routed(*changed("RZ2", Delegation, valid_from=JOINT + ONE_DAY)).earliest == BOARDS


def test_a_cancelled_meeting_is_none() -> None:
    assert routed(*changed("JC", Meeting, status=MeetingStatus.CANCELLED)).earliest == BOARDS


def test_a_joint_committee_binds_all_it_affects_or_nobody() -> None:
    rows = tuple(each for each in together() if not (isinstance(each, Delegation) and each.organisation == "RZ2"))
    found = routed(*rows)
    assert {each.body for each in found.steps} == {"RZ1-BOARD", "RZ2-BOARD"}
    blocked = routed(*(each for each in rows if not (isinstance(each, Meeting) and "BOARD" in each.body))).blocked
    assert any("binds all whom this affects or nobody, and RZ2" in each.reason.text for each in blocked)


@pytest.mark.parametrize("form", [BodyForm.IN_COMMON, BodyForm.INDIVIDUALS])
def test_where_each_binds_its_own_one_may_without_the_other(form: BodyForm) -> None:
    rows = tuple(each for each in together(form) if not (isinstance(each, Delegation) and each.organisation == "RZ2"))
    found = routed(*rows)
    assert {(each.body, each.binds) for each in found.steps if each.binds} == {
        ("JC", ("RZ1",)),
        ("RZ2-BOARD", ("RZ2",)),
    }
    assert found.earliest == BOARDS  # all must pass


@pytest.mark.parametrize(("form", "binds"), [(BodyForm.IN_COMMON, "RZ1"), (BodyForm.JOINT, "")])
def test_a_quorum_of_each_is_of_its_own_where_each_binds_its_own(form: BodyForm, binds: str) -> None:
    rows = changed("JC / RZ2", BodyMember, rows=tuple(together(form)), votes=0)
    assert "".join(one for each in routed(*rows).steps if each.body == "JC" for one in each.binds) == binds


def test_an_advisory_group_decides_nothing_and_may_still_be_asked_before() -> None:
    rows = tuple(together(BodyForm.ADVISORY))
    assert {each.body for each in routed(*rows).steps} == {"RZ1-BOARD", "RZ2-BOARD"}
    board = Delegation(organisation="RZ1", body="RZ1-BOARD", after=("JC",), **ABOUT)
    assert [each.body for each in routed(*rows, board).critical_path] == ["JC", "RZ1-BOARD"]


def test_a_lead_provider_binds_those_who_let_it_at_one_meeting() -> None:
    rows = changed("JC", Body, rows=tuple(together()), form=BodyForm.LEAD, organisation="RZ1")
    assert [each.binds for each in routed(*rows).steps if each.body == "JC"] == [("RZ1", "RZ2")]


def test_a_body_acts_only_for_those_it_says() -> None:
    assert routed(*changed("JC", Body, members=("RZ1",))).earliest == BOARDS


def test_what_is_reserved_stays_with_its_body() -> None:
    kept = ReservedMatter(organisation="RZ1", decision_class=DecisionClass.AWARD, body="RZ1-BOARD", from_value=LIMIT)
    assert routed(*together(), kept).earliest == BOARDS
    assert routed(*together(), replace(kept, from_value=LIMIT + 1)).earliest == JOINT


def test_governors_approve_after_the_decision_and_each_consent_in_its_own_time() -> None:
    rows = [*together(), Body(body="COG", name="Governors", form=BodyForm.GOVERNORS, organisation="RZ1")]
    rows += [
        ReservedMatter(organisation="RZ1", decision_class=DecisionClass.AWARD, body=body, besides=True)
        for body in ("COG", "RZ1-FPC")
    ]
    same_day, later = Meeting(body="COG", on=JOINT), Meeting(body="COG", on=JOINT + ONE_DAY)
    committee = Meeting(body="RZ1-FPC", on=JOINT + timedelta(3))
    found = routed(*rows, same_day, later, committee)
    assert found.earliest == JOINT + timedelta(3)
    assert [each.depends_on for each in found.steps if each.meeting_on > JOINT] == [("JC 2027-02-12",)] * 2
    assert routed(*rows, same_day, committee).blocked


def test_a_later_meeting_may_bind_sooner_where_governors_are_no_longer_asked() -> None:
    lapses = JOINT + timedelta(3)
    governors = Body(body="COG", name="Governors", form=BodyForm.GOVERNORS, organisation="RZ1")
    consent = ReservedMatter(
        organisation="RZ1", decision_class=DecisionClass.AWARD, body="COG", besides=True, valid_to=lapses
    )
    late = Meeting(body="COG", on=BOARDS - ONE_DAY)
    assert routed(*together(), governors, consent, late).earliest == BOARDS - ONE_DAY
    assert routed(*together(), governors, consent, late, Meeting(body="JC", on=lapses)).earliest == lapses


def test_a_board_may_pass_power_on_and_a_committee_only_if_it_is_let() -> None:
    passed = changed("RZ1", Delegation, delegated_by="RZ1-BOARD")
    assert routed(*passed).earliest == JOINT
    by_committee = changed("RZ1", Delegation, delegated_by="RZ1-FPC")
    assert routed(*by_committee).earliest == BOARDS
    held = Delegation(organisation="RZ1", body="RZ1-FPC", limit=LIMIT, may_sub_delegate=True, **ABOUT)
    assert "JC" in {each.body for each in routed(*by_committee, held).steps}
    assert "JC" not in {each.body for each in routed(*by_committee, replace(held, limit=LIMIT - 1)).steps}


def test_a_line_of_the_board_counts_instead_of_its_general_power_while_it_is_in_force() -> None:
    rows = tuple(each for each in together() if not isinstance(each, Delegation))
    line = Delegation(organisation="RZ1", body="RZ1-BOARD", limit=LIMIT - 1, **ABOUT)
    assert routed(*rows, line).blocked
    assert routed(*rows, replace(line, valid_to=BOARDS)).earliest == BOARDS


def test_who_has_closed_is_bound_by_nobody_and_named_with_what_to_do() -> None:
    closed = Organisation(code="RZ2", name="Gone", kind=OrganisationKind.ACUTE, valid_to=AS_OF)
    found = routed(*together(), closed)
    assert [(each.organisation, each.reason.rule) for each in found.blocked] == [("RZ2", "GOV-10")]
    assert "successor" in found.blocked[0].remedy
    assert routed(*together(), replace(closed, valid_to=JOINT)).blocked  # open today, closed when they meet
    assert routed(*together(), replace(closed, valid_to=JOINT + ONE_DAY)).earliest == JOINT


def test_the_board_of_a_function_is_party_to_its_exercise() -> None:
    ours = replace(PROPOSAL, icb_function=True)
    assert {each.reason.rule for each in routed(*together(), proposal=ours).blocked} == {"GOV-06"}
    icb = Organisation(code="QZ3", name="The board", kind=OrganisationKind.ICB)
    trust = Organisation(code="RZ1", name="Trust", kind=OrganisationKind.ACUTE, icb="QZ3")
    board = Body(body="QZ3-BOARD", name="Board", form=BodyForm.BOARD, organisation="QZ3")
    found = routed(*together(), icb, trust, board, Meeting(body="QZ3-BOARD", on=BOARDS), proposal=ours)
    assert found.matter.members == ("RZ1", "RZ2", "QZ3")
    assert found.earliest == BOARDS


def test_a_council_is_bound_by_others_only_in_a_partnership_that_is_in_force() -> None:
    council = Organisation(code="RZ2", name="County", kind=OrganisationKind.LOCAL_AUTHORITY)
    rows = changed("RZ2-BOARD", Body, form=BodyForm.COUNCIL)
    assert routed(*rows, council).earliest == BOARDS
    terms = Section75(agreement="S / 1", organisation="RZ1", functions=("records",), host="RZ1")
    party = Party(agreement="S / 1", organisation="RZ1", party="RZ2", role=PartyRole.CONTROLLER)
    assert routed(*rows, council, terms, party).earliest == JOINT
    assert routed(*rows, council, replace(terms, valid_to=JOINT), party).earliest == BOARDS


def test_an_office_needs_no_meeting_but_a_working_day() -> None:
    office = Body(
        body="RZ1-CEO", name="CEO", form=BodyForm.OFFICE, organisation="RZ1", office=OfficeRole.CHIEF_EXECUTIVE
    )
    alone = replace(PROPOSAL, members=("RZ1",))
    line = Delegation(organisation="RZ1", body="RZ1-CEO", limit=LIMIT, after=(), **ABOUT)
    sunday = AS_OF - ONE_DAY
    assert routed(*together(), office, line, proposal=alone, as_of=sunday).earliest == AS_OF


def test_what_was_decided_is_not_asked_again() -> None:
    after = COMMITTEES + ONE_DAY
    considered = Decision(
        decision="D-1", proposal="P-1", body="RZ1-FPC", decided_on=COMMITTEES, outcome=Outcome.RECOMMENDED
    )
    both = (considered, replace(considered, decision="D-2", body="RZ2-FPC"))
    decided = Decision(
        decision="D-3", proposal="P-1", body="JC", decided_on=JOINT, outcome=Outcome.APPROVED, binds=("RZ1", "RZ2")
    )
    over = routed(*together(), *both, decided, as_of=JOINT + ONE_DAY)
    assert over.over
    assert over.earliest == JOINT
    half = routed(*together(), *both, replace(decided, binds=("RZ1",)), as_of=JOINT + ONE_DAY)
    assert [(each.body, each.done) for each in half.steps] == [("JC", True), ("RZ2-BOARD", False)]
    unasked = routed(*together(), considered, decided, as_of=after + timedelta(30))  # nobody put it to that of RZ2
    assert [(each.body, each.done) for each in unasked.steps] == [("JC", True), ("RZ2-BOARD", False)]


def test_governors_who_approved_it_before_the_decision_are_not_asked_again() -> None:
    rows = (
        *together(),
        Body(body="COG", name="Governors", form=BodyForm.GOVERNORS, organisation="RZ1"),
        ReservedMatter(organisation="RZ1", decision_class=DecisionClass.AWARD, body="COG", besides=True),
    )
    approved = Decision(
        decision="D-1", proposal="P-1", body="COG", decided_on=AS_OF, outcome=Outcome.APPROVED, binds=("RZ1",)
    )
    assert routed(*rows).blocked
    assert routed(*rows, replace(approved, outcome=Outcome.RECOMMENDED)).blocked
    found = routed(*rows, approved)
    assert found.earliest == JOINT
    assert [(each.body, each.depends_on) for each in found.steps if each.done] == [("COG", ())]


def test_a_body_that_is_stood_down_or_changes_its_form_counts_by_its_day() -> None:
    assert routed(*changed("JC", Body, valid_to=JOINT)).earliest == BOARDS
    before, after = changed("JC", Body, form=BodyForm.ADVISORY, valid_to=JOINT), JOINT
    joint = Body(body="JC", name="JC", form=BodyForm.JOINT, members=("RZ1", "RZ2"), valid_from=after)
    assert routed(*before, joint).earliest == JOINT


def test_a_body_without_a_quorum_does_not_meet() -> None:
    assert routed(*changed("RZ1-FPC / RZ1 / finance", BodyMember, votes=0)).earliest == BOARDS
    assert routed(*changed("RZ1-FPC / RZ1 / finance", BodyMember, valid_to=COMMITTEES)).earliest == BOARDS
    assert routed(*changed("RZ1-FPC / RZ1 / finance", BodyMember, valid_to=COMMITTEES + ONE_DAY)).earliest == JOINT


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        ({}, None),  # neither the committee nor the board of RZ1 can make a quorum
        ({"interest": " None "}, JOINT),
        ({"declared_on": COMMITTEES}, None),
        ({"declared_on": COMMITTEES + ONE_DAY}, JOINT),  # the committee had met
        ({"procurement": "B-2"}, JOINT),  # of another purchase
        ({"office": OfficeRole.MEDICAL_DIRECTOR}, JOINT),  # who has no vote there
    ],
)
def test_who_declared_an_interest_counts_for_no_quorum(changes: dict[str, Any], day: date | None) -> None:
    seat = {"organisation": "RZ1", "office": OfficeRole.FINANCE_LEAD}
    declared = {"procurement": "B-1", **seat, "declared_on": AS_OF, "interest": "Owns shares", **changes}
    bought = (
        Procurement(procurement=f"B-{each}", title="A purchase", organisation="RZ1", proposal=f"P-{each}")
        for each in "12"
    )
    found = routed(*together(), *bought, Conflict(**declared))
    assert found.earliest == day
    if not changes:
        told = [each.reason.text for each in found.blocked if each.reason.rule == "GOV-03"]
        assert any("RZ1-FPC (RZ1) cannot make a quorum" in each and "have withdrawn" in each for each in told)
        assert not any("shares" in each or "finance" in each for each in told)  # what it is, and whose, is confidential


def test_two_meetings_that_each_bind_one_alone_are_no_decision_for_both() -> None:
    """A lead that may decide for one only before, for the other only after a day, and nobody else may."""
    lead = Body(body="LEAD", name="Lead", form=BodyForm.LEAD, organisation="RZ9", members=("RZ1", "RZ2"))
    rows = [
        lead,
        Delegation(organisation="RZ1", body="LEAD", valid_to=JOINT, **ABOUT),
        Delegation(organisation="RZ2", body="LEAD", valid_from=JOINT, **ABOUT),
        *(Meeting(body="LEAD", on=on, papers_due=on) for on in (COMMITTEES, JOINT)),
    ]
    found = routed(*rows)
    assert found.earliest is None
    assert [each.reason.rule for each in found.blocked] == ["GOV-11"]


def test_terms_are_those_of_the_meetings_day() -> None:
    old = TermsOfReference(body="JC", voting=Voting.MAJORITY, quorum=9, valid_to=JOINT)
    assert routed(*changed("JC", TermsOfReference, valid_from=JOINT), old).earliest == JOINT
    longer, later = replace(old, valid_to=JOINT + ONE_DAY), JOINT + ONE_DAY
    assert routed(*changed("JC", TermsOfReference, valid_from=later), longer).earliest == BOARDS


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (lambda: TermsOfReference(body="JC", voting=Voting.MAJORITY, papers_days=-1), "papers_days"),
        (lambda: TermsOfReference(body="JC", voting=Voting.MAJORITY, papers_days=251), "papers_days"),
        (lambda: TermsOfReference(body="JC", voting=Voting.MAJORITY, quorum_each=-1), "quorum_each"),
        (lambda: TermsOfReference(body="JC", voting=Voting.MAJORITY, chairs_action=-1), "chairs_action"),
        (lambda: BodyMember(body="JC", organisation="RZ1", office=OfficeRole.CHAIR, votes=-1), "votes"),
        (lambda: Delegation(organisation="RZ1", body="JC", limit=-1, **ABOUT), "limit"),
        (lambda: Delegation(organisation="RZ1", body="JC", after=("X", "JC"), **ABOUT), "after"),
        (lambda: replace(PROPOSAL, value=-1), "value"),
        (lambda: replace(PROPOSAL, months=-1), "months"),
    ],
)
def test_numbers_that_mean_nothing_are_no_row(row: Callable[[], Noun], column: str) -> None:
    with pytest.raises(Misbuilt) as refused:
        row()
    assert [name for name, _, _ in refused.value.problems] == [column]


def test_a_meeting_that_is_left_and_one_that_is_not_are_told_apart() -> None:
    rows = [each for each in together() if not (isinstance(each, Meeting) and each.body != "RZ1-FPC")]
    told = [each.reason.text for each in routed(*rows).blocked if each.organisation == "RZ1"]
    assert told[0] == "There is no meeting left of JC whose papers can still be given"
    early = [replace(each, on=COMMITTEES) if isinstance(each, Meeting) and each.body == "JC" else each
             for each in together() if not (isinstance(each, Meeting) and "BOARD" in each.body)]  # fmt: skip
    told = [each.reason.text for each in routed(*early).blocked if each.organisation == "RZ1"]
    assert told[0] == "There is no meeting left of RZ1-FPC (RZ1), then JC whose papers can still be given"
