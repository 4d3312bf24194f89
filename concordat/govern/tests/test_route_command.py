"""concordat govern route: a proposal from a file or the record, routed or not, in every form; all errors at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from concordat.cli import main

EXAMPLE = Path(__file__).parents[3] / "examples" / "three_rivers"
AS_OF = ("--as-of", "2026-11-22")
PUT = {
    "proposal": "P-9",
    "title": "One archive",
    "members": ["RZ1", "RZ4"],
    "function": "digital services",
    "decision_class": "contract award",
    "value": 250_000,
    "months": 36,
}


def ran(capsys: pytest.CaptureFixture[str], named: str | Path, *more: str) -> tuple[int, str, str]:
    """(exit code, printed, said about errors) of the command on Three Rivers."""
    code = main(["govern", "route", str(EXAMPLE), "--proposal", str(named), *AS_OF, *more])
    said = capsys.readouterr()
    return code, said.out, said.err


def put(tmp_path: Path, **changes: Any) -> Path:
    """A file of a proposal; a value of None leaves its member out."""
    path = tmp_path / "proposal.json"
    path.write_text(json.dumps({key: value for key, value in (PUT | changes).items() if value is not None}))
    return path


def test_the_first_proposal_of_three_rivers_reaches_the_joint_committee_in_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, printed, _ = ran(capsys, "converge-phr", "--json")
    answer = json.loads(printed)
    assert code == 0
    assert answer["earliest"] == "2026-12-17" <= "2026-12-31"  # the day by which it must be decided
    last = answer["steps"][-1]
    assert (last["body"], last["organisation"], sorted(last["binds"])) == (
        "TR-JC", "", ["QZ3", "RZ1", "RZ4", "RZ8", "Z3R4V"]
    )  # fmt: skip
    assert answer["critical_path"] == ["RZ4-FPC 2026-12-15", "TR-JC 2026-12-17"]
    assert set(last["depends_on"]) <= {each["id"] for each in answer["steps"]}
    assert all(
        f"Delegation {each} / digital services / contract award / TR-JC" in last["power"] for each in last["binds"]
    )


def test_json_has_what_is_promised_and_the_text_its_headline(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, printed, _ = ran(capsys, put(tmp_path), "--json")
    answer = json.loads(printed)
    assert code == 0
    assert {"proposal", "earliest", "critical_path", "steps", "blocked", "as_of", "shorter", "alternatives"} <= set(
        answer
    )
    promised = {"organisation", "body", "power", "meeting_on", "papers_due", "depends_on", "source", "why"}
    assert all(promised | {"purpose", "binds"} <= set(each) for each in answer["steps"])
    _, printed, _ = ran(capsys, put(tmp_path))
    assert printed.splitlines()[1].startswith("Earliest lawful day ")


def test_what_nobody_may_decide_ends_with_3_and_says_why_and_what_next(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, printed, _ = ran(capsys, put(tmp_path, members=["RZ5"]), "--json")
    answer = json.loads(printed)
    assert code == 3
    assert answer["earliest"] is None
    assert answer["steps"] == []
    assert answer["blocked"]
    assert all({"rule", "why", "remedy"} <= set(each) and each["remedy"] for each in answer["blocked"])
    code, printed, _ = ran(capsys, put(tmp_path, members=["RZ5"]))
    assert "What stands in the way" in printed


def test_everything_wrong_with_a_file_is_said_at_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = put(tmp_path, title=None, value="much", function="magic", colour="red", months=[1], members={"a": 1})
    code, printed, error = ran(capsys, path, "--json")
    assert code == 2
    columns = {each["column"] for each in json.loads(printed)["findings"]}
    assert columns == {"title", "value", "function", "colour", "months", "members"}
    assert "6 things must be mended first" in error
    code, printed, _ = ran(capsys, put(tmp_path, members=["RZ1", "XX9"], contracts=["none"]), "--json")
    assert code == 2
    assert len(json.loads(printed)["findings"]) == 2


@pytest.mark.parametrize("text", ["[]", "{", '"P-1"', "null"])
def test_a_file_that_is_no_object_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str) -> None:
    path = tmp_path / "proposal.json"
    path.write_text(text)
    assert ran(capsys, path)[0] == 2


def test_nothing_is_guessed_of_the_matter(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, error = ran(capsys, put(tmp_path, function=None, decision_class=None))
    assert code == 2
    assert "function and decision class" in error
    assert ran(capsys, put(tmp_path, members=None))[0] == 2
    _, printed, _ = ran(capsys, put(tmp_path, value=None, months=None))
    assert "No value is given" in printed
    assert "No length is given" in printed


def test_a_key_that_nobody_has_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, error = ran(capsys, "P-none")
    assert code == 2
    assert "converge-phr" in error


def test_money_is_in_pounds_and_headings_will_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "proposal.json"
    path.write_text(json.dumps({key.replace("_", " ").capitalize(): value for key, value in PUT.items()}))
    by_heading, by_name = ran(capsys, path, "--json"), ran(capsys, put(tmp_path, value="£250,000.00"), "--json")
    assert by_heading == by_name


def test_files_are_written_beside_what_is_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    names = {"ics": b"BEGIN:VCALENDAR", "svg": b"<svg", "docx": b"PK"}
    asked = [word for name in names for word in (f"--{name}", str(tmp_path / f"route.{name}"))]
    assert ran(capsys, "converge-phr", *asked)[0] == 0
    for name, start in names.items():
        assert (tmp_path / f"route.{name}").read_bytes().startswith(start)
    assert ran(capsys, "converge-phr", "--ics", str(tmp_path / "no" / "route.ics"))[0] == 2


def test_a_proposal_is_as_it_was_on_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    code, printed, _ = ran(capsys, "TR-P-06", "--json")
    answer = json.loads(printed)
    assert code == 0
    assert [each["done"] for each in answer["steps"]] == [True]
    assert answer["alternatives"] == []
    assert answer["earliest"] == "2026-10-15"


def test_governors_come_after_the_boards_of_a_merger_and_councils_decide_for_themselves(
    capsys: pytest.CaptureFixture[str],
) -> None:
    steps = {each["body"]: each for each in json.loads(ran(capsys, "TR-P-04", "--json")[1])["steps"]}
    assert steps["RZ1-COG"]["depends_on"] == [f"RZ1-BOARD {steps['RZ1-BOARD']['meeting_on']}"]
    assert steps["RZ1-COG"]["power"].startswith("Reserved matter RZ1 / merger")
    pooled = json.loads(ran(capsys, "TR-P-03", "--json")[1])
    assert {each["body"]: each["binds"] for each in pooled["steps"] if each["binds"]} == {
        "098-CABINET": ["098"], "QZ3-BOARD": ["QZ3"], "RZ8-BOARD": ["RZ8"]
    }  # fmt: skip
