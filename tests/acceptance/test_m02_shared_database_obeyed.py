"""M02: whose part in a shared database is what, is on the record before it starts; and what is agreed is obeyed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from concordat.register.agreement import PartyRole
from concordat.register.bundle import bundle_of
from concordat.register.record import Record
from tests.acceptance.conftest import AS_OF, EXAMPLE, concordat

DAY = ("--as-of", AS_OF.isoformat())
QUESTIONS = EXAMPLE / "questions"


def may(question: str, exit_code: int) -> dict[str, Any]:
    """The verdict on one of the example's questions."""
    asked = ("--record", EXAMPLE, "--question", QUESTIONS / f"{question}.json")
    found: dict[str, Any] = json.loads(concordat("share", "may", *asked, *DAY, "--json", exit_code=exit_code))
    return found


@pytest.fixture(scope="module")
def checked() -> dict[str, Any]:
    """`concordat share agreements check`, as JSON."""
    found: dict[str, Any] = json.loads(concordat("share", "agreements", "check", EXAMPLE, *DAY, "--json"))
    return found


def test_a_host_without_article_28_terms_is_found_before_anything_is_shared(checked: dict[str, Any]) -> None:
    found = [each for each in checked["findings"] if each["rule"] == "IG-15"]
    assert found and "RZ1" in found[0]["what"] and found[0]["next"]
    assert may("may-partnership-trust-audit-scans", 5)["verdict"] == "DENY"


def test_the_relationship_of_each_party_to_the_data_is_on_the_record(record: Record) -> None:
    hosted = bundle_of(record, "TR-HOST-01 / 1", AS_OF)
    assert hosted and {each.role for each in hosted.parties} >= {PartyRole.PROCESSOR, PartyRole.CONTROLLER}


def test_what_is_not_agreed_is_refused_and_says_what_would_change_it() -> None:
    refused = may("may-icb-plan-for-winter", 5)
    against = [each for each in refused["reasons"] if not each["holds"]]
    assert [each["rule"] for each in against] == ["IG-28"] and "RZ4" in against[0]["remedy"]


def test_a_column_that_nobody_justified_is_kept_back_and_the_rest_is_given() -> None:
    given = may("may-icb-plan-caseloads", 0)["columns"]
    assert given and "patient.religion" not in given


def test_what_is_agreed_is_given_with_its_conditions_and_its_last_day() -> None:
    given = may("may-icb-plan-waiting-lists", 0)
    assert given["agreement"] == "TR-DSA-01" and given["version"] == 2 and given["until"] > AS_OF.isoformat()
    assert {each["kind"] for each in given["conditions"]} >= {"rows", "output"}
    assert [each["register"] for each in given["opt_outs"]] == ["national data opt-out"]
