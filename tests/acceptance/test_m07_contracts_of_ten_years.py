"""M07: every expiry is seen in time: the last day of each step before it, and what is possible once one is lost."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from concordat.register.contract import Contract
from concordat.register.record import Record
from tests.acceptance.conftest import AS_OF, EXAMPLE, Answered, concordat
from tests.acceptance.supposing import changed, written

TWELVE_YEARS, PORTAL = "RZ1-EPR-19", "RZ1-PHR-22"


def day(text: str) -> date:
    """A day as the JSON writes it."""
    return date.fromisoformat(text)


def test_the_days_of_each_move_stand_in_order_and_none_has_passed(answered: Answered) -> None:
    assert answered.json["moves"]
    for move in answered.json["moves"]:
        assert AS_OF <= day(move["decide_by"]) <= day(move["procure_by"]) <= day(move["award_by"]), move["system"]
        assert day(move["award_by"]) <= day(move["cutover_on"]) <= day(move["old_contract_paid_to"]), move["system"]


def test_what_can_still_be_decided_later_says_until_when(answered: Answered) -> None:
    lost = [(day(move["decide_by"]), day(move["lost_after"])) for move in answered.json["moves"] if move["lost_after"]]
    assert all(decide <= last for decide, last in lost) and any(decide < last for decide, last in lost)


def test_a_decision_is_never_due_after_a_notice_it_needs(answered: Answered) -> None:
    noticed = [move for move in answered.json["moves"] if move["notices"]]
    assert noticed
    for move in noticed:
        days = [day(notice["by"]) for notice in move["notices"]]
        assert min(days) >= AS_OF and day(move["notice_by"]) == min(days)
        assert day(move["decide_by"]) <= min(days), move["system"]


def test_a_notice_due_within_days_heads_the_calendar(answered: Answered) -> None:
    first = answered.sheets["Notices and dates"][0]
    assert first["Date"] == date(2026, 11, 30) and first["Contract"] == "RZ1-EPMA-20"
    assert "DTSTART;VALUE=DATE:20261130" in (answered.folder / "roadmap.ics").read_text(encoding="utf-8")


def test_a_contract_past_its_notice_is_taken_to_have_renewed(answered: Answered) -> None:
    move = next(each for each in answered.systems if each["contract"] == "RZ4-PACS-17")
    assert day(move["old_contract_paid_to"]) >= date(2029, 2, 28)
    assert not [notice for notice in move["notices"] if day(notice["by"]) < AS_OF]


def test_every_contract_of_ten_years_has_a_planned_end(answered: Answered, record: Record) -> None:
    used = {each["contract"] for each in answered.systems}
    long = [each for each in record.all(Contract, AS_OF) if each.contract in used and each.original_months >= 120]
    assert long
    ends = {each["contract"]: each["old_contract_paid_to"] or each["kind"] == "stay" for each in answered.systems}
    assert all(ends[each.contract] for each in long)


def gates(contract: str, folder: Path = EXAMPLE, exit_code: int = 0, *more: str | Path) -> dict[str, Any]:
    """What `concordat procure gates` says of what follows a contract."""
    about = ("--contract", contract, "--as-of", AS_OF.isoformat(), "--json", *more)
    found: dict[str, Any] = json.loads(concordat("procure", "gates", folder, *about, exit_code=exit_code))
    return found


def ways(found: dict[str, Any]) -> dict[str, bool]:
    """What might still be done, and whether it may."""
    return {each["way"]: each["open"] for each in found["still_possible"]}


@pytest.fixture(scope="module")
def twelve_years(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """The gates before a contract of twelve years ends, which nobody has begun to replace; and their calendar."""
    calendar = tmp_path_factory.mktemp("gates") / "gates.ics"
    return gates(TWELVE_YEARS, EXAMPLE, 0, "--ics", calendar), calendar


def test_what_must_be_done_before_twelve_years_are_over_begins_years_ahead(
    twelve_years: tuple[dict[str, Any], Path],
) -> None:
    found, calendar = twelve_years
    days = {each["gate"]: day(each["latest"]) for each in found["gates"]}
    assert days["live"] <= day(found["lost_on"]) == date(2031, 3, 31)
    assert days["live"] - days["legal instructed"] > timedelta(days=600)
    assert list(days.values()) == sorted(days.values()), "each before what waits for it"
    told = calendar.read_text(encoding="utf-8")
    assert all(f"DTSTART;VALUE=DATE:{each:%Y%m%d}" in told for each in days.values()) and "BEGIN:VALARM" in told


def test_every_gate_says_who_sees_to_it_and_what_its_day_rests_on(twelve_years: tuple[dict[str, Any], Path]) -> None:
    for gate in twelve_years[0]["gates"]:
        assert gate["owner"]["office"] and gate["rule"] and gate["source"] and gate["why"], gate["gate"]


def test_a_contract_that_ends_sooner_has_missed_its_gates_and_is_told_what_is_still_lawful(
    record: Record, tmp_path: Path
) -> None:
    assert ways(gates(PORTAL, exit_code=3))["use an extension option"]
    used_up = written(changed(record, Contract, PORTAL, extension_options=()), tmp_path)
    without = gates(PORTAL, used_up, 3)
    assert not ways(without)["use an extension option"]
    missed = [each for each in without["gates"] if each["status"] == "missed"]
    assert missed and all(each["slack_days"] < 0 for each in missed)


def test_what_no_law_allows_is_closed_whatever_is_missed() -> None:
    over = ways(gates("RZ1-LIMS-14", exit_code=3))
    assert over and not any(over.values()), "a contract that has ended cannot be brought back"
