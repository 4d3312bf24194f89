"""Dates and times in SQL: compared as far as both say, and the first and last moment that a partial one may mean.

FHIR's dates are texts such as 1970, 1970-06 and 1970-06-01T10:00:00+01:00, and stay texts here.
FHIRPath 2.0, sections 6.1.1 and 6.2: compared by the precision that both have, and empty where that cannot tell.
"""

from __future__ import annotations

import re

_ZONED = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
WRITTEN = {
    "date": r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?",
    "dateTime": rf"\d{{4}}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?T?|{_ZONED}",
    "instant": _ZONED,
    "time": r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?",
}
"""How each is written in a path or a constant: a time of day has seconds, and on a day a zone as well."""


def is_written(kind: str, text: str) -> bool:
    """Whether a text is a moment of that type, which may be compared."""
    return re.fullmatch(WRITTEN[kind], text, re.ASCII) is not None


def compared(sign: str, left: str, right: str, *, times: bool) -> str:
    """SQL of `left sign right`, of texts that are both times of day or both days (with a time or without)."""
    if times:
        whole = f"length({left}) >= 8 AND length({right}) >= 8"
        return _by_head(sign, left, right, whole, "TIME")
    zoned = f"regexp_full_match({left}, '{_ZONED}') AND regexp_full_match({right}, '{_ZONED}')"
    return _by_head(sign, left, right, zoned, "TIMESTAMPTZ")


def _by_head(sign: str, left: str, right: str, whole: str, type: str) -> str:
    """Two `whole` ones as moments; others as far as both go, and equal there only if neither goes further."""
    size = f"least(length({left}), length({right}))"
    heads = f"left({left}, {size})", f"left({right}, {size})"
    return (
        f"CASE WHEN {whole} THEN TRY_CAST({left} AS {type}) {sign} TRY_CAST({right} AS {type}) "
        f"WHEN contains({left}, 'T') AND contains({right}, 'T') THEN NULL "
        f"WHEN {heads[0]} <> {heads[1]} THEN {heads[0]} {sign} {heads[1]} "
        f"WHEN length({left}) = length({right}) THEN {left} {sign} {right} END"
    )


def boundary(sql: str, kind: str, *, last: bool) -> str:
    """SQL of the first or last moment that a partial one may mean, to a day, or to a thousandth of a second."""
    if kind == "time":
        return _second(_padded(sql, 5, ":59" if last else ":00"), "", last)
    day = _day(f"left({sql}, 10)", last)
    if kind == "date":
        return day
    end = "T23:59:59.999-12:00" if last else "T00:00:00.000+14:00"
    timed = _second(sql, "(Z|[+-][0-9][0-9]:[0-9][0-9])", last)
    return f"CASE WHEN contains({sql}, 'T') THEN {timed} ELSE {day} || '{end}' END"


def _day(sql: str, last: bool) -> str:
    month = _padded(sql, 4, "-12" if last else "-01")
    end = f"strftime(last_day(TRY_CAST({month} || '-01' AS DATE)), '%Y-%m-%d')" if last else f"{month} || '-01'"
    return f"CASE WHEN length({month}) = 7 THEN {end} ELSE {month} END"


def _padded(sql: str, size: int, with_: str) -> str:
    return f"(CASE WHEN length({sql}) = {size} THEN {sql} || '{with_}' ELSE {sql} END)"


def _second(sql: str, zone: str, last: bool) -> str:
    """With thousandths of a second, if it has seconds and no fraction."""
    thousandths = ".999" if last else ".000"
    kept = r"\2" if zone else ""
    return rf"regexp_replace({sql}, '(:[0-9][0-9]:[0-9][0-9]){zone}$', '\1{thousandths}{kept}')"
