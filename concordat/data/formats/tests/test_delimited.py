"""Delimited text of every kind and in any state: good rows are kept, each bad line is told, and nothing is repeated."""

from __future__ import annotations

import csv
import io
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from concordat.core.bounds import Unreadable
from concordat.data.formats import lines
from concordat.data.formats.delimited import _is_plain
from concordat.data.formats.dialect import Dialect
from concordat.data.formats.tests.reading import read_bytes, read_file

MONTHS = Path(__file__).resolve().parents[5] / "shared" / "data" / "nhs" / "ae_monthly"

cells = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=8)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=6)
)


@settings(max_examples=60, deadline=None)
@given(
    rows=tables,
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
)
@example(rows=[["é\n", '"'], ["", ","]], delimiter=",", encoding="utf-16", quoting=csv.QUOTE_MINIMAL, end="\r\n")
def test_what_was_written_in_any_dialect_is_read(
    rows: list[list[str]], delimiter: str, encoding: str, quoting: Any, end: str
) -> None:
    names = [f"heading {index}" for index in range(len(rows[0]))]
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows([names, *rows])
    got = read_bytes(stream.getvalue().encode(encoding), delimiter=delimiter, encoding=encoding.removesuffix("-sig"))
    assert got.relation.columns == tuple(names)
    assert got.values == [tuple(value or None for value in row) for row in rows if any(row)]
    assert not got.rejects


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=300))
@example(data=b"\0\0\1")
def test_any_bytes_are_read_or_refused_and_nothing_else(data: bytes) -> None:
    try:
        got = read_bytes(data)
    except Unreadable:
        return
    assert all(each["file"] == "extract.csv" and each["line"] >= 1 for each in got.rejects)


@settings(max_examples=60, deadline=None)
@given(noise=st.lists(st.sampled_from(['"', ",", "x", '""', "\r", "\0", "é", '","']), max_size=8).map("".join))
@example(noise='","x""","","')
@example(noise=',"x,"y",z",')
def test_a_spoilt_line_costs_no_other(noise: str) -> None:
    """Good lines on either side are read, unless what stands between is itself a quotation that holds them."""
    good = [("1", "a"), ("2", "b"), ("3", "c"), ("4", "d")]
    text = "id,name\n1,a\n2,b\n" + noise + "\n3,c\n4,d\n"
    got = read_bytes(text.encode(), encoding="utf-8", delimiter=",")
    assume(not any("\n" in value for row in got.values for value in row if value))
    assert [row for row in got.values if row in good] == good
    assert {3 + 1} >= {line for line, _ in got.faults}


def test_what_arrow_may_read_the_strict_parser_cuts_into_the_same_records() -> None:
    """Every text of up to seven of the characters that matter."""
    dialect = Dialect(delimiter=",", quote='"', escape="", short_rows=False, written=(), names=(), first=1, notes=())
    plain = 0
    for length in range(8):
        for each in product(b'",x\n', repeat=length):
            data = bytes(each)
            if _is_plain(data, dialect):
                plain += 1
                strict = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
                assert len(strict) == len(data.splitlines()), data
    assert plain > 4_000


def test_each_kind_of_fault_is_told_with_its_line_and_costs_only_that() -> None:
    faults = {
        3: ("1", "too_few"),
        4: ("1,2,3", "too_many"),
        5: ('"open,2', "open_quote"),
        6: ('"a"b,2', "loose_quote"),
        7: ("a\rb,2", "stray_return"),
        8: ("a\0,2", "nul"),
        9: ("x" * 131_073 + ",2", "long_value"),
        10: ("id,name", "heading_again"),
    }
    physical = ["id,name", "0,zero", *(text for text, _ in faults.values()), '"last, with",ok']
    got = read_bytes("\n".join(physical).encode(), delimiter=",")
    assert dict(got.faults) == {line: kind for line, (_, kind) in faults.items() if line != 5} | {
        5: dict(got.faults)[5]
    }
    assert got.values == [("0", "zero"), ("last, with", "ok")] and got.places == [2, 11]


def test_an_open_quotation_costs_its_line_alone() -> None:
    text = 'id,name\n1,a\n2,"b\n' + "".join(f"{n},c\n" for n in range(3, 1_003))
    got = read_bytes(text.encode())
    assert got.faults == [(3, "open_quote")] and len(got.rows) == 1_001 and got.places[-1] == 1_003


def test_blank_lines_and_rows_are_passed_over_and_places_stay_true() -> None:
    got = read_bytes(b'id,name\n\n1,a\n,\n   \n2,"b\nc"\n\n3,d,\n')
    assert got.values[0] == ("1", "a") and ("2", "b\nc") in got.values and ("3", "d") in got.values
    assert got.places == [3, 6, 9] and got.faults == [(5, "too_few")]


def test_a_row_that_ends_early_is_filled_up_only_where_that_is_declared() -> None:
    assert read_bytes(b"a,b,c\n1,2\n").faults == [(2, "too_few")]
    assert read_bytes(b"a,b,c\n1,2\n", short_rows=True).values == [("1", "2", None)]


def test_a_last_line_that_was_cut_is_told() -> None:
    assert read_bytes(b"a,b,c\n1,2,3\n4,5").faults == [(3, "too_few")]


def test_a_huge_line_is_told_and_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST_LINE", 100_000)
    monkeypatch.setattr(lines, "_CHUNK", 10_000)
    text = b"a,b\n1,2\n" + b"x" * 1_000_000 + b",3\n4,5\n"
    got = read_bytes(text)
    assert got.faults == [(3, "line_too_long")] and got.places == [2, 4]
    assert read_bytes(b"a,b\n1,2\n" + b"x" * 1_000_000).faults == [(3, "line_too_long")]


