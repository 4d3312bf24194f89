"""Days and moments from text: each way of writing one is declared, none is guessed; SQL for the engine.

A moment that bears an offset keeps it; one without is local time in the feed's zone. The day of a moment is the day in
that zone: 1980-06-15T23:00:00Z was the 16th in London, and systems that keep days as UTC midnights send just that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from concordat.data.engine import text


@dataclass(frozen=True, kw_only=True)
class Written:
    """How a day is written: its shape (RE2), its format (strptime), and its length where that never differs."""

    shape: str
    format: str
    length: int = 0


FORMS: Mapping[str, Written] = {
    "iso": Written(shape=r"\d{4}-\d{2}-\d{2}", format="%Y-%m-%d", length=10),
    "yyyymmdd": Written(shape=r"\d{8}", format="%Y%m%d", length=8),
    "dd/mm/yyyy": Written(shape=r"\d{1,2}/\d{1,2}/\d{4}", format="%d/%m/%Y"),
    "mm/dd/yyyy": Written(shape=r"\d{1,2}/\d{1,2}/\d{4}", format="%m/%d/%Y"),
    "dd/mm/yy": Written(shape=r"\d{1,2}/\d{1,2}/\d{2}", format="%d/%m/%y"),
    "dd-mm-yyyy": Written(shape=r"\d{1,2}-\d{1,2}-\d{4}", format="%d-%m-%Y"),
    "dd.mm.yyyy": Written(shape=r"\d{1,2}\.\d{1,2}\.\d{4}", format="%d.%m.%Y"),
    "dd-mon-yyyy": Written(shape=r"\d{1,2}-[A-Za-z]{3}-\d{4}", format="%d-%b-%Y"),
    "dd-mon-yy": Written(shape=r"\d{1,2}-[A-Za-z]{3}-\d{2}", format="%d-%b-%y"),
    "dd mon yyyy": Written(shape=r"\d{1,2} [A-Za-z]{3} \d{4}", format="%d %b %Y"),
    "excel": Written(shape=r"\d{1,5}", format=""),
}
"""Ways to write a day. Any but excel may be followed by a time, and that by an offset. "hl7" is a name for yyyymmdd."""
ALIASES = {"hl7": "yyyymmdd", "fhir": "iso"}
PLACEHOLDERS = ("0001-01-01", "1753-01-01", "1800-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1901-01-01",
                "2999-12-31", "3000-01-01", "4712-12-31", "9999-01-01", "9999-12-31")  # fmt: skip
"""Days that systems write where they have none: the first and last days of their calendars."""
PARTIAL = r"\d{4}(-?\d{2})?"
"""A year, or a year and a month: true, but too coarse for a day."""
_TIME = r"(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d{1,9})?)?)? ?(Z|[+-]\d{2}:?\d{2})?"
_GIVEN = "['d', 'h', 'm', 's', 'z']"


def day_sql(value: str, forms: Sequence[str], *, zone: str, until: date | None = None) -> str:
    """SQL for the DATE of a text, NULL where it is none. Two-digit years fall in the century up to `until`."""
    ways = [_day(value, _form(each), zone) for each in forms]
    day = ways[0] if len(ways) == 1 else f"coalesce({', '.join(ways)})"
    if until and any("%y" in _form(each).format for each in forms):
        late = f"DATE {text(until.isoformat())}"
        return f"(CASE WHEN {day} > {late} THEN CAST({day} - INTERVAL 100 YEAR AS DATE) ELSE {day} END)"
    return day


def moment_sql(value: str, forms: Sequence[str], *, zone: str) -> str:
    """SQL for the TIMESTAMPTZ of a text expression, NULL where it is none; a day alone is its first moment."""
    ways = [_moment(value, _form(each), zone) for each in forms]
    return ways[0] if len(ways) == 1 else f"coalesce({', '.join(ways)})"


def is_placeholder_sql(day: str) -> str:
    """SQL for whether a day is one that systems write where they have none."""
    listed = ", ".join(f"DATE {text(each)}" for each in PLACEHOLDERS)
    return f"{day} IN ({listed})"


def has_time_sql(value: str) -> str:
    """SQL for whether a text is longer than any day alone."""
    return f"length({value}) > 11"


def _form(name: str) -> Written:
    return FORMS[ALIASES.get(name, name)]


def _day(value: str, form: Written, zone: str) -> str:
    if not form.format:
        # Excel has a 29 February 1900, so that from 1 March 1900, its day 61, day 0 is 30 December 1899
        serial = f"TRY_CAST(regexp_extract({value}, '^(\\d{{1,5}})(?:\\.\\d+)?$', 1) AS INTEGER)"
        return f"(CASE WHEN {serial} >= 61 THEN DATE '1899-12-30' + {serial} END)"
    plain = f"CAST(try_strptime({value}, {text(form.format)}) AS DATE)"
    longest = form.length or len(form.format) + 2  # dd/mm/yyyy is two longer than %d/%m/%Y, and longest so
    full = f"regexp_full_match({value}, {text(form.shape)})"
    moment = f"CAST(timezone({text(zone)}, {_moment(value, form, zone)}) AS DATE)"
    later = f"length({value}) > {longest}"
    return f"(CASE WHEN {value} IS NULL THEN NULL WHEN {full} THEN {plain} WHEN {later} THEN {moment} END)"


def _moment(value: str, form: Written, zone: str) -> str:
    if not form.format:
        return f"timezone({text(zone)}, CAST({_day(value, form, zone)} AS TIMESTAMP))"
    parts = f"regexp_extract({value}, {text(f'^({form.shape}){_TIME}$')}, {_GIVEN})"
    local = (
        "try_strptime(p.d || ' ' || coalesce(nullif(p.h, ''), '00') || ':' || coalesce(nullif(p.m, ''), '00') || ':' "
        f"|| coalesce(nullif(p.s, ''), '00'), {text(form.format + ' %H:%M:%S')})"
    )
    digits = "replace(p.z, ':', '')"
    minutes = f"(CAST({digits}[2:3] AS INTEGER) * 60 + CAST({digits}[4:5] AS INTEGER))"
    shift = f"(CASE WHEN p.z[1] = '-' THEN -{minutes} ELSE {minutes} END)"
    offset = f"timezone('UTC', {local} - to_minutes({shift}))"
    there = (
        f"CASE WHEN p.d = '' THEN NULL WHEN p.z = '' THEN timezone({text(zone)}, {local}) "
        f"WHEN p.z = 'Z' THEN timezone('UTC', {local}) ELSE {offset} END"
    )
    return f"list_transform([{parts}], lambda p: {there})[1]"
