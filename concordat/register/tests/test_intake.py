"""What the register's intake must hold: every row stored or found, every error at once, the same columns both ways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from concordat.core.bounds import UPLOAD
from concordat.core.finding import Finding
from concordat.core.sheets import Column, Sheet, annotate, write_workbook
from concordat.register.cell import from_json, jsonable
from concordat.register.contract import Contract, Regime
from concordat.register.intake import Intake, compare, read_record
from concordat.register.noun import columns, nouns
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.outtake import NOTHING, without_confidential, write_record
from concordat.register.person import OfficeRole
from concordat.register.procurement import Conflict
from concordat.register.record import Record
from concordat.register.stakeholder import Effect, EffectKind
from concordat.register.system import Supplier
from concordat.register.template import write_template

TRUST = Organisation(code="RZ1", name="River Trust", kind=OrganisationKind.ACUTE)
SUPPLIER = Supplier(supplier="S1", name="Quill Systems Ltd")
CONTRACT = Contract(
    contract="C1", title="Records", customer="RZ1", supplier="S1", regime=Regime.PCR2015, starts_on=date(2020, 4, 1),
    ends_on=date(2029, 3, 31), extension_options=(24, 12), extension_uplift=3.5, annual_licence=12_345_67,
    break_fee=50.0, exit_format="=cmd|' /C calc'!A0",
)  # fmt: skip
RECORD = Record.of([TRUST, SUPPLIER, CONTRACT])


def book(path: Path, title: str, *rows: Mapping[str, object]) -> Path:
    """A workbook of one sheet with these cells."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    cells = [[row.get(heading) for heading in headings] for row in rows]
    sheets = [Sheet(title=title, columns=tuple(Column(heading=each) for each in headings), rows=cells)]
    write_workbook(path, sheets)
    return path


def accounted(intake: Intake) -> bool:
    """Whether every row read is either stored or named by a finding."""
    return intake.rows_in == intake.stored + len({(f.file, f.sheet, f.row) for f in intake.findings if f.row})


@pytest.mark.parametrize("target", ["record.xlsx", "folder"])
def test_a_record_comes_back_as_it_went_out(tmp_path: Path, target: str) -> None:
    write_record(RECORD, tmp_path / target)
    intake = read_record(tmp_path / target)
    assert list(intake.record) and set(intake.record) == set(RECORD)
    assert not intake.findings


def test_every_noun_survives_storage() -> None:
    for row in RECORD:
        assert from_json(type(row), jsonable(row)) == row


def test_every_error_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    path = book(
        tmp_path / "x.xlsx", "Organisations",
        {"ODS code": "RZ1", "Name": "Fine", "Kind": "acute trust"},
        {"ODS code": "R!", "Name": "", "Kind": "hospital"},
    )  # fmt: skip
    intake = read_record(path)
    assert [(f.row, f.column) for f in intake.findings] == [(3, "ODS code"), (3, "Name"), (3, "Kind")]
    assert all(f.file == "x.xlsx" and f.sheet == "Organisations" and f.what and f.next for f in intake.findings)
    assert (intake.rows_in, intake.stored) == (2, 1) and accounted(intake)


def test_what_rests_on_a_refused_row_is_refused_with_it(tmp_path: Path) -> None:
    write_record(Record.of([SUPPLIER, CONTRACT]), tmp_path / "r")
    intake = read_record(tmp_path / "r")
    assert intake.stored == 1 and accounted(intake)
    assert any("a row of Organisations" in f.what and f.column == "Customer" for f in intake.findings)


def test_a_key_twice_on_one_day_is_found_and_twice_over_time_is_history(tmp_path: Path) -> None:
    clash = [{"ODS code": "RZ1", "Name": name, "Kind": "acute trust"} for name in ("One", "Two")]
    assert read_record(book(tmp_path / "a.xlsx", "Organisations", *clash)).stored == 1
    apart = [clash[0] | {"Valid to": date(2025, 4, 1)}, clash[1] | {"Valid from": date(2025, 4, 1)}]
    intake = read_record(book(tmp_path / "b.xlsx", "Organisations", *apart))
    assert intake.stored == 2
    found = intake.record.get(Organisation, "RZ1", date(2025, 3, 31))
    assert found and found.name == "One"


