"""What a sheet to be written is: its columns, its rows as cells hold them, and the notes on its cells."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from concordat.core.cells import tidy
from concordat.core.refusal import Refusal

_MOST_TEXT = 32_767  # characters in one cell, Excel's bound
_NOT_IN_TITLES = frozenset("[]:*?/\\")
_DAY_NOUGHT = date(1899, 12, 30)  # the 1900 date system; right for every day since 1 March 1900
_FIRST_DAY = date(1900, 3, 1)


class Kind(StrEnum):
    """What a column holds, which decides how its cells look."""

    TEXT = "text"
    DATE = "date"
    DATE_TIME = "date_time"
    MONEY = "money"
    WHOLE = "whole"
    NUMBER = "number"
    PERCENT = "percent"
    YES_NO = "yes_no"
    CHOICE = "choice"


_FIGURES = (Kind.MONEY, Kind.WHOLE, Kind.NUMBER, Kind.PERCENT)


class Unwritable(Refusal):
    """A value no cell can hold, or a file that cannot be written."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column to write. `width` is in characters, 0 for a fitting one; `note` is shown on its heading."""

    heading: str
    kind: Kind | str = Kind.TEXT
    width: int = 0
    note: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))
        if self.kind is Kind.YES_NO and not self.choices:
            object.__setattr__(self, "choices", ("Yes", "No"))


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet to write: headings in row 1, then `rows`, each with a value a column, None for a blank.

    Money is in pounds (pence / 100) and a percentage is a share of one, as a cell holds them; True is Yes.
    `marks` are notes on cells by (row index, column index), from 0 under the headings.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Any]] = ()
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 < len(self.title) <= 31 or _NOT_IN_TITLES & set(self.title):
            raise ValueError(f"Excel takes no sheet called {self.title!r}: 1 to 31 characters, none of []:*?/\\")


def words(value: Any) -> str:
    """A value that is no number and no date as tidied text. Raises Unwritable beyond what a cell holds."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    text = "" if value is None else tidy(str(value))
    if len(text) > _MOST_TEXT:
        what = f"A text of {len(text):,} characters does not fit in a cell, which holds {_MOST_TEXT:,}"
        raise Unwritable(what, where=f"it begins {text[:40]!r}", remedy="Shorten it, or keep it in a document")
    return text


def held(column: Kind | str, value: Any) -> tuple[Kind, str | int | float]:
    """How a cell of a workbook holds a value: what it looks like, and its text, number or date serial."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | date):
        return Kind.TEXT, words(value)
    if isinstance(value, date):
        return _serial(value)
    if not math.isfinite(value):
        raise Unwritable(f"{value} is not a number a cell can hold", remedy="Leave the cell blank")
    kind = Kind(column) if column in _FIGURES else Kind.NUMBER
    return kind, float(value) if isinstance(value, Decimal) else value


def _serial(day: date) -> tuple[Kind, str | int | float]:
    if isinstance(day, datetime):
        if day.date() < _FIRST_DAY or day.tzinfo is not None:
            return Kind.TEXT, day.isoformat()
        moment = day - datetime.combine(_DAY_NOUGHT, time())
        return Kind.DATE_TIME, moment.days + moment.seconds / 86_400
    if day < _FIRST_DAY:
        return Kind.TEXT, day.isoformat()
    return Kind.DATE, (day - _DAY_NOUGHT).days


def put(target: Path | str | IO[bytes], data: bytes) -> None:
    """Writes to a path or a binary stream. Raises Unwritable."""
    if not isinstance(target, Path | str):
        target.write(data)
        return
    try:
        Path(target).write_bytes(data)
    except OSError as problem:
        what = f"The file cannot be written: {problem.strerror or problem}"
        remedy = "Close it if it is open in Excel, and check the folder"
        raise Unwritable(what, where=Path(target).name, remedy=remedy) from problem
