"""Counts by period and by band: as core.calendar and birthdays have it, at the edges, and no other way to group."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.core.calendar import FinancialYear, Quarter
from concordat.data.counted import BadCounting, Counted, sql_of
from concordat.data.engine import DuckDB
from concordat.data.grouping import BANDS, NotAGrouping, grouping
from concordat.data.tests.test_query import At
from concordat.data.tests.workspace import Person
from concordat.register.sharing import Form

DAYS = st.dates(date(1900, 3, 1), date(2100, 12, 31))


def grouped(asked: str, rows: list[dict[str, object]]) -> list[str | None]:
    found = DuckDB().run(f"SELECT {grouping(asked).sql} AS g FROM given", {"given": pa.Table.from_pylist(rows)})
    return found["g"].to_pylist()


@settings(max_examples=20, deadline=None)
@given(st.lists(DAYS, min_size=1, max_size=40))
def test_periods_are_those_of_the_calendar(days: list[date]) -> None:
    rows: list[dict[str, object]] = [{"day": each, "month": f"{each:%Y-%m}"} for each in days]
    for column in ("day", "month"):
        assert grouped(f"{column} by month", rows) == [f"{each:%Y-%m}" for each in days]
        assert grouped(f"{column} by quarter", rows) == [Quarter.from_day(each).label for each in days]
        assert grouped(f"{column} by financial year", rows) == [FinancialYear.from_day(each).label for each in days]


def band(number: int, kind: str) -> str:
    _, starts = BANDS[kind]
    start = max(each for each in starts if each <= number)
    after = [each for each in starts if each > number]
    return f"{start} to {after[0] - 1}" if after else f"{start} and over"


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(DAYS, st.integers(0, 40_000)), min_size=1, max_size=40))
def test_an_age_is_of_birthdays_and_a_wait_of_whole_weeks(spans: list[tuple[date, int]]) -> None:
    rows: list[dict[str, object]] = [{"a": day, "b": day + timedelta(days)} for day, days in spans]
    ages = []
    for day, days in spans:
        then = day + timedelta(days)
        ages.append(then.year - day.year - ((then.month, then.day) < (day.month, day.day)))
    assert grouped("a by age until b", rows) == [band(each, "age") for each in ages]
    assert grouped("a by wait until b", rows) == [band(days // 7, "wait") for _, days in spans]


def test_what_is_not_known_or_ends_before_it_begins_has_no_band() -> None:
    day = date(2026, 3, 31)
    rows: list[dict[str, object]] = [
        {"a": day, "b": day - timedelta(1)},
        {"a": None, "b": day},
        {"a": day, "b": None},
        {"a": day, "b": day},
    ]
    for kind, first in (("age", "0 to 4"), ("wait", "0 to 5")):
        assert grouped(f"a by {kind} until b", rows) == [None, None, None, first]
    assert grouped("a by wait until 2026-05-12", [{"a": day}]) == ["6 to 17"]
    assert grouped("a by month", [{"a": "75 to 79"}, {"a": "2026"}]) == [None, None]


@pytest.mark.parametrize(
    "asked",
    ["", "a by", "a by week", "a by age", "a by month until b", "a by wait until 2026-02-30", "a by age until b c",
     'a" by month', "a by wait until '; drop", "a by month, b", "lower(a)"],
)  # fmt: skip
def test_there_is_no_other_way_to_group(asked: str) -> None:
    with pytest.raises(NotAGrouping) as refused:
        grouping(asked)
    assert "drop" not in str(refused.value)
    with pytest.raises(BadCounting):
        sql_of(Counted(table="t", by=(asked,)), {"t": ("a", "b")})


@pytest.mark.parametrize("asked", ["born by age until secret", "secret by month", "patient_id by month"])
def test_what_is_not_given_is_not_grouped_by_either(asked: str) -> None:
    with pytest.raises(BadCounting):
        sql_of(Counted(table="t", by=(asked,)), {"t": ("born", "patient_id")})


def test_counts_by_month_are_protected_as_all_counts_are(tmp_path: Path) -> None:
    seen = [(date(2026, 4, 4), 12), (date(2026, 5, 6), 14), (date(2025, 4, 1), 3), (date(2026, 6, 9), 9)]
    numbers = [f"9{number:09}" for number in range(38)]
    days = [day for day, many in seen for _ in range(many)]
    people = [Person(member="RZ1", number=number, seen=(day,)) for number, day in zip(numbers, days, strict=True)]
    people.append(Person(member="RZ2", number="9000000099", seen=(date(2026, 5, 6),)))
    at = At(tmp_path, people, [*numbers, "9000000099"], form=Form.AGGREGATE)
    try:
        by_month = at.ask(counted=Counted(table="encounter", by=("started_at by month",))).table.to_pylist()
        by_quarter = at.ask(counted=Counted(table="encounter", by=("started_at by quarter",))).table.to_pylist()
    finally:
        at.door.close()
    assert {each["started_at by month"]: each["people"] for each in by_month} == {"2026-04": 12, "2026-05": 15}
    assert by_quarter == []  # of two lines one is of three people: whoever knows the sum would know both
    assert '"by":["encounter.started_at"]' in at.door.log.file.read_text().replace(" ", "")
