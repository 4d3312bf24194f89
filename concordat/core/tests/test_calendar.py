"""Working days over Christmas, Easter and jubilees; financial years and their quarters."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.core.calendar import (
    FinancialYear,
    NotAFinancialYear,
    Quarter,
    add_working_days,
    bank_holidays,
    bank_holidays_of_any_part,
    is_working_day,
    next_working_day,
    previous_working_day,
    quarters,
    working_day_on_or_after,
    working_day_on_or_before,
    working_days_between,
)
from concordat.core.period import Period

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def test_the_eighth_working_day_after_friday_18_december_2026() -> None:
    """21 to 24 December are four, 25 and 28 are bank holidays, 29 to 31 make seven, 1 January is one too."""
    assert add_working_days(date(2026, 12, 18), 8) == date(2027, 1, 4)


@pytest.mark.parametrize(
    "holiday",
    [
        date(2020, 5, 8),  # VE Day: the early May holiday moved from the Monday
        date(2022, 6, 2),  # the spring holiday moved
        date(2022, 6, 3),  # Platinum Jubilee
        date(2022, 9, 19),  # the Queen's funeral
        date(2023, 5, 8),  # the coronation
        date(2027, 3, 26),  # Good Friday
        date(2027, 3, 29),  # Easter Monday
        date(2027, 12, 27),  # for Christmas Day on a Saturday
        date(2027, 12, 28),  # for Boxing Day on a Sunday
        date(2028, 1, 3),  # for New Year's Day on a Saturday
    ],
)
def test_bank_holidays_of_england(holiday: date) -> None:
    assert holiday in bank_holidays(holiday.year)
    assert not is_working_day(holiday)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 6, 15),  # Scotland, for the World Cup
        date(2026, 11, 30),  # St Andrew's Day, Scotland
        date(2027, 1, 4),  # 2 January's substitute, Scotland
        date(2027, 3, 17),  # St Patrick's Day, Northern Ireland
        date(2027, 7, 12),  # the Boyne, Northern Ireland
        date(2026, 8, 3),  # the Scottish summer holiday
    ],
)
def test_other_nations_holidays_are_worked_in_england_and_not_everywhere(day: date) -> None:
    assert is_working_day(day)
    assert not is_working_day(day, bank_holidays_of_any_part)


def test_the_monday_that_ve_day_took_the_holiday_from_is_worked() -> None:
    assert is_working_day(date(2020, 5, 4))


@given(DAYS)
def test_no_holiday_of_england_is_worked_in_every_part(day: date) -> None:
    assert bank_holidays(day.year) <= bank_holidays_of_any_part(day.year)
    assert working_day_on_or_after(day, bank_holidays_of_any_part) >= working_day_on_or_after(day)


@given(DAYS, st.integers(-60, 60))
def test_between_undoes_add(day: date, count: int) -> None:
    reached = add_working_days(day, count)
    assert working_days_between(day, reached) == count
    assert count == 0 or is_working_day(reached)


@given(DAYS)
def test_next_and_previous_are_never_the_day_and_on_or_after_may_be(day: date) -> None:
    assert previous_working_day(day) < day < next_working_day(day)
    assert previous_working_day(day) <= working_day_on_or_before(day) <= day <= working_day_on_or_after(day)
    assert (working_day_on_or_before(day) == day == working_day_on_or_after(day)) == is_working_day(day)
    assert next_working_day(day) - day <= timedelta(days=5)


@given(DAYS, st.integers(0, 400))
def test_counts_over_adjoining_spans_add_up(start: date, days: int) -> None:
    middle, end = start + timedelta(days=days // 3), start + timedelta(days=days)
    assert working_days_between(start, middle) + working_days_between(middle, end) == working_days_between(start, end)


@given(DAYS)
def test_every_day_is_in_the_year_and_quarter_it_is_said_to_be_in(day: date) -> None:
    year, quarter = FinancialYear.from_day(day), Quarter.from_day(day)
    assert year.period.contains(day) and quarter.period.contains(day)
    assert quarter in year.quarters and quarter.year == year
    assert FinancialYear.parse(year.label) == year and Quarter.parse(quarter.label) == quarter


@given(DAYS)
def test_four_quarters_make_the_year_without_gap_or_overlap(day: date) -> None:
    year = FinancialYear.from_day(day)
    first, *_, last = year.quarters
    assert (first.start, last.end) == (year.start, year.end)
    assert all(quarter.next.start == quarter.end for quarter in year.quarters)
    assert year.next.start == year.end


@given(DAYS, st.integers(-80, 80))
def test_quarters_add_and_subtract_as_their_indexes(day: date, count: int) -> None:
    quarter = Quarter.from_day(day)
    assert (quarter + count) - quarter == count
    assert Quarter.from_index(quarter.index) == quarter
    assert (quarter + count > quarter) == (count > 0)


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2027, 3, 31), "Q4 2026/27"),
        (date(2027, 4, 1), "Q1 2027/28"),
        (date(2026, 11, 22), "Q3 2026/27"),
        (date(2099, 6, 30), "Q1 2099/00"),
    ],
)
def test_labels_over_the_turn_of_the_year_and_the_century(day: date, label: str) -> None:
    assert str(Quarter.from_day(day)) == label


def test_a_horizon_starts_with_the_quarter_of_its_first_day() -> None:
    assert [quarter.label for quarter in quarters(date(2026, 11, 22), 3)] == ["Q3 2026/27", "Q4 2026/27", "Q1 2027/28"]
    assert quarters(date(2026, 11, 22), 0) == ()


def test_a_year_prints_as_its_label_and_spans_april_to_march() -> None:
    assert str(FinancialYear(2027)) == "2027/28"
    assert FinancialYear(2027).period == Period(date(2027, 4, 1), date(2028, 4, 1))


@pytest.mark.parametrize(
    "label", ["", "2027", "2027/29", "27/28", "2027/2028", "x" * 500, "２０２７/28", "9999/00", "0000/01"]
)
def test_labels_of_no_year_are_refused(label: str) -> None:
    with pytest.raises(NotAFinancialYear, match="year"):
        FinancialYear.parse(label)


@pytest.mark.parametrize("label", ["Q5 2027/28", "Q1", "2027/28", "Q1 2027/29"])
def test_labels_of_no_quarter_are_refused(label: str) -> None:
    with pytest.raises(NotAFinancialYear):
        Quarter.parse(label)


def test_there_is_no_fifth_quarter() -> None:
    with pytest.raises(NotAFinancialYear, match="no quarter 5"):
        Quarter(FinancialYear(2027), 5)


def test_the_holidays_package_is_loaded_only_when_a_day_is_asked_about() -> None:
    asked = "import sys, concordat.core.calendar; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
