"""concordat share build and release: what is held and left out is told, and an answer leaves by a second person."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from concordat.cli import main
from concordat.data.log import Log
from concordat.share.commands.tests.conftest import EXAMPLE
from concordat.share.commands.tests.test_ask import QUESTION, ask, lists, share

COUNT = "select organisation, count(*) as tests, count(distinct person_key) as people from observation group by 1"
ROWS = "select code, effective_at from observation"


def release(home: Path, *more: str, by: str = "a second person") -> int:
    given = ("--home", home, "--record", EXAMPLE, "--as-of", "2026-11-22", "--by", by)
    return main(["share", "release", *map(str, given), *more])


@pytest.fixture(scope="module")
def linked(home: Path) -> None:
    """Its people have their keys, by which they are counted."""
    assert main(["share", "link", "--home", str(home)]) == 0


@pytest.fixture
def line(home: Path, linked: None, capsys: pytest.CaptureFixture[str]) -> str:
    """The line of an answer with counts."""
    capsys.readouterr()
    assert ask(home, COUNT, *lists(), "--json", columns=QUESTION["columns"]) == 0
    return str(json.loads(capsys.readouterr().out)["line"])


COUNTS = ("--counts", "people", "--counts", "tests")


def test_what_is_held_and_left_out_is_told_rounded_and_never_of_the_few(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert share("build", home, *lists(), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    rows = told["tables"]["observation"]["rows"]
    assert told["agreement"] == "TR-DSA-08" and set(rows) > {"held", "opted out or not checked"}
    assert all(many is None or many % 5 == 0 for many in rows.values()) and rows["held"]
    assert share("build", home, *lists()) == 0
    assert "left out, beyond the limits of the agreement: none, or of fewer than 8 people" in capsys.readouterr().out
    assert Log(home).lines()[-1].action == "built"


def test_a_store_is_built_only_under_a_permit_and_with_its_lists(home: Path) -> None:
    assert share("build", home, *lists(), purpose="research") == 5
    assert share("build", home) == 2


def test_an_answer_leaves_by_a_second_person_and_counts_are_checked(home: Path, line: str, tmp_path: Path) -> None:
    assert release(home, "--line", line, *COUNTS, "--out", str(tmp_path / "out.csv")) == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert rows and all(int(each["tests"]) % 5 == 0 for each in rows)
    assert release(home, "--line", line, *COUNTS, "--out", str(tmp_path / "out.parquet")) == 0
    assert pq.read_table(tmp_path / "out.parquet").num_rows == len(rows)


def test_what_waits_is_listed_without_any_row(home: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["share", "release", "--home", str(home), "--json"]) == 0
    first = json.loads(capsys.readouterr().out)["waiting"][0]
    assert (str(first["line"]), first["by"], first["released"]) == (line, "an evaluator", False)
    release(home, "--line", line, *COUNTS)
    assert main(["share", "release", "--home", str(home)]) == 0
    assert "asked by an evaluator of QZ3 on 2026-11-22; released" in capsys.readouterr().out


def test_nothing_leaves_by_its_asker_uncounted_unknown_or_to_nowhere(
    home: Path, line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release(home, "--line", line, *COUNTS, by="an evaluator") == 2
    assert release(home, "--line", line) == 2
    assert release(home, "--line", "987654") == 2
    assert release(home, "--line", line, *COUNTS, "--out", str(tmp_path / "out.doc")) == 2
    assert release(home, "--line", line, *COUNTS, "--out", str(tmp_path / "no" / "out.csv")) == 2
    assert main(["share", "release", "--home", str(home), "--line", line]) == 2
    assert ask(home, ROWS, *lists(), "--json") == 0
    rows = capsys.readouterr().out
    row_line = json.loads(rows[rows.index("{") :])["line"]
    assert release(home, "--line", str(row_line), *COUNTS) == 2
    assert not list(tmp_path.iterdir())
