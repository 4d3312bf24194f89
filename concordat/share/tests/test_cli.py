"""concordat share, as a user types it: exit codes, JSON as documented, and bad input told whole."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from concordat.cli import main
from concordat.core.rows import read_tables
from concordat.data.question import from_json
from concordat.register.agreement import Signature
from concordat.register.bundle import bundle_of
from concordat.register.intake import read_record
from concordat.share.exchange.request import request_of
from concordat.share.out.form import About, forms

EXAMPLE = Path(__file__).parents[3] / "examples" / "three_rivers"
QUESTIONS = EXAMPLE / "questions"
TODAY = date(2026, 11, 22)
DAY = ("--as-of", TODAY.isoformat())


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
    assert "No, not under TR-DSA-02 version 1: Sarnmouth and Coast Hospitals NHS Trust (RZ4) has not signed it." in told
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


def test_each_thing_wrong_with_a_question_has_its_own_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "question.json"
    path.write_text(json.dumps({"organisation": "QZ3", "whose": ["RZ1"], "columns": ["x"], "purpose": "fun"}))
    assert may(path) == 2
    told = capsys.readouterr().err
    assert "use one of: individual care" in told and "write each as table.column" in told


def test_the_calendar_is_of_all_agreements_where_none_is_named(tmp_path: Path) -> None:
    one, every = tmp_path / "one.ics", tmp_path / "all.ics"
    written = ["share", "document", "renewals", str(EXAMPLE), *DAY, "--to"]
    assert main([*written, str(every)]) == main([*written, str(one), "--agreement", "TR-DSA-01 / 2"]) == 0
    assert len(every.read_text().split("BEGIN:VEVENT")) > len(one.read_text().split("BEGIN:VEVENT")) > 1


def test_a_day_before_the_rules_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    question = str(QUESTIONS / "may-icb-plan-waiting-lists.json")
    assert main(["share", "may", "--record", str(EXAMPLE), "--question", question, "--as-of", "2018-05-24"]) == 2
    assert "25 May 2018" in capsys.readouterr().err


def test_the_check_tells_what_stands_what_is_wrong_and_what_nobody_allows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["share", "agreements", "check", str(EXAMPLE), *DAY, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    states = {f"{each['agreement']} / {each['version']}": each["state"] for each in answer["agreements"]}
    assert states["TR-DSA-01 / 2"] == "in force" and states["TR-DSA-02 / 1"] == "awaiting signatures"
    assert {"IG-13", "IG-14", "IG-15", "IG-20", "IG-28"} <= {each["rule"] for each in answer["findings"]}
    assert "research" in answer["unserved"] and answer["coverage"]
    assert main(["share", "agreements", "check", str(EXAMPLE), *DAY]) == 0


def test_a_folder_with_a_row_in_error_is_told_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "Agreements.csv").write_text("Agreement,Version\nA1,x\nA2,y\n")
    assert main(["share", "agreements", "check", str(tmp_path), "--json"]) == 2
    assert {each["row"] for each in json.loads(capsys.readouterr().out)["findings"]} == {2, 3}


def test_every_paper_is_written_and_a_missing_name_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for form in forms():
        about = ("--organisation", "RZ1") if form.about is About.ORGANISATION else ("--agreement", "TR-DSA-01 / 2")
        assert main(["share", "document", form.name, str(EXAMPLE), *about, *DAY]) == 0
    assert {path.suffix for path in tmp_path.iterdir()} == {f".{form.ending}" for form in forms()}
    assert main(["share", "document", "ropa", str(EXAMPLE), "--agreement", "TR-DSA-01 / 2", *DAY]) == 2
    assert "--organisation" in capsys.readouterr().err
    assert main(["share", "document", "dsa", str(EXAMPLE), "--agreement", "TR-DSA-99 / 1", *DAY]) == 2


@pytest.mark.parametrize("form", ["mais", "odrl"])
def test_an_agreement_goes_out_and_comes_back_as_a_workbook(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, back = tmp_path / "out.json", tmp_path / "back.xlsx"
    asked = ("--agreement", "TR-DSA-01 / 2", "--form", form, "--to", str(out))
    assert main(["share", "agreements", "export", str(EXAMPLE), *asked, *DAY]) == 0
    assert main(["share", "agreements", "import", str(out), "--form", form, "--kept-by", "RZ1", "--to", str(back)]) == 2
    assert not back.exists() and "QZ3" in capsys.readouterr().err, "another organisation's rows are not taken over"
    bring = ["share", "agreements", "import", str(out), "--form", form, "--kept-by", "QZ3", "--to", str(back)]
    assert main(bring) == 0
    here = bundle_of(read_record(EXAMPLE).record, "TR-DSA-01 / 2", TODAY)
    assert here and {each.sheet for each in read_tables(back)} == {type(each).SHEET for each in here.rows()}
    assert main([*bring, "--signatures"]) == 0
    assert Signature.SHEET in {each.sheet for each in read_tables(back)}, "where somebody vouches for them"


def test_a_mais_request_is_answered_in_mais(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = from_json(json.loads((QUESTIONS / "may-icb-plan-for-winter.json").read_text()))
    path = tmp_path / "request.json"
    stamped = datetime(2026, 11, 22, 9, tzinfo=UTC)
    path.write_text(json.dumps(request_of(question, identifier="R-1", stamped=stamped)))
    assert may(path, "--request-to", question.whose[0], "--json") == 5
    answer = json.loads(capsys.readouterr().out)
    assert answer["Decision"] == "DENY" and answer["Request"]["value"] == "R-1"


def test_who_does_it_must_have_a_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with mock.patch("getpass.getuser", side_effect=KeyError("uid not found: 1234")):
        assert main(["share", "map", "--home", str(tmp_path), "--by", "the office"]) == 0
        with pytest.raises(SystemExit):
            main(["share", "map", "--home", str(tmp_path)])
    assert "argument --by: nobody is signed in here by name" in capsys.readouterr().err


def test_help_of_one_command_imports_nothing_of_the_others() -> None:
    script = """
import sys
from concordat.cli import main
try:
    main(["share", "may", "--help"])
finally:
    print(*sys.modules)"""
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    loaded = set(said.split())
    assert "concordat.share.commands.may" in loaded
    assert not loaded & {"duckdb", "pyarrow", "scipy", "sqlglot", "concordat.share.commands.link", "docx", "django"}


def test_what_one_agreement_leaves_out_is_told_where_another_gives_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lists, caseloads = (
        json.loads((QUESTIONS / f"may-icb-plan-{name}.json").read_text()) for name in ("waiting-lists", "caseloads")
    )
    path = tmp_path / "question.json"
    path.write_text(json.dumps(lists | {"whose": ["RZ8"], "columns": lists["columns"] + caseloads["columns"][:1]}))
    assert may(path) == 0
    told = capsys.readouterr().out
    assert "under TR-DSA-01 version 2" in told
    assert f"TR-DSA-07 version 1 gives {caseloads['columns'][0]}: ask for that by itself." in told
