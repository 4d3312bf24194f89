"""Cleaners: what may be done to a text before it is read, each by name; and which a shared column always gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from concordat.data.dialects.on_duckdb import DUCKDB
from concordat.data.dialects.primitives import Dialect
from concordat.data.model import ColumnModel

# One letter or two, one or two digits or a digit and a letter; then a digit and two letters (BS 7666-0:2006)
POSTCODE = r"[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}"
Cleaner = Callable[[Dialect, str], str]


def _postcode(to: Dialect, value: str) -> str:
    squeezed = to.upper(to.replaced(value, "[^0-9A-Za-z]+", ""))
    spaced = to.replaced(squeezed, "([0-9][A-Z]{2})$", " \\1")
    return f"(CASE WHEN {to.full_match(value, POSTCODE)} THEN {value} ELSE {spaced} END)"


def _nhs_number(to: Dialect, value: str) -> str:
    plain = to.without(value, " \u00a0-")
    return f"(CASE WHEN {to.size(value)} = 10 THEN {value} ELSE {plain} END)"


def _digits(width: int) -> Cleaner:
    short = f"BETWEEN 1 AND {width - 1}"  # of nothing no noughts are made
    return lambda to, value: f"(CASE WHEN length({value}) {short} THEN {to.padded(value, width, '0')} ELSE {value} END)"


def _replaced(pattern: str, by: str) -> Cleaner:
    return lambda to, value: to.replaced(value, pattern, by)


def _icd_10(to: Dialect, value: str) -> str:
    """As published without its dot, dagger, asterisk or filler: I21.9, A17.0†, I10.X."""
    return to.replaced(to.upper(to.replaced(value, r"[.†*\s]+", "")), r"^([A-Z]\d\d)X$", r"\1")


CLEANERS: Mapping[str, Cleaner] = {
    "upper": lambda to, value: to.upper(value),
    "lower": lambda to, value: to.lower(value),
    "digits": _replaced("[^0-9]", ""),
    "one space": _replaced(r"\s+", " "),
    "no spaces": _replaced(r"\s+", ""),
    "nhs number": _nhs_number,
    "postcode": _postcode,
    "icd-10": _icd_10,
    "opcs-4": lambda to, value: to.upper(to.replaced(value, r"[.\s]", "")),
    "ods code": lambda to, value: to.upper(value),
    "without check letter": _replaced("[A-Za-z]$", ""),
    "two digits": _digits(2),
    "three digits": _digits(3),
}
"""By name, what makes the SQL of a text of that of another. A blank that comes of it is no value."""
_BY_CHECK = {"check digit": ("nhs number",), "postcode": ("postcode",)}
_ODS = ("gp_practice_code", "site_code")


def cleaners_of(column: ColumnModel, declared: Sequence[str]) -> tuple[str, ...]:
    """The cleaners of a column in their order: those its feed declares, else those its kind always gets."""
    if declared:
        return tuple(declared)
    return _BY_CHECK.get(column.check, ("ods code",) if column.name in _ODS else ())


def clean_sql(value: str, cleaners: Sequence[str], to: Dialect = DUCKDB) -> str:
    """SQL for a text after its cleaners."""
    for each in cleaners:
        value = CLEANERS[each](to, value)
    return f"nullif({value}, '')" if cleaners else value


def missing_sql(value: str, missing: Sequence[str], to: Dialect = DUCKDB) -> str:
    """SQL for a text without the blanks around it, NULL where it is blank or one that means no value."""
    listed = ", ".join(to.text(each) for each in dict.fromkeys(("", *(each.strip() for each in missing))))
    trimmed = to.trimmed(value)
    return f"(CASE WHEN {trimmed} IN ({listed}) THEN NULL ELSE {trimmed} END)"
