"""concordat share ask, from a trust's files to an answer: what is permitted is answered; the rest is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from concordat.cli import main
from concordat.data.answers import withdraw
from concordat.data.log import Log
from concordat.share.commands.tests.conftest import EXAMPLE

QUESTION = json.loads((EXAMPLE / "questions" / "may-icb-evaluate-tests-done-twice.json").read_text(encoding="utf-8"))
COUNT = "select organisation, count(*) as tests from observation group by organisation"


def share(command: str, home: Path, *more: str, **changes: Any) -> int:
    columns = [each for each in QUESTION["columns"] if not each.endswith("person_key")]
    question = home / "question.json"
    question.write_text(json.dumps(QUESTION | {"whose": ["RZ4"], "columns": columns} | changes))
    given = ("--home", home, "--record", EXAMPLE, "--question", question, "--by", "an evaluator")
    return main(["share", command, *map(str, given), "--as-of", "2026-11-22", *more])


def ask(home: Path, sql: str, *more: str, **changes: Any) -> int:
    return share("ask", home, "--sql", sql, *more, **changes)


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


def test_rows_stay_with_the_answers_that_are_kept_and_go_with_them(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(home, COUNT, *lists(), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert pa.ipc.open_file(Path(told["file"]).read_bytes()).read_all().to_pylist() == told["rows"]
    assert ask(home, COUNT, *lists()) == 0
    file = Path(capsys.readouterr().out.splitlines()[-1].partition(": ")[2])
    assert file.is_file() and file.parent.parent == home / "answers"
    withdraw(home, lambda each: each.agreement == "TR-DSA-08")
    assert not file.exists() and not Path(told["file"]).exists()


def test_no_answer_is_written_over_what_the_workspace_rests_on(home: Path) -> None:
    secret = (home / "secret").read_bytes()
    with pytest.raises(SystemExit):
        ask(home, COUNT, *lists(), "--parquet", str(home / "secret"))
    assert (home / "secret").read_bytes() == secret


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


def count(home: Path, *more: str, form: str = "aggregate") -> int:
    return share("ask", home, *lists(), "--count", "observation", *more, form=form)


def test_counts_are_asked_by_column_and_limit_and_come_protected(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert count(home, "--per", "capability", "--where", "capability", "is one of", "pathology", "none", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["protected"] and answer["columns"] == ["capability", "rows", "people"]
    assert [each["capability"] for each in answer["rows"]] == ["pathology"]
    assert all(each["rows"] % 5 == each["people"] % 5 == 0 for each in answer["rows"])
    assert count(home, "--where", "effective_at", "is at least", "2026-09-01") == 0
    assert "What is of too few people is left out" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--where", "effective_at", "after", "2026-09-01"), "is at least"),
        (("--where", "effective_at"), "is at least"),
        (("--per", "person_key"), "columns it names"),
    ],
)
def test_counts_that_cannot_be_understood_are_refused(
    home: Path, more: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert count(home, *more) == 2
    assert told in capsys.readouterr().err


def test_sql_and_counts_are_each_asked_in_their_own_form(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert count(home, form="pseudonymised") == 2 and ask(home, COUNT, *lists(), form="aggregate") == 2
    assert ask(home, COUNT, *lists(), "--per", "capability") == 2
    assert "--per and --where go with --count" in capsys.readouterr().err
