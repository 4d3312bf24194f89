"""Each primitive gives one answer on every engine: on texts that people write, and on those that nobody should."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from concordat.data.dialects.patterns import NotCarried, portable
from concordat.data.dialects.primitives import SPACES, Dialect, Written
from concordat.data.engine import DuckDB, Engine
from concordat.data.tests.engines import OTHERS, engine_of
from concordat.share.standardise.dates import FORMS

ZONE = "Europe/London"
CHANCE = random.Random(20261122)
TEXTS = (
    "", " ", "x", "Zoë Nuñez", "straße ΑΣ ŉ ﬁ İı", "😀é𐐨", "it's", '"', "back\\slash", "\\1 $1 ${x} %_", "a\tb\n",
    "\u00a0 x\u2003", "\x0b", "a\r", "12", "12\n", "00012", "1.5", "-2.5", "+.5", "1e3", "1,234", "9434765919", "e5",
    "LS1 1AA", "ls11aa", "I21.9", "A17.0†", "a,b,,c", ",", "a, b", "2026", "2026-10", "null", "NaN", "Ⅷ", "१२",
)  # fmt: skip
INSTANTS = (
    "2026-10-25 01:30", "2026-10-25 00:59:59", "2026-03-29 01:30:00", "2026-03-29 02:00", "1971-10-31 01:59",
    "1968-10-27 00:30", "1941-05-04 02:30", "2026-02-30", "2024-02-29", "2025-02-29", "1600-02-29", "9999-12-31",
    "2026-10-05 24:00", "2026-10-05 23:59:60", "2026-10-05T10:00:00.123456789Z", "2026-10-05 10:00 +0530",
    "2026-10-05T10:00:00-14:00", "2026-10-05T10:0", "2026-10-05Z", "20261005103000+0100", "2026-1-5", "05/10/26 10:00",
    "5/1/2026", "31/12/1999 23:59", "12/31/1999", "05-OCT-2026", "5-oct-26 1030", "5-xxx-2026", "5 Sep 2026", "46000",
    "46000.75", "60", "61", "999999", "01.02.2026",
)  # fmt: skip


def _drawn(count: int) -> list[str]:
    """Days and moments at random, in every form, some of them spoilt by one character."""
    found = []
    for each in range(count):
        form = CHANCE.choice([each for each in FORMS.values() if each.format])
        day = datetime(1905, 1, 1) + timedelta(minutes=CHANCE.randrange(110 * 365 * 24 * 60))
        text = day.strftime(form.format + CHANCE.choice(["", " %H:%M", "T%H:%M:%S", " %H%M%S"]))
        text += CHANCE.choice(["", "", "Z", "+01:00", "-0330"])
        at = CHANCE.randrange(len(text))
        found.append(text if each % 3 else text[:at] + CHANCE.choice("09-/ :x\n") + text[at + 1 :])
    return found


WRITTEN = (*INSTANTS, *_drawn(400), *TEXTS)


@pytest.fixture(params=OTHERS)
def engine(request: pytest.FixtureRequest) -> Engine:
    return engine_of(request.param)


def told(engine: Engine, primitives: dict[str, Callable[[Dialect], str]], values: Sequence[str | None]) -> pa.Table:
    """What an engine makes of the values, a column for each primitive."""
    to = engine.dialect
    listed = ", ".join(f"{make(to)} AS {to.name(name)}" for name, make in primitives.items())
    given = pa.table({"v": pa.array(values, pa.string()), "place": pa.array(range(len(values)))})
    return engine.run(f"SELECT {listed}, place FROM given ORDER BY place", {"given": given})


def differences(engine: Engine, primitives: dict[str, Callable[[Dialect], str]], values: Sequence[str]) -> list[Any]:
    """Where an engine differs from DuckDB: primitive, value, the two answers."""
    given = (*values, None)
    one, other = (told(each, primitives, given) for each in (DuckDB(), engine))
    return [
        (name, value, first, second)
        for name in primitives
        for value, first, second in zip(given, *(_values(each.column(name)) for each in (one, other)), strict=True)
        if first != second
    ]


def _values(column: pa.ChunkedArray) -> list[Any]:
    """Moments in UTC: Python has two of one clock's time differ from every other where the clocks go back."""
    moment = pa.types.is_timestamp(column.type) and column.type.tz
    return list((column.cast(pa.timestamp("us", "UTC")) if moment else column).to_pylist())