@pytest.mark.parametrize("chunk", [7, 64, 1_000])
def test_where_blocks_end_makes_no_difference(monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    body = "".join(f'{n},"x{n}\r\ny",é\r\n{n},plain,z\r\n' for n in range(50)) + '7,"open,1\r\n8,a,b\r\n'
    data = ("id,text,mark\r\n" + body).encode()
    whole = read_bytes(data)
    monkeypatch.setattr(lines, "_CHUNK", chunk)
    parts = read_bytes(data)
    assert (parts.rows, parts.rejects) == (whole.rows, whole.rejects) and len(whole.rows) == 101


def test_the_encoding_is_found() -> None:
    text = "id;name\n1;Zoë £5\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"):
        assert read_bytes(text.encode(encoding)).values == [("1", "Zoë £5")], encoding
    assert "Windows-1252" in str(read_bytes(text.encode("cp1252")).relation.notes[0])


def test_a_line_wrongly_encoded_is_told_and_costs_only_itself() -> None:
    utf8 = "id,name\n1,Zoë\n2,Zoë\n".encode() + b"3,Zo\xeb\n4,Ann\n"
    assert read_bytes(utf8).faults == [(4, "encoding")] and read_bytes(utf8).places == [2, 3, 5]
    assert read_bytes(b"id,name\n1,\x81\n2,\xe9\n", encoding="cp1252").faults == [(2, "encoding")]
    assert read_bytes("id,name\n1,a\n2,b".encode("utf-16")[:-1]).values == [("1", "a")]


def test_a_declared_encoding_that_the_mark_contradicts_is_noted() -> None:
    got = read_bytes("id,name\n1,é\n".encode("utf-16"), encoding="cp1252")
    assert got.values == [("1", "é")] and "utf-16" in str(got.relation.notes[0])


def test_old_line_ends_and_the_line_that_excel_obeys() -> None:
    assert read_bytes(b"a,b\r1,2\r3,4\r").places == [2, 3]
    assert read_bytes(b"sep=^\na^b\n1^2,3\n").values == [("1", "2,3")]


def test_escapes_by_a_mark_where_they_are_declared() -> None:
    assert read_bytes(b'a,b\n"x\\"y",2\n', escape="\\").values == [('x"y', "2")]


@pytest.mark.parametrize("data", [b"", b"\n\n\r\n", b"\xef\xbb\xbf", b"  \n", b"\0\0\0"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_bytes(data)


def test_only_headings_is_a_month_without_rows() -> None:
    got = read_bytes(b"id,name\r\n")
    assert got.relation.columns == ("id", "name") and not got.rows and not got.rejects


def test_headings_below_a_title_are_found_and_noted() -> None:
    got = read_bytes(b"Waiting list\n\nid,name\n1,a\n")
    assert got.relation.columns == ("id", "name") and got.places == [4]
    assert "taken from row 3" in str(got.relation.notes[0])
    assert read_bytes(b"x,y\nid,name\n1,a\n", heading_row=2).places == [3]
    assert read_bytes(b"1,a\n2,b\n", heading_row=0, headings=["id", "name"]).places == [1, 2]


def test_headings_twice_or_none_are_named_and_noted() -> None:
    got = read_bytes(b"Date,DATE,,_row\n1,2,3,4\n")
    assert got.relation.columns == ("Date", "DATE (2)", "column C", "_row (2)")
    assert got.values == [("1", "2", "3", "4")] and len(got.relation.notes) == 3


def test_a_heading_that_changes_stays_under_its_name() -> None:
    columns = {"nhs_number": ["NHS No", "NHS Number (10 digits)"], "dob": ["Date of birth"]}
    for heading in (b"NHS No,Date_of_Birth", b"nhs number,DOB"):
        assert read_bytes(heading + b"\n1,2\n", columns=columns).relation.columns == ("nhs_number", "dob")


@pytest.mark.parametrize("row", ["9434765919,SMITH,1980-01-01", "1,SMITH,LS1 4AP", "943 476 5919,SMITH,x"])
def test_a_patient_is_never_taken_for_headings(row: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_bytes(f"{row}\n{row}\n".encode())
    assert "SMITH" not in str(caught.value) and "row 1" in str(caught.value).lower()


def test_no_reject_repeats_what_was_written() -> None:
    canary = "CANARY"
    text = f'id,name\n{canary}\n{canary},{canary},{canary}\n"{canary}\n"{canary}"{canary},1\n{canary}\0,1\n'
    got = read_bytes(text.encode() + b"1,CANARY\xff\n2,\xc3\xa9\n3,\xc3\xa9\n")
    assert len(got.rejects) == 6 and canary not in str(got.rejects) and canary not in str(got.relation.notes)


def test_every_month_of_a_published_extract_is_read_though_its_columns_drift(tmp_path: Path) -> None:
    files = sorted(MONTHS.glob("*.csv"))
    if not files:
        pytest.skip("the monthly A&E files are not here: ../shared/data/nhs/ae_monthly")
    read = {path.name: read_file(path, tmp_path / path.stem) for path in files}
    assert len(read) == 13 and not any(each.rejects for each in read.values())
    assert all(
        len(each.rows) == path.read_bytes().rstrip().count(b"\n")
        for path, each in zip(files, read.values(), strict=True)
    )
    usual = read["Monthly-AE-April-2025.csv"].relation.columns
    drifted = {name: each.relation.columns for name, each in read.items() if each.relation.columns != usual}
    assert list(drifted) == ["Monthly-AE-September-2024.csv"]
    (columns,) = drifted.values()
    assert columns[: len(usual)] == usual and columns[-1] == "a" and len(columns) == len(usual) + 6
