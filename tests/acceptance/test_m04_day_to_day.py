"""M04: a shared service from day to day: who owes whom what, who does what, whom to call at 03:00, who bears what."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from concordat.register.person import OfficeRole
from concordat.register.record import Record
from concordat.register.service import Duty, HostModel, Obligation, Raci, Responsibility, Rung, Service
from tests.acceptance.conftest import AS_OF, EXAMPLE, concordat
from tests.acceptance.supposing import changed, with_more, without, written

DAY = ("--as-of", AS_OF.isoformat())
ARCHIVE = "SVC-PACS"
NIGHT = ("--call", "2027-01-09 03:00")


def asked(*more: str, folder: Path = EXAMPLE, service: str = ARCHIVE) -> dict[str, Any]:
    """What `concordat govern service` says of a shared service."""
    found: dict[str, Any] = json.loads(
        concordat("govern", "service", folder, "--service", service, *DAY, "--json", *more)
    )
    return found


def checked(folder: Path, exit_code: int = 3) -> list[str]:
    """Every finding of `concordat govern check`, as its rule and what it says."""
    found = json.loads(concordat("govern", "check", folder, *DAY, "--json", exit_code=exit_code))["findings"]
    return [f"{each['rule']}: {each['what']}" for each in found]


def code(member: str) -> str:
    """The ODS code of a member as a table names it: `Its name (RZ1)`."""
    return member.rpartition("(")[2].rstrip(")")


@pytest.fixture(scope="module")
def archive() -> dict[str, Any]:
    """The radiology archive that one trust hosts for two others, and whom to call at three on a Saturday morning."""
    return asked(*NIGHT)


@pytest.fixture(scope="module")
def findings() -> list[str]:
    """Everything that is wrong in Three Rivers."""
    return checked(EXAMPLE)


def test_each_way_of_running_a_service_says_what_it_makes_of_its_members(
    record: Record, archive: dict[str, Any]
) -> None:
    models = {each.service: each.model for each in record.all(Service, AS_OF)}
    assert set(models.values()) == {HostModel.LEAD, HostModel.ON_BEHALF, HostModel.DIRECT}
    others = [asked(service=each) for each in models if each != ARCHIVE]
    said = [each["about"]["How it is run"] for each in (archive, *others)]
    assert "to them it is the supplier" in said[0] and len(set(said)) == len(models)


def test_what_the_supplier_owes_the_host_and_nobody_owes_the_members_is_seen(archive: dict[str, Any]) -> None:
    compared = {(each["Duty"], code(each["Member"])): each["Compared"] for each in archive["obligations"]}
    assert {whom for duty, whom in compared if compared[duty, whom] == "missing"} == {"RZ4", "Z3R4V"}
    assert {duty for duty, whom in compared if compared[duty, whom] == "missing"} == {"notice"}
    assert {duty for duty, whom in compared if compared[duty, whom] == "stronger"} == {"liability"}


def test_a_duty_passed_on_is_missing_no_more(record: Record, tmp_path: Path) -> None:
    passed_on = Obligation(
        obligation="OB-13", service=ARCHIVE, duty=Duty.NOTICE, owed_by="RZ1", owed_to=("RZ4", "Z3R4V"),
        terms="Notice of its ending", amount=260, mirrors="OB-03",
    )  # fmt: skip
    after = asked(folder=written(with_more(record, passed_on), tmp_path))
    assert {each["Compared"] for each in after["obligations"] if each["Duty"] == "notice"} == {"same"}


def test_nobody_is_forgotten_and_exactly_one_is_accountable(
    findings: list[str], record: Record, tmp_path: Path
) -> None:
    two = "HOST-01: Radiology archive: 2 are accountable for Approve changes"
    assert any(each.startswith(two) for each in findings)
    assert any("RZ8 uses the service and has no part in anything" in each for each in findings)
    mended = without(record, Responsibility, f"{ARCHIVE} / Approve changes / RZ1 / digital lead / accountable")
    remembered = Responsibility(
        service="SVC-PORTAL", activity="Approve changes", organisation="RZ8", office=OfficeRole.DIGITAL_LEAD,
        part=Raci.CONSULTED,
    )  # fmt: skip
    after = checked(written(with_more(mended, remembered), tmp_path))
    assert not any(each.startswith(two) or "RZ8 uses the service and has" in each for each in after)


def test_at_three_in_the_morning_it_says_whom_to_call_and_who_comes_after(archive: dict[str, Any]) -> None:
    call = archive["call"]
    assert call["steps"][0]["contact"] == "01632 960102" and not call["nobody"]
    assert [each["after_minutes"] for each in call["steps"]] == [0, 30, 90, 150]
    assert {each["who"] for each in call["closed"]} >= {"Service desk"}


def test_where_nobody_is_on_call_by_night_the_next_rung_is_called(record: Record, tmp_path: Path) -> None:
    nobody = next(each for each in record.all(Rung) if each.contact == "01632 960102")
    after = asked(*NIGHT, folder=written(without(record, Rung, nobody.key), tmp_path))
    assert after["call"]["steps"][0]["contact"] == "01632 960190", "the supplier's own desk"


def test_a_dispute_climbs_another_ladder_and_one_that_ends_early_is_found(findings: list[str]) -> None:
    steps = asked(*NIGHT, "--about", "dispute")["call"]["steps"]
    assert "leads" in steps[0]["who"] and "Mediation" in steps[-1]["who"]
    assert any(each.startswith("HOST-07: Patient portal") and "mediation" in each for each in findings)


def test_what_each_may_lose_is_in_pounds_and_shown_to_itself_alone(archive: dict[str, Any]) -> None:
    worst = {code(each["Member"]): each["At worst"] for each in archive["exposure"]}
    assert worst == {"RZ1": "£3,180,000.00", "RZ4": "£315,000.00", "Z3R4V": "£72,000.00"}
    told = json.dumps(asked("--reader", "RZ4"), ensure_ascii=False)
    assert worst["RZ4"] in told and worst["RZ1"] not in told and worst["Z3R4V"] not in told


def test_a_larger_cap_promised_is_a_larger_exposure_of_the_host(record: Record, tmp_path: Path) -> None:
    told = concordat("govern", "service", EXAMPLE, "--service", ARCHIVE, *DAY)
    assert "supplier's cap and what members give back, by £8,000,000.00" in told
    less = written(changed(record, Obligation, "OB-14", limit=1_000_000_00), tmp_path)
    assert "supplier's cap and what members" not in concordat("govern", "service", less, "--service", ARCHIVE, *DAY)


def test_the_month_and_the_handbook_come_as_papers(tmp_path: Path) -> None:
    paths = {name: tmp_path / name for name in ("review.docx", "handbook.docx", "raci.xlsx")}
    written_to = [item for name, path in paths.items() for item in (f"--{name.partition('.')[0]}", path)]
    concordat("govern", "service", EXAMPLE, "--service", ARCHIVE, *DAY, "--month", "2027-01", *written_to)
    assert all(path.read_bytes().startswith(b"PK") for path in paths.values())
