"""The mission page says the truth: a row is called served where tests bear its name, and nowhere else."""

from __future__ import annotations

import re

from tests.acceptance.conftest import ROOT
from tests.acceptance.mission import ROWS

PAGE = (ROOT / "docs" / "reference" / "mission.md").read_text(encoding="utf-8")
TESTED = {path.stem.split("_")[1].upper() for path in (ROOT / "tests" / "acceptance").glob("test_[mn][0-9][0-9]_*.py")}


def test_every_row_is_on_the_page_once() -> None:
    assert re.findall(r"^\| ([MN]\d\d) \|", PAGE, re.MULTILINE) == [each.row for each in ROWS]


def test_a_row_without_tests_is_listed_as_not_served() -> None:
    lines = {line.split(" ")[1]: line for line in PAGE.splitlines() if re.match(r"\| [MN]\d\d \|", line)}
    assert {row for row, line in lines.items() if "not served yet" not in line} == TESTED


def test_no_tests_bear_the_name_of_a_row_that_is_none() -> None:
    assert {each.row for each in ROWS} >= TESTED
