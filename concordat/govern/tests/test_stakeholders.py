"""The stakeholder map and ST-01 to ST-05: the last quiet day and the first that is not, panels, names, questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from concordat.core.period import ONE_DAY
from concordat.govern.checks.every import check
from concordat.govern.detriment import detriment
from concordat.govern.office_name import looks_like_a_person
from concordat.govern.questions import concessions, questions
from concordat.govern.stakeholders import Colour, Map, stakeholders
from concordat.govern.tests.sound import AS_OF, MEETS, MILLION, changed, more, sound, without
from concordat.register.authority import DecisionClass, ReservedMatter
from concordat.register.deciding.matter import matter_in
from concordat.register.deciding.route import route
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import AgendaItem
from concordat.register.person import OfficeRole
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.register.record import Record
from concordat.register.stakeholder import Effect, EffectKind, Engagement, Interest, Position, Stance

DUTIES = ("equality: 1", "triple aim: 1", "quality: 1", "public involvement: 1")


def put(record: Record) -> Proposal:
    found = record.get(Proposal, "P-2")
    assert found
    return found


def mapped(record: Record, as_of: date = AS_OF) -> Map:
    return stakeholders(record, put(record), as_of)


def rules(record: Record, as_of: date = AS_OF) -> set[str]:
    return {each.rule for each in check(record, as_of) if each.rule.startswith("ST")}


def test_where_all_are_won_all_is_green() -> None:
    found = mapped(Record.of(sound()))
    assert found.gate == MEETS
    assert {each.colour for each in found.offices} == {Colour.GREEN} and found.count(Colour.GREEN) == 3
    assert not found.not_engaged


@pytest.mark.parametrize("stance", [Stance.OPPOSED, Stance.UNKNOWN])
def test_a_doubtful_board_turns_red_sixty_days_before(stance: Stance) -> None:
    record = changed(Position, "P-2 / RZ4", stance=stance)
    assert "ST-01" in rules(record, MEETS - timedelta(days=60))
    assert "ST-01" not in rules(record, MEETS - timedelta(days=61))
    assert mapped(record).count(Colour.RED) == 1


def test_who_only_advises_is_amber_at_worst() -> None:
    record = changed(Position, "P-2 / RZ4", stance=Stance.OPPOSED, interest=Interest.ADVISES)
    adviser = next(each for each in mapped(record).offices if each.interest is Interest.ADVISES)
    assert adviser.colour is Colour.AMBER


def test_a_board_of_which_nothing_is_known_is_on_the_map() -> None:
    record = Record.of(each for each in without(Position, "P-2 / RZ4"))
    missing = [each for each in mapped(record).offices if each.position is None]
    assert [(each.organisation, each.office, each.colour) for each in missing] == [("RZ4", "Board", Colour.RED)]
    assert "ST-01" in rules(record)


def test_governors_who_must_approve_are_on_the_map_and_spoken_with() -> None:
    kept = ReservedMatter(
        organisation="RZ1", decision_class=DecisionClass.AWARD, body="RZ1-COG", besides=True, from_value=MILLION
    )
    assert any(each.office == "Council of governors" for each in mapped(more(kept)).offices)
    assert "ST-03" in rules(more(kept))
    spoken = Engagement(proposal="P-2", organisation="RZ1", office="Council of Governors", on=AS_OF)
    elsewhere = replace(spoken, organisation="RZ2")
    assert "ST-03" not in rules(more(kept, spoken))
    assert "ST-03" in rules(more(kept, elsewhere)), "governors of another trust are not those of this one"


def service_change(*rows: Any) -> Record:
    return Record.of([*changed(Proposal, "P-2", decision_class=DecisionClass.SERVICE_CHANGE, duties=DUTIES), *rows])


def test_staff_and_patients_are_asked_before_a_service_changes_and_not_after() -> None:
    told = [each.what for each in check(service_change(), AS_OF) if each.rule == "ST-03"]
    assert len(told) == 2 and "staff side" in told[0] and "patient" in told[1]
    staff = Engagement(proposal="P-2", organisation="RZ2", office="Staff side", on=AS_OF)
    patients = Engagement(proposal="P-2", organisation="RZ4", office="Patient and carer panel", on=AS_OF)
    assert "ST-03" not in rules(service_change(staff, patients))
    assert "ST-03" in rules(service_change(staff, replace(patients, on=AS_OF + ONE_DAY))), "it has not been yet"
    assert "ST-03" not in rules(service_change(), MEETS - timedelta(days=61)), "there is still time"


def test_ninety_days_without_a_word() -> None:
    last = date(2026, 11, 2)
    record = without(AgendaItem)
    assert "ST-04" not in rules(record, last + timedelta(days=90))
    assert "ST-04" in rules(record, last + timedelta(days=91))


def loss(**more_: Any) -> Effect:
    given: dict[str, Any] = {
        "proposal": "P-2",
        "organisation": "RZ4",
        "kind": EffectKind.LOSS,
        "what": "staff",
        "amount": MILLION + 1,
    }
    return Effect(**{**given, **more_})


@pytest.mark.parametrize(("record", "found"), [
    (lambda: more(loss()), True),
    (lambda: more(loss(amount=MILLION)), False),
    (lambda: more(loss(), loss(kind=EffectKind.COMPENSATION, amount=1, evidence="JC, minute 4")), False),
    (lambda: Record.of([*changed(Position, "P-2 / RZ4", mitigation="posts are kept"), loss()]), False),
    (lambda: changed(Position, "P-2 / RZ4", loses="its own laboratory"), True),
    (lambda: changed(Position, "P-2 / RZ4", loses="its own laboratory", mitigation="a hot laboratory stays"), False),
])  # fmt: skip
def test_a_loss_that_nothing_makes_good(record: Callable[[], Record], found: bool) -> None:
    assert ("ST-02" in rules(record())) is found


def test_findings_tell_no_pounds_and_nothing_confidential() -> None:
    record = Record.of([*changed(Position, "P-2 / RZ4", stance=Stance.OPPOSED), loss(amount=987_654_321)])
    told = " ".join(str(each) for each in check(record, AS_OF + timedelta(days=100)))
    assert "canary" not in told and "9,876,543" not in told


@pytest.mark.parametrize("office", ["Dr A Patel", "Jane Smith", "Mary-Ann O'Neill", "Prof. Li"])
def test_names_are_noticed(office: str) -> None:
    assert looks_like_a_person(office)
    assert "ST-05" in rules(changed(Position, "P-2 / RZ4", office=office))


@pytest.mark.parametrize("office", [
    "Board", "Council of governors", "Staff side", "Chief nurse", "Patient and carer panel", "Cabinet", "Healthwatch",
    "Joint Consultative Committee", "Digital Programme Board", "GP Federation Leads",
    "Those of us who run the laboratory", *(each.value for each in OfficeRole),
])  # fmt: skip
def test_offices_are_left_alone(office: str) -> None:
    assert not looks_like_a_person(office)


def test_only_what_is_put_forward_is_nagged_about() -> None:
    record = changed(Proposal, "P-2", status=ProposalStatus.DRAFT)
    assert not rules(Record.of([*record, loss(), loss(what="x", organisation="RZ2")]))


def asked(record: Record) -> Any:
    proposal = put(record)
    test = detriment(record, proposal, AS_OF)
    found = route(matter_in(record, proposal, AS_OF), Standing(record), AS_OF)
    return questions(record, proposal, test, found, AS_OF)


def test_what_each_board_will_ask_is_answered_from_the_record() -> None:
    record = changed(Position, "P-2 / RZ4", question="Who runs it at night?", answered_by="Service manager")
    found = [each for each in asked(Record.of([*record, loss()])) if each.member == "RZ4"]
    own, pounds, bound, steps, why = found
    assert own.question == "Who runs it at night?" and not own.answer and own.owed_by == "Service manager"
    assert "worse off by £0.01" in pounds.answer
    assert "outvoted into a loss" in bound.answer
    assert "JC on 16 December 2026" in steps.answer
    assert "16 December 2026" in why.answer


def test_no_question_tells_a_concern() -> None:
    assert "canary" not in repr(asked(Record.of(sound())))


def test_what_was_conceded_is_one_list() -> None:
    paid = loss(kind=EffectKind.COMPENSATION, amount=5, paid_by="RZ1", evidence="")
    record = Record.of([*changed(Position, "P-2 / RZ4", mitigation="posts are kept"), paid])
    found = concessions(record, put(record), AS_OF)
    assert [(each.to, each.agreed) for each in found] == [("RZ4", ""), ("RZ4: Board", "")]
