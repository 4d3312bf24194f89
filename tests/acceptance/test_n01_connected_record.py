"""N01: a contract slips, a trust leaves, an ICB dissolves: what breaks, and what the plan becomes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from concordat.register.contract import Contract
from concordat.register.links import resting_on
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.record import Record
from concordat.register.succession import superseded
from concordat.register.system import System
from tests.acceptance.conftest import AS_OF, concordat

DISSOLVED = date(2027, 4, 1)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small collaborative, with the plan it agreed beside it."""
    folder = tmp_path_factory.mktemp("small") / "workbooks"
    concordat("example", folder, "--trusts", "2", "--capabilities", "3", "--seed", "1")
    (folder.parent / "agreed.json").write_text(concordat("converge", folder, "--as-of", AS_OF.isoformat(), "--json"))
    return folder


def supposed(small: Path, *what: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The plan agreed, and what becomes of it under a supposition."""
    agreed = small.parent / "agreed.json"
    options = ("--as-of", AS_OF.isoformat(), "--agreed", str(agreed), "--json", *what)
    return json.loads(agreed.read_text()), json.loads(concordat("converge", small, *options))


def test_a_contract_that_slips_changes_the_plan_no_more_than_is_asked(small: Path) -> None:
    before, _ = supposed(small)
    move = next(each for each in before["moves"] if each["kind"] == "shared")
    _, after = supposed(small, "--slip", f"{move['contract']}=12", "--most-changes", "1")
    assert after["status"] in ("optimal", "feasible") and len(after["changes"]) <= 1
    assert after["cost"]["do_minimum"] != before["cost"]["do_minimum"], "a later end is another future without a plan"


def test_a_trust_that_leaves_takes_its_systems_out_and_the_rest_is_told(small: Path) -> None:
    before, after = supposed(small, "--leaver", "RZ0")
    gone = {each["system"] for each in [*before["moves"], *before["stays"]] if each["organisation"] == "RZ0"}
    left = {each["organisation"] for each in [*after["moves"], *after["stays"]]}
    assert gone and "RZ0" not in left
    assert gone <= {each["system"] for each in after["changes"] if each["after"] == "not in the plan"}


def test_what_rests_on_a_contract_is_what_runs_under_it(record: Record) -> None:
    contract = record.get(Contract, "RZ1-IMG-20")
    assert contract
    running = {system.system for system in record.all(System, AS_OF) if system.contract == "RZ1-IMG-20"}
    assert running == {link.origin.key for link in resting_on(record, contract) if isinstance(link.origin, System)}
    assert len(running) == 2, "radiology information and images together"


def test_what_rests_on_a_trust_reaches_its_contracts_and_other_trusts_interfaces(record: Record) -> None:
    trust = record.get(Organisation, "RZ8")
    assert trust
    near = {link.origin for link in resting_on(record, trust)}
    far = {link.origin for link in resting_on(record, trust, deep=True)}
    assert near < far
    assert {each for each in record.all(Contract, AS_OF) if each.customer == "RZ8"} <= near
    assert any(isinstance(each, System) and each.organisation != "RZ8" for each in far), "who sends data to it"


def dissolved(record: Record) -> Record:
    """The record with its ICB closed, and another in its place."""
    old = record.get(Organisation, "QZ3", AS_OF)
    assert old
    heir = Organisation(code="QZ4", name="NHS Two Valleys", kind=OrganisationKind.ICB, valid_from=DISSOLVED)
    closed = replace(old, successor="QZ4", valid_to=DISSOLVED)
    rows = [*(closed if each is old else each for each in record), heir]
    return Record.of(rows, {each: record.place(each) for each in record if each is not old})


def test_an_icb_that_dissolves_is_found_in_every_row_that_names_it(record: Record) -> None:
    rest, icb = dissolved(record), record.get(Organisation, "QZ3", AS_OF)
    assert icb
    named = {link.origin for link in resting_on(record, icb)} & set(rest)
    before = superseded(rest, date(2027, 3, 31))
    after = superseded(rest, DISSOLVED)
    new = [each for each in after if each not in before and "QZ3" in each.what]
    assert not [each for each in before if "QZ3" in each.what], "on its last day it is still there"
    assert len(new) >= len([each for each in named if each.valid_on(DISSOLVED)]) > 0
    assert all(each.next and each.sheet for each in new)
