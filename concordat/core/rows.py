"""Reads Excel, CSV and folders of them into tables whose rows remember their file, sheet, row and column."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, TypeVar

from concordat.core.bounds import (
    COMMAND_LINE,
    UPLOAD,
    Limits,
    OutOfBounds,
    Unreadable,
    checked_parts,
    given_bytes,
    repack,
    unpack,
)
from concordat.core.broken import Broken, broken_cells, error_value
from concordat.core.cells import (
    ERRORS,
    CellProblem,
    Value,
    as_date,
    as_number,
    as_pence,
    as_percent,
    as_text,
    as_whole,
    as_yes_no,
    tidy,
    unshield,
)
from concordat.core.delimited import read_records
from concordat.core.finding import Finding, Severity
from concordat.core.table import Grid, Row, Table, normalise, table_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

__all__ = [
    "COMMAND_LINE", "UPLOAD", "CellProblem", "Limits", "OutOfBounds", "Row", "Table", "Unreadable", "Value",
    "as_date", "as_number", "as_pence", "as_percent", "as_text", "as_whole", "as_yes_no",
    "normalise", "read_bytes", "read_grids", "read_tables",
]  # fmt: skip

T = TypeVar("T")
_TEXTS = (".csv", ".tsv", ".txt")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_SAVE_AGAIN = "Open it in Excel, save it again as an Excel workbook (.xlsx), and try again"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TABLES = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"<", "a web page or XML"),
    (b'{"', "JSON"),
    (b"[{", "JSON"),
)
_OTHER_PACKAGES = (
    ("xl/workbook.bin", "a binary workbook (.xlsb)"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
)


def read_tables(
    path: Path | str, *, limits: Limits = UPLOAD, headings: Sequence[str] | None = None
) -> tuple[Table, ...]:
    """Every table in a workbook, a CSV, or a folder of them in order of name.

    `headings` are for files that have no heading row, such as ODS downloads. Raises Unreadable or OutOfBounds.
    """
    path = Path(path)
    if not path.is_dir():
        return read_bytes(path.name, given_bytes(path, limits), limits=limits, headings=headings)
    files = sorted(each for each in path.iterdir() if _is_table(each))
    if not files:
        remedy = "Put the Excel workbooks or CSV files in it"
        raise Unreadable("The folder holds no workbook or CSV", where=path.name, remedy=remedy)
    return tuple(table for each in files for table in read_tables(each, limits=limits, headings=headings))


def read_bytes(
    name: str, data: bytes, *, limits: Limits = UPLOAD, headings: Sequence[str] | None = None
) -> tuple[Table, ...]:
    """The tables in an uploaded file. What it is comes from its bytes; its name only says where Findings are."""
    return tuple(table_of(grid, limits, headings) for grid in read_grids(name, data, limits=limits))


def read_grids(name: str, data: bytes, *, limits: Limits = UPLOAD) -> Iterator[Grid]:
    """Every sheet by position, before headings are looked for. Raises Unreadable or OutOfBounds."""
    name = PurePath(name.replace("\\", "/")).name or "upload"
    limits.check("file_size", len(data), where=name, what=f"The file is {len(data):,} bytes")
    if data.startswith(_ZIP):
        return _zipped(name, data, limits)
    if data.startswith(_OLE):
        return _old_excel(name, data, limits)
    return iter([_delimited(name, data, limits)])


def _is_table(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in (*_TEXTS, *_WORKBOOKS) and not path.name.startswith((".", "~$"))


def _delimited(name: str, data: bytes, limits: Limits) -> Grid:
    start = data[:512].lstrip()
    if not start:
        raise Unreadable("The file is empty", where=name, remedy="Send the file with its headings and rows")
    for magic, kind in _NOT_TABLES:
        if start.startswith(magic):
            remedy = "Send an Excel workbook (.xlsx) or a CSV file"
            raise Unreadable(f"It is {kind}, whatever its name says", where=name, remedy=remedy)
    sheet = PurePath(name).stem
    read = read_records(data, name, sheet, limits)
    texts = _Texts(name, limits)
    records = [texts.tidied(record) for record in read.records]
    return Grid(file=name, sheet=sheet, records=records, findings=read.findings)


def _zipped(name: str, data: bytes, limits: Limits) -> Iterator[Grid]:
    """The parser sees only what was unpacked and counted; it tries each format in turn, so only one may be there."""
    parts = unpack(data, name, limits)
    names = {part.lower() for part in parts}
    for part, kind in _OTHER_PACKAGES:
        if part in names:
            raise Unreadable(f"It is {kind}, not an Excel workbook", where=name, remedy=_SAVE_AGAIN)
    if ("xl/workbook.xml" in names) == ("content.xml" in names):
        remedy = "Send an Excel workbook (.xlsx), or unzip it and send what is inside"
        raise Unreadable("It is a zip file, but not a workbook", where=name, remedy=remedy)
    if "content.xml" in names:
        _trusted_only("OpenDocument (.ods)", name, limits)
        return _sheets(name, repack(parts), limits, {})
    parts = checked_parts(parts, name, limits)
    return _sheets(name, repack(parts), limits, broken_cells(parts))


def _old_excel(name: str, data: bytes, limits: Limits) -> Iterator[Grid]:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _locked(name)
    _trusted_only("Excel 97 (.xls)", name, limits)
    what = "An old .xls workbook does not tell its error values, such as #N/A, from blanks"
    note = Finding(what, "If it has formulas, save it as .xlsx and read that", file=name, severity=Severity.NOTE)
    return _sheets(name, data, limits, {}, (note,))


def _trusted_only(kind: str, name: str, limits: Limits) -> None:
    if not limits.old_formats:
        what = f"The {kind} format is not taken here, as it cannot be measured before it is opened"
        raise Unreadable(what, where=name, remedy=_SAVE_AGAIN)


def _locked(name: str) -> Unreadable:
    return Unreadable("The workbook is protected by a password", where=name, remedy="Remove the password and try again")


def _sheets(
    name: str,
    data: bytes,
    limits: Limits,
    broken: Mapping[str, Mapping[tuple[int, int], Broken]],
    notes: tuple[Finding, ...] = (),
) -> Iterator[Grid]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = _guarded(name, partial(CalamineWorkbook.from_filelike, io.BytesIO(data)))
    limits.check("sheets", len(book.sheets_metadata), where=name)
    texts = _Texts(name, limits)
    for each in book.sheets_metadata:
        if each.visible != SheetVisibleEnum.Visible:
            if not each.name.startswith("_"):  # our own lists of choices
                yield _hidden(name, each.name)
        elif each.typ == SheetTypeEnum.WorkSheet:
            records, merged = _guarded(name, partial(_values, book, each.name, texts))
            for (row, column), fault in broken.get(each.name, {}).items():
                if row < len(records) and column < len(records[row]):
                    records[row][column] = fault
            yield Grid(file=name, sheet=each.name, records=records, merged=merged, findings=notes)


def _hidden(name: str, sheet: str) -> Grid:
    advice = "Unhide it if it should be read"
    note = Finding("The sheet is hidden and was not read", advice, file=name, sheet=sheet, severity=Severity.NOTE)
    return Grid(file=name, sheet=sheet, records=[], findings=(note,))


def _values(
    book: CalamineWorkbook, title: str, texts: _Texts
) -> tuple[list[list[Any]], tuple[tuple[int, int, int, int], ...]]:
    """The sheet from A1 and its merged ranges. Rows come one at a time, so one long text used often is kept once."""
    sheet: CalamineSheet = book.get_sheet_by_name(title)
    left: list[Any] = [None] * (sheet.start or (0, 0))[1]  # the parser begins at the first column in use
    records = [left + texts.tidied(record) for record in sheet.iter_rows()]
    merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return records, merged


def _guarded(name: str, work: Callable[[], T]) -> T:
    """`work`, its failures told as sentences. A panic in the parser derives from BaseException only."""
    from python_calamine import CalamineError, PasswordError

    try:
        return work()
    except PasswordError as problem:
        raise _locked(name) from problem
    except (CalamineError, OSError, ValueError, OverflowError) as problem:
        what = f"The workbook is damaged or not quite Excel's format ({problem})"
        raise Unreadable(what, where=name, remedy=_SAVE_AGAIN) from problem
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":
            raise
        raise Unreadable("The workbook is damaged", where=name, remedy=_SAVE_AGAIN) from problem


class _Texts(dict[str, str | Broken | None]):
    """What each text means once tidied: equal texts are tidied once, and kept once however often they are used."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits

    def __missing__(self, written: str) -> str | Broken | None:
        if len(written) > self.limits.cell_length:
            self.limits.check(
                "cell_length", len(written), where=self.name, what=f"One cell holds {len(written):,} characters"
            )
        text = unshield(tidy(written))
        self[written] = meant = error_value(text) if text in ERRORS else text or None
        return meant

    def tidied(self, record: Sequence[Any]) -> list[Any]:
        """A parser's values as each a `Value` or `Broken`."""
        return [
            self[value] if type(value) is str else _number(value) if type(value) is float else value for value in record
        ]


def _number(value: float) -> int | float | Broken:
    """A whole number as the sheet shows it, 7 and not 7.0; what is no number at all is broken."""
    if value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value if math.isfinite(value) else error_value("#NUM!")
