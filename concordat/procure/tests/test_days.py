"""Days of notices and changes of threshold, for every day of five years, by a calculation that shares nothing."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest

from concordat.procure.law.notice import Notice
from concordat.procure.law.notices import NOTICES, first_pipeline_year, window
from concordat.procure.law.periods import qualifies
from concordat.procure.law.purchase import Purchase
from concordat.register.contract import Regime
from concordat.register.procurement import Authority, BuyingRoute, Subject
from concordat.register.threshold import threshold

EVERY_DAY = [date(2024, 1, 1) + timedelta(count) for count in range(1827)]
ACT = Purchase(regime=Regime.PA2023, route=BuyingRoute.OPEN, value=9_000_000_00)


def _notice(rule: str) -> Notice:
    return next(each for each in NOTICES if each.rule.id == rule)


def _counted(first: date, count: int) -> date:
    """The last of so many days of which `first` is the first, told one by one."""
    day = first
    for _ in range(count - 1):
        day = date.fromordinal(day.toordinal() + 1)
    return day


def _end_of_quarter(day: date) -> date:
    month = {1: 3, 2: 6, 3: 9, 4: 12}[(day.month + 2) // 3]
    return date(day.year, month, calendar.monthrange(day.year, month)[1])


INCLUSIVE = [
    ("PR-06-UK7", 30),
    ("PR-06-UK7-LIGHT", 120),
    ("PR-06-COPY", 90),
    ("PR-06-COPY-LIGHT", 180),
    ("PR-06-UK11", 30),
]
AFTER = [
    "PR-04-PSR-CONFIRMATION",
    "PR-04-PSR-MODIFICATION",
    "PR-04-PSR-URGENT",
    "PR-04-PSR-ABANDONMENT",
    "PR-04-PCR-AWARD",
]


@pytest.mark.parametrize(("rule", "count"), INCLUSIVE)
def test_under_the_act_the_day_itself_is_the_first(rule: str, count: int) -> None:
    for day in EVERY_DAY:
        found = window(_notice(rule), ACT, day)
        assert (found.earliest, found.latest) == (day, _counted(day, count))


@pytest.mark.parametrize("rule", AFTER)
def test_under_the_other_laws_it_is_not(rule: str) -> None:
    for day in EVERY_DAY:
        assert window(_notice(rule), ACT, day).latest == _counted(day, 31)


def test_a_payment_is_published_within_thirty_days_of_which_the_end_of_its_quarter_is_the_first() -> None:
    for day in EVERY_DAY:
        assert window(_notice("PR-06-UK8"), ACT, day).latest == _counted(_end_of_quarter(day), 30)


@pytest.mark.parametrize("year", range(2025, 2029))
def test_a_pipeline_is_published_within_56_days_of_april(year: int) -> None:
    assert (
        window(_notice("PR-04-UK1"), ACT, date(year, 4, 1)).latest
        == date(year, 5, 26)
        == _counted(date(year, 4, 1), 56)
    )


def test_the_first_pipeline_that_looks_as_far_is_the_one() -> None:
    """Eighteen months from 1 April end on 30 September of the next year."""
    for day in EVERY_DAY:
        springs = [date(year, 4, 1) for year in range(2022, 2029)]
        assert first_pipeline_year(day) == next(each for each in springs if each <= day <= date(each.year + 1, 9, 30))


def test_an_early_notice_qualifies_from_forty_days_to_twelve_months_before() -> None:
    for day in EVERY_DAY:
        same_day = min(day.day, calendar.monthrange(day.year - 1, day.month)[1])
        first, last = date(day.year - 1, day.month, same_day), day - timedelta(40)
        for planned, fits in ((first, True), (last, True), (first - timedelta(1), False), (last + timedelta(1), False)):
            assert qualifies(Regime.PA2023, planned, day) is fits
        found = window(_notice("PR-04-UK3"), ACT, day)
        assert (found.earliest, found.latest) == (first, last)


@pytest.mark.parametrize(
    ("regime", "route", "days"),
    [
        (Regime.PA2023, BuyingRoute.OPEN, 25),
        (Regime.PA2023, BuyingRoute.FLEXIBLE, 50),
        (Regime.PCR2015, BuyingRoute.OPEN, 30),
        (Regime.PCR2015, BuyingRoute.FLEXIBLE, 55),
        (Regime.PSR, BuyingRoute.PSR_MOST_SUITABLE, 14),
    ],
)
def test_between_the_opening_and_the_decision_every_day_to_tender_passes(
    regime: Regime, route: BuyingRoute, days: int
) -> None:
    """So many whole days lie after the notice and before the decision."""
    opening = {Regime.PA2023: "PR-04-UK4", Regime.PCR2015: "PR-04-PCR-CONTRACT", Regime.PSR: "PR-04-PSR-APPROACH"}
    purchase = Purchase(regime=regime, route=route)
    for day in EVERY_DAY:
        latest = window(_notice(opening[regime]), purchase, day).latest
        assert latest and len(range(latest.toordinal() + 1, day.toordinal())) == days


def _as_published(day: date) -> dict[tuple[Authority, Subject], int]:
    """Pounds, from the tables of 2024 and 2026 typed in anew."""
    new = day.year >= 2026
    central, others, works = (135_018, 207_720, 5_193_000) if new else (139_688, 214_904, 5_372_609)
    return {
        (Authority.CENTRAL, Subject.GOODS): central,
        (Authority.CENTRAL, Subject.SERVICES): central,
        (Authority.SUB_CENTRAL, Subject.GOODS): others,
        (Authority.SUB_CENTRAL, Subject.SERVICES): others,
        (Authority.CENTRAL, Subject.WORKS): works,
        (Authority.SUB_CENTRAL, Subject.WORKS): works,
        (Authority.CENTRAL, Subject.LIGHT_TOUCH): 663_540,
        (Authority.SUB_CENTRAL, Subject.LIGHT_TOUCH): 663_540,
    }


def test_thresholds_on_every_day() -> None:
    for day in EVERY_DAY:
        for (authority, subject), pounds in _as_published(day).items():
            assert threshold(day, authority, subject) == pounds * 100


def test_no_notice_is_older_than_its_law() -> None:
    begins = {Regime.PA2023: date(2025, 2, 24), Regime.PSR: date(2024, 1, 1), Regime.PCR2015: date(2015, 2, 26)}
    for each in NOTICES:
        assert each.rule.in_force_from >= begins.get(each.regime, begins[Regime.PA2023])
