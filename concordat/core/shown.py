"""A table to show: one set of columns and rows, in words on a page and as values in a workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import repeat
from typing import Any

from concordat.core.money import in_pounds
from concordat.core.period import long_date
from concordat.core.sheet import Column, Kind, Sheet, words

TEXT, DATE, MONEY, WHOLE, PERCENT = Kind.TEXT, Kind.DATE, Kind.MONEY, Kind.WHOLE, Kind.PERCENT


@dataclass(frozen=True, kw_only=True)
class Table:
    """Columns and rows; money is in pence, a percentage a share of one, and a blank None."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands over the columns."""
        return tuple(column.heading for column in self.columns)

    @property
    def figures(self) -> tuple[bool, ...]:
        """Whether each column holds figures, which stand on the right."""
        return tuple(column.kind in (MONEY, WHOLE, PERCENT) for column in self.columns)

    def words(self, money: Callable[[int], str] = in_pounds) -> tuple[tuple[str, ...], ...]:
        """The rows as people read them, pounds to the penny unless `money` says otherwise."""
        return tuple(tuple(map(shown, self.columns, row, repeat(money))) for row in self.rows)

    def only(self, *headings: str) -> Table:
        """The same rows with these columns, in this order."""
        places = [self.headings.index(heading) for heading in headings]
        rows = tuple(tuple(row[place] for place in places) for row in self.rows)
        return replace(self, columns=tuple(self.columns[place] for place in places), rows=rows)

    def sheet(self) -> Sheet:
        """The table as a sheet of a workbook."""
        rows = tuple(tuple(map(_held, self.columns, row)) for row in self.rows)
        return Sheet(title=self.title, columns=self.columns, rows=rows)


def column(heading: str, kind: Kind = TEXT, width: int = 0) -> Column:
    """A column; `width` in characters of a workbook, 0 for a fitting one."""
    return Column(heading=heading, kind=kind, width=width)


def shown(column: Column, value: Any, money: Callable[[int], str] = in_pounds) -> str:
    """A value as people read it: "£1,234.50", "31 March 2027", "12.5%"."""
    if value is None:
        return ""
    if isinstance(value, str | bool):
        return words(value)
    if column.kind is MONEY:
        return money(value)
    return _WORDS.get(Kind(column.kind), str)(value)


_WORDS: dict[Kind, Callable[[Any], str]] = {
    DATE: lambda day: long_date(day) if isinstance(day, date) else str(day),
    PERCENT: "{:.1%}".format,
    WHOLE: "{:,}".format,
    Kind.NUMBER: "{:,g}".format,
}


def _held(column: Column, value: Any) -> Any:
    money = column.kind is MONEY and isinstance(value, int) and not isinstance(value, bool)
    return value / 100 if money else value
