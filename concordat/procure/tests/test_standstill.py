"""Both ways of counting eight working days, for every day of five years, by a calculation that shares nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from concordat.procure.standstill import under_selection, under_the_act

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
EVERY_DAY = [date(2024, 1, 1) + timedelta(count) for count in range(1827)]


def _works(day: date) -> bool:
    return day.isoweekday() <= 5 and day not in HOLIDAYS


def _passed(first: date, last: date) -> int:
    """Working days from `first` to `last`, both counted."""
    return sum(_works(first + timedelta(count)) for count in range((last - first).days + 1))


def test_the_five_years_are_whole() -> None:
    assert EVERY_DAY[-1] == date(2028, 12, 31)


@pytest.mark.parametrize("year", range(2024, 2029))
def test_under_the_act_the_day_of_the_notice_counts(year: int) -> None:
    for day in (each for each in EVERY_DAY if each.year == year):
        found = under_the_act(day)
        assert _passed(day, found.last_day) == 8
        assert _works(found.last_day)
        assert found.sign_from == found.last_day + timedelta(1)


@pytest.mark.parametrize("year", range(2024, 2029))
def test_under_selection_it_does_not(year: int) -> None:
    for day in (each for each in EVERY_DAY if each.year == year):
        found = under_selection(day)
        assert found
        assert _passed(day + timedelta(1), found.last_day) == 8
        assert _works(found.last_day)


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
