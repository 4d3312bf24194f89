"""Writes workbooks and CSV that are safe to open, the same bytes for the same rows, and marks a user's own workbook."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from concordat.core.bounds import UPLOAD, Limits, repack, unpack
from concordat.core.broken import Broken
from concordat.core.cells import is_live, shield_quoted, tidy
from concordat.core.delimited import write_csv
from concordat.core.finding import Finding
from concordat.core.rows import read_grids
from concordat.core.sheet import Column, Kind, Sheet, Unwritable, held, put, words
from concordat.core.sheet_xml import SteadyZip, cell_xml, printable, sheet_data
from concordat.core.table import Grid, letter, normalise, table_of

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Column", "Kind", "Sheet", "Unwritable", "annotate", "write_csv", "write_workbook"]

AUTHOR = "Concordat"
_MARKER = "Concordat findings"  # the author of marks, so that a later round can find and clear them
_OWN = "\n— The note that was here —\n"
_LISTS = "_lists"
_FINDINGS = "Findings"
_LIST = (
    ("severity", "Kind", 10),
    ("sheet", "Sheet", 18),
    ("row", "Row", 7),
    ("column", "Column", 20),
    ("what", "What is wrong", 60),
    ("next", "What to do next", 60),
    ("file", "File", 24),
)
_DROP_DOWN_ROWS = 20_001  # drop-downs reach as far as an upload may
_MADE = datetime(2000, 1, 1)  # a fixed day, so that the same record gives the same bytes
_HEADING, _REQUIRED, _MARK = "E8EDEE", "AED4F5", "FFE08A"
_FORMATS = {
    Kind.TEXT: "@",  # so that 007 and 1-2 stay what was typed
    Kind.DATE: "dd/mm/yyyy",
    Kind.DATE_TIME: "dd/mm/yyyy hh:mm",
    Kind.MONEY: "£#,##0.00",
    Kind.WHOLE: "#,##0",
    Kind.NUMBER: "General",
    Kind.PERCENT: "0.0#%",
    Kind.YES_NO: "@",
    Kind.CHOICE: "@",
}
_WIDTHS = {Kind.TEXT: 28, Kind.CHOICE: 20, Kind.MONEY: 16}


def write_workbook(target: Path | str | IO[bytes], sheets: Sequence[Sheet]) -> None:
    """Write an .xlsx: headings frozen and noted, drop-downs from a hidden sheet, no text that can run.

    openpyxl makes the frame and `sheet_xml` the rows, over which openpyxl takes five times as long.
    Raises Unwritable for a value no cell can hold, and where the target cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    rows = {}
    for number, sheet in enumerate(sheets, 1):
        frame = book.create_sheet(sheet.title)
        rows[f"xl/worksheets/sheet{number}.xml"] = sheet_data(_framed(frame, sheet))
    _add_choices(book, sheets)
    book.properties.creator = AUTHOR
    book.properties.created = book.properties.modified = _MADE
    put(target, _saved(book, rows))


def _saved(book: Workbook, rows: Mapping[str, bytes]) -> bytes:
    from openpyxl.writer.excel import ExcelWriter

    stream = io.BytesIO()
    ExcelWriter(book, SteadyZip(stream, rows)).save()
    return stream.getvalue()


