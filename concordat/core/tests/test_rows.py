"""Reading real files as people make them, and hostile ones: every value in its place, or a sentence about it."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from concordat.core.finding import Severity
from concordat.core.refusal import Refusal
from concordat.core.rows import (
    COMMAND_LINE,
    UPLOAD,
    Limits,
    OutOfBounds,
    Table,
    Unreadable,
    as_date,
    normalise,
    read_bytes,
    read_tables,
)

HEADINGS = ("Code", "Name")


def book(*rows: Iterable[Any], change: Callable[[openpyxl.Workbook], None] = lambda book: None) -> bytes:
    """An .xlsx of one sheet called Contract."""
    made = openpyxl.Workbook()
    made.active.title = "Contract"
    for row in rows:
        made.active.append(list(row))
    change(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def with_part(data: bytes, name: str, edit: Callable[[bytes], bytes]) -> bytes:
    """The zip with one of its parts edited, or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {part: old.read(part) for part in old.namelist()}
        for part, content in {name: b"", **parts}.items():
            new.writestr(part, edit(content) if part == name else content)
    return stream.getvalue()


def one(data: bytes | str, name: str = "contracts.xlsx", limits: Limits = UPLOAD) -> Table:
    """The only table of a file."""
    (table,) = read_bytes(name, data.encode() if isinstance(data, str) else data, limits=limits)
    return table


def values(table: Table) -> list[list[Any]]:
    return [list(row.cells.values()) for row in table.rows]


MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


# Places


def test_a_row_knows_its_file_sheet_number_and_column() -> None:
    table = one(book(HEADINGS, ("RX1", "One"), (None, None), ("RX2", "Two")))
    assert [(row.number, row.cells["Code"]) for row in table.rows] == [(2, "RX1"), (4, "RX2")]
    finding = table.rows[1].finding("code", "unknown", "check it")
    assert finding.place == "contracts.xlsx, sheet Contract, row 4, column Code"


def test_a_csv_record_is_numbered_as_a_spreadsheet_would_show_it() -> None:
    table = one('Code,Name\nRX1,"Two\nlines"\n\nRX2,x\n', "trusts.csv")
    assert table.sheet == "trusts"
    assert [(row.number, row.cells["Name"]) for row in table.rows] == [(2, "Two\nlines"), (4, "x")]


def test_a_table_that_does_not_begin_at_a1_keeps_its_places() -> None:
    def moved(made: openpyxl.Workbook) -> None:
        made.active["C4"], made.active["D4"], made.active["C5"], made.active["D5"] = *HEADINGS, "RX1", "One"

    table = one(book(change=moved))
    assert table.headings == ("", "", "Code", "Name")
    assert (table.heading_row, table.rows[0].number, values(table)) == (4, 5, [["RX1", "One"]])


def test_a_title_above_the_headings_is_passed_over_and_said() -> None:
    table = one(book(("Three Rivers: contracts",), (), HEADINGS, ("RX1", "One")))
    assert table.heading_row == 3
    assert table.rows[0].number == 4
    assert [each.severity for each in table.findings] == [Severity.NOTE]


def test_a_file_without_headings_is_given_them() -> None:
    (table,) = read_bytes("etr.csv", b'"RX1","One"\n"RX2","Two"\n', headings=HEADINGS)
    assert [(row.number, row.get("name")) for row in table.rows] == [(1, "One"), (2, "Two")]


