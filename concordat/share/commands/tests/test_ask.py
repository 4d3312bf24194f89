"""concordat share ask, from a trust's files to an answer: what is permitted is answered; the rest is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from concordat.cli import main
from concordat.data.extract import land
from concordat.data.log import Log
from concordat.share.example.received import received

EXAMPLE = Path(__file__).parents[4] / "examples" / "three_rivers"
QUESTION = json.loads((EXAMPLE / "questions" / "may-icb-evaluate-tests-done-twice.json").read_text(encoding="utf-8"))
COUNT = "select organisation, count(*) as tests from observation group by organisation"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the results of one trust."""
    home = tmp_path_factory.mktemp("workspace")
    shutil.copytree(EXAMPLE / "feeds", home / "feeds")
    for each in received(EXAMPLE):
        if each.path.name.startswith(("RESULTS", "PATIENTS")):
            land(each.path, home=home, **{name: value for name, value in vars(each).items() if name != "path"})
    assert main(["share", "map", "--home", str(home)]) == 0
    return home


def ask(home: Path, sql: str, *more: str, **changes: Any) -> int:
    columns = [each for each in QUESTION["columns"] if not each.endswith("person_key")]
    question = home / "question.json"
    question.write_text(json.dumps(QUESTION | {"whose": ["RZ4"], "columns": columns} | changes))
    given = ("--home", home, "--record", EXAMPLE, "--question", question, "--sql", sql, "--by", "an evaluator")
    return main(["share", "ask", *map(str, given), "--as-of", "2026-11-22", *more])


def lists(folder: Path = EXAMPLE / "opt_outs") -> tuple[str, str]:
    return "--opt-outs", str(folder)


def test_what_is_permitted_is_answered_with_its_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(home, COUNT, *lists(), "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert [row["organisation"] for row in answer["rows"]] == ["RZ4"] and answer["agreement"] == "TR-DSA-08"
    assert any(line.number == answer["line"] for line in Log(home).lines())


@pytest.mark.parametrize(
    "sql",
    ["select nhs_number from patient", "select * from read_csv('x.csv')", "copy observation to 'x'", "select"],
)
def test_nothing_else_is_and_the_refusal_is_on_the_log(home: Path, sql: str) -> None:
    before = len(Log(home).lines())
    assert ask(home, sql, *lists()) == 2
    assert len(Log(home).lines()) == before + 2, "the question, and what became of it"


def test_without_its_opt_out_list_nothing_is_given(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(home, COUNT) == 2
    assert "list" in capsys.readouterr().err


def test_what_no_agreement_permits_is_denied_before_anything_is_asked(home: Path) -> None:
    before = len(Log(home).lines())
    assert ask(home, COUNT, *lists(), purpose="research") == 5
    assert len(Log(home).lines()) == before


def test_rows_stay_within_the_workspace(home: Path, tmp_path: Path) -> None:
    assert ask(home, COUNT, *lists(), "--parquet", str(tmp_path / "out.parquet")) == 2
    assert not (tmp_path / "out.parquet").exists()
    assert ask(home, COUNT, *lists(), "--parquet", str(home / "out.parquet")) == 0


def test_a_list_without_its_reply_is_asked_for(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "RZ4").mkdir()
    assert ask(home, COUNT, *lists(tmp_path)) == 2
    assert "reply" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["{", "[" * 100_000, "[]"])
def test_a_question_that_is_none_is_refused_in_a_sentence(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "question.json").write_text(content)
    given = ("--home", tmp_path, "--record", EXAMPLE, "--question", tmp_path / "question.json", "--sql", COUNT)
    assert main(["share", "ask", *map(str, given)]) == 2
    assert capsys.readouterr().err.startswith("concordat: ")
