"""The etr file: every row is stored or found wanting, and what its names, dates and codes come to."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.core.bounds import COMMAND_LINE, Limits, OutOfBounds, Unreadable
from concordat.core.refusal import Refusal
from concordat.register.intake import Intake
from concordat.register.kind_by_name import kind_by_name
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.read_etr import NotEtr, intake_bytes, read

DATA = Path(__file__).parents[4] / "shared" / "data" / "nhs"


def line(code: str = "R9Z", name: str = "ANYTOWN HOSPITALS NHS TRUST", **fields: str) -> str:
    """One row of the published layout; fields by position as f2="Y60"."""
    cells = [code, name, "Y60", "Q9Z", "1 HIGH STREET", "", "", "ANYTOWN", "", "ZZ1 1ZZ", "20010401", ""] + [""] * 15
    for place, value in fields.items():
        cells[int(place[1:])] = value
    return ",".join(f'"{cell}"' for cell in cells)


def taken(*lines: str, limits: Limits = COMMAND_LINE) -> Intake:
    """The intake of these lines."""
    return intake_bytes("\r\n".join(lines).encode(), "etr.csv", limits)


def assert_balanced(intake: Intake) -> None:
    """Rows in are rows stored and rows found wanting, and no row is both."""
    found = {(each.file, each.sheet, each.row) for each in intake.findings}
    kept = [intake.record.place(each) for each in intake.record.all(Organisation)]
    assert intake.rows_in == intake.stored + len(found)
    assert intake.stored == len(intake.record) == len(set(kept))
    assert found.isdisjoint((at.file, at.sheet, at.row) for at in kept)
    assert all(each.what and each.next and each.row for each in intake.findings)


def only(intake: Intake) -> Organisation:
    """The one organisation of an intake."""
    (found,) = intake.record.all(Organisation)
    return found


def test_a_row_becomes_an_organisation_that_remembers_where_it_was() -> None:
    intake = taken(line(), line("r9y", "ANYTOWN AMBULANCE SERVICE NHS TRUST"))
    first, second = intake.record.all(Organisation)
    assert (first.code, first.icb, first.valid_from, first.valid_to) == ("R9Z", "Q9Z", date(2001, 4, 1), None)
    assert (second.code, second.kind) == ("R9Y", OrganisationKind.AMBULANCE)
    assert intake.record.place(second).row == 2
    assert_balanced(intake)


def test_a_closed_organisation_is_kept_and_was_open_on_its_last_day() -> None:
    intake = taken(line(f11="20200331"))
    closed = only(intake)
    assert closed.valid_to == date(2020, 4, 1) and closed.valid_on(date(2020, 3, 31))
    assert not closed.successor
    assert any("who took over" in note.what and note.row == 1 for note in intake.notes)


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"f0": "R9"}, "Organisation code"),
        ({"f0": "R9-Z"}, "Organisation code"),
        ({"f0": ""}, "Organisation code"),
        ({"f1": " "}, "Name"),
        ({"f10": "20010431"}, "Open date"),
        ({"f10": "yesterday"}, "Open date"),
        ({"f11": "00010101"}, "Close date"),
        ({"f11": "20010331"}, "Close date"),
    ],
)
def test_a_bad_cell_is_found_and_its_row_not_stored(fields: dict[str, str], column: str) -> None:
    intake = taken(line("R9Y"), line("R9Z", "A HOSPITAL NHS TRUST", **fields))
    assert [(each.row, each.column) for each in intake.findings] == [(2, column)]
    assert_balanced(intake)


def test_everything_wrong_with_a_row_is_said_at_once() -> None:
    intake = taken(line(code="?", name="", f10="x", f11="y"))
    assert [each.column for each in intake.findings] == ["Organisation code", "Open date", "Close date", "Name"]
    assert (intake.rows_in, intake.stored) == (1, 0)
    assert_balanced(intake)


def test_it_may_close_on_the_day_it_opened() -> None:
    assert only(taken(line(f10="20200101", f11="20200101"))).valid_to == date(2020, 1, 2)


def test_the_second_row_of_a_code_is_found_even_if_it_says_the_same() -> None:
    intake = taken(line(), line(), line("r9z ", "ANOTHER"))
    assert [each.row for each in intake.findings] == [2, 3]
    assert all("row 1" in each.what for each in intake.findings)
    assert_balanced(intake)


def test_a_code_whose_first_row_was_bad_may_still_be_stored() -> None:
    intake = taken(line(name=""), line())
    assert intake.record.place(only(intake)).row == 2
    assert_balanced(intake)


def test_short_and_long_rows_are_found_and_trailing_columns_may_be_missing() -> None:
    intake = taken(line("R9A"), "R9B,NAME,Y60", line("R9C") + ",,", line("R9D").removesuffix(',""' * 15))
    assert [each.code for each in intake.record.all(Organisation)] == ["R9A", "R9D"]
    assert [each.row for each in intake.findings] == [2, 3]
    assert_balanced(intake)


def test_blank_lines_are_no_rows_but_count_in_the_numbering() -> None:
    intake = taken(line("R9A"), "", ",,,", line("R9B", name=""))
    assert (intake.rows_in, intake.findings[0].row) == (2, 4)


def test_a_heading_row_says_where_the_columns_are() -> None:
    intake = taken("Name,Organisation Code,Open_Date,Anything", "A HOSPITAL NHS TRUST,R9Z,1 April 2001,x", "B,R9Y")
    assert only(intake).valid_from == date(2001, 4, 1)
    assert [(each.row, each.what.split(",")[0]) for each in intake.findings] == [(3, "This row has 2 columns")]
    assert_balanced(intake)


def test_a_heading_row_before_the_published_layout() -> None:
    headings = ["Organisation Code", "Name", "National Grouping", "High Level Health Geography"]
    headings += [f"Address line {n}" for n in range(1, 6)] + ["Postcode", "Open Date", "Close Date"]
    intake = taken(",".join(headings + ["Null"] * 15), line(f11="20200331"))
    assert (only(intake).icb, only(intake).valid_to) == ("Q9Z", date(2020, 4, 1))
    assert intake.record.place(only(intake)).row == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    name = "ST JOHN’S HOSPITAL CAFÉ NHS TRUST"
    intake = intake_bytes(line(name=name).encode(encoding), "etr.csv")
    assert only(intake).name == name
    assert any("Windows-1252" in note.what for note in intake.notes) == (encoding == "cp1252")


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 a workbook",
        b"<!DOCTYPE html>",
        b'{"releases": []}',
        b"R9Z,\0",
        b'"R9Z","NAME\r\nR9Y,NAME',
        b"Code,x\n",
    ],
)
def test_a_file_that_is_not_etr_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        intake_bytes(data, "etr.csv")
    assert "etr.csv" in str(refusal.value) and refusal.value.remedy


def test_an_unclosed_quotation_mark_swallows_no_rows() -> None:
    broken = line("R9A").removesuffix('"')
    with pytest.raises(NotEtr):
        taken(line("R9Z"), broken, line("R9Y"))


def test_bounds(tmp_path: Path) -> None:
    with pytest.raises(OutOfBounds):
        taken(line("R9A"), line("R9B"), limits=Limits(rows=1))
    (tmp_path / "etr.csv").write_text(line())
    assert read(tmp_path / "etr.csv").stored == 1
    with pytest.raises(OutOfBounds):
        read(tmp_path / "etr.csv", Limits(file_size=20))
    for absent in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(Unreadable):
            read(absent)


def test_outside_england_there_is_no_icb() -> None:
    intake = taken(line("R9A", f2="W00", f3="Q99"), line("R9B"))
    assert [each.icb for each in intake.record.all(Organisation)] == ["", "Q9Z"]
    assert any(note.row == 1 and "Q99" in note.what for note in intake.notes)


def test_icbs_that_are_not_in_the_file_are_noted_once_and_kept() -> None:
    intake = taken(line("R9A"), line("R9B"), line("R9C", f3="Q9Y"))
    assert [note.what for note in intake.notes if "ICBs" in note.what] == [
        "2 ICBs are named but not in this file: Q9Y, Q9Z"
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ANYSHIRE PARTNERSHIP NHS FOUNDATION TRUST", OrganisationKind.MENTAL_HEALTH),
        ("ANYSHIRE COMMUNITY HEALTH NHS TRUST", OrganisationKind.COMMUNITY),
        ("ANYTOWN COMMUNITY AND MENTAL HEALTH NHS TRUST", OrganisationKind.MENTAL_HEALTH),
        ("ANYTOWN UNIVERSITY HOSPITAL NHS TRUST", OrganisationKind.ACUTE),
        ("HUMBER TEACHING NHS FOUNDATION TRUST", OrganisationKind.OTHER),
        ("ISLE OF WIGHT NHS TRUST", OrganisationKind.OTHER),
        ("NHS Anyshire Integrated Care Board", OrganisationKind.ICB),
        ("Anytown City Council", OrganisationKind.LOCAL_AUTHORITY),
        ("London Borough of Anytown", OrganisationKind.LOCAL_AUTHORITY),
        ("Arts Council England", OrganisationKind.OTHER),
        ("The Hospital Partnership Limited", OrganisationKind.OTHER),
    ],
)
def test_a_kind_is_read_only_from_a_name_that_tells_it(name: str, kind: OrganisationKind) -> None:
    assert kind_by_name(name) is kind


def test_every_row_of_no_known_kind_is_noted() -> None:
    intake = taken(line("R9A", "ANYTOWN NHS TRUST"), line("R9B"))
    assert [note.row for note in intake.notes if "'other'" in note.what] == [1]


CELL = st.text(st.characters(codec="utf-8", exclude_characters='"\0'), max_size=12)


@given(st.lists(st.lists(CELL | st.sampled_from(["R9Z", "R9Y", "20200101", "Y60"]), max_size=30), max_size=8))
def test_nothing_is_dropped_whatever_the_cells(rows: list[list[str]]) -> None:
    data = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()
    try:
        intake = intake_bytes(data, "etr.csv")
    except Refusal:
        return
    assert_balanced(intake)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert_balanced(intake_bytes(data, "etr.csv"))
    except Refusal as refusal:
        assert str(refusal)


@pytest.mark.parametrize(("file", "rows", "closed"), [("etr.csv", 210, 5), ("etr_2026.csv", 273, 68)])
def test_the_published_file(file: str, rows: int, closed: int) -> None:
    if not (DATA / file).is_file():
        pytest.skip(f"the public ODS file ../shared/data/nhs/{file} is not here")
    intake = read(DATA / file)
    found = intake.record.all(Organisation)
    assert_balanced(intake)
    assert (intake.rows_in, intake.stored) == (rows, rows)
    assert sum(each.valid_to is not None for each in found) == closed
    assert "G6V2S" in {each.code for each in found}
    assert {note.row for note in intake.notes if "'other'" in note.what} == {
        intake.record.place(each).row for each in found if each.kind is OrganisationKind.OTHER
    }


def test_every_icb_that_the_published_files_name_is_one() -> None:
    icbs = DATA / "icb_names_codes_dec_2024.csv"
    if not icbs.is_file():
        pytest.skip("the public ONS list ../shared/data/nhs/icb_names_codes_dec_2024.csv is not here")
    known = {row.split(",")[1] for row in icbs.read_text(encoding="utf-8-sig").splitlines()[1:]}
    for file in ("etr.csv", "etr_2026.csv"):
        assert {each.icb for each in read(DATA / file).record.all(Organisation)} - {""} == known
