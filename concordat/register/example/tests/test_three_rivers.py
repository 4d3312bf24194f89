"""Three Rivers: the committed workbooks are what the tables give, everything in them holds together, nobody is real."""

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from concordat.core import ods
from concordat.core.rows import read_tables
from concordat.register.agreement import Agreement, Section75, Signature
from concordat.register.bundle import bundles
from concordat.register.example.generate import MOST_TRUSTS
from concordat.register.example.names import trust_codes
from concordat.register.example.three_rivers import three_rivers
from concordat.register.example.three_rivers.questions import questions
from concordat.register.example.workbooks import workbooks, write_workbooks
from concordat.register.intake import read_record
from concordat.register.links import dangling
from concordat.register.organisation import Organisation, OrganisationKind, Site
from concordat.register.outtake import sheets_of
from concordat.register.person import Office
from concordat.register.succession import superseded
from concordat.register.system import Supplier, System

COMMITTED = Path(__file__).parents[4] / "examples" / "three_rivers"
DATA = Path(__file__).parents[5] / "shared" / "data" / "nhs"
TODAY = date(2026, 11, 22)
RECORD = three_rivers()
TRUSTS = {OrganisationKind.ACUTE, OrganisationKind.MENTAL_HEALTH, OrganisationKind.COMMUNITY}


def test_the_committed_workbooks_hold_what_the_tables_give() -> None:
    intake = read_record(COMMITTED)
    assert intake.findings == ()
    assert intake.notes == ()
    assert intake.rows_in == intake.stored == len(RECORD)
    for noun, rows in RECORD.rows.items():
        assert intake.record.all(noun) == rows


def test_the_committed_sheets_have_the_columns_of_their_nouns() -> None:
    headings = {table.sheet: list(table.headings) for table in read_tables(COMMITTED)}
    assert headings == {sheet.title: [each.heading for each in sheet.columns] for sheet in sheets_of(RECORD)}


def test_writing_them_again_gives_the_same(tmp_path: Path) -> None:
    written = write_workbooks(RECORD, tmp_path)
    assert {path.name for path in written} == {path.name for path in COMMITTED.glob("*.xlsx")}
    assert [(table.sheet, [row.cells for row in table.rows]) for table in read_tables(tmp_path)] == [
        (table.sheet, [row.cells for row in table.rows]) for table in read_tables(COMMITTED)
    ]


def test_every_noun_with_rows_has_one_workbook() -> None:
    held = [noun for nouns in workbooks(RECORD).values() for noun in nouns]
    assert sorted(noun.SHEET for noun in held) == sorted(noun.SHEET for noun in RECORD.rows)


def test_no_row_names_what_is_not_there() -> None:
    assert dangling(RECORD) == ()


def test_only_the_planted_rows_name_a_closed_organisation() -> None:
    found = Counter(finding.sheet for finding in superseded(RECORD, TODAY))
    assert found == {"Sites": 1, "Systems": 2, "Contracts": 2, "Agreement parties": 1, "Data flows": 1, "Bodies": 1}


def test_every_signature_names_who_held_the_office_that_day_and_the_text_that_was_released() -> None:
    for each in RECORD.all(Signature):
        office = RECORD.get(Office, f"{each.organisation} / {each.office}", each.signed_on)
        agreement = RECORD.get(Agreement, each.agreement)
        assert office and office.name == each.name, each.key
        assert agreement and agreement.text_hash == each.text_hash != "", each.key


def test_the_terms_are_those_that_were_signed_after_the_workbooks_are_read_again() -> None:
    found = bundles(read_record(COMMITTED).record, TODAY)
    assert len(found) == len(RECORD.all(Agreement)) and all(each.unchanged() for each in found)
    assert {each.key for each in found if not each.agreement.text_hash} == {"TR-DSA-01 / 3"}


def test_a_pooled_fund_is_what_is_paid_into_it() -> None:
    (fund,) = RECORD.all(Section75)
    assert sum(pounds for _, pounds in fund.contributions) * 100 == fund.pooled_fund


def test_the_committed_questions_are_those_of_the_tables_and_of_the_readme() -> None:
    written = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (COMMITTED / "questions").iterdir()}
    assert written == {each.file: each.question for each in questions()}
    table = (COMMITTED / "README.md").read_text(encoding="utf-8").split("## Questions to ask")[1].split("\n## ")[0]
    assert [line for line in table.splitlines() if line.startswith("|")][2:] == [each.row() for each in questions()]


def test_it_is_a_collaborative_of_the_size_it_says() -> None:
    alive = RECORD.all(Organisation, TODAY)
    systems = RECORD.all(System, TODAY)
    assert sum(each.kind in TRUSTS for each in alive) == 4
    assert sum(each.kind is OrganisationKind.LOCAL_AUTHORITY for each in alive) == 2
    assert sum(each.kind is OrganisationKind.ICB for each in alive) == 1
    assert 55 <= len(systems) <= 65
    assert len({each.capability for each in systems}) == 15
    assert len({(each.organisation, each.capability) for each in systems}) == len(systems)


def test_the_codes_have_valid_shapes() -> None:
    hints = {each.code: ods.kinds(each.code) for each in RECORD.all(Organisation)}
    for each in RECORD.all(Organisation):
        assert ods.parse(each.code) == each.code
        wanted = {OrganisationKind.ICB: "ICB", OrganisationKind.LOCAL_AUTHORITY: "local authority"}
        assert wanted.get(each.kind, "trust") in hints[each.code]
    assert all(each.code[:-2] == each.organisation for each in RECORD.all(Site))


def test_no_council_or_company_could_be_real() -> None:
    councils = [each for each in RECORD.all(Organisation) if each.kind is OrganisationKind.LOCAL_AUTHORITY]
    assert all(int(each.code) < 100 and each.gss_code.endswith("998") for each in councils)
    assert all(each.supplier == f"GB-COH-{each.company_number}" for each in RECORD.all(Supplier))
    assert all(each.company_number.startswith("99") for each in RECORD.all(Supplier))


@pytest.mark.parametrize(("file", "place"), [("etr.csv", 0), ("etr_2026.csv", 0), ("icb_names_codes_dec_2024.csv", 1)])
def test_no_real_organisation_bears_a_code(file: str, place: int) -> None:
    if not (DATA / file).exists():
        pytest.skip(f"the public list ../shared/data/nhs/{file} is not here")
    with (DATA / file).open(encoding="utf-8-sig", newline="") as lines:
        real = {row[place] for row in csv.reader(lines) if row}
    assert len(real) > 40
    assert not real & {each.code for each in RECORD.all(Organisation)}
    assert not real & set(trust_codes(MOST_TRUSTS))
