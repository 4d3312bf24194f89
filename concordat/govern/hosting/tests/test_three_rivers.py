"""Three Rivers: what its services are made to show is shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from concordat.govern.checks import hosting as checks
from concordat.govern.hosting.exposure import exposure, summed
from concordat.govern.hosting.handbook import handbook
from concordat.govern.hosting.ladder import Kind, call, moment_of
from concordat.govern.hosting.mirror import Verdict
from concordat.register.intake import whole_record
from concordat.register.record import Record
from concordat.register.service import Duty, Risk, Rung

AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="module")
def record() -> Record:
    """The example as a user holds it."""
    return whole_record(Path(__file__).parents[4] / "examples" / "three_rivers")


def test_what_was_planted_is_found(record: Record) -> None:
    found = [each for check in checks.CHECKS for each in check(record, AS_OF)]
    told = {(each.rule, each.what) for each in found}
    assert ("HOST-01", "Patient portal for the system: RZ8 uses the service and has no part in anything") in told
    assert ("HOST-07", "Patient portal for the system: a dispute never reaches mediation") in told
    assert ("HOST-03", "Radiology archive: RZ1 holds data for RZ4 without the terms of Article 28") in told
    assert any(rule == "HOST-04" and "portal" in what for rule, what in told)
    assert any(rule == "HOST-01" and "2 are accountable for Approve changes" in what for rule, what in told)
    assert all(each.file.endswith("services.xlsx") and each.row for each in found)


def test_the_archive_promises_more_liability_than_it_has_and_forgets_the_notice(record: Record) -> None:
    book = handbook(record, "SVC-PACS", AS_OF)
    faults = {(each.duty, each.member): each for each in book.faults}
    assert {member for duty, member in faults if duty is Duty.NOTICE} == {"RZ4", "Z3R4V"}
    liable = faults[Duty.LIABILITY, "RZ4"]
    assert (liable.verdict, liable.exposed_by) == (Verdict.STRONGER, 3_000_000_00)
    assert book.pooled and book.pooled.exposed_by == 8_000_000_00


def test_who_is_called_at_three_in_the_morning(record: Record) -> None:
    rungs = [each for each in record.all(Rung, AS_OF) if each.service == "SVC-PACS"]
    found = call(rungs, Kind.INCIDENT, moment_of("2027-01-09 03:00"))
    assert [each.after for each in found.steps] == [0, 30, 90, 150]
    assert found.steps[0].rung.contact == "01632 960102"


def test_exposure_of_members_sums_to_that_of_the_risks(record: Record) -> None:
    risks = record.all(Risk, AS_OF)
    found = exposure(risks)
    members = summed(found, lambda each: each.organisation)
    assert sum(each.worst for each in members.values()) == round(sum(p for r in risks for _, p in r.exposure) * 100)
    assert members["RZ1"].worst > members["RZ8"].worst
