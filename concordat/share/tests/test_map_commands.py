"""The commands map, gaps and suggest, as they are typed: what they print, and what they end with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from concordat.cli import main
from concordat.share.standardise.tests.dialects import comma, landed, workspace


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    try:
        code = main(["share", *arguments])
    except SystemExit as ended:
        code = int(ended.code or 0)
    said = capsys.readouterr()
    return code, said.out + said.err


def test_map_then_gaps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = str(workspace(tmp_path, ["comma"]))
    code, said = ran(capsys, "map", "--home", home, "--json")
    assert code == 0 and json.loads(said)["batches"][0]["found"][0]["rows"] == 3
    code, said = ran(capsys, "map", "--home", home)
    assert (code, said.strip()) == (0, "patients.csv: 3 rows of patient, as before.")
    code, said = ran(capsys, "gaps", "--home", home, "--as-of", "2026-11-04")
    assert code == 0 and "RZ1 has no mapping for death date of patients; its system is comma." in said
    code, said = ran(capsys, "gaps", "--home", home, "--json")
    assert {each["kind"] for each in json.loads(said)["gaps"]} >= {"not_mapped", "partial"}


def test_a_file_without_a_feed_is_told_and_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace(tmp_path, ["comma"])
    (tmp_path / "feeds" / "RZ1" / "comma.yaml").unlink()
    code, said = ran(capsys, "map", "--home", str(tmp_path))
    assert code == 2 and "No feed is for this file of RZ1, system comma" in said


def test_a_feed_with_a_fault_stops_before_anything_is_mapped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace(tmp_path, ["comma"])
    landed(tmp_path, "comma", comma() + b"\n")
    feed = tmp_path / "feeds" / "RZ1" / "comma.yaml"
    feed.write_text(feed.read_text() + "  colour: C\n")
    code, said = ran(capsys, "map", "--home", str(tmp_path))
    assert code == 2 and "no column colour" in said and "line" in said
    assert not (tmp_path / "lake").exists()


def test_suggest_proposes_a_feed_and_prints_no_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new.csv"
    path.write_bytes(comma())
    code, said = ran(capsys, "suggest", str(path), "--table", "patient")
    assert code == 0 and 'birth_date: {from: "DOB", date: dd/mm/yyyy}' in said
    assert "943" not in said and "Hara" not in said
    code, said = ran(capsys, "suggest", str(path), "--json")
    assert json.loads(said)["table"] == "patient"
