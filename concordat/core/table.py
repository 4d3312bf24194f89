"""Rows and tables that remember where they were written, made from a sheet's grid of values."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from concordat.core.bounds import Limits
from concordat.core.broken import Broken
from concordat.core.cells import Value, show, tidy
from concordat.core.finding import Finding, Severity

_TITLE_ROWS = 20  # how far down the headings are looked for, under a title or a note
_UNIT = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|\*)\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row. `number` is what the sheet shows beside it; `cells` are by heading as written, a blank is None."""

    file: str
    sheet: str
    number: int
    cells: Mapping[str, Value]

    def get(self, heading: str) -> Value:
        """The value under a heading however it is spelt (see `normalise`); None if blank, or no such heading."""
        return self.cells.get(self.heading(heading))

    def heading(self, heading: str) -> str:
        """The heading as this sheet writes it, or as given if the sheet has none like it."""
        if heading in self.cells:
            return heading
        alike = normalise(heading)
        return next((written for written in self.cells if normalise(written) == alike), heading)

    def finding(
        self, column: str, what: str, next: str, *, rule: str = "", severity: Severity = Severity.ERROR
    ) -> Finding:
        """A Finding at the cell of this row under `column`; a blank column means the whole row."""
        column = self.heading(column) if column else ""
        return Finding(what, next, self.file, self.sheet, self.number, column, rule, severity)