def _framed(frame: Worksheet, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Dresses the frame, then gives its rows as XML, from the headings down."""
    style = _styler(frame)
    frame.freeze_panes = "A2"
    headings = [_heading(frame, index, column) for index, column in enumerate(sheet.columns)]
    for (down, across), text in sheet.marks.items():
        frame.cell(down + 2, across + 1).comment = _comment(text, _MARKER)
    frame.cell(len(sheet.rows) + 1, max(len(sheet.columns), 1))  # so that the frame states its true size
    letters = [letter(index) for index in range(len(sheet.columns))]
    yield 1, headings
    for index, row in enumerate(sheet.rows):
        if len(row) != len(letters):
            raise ValueError(f"Row {index} of {sheet.title} has {len(row)} values for {len(letters)} columns")
        yield (
            index + 2,
            [
                _cell(
                    f"{letters[place]}{index + 2}",
                    sheet.columns[place].kind,
                    value,
                    style,
                    (index, place) in sheet.marks,
                )
                for place, value in enumerate(row)
                if value is not None or (index, place) in sheet.marks
            ],
        )


def _cell(place: str, column: Kind | str, value: Any, style: Callable[[Kind, bool, bool], int], marked: bool) -> str:
    kind, cell = held(column, value)
    if isinstance(cell, str):
        return cell_xml(place, style(kind, is_live(cell), marked), shield_quoted(cell))
    return cell_xml(place, style(kind, False, marked), cell)


def _styler(frame: Worksheet) -> Callable[[Kind, bool, bool], int]:
    """Style numbers of this workbook by kind of value, whether the text is live, and whether the cell is marked."""
    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment

    @cache
    def style(kind: Kind, live: bool, marked: bool) -> int:
        cell = Cell(frame, row=1, column=1)
        cell.number_format = _FORMATS[kind]
        cell.alignment = Alignment(vertical="top", wrap_text=kind is Kind.TEXT)
        cell.quotePrefix = live  # still text when someone edits the cell
        if marked:
            cell.fill = _fill(_MARK)
        return cell.style_id

    return style


def _fill(colour: str) -> PatternFill:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour) if colour else PatternFill()


def _heading(frame: Worksheet, index: int, column: Column) -> str:
    """The heading as XML; its note, and the width and format of the column below it, go to the frame."""
    from openpyxl.styles import Alignment, Font

    cell = frame.cell(1, index + 1)
    text = tidy(column.heading)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.fill = _fill(_REQUIRED if column.required else _HEADING)
    cell.quotePrefix = is_live(text)
    if column.note:
        cell.comment = _comment(column.note)
    below = frame.column_dimensions[letter(index)]
    below.width = column.width or max(_WIDTHS.get(Kind(column.kind), 13), min(len(text) + 3, 40))
    below.number_format = _FORMATS[Kind(column.kind)]
    return cell_xml(f"{letter(index)}1", cell.style_id, shield_quoted(text))


def _comment(text: str, author: str = AUTHOR) -> Comment:
    from openpyxl.comments import Comment

    lines = 2 + sum(1 + len(line) // 40 for line in text.splitlines())
    return Comment(printable(text), author, width=280, height=min(18 * lines, 400))


def _add_choices(book: Workbook, sheets: Sequence[Sheet]) -> None:
    """Drop-downs: each set of choices once, a column of a hidden sheet, as a written-in list ends at 255 letters."""
    from openpyxl.worksheet.datavalidation import DataValidation

    sets = list(dict.fromkeys(column.choices for sheet in sheets for column in sheet.columns if column.choices))
    if not sets:
        return
    lists = book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    for number, choices in enumerate(sets):
        for row, choice in enumerate(choices, 1):
            lists.cell(row, number + 1, choice).data_type = "s"
    for sheet in sheets:
        for index, column in enumerate(sheet.columns):
            if column.choices:
                where = letter(sets.index(column.choices))
                those = f"'{_LISTS}'!${where}$1:${where}${len(column.choices)}"
                offered = DataValidation("list", those, allow_blank=True, showErrorMessage=True)
                offered.error = f"Choose one of: {', '.join(column.choices)}"[:225]
                offered.add(f"{letter(index)}2:{letter(index)}{max(_DROP_DOWN_ROWS, len(sheet.rows) + 1)}")
                book[sheet.title].add_data_validation(offered)


def annotate(original: Path | bytes, findings: Sequence[Finding], *, name: str = "", limits: Limits = UPLOAD) -> bytes:
    """The user's own file as an .xlsx, each Finding a colour and a comment at its cell, and all on a sheet "Findings".

    A workbook keeps what openpyxl keeps: values, formulas, formats, drop-downs, macros; not shapes. A CSV, an
    old .xls or .ods, or a workbook openpyxl cannot open, becomes a plain one. Marks of an earlier round are cleared.
    Raises Unreadable or OutOfBounds as reading does.
    """
    data = original if isinstance(original, bytes) else original.read_bytes()
    name = name or (original.name if isinstance(original, Path) else "")
    grids = tuple(read_grids(name, data, limits=limits))
    marks = {grid.sheet: _marks(grid, findings, limits) for grid in grids}
    book = _own_book(data, name, limits)
    if book is None:
        stream = io.BytesIO()
        write_workbook(stream, (*(_plain(grid, marks[grid.sheet]) for grid in grids), _listed(findings)))
        return stream.getvalue()
    _clear(book)
    for title, places in marks.items():
        for place, text in places.items():
            _mark(book[title], place, text)
    _add_list(book, _listed(findings))
    return _saved(book, {})


def _marks(grid: Grid, findings: Sequence[Finding], limits: Limits) -> dict[tuple[int, int], str]:
    """What to say at each cell, by (row, column) from 0 as the sheet is; a Finding on a whole row goes to column A."""
    headings = table_of(grid, limits).headings
    columns = {letter(index): index for index in range(len(headings))}
    columns |= {normalise(heading): index for index, heading in reversed(tuple(enumerate(headings))) if heading}
    said: dict[tuple[int, int], str] = {}
    for each in findings:
        if each.row and each.sheet == grid.sheet and each.file in ("", grid.file):
            place = (each.row - 1, columns.get(normalise(each.column), columns.get(each.column, 0)))
            text = f"{each.severity.value.capitalize()}: {Finding(each.what, each.next)}"
            said[place] = f"{said[place]}\n{text}" if place in said else text
    return said


def _own_book(data: bytes, name: str, limits: Limits) -> Workbook | None:
    """The user's workbook as openpyxl has it; None where it is no .xlsx, or one only Excel forgives."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if not data.startswith(b"PK"):
        return None
    parts = unpack(data, name, limits)
    try:
        return load_workbook(io.BytesIO(repack(parts)), keep_vba="xl/vbaProject.bin" in parts)
    except (InvalidFileException, KeyError, TypeError, ValueError, AttributeError, SyntaxError):
        return None


def _plain(grid: Grid, marks: Mapping[tuple[int, int], str]) -> Sheet:
    """The grid as a sheet whose rows keep their numbers; row 1, whatever it holds, takes the place of headings."""
    width = max(map(len, grid.records), default=0)
    records = [[*_shown(record), *[None] * (width - len(record))] for record in grid.records] or [[]]
    columns = tuple(Column(heading=words(value)) for value in records[0])
    title = "".join(" " if character in "[]:*?/\\" else character for character in grid.sheet)[:31].strip()
    below = {(row - 1, column): text for (row, column), text in marks.items()}
    return Sheet(title=title or "Sheet", columns=columns, rows=records[1:], marks=below)


def _shown(record: Sequence[Any]) -> list[Any]:
    return [value.text if isinstance(value, Broken) else value for value in record]


def _listed(findings: Sequence[Finding]) -> Sheet:
    rows = tuple(tuple(each.as_dict()[key] for key, _, _ in _LIST) for each in findings)
    columns = tuple(Column(heading=heading, width=width) for _, heading, width in _LIST)
    return Sheet(title=_FINDINGS, columns=columns, rows=rows)


def _clear(book: Workbook) -> None:
    """Takes away what an earlier round added, so that what was mended is no longer marked."""
    headings = [heading for _, heading, _ in _LIST]
    for sheet in book.worksheets:
        if sheet.title.startswith(_FINDINGS) and [cell.value for cell in sheet[1]] == headings:
            book.remove(sheet)
            continue
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.comment):
            if cell.comment.author == _MARKER:
                _, _, own = cell.comment.text.partition(_OWN)
                cell.comment = _comment(own) if own else None
                cell.fill = _fill("")


def _mark(sheet: Worksheet, place: tuple[int, int], text: str) -> None:
    row, column = place[0] + 1, place[1] + 1
    for merged in sheet.merged_cells.ranges:  # only its first cell can be written
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            row, column = merged.min_row, merged.min_col
    cell = sheet.cell(row, column)
    if cell.comment and cell.comment.author == _MARKER:
        text = f"{cell.comment.text}\n{text}"
    elif cell.comment:
        text = f"{text}{_OWN}{cell.comment.text}"
    cell.comment = _comment(text, _MARKER)
    cell.fill = _fill(_MARK)


def _add_list(book: Workbook, listed: Sheet) -> None:
    sheet = book.create_sheet(listed.title)
    sheet.freeze_panes = "A2"
    for index, column in enumerate(listed.columns):
        sheet.column_dimensions[letter(index)].width = column.width
    for number, row in enumerate(([column.heading for column in listed.columns], *listed.rows), 1):
        for place, value in enumerate(row, 1):
            text = printable(value) if isinstance(value, str) else value
            cell = sheet.cell(number, place)
            cell.value = text
            if isinstance(text, str):
                cell.data_type = "s"  # never a formula
