"""Workbooks and Parquet: values as text, places kept, damage told; and what a source may say of a file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from concordat.core.bounds import Unreadable
from concordat.data.formats.reader import read, readers
from concordat.data.formats.source import BadSource, SourceSpec
from concordat.data.formats.tests.reading import Read, read_bytes


def workbook(*sheets: tuple[str, Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_excel(*sheets: tuple[str, Sequence[Any]], **source: Any) -> Read:
    return read_bytes(workbook(*sheets), name="list.xlsx", format="xlsx", **source)


def test_values_of_a_workbook_are_text_and_keep_their_row() -> None:
    day, moment = date(2026, 10, 5), datetime(2026, 10, 5, 9, 30)
    rows = [["Title"], ["id", "when", "at", "share", "yes"], [1, day, moment, 0.5, True], [None] * 5, ["007", None]]
    got = read_excel(("List", rows))
    assert got.values[0] == ("1", "2026-10-05", "2026-10-05T09:30:00", "0.5", "true")
    assert got.values[1] == ("007", None, None, None, None) and got.places == [3, 5]


def test_the_sheet_must_be_plain() -> None:
    sheets = (("One", [["a", "b"], [1, 2]]), ("Two", [["c", "d"], [3, 4]]))
    with pytest.raises(Unreadable, match=r"more than one sheet.*One, Two"):
        read_excel(*sheets)
    assert read_excel(*sheets, sheet="two").values == [("3", "4")]
    with pytest.raises(Unreadable, match="no sheet 'Three'"):
        read_excel(*sheets, sheet="Three")


def test_a_heading_row_and_other_headings_of_a_workbook() -> None:
    rows = [["x", "y"], ["NHS No", "b"], [1, 2]]
    got = read_excel(("L", rows), heading_row=2, columns={"nhs_number": ["nhs no"]})
    assert got.relation.columns == ("nhs_number", "b") and got.places == [3]


def test_a_value_of_a_workbook_that_is_no_value_is_told_and_its_row_kept() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["a", "b"], [1, "CANARY"], ["#N/A", 3]):
        sheet.append(row)
    sheet["A3"].data_type = "e"
    sheet["C2"] = "CANARY"
    stream = io.BytesIO()
    book.save(stream)
    got = read_bytes(stream.getvalue(), name="l.xlsx", format="xlsx")
    assert got.values == [("1", "CANARY"), (None, "3")] and got.faults == [(3, "value")]
    assert got.rejects[0]["column"] == "a"
    told = f"{got.rejects} {got.relation.notes}"
    assert "Column C has no heading" in told and "CANARY" not in told


@pytest.mark.parametrize("data", [b"", b"PK\3\4rubbish", b"a,b\n1,2\n"])
def test_what_is_no_workbook_is_refused_or_read_as_what_it_is(data: bytes) -> None:
    try:
        assert read_bytes(data, name="l.xlsx", format="xlsx").values == [("1", "2")]
    except Unreadable:
        assert not data.startswith(b"a")


def parquet(table: pa.Table, **options: Any) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table, stream, **options)
    return stream.getvalue()


def test_values_of_parquet_are_text() -> None:
    table = pa.table(
        {
            "n": [1, None],
            "amount": [Decimal("1.50"), None],
            "day": [date(2026, 10, 5), None],
            "at": pa.array([datetime(2026, 10, 5, 9, 30, tzinfo=UTC), None], pa.timestamp("ns", "Europe/London")),
            "kind": pa.array(["x", ""]).dictionary_encode(),
            "list": [[{"a": 1}], None],
            "raw": [b"ok", b"\xff"],
            "yes": [True, False],
        }
    )
    got = read_bytes(parquet(table), name="a.parquet", format="parquet")
    assert got.values[0] == (
        "1", "1.50", "2026-10-05", "2026-10-05T10:30:00+01:00", "x", '[{"a": 1}]', "ok", "true",
    )  # fmt: skip
    assert got.values[1] == (None,) * 7 + ("false",)
    assert [(each["line"], each["column"], each["kind"]) for each in got.rejects] == [(2, "raw", "not_text")]


def test_a_damaged_part_of_parquet_costs_only_its_own_rows() -> None:
    numbers = pa.table({"n": pa.array(range(30_000)), "t": [f"{n * 7919 % 104729}" for n in range(30_000)]})
    data = bytearray(parquet(numbers, row_group_size=10_000, compression="zstd", use_dictionary=False))
    meta = pq.ParquetFile(io.BytesIO(bytes(data))).metadata.row_group(1).column(0)
    data[meta.data_page_offset : meta.data_page_offset + 200] = b"\xff" * 200
    got = read_bytes(bytes(data), name="a.parquet", format="parquet")
    assert got.faults == [(10_001, "damaged")]
    assert got.places == [*range(1, 10_001), *range(20_001, 30_001)]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + b"\0" * 100 + b"PAR1", b"a,b\n"])
def test_what_is_no_parquet_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="Parquet"):
        read_bytes(data, name="a.parquet", format="parquet")


def test_every_reader_says_what_it_reads_and_what_it_looks_at() -> None:
    found = readers()
    assert {"csv", "tsv", "xlsx", "parquet", "hl7v2"} <= set(found)
    for reader in found.values():
        assert set(reader.OPTIONS) <= set(SourceSpec.__dataclass_fields__) and reader.__doc__


def test_all_that_is_wrong_with_a_source_is_told_at_once() -> None:
    given = {
        "format": "csv", "encoding": "rot13", "delimiter": "ab", "zone": "Mars", "heading_row": 0, "paths": {"a": "b"},
        "delimeter": ",", "missing": 7, "short_rows": "no", "escape": "\n", "columns": ["x"],
    }  # fmt: skip
    with pytest.raises(BadSource) as caught:
        SourceSpec.of(given)
    wrong = {option: (what, next) for option, what, next in caught.value.problems}
    assert set(wrong) == set(given) - {"format", "heading_row"} | {"headings"}
    assert wrong["delimeter"][1] == "Write delimiter" and "csv" in wrong["paths"][0]
    bad: Any
    for bad in (None, [], "csv", {}, {"format": 7}, {"format": "docx"}):
        with pytest.raises(BadSource):
            SourceSpec.of(bad)


def test_a_source_is_read_as_a_mapping_states_it() -> None:
    spec = SourceSpec.of({"format": "csv", "delimiter": "tab", "encoding": "UTF8", "missing": "NULL", "zone": "UTC"})
    assert (spec.delimiter, spec.encoding, spec.missing) == ("\t", "utf-8", ("NULL",))


def test_a_format_that_nothing_reads_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(BadSource, match="no such format"):
        read(tmp_path / "a", SourceSpec(format="docx"), work=tmp_path / "work")
    with pytest.raises(BadSource, match="by a view"):
        read(tmp_path / "a", SourceSpec.of({"format": "fhir"}), work=tmp_path / "work")