@dataclass(frozen=True, kw_only=True)
class Table:
    """One sheet or one CSV. `headings` are as written, by position from column A, "" where a column has none.

    `heading_row` is 0 where there is none. A hidden sheet is a Table of no headings whose Finding says so.
    """

    file: str
    sheet: str
    headings: tuple[str, ...] = ()
    heading_row: int = 0
    rows: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A sheet's tidied values by position, [0][0] being A1, before any row is taken for headings.

    A value is a `Value` or `Broken`; `merged` are (first row, first column, last row, last column), from 0.
    """

    file: str
    sheet: str
    records: list[list[Any]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    findings: tuple[Finding, ...] = ()


def normalise(heading: str) -> str:
    """A heading for comparing: "Start_Date ", "start date (dd/mm/yyyy)" and "Start date *" are one."""
    text = tidy(heading)
    while cut := _UNIT.search(text):
        if not cut.start():
            break
        text = text[: cut.start()]
    return " ".join(re.sub(r"[\s_\-‐-―]+", " ", text).casefold().split())


def table_of(grid: Grid, limits: Limits, headings: Sequence[str] | None = None) -> Table:
    """The table in a grid: its headings, its rows, and what is wrong with its shape. Raises OutOfBounds."""
    start = 0 if headings is not None else _heading_row(grid.records)
    if start is None:
        return Table(file=grid.file, sheet=grid.sheet, findings=grid.findings)
    written = [tidy(each) for each in headings] if headings is not None else list(map(_said, grid.records[start - 1]))
    numbered = enumerate(grid.records[start:], start + 1)
    data = [(number, record) for number, record in numbered if record.count(None) < len(record)]
    widest = max((len(record) for _, record in data), default=0)
    shape = _Shape(grid=grid, headings=written, start=start, data=data, kept=_kept(written))
    shape.check(limits, "rows", len(data))
    shape.check(limits, "columns", max(widest, len(written)))
    return Table(
        file=grid.file,
        sheet=grid.sheet,
        headings=tuple(written + [""] * (widest - len(written))),
        heading_row=start,
        rows=tuple(shape.rows()),
        findings=(*grid.findings, *shape.findings(limits)),
    )


def _heading_row(records: Sequence[Sequence[Any]]) -> int | None:
    """Its number: the first row with two values, since a title has one; else the first with any; else None."""
    filled = ((number, len(record) - record.count(None)) for number, record in enumerate(records, 1))
    some = list(islice(((number, count) for number, count in filled if count), _TITLE_ROWS))
    return next((number for number, count in some if count > 1), some[0][0] if some else None)


def _said(value: Any) -> str:
    return "" if value is None or isinstance(value, Broken) else tidy(str(value))


def _kept(headings: Sequence[str]) -> dict[str, int]:
    """The column index of each heading; of two alike, the first."""
    first: dict[str, int] = {}
    for index, heading in enumerate(headings):
        if heading:
            first.setdefault(normalise(heading), index)
    return {headings[index]: index for index in first.values()}


@dataclass(frozen=True, kw_only=True)
class _Shape:
    """A grid divided into headings and numbered data rows (those that are not blank)."""

    grid: Grid
    headings: list[str]
    start: int
    data: list[tuple[int, list[Any]]]
    kept: Mapping[str, int]

    def check(self, limits: Limits, bound: str, amount: int, what: str = "") -> None:
        limits.check(bound, amount, where=f"{self.grid.file}, sheet {self.grid.sheet}", what=what)

    def rows(self) -> Iterator[Row]:
        names, places = tuple(self.kept), tuple(self.kept.values())
        width = max(places, default=-1) + 1
        for number, record in self.data:
            if len(record) < width:
                record = record + [None] * (width - len(record))
            values = [record[place] for place in places]
            if Broken in map(type, values):
                values = [None if isinstance(value, Broken) else value for value in values]
            cells = dict(zip(names, values, strict=True))
            yield Row(file=self.grid.file, sheet=self.grid.sheet, number=number, cells=cells)

    def findings(self, limits: Limits) -> Iterator[Finding]:
        """Everything wrong with the shape: first the headings, then row by row, then the merged cells."""
        yield from self._titles()
        yield from self._repeated()
        yield from self._unheaded()
        for number, record in self.data:
            yield from self._row(number, record)
        yield from self._merged(limits)

    def _at(
        self, what: str, next: str, row: int | None = None, column: str = "", severity: Severity = Severity.ERROR
    ) -> Finding:
        return Finding(what, next, self.grid.file, self.grid.sheet, row, column, severity=severity)

    def _titles(self) -> Iterator[Finding]:
        upper = enumerate(self.grid.records[: max(self.start - 1, 0)], 1)
        above = [str(number) for number, record in upper if record.count(None) < len(record)]
        if above:
            what = f"The headings were taken from row {self.start}; row {', '.join(above)} above them was not read"
            yield self._at(what, "Nothing, if that is a title or a note", self.start, severity=Severity.NOTE)

    def _repeated(self) -> Iterator[Finding]:
        counts = Counter(normalise(heading) for heading in self.headings if heading)
        for heading, index in self.kept.items():
            if (count := counts[normalise(heading)]) > 1:
                what = f"{count} columns have the heading '{heading}'; only column {letter(index)}, the first, was read"
                yield self._at(what, "Rename or remove the others", self.start or None, heading)

    def _unheaded(self) -> Iterator[Finding]:
        for index, heading in enumerate(self.headings):
            if not heading:
                filled = [number for number, each in self.data if index < len(each) and each[index] is not None]
                if filled:
                    where = letter(index)
                    what = f"Column {where} has no heading but {len(filled):,} values, the first in row {filled[0]}"
                    yield self._at(what, "Give it a heading, or clear the column", self.start or None, where)

    def _row(self, number: int, record: list[Any]) -> Iterator[Finding]:
        width = len(self.headings)
        if Broken in map(type, record):
            for index, value in enumerate(record[:width]):
                if isinstance(value, Broken):
                    yield self._at(value.what, value.next, number, self.headings[index] or letter(index))
        if extra := [value for value in record[width:] if value is not None]:
            what = f"The row has {len(record)} values for {width} headings; {show(extra[0])} and beyond were not read"
            yield self._at(what, "Put quotation marks round a value that holds a comma, or remove the extra", number)
        if len(record) <= max(self.kept.values(), default=-1):
            what = f"The row has only {len(record)} values for {width} headings; the rest were read as blank"
            advice = "Check that no value is missing or has moved to another column"
            yield self._at(what, advice, number, severity=Severity.WARNING)

    def _merged(self, limits: Limits) -> Iterator[Finding]:
        numbers = [number for number, _ in self.data]
        told = 0
        for top, left, bottom, right in self.grid.merged:
            column = (self.headings[left] if left < len(self.headings) else "") or letter(left)
            if top < self.start <= bottom + 1:
                yield self._at("The heading is a merged cell", "Unmerge it: one heading a column", self.start, column)
            first = max(top + 1, self.start) + (left == right or top < self.start)  # its own first row lost nothing
            lost = numbers[bisect_left(numbers, first) : bisect_right(numbers, bottom + 1)]
            told += len(lost)
            self.check(limits, "rows", told, f"Merged cells cover {told:,} rows")
            what = _merged_what(bottom - top + 1, right - left + 1)
            for number in lost:
                yield self._at(what, "Unmerge the cells and fill in each", number, column)


def _merged_what(rows: int, columns: int) -> str:
    if columns == 1:
        return f"Merged cell: only the first of {rows} rows carries a value"
    return f"Merged cell: only the first of {columns} columns{f' and {rows} rows' if rows > 1 else ''} carries a value"


def letter(index: int) -> str:
    """The letters a spreadsheet shows above a column counted from 0: 0 is A, 26 is AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
