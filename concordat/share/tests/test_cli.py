"""concordat share, as a user types it: exit codes, JSON as documented, and bad input told whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from concordat.cli import main

EXAMPLE = Path(__file__).parents[3] / "examples" / "three_rivers"
QUESTIONS = EXAMPLE / "questions"
DAY = ("--as-of", "2026-11-22")


def may(question: Path, *more: str) -> int:
    return main(["share", "may", "--record", str(EXAMPLE), "--question", str(question), *DAY, *more])


@pytest.mark.parametrize(
    ("question", "code", "word"),
    [
        ("may-icb-plan-waiting-lists", 0, "PERMIT"),
        ("may-council-see-allergies-in-an-emergency", 4, "REVIEW"),
        ("may-icb-plan-for-winter", 5, "DENY"),
    ],
)
def test_each_verdict_has_its_exit_code_and_its_json(
    question: str, code: int, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert may(QUESTIONS / f"{question}.json", "--json") == code
    answer = json.loads(capsys.readouterr().out)
    keys = ["verdict", "agreement", "version", "columns", "conditions", "opt_outs", "until", "reasons"]
    assert list(answer) == keys and answer["verdict"] == word
    assert all(list(each) == ["rule", "source", "fact", "holds", "remedy"] for each in answer["reasons"])
    assert all(each["source"] and (each["holds"] or each["remedy"]) for each in answer["reasons"])


def test_in_words_it_says_yes_or_no_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert may(QUESTIONS / "may-icb-plan-for-winter.json") == 5
    told = capsys.readouterr().out
    assert "No: one thing stands against it under TR-DSA-02 version 1." in told
    assert "have the Caldicott Guardian of RZ4 sign this version" in told.replace("Have", "have")


BAD: dict[str, tuple[Any, tuple[str, ...]]] = {
    "not JSON": ("{", ("JSON",)),
    "not an object": ([], ("object",)),
    "several things": (
        {"organisation": "", "whose": "RZ1", "columns": ["x"], "purpose": "fun", "colour": 1, "trained_on": "May"},
        ("organisation", "whose", "columns", "purpose", "colour", "trained_on"),
    ),
    "too deep": ("[" * 100_000, ("JSON",)),
}


@pytest.mark.parametrize(("given", "named"), BAD.values(), ids=BAD)
def test_a_bad_question_ends_with_2_and_says_all_that_is_wrong(
    given: Any, named: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "question.json"
    path.write_text(given if isinstance(given, str) else json.dumps(given))
    assert may(path, "--json") == 2
    printed = capsys.readouterr()
    answer = json.loads(printed.out)
    told = json.dumps(answer["findings"])
    assert answer["status"] == "bad input" and all(each in told and each in printed.err for each in named)


def test_a_day_before_the_rules_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    question = str(QUESTIONS / "may-icb-plan-waiting-lists.json")
    assert main(["share", "may", "--record", str(EXAMPLE), "--question", question, "--as-of", "2018-05-24"]) == 2
    assert "25 May 2018" in capsys.readouterr().err


def test_the_check_tells_what_stands_what_is_wrong_and_what_nobody_allows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["share", "agreements", "check", str(EXAMPLE), *DAY, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    states = {f"{each['agreement']} / {each['version']}": each["state"] for each in answer["agreements"]}
    assert states["TR-DSA-01 / 2"] == "in force" and states["TR-DSA-02 / 1"] == "not in force"
    assert {"IG-13", "IG-14", "IG-15", "IG-20", "IG-28"} <= {each["rule"] for each in answer["findings"]}
    assert "research" in answer["unserved"] and answer["coverage"]
    assert main(["share", "agreements", "check", str(EXAMPLE), *DAY]) == 0


def test_a_folder_with_a_row_in_error_is_told_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "Agreements.csv").write_text("Agreement,Version\nA1,x\nA2,y\n")
    assert main(["share", "agreements", "check", str(tmp_path), "--json"]) == 2
    assert {each["row"] for each in json.loads(capsys.readouterr().out)["findings"]} == {2, 3}