def test_texts_are_treated_alike(engine: Engine) -> None:
    primitives: dict[str, Callable[[Dialect], str]] = {
        "trimmed": lambda to: to.trimmed("v"),
        "stripped": lambda to: to.stripped("v", SPACES),
        "left bare": lambda to: to.stripped("v", "0+", "LEADING"),
        "right bare": lambda to: to.stripped("v", "9\n", "TRAILING"),
        "upper": lambda to: to.upper("v"),
        "lower": lambda to: to.lower("v"),
        "size": lambda to: to.size("v"),
        "last": lambda to: to.last("v", 2),
        "without": lambda to: to.without("v", " -\u00a0'\\"),
        "padded": lambda to: to.padded("v", 3, "0"),
        "contains": lambda to: to.contains("v", "\\"),
        "parted": lambda to: to.parted("v", ",", 2),
        "is": lambda to: f"v IN ({', '.join(map(to.text, TEXTS[::2]))})",
        "one of a table": lambda to: (
            f"(SELECT max(m.b) FROM {to.rows([(to.text('it´s'), '1')], 'm', 'ab')} WHERE m.a = v)"
        ),
    }
    assert differences(engine, primitives, TEXTS) == []


def test_capitals_are_one_for_one(engine: Engine) -> None:
    letters = [
        chr(code) for first, last in ((0x20, 0x250), (0x370, 0x530), (0x1E00, 0x1F00)) for code in range(first, last)
    ]
    letters = [
        each for each in letters if each.isprintable() and each != "\u019b"
    ]  # which has a capital only in Unicode 16
    found = differences(engine, {"upper": lambda to: to.upper("v"), "lower": lambda to: to.lower("v")}, letters)
    assert [each for each in found if each[1].isalpha()] == []


PATTERNS = (
    r"\d+", r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?([eE][+-]?\d{1,3})?", r"\s+", r"[^0-9A-Za-z]+", r"[.†*\s]", r"a.*",
    r"(\w+) ?(\w*)$", r"^(.)(.?)", r"x|y|$", r"\\", r"[\\$']", r"(a)|(b)", r"[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}",
)  # fmt: skip


def test_patterns_are_read_alike(engine: Engine) -> None:
    primitives: dict[str, Callable[[Dialect], str]] = {}
    for pattern in PATTERNS:
        primitives[f"full {pattern}"] = lambda to, p=pattern: to.full_match("v", p)  # type: ignore[misc]
        primitives[f"has {pattern}"] = lambda to, p=pattern: to.has_match("v", p)  # type: ignore[misc]
        primitives[f"first {pattern}"] = lambda to, p=pattern: to.extracted("v", p)  # type: ignore[misc]
    primitives["group"] = lambda to: to.extracted("v", r"^(\d)-?(\w)?", 2)
    primitives["replaced"] = lambda to: to.replaced("v", r"([0-9])([A-Za-z\s-])", r"\2$\1")
    assert differences(engine, primitives, TEXTS) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a|b*)*",
        "a*+",
        r"\bword",
        "[[:alpha:]]",
        "(?i)a",
        "(?P<n>a)",
        "(?=a)",
        "[a&&b]",
        r"\pL",
        "x{",
        r"[\pL]",
    ],
)
def test_a_pattern_that_others_would_read_otherwise_is_refused(pattern: str) -> None:
    with pytest.raises(NotCarried, match="only DuckDB"):
        portable(pattern, r"\Z")


