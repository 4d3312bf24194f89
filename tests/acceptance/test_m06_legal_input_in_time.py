"""M06: lawyers are asked before the choice: gates, the law of a purchase, frameworks that fit, heads nobody forgets."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from concordat.register.contract import Framework
from concordat.register.procurement import GateDone, GateKind, Procurement, Requirement
from concordat.register.record import Record
from tests.acceptance.conftest import AS_OF, EXAMPLE, concordat
from tests.acceptance.supposing import changed, with_more, without, written

DAY = ("--as-of", AS_OF.isoformat())
PORTAL, BEST = "PROC-01", "Patient and Diagnostic Systems, lot 4"


def asked(command: str, folder: Path = EXAMPLE, exit_code: int = 0, purchase: str = PORTAL) -> dict[str, Any]:
    """What a command of procure says of a purchase."""
    about = ("--procurement", purchase, *DAY, "--json")
    found: dict[str, Any] = json.loads(concordat("procure", command, folder, *about, exit_code=exit_code))
    return found


@pytest.fixture(scope="module")
def gates() -> dict[str, Any]:
    """The gates before the contract of a portal for five."""
    return asked("gates", exit_code=3)


@pytest.fixture(scope="module")
def fit() -> dict[str, Any]:
    """The frameworks from which it could be bought."""
    return asked("fit")


def gate(found: dict[str, Any], name: str) -> dict[str, Any]:
    """One gate by its name."""
    return next(dict(each) for each in found["gates"] if each["gate"] == name)


def against(lot: dict[str, Any]) -> list[dict[str, Any]]:
    """What stands against a lot."""
    return [each for each in lot["tests"] if not each["holds"]]


def test_lawyers_are_asked_before_requirements_are_frozen_and_anything_is_tendered(gates: dict[str, Any]) -> None:
    order = [each["gate"] for each in gates["gates"]]
    assert order.index("legal instructed") < order.index("requirements frozen") < order.index("tender issued")
    assert "legal instructed" in gate(gates, "requirements frozen")["depends_on"]


def test_that_they_were_not_is_said_with_the_day_and_how_late_it_is(gates: dict[str, Any]) -> None:
    missed = [each for each in gates["gates"] if each["status"] == "missed"]
    assert [each["gate"] for each in missed] == ["legal instructed"]
    assert missed[0]["latest"] == "2026-08-17" and missed[0]["slack_days"] == -97
    assert missed[0]["owner"] == {"office": "legal lead", "organisation": "RZ1"}


def test_what_was_done_without_them_and_what_is_still_possible_is_said(gates: dict[str, Any]) -> None:
    told = concordat("procure", "gates", EXAMPLE, "--procurement", PORTAL, *DAY, exit_code=3)
    assert "“requirements frozen” was done on 2 October 2026, before what it waits for: legal instructed" in told
    ways = gates["still_possible"]
    assert {each["open"] for each in ways} == {True, False} and all(each["risk"] for each in ways if each["open"])
    assert next(each for each in ways if each["way"] == "do now what was passed over")["until"] == "2026-11-24"


def test_asked_in_time_nothing_is_missed(record: Record, tmp_path: Path) -> None:
    legal = GateDone(procurement=PORTAL, gate=GateKind.LEGAL, done_on=date(2026, 8, 17), evidence="LA-03")
    in_time = written(with_more(record, legal), tmp_path / "in time")
    assert gate(asked("gates", in_time), "legal instructed")["status"] == "done"
    a_day_late = written(with_more(record, replace(legal, done_on=date(2026, 8, 18))), tmp_path / "late")
    assert gate(asked("gates", a_day_late), "legal instructed")["slack_days"] == -1


def test_the_law_is_the_one_that_its_facts_lead_to(record: Record, tmp_path: Path) -> None:
    assert asked("law")["regime"] == "PA 2023"
    small = changed(record, Procurement, PORTAL, value=135_017_00)
    assert asked("law", written(small, tmp_path / "small"))["regime"] == "below threshold"
    nursing = asked("law", exit_code=3, purchase="PROC-02")
    assert nursing["regime"] == "PSR" and nursing["standstill_waits"]


def test_one_need_bought_in_two_parts_is_seen_as_one() -> None:
    for purchase, other in (("PROC-03", "PROC-04"), ("PROC-04", "PROC-03")):
        split = [each for each in asked("law", purchase=purchase)["findings"] if each["rule"] == "PR-02-SPLIT"]
        assert len(split) == 1 and other in split[0]["what"]


def test_the_framework_that_fits_is_named_and_why_the_others_do_not(fit: dict[str, Any]) -> None:
    lots = {each["lot"]: each for each in fit["lots"]}
    assert [name for name, each in lots.items() if each["usable"]] == ["PDX-25 / 4"]
    assert fit["chosen"] == "PDX-25 / 4" and BEST in fit["answer"]
    (left_out,) = against(lots["DHS-23 / 2"])
    assert left_out["rule"] == "PR-08-USERS" and "RZ8" in left_out["why"] and left_out["remedy"]
    assert [each["rule"] for each in against(lots["CDS-19 / 3"])] == ["PR-08-OPEN"]


def test_a_framework_that_closes_the_day_before_the_award_fits_no_more(record: Record, tmp_path: Path) -> None:
    closes = changed(record, Framework, "PDX-25", closes_on=date(2027, 11, 30))
    assert not any(each["usable"] for each in asked("fit", written(closes, tmp_path), exit_code=3)["lots"])


def test_a_head_of_requirements_that_nobody_thought_of_is_named(
    fit: dict[str, Any], record: Record, tmp_path: Path
) -> None:
    forgotten = "termination or transfer on organisational change"
    assert [each["head"] for each in fit["forgotten"]] == [forgotten]
    found = [each for each in fit["findings"] if each["rule"] == "PR-09-HEADS"]
    assert len(found) == 1 and forgotten in found[0]["what"] and found[0]["next"]
    exit_plan = asked("fit", written(without(record, Requirement, "PROC-01 / R03"), tmp_path))
    assert len(exit_plan["forgotten"]) == 2


def test_what_lawyers_read_and_what_is_published_is_drafted_before_they_ask(tmp_path: Path) -> None:
    path = tmp_path / "instruction.docx"
    concordat("procure", "instruct", EXAMPLE, "--procurement", PORTAL, *DAY, "--docx", path)
    assert path.read_bytes().startswith(b"PK")
    drafts = json.loads(concordat("procure", "notices", EXAMPLE, "--procurement", PORTAL, *DAY, "--json"))
    buyers = [each["releases"][0]["buyer"]["name"] for each in drafts]
    assert buyers and set(buyers) == {"Ambrel Valley University Hospitals NHS Foundation Trust"}
