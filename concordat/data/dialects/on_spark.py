"""What the primitives are to Spark 4, in a session whose time zone is UTC and whose errors are ANSI's.

Where a function of the same name answers otherwise, it is not used: Java's `$` matches before a last line end, its
`\\s` has a vertical tab, its capitals of ß are two letters, and of an hour that the clocks repeat it takes the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from concordat.data.dialects.patterns import portable
from concordat.data.dialects.primitives import BLANKS, TIME, Dialect, Written, anniversary

PADS = "pads"
"""The one row that has the two halves of a key, `inside` and `outside`, as bytes: an input, and never SQL."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HERE = "Europe/London"
_PART = "\u0001"


class SparkDialect(Dialect):
    """See Dialect. A repeated hour is told from another where the clocks go back by one, as they do in Europe."""

    kinds = {"VARCHAR": "STRING", "TIMESTAMPTZ": "TIMESTAMP"}

    def name(self, identifier: str) -> str:
        return "`" + identifier.replace("`", "``") + "`"

    def text(self, value: str) -> str:
        if "\0" in value:
            raise ValueError("A text for SQL holds no NUL.")
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def full_match(self, value: str, pattern: str) -> str:
        return f"({value} RLIKE {self._pattern(f'^(?:{pattern})$')})"

    def has_match(self, value: str, pattern: str) -> str:
        return f"({value} RLIKE {self._pattern(pattern)})"

    def replaced(self, value: str, pattern: str, by: str) -> str:
        groups = re.sub(r"\\(\d)", r"$\1", by.replace("$", r"\$"))
        return f"regexp_replace({value}, {self._pattern(pattern)}, {self.text(groups)})"

    def extracted(self, value: str, pattern: str, group: int = 0) -> str:
        return f"regexp_extract({value}, {self._pattern(pattern)}, {group})"

    def without(self, value: str, characters: str) -> str:
        return f"translate({value}, {self.text(characters)}, '')"

    def trimmed(self, value: str) -> str:
        return self.stripped(value, BLANKS)

    def stripped(self, value: str, characters: str, side: str = "") -> str:
        return f"trim({side or 'BOTH'} {self.text(characters)} FROM {value})"

    def parted(self, value: str, between: str, place: int) -> str:
        return f"split_part({value}, {self.text(between)}, {place})"

    def last(self, value: str, count: int) -> str:
        return f"right({value}, {count})"

    def size(self, value: str) -> str:
        return f"octet_length({value})"

    def upper(self, value: str) -> str:
        kept = "WHEN c = 'ß' THEN 'ẞ' WHEN char_length(upper(c)) > 1 THEN c"
        return self._each(value, "upper", f"CASE {kept} ELSE upper(c) END")

    def lower(self, value: str) -> str:
        return self._each(value, "lower", "substr(lower(c), 1, 1)")  # İ is the one that makes two: i, and a dot

    def padded(self, value: str, width: int, fill: str) -> str:
        return f"lpad({value}, {width}, {self.text(fill)})"

    def contains(self, value: str, part: str) -> str:
        return f"contains({value}, {self.text(part)})"

    def number(self, value: str, kind: str) -> str:
        read = f"try_cast({value} AS DOUBLE)"
        return read if kind == "DOUBLE" else f"try_cast(round(try_cast({value} AS DECIMAL(38, 10)), 0) AS BIGINT)"

    def whole(self, value: str, by: int) -> str:
        return f"({value} div {by})"

    def attempt(self, value: str) -> str:
        return value  # nothing that is emitted for Spark can fail: what could is refused where it is written

    def day_of(self, value: str, written: Written, zone: str) -> str:
        if not written.format:
            serial = f"try_cast({self.extracted(value, _EXCEL, 1)} AS INT)"
            return f"(CASE WHEN {serial} >= 61 THEN date_add(DATE '1899-12-30', {serial}) END)"
        plain = f"try_cast({self._iso(value, written)} AS DATE)"
        moment = self.day_in(self.moment_of(value, written, zone), zone)
        later = f"char_length({value}) > {written.longest}"
        return f"(CASE WHEN {self.full_match(value, written.shape)} THEN {plain} WHEN {later} THEN {moment} END)"

    def moment_of(self, value: str, written: Written, zone: str) -> str:
        if not written.format:
            return self._moment(f"CAST({self.day_of(value, written, zone)} AS TIMESTAMP)", zone)
        pattern = f"^({written.shape}){TIME}$"
        groups = _PART.join(f"\\{number}" for number in range(1, 6))  # the day, and the groups of TIME
        parts = f"split({self.replaced(value, pattern, groups)}, {self.text(_PART)})"
        clock = ", ':', ".join(f"coalesce(nullif(p[{at}], ''), '00')" for at in (1, 2, 3))
        local = f"try_cast(concat({self._iso('p[0]', written)}, ' ', {clock}) AS TIMESTAMP)"
        digits = "replace(p[4], ':', '')"
        minutes = f"(CAST(substr({digits}, 2, 2) AS INT) * 60 + CAST(substr({digits}, 4, 2) AS INT))"
        shift = f"(CASE WHEN startswith(p[4], '-') THEN {minutes} ELSE -{minutes} END)"
        there = (
            f"CASE WHEN p[4] = '' THEN {self._moment(local, zone)} WHEN p[4] = 'Z' THEN {local} "
            f"ELSE timestampadd(MINUTE, {shift}, {local}) END"
        )
        worked = f"transform(array({parts}), p -> {there})[0]"  # a lambda, so that the parts are taken once
        return f"(CASE WHEN {self.has_match(value, pattern)} THEN {worked} END)"

    def day_in(self, moment: str, zone: str) -> str:
        return f"CAST(from_utc_timestamp({moment}, {self.text(zone)}) AS DATE)"

    def century_before(self, day: str) -> str:
        return f"add_months({day}, -1200)"

    def as_date(self, value: str) -> str:
        moment = self.day_in(f"try_cast({value} AS TIMESTAMP)", _HERE)
        return f"(CASE WHEN typeof({value}) = 'timestamp' THEN {moment} ELSE try_cast({value} AS DATE) END)"

    def month(self, day: str) -> str:
        return f"date_format({day}, 'yyyy-MM')"

    def year(self, day: str) -> str:
        return f"CAST(year({day}) AS BIGINT)"

    def years(self, day: str, until: date) -> str:
        own, last = f"(month({day}) * 100 + day({day}))", anniversary(until)
        since = f"{until.year} - year({day}) - CASE WHEN {own} > {last} THEN 1 ELSE 0 END"
        to_come = f"{until.year} - year({day}) + CASE WHEN {own} < {last} THEN 1 ELSE 0 END"
        return f"(CASE WHEN {day} > {self.day(until)} THEN {to_come} ELSE {since} END)"

    def keyed(self, message: Sequence[str], digits: int) -> str:
        told = f"encode(concat_ws(chr(31), {', '.join(message)}), 'UTF-8')"
        inner = f"unhex(sha2(concat((SELECT inside FROM {PADS}), {told}), 256))"
        return f"left(sha2(concat((SELECT outside FROM {PADS}), {inner}), 256), {digits})"

    def _pattern(self, pattern: str) -> str:
        return self.text(portable(pattern, r"\z"))

    def _each(self, value: str, whole: str, one: str) -> str:
        """Case changed at once where the text is plain, and character by character where it is not."""
        slow = f"array_join(transform(regexp_extract_all({value}, '(?s).', 0), c -> {one}), '')"
        plain = f"octet_length({value}) = char_length({value})"
        return f"(CASE WHEN {plain} THEN {whole}({value}) ELSE {slow} END)"

    def _moment(self, local: str, zone: str) -> str:
        """The moment of local time in a zone; `local` is that time as if it were UTC's."""
        name = self.text(zone)
        first = f"to_utc_timestamp({local}, {name})"
        later = f"timestampadd(HOUR, 1, {first})"
        return f"(CASE WHEN from_utc_timestamp({later}, {name}) = {local} THEN {later} ELSE {first} END)"

    def _iso(self, value: str, written: Written) -> str:
        """A day as ISO 8601 writes it, of a text that is of the shape."""
        parts = dict(zip(_fields(written.format), self._parts(value, written), strict=True))
        year = parts.get("Y") or f"concat(CASE WHEN {parts['y']} >= '69' THEN '19' ELSE '20' END, {parts['y']})"
        month = f"lpad({parts['m']}, 2, '0')" if "m" in parts else self._month(parts["b"])
        return f"concat({year}, '-', {month}, '-', lpad({parts['d']}, 2, '0'))"

    def _parts(self, value: str, written: Written) -> list[str]:
        """Year, month and day in the order in which they are written: by what parts them, or else by their places."""
        if between := _between(written.format):
            return [f"split_part({value}, {self.text(between)}, {at})" for at in (1, 2, 3)]
        places, at = [], 1
        for field in _fields(written.format):
            width = 4 if field == "Y" else 2
            places.append(f"substr({value}, {at}, {width})")
            at += width
        return places

    def _month(self, word: str) -> str:
        cases = " ".join(f"WHEN '{each}' THEN '{number:02}'" for number, each in enumerate(_MONTHS, 1))
        return f"CASE lower({word}) {cases} END"


def _fields(form: str) -> list[str]:
    """The letters of strptime in a format."""
    return re.findall(r"%(\w)", form)


def _between(form: str) -> str:
    """What stands between the parts of a day, or nothing."""
    return re.sub(r"%\w", "", form)[:1]


_EXCEL = r"^(\d{1,5})(?:\.\d+)?$"
SPARK = SparkDialect()
