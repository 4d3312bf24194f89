"""Importing: all or nothing, what was looked at and nothing else, and no way to learn what is hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from django.test import override_settings

from concordat.core.finding import Finding
from concordat.core.rows import read_bytes
from concordat.register.app import actions, store
from concordat.register.app.importing import Plan, plan, standing
from concordat.register.app.models import Entry, LedgerLine
from concordat.register.app.pages.sheet import Filter, export
from concordat.register.app.permission import Person
from concordat.register.contract import Contract
from concordat.register.intake import Intake, intake_tables
from concordat.register.noun import Noun, columns
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.record import Record
from concordat.web.scope import row_of, whole_record_for_computation
from concordat.web.tests.fixtures import AS_OF, HERE, PRICE, contract, entry_of, intake_of, rows

pytestmark = pytest.mark.django_db


def planned(by: Person, intake: Intake) -> Plan:
    return plan(by, intake, standing(by))


def exported(by: Person) -> list[Noun]:
    """Everything as this person's download has it, read again."""
    file = export(by=by, noun=None, filter=Filter(), form="xlsx")
    found = intake_tables(read_bytes(file.name, file.contents), beside=Record.of(standing(by)))
    assert not found.findings, found.findings
    return list(found.record)


def test_what_comes_out_goes_in_and_changes_nothing(office: Person, editor_a: Person, editor_b: Person) -> None:
    whole = set(whole_record_for_computation(HERE))
    for by in (office, editor_a, editor_b):
        made = planned(by, intake_of([each for each in exported(by) if "DRAFT" not in each.key]))
        assert (made.findings, made.count("new"), made.count("changed")) == ((), 0, 0)
        actions.import_record(by=by, as_of=AS_OF, intake=intake_of(rows()) if by == office else intake_of([]))
    assert set(whole_record_for_computation(HERE)) == whole


def test_a_download_leaves_a_hidden_column_empty_rather_than_nought(office: Person, editor_b: Person) -> None:
    file = export(by=editor_b, noun=Contract, filter=Filter(), form="csv")
    lines = {line.split(",")[0].strip('"'): line for line in file.contents.decode("utf-8-sig").splitlines()}
    assert f"{PRICE['RZB'] / 100:.2f}" in lines["RZB-PAS"]
    assert "0.00" not in lines["RZA-PAS"]
    assert "RZA-DRAFT" not in lines


def test_the_office_may_load_prices_it_may_not_read(office: Person) -> None:
    actions.import_record(by=office, as_of=AS_OF, intake=intake_of([contract("RZB", annual_licence=5_000_00)]))
    assert row_of(entry_of("RZB-PAS")).annual_licence == 5_000_00  # type: ignore[attr-defined]


def test_a_guess_at_a_price_learns_nothing(office: Person) -> None:
    """A right guess and a wrong one look alike: in the preview, and in how many versions there are afterwards."""
    outcomes = []
    for guess in (PRICE["RZB"], PRICE["RZB"] + 100):
        intake = intake_of([contract("RZB", annual_licence=guess)])
        (change,) = planned(office, intake).changes
        before = Entry.objects.filter(key="RZB-PAS").count()
        actions.import_record(by=office, as_of=AS_OF, intake=intake)
        outcomes.append((change.state, change.differences, Entry.objects.filter(key="RZB-PAS").count() - before))
    assert outcomes[0] == outcomes[1]


def test_one_error_and_nothing_is_stored(office: Person) -> None:
    before = (Entry.objects.count(), LedgerLine.objects.count())
    wrong = Finding("It is wrong", "mend it", "f.xlsx", "Contracts", 3)
    with pytest.raises(actions.NothingToStore, match="the first: f"):
        actions.import_record(
            by=office, as_of=AS_OF, intake=replace(intake_of([contract("RZA", "C9")]), findings=(wrong,))
        )
    assert (Entry.objects.count(), LedgerLine.objects.count()) == before


