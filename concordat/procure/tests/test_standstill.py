"""Every way of counting a standstill, for every day of five years, by a calculation that shares nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from concordat.procure.standstill import (
    NOT_OWED,
    Standstill,
    after_a_veat,
    ends_on,
    notice_by,
    owed,
    under_selection,
    under_the_act,
    under_the_regulations,
)
from concordat.register.contract import Regime
from concordat.register.procurement import BuyingRoute

# England's bank holidays as published on GOV.UK, written out so that no library stands behind both sides.
HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in [
        "2024-01-01",
        "2024-03-29",
        "2024-04-01",
        "2024-05-06",
        "2024-05-27",
        "2024-08-26",
        "2024-12-25",
        "2024-12-26",
        "2025-01-01",
        "2025-04-18",
        "2025-04-21",
        "2025-05-05",
        "2025-05-26",
        "2025-08-25",
        "2025-12-25",
        "2025-12-26",
        "2026-01-01",
        "2026-04-03",
        "2026-04-06",
        "2026-05-04",
        "2026-05-25",
        "2026-08-31",
        "2026-12-25",
        "2026-12-28",
        "2027-01-01",
        "2027-03-26",
        "2027-03-29",
        "2027-05-03",
        "2027-05-31",
        "2027-08-30",
        "2027-12-27",
        "2027-12-28",
        "2028-01-03",
        "2028-04-14",
        "2028-04-17",
        "2028-05-01",
        "2028-05-29",
        "2028-08-28",
        "2028-12-25",
        "2028-12-26",
        "2029-01-01",
    ]
)
# The other days that are bank holidays in Scotland or in Northern Ireland, by GOV.UK's list and two proclamations.
ELSEWHERE = frozenset(
    date.fromisoformat(day)
    for day in [
        "2024-01-02",
        "2024-03-18",
        "2024-07-12",
        "2024-08-05",
        "2024-12-02",
        "2025-01-02",
        "2025-03-17",
        "2025-07-14",
        "2025-08-04",
        "2025-12-01",
        "2026-01-02",
        "2026-03-17",
        "2026-06-15",
        "2026-07-13",
        "2026-08-03",
        "2026-11-30",
        "2027-01-04",
        "2027-03-17",
        "2027-07-12",
        "2027-08-02",
        "2027-11-30",
        "2028-01-04",
        "2028-03-17",
        "2028-07-12",
        "2028-08-07",
        "2028-11-30",
        "2029-01-02",
    ]
)
EVERY_DAY = [date(2024, 1, 1) + timedelta(count) for count in range(1827)]


def _works(day: date) -> bool:
    return day.isoweekday() <= 5 and day not in HOLIDAYS


def _works_everywhere(day: date) -> bool:
    return _works(day) and day not in ELSEWHERE


def _passed(first: date, last: date, works: Callable[[date], bool] = _works) -> int:
    """Working days from `first` to `last`, both counted."""
    return sum(works(first + timedelta(count)) for count in range((last - first).days + 1))


def test_the_five_years_are_whole() -> None:
    assert EVERY_DAY[-1] == date(2028, 12, 31)


@pytest.mark.parametrize("year", range(2024, 2029))
def test_under_the_act_the_day_of_the_notice_counts(year: int) -> None:
    for day in (each for each in EVERY_DAY if each.year == year):
        found = under_the_act(day)
        assert _passed(day, found.last_day, _works_everywhere) == 8
        assert _works_everywhere(found.last_day)
        assert found.sign_from == found.last_day + timedelta(1)


@pytest.mark.parametrize("year", range(2024, 2029))
def test_under_selection_eight_follow_the_day_after_the_notice(year: int) -> None:
    for day in (each for each in EVERY_DAY if each.year == year):
        found = under_selection(day)
        assert found
        assert _passed(day + timedelta(2), found.last_day) == 8
        assert _works(found.last_day)


def test_in_a_week_without_holidays_the_two_differ_by_two_working_days() -> None:
    """Notice on Monday 7 September 2026: the first of eight under the Act; the regime's begin after Tuesday."""
    notice = date(2026, 9, 7)
    selection = under_selection(notice)
    assert under_the_act(notice).last_day == date(2026, 9, 16)
    assert selection and selection.last_day == date(2026, 9, 18)


def test_st_andrews_day_is_no_working_day_under_the_act() -> None:
    """A bank holiday in Scotland alone, Monday 30 November 2026: the Act counts none, the regime counts it."""
    notice = date(2026, 11, 24)
    selection = under_selection(notice)
    assert under_the_act(notice).last_day == date(2026, 12, 4)
    assert selection and selection.last_day == date(2026, 12, 7)


def test_over_christmas_the_two_differ_by_a_working_day() -> None:
    notice = date(2026, 12, 18)
    selection = under_selection(notice)
    assert selection and selection.last_day == date(2027, 1, 4)
    assert under_the_act(notice).last_day == date(2026, 12, 31)


