"""Values one by one: days, moments, numbers, check digits and postcodes, against Python's own reading of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.core import nhs_number
from concordat.data.dialects.on_duckdb import DUCKDB
from concordat.data.engine import DuckDB
from concordat.share.standardise.clean import CLEANERS, clean_sql, missing_sql
from concordat.share.standardise.column import _CHECKS
from concordat.share.standardise.dates import FORMS, PLACEHOLDERS, day_sql, is_placeholder_sql, moment_sql

LONDON = ZoneInfo("Europe/London")
FEW = settings(max_examples=25, deadline=None)
DAYS = st.dates(date(1900, 3, 2), date(2100, 12, 31))


def worked_out(sql: str, values: Sequence[str | None]) -> list[Any]:
    table = pa.table({"v": pa.array(values, pa.string()), "n": pa.array(range(len(values)))})
    return DuckDB().run(f"SELECT {sql} AS x FROM t ORDER BY n", {"t": table}).column("x").to_pylist()


def day(values: Sequence[str | None], *forms: str, until: date | None = None) -> list[date | None]:
    return worked_out(day_sql("v", forms, zone="Europe/London", until=until), values)


def moment(values: Sequence[str | None], *forms: str) -> list[datetime | None]:
    sql = f"timezone('UTC', {moment_sql('v', forms, zone='Europe/London')})"
    return [each.replace(tzinfo=UTC) if each else None for each in worked_out(sql, values)]


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("iso", "2026-10-05", date(2026, 10, 5)),
        ("iso", "2026-02-30", None),
        ("iso", "26-10-05", None),
        ("iso", "05/10/2026", None),
        ("iso", "infinity", None),
        ("iso", "epoch", None),
        ("iso", "2026-10-05; DROP", None),
        ("iso", "2026-10-05 00:00:00", date(2026, 10, 5)),
        ("iso", "2026-10-05T23:59:59.999", date(2026, 10, 5)),
        ("iso", "2026-10-05 24:00", None),
        ("iso", "1980-06-15T23:00:00Z", date(1980, 6, 16)),  # a day kept as UTC midnight, in summer
        ("iso", "1980-01-15T23:00:00Z", date(1980, 1, 15)),
        ("dd/mm/yyyy", "03/04/2026", date(2026, 4, 3)),
        ("dd/mm/yyyy", "3/4/2026", date(2026, 4, 3)),
        ("dd/mm/yyyy", "13/13/2026", None),
        ("dd/mm/yyyy", "04/13/2026", None),
        ("dd/mm/yyyy", "03/04/26", None),
        ("mm/dd/yyyy", "03/04/2026", date(2026, 3, 4)),
        ("hl7", "20261005", date(2026, 10, 5)),
        ("hl7", "202610051030+0100", date(2026, 10, 5)),
        ("hl7", "202610052330-0500", date(2026, 10, 6)),
        ("hl7", "2026100", None),
        ("dd-mon-yyyy", "05-OCT-2026", date(2026, 10, 5)),
        ("excel", "46000", date(2025, 12, 9)),
        ("excel", "46000.75", date(2025, 12, 9)),
        ("excel", "60", None),  # 29 February 1900, which there never was
    ],
)
def test_a_day_is_read_as_it_is_declared_and_never_guessed(form: str, text: str, expected: date | None) -> None:
    assert day([text], form) == [expected]


def test_two_digit_years_of_birth_are_never_in_the_future() -> None:
    until = date(2026, 11, 22)
    values = ["01/02/45", "22/11/26", "23/11/26", "01/01/99"]
    assert day(values, "dd/mm/yy", until=until) == [
        date(1945, 2, 1), date(2026, 11, 22), date(1926, 11, 23), date(1999, 1, 1),
    ]  # fmt: skip


def test_of_several_ways_to_write_a_day_each_is_tried() -> None:
    assert day(["2026-10-05", "05/10/2026", "5.10.2026"], "iso", "dd/mm/yyyy") == [date(2026, 10, 5)] * 2 + [None]


def test_the_first_days_of_calendars_are_placeholders() -> None:
    sql = is_placeholder_sql("TRY_CAST(v AS DATE)")
    assert worked_out(sql, [*PLACEHOLDERS, "1900-01-02"]) == [True] * len(PLACEHOLDERS) + [False]


@FEW
@given(st.lists(DAYS, min_size=1, max_size=40), st.sampled_from([each for each in FORMS if FORMS[each].format]))
def test_every_day_that_is_written_is_read_back(days: list[date], form: str) -> None:
    if "%y" in FORMS[form].format:
        days = [each for each in days if 1969 <= each.year <= 2068]  # POSIX strptime
    written = [each.strftime(FORMS[form].format) for each in days]
    assert day(written, form) == days


@FEW
@given(
    st.lists(
        st.tuples(st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)), st.integers(-14 * 60, 14 * 60)), max_size=30
    )
)
def test_a_moment_keeps_the_offset_it_bears(moments: list[tuple[datetime, int]]) -> None:
    given_ = [each.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes))) for each, minutes in moments]
    assert moment([each.isoformat() for each in given_], "iso") == given_
    assert moment([each.strftime("%Y%m%d%H%M%S%z") for each in given_], "hl7") == given_


@FEW
@given(st.lists(st.datetimes(datetime(1997, 1, 1), datetime(2036, 1, 1)), max_size=30))
def test_a_moment_without_an_offset_is_local_time(moments: list[datetime]) -> None:
    given_ = [each.replace(microsecond=0) for each in moments]
    sure = [each for each in given_ if _is_one_hour(each)]
    assert moment([f"{each:%d/%m/%Y %H:%M:%S}" for each in sure], "dd/mm/yyyy") == [
        each.replace(tzinfo=LONDON).astimezone(UTC) for each in sure
    ]


def _is_one_hour(local: datetime) -> bool:
    """Whether a local time is there, and once: not in the hour the clocks leave out or repeat."""
    one, other = (local.replace(tzinfo=LONDON, fold=fold).utcoffset() for fold in (0, 1))
    return one == other


@FEW
@given(st.lists(st.text(max_size=20), max_size=40), st.sampled_from(sorted(FORMS)))
def test_no_text_stops_the_reading_of_days_and_moments(values: list[str], form: str) -> None:
    values = [each.replace("\0", "") for each in values]
    assert len(day(values, form)) == len(moment(values, form)) == len(values)


@FEW
@given(
    st.lists(
        st.one_of(st.from_regex(r"[0-9]{10}", fullmatch=True), st.text("0123456789+-. e_", max_size=12)), max_size=50
    )
)
def test_the_check_digit_is_that_of_the_nhs_number(values: list[str]) -> None:
    sql = _CHECKS["check digit"][0](DUCKDB, "v")
    assert worked_out(sql, values) == [_is_nhs_number(each) for each in values]


def _is_nhs_number(text: str) -> bool:
    return len(text) == 10 and text.isascii() and text.isdigit() and nhs_number.passes_check(text)


@pytest.mark.parametrize(
    ("cleaner", "text", "expected"),
    [
        ("nhs number", "943 476 5919", "9434765919"),
        ("nhs number", "943-476-5919", "9434765919"),
        ("postcode", "ls11aa", "LS1 1AA"),
        ("postcode", "LS1  1AA", "LS1 1AA"),
        ("postcode", "ec1a 1bb.", "EC1A 1BB"),
        ("postcode", "LS1", "LS1"),
        ("icd-10", "I21.9", "I219"),
        ("icd-10", "I10.X", "I10"),
        ("icd-10", "A17.0†", "A170"),
        ("icd-10", "g01*", "G01"),
        ("opcs-4", "w37.1", "W371"),
        ("digits", "GP 12-3", "123"),
        ("three digits", "1", "001"),
        ("two digits", "3", "03"),
        ("digits", "none", None),
    ],
)
def test_a_cleaner_does_what_it_is_called(cleaner: str, text: str, expected: str | None) -> None:
    assert worked_out(clean_sql("v", [cleaner]), [text]) == [expected]


@FEW
@given(st.lists(st.text(max_size=15), max_size=30), st.sampled_from(sorted(set(CLEANERS) - {"without check letter"})))
def test_cleaning_twice_is_cleaning_once(values: list[str], cleaner: str) -> None:
    values = [each.replace("\0", "") for each in values]
    once = worked_out(clean_sql("v", [cleaner]), values)
    assert worked_out(clean_sql("v", [cleaner]), once) == once


@FEW
@given(st.lists(st.text(" \t\r\n\u00a0ab!", max_size=8), max_size=40))
def test_blanks_around_a_value_go_and_a_blank_is_no_value(values: list[str]) -> None:
    expected = [each.strip(" \t\r\n\u00a0") or None for each in values]
    assert worked_out(missing_sql("v", []), values) == expected
    assert worked_out(missing_sql("v", ["a", "ab"]), values) == [
        None if each in ("a", "ab") else each for each in expected
    ]
