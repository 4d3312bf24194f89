"""Periods and months: properties, and the days on which calendars go wrong."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.core.period import NotAPeriod, Period, long_date, months_later

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(DAYS)
    return Period(start, draw(st.none() | st.integers(1, 9000).map(lambda days: start + timedelta(days=days))))


@given(periods(), DAYS)
def test_a_day_is_before_it_in_it_or_after_it(period: Period, day: date) -> None:
    assert [day < period.start, period.contains(day), period.ended_by(day)].count(True) == 1


@given(periods(), periods(), DAYS)
def test_the_intersection_has_the_days_that_both_have(one: Period, other: Period, day: date) -> None:
    both = one.intersection(other)
    assert (both is not None and both.contains(day)) == (one.contains(day) and other.contains(day))
    assert both == other.intersection(one)
    assert (both is not None) == one.overlaps(other) == other.overlaps(one)


@given(periods())
def test_its_first_and_last_days_are_in_it_and_its_end_is_not(period: Period) -> None:
    assert period.contains(period.start)
    if period.end and period.last_day:
        assert period.contains(period.last_day) and not period.contains(period.end)
        assert period.days == (period.last_day - period.start).days + 1


def test_periods_that_only_touch_have_no_day_in_common() -> None:
    year, next_year = Period(date(2026, 4, 1), date(2027, 4, 1)), Period(date(2027, 4, 1), date(2028, 4, 1))
    assert not year.overlaps(next_year)
    assert year.intersection(next_year) is None


@pytest.mark.parametrize("end", [date(2026, 4, 1), date(2026, 3, 31)])
def test_a_period_without_days_is_refused_with_both_dates(end: date) -> None:
    with pytest.raises(NotAPeriod, match="1 April 2026"):
        Period(date(2026, 4, 1), end)


def test_moments_are_not_days() -> None:
    with pytest.raises(TypeError, match="not of moments"):
        Period(datetime(2026, 4, 1, 12))


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period(date(2027, 4, 1), date(2028, 4, 1)), "1 April 2027 to 31 March 2028"),
        (Period(date(2027, 4, 1), date(2027, 4, 2)), "1 April 2027"),
        (Period(date(2027, 4, 1)), "from 1 April 2027"),
    ],
)
def test_it_is_written_with_the_last_day_that_it_has(period: Period, text: str) -> None:
    assert str(period) == text


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), -48, date(2024, 2, 29)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_end_with_their_last_day(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@given(DAYS, st.integers(-240, 240))
def test_months_later_is_in_that_month_on_that_day_or_its_last(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(DAYS, DAYS, st.integers(0, 240))
def test_months_never_change_the_order_of_days(one: date, other: date, months: int) -> None:
    first, last = sorted((one, other))
    assert months_later(first, months) <= months_later(last, months)


@given(DAYS, st.integers(-240, 240))
def test_there_and_back_loses_only_the_days_that_february_lacks(day: date, months: int) -> None:
    back = months_later(months_later(day, months), -months)
    assert back == day or (back < day and day.day > 28)


@pytest.mark.parametrize("months", [10**6, -(10**6)])
def test_months_beyond_the_calendar_are_refused_as_a_sentence(months: int) -> None:
    with pytest.raises(NotAPeriod, match="is not a date"):
        months_later(date(2026, 1, 1), months)


def test_long_dates_have_no_leading_nought() -> None:
    assert long_date(date(2026, 11, 2)) == "2 November 2026"
