"""Days and moments from text: each way of writing one is declared, none is guessed; SQL for the engine.

A moment that bears an offset keeps it; one without is local time in the feed's zone. The day of a moment is the day in
that zone: 1980-06-15T23:00:00Z was the 16th in London, and systems that keep days as UTC midnights send just that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from concordat.data.dialects.on_duckdb import DUCKDB
from concordat.data.dialects.primitives import Dialect, Written

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


def day_sql(value: str, forms: Sequence[str], *, zone: str, until: date | None = None, to: Dialect = DUCKDB) -> str:
    """SQL for the DATE of a text, NULL where it is none. Two-digit years fall in the century up to `until`."""
    ways = [to.day_of(value, _form(each), zone) for each in forms]
    day = ways[0] if len(ways) == 1 else f"coalesce({', '.join(ways)})"
    if until and any("%y" in _form(each).format for each in forms):
        return f"(CASE WHEN {day} > {to.day(until)} THEN {to.century_before(day)} ELSE {day} END)"
    return day


def moment_sql(value: str, forms: Sequence[str], *, zone: str, to: Dialect = DUCKDB) -> str:
    """SQL for the TIMESTAMPTZ of a text expression, NULL where it is none; a day alone is its first moment."""
    ways = [to.moment_of(value, _form(each), zone) for each in forms]
    return ways[0] if len(ways) == 1 else f"coalesce({', '.join(ways)})"


def is_placeholder_sql(day: str, to: Dialect = DUCKDB) -> str:
    """SQL for whether a day is one that systems write where they have none."""
    listed = ", ".join(to.day(date.fromisoformat(each)) for each in PLACEHOLDERS)
    return f"{day} IN ({listed})"


def has_time_sql(value: str) -> str:
    """SQL for whether a text is longer than any day alone."""
    return f"length({value}) > 11"


def _form(name: str) -> Written:
    return FORMS[ALIASES.get(name, name)]
