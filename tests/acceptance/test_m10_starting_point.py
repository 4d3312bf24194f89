"""M10: what is shared already is counted from the workbooks, by capability and member, before anything is planned."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest

from concordat.register.record import Record
from concordat.register.system import System
from tests.acceptance.browsing import loaded, read
from tests.acceptance.conftest import AS_OF, Answered


def in_use(record: Record) -> dict[str, set[str]]:
    """The products in use for each capability, counted here without the planner."""
    found: dict[str, set[str]] = defaultdict(set)
    for system in record.all(System, AS_OF):
        if system.contract:
            found[system.capability].add(system.product)
    return found


def test_products_before_are_those_in_the_workbooks(answered: Answered, record: Record) -> None:
    assert answered.json["products_before"] == sum(map(len, in_use(record).values()))


def test_products_after_are_those_of_the_moves(answered: Answered) -> None:
    after = {(each["capability"], each["to"]) for each in answered.systems}
    assert answered.json["products_after"] == len(after) < answered.json["products_before"]


def test_capabilities_differ_in_how_much_they_share_already(answered: Answered) -> None:
    products: dict[str, set[str]] = defaultdict(set)
    organisations: dict[str, set[str]] = defaultdict(set)
    for each in answered.systems:
        products[each["capability"]].add(each["from"])
        organisations[each["capability"]].add(each["organisation"])
    variation = {key: len(products[key]) / len(organisations[key]) for key in products}
    assert len(variation) == 15 and len(set(variation.values())) > 3


def test_what_cannot_be_counted_is_named(answered: Answered) -> None:
    found = [each for each in answered.json["findings"] if "RZ8-INT" in each["what"]]
    assert any("no contract" in each["what"] and each["next"] and each["row"] for each in found)


@pytest.mark.django_db
def test_what_each_member_shares_already_is_read_from_what_it_runs(record: Record) -> None:
    levels = read(loaded(record), "/govern/maturity/").rows("Domain")
    shared = next(each for each in levels if each["Domain"] == "Systems shared")
    assert shared["Between members"] == "2 apart; at 2: RZ4"


@pytest.mark.django_db
def test_a_member_that_has_bought_what_others_have_is_less_far_behind(record: Record) -> None:
    theirs = {each.capability: each.product for each in record.all(System, AS_OF) if each.organisation == "RZ1"}
    alike = [
        replace(each, product=theirs[each.capability])
        if isinstance(each, System) and each.organisation == "RZ4" and each.capability in theirs
        else each
        for each in record
    ]
    levels = read(loaded(Record.of(alike)), "/govern/maturity/").rows("Domain")
    assert next(each for each in levels if each["Domain"] == "Systems shared")["RZ4"] == "4"
