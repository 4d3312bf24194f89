"""Whom to call: nights, bank holidays, Christmas and the nights on which clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.core.calendar import is_working_day
from concordat.govern.hosting.ladder import LONDON, Call, Kind, NotAnHour, call, moment_of
from concordat.govern.hosting.tests.sample import ladder, rung
from concordat.register.noun import Misbuilt
from concordat.register.service import Rung

NIGHT: dict[str, Any] = {"starts_at": "18:00", "ends_at": "08:00"}
DAY: dict[str, Any] = {"starts_at": "08:00", "ends_at": "18:00", "weekdays_only": True}


def asked(when: str, *rungs: Rung, kind: Kind = Kind.INCIDENT) -> Call:
    return call(rungs or ladder(), kind, moment_of(when))


def names(found: Call) -> list[tuple[str, int]]:
    return [(each.rung.who, each.after) for each in found.steps]


@pytest.mark.parametrize(
    ("when", "first"),
    [
        ("2027-01-09 03:00", "On call"),  # a Saturday night
        ("2027-01-08 10:00", "Service desk"),  # a Friday
        ("2027-01-09 10:00", "Supplier's desk"),  # a Saturday: the desk keeps working days, the one on call nights
        ("2026-12-25 10:00", "Supplier's desk"),
        ("2026-12-28 10:00", "Supplier's desk"),  # the substitute day for Boxing Day, a Saturday
        ("2026-12-29 10:00", "Service desk"),
        ("2027-03-26 10:00", "Supplier's desk"),  # Good Friday
        ("2027-03-28 03:00", "On call"),  # the night in which 01:00 becomes 02:00
        ("2027-10-31 03:00", "On call"),  # the night in which 02:00 becomes 01:00
        ("2027-01-08 07:59", "On call"),
        ("2027-01-08 08:00", "Service desk"),
        ("2027-01-08 17:59", "Service desk"),
        ("2027-01-08 18:00", "On call"),
    ],
)
def test_who_is_called_first(when: str, first: str) -> None:
    assert names(asked(when))[0] == (first, 0)


def test_the_ladder_is_climbed_as_time_passes() -> None:
    """At 17:45 the desk has half an hour; when that is over, the one on call has begun."""
    assert names(asked("2027-01-08 17:45")) == [("Service desk", 0), ("On call", 30), ("Supplier's desk", 50)]
    assert names(asked("2027-01-08 10:00")) == [("Service desk", 0), ("Supplier's desk", 30)]


def test_nobody_is_said_plainly_with_who_comes_first() -> None:
    found = asked("2026-12-25 03:00", rung(1, "Service desk", contact="01234 1", **DAY))
    assert found.nobody
    assert found.said == (
        "Nobody can be reached at 03:00 on Friday 25 December 2026. "
        "The first is Service desk, 01234 1, from 08:00 on Tuesday 29 December 2026"
    )
    assert found.closed[0].minutes == (4 * 24 + 5) * 60


def test_without_a_ladder_there_is_nobody_and_it_says_why() -> None:
    found = call((), Kind.DISPUTE, moment_of("2027-01-08 10:00"))
    assert found.nobody
    assert found.said.endswith("this service has no ladder for a dispute")


def test_a_night_kept_on_working_days_belongs_to_the_day_it_begins_on() -> None:
    friday_night = rung(1, "On call", weekdays_only=True, **NIGHT)
    assert not asked("2027-01-09 03:00", friday_night).nobody, "Friday's night lasts until Saturday morning"
    assert asked("2027-01-09 19:00", friday_night).nobody
    assert asked("2027-01-11 03:00", friday_night).nobody, "Sunday's night is kept by nobody"


@pytest.mark.parametrize(
    ("when", "desk_opens_after"),
    [("2027-03-27 20:00", 11 * 60), ("2027-10-30 20:00", 13 * 60), ("2027-01-09 20:00", 12 * 60)],
)
def test_minutes_are_those_that_really_pass(when: str, desk_opens_after: int) -> None:
    found = asked(when, rung(1, "Desk", starts_at="08:00", ends_at="18:00"))
    assert found.closed[0].minutes == desk_opens_after


def test_an_hour_that_is_not_and_one_that_comes_twice() -> None:
    assert "there is no 01:30" in asked("2027-03-28 01:30").note
    assert "01:30 comes twice" in asked("2027-10-31 01:30").note
    assert asked("2027-03-28 03:00").note == asked("2027-10-31 03:00").note == ""
    first, second = (datetime(2027, 10, 31, 1, 30, tzinfo=LONDON, fold=fold) for fold in (0, 1))
    window = rung(1, "Desk", starts_at="02:00", ends_at="03:00")
    waits = [call([window], Kind.INCIDENT, each).closed[0].minutes for each in (first, second)]
    assert waits == [90, 30]


def test_a_dispute_goes_up_by_working_days() -> None:
    found = asked("2026-12-18 10:00", kind=Kind.DISPUTE)
    days = [f"{each.at:%d %B}" for each in found.steps]
    assert days == ["18 December", "29 December", "13 January", "27 January"]
    assert not found.nobody
    waits = asked("2026-12-19 10:00", kind=Kind.DISPUTE)
    assert waits.nobody and waits.said.endswith("from 09:00 on Monday 21 December 2026")


NO_MOMENTS = (
    "", "03:00", "2027-01-09", "2027-02-30 03:00", "2027-01-09 25:00", "9999-12-31 23:59", "2027-01-09 03:00+01:00",
    "0001-01-01 00:00", "now", "2027-01-09 03:00\0", "２０２７-01-09 03:00", "x" * 10_000,
)  # fmt: skip


@pytest.mark.parametrize("text", NO_MOMENTS)
def test_what_is_no_moment_is_refused_with_how_to_write_it(text: str) -> None:
    with pytest.raises(NotAnHour, match="2027-01-09 03:00"):
        moment_of(text)


@pytest.mark.parametrize(
    "changes", [{"starts_at": "9am"}, {"ends_at": "25:00"}, {"starts_at": "24:00"}, {"kind": "whim"}, {"within": -1}]
)
def test_a_rung_that_cannot_be_kept_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Misbuilt):
        rung(1, "Desk", **{"kind": "incident", **changes})


hours = st.one_of(st.just(""), st.times().map(lambda each: f"{each:%H:%M}"))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1))
drawn = st.lists(st.tuples(hours, hours | st.just("24:00"), st.booleans(), st.integers(0, 3000)), max_size=4)


@given(drawn, moments, st.sampled_from(Kind))
def test_every_rung_is_called_or_passed_over_in_order(
    rungs: list[tuple[str, str, bool, int]], moment: datetime, kind: Kind
) -> None:
    own = [
        rung(n, f"Rung {n}", kind=kind.value, starts_at=starts, ends_at=ends, weekdays_only=weekdays, within=within)
        for n, (starts, ends, weekdays, within) in enumerate(rungs)
    ]
    found = call(own, kind, moment)
    told = [each.rung.rung for each in found.steps] + [each.rung.rung for each in found.closed]
    assert sorted(told) == list(range(len(own)))
    assert [each.rung.rung for each in found.steps] == sorted(each.rung.rung for each in found.steps)
    assert [each.at.astimezone(UTC) for each in found.steps] == sorted(each.at.astimezone(UTC) for each in found.steps)
    assert found.said
    for each in found.steps:
        assert _open(each.rung, each.at), "nobody is called who is not there"
    for one in found.closed:
        assert one.opens is None or (_open(one.rung, one.opens) and (one.minutes or 0) > 0)


def _open(rung: Rung, at: datetime) -> bool:
    """The slow way: whether any minute window of the day or the day before, on the wall clock, holds the moment."""
    for day in (at.date() - timedelta(days=1), at.date()):
        begins = _wall(day, rung.starts_at or "00:00")
        ends = _wall(day, rung.ends_at or "24:00")
        if ends <= begins:
            ends = _wall(day + timedelta(days=1), rung.ends_at or "24:00")
        kept = not rung.weekdays_only or is_working_day(day)
        if kept and begins.astimezone(UTC) <= at.astimezone(UTC) < ends.astimezone(UTC):
            return True
    return False


def _wall(day: date, hour: str) -> datetime:
    if hour == "24:00":
        return datetime(day.year, day.month, day.day, tzinfo=LONDON) + timedelta(days=1)
    return datetime.combine(day, time.fromisoformat(hour), LONDON)
