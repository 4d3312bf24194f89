"""The what-if form: what may be chosen, everything wrong at once, and nothing lost in storage."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from concordat.converge.app.question import Question, fields, read
from concordat.converge.app.tests.fixtures import AS_OF, record_rows
from concordat.converge.facts.what_if import WhatIf
from concordat.register.app.permission import Part, Person
from concordat.register.record import Record

RECORD = Record.of(record_rows())
OFFICE = Person(user="o", name="O", organisation="RZA", collaborative="two-rivers", part=Part.OFFICE)
EDITOR = Person(user="e", name="E", organisation="RZB", collaborative="two-rivers", part=Part.EDITOR)
NAMES = ("contract", "months", "leaver", "offer", "rise", "changes", "seconds")


def options(by: Person, name: str) -> set[str]:
    return {value for each in fields(by, RECORD, AS_OF) if each.name == name for value, _ in each.options if value}


def test_an_editor_is_offered_only_its_own_and_the_office_every_fact() -> None:
    assert options(EDITOR, "contract") == {"RZB-PAS", "RZB-LIMS"}
    assert options(EDITOR, "leaver") == {"RZB"}
    assert options(EDITOR, "offer") == set()
    assert options(OFFICE, "offer") == {"PAS-OFFER", "LIMS-OFFER"}
    assert options(OFFICE, "leaver") == {"RZA", "RZB", "RZP"}


def test_everything_wrong_is_said_at_once() -> None:
    posted = {"contract": "RZB-PAS", "months": "0", "rise": "5", "changes": "-1", "seconds": "soon"}
    found = read(EDITOR, RECORD, AS_OF, posted)
    assert isinstance(found, dict) and set(found) == {"months", "offer", "changes", "seconds"}


def test_anothers_contract_cannot_be_posted() -> None:
    found = read(EDITOR, RECORD, AS_OF, {"contract": "RZA-PAS", "months": "6"})
    assert isinstance(found, dict) and set(found) >= {"contract"}


def test_nothing_supposed_is_no_question() -> None:
    found = read(OFFICE, RECORD, AS_OF, {"changes": "3", "seconds": "30"})
    assert isinstance(found, dict) and "Nothing is supposed" in found["contract"]


def test_a_minus_sign_of_either_kind_is_read() -> None:
    for text in ("-6", "−6"):
        found = read(OFFICE, RECORD, AS_OF, {"contract": "RZA-PAS", "months": text})
        assert isinstance(found, Question) and found.what_if.slips == (("RZA-PAS", -6),)


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=12) | st.sampled_from(["RZB-PAS", "6", "PAS-OFFER"])))
def test_whatever_is_posted_is_a_question_or_findings_by_field(posted: dict[str, str]) -> None:
    found = read(EDITOR, RECORD, AS_OF, posted)
    if isinstance(found, Question):
        assert found.what_if
        assert Question.of(json.loads(json.dumps(found.as_dict()))) == found
    else:
        assert found and set(found) <= set(NAMES)
        shown = {each.name: each.error for each in fields(EDITOR, RECORD, AS_OF, posted, found)}
        assert {name for name, error in shown.items() if error} == set(found)


def test_a_question_is_stored_whole() -> None:
    asked = Question(
        what_if=WhatIf(slips=(("A", -3),), leavers=("B",), prices=(("C", 12.5),)), most_changes=0, seconds=30
    )
    assert Question.of(json.loads(json.dumps(asked.as_dict()))) == asked
