"""Repeat tests across trusts: the SQL finds what a slow and obvious loop finds, and keeps its boundaries."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.data.engine import DuckDB
from concordat.share.repeats import NOT_DONE, BadDays, keyed_sql, repeats_by_pair_sql, repeats_sql

SCHEMA = pa.schema(
    {
        "organisation": pa.string(),
        "person_key": pa.string(),
        "code": pa.string(),
        "capability": pa.string(),
        "status": pa.string(),
        "effective_at": pa.timestamp("us", tz="UTC"),
    }
)
NOON = datetime(2026, 6, 1, 11, tzinfo=UTC)


def test(organisation: str, day: float, person: str | None = "P", **more: Any) -> dict[str, Any]:
    at = NOON + timedelta(days=day)
    given = {"organisation": organisation, "person_key": person, "code": "CT", "capability": "radiology"}
    return {**given, "status": "final", "effective_at": at, **more}


test.__test__ = False  # type: ignore[attr-defined]


def found(*tests: dict[str, Any], days: int = 30) -> list[tuple[str, str, int]]:
    """First trust, second trust, and days between, of each repeat."""
    rows = DuckDB().run(repeats_sql(days=days), {"observation": pa.Table.from_pylist(list(tests), schema=SCHEMA)})
    return sorted(
        (each["first_organisation"], each["second_organisation"], (each["second_on"] - each["first_on"]).days)
        for each in rows.to_pylist()
    )


def slowly(tests: list[dict[str, Any]], days: int) -> Counter[tuple[str, str, str]]:
    """Repeats by capability and pair, by looking at every test for every test."""
    london = ZoneInfo("Europe/London")
    done = {
        (each["person_key"], each["code"], each["organisation"], each["effective_at"].astimezone(london).date())
        for each in tests
        if each["status"] not in NOT_DONE and each["person_key"]
    }
    counted: Counter[tuple[str, str, str]] = Counter()
    for person, code, organisation, day in done:
        earlier = [
            (before, other)
            for who, what, other, before in done
            if (who, what) == (person, code) and other != organisation and 0 < (day - before).days <= days
        ]
        if earlier:
            last = max(before for before, _ in earlier)
            counted["radiology", min(other for before, other in earlier if before == last), organisation] += 1
    return counted


@pytest.mark.parametrize(("apart", "repeats"), [(0, 0), (1, 1), (30, 1), (31, 0)])
def test_the_days_between_are_counted_whole_and_the_last_one_is_in(apart: int, repeats: int) -> None:
    assert len(found(test("RZ1", 0), test("RZ4", apart))) == repeats


def test_of_several_before_it_a_test_repeats_the_last() -> None:
    assert found(test("RZ1", 0), test("RZ8", 5), test("RZ4", 9)) == [("RZ1", "RZ8", 5), ("RZ8", "RZ4", 4)]


def test_what_a_trust_repeats_itself_and_what_was_not_done_is_no_repeat() -> None:
    assert found(test("RZ1", 0), test("RZ1", 3)) == []
    assert found(test("RZ1", 0, status="cancelled"), test("RZ4", 3)) == []
    assert found(test("RZ1", 0), test("RZ4", 3, status="entered-in-error")) == []


def test_another_person_another_code_or_nobody_is_no_repeat() -> None:
    assert found(test("RZ1", 0), test("RZ4", 3, "Q"), test("RZ8", 3, code="MRI"), test("RZ8", 4, None)) == []
    assert found(test("RZ1", 0, None), test("RZ4", 3, None)) == []


def test_many_of_one_day_at_one_trust_are_one() -> None:
    assert found(test("RZ1", 0), test("RZ4", 3), test("RZ4", 3.2), test("RZ4", 3.1)) == [("RZ1", "RZ4", 3)]


def test_a_day_is_one_in_london() -> None:
    late = test("RZ1", 0, effective_at=datetime(2026, 6, 1, 23, 30, tzinfo=UTC))  # 00:30 on the 2nd there
    assert found(late, test("RZ4", 1)) == []
    assert found(late, test("RZ4", 31)) == [("RZ1", "RZ4", 30)]


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_span_that_means_nothing_is_refused(days: int) -> None:
    with pytest.raises(BadDays, match="1 to 366"):
        repeats_sql(days=days)


TESTS = st.builds(
    test,
    st.sampled_from(["RZ1", "RZ4", "RZ8"]),
    st.integers(0, 40),
    st.sampled_from(["P", "Q", None]),
    code=st.sampled_from(["CT", "MRI"]),
    status=st.sampled_from(["final", "cancelled"]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(TESTS, max_size=25), st.integers(1, 40))
def test_it_finds_what_a_slow_loop_finds(tests: list[dict[str, Any]], days: int) -> None:
    table = pa.Table.from_pylist(tests, schema=SCHEMA)
    rows = DuckDB().run(repeats_by_pair_sql(days=days), {"observation": table}).to_pylist()
    counted = {(each["capability"], each["first_organisation"], each["second_organisation"]): each for each in rows}
    assert {key: each["repeats"] for key, each in counted.items()} == slowly(tests, days)
    assert all(1 <= each["people"] <= each["repeats"] for each in rows)


def test_people_are_told_by_the_key_of_their_record() -> None:
    observation = pa.table(
        {
            "_member": ["RZ1", "RZ4", "RZ4"], "patient_id": ["7", "7", "8"], "code": ["CT"] * 3,
            "capability": ["radiology"] * 3, "status": ["final"] * 3,
            "effective_at": pa.array([NOON, NOON + timedelta(2), NOON + timedelta(3)], pa.timestamp("us", tz="UTC")),
        }
    )  # fmt: skip
    persons = pa.table({"record_id": ["RZ1:7", "RZ4:7", "RZ4:8"], "person_key": ["P", "Q", "P"]})
    keyed = DuckDB().run(keyed_sql(), {"observation": observation, "persons": persons})
    assert found(*keyed.to_pylist()) == [("RZ1", "RZ4", 3)]