def test_the_same_row_twice_is_stored_once(tmp_path: Path) -> None:
    row = {"ODS code": " rz1\u00a0", "Name": "One", "Kind": "Acute trust"}
    intake = read_record(book(tmp_path / "a.xlsx", "Organisations", row, row))
    assert intake.stored == 1 and accounted(intake) and intake.record.get(Organisation, "RZ1")


def test_an_unknown_sheet_loses_no_row(tmp_path: Path) -> None:
    intake = read_record(book(tmp_path / "a.xlsx", "Thingamies", {"A": 1}, {"A": 2}))
    assert intake.stored == 0 and intake.rows_in == 2 and accounted(intake)


def test_a_row_that_contradicts_itself_is_found_in_the_sheets_own_words(tmp_path: Path) -> None:
    cells = {"Contract": "C1", "Title": "T", "Customer": "RZ1", "Supplier": "S1", "Regime": "PA 2023"}
    path = book(tmp_path / "a.xlsx", "Contracts", cells | {"Starts on": "31/03/2029", "Ends on": "2020-04-01"})
    assert "Ends on" in [f.column for f in read_record(path).findings]


def test_comparing_tells_new_changed_and_same() -> None:
    intake = Intake(record=RECORD, rows_in=3, stored=3)
    before = Record.of([TRUST, Supplier(supplier="S1", name="Quill Ltd")])
    states = {change.noun.key: change for change in compare(intake, before)}
    assert {key: change.state for key, change in states.items()} == {"RZ1": "same", "S1": "changed", "C1": "new"}
    assert states["S1"].differences == (("Name", "Quill Ltd", "Quill Systems Ltd"),)


def test_the_template_has_a_sheet_for_every_noun_and_reads_as_empty(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx")
    intake = read_record(tmp_path / "t.xlsx")
    assert (intake.rows_in, intake.stored, intake.findings) == (0, 0, ())


def test_confidential_columns_are_seen_by_their_owner_only() -> None:
    seen = without_confidential(CONTRACT, "RZ2")
    assert isinstance(seen, Contract)
    assert seen.annual_licence == 0 and seen.extension_uplift == 0.0 and seen.title == "Records"
    assert without_confidential(CONTRACT, "RZ1") == CONTRACT


def test_what_is_hidden_is_nothing_of_its_kind_also_where_it_is_required() -> None:
    declared = Conflict(
        procurement="P1", organisation="RZ1", office=OfficeRole.DIGITAL_LEAD, declared_on=date(2026, 7, 1), interest="x"
    )
    effect = Effect(proposal="P1", organisation="RZ1", kind=EffectKind.GAIN, what="x", amount=100)
    seen = [without_confidential(each, "RZ2") for each in (declared, effect)]
    assert (vars(seen[0])["interest"], vars(seen[1])["amount"]) == ("", 0)
    required = [(noun, each) for noun in nouns() for each in columns(noun) if each.confidential and each.required]
    assert required and all(each.kind in NOTHING for _, each in required)


def test_every_column_says_what_it_holds() -> None:
    for noun in nouns():
        assert noun.__doc__ and noun.MEANS and any(each.key for each in columns(noun))
        headings = [each.heading for each in columns(noun)]
        assert len(set(headings)) == len(headings) and all(each.note for each in columns(noun))


def test_an_empty_workbook_of_every_register_that_was_marked_can_be_given_again(tmp_path: Path) -> None:
    """As an upload, within its bounds, and with room for as many registers again."""
    write_template(tmp_path / "all.xlsx")
    marked = annotate(tmp_path / "all.xlsx", [Finding("It is empty", "fill it in", "all.xlsx", "Sites", 2)])
    (tmp_path / "marked.xlsx").write_bytes(marked)
    assert not read_record(tmp_path / "marked.xlsx", UPLOAD).findings
    assert UPLOAD.sheets >= 2 * len(nouns())
