"""MAIS requests and decisions: what is asked, under which policy, and that nobody's details are repeated."""

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.data.question import Question, as_json, from_json
from concordat.register.agreement import Automated, Territory
from concordat.register.sharing import Form, Purpose
from concordat.share.exchange.decision import decision_of, read_decision
from concordat.share.exchange.request import Asked, read_request, request_of
from concordat.share.exchange.tests.edit import changed, leaves, path
from concordat.share.exchange.vocabulary import ODS_SYSTEM, PURPOSES

STAMPED = datetime(2026, 11, 22, 9, 30)
PERSON = {"NHSNumber": "9434765919", "Name": "Ottoline Farthing", "Born": "1931-02-03"}
FOREIGN: dict[str, Any] = {
    "Identifier": {"value": "R-77", "System": "https://sharing.northshire.test/requests"},
    "DateStamp": "2026-11-22T09:30:00",
    "RequesterIdentifier": {"value": "098", "system": ODS_SYSTEM},
    "RequestedData": {"Query": PERSON, "dataCategories": ["encounter.started_on"]},
    "AssertedPurpose": "Section 47",
    "SharingPolicy": [{"value": "DSA-01 / 2", "System": "urn:concordat:agreement"}, "DSA-07"],
}


def read(document: Any, asked: str = "RZ1") -> Asked:
    return read_request(json.dumps(document).encode(), asked, file="request.json")


QUESTIONS = st.builds(
    Question,
    organisation=st.sampled_from(["QZ3", "098"]),
    whose=st.sampled_from([("RZ1",), ("RZ8", "RZ1")]),
    columns=st.lists(st.sampled_from(["a.b", "a.c", "waiting_list.ward"]), min_size=1, unique=True).map(tuple),
    purpose=st.sampled_from(list(Purpose)),
    role=st.sampled_from(["", "analyst"]),
    form=st.sampled_from(list(Form)),
    territory=st.sampled_from(list(Territory)),
    automated=st.sampled_from(list(Automated)),
    linked_with=st.sampled_from([(), ("DSA-02",)]),
    agreement=st.sampled_from(["", "DSA-01", "DSA-01 / 2"]),
)


@settings(deadline=None)
@given(QUESTIONS)
def test_a_question_comes_back_as_it_was(question: Question) -> None:
    back = read(request_of(question, identifier="R-1", stamped=STAMPED))
    assert back.sound and (back.identifier, back.stamped) == ("R-1", STAMPED)
    assert [from_json(each) for each in back.questions] == [question]


@given(QUESTIONS)
def test_without_our_member_it_asks_the_same_of_whom_it_was_sent_to(question: Question) -> None:
    request = request_of(question, identifier="R-1", stamped=STAMPED)
    (asks,) = (
        from_json(each) for each in read({name: request[name] for name in request if name != "concordat"}).questions
    )
    assert (asks.organisation, asks.columns, asks.purpose) == (
        question.organisation,
        question.columns,
        question.purpose,
    )
    assert asks.agreement == question.agreement and asks.whose == ("RZ1",)
    assert asks.form is Form.IDENTIFIABLE


def test_a_wrapper_is_unwrapped_and_what_stands_beside_it_is_named() -> None:
    found = read({"Request": FOREIGN, "Subject": PERSON})
    assert found.questions == read(FOREIGN).questions and "$.Subject" in {each.column for each in found.findings}


def test_each_policy_that_it_names_is_a_question_of_its_own() -> None:
    found = read(FOREIGN)
    assert found.sound
    assert [from_json(each).agreement for each in found.questions] == ["DSA-01 / 2", "DSA-07"]
    assert {from_json(each).purpose for each in found.questions} == {Purpose.SAFEGUARDING}


def test_a_person_is_never_repeated() -> None:
    broken = FOREIGN | {"RequestedData": {"Query": PERSON, "Person": PERSON, "dataCategories": [PERSON, "9434765919"]}}
    for document in (FOREIGN, broken, FOREIGN | {"Subject": PERSON}, FOREIGN | {"AssertedPurpose": "9434765919"}):
        told = repr(read(document))
        assert not any(detail in told for detail in PERSON.values())


def test_every_leaf_is_taken_or_named() -> None:
    before = read(FOREIGN)
    for at in leaves(FOREIGN):
        if "Query" not in at:  # who it is about is no part of the question
            assert read(changed(FOREIGN, at, "something else")) != before, path(at)


@pytest.mark.parametrize("name", [each for each in FOREIGN if each != "SharingPolicy"])
def test_without_what_it_must_have_it_asks_nothing(name: str) -> None:
    found = read({each: FOREIGN[each] for each in FOREIGN if each != name})
    assert not found.sound and found.questions == ()


def test_a_question_about_somebody_else_or_another_thing_is_refused() -> None:
    question = from_json(
        {"organisation": "QZ3", "whose": ["RZ8"], "columns": ["a.b"], "purpose": Purpose.PLANNING.value}
    )
    request = request_of(question, identifier="R-1", stamped=STAMPED)
    assert read(request, "RZ8").sound
    assert "not about data of RZ1" in str(read(request, "RZ1").findings)
    care = request | {"AssertedPurpose": PURPOSES[Purpose.INDIVIDUAL_CARE]}
    assert read(care, "RZ8").questions == () and "another thing" in str(read(care, "RZ8").findings)
    worse = request | {"concordat": {"question": as_json(question) | {"purpose": "curiosity"}}}
    assert read(worse, "RZ8").questions == ()


@settings(deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["", "RZ1"]), lambda inner: (
    st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from([*FOREIGN, "concordat", "question"]), inner)
)))  # fmt: skip
def test_any_json_is_answered(value: Any) -> None:
    found = read(value)
    assert found.sound or found.questions == ()


VERDICT = {"verdict": "PERMIT", "agreement": "DSA-01", "version": 2, "columns": ["a.b"], "reasons": [], "until": None}


def test_a_decision_is_one_word_under_one_version() -> None:
    decision = decision_of(VERDICT, request="R-1", decided=STAMPED)
    assert decision["Decision"] == "PERMIT" and decision["SharingPolicy"]["value"] == "DSA-01 / 2"
    assert decision["Request"]["value"] == "R-1" and decision["concordat"] == VERDICT
    assert "SharingPolicy" not in decision_of({"verdict": "DENY", "agreement": "", "version": None})


@pytest.mark.parametrize("word", ["", "permit", "MAYBE"])
def test_there_are_three_words(word: str) -> None:
    with pytest.raises(ValueError, match="PERMIT, DENY, REVIEW"):
        decision_of(VERDICT | {"verdict": word})


@pytest.mark.parametrize("word", ["PERMIT", "DENY", "REVIEW"])
def test_a_decision_comes_back_with_what_both_sides_log(word: str) -> None:
    decision = json.dumps(decision_of(VERDICT | {"verdict": word}, request="R-1", decided=STAMPED)).encode()
    back = read_decision(decision)
    assert (back.word, back.request, back.agreement, back.findings) == (word, "R-1", "DSA-01 / 2", ())


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        {"Decision": "Permit"},
        {"Decision": ["PERMIT"]},
        {"Decision": "PERMIT", "Request": 7},
        decision_of(VERDICT) | {"concordat": {"verdict": "DENY"}},
    ],
)
def test_what_is_not_plainly_a_permit_is_none(document: Any) -> None:
    back = read_decision(document)
    assert back.word == "" and back.findings
