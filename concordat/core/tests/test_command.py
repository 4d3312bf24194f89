"""What a command is given may be anything: it is read, or refused in a sentence that says what to do."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

import pytest

from concordat.core.bounds import Unreadable
from concordat.core.command import CannotWrite, Command, NotJson, as_json, day, json_given, write

NO_JSON = {
    "empty": b"",
    "cut short": b'{"a": ',
    "no text": b"\xff\xfe\x00",
    "too deep": b"[" * 100_000,
    "a number too long": b"1" * 10_000,
}


@pytest.mark.parametrize("content", NO_JSON.values(), ids=NO_JSON)
def test_what_is_no_json_is_refused_with_advice(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "question.json"
    path.write_bytes(content)
    with pytest.raises(NotJson, match=r"It cannot be read as JSON \(question.json\). Write the question as JSON."):
        json_given(path, "Write the question as JSON")


@pytest.mark.parametrize("name", [".", "absent.json"])
def test_what_is_no_file_is_told_from_what_is_no_json(name: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="file"):
        json_given(tmp_path / name, "Write it as JSON")


def test_json_is_printed_as_it_is_read(tmp_path: Path) -> None:
    told = {"organisation": "Ysbyty Gwynedd – Bangor", "days": [1, 2]}
    write(tmp_path / "told.json", as_json(told).encode())
    assert json_given(tmp_path / "told.json", "") == told
    assert "–" in as_json(told)


def test_a_file_is_not_written_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match=r"cannot be written\. Write it elsewhere\."):
        write(tmp_path / "absent" / "answer.json", b"{}")


def test_a_day_is_as_iso_8601_writes_it() -> None:
    assert day("2026-11-22") == date(2026, 11, 22)
    for text in ("22/11/2026", "2026-13-01", "tomorrow", ""):
        with pytest.raises(argparse.ArgumentTypeError, match="is not a day; write it as 2026-11-22"):
            day(text)
    assert (day("1900-01-01").year, day("2199-12-31").year) == (1900, 2199)
    for text in ("1899-12-31", "2200-01-01", "0001-01-01", "9999-12-31"):
        with pytest.raises(argparse.ArgumentTypeError, match="check the year"):
            day(text)


def test_a_command_is_described_when_it_is_asked_for_and_once() -> None:
    described: list[str] = []

    def describe(parser: argparse.ArgumentParser) -> None:
        described.append(parser.prog)
        parser.add_argument("--size", type=int, default=1)

    top = Command(prog="top")
    below = top.add_subparsers(required=True)
    for name in ("one", "two"):
        below.add_parser(name, describe=describe)
    assert not described
    assert top.parse_args(["two", "--size", "3"]).size == 3
    assert top.parse_args(["two"]).size == 1
    assert described == ["top two"]
