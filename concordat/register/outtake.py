"""A record becomes sheets again, with the columns it came in by; what is confidential stays with its owner."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from concordat.core.sheets import Column as SheetColumn
from concordat.core.sheets import Sheet, write_csv, write_workbook
from concordat.register.cell import blank, plain
from concordat.register.noun import Column, Kind, Noun, columns, nouns
from concordat.register.record import Record

_SHEET_KIND = {
    Kind.DATE: "date",
    Kind.MONEY: "money",
    Kind.WHOLE: "whole",
    Kind.PERCENT: "percent",
    Kind.NUMBER: "number",
    Kind.YES_NO: "yes_no",
    Kind.CHOICE: "choice",
}

NOTHING: dict[Kind, Any] = {
    Kind.TEXT: "",
    Kind.MONEY: 0,
    Kind.WHOLE: 0,
    Kind.NUMBER: 0.0,
    Kind.PERCENT: 0.0,
    Kind.LIST: (),
    Kind.TIERS: (),
    Kind.AMOUNTS: (),
}
"""What a hidden column of each kind holds that may be confidential and required."""


def sheets_of(record: Record, of: Iterable[type[Noun]] | None = None) -> tuple[Sheet, ...]:
    """A sheet for each noun that has rows, or for each of those named, in the order they are read."""
    wanted = tuple(of) if of is not None else tuple(noun for noun in nouns() if record.all(noun))
    return tuple(_sheet(noun, record.all(noun)) for noun in wanted)


def write_record(record: Record, path: Path | str) -> None:
    """Write a workbook where the path ends in .xlsx, else a folder of CSV files; reading it gives the record back."""
    path = Path(path)
    if path.suffix.casefold() == ".xlsx":
        write_workbook(path, sheets_of(record))
        return
    path.mkdir(parents=True, exist_ok=True)
    for sheet in sheets_of(record):
        write_csv(path / f"{sheet.title}.csv", sheet.columns, sheet.rows)


def without_confidential(row: Noun, reader: str) -> Noun:
    """The row as another organisation may see it: confidential columns blank unless `reader` owns the row."""
    hidden = {each.name: _nothing(type(row), each) for each in columns(type(row)) if each.confidential}
    if not hidden or row.owner in ("", reader):
        return row
    shell = object.__new__(type(row))  # not built anew: a noun without its prices would refuse to be built
    for name, value in {**vars(row), **hidden}.items():
        object.__setattr__(shell, name, value)
    return shell


def _nothing(noun: type[Noun], column: Column) -> Any:
    """What a hidden column holds: what it does where nothing was written, else nothing of its kind."""
    found = blank(noun, column.name)
    return found if found is not None or not column.required else NOTHING[column.kind]


def _sheet(noun: type[Noun], rows: tuple[Noun, ...]) -> Sheet:
    own = columns(noun)
    cells = tuple(tuple(plain(each, getattr(row, each.name)) for each in own) for row in rows)
    return Sheet(title=noun.SHEET, columns=tuple(sheet_column(each) for each in own), rows=cells)


def sheet_column(column: Column) -> SheetColumn:
    """The column as a sheet shows it: heading, note, drop-down."""
    choices = tuple(each.value for each in column.choices) if column.choices else ()
    unit = "" if column.kind in (Kind.TEXT, Kind.CHOICE, Kind.DATE) else f" ({column.kind.value})"
    return SheetColumn(
        heading=column.heading,
        kind=_SHEET_KIND.get(column.kind, "text"),
        note=f"{column.note}{unit}{' Required.' if column.required else ''}",
        choices=choices,
        required=column.required,
    )