def test_a_folder_is_every_table_in_it_by_name(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(book(HEADINGS, ("RX1", "One")))
    (tmp_path / "a.CSV").write_text("Code\nRX2\n")
    for aside in ("~$b.xlsx", ".hidden.csv", "minutes.docx"):
        (tmp_path / aside).write_bytes(b"not read")
    assert [(table.file, table.sheet) for table in read_tables(tmp_path)] == [("a.CSV", "a"), ("b.xlsx", "Contract")]


@pytest.mark.parametrize("missing", ["nowhere.csv", "empty"])
def test_nothing_to_read_is_said(tmp_path: Path, missing: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Unreadable, match=missing):
        read_tables(tmp_path / missing)


# Values


def test_values_come_as_what_they_are() -> None:
    moment = datetime(2027, 3, 31, 12, 1)
    table = one(book("abcdefg", ("007", 7, 7.5, True, date(2027, 3, 31), moment, None)))
    assert values(table) == [["007", 7, 7.5, True, date(2027, 3, 31), moment, None]]
    assert [type(value) for value in values(table)[0][:4]] == [str, int, float, bool]


def test_a_code_of_figures_is_text_in_a_csv_and_what_excel_made_of_it_in_a_workbook() -> None:
    assert values(one("Code,Name\n007,x\n", "a.csv"))[0][0] == "007"
    assert values(one(book(HEADINGS, (7, "x"))))[0][0] == 7


def test_blanks_around_a_code_are_dropped_seen_or_unseen() -> None:
    table = one(book(HEADINGS, ("RX1 \u00a0\u200b", "\ufeff two  words\t"), ("\u00a0", "x")))
    assert values(table) == [["RX1", "two  words"], [None, "x"]]


def test_both_date_systems_and_bare_serials() -> None:
    def mac(made: openpyxl.Workbook) -> None:
        made.epoch = CALENDAR_MAC_1904

    day = date(2027, 3, 31)
    for data in (book(HEADINGS, ("x", day)), book(HEADINGS, ("x", day), change=mac), book(HEADINGS, ("x", 46477))):
        assert as_date(one(data).rows[0].cells["Name"]) == day


def test_error_values_are_found_with_their_cell() -> None:
    def broken(made: openpyxl.Workbook) -> None:
        made.active["B3"] = "#REF!"
        made.active["B3"].data_type = "e"
        made.active["B4"] = "=1+1"  # written by a program: nothing has worked it out

    table = one(book(HEADINGS, ("RX1", "One"), ("RX2",), ("RX3",), change=broken))
    assert [(each.row, each.column, each.what) for each in table.findings] == [
        (3, "Name", "The cell shows the error #REF!"),
        (4, "Name", "The cell holds a formula that has not been worked out"),
    ]
    assert values(table) == [["RX1", "One"], ["RX2", None], ["RX3", None]]


def test_error_values_in_a_csv_and_numbers_that_are_none() -> None:
    assert [(each.row, each.column) for each in one("a,b\n#N/A,1\n", "x.csv").findings] == [(2, "a")]
    data = with_part(book(HEADINGS, ("x", 5)), SHEET, lambda xml: xml.replace(b"<v>5</v>", b"<v>NaN</v>"))
    assert [(each.row, each.column) for each in one(data).findings] == [(2, "Name")]


# Headings and shape


@pytest.mark.parametrize(
    "written",
    ["Start date", " start_date ", "START-DATE", "Start  date (dd/mm/yyyy)", "Start date *", "Start date [£] *"],
)
def test_headings_are_alike_however_spelt(written: str) -> None:
    assert normalise(written) == "start date"


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(heading: str) -> None:
    assert normalise(normalise(heading)) == normalise(heading)


def test_repeated_headings_and_headless_columns_are_found() -> None:
    table = one(book(("Code", "code *", None), ("RX1", "RX2", "stray")))
    assert [each.column for each in table.findings] == ["Code", "C"]
    assert values(table) == [["RX1"]]


def test_ragged_rows_are_found_and_never_cut_in_silence() -> None:
    table = one("a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n", "x.csv")
    assert [(each.row, each.severity) for each in table.findings] == [(2, Severity.WARNING), (3, Severity.ERROR)]
    assert "'4'" in table.findings[1].what
    assert values(table) == [["1", "2", None], ["1", "2", "3"], ["1", "2", "3"]]


def test_every_row_a_merged_cell_leaves_empty_is_found() -> None:
    def merge(made: openpyxl.Workbook) -> None:
        made.active.merge_cells("A2:A4")

    table = one(book(HEADINGS, ("RX1", "a"), (None, "b"), (None, "c"), ("RX2", "d"), change=merge))
    assert [(each.row, each.column) for each in table.findings] == [(3, "Code"), (4, "Code")]
    assert "first of 3 rows" in table.findings[0].what


def test_cells_merged_across_and_a_merged_heading_are_found() -> None:
    def merge(made: openpyxl.Workbook) -> None:
        made.active.merge_cells("B1:C1")
        made.active.merge_cells("A3:B3")

    table = one(book((*HEADINGS, None, "End"), ("RX1", "a", None, "x"), ("RX2",), change=merge))
    assert [(each.row, each.column) for each in table.findings] == [(1, "Name"), (3, "Code")]


def test_hidden_sheets_are_noted_and_our_own_lists_are_not() -> None:
    def hide(made: openpyxl.Workbook) -> None:
        for title in ("Old prices", "_lists"):
            made.create_sheet(title).sheet_state = "hidden"
        made.create_sheet("Empty")
        made.create_chartsheet("Chart")

    tables = read_bytes("c.xlsx", book(HEADINGS, ("RX1", "One"), change=hide))
    assert [(table.sheet, len(table.rows), len(table.findings)) for table in tables] == [
        ("Contract", 1, 0), ("Old prices", 0, 1), ("Empty", 0, 0),
    ]  # fmt: skip


# Text of every encoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_excel_writes(encoding: str) -> None:
    table = one("Code,Name\nRX1,Café – £5\n".encode(encoding), "x.csv")
    assert table.headings == HEADINGS
    assert values(table) == [["RX1", "Café – £5"]]
    assert [each.severity for each in table.findings] == ([Severity.NOTE] if encoding == "cp1252" else [])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_even_among_others(delimiter: str) -> None:
    text = f'Code{delimiter}Name{delimiter}Sum\nRX1{delimiter}"a, b; c"{delimiter}1\nRX2{delimiter}d{delimiter}2\n'
    assert values(one(text, "x.txt")) == [["RX1", "a, b; c", "1"], ["RX2", "d", "2"]]


def test_excels_own_first_line_names_the_delimiter_and_is_not_a_row() -> None:
    table = one("sep=;\r\na;b\r\n1,5;2\r\n", "x.csv")
    assert (table.rows[0].number, values(table)) == (2, [["1,5", "2"]])


def test_one_column_is_a_table_too() -> None:
    assert values(one("Code\nRX1\n", "x.csv")) == [["RX1"]]


def test_a_quotation_mark_never_closed_is_found() -> None:
    table = one('a,b\n1,2\n3,"four\n5,6\n', "x.csv")
    assert [each.row for each in table.findings if "quotation" in each.what] == [3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_line(end: str) -> None:
    assert values(one(end.join(("a,b", "1,2", "3,4")), "x.csv")) == [["1", "2"], ["3", "4"]]


# What is not a table


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"<html><table>", "web page"),
        (b'{"releases": []}', "JSON"),
        (b"a,b\n1,\x002\n", "NUL"),
        ("a,b\n1,2".encode("utf-16-le"), "NUL"),
        (b"\xff\xfea", "damaged"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Excel 97"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b'a,b\n"' + b"x" * 200_000, "131,072"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(Refusal, match=says) as caught:
        read_bytes("contracts.xlsx", data)
    assert "contracts.xlsx" in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize("part", ["word/document.xml", "xl/workbook.bin", "content.xml"])
def test_only_one_kind_of_package_at_a_time(part: str) -> None:
    """The parser tries every format in turn, so a second one inside would never have been measured."""
    with pytest.raises(Unreadable):
        one(with_part(book(HEADINGS), part, lambda _: b"<x/>"))


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_workbook_cut_short_is_refused(kept: float) -> None:
    data = book(HEADINGS, *(("RX1", f"Name {n}") for n in range(200)))
    with pytest.raises(Unreadable, match="damaged"):
        one(data[: int(len(data) * kept)])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 4_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(at: int, junk: bytes) -> None:
    data = book(HEADINGS, ("RX1", "One"))
    at %= len(data)
    try:
        read_bytes("c.xlsx", data[:at] + junk + data[at + len(junk) :])
    except Refusal as refusal:
        assert refusal.remedy


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_nothing_else(data: bytes) -> None:
    try:
        read_bytes("x.csv", data)
    except Refusal as refusal:
        assert refusal.remedy


# Hostile files


def test_the_name_is_not_believed() -> None:
    assert values(one(book(HEADINGS, ("RX1", "One")), "../../etc/contracts.csv")) == [["RX1", "One"]]
    assert one("a,b\n1,2\n", "C:\\temp\\contracts.xlsx").file == "contracts.xlsx"


def test_a_zip_bomb_is_refused_before_it_unpacks() -> None:
    swollen = with_part(book(HEADINGS), "xl/media/image1.png", lambda _: b"\0" * (40 << 20))
    assert len(swollen) < 100_000
    with pytest.raises(OutOfBounds, match="times its size"):
        one(swollen)
    with pytest.raises(OutOfBounds, match="too many bytes"):
        one(swollen, limits=replace(UPLOAD, ratio=10**6, unpacked_size=30 << 20))


def test_a_directory_that_lies_about_a_size_is_refused() -> None:
    """The central directory says 100 bytes where there are 40 million; the bytes are what is counted."""
    data = with_part(book(HEADINGS), "xl/media/image1.png", lambda _: b"\0" * (40 << 20))
    lying = data.replace(struct.pack("<L", 40 << 20), struct.pack("<L", 100))
    assert lying != data
    with pytest.raises(Refusal):
        one(lying)


def test_a_far_away_cell_is_refused_and_does_not_end_the_process() -> None:
    def far(made: openpyxl.Workbook) -> None:
        made.active["XFD1048576"] = "x"

    with pytest.raises(OutOfBounds, match="reaches too far"):
        one(book(HEADINGS, change=far))


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="1048576"><c t="n"><v>1</v></c></row>',
        b"<row r = '1048576'><c r = 'XFD1048576'><v>1</v></c></row>",
        b'<x:row xmlns:x="' + MAIN + b'" r="9"><x:c r="XFD9999"><x:v>1</x:v></x:c></x:row>',
        b'<row r="9"><c r="AAAAAAAAAAAA9"><v>1</v></c></row>',
        b'<row r="3">' + b"<c><v>1</v></c>" * 400_000 + b'</row><row r="900"><c r="A900"><v>1</v></c></row>',
        b'<row r="0000000000009999999"><c r="ZZZ9999999"><v>1</v></c></row>',
    ],
)
def test_however_a_far_away_cell_is_written_it_is_measured(row: bytes) -> None:
    data = with_part(book(HEADINGS), SHEET, lambda xml: xml.replace(b"</sheetData>", row + b"</sheetData>"))
    with pytest.raises(Refusal):
        one(data, limits=replace(UPLOAD, cells=900_000))


