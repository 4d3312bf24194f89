"""M21: what converging saves, against three futures without it, by year and by organisation, to the penny."""

from __future__ import annotations

import pytest

from tests.acceptance.conftest import Answered


def test_the_plan_costs_less_than_each_future_without_it(answered: Answered) -> None:
    cost = answered.json["cost"]
    assert cost["plan"] < min(cost["do_minimum"], cost["do_nothing"], cost["integrate"])
    assert 0.05 < 1 - cost["plan"] / cost["do_minimum"] < 0.1, "the README says some 7%"


def test_how_much_could_still_be_saved_is_bounded(answered: Answered) -> None:
    plan, bound = answered.json["cost"]["plan"], answered.json["bound"]
    assert bound <= plan and answered.json["gap"] <= 0.01
    assert answered.json["gap"] == pytest.approx((plan - bound) / plan)


@pytest.mark.parametrize(("column", "key"), [("Plan", "plan"), ("Do minimum", "do_minimum")])
def test_what_the_organisations_pay_adds_up_to_the_penny(answered: Answered, column: str, key: str) -> None:
    assert sum(round(row[column] * 100) for row in answered.sheets["By organisation"]) == answered.json["cost"][key]


def test_what_the_systems_cost_and_what_is_paid_once_is_the_whole(answered: Answered) -> None:
    systems = sum(each["cost"] for each in answered.systems)
    assert 0 < systems <= answered.json["cost"]["plan"]


def test_who_pays_more_is_not_hidden(answered: Answered) -> None:
    rows = answered.sheets["By organisation"]
    for row in rows:
        assert row["Difference"] == pytest.approx(row["Plan"] - row["Do minimum"], abs=0.005)
    assert len({row["ODS code"] for row in rows}) == len(rows) == 7
