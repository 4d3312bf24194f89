"""Reads one sheet of a workbook into rows of text: days as 2026-10-05, and whole numbers without a decimal point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path

import pyarrow as pa

from concordat.core.bounds import COMMAND_LINE, Unreadable, given_bytes
from concordat.core.finding import Severity
from concordat.core.rows import read_grids
from concordat.core.table import Grid, Row, Table, normalise, table_of
from concordat.data.formats.headings import headings
from concordat.data.formats.relation import Relation, Writer
from concordat.data.formats.source import SourceSpec

FORMATS = ("xlsx", "xlsm", "xls", "ods")
OPTIONS = ("sheet", "heading_row", "headings", "columns")
REASONS = {"value": "The value could not be read: an error value, a merged cell, or one beyond the last heading"}
LIMITS = replace(COMMAND_LINE, rows=1_048_575)
_AT_ONCE = 10_000


def read(path: Path, spec: SourceSpec, *, work: Path) -> Relation:
    """The rows of the sheet that is named, or of the only one there is. Raises Unreadable or OutOfBounds."""
    table = _chosen(list(_tables(path, spec)), spec, path.name)
    places = [index for index, heading in enumerate(table.headings) if heading in _unique(table)]
    written = [table.headings[index] for index in places]
    named = headings(written, spec.columns, file=path.name, row=table.heading_row)
    writer = Writer(work, file=path.name, columns=named.names, reasons=REASONS)
    names = dict(zip(written, named.names, strict=True))
    notes = [each for each in table.findings if each.row in (None, table.heading_row)]
    for each in table.findings:
        if each.row is not None and each.row != table.heading_row and each.severity is not Severity.NOTE:
            writer.reject(each.row, "value", names.get(each.column, each.column) or "beyond the last")
    rows = iter(table.rows)
    while some := list(islice(rows, _AT_ONCE)):
        writer.put([pa.array(column, pa.string()) for column in _columns(some, written)], [row.number for row in some])
    return writer.relation((*notes, *named.notes))


def _tables(path: Path, spec: SourceSpec) -> Iterator[Table]:
    try:
        for grid in read_grids(path.name, given_bytes(path, LIMITS), limits=LIMITS):
            yield table_of(_below(grid, spec), LIMITS, spec.headings if spec.heading_row == 0 else None)
    except Unreadable as problem:
        if problem.__cause__ is None:
            raise
        what = problem.what.partition(" (")[0]  # what a parser says in brackets could quote a value
        raise Unreadable(what, where=path.name, remedy=problem.remedy) from None


def _below(grid: Grid, spec: SourceSpec) -> Grid:
    """The grid with what is above the stated heading row made blank, so that rows keep their numbers."""
    above = (spec.heading_row or 1) - 1
    records = [[None] * len(record) if at < above else record for at, record in enumerate(grid.records)]
    return replace(grid, records=records)


def _chosen(tables: list[Table], spec: SourceSpec, name: str) -> Table:
    """Raises Unreadable where it is not plain which sheet is meant."""
    filled = [each for each in tables if each.headings]
    listed = ", ".join(each.sheet for each in filled)
    if spec.sheet:
        filled = [each for each in filled if normalise(each.sheet) == normalise(spec.sheet)]
    if len(filled) == 1:
        return filled[0]
    if not listed:
        raise Unreadable("No sheet has headings", where=name, remedy="Ask for the export again")
    what = f"The workbook has no sheet '{spec.sheet}'" if spec.sheet else "The workbook has more than one sheet"
    raise Unreadable(what, where=name, remedy=f"Name the sheet that is meant (sheet): {listed}")


def _unique(table: Table) -> set[str]:
    """The headings that rows have cells under: of two alike, the first."""
    return set(table.rows[0].cells) if table.rows else {each for each in table.headings if each}


def _columns(rows: list[Row], written: list[str]) -> Iterator[list[str | None]]:
    for heading in written:
        yield [_text(row.cells[heading]) for row in rows]


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date | time) else str(value)