def test_rows_of_others_are_errors_unless_they_stay_the_same(office: Person, editor_b: Person) -> None:
    same = [each for each in exported(editor_b) if "DRAFT" not in each.key]
    mine, theirs = contract("RZB", title="Mine"), contract("RZA", title="Not mine", annual_licence=0)
    kept = [each for each in same if each.key not in ("RZA-PAS", "RZB-PAS")]
    assert planned(editor_b, intake_of([*kept, mine])).findings == ()
    (finding,) = planned(editor_b, intake_of([*kept, mine, theirs])).findings
    assert "RZA" in finding.what and "programme office" in finding.next


def test_what_was_looked_at_is_what_is_stored(office: Person, editor_a: Person) -> None:
    intake = intake_of([contract("RZA", title="From the workbook")])
    digest = planned(editor_a, intake).digest
    actions.update_row(by=office, as_of=AS_OF, entry=entry_of("RZA-PAS").pk, row=contract("RZA", title="Meanwhile"))
    with pytest.raises(store.ChangedMeanwhile):
        actions.import_record(by=editor_a, as_of=AS_OF, intake=intake, digest=digest)
    assert entry_of("RZA-PAS").label == "Meanwhile"
    other = intake_of([contract("RZA", title="Another workbook")])
    with pytest.raises(store.ChangedMeanwhile):
        actions.import_record(by=editor_a, as_of=AS_OF, intake=other, digest=planned(editor_a, intake).digest)


def test_a_digest_cannot_be_worked_out_without_the_secret_key(office: Person, editor_b: Person) -> None:
    """The page has it, and it is of hidden prices too: by itself it must not let a guess be checked."""
    intake = intake_of([contract("RZB", title="From the workbook")])
    one, again = planned(editor_b, intake).digest, planned(editor_b, intake).digest
    with override_settings(SECRET_KEY="another"):
        assert one == again != planned(editor_b, intake).digest


def _periods(*days: date | None) -> list[Noun]:
    return [
        Organisation(code="RZC", name=f"Name {start}", kind=OrganisationKind.ACUTE, valid_from=start, valid_to=end)
        for start, end in pairwise(days)
    ]


def test_a_key_with_several_periods_is_the_same_when_it_comes_again(office: Person) -> None:
    several = intake_of(_periods(None, date(2020, 1, 1), date(2024, 1, 1), None))
    actions.import_record(by=office, as_of=AS_OF, intake=several)
    again = planned(office, several)
    assert (again.count("same"), again.findings) == (3, ())


def test_a_period_can_be_split_in_two(office: Person) -> None:
    actions.import_record(by=office, as_of=AS_OF, intake=intake_of(_periods(None, None)))
    actions.import_record(by=office, as_of=AS_OF, intake=intake_of(_periods(None, date(2024, 1, 1), None)))
    assert Entry.objects.filter(key="RZC", superseded_at=None).count() == 2


def test_a_period_that_overlaps_what_stays_is_an_error(office: Person) -> None:
    actions.import_record(by=office, as_of=AS_OF, intake=intake_of(_periods(None, date(2020, 1, 1), None)))
    wide = replace(_periods(None, None)[0], valid_to=date(2030, 1, 1))
    assert ["already" in each.what for each in planned(office, intake_of([wide])).findings] == [True]


def test_confidential_columns_are_in_no_search_text(office: Person) -> None:
    for entry in Entry.objects.filter(noun="Contract"):
        row = row_of(entry)
        assert not [
            pence for pence in PRICE.values() if f"{pence // 100:,}" in entry.words or str(pence) in entry.words
        ]
        assert any(each.confidential for each in columns(type(row)))


def test_a_large_intake_takes_few_queries(office: Person, django_assert_max_num_queries: object) -> None:
    many = [contract("RZA", f"C{number}") for number in range(600)]
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        actions.import_record(by=office, as_of=AS_OF, intake=intake_of(many))
    assert Entry.objects.filter(noun="Contract", key__regex="^C[0-9]+$").count() == 600