def test_a_representation_keeps_it_open_until_five_days_after_the_further_decision() -> None:
    notice = date(2026, 12, 18)
    assert under_selection(notice, representation_on=date(2027, 1, 4)) is None
    late = under_selection(notice, representation_on=date(2027, 1, 5))
    assert late and late.last_day == date(2027, 1, 4)
    told = under_selection(notice, representation_on=date(2026, 12, 22), further_decision_on=date(2027, 1, 11))
    assert told and told.last_day == date(2027, 1, 18)
    soon = under_selection(notice, representation_on=date(2026, 12, 21), further_decision_on=date(2026, 12, 22))
    assert soon and soon.last_day == date(2027, 1, 4)


def _days_of(year: int) -> list[date]:
    return [each for each in EVERY_DAY if each.year == year]


@pytest.mark.parametrize("year", range(2024, 2029))
@pytest.mark.parametrize("counted", [under_the_regulations, after_a_veat])
def test_under_the_regulations_ten_days_end_on_a_working_day(year: int, counted: Callable[[date], Standstill]) -> None:
    for day in _days_of(year):
        found = counted(day).last_day
        assert _works(found)
        assert (found - day).days >= 10
        assert not any(_works(day + timedelta(count)) for count in range(10, (found - day).days))


@pytest.mark.parametrize("year", range(2024, 2029))
def test_five_working_days_pass_after_every_further_decision(year: int) -> None:
    """Told on the day of the representation or any of the three weeks after it."""
    for day in _days_of(year):
        usual = under_selection(day)
        assert usual
        for later in range(22):
            told = day + timedelta(1 + later)
            found = under_selection(day, representation_on=day + timedelta(1), further_decision_on=told)
            assert found
            assert found.last_day >= usual.last_day
            assert _passed(told + timedelta(1), found.last_day) >= 5
            if found.last_day != usual.last_day:
                assert _passed(told + timedelta(1), found.last_day) == 5
                assert _works(found.last_day)


OWING = [
    (Regime.PA2023, BuyingRoute.OPEN),
    (Regime.PA2023, BuyingRoute.DIRECT),
    (Regime.PCR2015, BuyingRoute.FLEXIBLE),
    (Regime.PCR2015, BuyingRoute.DIRECT),
    (Regime.PSR, BuyingRoute.PSR_C),
    (Regime.PSR, BuyingRoute.PSR_COMPETITIVE),
]


@pytest.mark.parametrize(("regime", "route"), OWING)
def test_the_last_day_for_the_notice_is_the_last(regime: Regime, route: BuyingRoute) -> None:
    """Signing on any day of five years: the notice of that day lets it, one a day later does not."""
    for day in EVERY_DAY:
        last = notice_by(regime, day, route=route)
        in_time, late = (ends_on(regime, each, route=route) for each in (last, last + timedelta(1)))
        assert in_time and late
        assert in_time.sign_from <= day < late.sign_from


@pytest.mark.parametrize(
    ("regime", "route"),
    [
        (Regime.PA2023, BuyingRoute.MINI),
        (Regime.PA2023, BuyingRoute.CALL_OFF),
        (Regime.PA2023, BuyingRoute.EXTEND),
        (Regime.PCR2015, BuyingRoute.CALL_OFF),
        (Regime.PSR, BuyingRoute.PSR_A),
        (Regime.PSR, BuyingRoute.PSR_B),
        (Regime.BELOW_THRESHOLD, BuyingRoute.OPEN),
        (Regime.BELOW_THRESHOLD, None),
    ],
)
def test_where_none_is_owed_it_may_be_signed_on_the_day(regime: Regime, route: BuyingRoute | None) -> None:
    day = date(2026, 12, 18)
    found = ends_on(regime, day, route=route)
    assert found and found.sign_from == day and found.rule is NOT_OWED
    assert notice_by(regime, day, route=route) == day


def test_a_light_touch_contract_owes_none_under_the_act() -> None:
    assert owed(Regime.PA2023, BuyingRoute.OPEN, light_touch=True) is NOT_OWED
    assert owed(Regime.PA2023, BuyingRoute.OPEN) is not NOT_OWED


@pytest.mark.parametrize("regime", [Regime.PA2023, Regime.PCR2015, Regime.PSR])
def test_a_route_not_chosen_is_taken_to_owe_one(regime: Regime) -> None:
    assert owed(regime) is not NOT_OWED


def test_the_four_ways_over_christmas() -> None:
    """Notice on Friday 18 December 2026: 25 and 28 December and 1 January are bank holidays."""
    day = date(2026, 12, 18)
    last = {regime: found.last_day for regime in Regime if (found := ends_on(regime, day))}
    assert last == {
        Regime.PA2023: date(2026, 12, 31),
        Regime.PSR: date(2027, 1, 4),
        Regime.PCR2015: date(2026, 12, 29),  # the tenth day is Monday 28 December, a bank holiday
        Regime.BELOW_THRESHOLD: date(2026, 12, 17),
    }


def test_while_a_representation_waits_there_is_no_end() -> None:
    assert ends_on(Regime.PSR, date(2026, 12, 18), representation_on=date(2026, 12, 22)) is None
    assert ends_on(Regime.PA2023, date(2026, 12, 18), representation_on=date(2026, 12, 22))
