"""What the primitives are to DuckDB, the engine that all else is measured against."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from concordat.data.dialects.primitives import BLANKS, TIME, Dialect, Written, text

_GIVEN = "['d', 'h', 'm', 's', 'z']"


class DuckDBDialect(Dialect):
    """See Dialect. Patterns are RE2's as they are; the key of `keyed` is the parameters $inner and $outer."""

    def once(self) -> str:
        return "MATERIALIZED "

    def chosen(self, columns: Sequence[str], names: Sequence[str], rest: str, *, over: str, test: str) -> str:
        return f"SELECT {', '.join(columns)}\n{rest}\nQUALIFY row_number() OVER ({over}) {test}"

    def full_match(self, value: str, pattern: str) -> str:
        return f"regexp_full_match({value}, {text(pattern)})"

    def has_match(self, value: str, pattern: str) -> str:
        return f"regexp_matches({value}, {text(pattern)})"

    def replaced(self, value: str, pattern: str, by: str) -> str:
        return f"regexp_replace({value}, {text(pattern)}, {text(by)}, 'g')"

    def extracted(self, value: str, pattern: str, group: int = 0) -> str:
        return f"regexp_extract({value}, {text(pattern)}, {group})"

    def without(self, value: str, characters: str) -> str:
        return f"translate({value}, {text(characters)}, '')"

    def trimmed(self, value: str) -> str:
        # trim() walks every character, so only texts that may need it are given to it
        edges = f"{value} < '!' OR {value}[-1] <= ' ' OR starts_with({value}, '\u00a0') OR suffix({value}, '\u00a0')"
        return f"(CASE WHEN {edges} THEN trim({value}, {text(BLANKS)}) ELSE {value} END)"

    def stripped(self, value: str, characters: str, side: str = "") -> str:
        function = {"LEADING": "ltrim", "TRAILING": "rtrim"}.get(side, "trim")
        return f"{function}({value}, {text(characters)})"

    def parted(self, value: str, between: str, place: int) -> str:
        return f"split_part({value}, {text(between)}, {place})"

    def last(self, value: str, count: int) -> str:
        return f"right({value}, {count})"

    def size(self, value: str) -> str:
        return f"strlen({value})"

    def upper(self, value: str) -> str:
        return f"upper({value})"

    def lower(self, value: str) -> str:
        return f"lower({value})"

    def padded(self, value: str, width: int, fill: str) -> str:
        return f"lpad({value}, {width}, {text(fill)})"

    def contains(self, value: str, part: str) -> str:
        return f"contains({value}, {text(part)})"

    def number(self, value: str, kind: str) -> str:
        return f"TRY_CAST({value} AS {kind})"

    def whole(self, value: str, by: int) -> str:
        return f"({value} // {by})"

    def attempt(self, value: str) -> str:
        return f"TRY({value})"

    def day_of(self, value: str, written: Written, zone: str) -> str:
        if not written.format:
            # Excel has a 29 February 1900, so that from 1 March 1900, its day 61, day 0 is 30 December 1899
            serial = f"TRY_CAST(regexp_extract({value}, '^(\\d{{1,5}})(?:\\.\\d+)?$', 1) AS INTEGER)"
            return f"(CASE WHEN {serial} >= 61 THEN DATE '1899-12-30' + {serial} END)"
        plain = f"CAST(try_strptime({value}, {text(written.format)}) AS DATE)"
        full = self.full_match(value, written.shape)
        moment = self.day_in(self.moment_of(value, written, zone), zone)
        later = f"length({value}) > {written.longest}"
        return f"(CASE WHEN {value} IS NULL THEN NULL WHEN {full} THEN {plain} WHEN {later} THEN {moment} END)"

    def moment_of(self, value: str, written: Written, zone: str) -> str:
        if not written.format:
            return f"timezone({text(zone)}, CAST({self.day_of(value, written, zone)} AS TIMESTAMP))"
        parts = f"regexp_extract({value}, {text(f'^({written.shape}){TIME}$')}, {_GIVEN})"
        local = (
            "try_strptime(p.d || ' ' || coalesce(nullif(p.h, ''), '00') || ':' || coalesce(nullif(p.m, ''), '00') || "
            f"':' || coalesce(nullif(p.s, ''), '00'), {text(written.format + ' %H:%M:%S')})"
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

    def day_in(self, moment: str, zone: str) -> str:
        return f"CAST(timezone({text(zone)}, {moment}) AS DATE)"

    def century_before(self, day: str) -> str:
        return f"CAST({day} - INTERVAL 100 YEAR AS DATE)"

    def as_date(self, value: str) -> str:
        return f"TRY_CAST({value} AS DATE)"

    def month(self, day: str) -> str:
        return f"strftime({day}, '%Y-%m')"

    def year(self, day: str) -> str:
        return f"year({day})"

    def years(self, day: str, until: date) -> str:
        return f"date_sub('year', {day}, {self.day(until)})"

    def keyed(self, message: Sequence[str], digits: int) -> str:
        told = f"encode(concat_ws(chr(31), {', '.join(message)}))"
        inner = f"unhex(sha256($inner::BLOB || {told}))"
        return f"left(sha256($outer::BLOB || {inner}), {digits})"


DUCKDB = DuckDBDialect()
