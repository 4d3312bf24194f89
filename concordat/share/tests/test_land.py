"""`concordat share land`: each file is told of, and one that cannot be landed does not stop the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from concordat.cli import main
from concordat.data.extract import landed


def test_files_are_landed_known_again_and_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("id\n1\n")
    (tmp_path / "empty.csv").write_text("")
    asked = ["share", "land", str(tmp_path / "empty.csv"), str(tmp_path / "a.csv"), "--home", str(tmp_path / "home")]
    asked += ["--organisation", "RXX", "--system", "PAS", "--period", "2026-10"]
    assert main([*asked, "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    (batch,) = landed(tmp_path / "home")
    assert [each["id"] for each in told["batches"]] == [batch.id] and not told["batches"][0]["known"]
    assert [each["file"] for each in told["findings"]] == ["empty.csv"] and told["status"] == "bad input"
    assert main([*asked[:2], *asked[3:]]) == 0
    assert f"a.csv: known already, as batch {batch.id}" in capsys.readouterr().out
    assert landed(tmp_path / "home") == (batch,)
