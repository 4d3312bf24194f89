"""concordat share doctor: a sound workspace is well, and whatever was changed, lost or left open is named."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from concordat.cli import main
from concordat.data import sandbox
from concordat.data.extract import land
from concordat.data.tests.test_query import BY, At
from concordat.share import doctor

AT = datetime(2026, 11, 3, 9, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workspace with a landed file, a lake, a log of a question, and a linkage."""
    (tmp_path / "home").mkdir()
    at = At(tmp_path / "home")
    at.ask("select count(*) as n from encounter")
    at.door.close()
    sent = tmp_path / "people.csv"
    sent.write_text("id,name\n1,Ann\n2,Bo\n")
    land(sent, home=tmp_path / "home", organisation="RZ1", system="pas", period="2026-10", received_at=AT)
    columns = tmp_path / "columns.json"
    columns.write_text('{"record_id": "id", "given_name": "name"}')
    given = (sent, "--columns", columns, "--out", tmp_path / "out.csv", "--home", tmp_path / "home", "--by", BY)
    assert main(["share", "link", *map(str, given)]) == 0
    (tmp_path / "home").chmod(0o700)
    return tmp_path / "home"


def looked(home: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, dict[str, str]]]:
    capsys.readouterr()
    code = main(["share", "doctor", "--home", str(home), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["well"] == (code == 0)
    return code, {each["name"]: each for each in told["signs"]}


def test_a_sound_workspace_is_well_and_nothing_is_changed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {each: each.stat().st_mtime_ns for each in home.rglob("*")}
    code, signs = looked(home, capsys)
    assert code == 0 and {"isolation", "disk", "lake", "log", "ledger", "landed files"} <= set(signs)
    assert [each["name"] for each in signs.values() if each["state"] == "error"] == []
    assert {each: each.stat().st_mtime_ns for each in home.rglob("*")} == before


def _cut(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-9] + b"\n")


@pytest.mark.parametrize(
    ("harm", "sign", "state"),
    [
        (lambda home: _cut(next(home.glob("landed/*/people.csv"))), "landed files", "error"),
        (lambda home: _cut(next(home.glob("lake/patient/**/*.parquet"))), "lake", "error"),
        (lambda home: next(home.glob("lake/encounter/**/*.parquet")).unlink(), "lake", "error"),
        (lambda home: _cut(next(home.glob("log/*.jsonl"))), "log", "error"),
        (lambda home: _cut(home / "linkage" / "000001" / "rows.parquet"), "ledger", "error"),
        (lambda home: (home / ".unfinished-x").mkdir(), "unfinished", "note"),
        (lambda home: home.chmod(0o755), "access", "warning"),
    ],
)
def test_what_was_changed_lost_or_left_open_is_named_with_what_to_do(
    home: Path, capsys: pytest.CaptureFixture[str], harm: Callable[[Path], Any], sign: str, state: str
) -> None:
    harm(home)
    code, signs = looked(home, capsys)
    assert signs[sign]["state"] == state and signs[sign]["next"]
    assert code == (1 if state == "error" else 0)
    assert [each["name"] for each in signs.values() if each["state"] == "error"] == [sign] * (state == "error")


def test_isolation_is_what_a_process_that_answers_gets(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["share", "doctor"]) == 0
    assert (f"Landlock {sandbox.version()}" if sandbox.version() else "resource limits only") in capsys.readouterr().out
    monkeypatch.setattr(doctor, "_CONFINE", "raise SystemExit(1)")
    assert main(["share", "doctor"]) == 0
    told = capsys.readouterr().out
    assert "warning isolation: nothing" in told and "Next: Use Linux 5.13" in told


def test_no_workspace_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["share", "doctor", "--home", str(tmp_path / "none")]) == 2
    assert "There is no workspace" in capsys.readouterr().err and os.listdir(tmp_path) == []  # noqa: PTH208
