"""The empty workbook: a sheet a noun, with drop-downs and notes, ready to be filled in."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from concordat.core.sheets import Column, Sheet, write_workbook
from concordat.register.noun import Noun, columns, nouns
from concordat.register.outtake import sheet_column

_ADVICE = (
    "Fill in the sheets you need and leave the rest empty; the order of columns does not matter.",
    "Columns whose note says Required must be filled in on every row. Hover over a heading to read its note.",
    "Dates may be typed as 31/03/2027 or 31 March 2027. Money is in pounds. Percentages are typed as 5%.",
    "Several keys in one cell are separated by ; and a key must stand on its own sheet.",
    "A row that stopped being true stays: write the day in Valid to, and add a new row for what is true now.",
)


def write_template(target: Path | str | IO[bytes]) -> None:
    """Write the empty workbook."""
    write_workbook(target, (_read_me(), *(_empty(noun) for noun in nouns())))


def _read_me() -> Sheet:
    sheets = tuple((noun.SHEET, noun.MEANS) for noun in nouns())
    rows = tuple(("", line) for line in _ADVICE) + sheets
    return Sheet(title="Read me", columns=(Column(heading="Sheet"), Column(heading="What it holds")), rows=rows)


def _empty(noun: type[Noun]) -> Sheet:
    return Sheet(title=noun.SHEET, columns=tuple(sheet_column(each) for each in columns(noun)), rows=())
