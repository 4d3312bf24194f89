"""concordat share tidy: what is not in force today goes, and no day but today can be named."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from concordat.cli import main
from concordat.data.answers import waiting
from concordat.share.commands import tidy
from concordat.share.commands.tests.conftest import EXAMPLE
from concordat.share.commands.tests.test_ask import COUNT, ask, lists


def tidied(home: Path, monkeypatch: pytest.MonkeyPatch, day: date, *more: str, record: Path = EXAMPLE) -> int:
    monkeypatch.setattr(tidy, "date", SimpleNamespace(today=lambda: day))
    return main(["share", "tidy", "--home", str(home), "--record", str(record), *more])


def test_what_is_not_in_force_today_goes_and_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(home, COUNT, *lists()) == 0
    assert tidied(home, monkeypatch, date(2026, 11, 22)) == 0
    assert "0 stores and 0 kept answers were deleted" in capsys.readouterr().out
    assert tidied(home, monkeypatch, date(2099, 1, 1), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["status"] == "tidied" and len(told["stores"]) == len(told["answers"]) == 1 and not told["unknown"]
    assert waiting(home) == () and not list(home.glob("stores/*/store.duckdb"))


def test_no_other_day_can_be_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit):
        tidied(home, monkeypatch, date(2026, 11, 22), "--as-of", "2099-01-01")
    assert tidied(home / "nowhere", monkeypatch, date(2026, 11, 22)) == 2
