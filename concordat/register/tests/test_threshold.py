"""Thresholds on the days about each change, at the penny, and without a gap between periods."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from concordat.register.procurement import Authority, Subject
from concordat.register.threshold import TABLE, NoThreshold, is_above, threshold


@pytest.mark.parametrize(
    ("day", "pounds"), [(date(2024, 1, 1), 139_688), (date(2025, 12, 31), 139_688), (date(2026, 1, 1), 135_018)]
)
def test_a_trust_buying_services(day: date, pounds: int) -> None:
    assert threshold(day, Authority.CENTRAL, Subject.SERVICES) == pounds * 100
    assert is_above(pounds * 100, day, Authority.CENTRAL, Subject.SERVICES)
    assert not is_above(pounds * 100 - 1, day, Authority.CENTRAL, Subject.SERVICES)


def test_a_council_and_an_icb_have_their_own() -> None:
    assert threshold(date(2026, 6, 1), Authority.SUB_CENTRAL, Subject.GOODS) == 207_720_00


def test_periods_follow_one_another() -> None:
    for one, next_ in itertools.pairwise(TABLE):
        assert one.rule.in_force_to == next_.rule.in_force_from
        assert set(one.amounts) == set(next_.amounts)


def test_what_has_no_threshold_is_refused_with_what_next() -> None:
    with pytest.raises(NoThreshold, match="Provider Selection Regime"):
        threshold(date(2026, 6, 1), Authority.CENTRAL, Subject.HEALTH)
    with pytest.raises(NoThreshold, match="2024-01-01"):
        threshold(date(2023, 12, 31), Authority.CENTRAL, Subject.GOODS)