def test_blank_rows_that_were_only_coloured_are_no_reason_to_refuse() -> None:
    def coloured(made: openpyxl.Workbook) -> None:
        for place in ("A1048576", "XFD3"):
            made.active[place].font = openpyxl.styles.Font(bold=True)

    assert values(one(book(HEADINGS, ("RX1", "One"), change=coloured))) == [["RX1", "One"]]


@pytest.mark.parametrize("entity", [b'SYSTEM "file:///etc/passwd"', b'"lol"'])
def test_document_types_and_their_entities_are_refused(entity: bytes) -> None:
    doctype = b"<!DOCTYPE x [<!ENTITY e " + entity + b">]>"
    for part in (SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        with pytest.raises(Unreadable, match="XML that Excel never writes"):
            one(with_part(book(HEADINGS), part, lambda xml: doctype + xml))


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.raises(Unreadable, match="two parts of one name"):
        one(with_part(book(HEADINGS), SHEET.replace("sheet1", "Sheet1"), lambda _: b"<x/>"))


def test_one_long_text_used_very_often_is_kept_once() -> None:
    text = "x" * 20_000
    rows = values(one(book(HEADINGS, *((text, text) for _ in range(50)))))
    assert len({id(value) for row in rows for value in row}) == 1


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        ({"rows": 2}, "3 rows"),
        ({"columns": 1}, "2 columns"),
        ({"cell_length": 3}, "4 characters"),
        ({"file_size": 10}, "bytes"),
        ({"entries": 2}, "parts"),
        ({"sheets": 0}, "1 sheets"),
    ],
)
def test_every_bound_is_named_with_what_to_do(limits: dict[str, Any], says: str) -> None:
    data = book(HEADINGS, *[("long", "x")] * 3)
    with pytest.raises(OutOfBounds, match=says) as caught:
        one(data, limits=replace(UPLOAD, **limits))
    assert caught.value.remedy


def test_merged_cells_cannot_multiply() -> None:
    merged = b"".join(b'<mergeCell ref="%c2:%c900"/>' % (letter, letter) for letter in b"ABCDEFGHIJ")
    edit = b"</sheetData><mergeCells>" + merged + b"</mergeCells>"
    data = with_part(book("ab", *[("x", "y")] * 900), SHEET, lambda xml: xml.replace(b"</sheetData>", edit))
    with pytest.raises(OutOfBounds, match="Merged cells cover"):
        one(data, limits=replace(UPLOAD, rows=1_000))


def test_formats_that_cannot_be_measured_are_for_trusted_users() -> None:
    ods = io.BytesIO()
    with zipfile.ZipFile(ods, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.replace("\n<", "<"))
    with pytest.raises(Unreadable, match="OpenDocument"):
        one(ods.getvalue())
    table = one(ods.getvalue(), "trusts.ods", COMMAND_LINE)
    assert (table.sheet, values(table)) == ("Trust", [["RX1", 5]])


ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Trust">
<table:table-row><table:table-cell office:value-type="string"><text:p>Code</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Beds</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>RX1</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""
