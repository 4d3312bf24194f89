"""A table to show: each kind in words as people read it, and in a workbook as a cell holds it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from concordat.core.sheet import Kind
from concordat.core.shown import DATE, MONEY, PERCENT, TEXT, WHOLE, Table, column, shown

TABLE = Table(
    title="Costs",
    columns=(column("What"), column("Cost", MONEY), column("Share", PERCENT)),
    rows=(("Hosting", 123_450, 0.125), ("Exit", None, None)),
)


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (MONEY, 123_450, "£1,234.50"),
        (MONEY, "withheld", "withheld"),
        (DATE, date(2027, 3, 31), "31 March 2027"),
        (PERCENT, 0.125, "12.5%"),
        (WHOLE, 1234, "1,234"),
        (Kind.NUMBER, 1234.5, "1,234.5"),
        (TEXT, True, "Yes"),
        (DATE, None, ""),
    ],
)
def test_a_value_reads_as_people_do(kind: Kind, value: Any, words: str) -> None:
    assert shown(column("Any", kind), value) == words


def test_a_workbook_holds_pounds_and_shares() -> None:
    assert TABLE.sheet().rows == (("Hosting", 1234.5, 0.125), ("Exit", None, None))


def test_columns_are_chosen_by_heading_and_in_that_order() -> None:
    found = TABLE.only("Share", "What")
    assert (found.headings, found.figures) == (("Share", "What"), (True, False))
    assert found.words() == (("12.5%", "Hosting"), ("", "Exit"))
