"""Dialect: the primitives that engines say differently. What all of them say alike is written as plain SQL.

No text is ever translated from one dialect to another: what is emitted is built of these, for one dialect from the
start. Each member is held to the same answers by `data/tests/test_dialects.py`, NULL and hostile texts included.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

BLANKS = " \t\r\n\u00a0"
"""What counts as blank around a value."""
SPACES = " \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
"""What TRIM takes away: Unicode's space separators."""
TIME = r"(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d{1,9})?)?)? ?(Z|[+-]\d{2}:?\d{2})?"
"""A time after a day, and an offset after that: hours, minutes, seconds, offset."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """How a day is written: its shape (RE2), its format (strptime), and its length where that never differs."""

    shape: str
    format: str
    length: int = 0

    @property
    def longest(self) -> int:
        """The most characters: dd/mm/yyyy is two longer than %d/%m/%Y, and longest so."""
        return self.length or len(self.format) + 2


def name_of(identifier: str) -> str:
    """A name quoted for SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text quoted for SQL. Raises ValueError for a NUL, which ends a text early."""
    if "\0" in value:
        raise ValueError("A text for SQL holds no NUL.")
    return "'" + value.replace("'", "''") + "'"


def anniversary(day: date) -> int:
    """Month and day as one number, 1122; who was born on 29 February is a year older on the last of any February."""
    return 229 if day.month == 2 and (day + timedelta(1)).month == 3 else day.month * 100 + day.day


class Dialect(ABC):
    """SQL for one engine. Values are SQL texts unless said otherwise; a NULL given to a primitive gives NULL."""

    kinds: ClassVar[Mapping[str, str]] = {}
    """Names of types, where they are not DuckDB's."""

    semi_join: ClassVar[str] = "SEMI JOIN"
    """What joins rows to those they must be among, which are there once."""

    def name(self, identifier: str) -> str:
        """A name, quoted."""
        return name_of(identifier)

    def text(self, value: str) -> str:
        """A text, quoted. Raises ValueError for a NUL."""
        return text(value)

    def day(self, value: date) -> str:
        """A day."""
        return f"DATE {self.text(value.isoformat())}"

    def cast(self, value: str, kind: str) -> str:
        """A value as one of VARCHAR, DATE, TIMESTAMPTZ, DOUBLE, BIGINT or BOOLEAN, where it can be nothing else."""
        return f"CAST({value} AS {self.kinds.get(kind, kind)})"

    def once(self) -> str:
        """What is said of a WITH that is read several times."""
        return ""

    def chosen(self, columns: Sequence[str], names: Sequence[str], rest: str, *, over: str, test: str) -> str:
        """Rows by their place in a window: `columns`, each AS its name, of the `rest` (FROM … WHERE …), `test` holding
        of the place. A value that decides where NULLs go is given as `DESC`, which is last to every engine."""
        place = f"row_number() OVER ({over}) AS _place"
        listed = ", ".join(self.name(each) for each in names)
        return f"SELECT {listed} FROM (SELECT {', '.join(columns)}, {place} {rest}) AS placed WHERE _place {test}"

    def rows(self, rows: Sequence[Sequence[str]], alias: str, names: Sequence[str]) -> str:
        """A table of values, as it stands in FROM or JOIN."""
        listed = ", ".join(f"({', '.join(each)})" for each in rows)
        return f"(VALUES {listed}) AS {self.name(alias)}({', '.join(names)})"

    @abstractmethod
    def full_match(self, value: str, pattern: str) -> str:
        """Whether the whole of a text is of a pattern, RE2's (`patterns.portable` says of which part)."""

    @abstractmethod
    def has_match(self, value: str, pattern: str) -> str:
        """Whether a pattern is anywhere in a text."""

    @abstractmethod
    def replaced(self, value: str, pattern: str, by: str) -> str:
        """A text with every match of a pattern replaced; `\\1` stands for its first group."""

    @abstractmethod
    def extracted(self, value: str, pattern: str, group: int = 0) -> str:
        """The first match of a pattern in a text, or a group of it; blank where there is none."""

    @abstractmethod
    def without(self, value: str, characters: str) -> str:
        """A text without any of these characters."""

    @abstractmethod
    def trimmed(self, value: str) -> str:
        """A text without the BLANKS around it."""

    @abstractmethod
    def stripped(self, value: str, characters: str, side: str = "") -> str:
        """A text without any of these characters at its ends, or at one side only: LEADING or TRAILING."""

    @abstractmethod
    def parted(self, value: str, between: str, place: int) -> str:
        """The part of a text at a place, from 1, of those that something stands between; blank where there is none."""

    @abstractmethod
    def last(self, value: str, count: int) -> str:
        """The last characters of a text, one or more."""

    @abstractmethod
    def size(self, value: str) -> str:
        """How many bytes of UTF-8 a text has."""

    @abstractmethod
    def upper(self, value: str) -> str:
        """A text in capitals, character by character."""

    @abstractmethod
    def lower(self, value: str) -> str:
        """A text in small letters, character by character."""

    @abstractmethod
    def padded(self, value: str, width: int, fill: str) -> str:
        """A text filled up on its left with one character, or cut, to a width."""

    @abstractmethod
    def contains(self, value: str, part: str) -> str:
        """Whether a text has another in it."""

    @abstractmethod
    def number(self, value: str, kind: str) -> str:
        """A DOUBLE or BIGINT from a text of digits, point and exponent; NULL where it is none."""

    @abstractmethod
    def whole(self, value: str, by: int) -> str:
        """How many times a whole number has another in it."""

    @abstractmethod
    def attempt(self, value: str) -> str:
        """A value that may fail to be worked out, NULL where it does."""

    @abstractmethod
    def day_of(self, value: str, written: Written, zone: str) -> str:
        """The DATE of a text that is written so, a time and an offset perhaps following it; NULL where it is not.
        Without a format, of the days that Excel counts."""

    @abstractmethod
    def moment_of(self, value: str, written: Written, zone: str) -> str:
        """The moment of a text that is written so: of the offset that it bears, else local time in the zone. Of a time
        that the clocks repeat the later; of one they leave out, as if they had not yet been changed."""

    @abstractmethod
    def day_in(self, moment: str, zone: str) -> str:
        """The DATE of a moment in a zone."""

    @abstractmethod
    def century_before(self, day: str) -> str:
        """The day a hundred years before a DATE."""

    @abstractmethod
    def as_date(self, value: str) -> str:
        """The DATE of a DATE, of a moment (in UTC) or of a text as ISO 8601 writes it; NULL where it is none."""

    @abstractmethod
    def month(self, day: str) -> str:
        """The year and month of a DATE: 2026-03."""

    @abstractmethod
    def year(self, day: str) -> str:
        """The year of a DATE, a number."""

    @abstractmethod
    def years(self, day: str, until: date) -> str:
        """Whole years from a DATE until a day: an age."""

    @abstractmethod
    def keyed(self, message: Sequence[str], digits: int) -> str:
        """So many hexadecimal digits of HMAC-SHA256 (RFC 2104) of texts, parted by chr(31). The key is never text."""
