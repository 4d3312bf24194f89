"""M08: who may decide what, at which seniority, by whose scheme; and what is the ICB's is decided with the ICB."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from concordat.register.authority import Delegation
from concordat.register.organisation import Organisation
from concordat.register.proposal import Proposal
from concordat.register.record import Record
from tests.acceptance.conftest import AS_OF, EXAMPLE, concordat
from tests.acceptance.supposing import changed, written

DAY = ("--as-of", AS_OF.isoformat())
PORTAL, EXTENSION, POOLED = "converge-phr", "TR-P-05", "TR-P-03"


def routed(proposal: str, folder: Path = EXAMPLE, exit_code: int = 0) -> dict[str, Any]:
    """What `concordat govern route` says."""
    printed = concordat("govern", "route", folder, "--proposal", proposal, *DAY, "--json", exit_code=exit_code)
    found: dict[str, Any] = json.loads(printed)
    return found


def deciding(found: dict[str, Any]) -> dict[str, list[str]]:
    """Who decides, and whom that binds."""
    return {each["body"]: each["binds"] for each in found["steps"] if each["binds"]}


@pytest.fixture(scope="module")
def portal() -> dict[str, Any]:
    """The route of a portal shared by four trusts and the ICB."""
    return routed(PORTAL)


def test_each_member_is_bound_by_its_own_scheme_and_the_answer_says_by_which_line(portal: dict[str, Any]) -> None:
    assert deciding(portal) == {"TR-JC": ["QZ3", "Z3R4V", "RZ8", "RZ1", "RZ4"]}
    last = portal["steps"][-1]
    lines = [f"Delegation {code} / digital services / contract award / TR-JC" for code in last["binds"]]
    assert last["power"] == "; ".join(lines)
    assert all(source in last["source"] for source in ("page 22", "page 8", "page 52", "page 31", "annex B, page 14"))


def test_committees_that_a_scheme_would_hear_first_come_first(portal: dict[str, Any]) -> None:
    before = {each["body"]: each["organisation"] for each in portal["steps"] if not each["binds"]}
    assert before == {"QZ3-FIC": "QZ3", "Z3R4V-EMT": "Z3R4V", "RZ4-FPC": "RZ4"}


@pytest.mark.parametrize(
    ("thousands", "body"),
    [(303, "RZ1-EMT"), (2_000, "RZ1-EMT"), (2_000.01, "RZ1-BOARD")],
    ids=["a small one", "at the limit", "a tenth of a pound above"],
)
def test_the_seniority_is_that_of_the_value(record: Record, tmp_path: Path, thousands: float, body: str) -> None:
    folder = written(changed(record, Proposal, EXTENSION, value=round(thousands * 100_000)), tmp_path)
    assert deciding(routed(EXTENSION, folder)) == {body: ["RZ1"]}


def test_a_commitment_of_more_years_than_a_scheme_allows_goes_to_the_board(record: Record, tmp_path: Path) -> None:
    folder = written(changed(record, Proposal, EXTENSION, months=25), tmp_path)
    assert deciding(routed(EXTENSION, folder)) == {"RZ1-BOARD": ["RZ1"]}


def test_a_lower_limit_of_one_member_takes_the_joint_committee_its_power(
    record: Record, tmp_path: Path, portal: dict[str, Any]
) -> None:
    line = "RZ8 / digital services / contract award / TR-JC"
    after = routed(PORTAL, written(changed(record, Delegation, line, limit=500_000_000), tmp_path))
    assert "TR-JC" not in deciding(after) and deciding(after)["RZ8-BOARD"] == ["RZ8"]
    assert after["earliest"] > portal["earliest"]
    together = next(each for each in after["alternatives"] if each["way"].startswith("Three Rivers joint committee"))
    assert together["earliest"] is None and "RZ8 cannot be bound by it" in together["why"]
    assert any(each["rule"] == "GOV-11" and "by which it must be decided" in each["why"] for each in after["missing"])


def test_schemes_that_divide_one_power_differently_are_found() -> None:
    found = json.loads(concordat("govern", "check", EXAMPLE, *DAY, "--json", exit_code=3))["findings"]
    unlike = [each["what"] for each in found if each["rule"] == "GOV-02" and "where others give" in each["what"]]
    assert any(each.startswith("Z3R4V") and "£6,000,000.00" in each for each in unlike)
    assert any(each["rule"] == "GOV-06" and "the ICB is no party" in each["what"] for each in found)
    assert any(each["rule"] == "GOV-01" and "recommends, and decides nothing" in each["what"] for each in found)


def test_a_function_of_the_icb_is_decided_by_the_icb_though_nobody_named_it(record: Record) -> None:
    pooled = record.get(Proposal, POOLED)
    assert pooled and pooled.icb_function and "QZ3" not in pooled.members
    assert deciding(routed(POOLED)) == {"098-CABINET": ["098"], "QZ3-BOARD": ["QZ3"], "RZ8-BOARD": ["RZ8"]}


def test_what_is_no_function_of_the_icb_does_not_wait_for_it(record: Record, tmp_path: Path) -> None:
    folder = written(changed(record, Proposal, POOLED, icb_function=False), tmp_path)
    assert deciding(routed(POOLED, folder)) == {"098-CABINET": ["098"], "RZ8-BOARD": ["RZ8"]}


def test_without_an_icb_its_function_can_be_exercised_by_nobody(record: Record, tmp_path: Path) -> None:
    folder = written(changed(record, Organisation, "QZ3", valid_to=date(2026, 11, 1)), tmp_path)
    blocked = routed(POOLED, folder, exit_code=3)
    assert blocked["earliest"] is None and blocked["blocked"]
    assert all(each["why"] and each["remedy"] for each in blocked["blocked"])
