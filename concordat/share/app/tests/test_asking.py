"""The address of a question: read with everything wrong at once, and written so that it is read as the same."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from concordat.data.opt_out import OptOut
from concordat.data.question import ListState, Question
from concordat.register.agreement import Automated, Territory
from concordat.register.sharing import Form, Purpose
from concordat.share.app.asking import Asked, read

TODAY = date(2026, 11, 22)
ASKED = {
    "organisation": "QZ3",
    "whose": ["RZ1", "RZ8"],
    "columns": ["waiting_list.referred_on"],
    "purpose": "planning and commissioning",
}

_word = st.text("abcXYZ0189 _-/", min_size=1, max_size=8).map(str.strip).filter(bool)
_codes = st.lists(st.text("RZ0189", min_size=3, max_size=5), min_size=1, max_size=3, unique=True).map(tuple)
_days = st.dates(date(2018, 5, 25), TODAY)
_lists = st.builds(
    ListState,
    register=st.sampled_from(OptOut),
    controller=st.text("RZ0189", min_size=3, max_size=5),
    as_at=st.none() | _days,
    people=st.integers(0, 99_999),
    unchecked=st.none() | st.integers(0, 9),
)
_questions = st.builds(
    Question,
    organisation=st.text("RZ0189", min_size=3, max_size=5),
    whose=_codes,
    columns=st.lists(st.from_regex(r"[a-z]{1,4}\.[a-z]{1,4}", fullmatch=True), min_size=1, max_size=3, unique=True).map(
        tuple
    ),
    purpose=st.sampled_from(Purpose),
    role=st.just("") | _word,
    trained_on=st.none() | _days,
    form=st.sampled_from(Form),
    territory=st.sampled_from(Territory),
    automated=st.sampled_from(Automated),
    linked_with=st.lists(_word, max_size=2, unique=True).map(tuple),
    lists=st.none() | st.lists(_lists, min_size=1, max_size=2).map(tuple),
    agreement=st.just("") | _word,
)


def asked(**changes: object) -> Asked | dict[str, str]:
    kept = {name: value for name, value in {**ASKED, **changes}.items() if value}
    return read(QueryDict(urlencode(kept, doseq=True)), TODAY)


@given(_questions, _days, st.none() | _days)
def test_an_address_is_read_as_the_question_it_was_written_for(
    question: Question, as_of: date, recorded_on: date | None
) -> None:
    whole = Asked(question=question, as_of=as_of, recorded_on=recorded_on)
    assert read(QueryDict(whole.address()), TODAY) == whole


def test_everything_wrong_is_said_at_once() -> None:
    found = read(QueryDict("purpose=gossip&as_of-day=31&as_of-month=2&as_of-year=2026&other_columns=name"), TODAY)
    assert isinstance(found, dict)
    assert set(found) == {"organisation", "whose", "columns", "purpose", "as_of"}
    assert "planning and commissioning" in found["purpose"], "it says what could be chosen"
    assert "table.column" in found["columns"]


def test_a_wrong_line_of_the_opt_out_lists_is_named() -> None:
    found = asked(lists="national data opt-out; RZ1; 2026-11-20; 48,211; 0\ntype 7; RZ1; soon; many; 0")
    assert isinstance(found, dict)
    assert "Line 2, register" in found["lists"] and "Line 2, as at" in found["lists"]
    assert "Line 1" not in found["lists"]


def test_a_day_before_the_rules_or_a_record_to_come_is_no_question() -> None:
    early = {"as_of-day": "24", "as_of-month": "5", "as_of-year": "2018"}
    late = {"recorded_on-day": "23", "recorded_on-month": "11", "recorded_on-year": "2026"}
    found = asked(**early, **late)
    assert isinstance(found, dict) and set(found) == {"as_of", "recorded_on"}


def test_drafts_are_not_asked_of_a_past_register() -> None:
    past = {"recorded_on-day": "1", "recorded_on-month": "11", "recorded_on-year": "2026"}
    assert isinstance(asked(drafts="yes"), Asked)
    found = asked(drafts="yes", **past)
    assert isinstance(found, dict) and set(found) == {"recorded_on"}


def test_what_is_typed_joins_what_is_ticked() -> None:
    found = asked(other_whose="RZ4\n\nRZ1", other_columns="patient.postcode")
    assert isinstance(found, Asked)
    assert found.question.whose == ("RZ1", "RZ8", "RZ4")
    assert found.question.columns == ("waiting_list.referred_on", "patient.postcode")


@given(st.dictionaries(st.sampled_from([*ASKED, "lists", "form", "as_of-day", "drafts"]), st.text(max_size=30)))
def test_whatever_is_given_is_a_question_or_is_told_by_field(given_: dict[str, str]) -> None:
    found = read(QueryDict(urlencode(given_)), TODAY)
    assert isinstance(found, Asked) or (found and all(found.values()))
