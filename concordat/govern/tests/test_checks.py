"""The checks of govern: nothing where all is sound, and what each thing that is wrong is found by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from concordat.core.period import ONE_DAY
from concordat.govern.checks.every import check
from concordat.govern.tests.sound import AS_OF, MEETS, MET, MILLION, changed, more, sound, without
from concordat.register.authority import (
    Body,
    BodyForm,
    BodyMember,
    DecisionClass,
    Delegation,
    Function,
    ReservedMatter,
    TermsOfReference,
    Voting,
)
from concordat.register.meeting import AgendaItem, Decision, Meeting, MeetingStatus, Outcome, Purpose, Vote
from concordat.register.organisation import Organisation
from concordat.register.person import OfficeRole
from concordat.register.procurement import Conflict, Procurement
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.register.record import Record

LINE: dict[str, Any] = {"function": Function.DIGITAL, "decision_class": DecisionClass.AWARD}


def rules(record: Record, as_of: date = AS_OF) -> set[str]:
    return {each.rule for each in check(record, as_of)}


def told(record: Record, rule: str) -> str:
    return " ".join(str(each) for each in check(record, AS_OF) if each.rule == rule)


def test_where_all_is_sound_nothing_is_found() -> None:
    assert check(Record.of(sound()), AS_OF) == ()


def governed(kind: DecisionClass, **more_: Any) -> Record:
    return changed(Proposal, "P-2", decision_class=kind, **more_)


def passed_on(*above: Delegation, limit: int | None = MILLION) -> Record:
    group = Body(body="RZ1-EMT", name="Executive group", form=BodyForm.EXECUTIVE, organisation="RZ1")
    row = Delegation(organisation="RZ1", body="RZ1-EMT", delegated_by="RZ1-FPC", limit=limit, **LINE)
    committee = Body(body="RZ1-FPC", name="Finance committee", form=BodyForm.COMMITTEE, organisation="RZ1")
    return more(group, committee, row, *above)


def above(**more_: Any) -> Delegation:
    return Delegation(organisation="RZ1", body="RZ1-FPC", **{"limit": 2 * MILLION, **LINE, **more_})


def conflicted(interest: str) -> Record:
    bought = Procurement(procurement="PR", title="Laboratory system", organisation="RZ1", proposal="P-2")
    declared = Conflict(
        procurement="PR", organisation="RZ2", office=OfficeRole.CHIEF_EXECUTIVE, declared_on=MET, interest=interest
    )
    return more(bought, declared)


WRONG: dict[str, tuple[str, Callable[[], Record]]] = {
    "an advisory group decided": ("GOV-01", lambda: changed(Decision, "D-1", body="PB")),
    "an advisory group is asked to approve": ("GOV-01", lambda: changed(AgendaItem, "JC", body="PB")),
    "beyond the limit on the day": ("GOV-02", lambda: changed(Proposal, "P-1", value=6 * MILLION)),
    "beyond the limit next month": ("GOV-02", lambda: changed(Proposal, "P-2", value=6 * MILLION)),
    "one has not delegated": ("GOV-02", lambda: without(Delegation, "RZ4")),
    "one has a lower limit": ("GOV-02", lambda: changed(Delegation, "RZ4", limit=MILLION * 3)),
    "one has other words": ("GOV-02", lambda: changed(Delegation, "RZ4", wording="Contracts and variations.")),
    "one began later": ("GOV-02", lambda: changed(Delegation, "RZ4", valid_from=date(2026, 5, 1))),
    "one allows fewer months": ("GOV-02", lambda: changed(Delegation, "RZ4", months_limit=84)),
    "a quorum nobody can make": ("GOV-03", lambda: changed(TermsOfReference, "JC", quorum=4)),
    "none there of one organisation": ("GOV-03", lambda: changed(BodyMember, "JC / RZ4", votes=0)),
    "no quorum once one withdraws": ("GOV-03", lambda: conflicted("a sister works for the supplier")),
    "no terms": ("GOV-03", lambda: without(TermsOfReference)),
    "how large a majority": ("GOV-03", lambda: changed(TermsOfReference, "JC", voting=Voting.QUALIFIED)),
    "governors are forgotten": ("GOV-04", lambda: without(ReservedMatter)),
    "kept to the board": (
        "GOV-04",
        lambda: more(
            ReservedMatter(organisation="RZ2", decision_class=DecisionClass.AWARD, body="RZ2-BOARD", from_value=MILLION)
        ),
    ),
    "kept to a stranger": (
        "GOV-04",
        lambda: more(ReservedMatter(organisation="RZ2", decision_class=DecisionClass.TERMS, body="RZ1-BOARD")),
    ),
    "passed on by one without it": ("GOV-05", passed_on),
    "passed on by one who may not": ("GOV-05", lambda: passed_on(above())),
    "passed on more than it has": ("GOV-05", lambda: passed_on(above(may_sub_delegate=True), limit=3 * MILLION)),
    "passed on without limit": ("GOV-05", lambda: passed_on(above(may_sub_delegate=True), limit=None)),
    "no ICB": ("GOV-06", lambda: changed(Proposal, "P-2", icb_function=True)),
    "no equality assessment": ("GOV-07", lambda: changed(Proposal, "P-2", duties=("triple aim: paper 1",))),
    "equality without a reference": ("GOV-07", lambda: changed(Proposal, "P-2", duties=("equality:", "triple aim: 1"))),
    "patients were not asked": ("GOV-07", lambda: governed(DecisionClass.SERVICE_CHANGE)),
    "no options": ("GOV-08", lambda: changed(Decision, "D-1", options=())),
    "no owner": ("GOV-08", lambda: changed(Decision, "D-1", owner="")),
    "no day": ("GOV-08", lambda: changed(Decision, "D-1", due_on=None)),
    "one did not vote": ("GOV-08", lambda: without(Vote, "D-1 / RZ4")),
    "no minutes after a month": ("GOV-08", lambda: changed(Decision, "D-1", minutes="")),
    "terms past their review": ("GOV-09", lambda: changed(TermsOfReference, "JC", review_on=AS_OF - ONE_DAY)),
    "terms never reviewed": ("GOV-09", lambda: changed(TermsOfReference, "JC", review_on=None)),
    "a trust that closed delegates": (
        "GOV-10",
        lambda: changed(Organisation, "RZ4", valid_to=AS_OF, successor="RZ2"),
    ),
    "a trust that had closed is bound": (
        "GOV-10",
        lambda: changed(Organisation, "RZ4", valid_to=MET, successor="RZ2"),
    ),
    "a chair alone, and never ratified": (
        "GOV-12",
        lambda: changed(Decision, "D-1", chairs_action=True, decided_on=MET - timedelta(days=7)),
    ),
    "a chair beyond the limit": (
        "GOV-12",
        lambda: changed(Decision, "D-1", chairs_action=True, ratified_on=AS_OF),
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_found(wrong: str) -> None:
    rule, record = WRONG[wrong]
    found = [each for each in check(record(), AS_OF) if each.rule == rule]
    assert found
    assert all(each.sheet and each.next and each.column for each in found), "where it is, and what to do next"


@pytest.mark.parametrize("fine", [
    lambda: passed_on(above(may_sub_delegate=True)),
    lambda: conflicted("none"),
    lambda: changed(Proposal, "P-2", icb_function=True, members=("RZ1", "RZ2", "RZ4", "QZ3")),
    lambda: changed(Proposal, "P-2", status=ProposalStatus.DRAFT, duties=()),
    lambda: changed(Decision, "D-1", outcome=Outcome.RECOMMENDED, body="PB", owner="", due_on=None),
    lambda: changed(AgendaItem, "JC", purpose=Purpose.NOTE, body="PB"),
    lambda: changed(TermsOfReference, "JC", review_on=AS_OF),
    lambda: changed(Delegation, "RZ4", wording="Contracts. "),
])  # fmt: skip
def test_what_is_as_it_may_be_is_left_alone(fine: Callable[[], Record]) -> None:
    assert not [each for each in check(fine(), AS_OF) if each.rule.startswith("GOV")]


def test_a_chair_s_action_has_no_votes_and_is_recorded_whole_besides() -> None:
    acted = {"chairs_action": True, "decided_on": MET - timedelta(days=7), "ratified_on": MET}
    rows = [each for each in changed(Decision, "D-1", **acted) if not isinstance(each, Vote)]
    assert "GOV-08" not in rules(Record.of(rows))
    silent = [replace(each, owner="") if isinstance(each, Decision) else each for each in rows]
    assert "GOV-08" in rules(Record.of(silent))
    alone = [replace(each, chairs_action=False) if isinstance(each, Decision) else each for each in rows]
    assert "vote of RZ1, RZ2, RZ4" in told(Record.of(alone), "GOV-08")


def test_a_limit_holds_to_the_penny() -> None:
    assert "GOV-02" not in rules(changed(Proposal, "P-2", value=5 * MILLION))
    assert "GOV-02" in rules(changed(Proposal, "P-2", value=5 * MILLION + 1))


def test_a_past_decision_is_judged_by_the_scheme_of_its_day() -> None:
    later = changed(Delegation, "RZ4", valid_from=MET + ONE_DAY)
    assert "decided without the power" in told(later, "GOV-02")
    assert "decided without the power" not in told(changed(Delegation, "RZ4", valid_from=MET), "GOV-02")


def test_minutes_may_take_four_weeks_where_there_was_a_paper() -> None:
    paper = AgendaItem(body="JC", on=MET, proposal="P-1", purpose=Purpose.APPROVE, paper="JC-2026-10/3")
    rows = [*changed(Decision, "D-1", minutes=""), paper]
    assert "GOV-08" not in rules(Record.of(rows), MET + timedelta(days=28))
    assert "GOV-08" in rules(Record.of(rows), MET + timedelta(days=29))


def test_a_decision_is_told_once_with_all_it_lacks() -> None:
    found = [
        x for x in check(changed(Decision, "D-1", options=(), owner="", review_on=None), AS_OF) if x.rule == "GOV-08"
    ]
    assert len(found) == 1
    assert all(each in found[0].what for each in ("options", "owner", "review"))


def test_a_chairs_decision_waits_for_the_next_meeting() -> None:
    record = changed(Decision, "D-1", chairs_action=True)
    assert "not ratified" not in told(record, "GOV-12"), "the next meeting has not been yet"
    cancelled = Record.of(each for each in record if not (isinstance(each, Meeting) and each.on == MEETS))
    assert "No meeting" in told(cancelled, "GOV-12")


def test_the_gravest_comes_first_and_each_thing_once() -> None:
    both = [*changed(AgendaItem, "JC", body="PB"), *without(TermsOfReference), *changed(Proposal, "P-1", duties=())]
    found = check(Record.of(both), AS_OF)
    order = [each.severity for each in found]
    assert order == sorted(order, key=["error", "warning", "note"].index)
    assert len(set(found)) == len(found)


def considered(status: MeetingStatus, on: date) -> Record:
    """RZ4 lets the joint committee decide once its own committee has looked; that has it on its agenda on a day."""
    committee = Body(body="RZ4-FPC", name="Finance committee", form=BodyForm.COMMITTEE, organisation="RZ4")
    rows = [
        replace(x, after=("RZ4-FPC",)) if isinstance(x, Delegation) and x.organisation == "RZ4" else x for x in sound()
    ]
    asked = [AgendaItem(body="RZ4-FPC", on=on, proposal=each, purpose=Purpose.RECOMMEND) for each in ("P-1", "P-2")]
    return Record.of([*rows, committee, Meeting(body="RZ4-FPC", on=on, status=status), *asked])


@pytest.mark.parametrize(("status", "on", "fine"), [
    (MeetingStatus.PLANNED, MET - ONE_DAY, True),
    (MeetingStatus.HELD, MET - ONE_DAY, True),
    (MeetingStatus.CANCELLED, MET - ONE_DAY, False),
    (MeetingStatus.PLANNED, MEETS + ONE_DAY, False),
])  # fmt: skip
def test_who_must_consider_it_before_has_it_on_an_agenda_before(status: MeetingStatus, on: date, fine: bool) -> None:
    assert ("must consider it before it is decided for RZ4" not in told(considered(status, on), "GOV-02")) is fine


def test_each_row_is_told_once_for_each_rule() -> None:
    found = [x for x in check(changed(Proposal, "P-2", value=6 * MILLION), AS_OF) if x.sheet == "Agenda items"]
    assert [each.rule for each in found] == ["GOV-02"]
