"""A workbook as somebody fills in the empty one, with errors planted in it, and what would put each right."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from concordat.register.template import write_template

Cell = tuple[str, int, str]
"""A sheet, a row as the sheet numbers it, and a column's heading."""

FILLED: dict[str, list[dict[str, str]]] = {
    "Sites": [
        {"ODS site code": "RZ177", "Name": "Sandmere Clinic", "Organisation": "RZ1"},
        {"ODS site code": "RZ178", "Name": "", "Organisation": "RZ1"},
        {"ODS site code": "RZ179", "Name": "Ferry Lane", "Organisation": "RZZ99"},
    ],
    "Offices": [{"Organisation": "RZ1", "Role": "chief wizard", "Name": "Ambrose Fell"}],
    "Frameworks": [{"Framework": "SALT-26", "Name": "Saltings", "Regime": "", "Closes on": "31/02/2027"}],
    "Suppliers": [
        {"Supplier": "GB-COH-99000977", "Name": "Saltmarsh Systems Limited"},
        {"Supplier": "GB-COH-99000977", "Name": "Saltmarsh Software Limited"},
    ],
}
MENDED: dict[Cell, str] = {
    ("Sites", 3, "Name"): "Tern House",
    ("Sites", 4, "Organisation"): "RZ4",
    ("Offices", 2, "Role"): "chief nurse",
    ("Frameworks", 2, "Regime"): "PA 2023",
    ("Frameworks", 2, "Closes on"): "28/02/2027",
    ("Suppliers", 3, "Supplier"): "GB-COH-99000978",
}
"""Each error, and what its cell should hold."""


def write_wrong(path: Path) -> Path:
    """The empty workbook with these rows."""
    write_template(path)
    return fill(path)


def fill(path: Path) -> Path:
    """Type these rows into the empty workbook."""
    cells = {
        (sheet, number, heading): text
        for sheet, rows in FILLED.items()
        for number, row in enumerate(rows, 2)
        for heading, text in row.items()
    }
    return type_in(path, cells)


def type_in(path: Path, cells: dict[Cell, str]) -> Path:
    """Type into the cells of a workbook, and save it."""
    book = load_workbook(path)
    for (sheet, row, heading), text in cells.items():
        column = next(each.column for each in book[sheet][1] if each.value == heading)
        book[sheet].cell(row, column, text)
    book.save(path)
    return path


def marks(path: Path) -> set[Cell]:
    """The cells of a workbook that carry a note, but for those of its headings."""
    book = load_workbook(path)
    return {
        (sheet.title, cell.row, str(sheet.cell(1, cell.column).value))
        for sheet in book
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if cell.comment and sheet.title in FILLED
    }
