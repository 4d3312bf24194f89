"""What choices cost: exact sums, whole years, the discount, the horizon, and what leaving early costs."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.converge.facts.ending import ending
from concordat.converge.facts.problem import Cell, Choice, problem_of
from concordat.converge.pricing.price import Line, Prices, Years
from concordat.converge.tests.small import AS_OF, contract, offer, small
from concordat.core.calendar import FinancialYear
from concordat.register.noun import Noun
from concordat.register.offer import Basis
from concordat.register.programme import Assumption, AssumptionName
from concordat.register.system import System

HORIZON = date(2033, 1, 1)  # 24 quarters from 1 January 2027


def priced(*extra: Noun, **changes: Any) -> tuple[Prices, dict[str, Cell]]:
    problem = problem_of(small(*extra, **changes), AS_OF)
    return Prices(problem), {cell.system.system: cell for cell in problem.cells}


def test_a_whole_year_costs_the_yearly_charge_and_a_leap_year_no_more() -> None:
    prices, cells = priced()
    spend = prices.old(cells["E1-sys"], [HORIZON])[0]
    years = [year.label for year in prices.years.years]
    assert dict(zip(years, spend, strict=True)) == {
        "2026/27": round(900_000_00 * 90 / 365),  # from 1 January 2027
        "2027/28": 900_000_00,
        "2028/29": 900_000_00,
        "2029/30": 900_000_00,
        "2030/31": 900_000_00,
        "2031/32": 0,  # its options are used up
        "2032/33": 0,
    }


@settings(deadline=None)
@given(st.dates(date(2026, 4, 1), date(2040, 3, 31)), st.integers(0, 4000))
def test_the_days_of_a_stretch_are_divided_among_its_years(start: date, length: int) -> None:
    years = Years(tuple(FinancialYear(2026 + n) for n in range(30)), 3.5)
    days = years.days(start.toordinal(), start.toordinal() + length)
    assert days.sum() == length
    assert (days <= years.lengths).all()


@settings(deadline=None)
@given(st.lists(st.integers(-(10**12), 10**12), min_size=7, max_size=7), st.sampled_from((0.0, 3.5)))
def test_the_value_today_is_within_a_penny_a_year_of_the_exact_one(spend: list[int], rate: float) -> None:
    years = Years(tuple(FinancialYear(2026 + n) for n in range(7)), rate)
    exact = sum(pence / (1 + Fraction(str(rate)) / 100) ** n for n, pence in enumerate(spend))
    assert abs(int(years.today(np.array(spend))) - Fraction(exact)) <= 7


@settings(deadline=None)
@given(st.integers(1, 10**10), st.integers(1, 7))
def test_systems_under_one_contract_share_its_charges_to_the_penny(annual: int, systems: int) -> None:
    shared = contract("C", "RZ1", 0, date(2031, 3, 31), annual_licence=annual, exit_fee=annual // 3)
    under = [
        System(system=f"s{n}", organisation="RZ1", capability="OC", product="oldoc", contract="C")
        for n in range(systems)
    ]
    cells = [cell for cell in problem_of(small(shared, *under), AS_OF).cells if cell.contract.contract == "C"]
    assert sum(cell.annual for cell in cells) == annual
    assert sum(cell.exit_fee for cell in cells) == annual // 3
    assert max(cell.annual for cell in cells) - min(cell.annual for cell in cells) <= 1


def test_nothing_is_counted_before_the_first_quarter_or_past_the_horizon() -> None:
    prices, cells = priced(E1={"ends_on": date(2041, 3, 31), "extension_options": ()})
    long = cells["E1-sys"]
    left = ending(long, date(2028, 1, 1), AS_OF)
    assert left
    assert prices.leave(long, [left])[Line.OLD].sum() == prices.stay(long)[Line.OLD].sum()
    assert prices.old(long, [date(2027, 1, 1)]).sum() == 0


def test_leaving_early_costs_a_share_of_every_charge_still_to_come_however_far_off() -> None:
    terms = {"ends_on": date(2041, 3, 31), "break_from": date(2028, 4, 1), "break_fee": 25.0, "extension_options": ()}
    prices, cells = priced(E1=terms)
    broken = ending(cells["E1-sys"], date(2028, 4, 1), AS_OF)
    assert broken and broken.broken
    fee = prices.leave(cells["E1-sys"], [broken])[Line.BREAK][0]
    assert fee.sum() == 13 * 900_000_00 // 4  # April 2028 to March 2041
    assert fee[2] == fee.sum()  # paid when it ends, in 2028/29


def test_an_extension_costs_its_uplift_and_an_override_the_price_of_rolling_on() -> None:
    against = {"override_until": date(2033, 3, 31), "override_reason": "the board accepts the risk"}
    prices, cells = priced(E1={"extension_options": (12,), "extension_uplift": 10.0, **against})
    spend = prices.stay(cells["E1-sys"])[Line.OLD]
    assert list(spend[2:6]) == [900_000_00, 990_000_00, 1_125_000_00, 1_125_000_00]


def test_indexation_compounds_from_the_first_year() -> None:
    prices, cells = priced(E1={"indexation": 2.0})
    assert list(prices.stay(cells["E1-sys"])[Line.OLD][1:3]) == [918_000_00, 936_360_00]


def test_set_up_is_spread_from_award_to_go_live_with_optimism_bias() -> None:
    prices, cells = priced()
    bought = offer("o", "EPR", "newepr", (1, 1), implementation=12, set_up_capital=365_00)
    choice = Choice(offer=bought, sites=0, price=1)
    lines = prices.take(cells["E1-sys"], choice, [date(2028, 1, 4)])[:, 0]
    assert lines[Line.SET_UP_CAPITAL].sum() == 438_00  # 20 % more
    assert lines[Line.SET_UP_CAPITAL][0] == round(438_00 * 87 / 365)  # 4 January to 31 March 2027
    assert lines[Line.SET_UP_REVENUE].sum() == 24_000_00


@pytest.mark.parametrize(("sites", "alone", "shared"), [(0, 120_00, 0), (2, 0, 120_00)])
def test_what_is_paid_once_is_paid_once(sites: int, alone: int, shared: int) -> None:
    prices, cells = priced()
    bought = offer("o", "EPR", "newepr", (1, 1), (2, 1), once_revenue=100_00, set_up_revenue=0)
    choice = Choice(offer=bought, sites=sites, price=1)
    assert prices.set_up(cells["E1-sys"], choice) == (0, alone)
    assert prices.once(choice) == shared


def test_a_price_for_each_user_is_for_each_user() -> None:
    record = small(E1_sys={"users": 250})
    problem = problem_of(record, AS_OF)
    choice = Choice(offer=offer("o", "EPR", "newepr", (1, 30), basis=Basis.USER), sites=0, price=30_00)
    assert Prices(problem).yearly(problem.cells[0], choice) == 7_500_00


def test_putting_in_what_is_there_already_takes_half_the_set_up() -> None:
    prices, cells = priced(Assumption(name=AssumptionName.OPTIMISM_BIAS, value=0))
    choice = Choice(offer=offer("o", "EPR", "oldepr", (1, 1), set_up_revenue=100_01), sites=0, price=1)
    assert prices.set_up(cells["E1-sys"], choice) == (0, 50_00)  # 5000.5 pence: half to even


def test_an_amount_paid_past_the_horizon_falls_in_the_last_year() -> None:
    years = Years(tuple(FinancialYear(2026 + n) for n in range(3)), 3.5)
    days = [date(2020, 1, 1), date(2027, 3, 31), date(2027, 4, 1), date(2040, 1, 1)]
    assert years.once(5, days).argmax(axis=1).tolist() == [0, 0, 1, 2]


def test_doing_nothing_rolls_on_past_the_end_at_a_premium() -> None:
    prices, cells = priced(E1={"ends_on": date(2028, 3, 31), "extension_options": ()})
    spend = prices.rolled_on(cells["E1-sys"])
    assert list(spend[1:4]) == [900_000_00, 1_125_000_00, 1_125_000_00]
    assert spend[-1] == round(1_125_000_00 * 275 / 365)
