"""Three Rivers: each question that its people ask gets the verdict its README gives, for the reason it gives."""

import json
from datetime import date
from pathlib import Path

import pytest

from concordat.data.permit import Permit, Refusal, Review, decide
from concordat.data.question import from_json
from concordat.register.example.three_rivers.questions import Asked, questions
from concordat.register.intake import read_record

EXAMPLE = Path(__file__).parents[3] / "examples" / "three_rivers"
RECORD = read_record(EXAMPLE).record
ASKED = {each.name: each for each in questions()}

STANDS_AGAINST = {
    "may-icb-use-an-old-opt-out-list": {"IG-09"},
    "may-icb-read-comments-on-waiting-lists": {"IG-20"},
    "may-icb-plan-caseloads": {"IG-20"},
    "may-icb-plan-for-winter": {"IG-28"},
    "may-analyst-count-theatre-sessions": {"IG-28"},
    "may-community-trust-audit-strokes": {"IG-28"},
    "may-icb-find-frail-people": {"IG-13"},
    "may-partnership-trust-audit-scans": {"IG-15"},
    "may-trust-audit-virtual-ward": {"IG-14"},
    "may-council-plan-on-named-patients": {"IG-01", "IG-20", "IG-30"},
    "may-council-see-allergies-in-an-emergency": {"IG-28"},
    "may-city-council-still-see-allergies": {"IG-18", "IG-28"},
}
"""Which rules fail, where any does: the planted defect alone, and no other."""

REFUSED = {
    "may-icb-read-comments-on-waiting-lists": {"waiting_list.comment"},
    "may-icb-plan-caseloads": {"caseload.risk_summary", "patient.religion"},
}
"""Columns asked for that a permit does not give."""


def verdict(asked: Asked, on: date | None = None) -> Permit | Refusal | Review:
    question = json.loads((EXAMPLE / "questions" / asked.file).read_text(encoding="utf-8"))
    return decide(from_json(question), RECORD, on or asked.as_of)


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_the_verdict_is_the_one_in_the_readme(asked: Asked) -> None:
    found = verdict(asked)
    under = f"{found.agreement} / {found.version}" if found.agreement else ""
    assert (found.WORD, under) == (asked.verdict, asked.agreement), [each.fact for each in found.failing]


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_what_stands_against_it_is_what_was_planted(asked: Asked) -> None:
    found = verdict(asked)
    assert {each.rule for each in found.failing} == STANDS_AGAINST.get(asked.name, set())
    assert all(each.remedy for each in found.failing)


@pytest.mark.parametrize("asked", [each for each in ASKED.values() if each.verdict == "PERMIT"], ids=lambda a: a.name)
def test_a_permit_gives_the_columns_that_are_justified_and_ends(asked: Asked) -> None:
    found = verdict(asked)
    assert set(asked.question["columns"]) - set(found.columns) == REFUSED.get(asked.name, set())
    assert found.until and found.until >= asked.as_of


def test_a_permit_ends_when_the_first_thing_it_rests_on_does() -> None:
    assert verdict(ASKED["may-icb-plan-waiting-lists"]).until == date(2027, 2, 14)  # RZ8's registration
    assert verdict(ASKED["may-icb-have-this-weeks-extract"]).until == date(2026, 11, 26)  # RZ4's list
    assert verdict(ASKED["may-icb-plan-caseloads"]).until == date(2027, 1, 31)  # what Z3R4V's SIRO accepts


@pytest.mark.parametrize(("day", "word"), [(date(2025, 3, 31), "PERMIT"), (date(2025, 4, 1), "DENY")])
def test_version_1_held_until_the_day_one_of_its_parties_closed(day: date, word: str) -> None:
    """The question about what was in force on a past day: RZ4's rows, under an agreement that RZ5 had signed."""
    question = {**ASKED["may-icb-see-wend-royal-in-march-2025"].question, "whose": ["RZ4"]}
    found = decide(from_json(question), RECORD, day)
    assert word == found.WORD


@pytest.mark.parametrize(("day", "version"), [(date(2025, 7, 1), 2), (date(2026, 11, 22), 2)])
def test_version_2_answers_from_its_first_day(day: date, version: int) -> None:
    question = {**ASKED["may-icb-plan-waiting-lists"].question, "trained_on": "2025-06-02", "agreement": "TR-DSA-01"}
    found = decide(from_json(question), RECORD, day)
    assert found.version == version


def test_the_late_joiners_rows_come_in_on_the_day_it_joined() -> None:
    question = {**ASKED["may-icb-evaluate-tests-done-twice"].question, "trained_on": "2025-12-01"}
    words = {day: decide(from_json(question), RECORD, day).WORD for day in (date(2026, 1, 31), date(2026, 2, 1))}
    assert list(words.values()) == ["DENY", "PERMIT"]
