"""Three Rivers, planned once by the command as its programme office would, and read for every test here."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from concordat.core.rows import read_tables
from concordat.register.intake import read_record
from concordat.register.record import Record

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "three_rivers"
AS_OF = date(2026, 11, 22)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What the command left behind: its JSON, and each sheet of its workbook as rows by heading."""

    json: dict[str, Any]
    sheets: dict[str, list[dict[str, Any]]]
    folder: Path

    @property
    def systems(self) -> list[dict[str, Any]]:
        """Every system, whether it changes or not."""
        return [*self.json["moves"], *self.json["stays"]]


def concordat(*arguments: str | Path, exit_code: int = 0) -> str:
    """What `concordat …` prints; the exit code must be as given."""
    command = [sys.executable, "-m", "concordat", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == exit_code, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Answered:
    """`concordat converge examples/three_rivers`, with everything it can write."""
    folder = tmp_path_factory.mktemp("three_rivers")
    files = {name: folder / f"roadmap.{name}" for name in ("xlsx", "ics", "docx", "svg")}
    options = [each for name, path in files.items() for each in (f"--{name}", path)]
    printed = concordat("converge", EXAMPLE, "--as-of", AS_OF.isoformat(), "--json", *options)
    sheets = {
        table.sheet: [dict(row.cells) for row in table.rows] for table in read_tables(files["xlsx"]) if table.rows
    }
    return Answered(json=json.loads(printed), sheets=sheets, folder=folder)


@pytest.fixture(scope="session")
def record() -> Record:
    """Three Rivers as the register holds it."""
    return read_record(EXAMPLE).record
