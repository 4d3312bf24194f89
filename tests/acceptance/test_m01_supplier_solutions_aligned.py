"""M01: who runs what and from whom; interoperability shown told from claimed; lock-in; two systems for one job."""

from __future__ import annotations

from collections import Counter

from concordat.register.record import Record
from concordat.register.succession import supplier_of
from concordat.register.system import Product, System
from tests.acceptance.conftest import AS_OF, Answered


def test_each_system_in_use_is_there_with_what_it_is_and_its_contract(answered: Answered, record: Record) -> None:
    there = {each["system"]: each for each in answered.systems}
    used = [system for system in record.all(System, AS_OF) if system.contract]
    assert {system.system for system in used} == set(there)
    for system in used:
        assert there[system.system]["from"] == system.product
        assert there[system.system]["contract"] == system.contract


def test_what_one_supplier_holds_is_seen_through_its_takeovers(answered: Answered, record: Record) -> None:
    held = {row["Supplier"]: row for row in answered.sheets["Leverage"]}
    quillmere = next(row for name, row in held.items() if "Quillmere" in name)
    assert not any("Brightwater" in name for name in held)
    assert quillmere["Contracts"] >= 2 and quillmere["What to ask for together"]
    sellers = {supplier_of(record, product.supplier) for product in record.all(Product, AS_OF)}
    assert len(held) <= len(sellers)


def test_a_standard_that_is_only_claimed_makes_no_target(answered: Answered) -> None:
    claimed = [row for row in answered.sheets["Fit"] if row["Only claimed"]]
    assert claimed and all(row["Meets the needs"] == "No" for row in claimed)
    refused = {(row["Organisation"], row["Product"]) for row in claimed}
    chosen = {
        (row["Organisation"], row["To"]) for row in answered.sheets["Moves"] if row["What happens"] != "bought again"
    }
    assert not refused & chosen


def test_systems_that_exchange_data_without_a_common_standard_are_named(answered: Answered) -> None:
    gaps = answered.sheets["Links without a standard"]
    assert gaps and all(row["From"] in row["What"] and row["To"] in row["What"] for row in gaps)


def test_lock_in_is_scored_with_its_reasons(answered: Answered) -> None:
    rows = answered.sheets["Lock-in"]
    scores = [row["Lock-in (0 to 10)"] for row in rows]
    assert len(set(scores)) > 2 and all(bool(row["Why"]) == (row["Lock-in (0 to 10)"] > 0) for row in rows)
    worst = next(row for row in rows if row["Contract"] == "RZ5-PAS-17")
    assert worst["Lock-in (0 to 10)"] == max(scores) and "no exit plan" in worst["Why"]


def test_a_trust_with_two_systems_for_one_job_after_a_merger_ends_with_one_product(answered: Answered) -> None:
    jobs = Counter((each["organisation"], each["capability"]) for each in answered.systems)
    assert jobs["RZ1", "PAS"] == jobs["RZ1", "PACS"] == 2, "Wend Royal's systems belong to the trust it merged into"
    after = {each["to"] for each in answered.systems if (each["organisation"], each["capability"]) == ("RZ1", "PAS")}
    assert len(after) == 1
