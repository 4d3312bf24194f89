"""Delimited text (CSV, TSV): read whatever its encoding and delimiter, Findings saying what was guessed; written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any

from concordat.core.bounds import Limits, OutOfBounds, Unreadable
from concordat.core.cells import shield, tidy, writable
from concordat.core.finding import Finding, Severity
from concordat.core.sheet import Column, Kind, held, put

DELIMITERS = ",;\t|"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel obeys this first line and does not show it
_SAVE_AS = "Save it from Excel as CSV UTF-8 (comma delimited), and try again"


@dataclass(frozen=True, kw_only=True)
class Records:
    """Every record of the text, blank ones too, so that index 0 is the row a spreadsheet numbers 1."""

    records: tuple[list[str], ...]
    findings: tuple[Finding, ...]


def read_records(data: bytes, name: str, sheet: str, limits: Limits) -> Records:
    """The records of delimited text. Raises Unreadable for what is not text, OutOfBounds beyond the limits."""
    text, notes = _decoded(data, name, sheet)
    if "\0" in text:
        raise Unreadable("It holds NUL characters, so it is not a text file", where=name, remedy=_SAVE_AS)
    said = _SEP_LINE.match(text)
    body = text[said.end() :] if said else text
    delimiter = said[1] if said else _delimiter(body)
    records: list[list[str]] = []
    for record in _parsed(body, delimiter, name):
        records.append(record)
        limits.check("columns", len(record), where=f"{name}, row {len(records)}")
        if len(records) > 2 * limits.rows:  # many may be blank, so the exact count is taken later
            limits.check("rows", len(records), where=name)
    return Records(records=tuple(records), findings=notes + _loose_quotes(body, delimiter, name, sheet))


def _decoded(data: bytes, name: str, sheet: str) -> tuple[str, tuple[Finding, ...]]:
    """By its mark, else UTF-8, else Windows-1252, which is what Excel's plain "CSV" writes in Britain."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError as problem:
                raise Unreadable("Its text is damaged or cut short", where=name, remedy=_SAVE_AS) from problem
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        note = Finding(
            "The text is not UTF-8 and was read as Windows-1252",
            "Check that accents, pound signs and dashes came through; or save it as CSV UTF-8",
            file=name,
            sheet=sheet,
            severity=Severity.NOTE,
        )
        return data.decode("cp1252", errors="replace"), (note,)


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first records into most cells of the first record's number; a comma if none does."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text[:65_536], delimiter))


def _evenness(text: str, delimiter: str) -> int:
    try:
        first = islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 20)
        records = [record for record in first if record]
    except csv.Error:
        return 0
    width = len(records[0]) if records else 0
    return 0 if width < 2 else width * sum(len(record) == width for record in records)


def _parsed(text: str, delimiter: str, name: str, *, strict: bool = False) -> Iterator[list[str]]:
    """The csv module bounds one cell at 131,072 characters, which only an unclosed quotation mark reaches."""
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    except csv.Error as problem:
        if strict:
            raise
        remedy = "Look for a quotation mark that is opened and never closed"
        raise OutOfBounds("One cell holds over 131,072 characters", where=name, remedy=remedy) from problem


def _loose_quotes(text: str, delimiter: str, name: str, sheet: str) -> tuple[Finding, ...]:
    """A quotation mark that is never closed swallows the rows after it, so it is told where the first one is."""
    if '"' not in text:
        return ()
    row = 0
    try:
        for row, _ in enumerate(_parsed(text, delimiter, name, strict=True), 1):  # noqa: B007
            pass
    except csv.Error:
        what = "A quotation mark is not closed, or more text follows it, so rows may have run together"
        advice = 'Check this row and the next; write a quotation mark inside a cell twice ("")'
        return (Finding(what, advice, file=name, sheet=sheet, row=row + 1, severity=Severity.WARNING),)
    return ()


def write_csv(target: Path | str | IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> None:
    """Write a CSV with ISO dates, pounds, and what a spreadsheet would run shielded by an apostrophe.

    It begins with a byte order mark: without one Excel takes UTF-8 for Windows-1252 and spoils every £ and é,
    while our reader, and most others, pass over it. Every text is quoted, so that an Excel which expects
    semicolons cannot cut `a;=1+1` into a formula. Raises Unwritable as `write_workbook` does.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([shield(tidy(column.heading)) for column in columns])
    for row in rows:
        writer.writerow([_for_csv(column.kind, value) for column, value in zip(columns, row, strict=True)])
    put(target, writable(stream.getvalue()).encode("utf-8-sig"))


def _for_csv(column: Kind | str, value: Any) -> str | int | float:
    if isinstance(value, date):
        return value.isoformat()
    kind, cell = held(column, value)
    if isinstance(cell, str):
        return shield(cell)
    return f"{(Decimal(repr(cell)) * 100).normalize():f}%" if kind is Kind.PERCENT else cell
