"""The generator: the same seed the same record, the shape it promises, and nothing that could not be planned."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from concordat.core import ods
from concordat.core.refusal import Refusal
from concordat.register.contract import Contract, Regime
from concordat.register.example.generate import MOST_CAPABILITIES, MOST_TRUSTS, generate
from concordat.register.example.market import FEATURE
from concordat.register.example.members import ICB
from concordat.register.example.names import places, supplier_names, trust_codes
from concordat.register.example.workbooks import write_workbooks
from concordat.register.intake import read_record
from concordat.register.links import dangling
from concordat.register.offer import Offer
from concordat.register.organisation import Organisation
from concordat.register.programme import Budget, Capacity
from concordat.register.system import DigitalCapability, Product, Supplier, System

SIZES = [(1, 1, 1), (2, 3, 5), (6, 15, 1), (14, 40, 2)]


def test_the_same_seed_gives_the_same_record_and_another_another() -> None:
    assert generate(5, 8, 3).rows == generate(5, 8, 3).rows
    assert generate(5, 8, 3).rows != generate(5, 8, 4).rows


@pytest.mark.parametrize("size", SIZES)
def test_every_link_resolves_and_no_key_is_used_twice(size: tuple[int, int, int]) -> None:
    record = generate(*size)
    assert dangling(record) == ()
    for rows in record.rows.values():
        assert max(Counter(each.key for each in rows).values()) == 1


def test_nine_places_in_ten_hold_a_system_each_under_its_own_contract() -> None:
    record = generate(14, 40, 1)
    systems = record.all(System)
    assert 0.86 < len(systems) / (14 * 40) < 0.94
    assert len({each.contract for each in systems}) == len(systems) == len(record.all(Contract))


@pytest.mark.parametrize("seed", range(4))
def test_each_capability_has_two_to_four_offers_whose_price_falls_as_more_take_it(seed: int) -> None:
    record = generate(14, 20, seed)
    offers = Counter(each.capability for each in record.all(Offer))
    assert set(offers) == {each.capability for each in record.all(DigitalCapability)}
    assert all(2 <= count <= 4 for count in offers.values())
    for each in record.all(Offer):
        prices = [price for _, price in each.prices]
        assert 2 <= len(prices) <= 4
        assert prices == sorted(set(prices), reverse=True)
        assert 0.07 < 1 - prices[-1] / prices[0] < 0.26
        assert each.prices[0][0] == 1
        assert each.prices[-1][0] <= 14


@pytest.mark.parametrize("seed", range(4))
def test_contracts_are_of_their_time_and_those_that_end_soon_can_be_prolonged(seed: int) -> None:
    contracts = generate(10, 20, seed).all(Contract)
    for each in contracts:
        assert date(2027, 3, 31) <= each.ends_on <= date(2036, 12, 31)
        assert each.starts_on <= date(2026, 10, 1)
        assert (each.regime is Regime.PA2023) == (each.starts_on >= date(2025, 2, 24))
        if each.ends_on < date(2028, 6, 30):
            assert each.auto_renew or each.extension_options
    assert any(each.auto_renew for each in contracts)
    assert any(each.break_from for each in contracts)
    assert any(each.framework for each in contracts)
    assert {bool(each.extension_options) for each in contracts} == {True, False}


def test_what_a_site_must_have_can_be_bought_for_every_capability() -> None:
    record = generate(8, 30, 1)
    having = {each.capability for each in record.all(Product) if FEATURE in each.features}
    offered = {each.product for each in record.all(Offer)}
    assert having == {each.capability for each in record.all(DigitalCapability)}
    assert offered == {each.product for each in record.all(Product)}


def test_people_and_money_reach_for_the_largest_single_move() -> None:
    record = generate(6, 15, 1)
    teams = {(each.organisation, each.skill): each.wte for each in record.all(Capacity)}
    for offer in record.all(Offer):
        for skill, wte in offer.effort:
            assert all(teams.get((code, skill), teams.get(("", skill), 0)) >= wte for code in trust_codes(6))
        assert all((each.capital or 0) > offer.set_up_capital for each in record.all(Budget))


def test_invented_names_and_codes_are_distinct_and_well_formed() -> None:
    codes = trust_codes(MOST_TRUSTS)
    assert len(set(codes)) == MOST_TRUSTS <= len(set(places()))
    assert all("trust" in ods.kinds(code) for code in (*codes,))
    assert "ICB" in ods.kinds(ICB)
    assert any(len(code) == 5 for code in codes)
    assert len(set(supplier_names(500))) == 500
    record = generate(MOST_TRUSTS, 2, 1)
    assert len({each.name for each in record.all(Organisation)}) == MOST_TRUSTS + 1
    names = [each.name for each in generate(1, MOST_CAPABILITIES, 1).all(DigitalCapability)]
    assert len({name.partition(": ")[2] for name in names}) == MOST_CAPABILITIES
    assert "Capability 23: cardiology reporting" in names
    assert all(each.company_number.startswith("99") for each in record.all(Supplier))


@pytest.mark.parametrize("size", [(0, 4), (4, 0), (MOST_TRUSTS + 1, 4), (4, MOST_CAPABILITIES + 1)])
def test_a_size_it_cannot_make_is_refused_with_the_sizes_it_can(size: tuple[int, int]) -> None:
    with pytest.raises(Refusal, match=f"1 to {MOST_TRUSTS} trusts"):
        generate(*size)


def test_its_workbooks_give_the_same_record_back(tmp_path: Path) -> None:
    record = generate(3, 4, 1)
    write_workbooks(record, tmp_path)
    intake = read_record(tmp_path)
    assert intake.findings == ()
    assert {noun: intake.record.all(noun) for noun in record.rows} == dict(record.rows)
