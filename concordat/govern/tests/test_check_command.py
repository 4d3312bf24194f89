"""`concordat govern check`: how it ends, and that what it prints and what it gives as JSON is the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from concordat.cli import main
from concordat.govern.tests.sound import changed, sound
from concordat.register.authority import TermsOfReference
from concordat.register.meeting import AgendaItem
from concordat.register.outtake import write_record
from concordat.register.record import Record

DAY = ("--as-of", "2026-11-22")


def book(tmp_path: Path, record: Record) -> str:
    path = tmp_path / "record.xlsx"
    write_record(record, path)
    return str(path)


def run(*arguments: str) -> int:
    """How the command ends."""
    return main(["govern", "check", *arguments, *DAY])


def test_where_all_is_sound_it_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(book(tmp_path, Record.of(sound()))) == 0
    assert "Nothing is wrong on 22 November 2026." in capsys.readouterr().out


def test_a_warning_is_told_and_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(book(tmp_path, changed(TermsOfReference, "JC", review_on=None))) == 0
    assert "warning: GOV-09: record.xlsx, sheet Terms of reference, row 2" in capsys.readouterr().out


def test_an_error_ends_with_3_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = book(tmp_path, changed(AgendaItem, "JC", body="PB"))
    assert run(path) == 3
    printed = capsys.readouterr().out
    assert run(path, "--json") == 3
    told = json.loads(capsys.readouterr().out)
    assert told["status"] == "errors" and told["as_of"] == "2026-11-22"
    assert all(each["what"].rstrip(".") in printed for each in told["findings"])
    assert {(each["rule"], each["sheet"], each["row"]) for each in told["findings"]} == {("GOV-01", "Agenda items", 2)}


def test_what_cannot_be_read_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(tmp_path / "nowhere"), "--json") == 2
    assert json.loads(capsys.readouterr().out)["status"] == "bad input"