def test_no_text_makes_a_carried_pattern_slow() -> None:
    for pattern in PATTERNS:
        re.search(portable(pattern, r"\Z"), "1,111" * 2_000 + "!")


def test_days_and_moments_are_read_alike(engine: Engine) -> None:
    for names in (list(FORMS)[::2], list(FORMS)[1::2]):
        primitives: dict[str, Callable[[Dialect], str]] = {}
        for name in names:
            primitives[f"day {name}"] = lambda to, form=FORMS[name]: to.day_of("v", form, ZONE)  # type: ignore[misc]
            primitives[f"moment {name}"] = lambda to, form=FORMS[name]: to.moment_of("v", form, ZONE)  # type: ignore[misc]
        found = differences(engine, primitives, WRITTEN)
        assert [each for each in found if not _beyond_python(each[1])] == []


def _beyond_python(value: str | None) -> bool:
    """The year 0, which Python does not have."""
    return value is not None and "0000" in value


ISO = Written(shape=r"\d{4}-\d{2}-\d{2}", format="%Y-%m-%d", length=10)
BIRTHDAYS = (
    "1950-11-22",
    "1950-11-23",
    "2000-02-29",
    "1900-03-01",
    "2026-11-22",
    "2026-12-25",
    "2030-01-01",
    "1936-11-22",
)


@pytest.mark.parametrize("until", [date(2026, 11, 22), date(2026, 2, 28), date(2028, 2, 29), date(2027, 3, 1)])
def test_ages_months_and_years_are_told_alike(engine: Engine, until: date) -> None:
    day: Callable[[Dialect], str] = lambda to: to.as_date("v")  # noqa: E731
    primitives: dict[str, Callable[[Dialect], str]] = {
        "years": lambda to: to.years(day(to), until),
        "month": lambda to: to.month(day(to)),
        "year": lambda to: to.year(day(to)),
        "century": lambda to: to.century_before(day(to)),
        "in": lambda to: to.day_in(to.moment_of("v", ISO, "UTC"), ZONE),
        "later": lambda to: f"{day(to)} > {to.day(until)}",
    }
    assert differences(engine, primitives, BIRTHDAYS) == []


def test_numbers_are_read_alike(engine: Engine) -> None:
    given = [
        "1",
        "-1.5",
        "2.5",
        "-2.5",
        ".5",
        "5.",
        "1e3",
        "1E-3",
        "9999999999",
        "1e400",
        "",
        "x",
        "+",
        "e5",
        "1.2.3",
        "12345678.9",
    ]
    primitives: dict[str, Callable[[Dialect], str]] = {
        "double": lambda to: to.number("v", "DOUBLE"),
        "whole": lambda to: to.number("v", "BIGINT"),
        "divided": lambda to: to.whole(to.number("v", "BIGINT"), 7),
    }
    assert differences(engine, primitives, given) == []


def test_a_name_and_a_text_cannot_leave_their_quotes(engine: Engine) -> None:
    to = engine.dialect
    for hostile in ("a`b", 'a"b', "a'b", "a\\", "a b; --", "ſelect", "${env:HOME}"):
        given = pa.table({hostile: [hostile]})
        assert engine.run(
            f"SELECT {to.name(hostile)} AS v FROM given WHERE {to.name(hostile)} = {to.text(hostile)}", {"given": given}
        ).to_pylist() == [{"v": hostile}]
    with pytest.raises(ValueError, match="NUL"):
        to.text("a\0b")


def test_the_last_of_each_is_found_alike(engine: Engine) -> None:
    to = engine.dialect
    given = pa.table({"k": ["a", "a", "b", None, None], "n": [1, 2, None, 3, 4]})
    chosen = to.chosen(["k", "n AS m"], ["k", "m"], "FROM given", over="PARTITION BY k ORDER BY n DESC", test="= 1")
    found = engine.run(chosen, {"given": given}).to_pylist()
    assert sorted(map(str, found)) == sorted(map(str, [{"k": "a", "m": 2}, {"k": "b", "m": None}, {"k": None, "m": 4}]))
