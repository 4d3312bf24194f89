"""What the primitives are to SQLite: calls of plain Python, one function each: the slow, obvious answers.

SQLite has no type for a day or a moment. Each is bytes here, so that it is never taken for a text: a day as ISO 8601
writes it, a moment so too in UTC, or without its Z where it is local time; both sort as they should.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TypeAlias
from zoneinfo import ZoneInfo

from concordat.data.dialects.patterns import portable
from concordat.data.dialects.primitives import BLANKS, TIME, Dialect, Written, anniversary

PADS = "pads"
Kept: TypeAlias = str | int | float | bytes | None
"""What SQLite keeps."""
_DAY = len("2026-11-22")
_LONDON = ZoneInfo("Europe/London")


class MemoryDialect(Dialect):
    """See Dialect."""

    kinds = {"VARCHAR": "TEXT", "DOUBLE": "REAL", "BIGINT": "INTEGER", "BOOLEAN": "INTEGER", "DATE": "BLOB",
             "TIMESTAMPTZ": "BLOB"}  # fmt: skip
    semi_join = "JOIN"

    def name(self, identifier: str) -> str:
        return "`" + identifier.replace("`", "``") + "`"  # in double quotes, a column that is not there is a text

    def day(self, value: date) -> str:
        return f"CAST({self.text(value.isoformat())} AS BLOB)"

    def rows(self, rows: Sequence[Sequence[str]], alias: str, names: Sequence[str]) -> str:
        listed = ", ".join(f"({', '.join(each)})" for each in rows)
        named = ", ".join(f"column{place} AS {name}" for place, name in enumerate(names, 1))
        return f"(SELECT {named} FROM (VALUES {listed})) AS {self.name(alias)}"

    def full_match(self, value: str, pattern: str) -> str:
        return self._call("has_match", value, self._pattern(f"^(?:{pattern})$"))

    def has_match(self, value: str, pattern: str) -> str:
        return self._call("has_match", value, self._pattern(pattern))

    def replaced(self, value: str, pattern: str, by: str) -> str:
        return self._call("replaced", value, self._pattern(pattern), self.text(by))

    def extracted(self, value: str, pattern: str, group: int = 0) -> str:
        return self._call("extracted", value, self._pattern(pattern), str(group))

    def without(self, value: str, characters: str) -> str:
        return self._call("without", value, self.text(characters))

    def trimmed(self, value: str) -> str:
        return self.stripped(value, BLANKS)

    def stripped(self, value: str, characters: str, side: str = "") -> str:
        return self._call("stripped", value, self.text(characters), self.text(side))

    def parted(self, value: str, between: str, place: int) -> str:
        return self._call("parted", value, self.text(between), str(place))

    def last(self, value: str, count: int) -> str:
        return self._call("last", value, str(count))

    def size(self, value: str) -> str:
        return self._call("size", value)

    def upper(self, value: str) -> str:
        return self._call("upper_of", value)

    def lower(self, value: str) -> str:
        return self._call("lower_of", value)

    def padded(self, value: str, width: int, fill: str) -> str:
        return self._call("padded", value, str(width), self.text(fill))

    def contains(self, value: str, part: str) -> str:
        return self._call("has", value, self.text(part))

    def number(self, value: str, kind: str) -> str:
        return self._call("number_of" if kind == "DOUBLE" else "whole_of", value)

    def whole(self, value: str, by: int) -> str:
        return f"({value} / {by})"

    def attempt(self, value: str) -> str:
        return value

    def day_of(self, value: str, written: Written, zone: str) -> str:
        return self._call("day_of", value, *self._written(written), self.text(zone))

    def moment_of(self, value: str, written: Written, zone: str) -> str:
        return self._call("moment_of", value, *self._written(written), self.text(zone))

    def day_in(self, moment: str, zone: str) -> str:
        return self._call("day_in", moment, self.text(zone))

    def century_before(self, day: str) -> str:
        return self._call("century_before", day)

    def as_date(self, value: str) -> str:
        return self._call("as_date", value)

    def month(self, day: str) -> str:
        return f"substr(CAST({day} AS TEXT), 1, 7)"

    def year(self, day: str) -> str:
        return f"CAST(substr(CAST({day} AS TEXT), 1, 4) AS INTEGER)"

    def years(self, day: str, until: date) -> str:
        return self._call("years", day, self.text(until.isoformat()))

    def keyed(self, message: Sequence[str], digits: int) -> str:
        pads = (f"(SELECT {half} FROM {PADS})" for half in ("inside", "outside"))
        return self._call("keyed", *pads, str(digits), *message)

    def _call(self, function: str, *arguments: str) -> str:
        return f"{function}({', '.join(arguments)})"

    def _pattern(self, pattern: str) -> str:
        return self.text(portable(pattern, r"\Z"))

    def _written(self, written: Written) -> tuple[str, str, str]:
        return self.text(written.shape), self.text(written.format), str(written.longest)


def _replaced(value: str, pattern: str, by: str) -> str:
    return re.sub(pattern, re.sub(r"\\(\d)", r"\\g<\1>", by), value)


def _extracted(value: str, pattern: str, group: int) -> str:
    found = re.search(pattern, value)
    return (found[group] or "") if found else ""


def _stripped(value: str, characters: str, side: str) -> str:
    value = value if side == "TRAILING" else value.lstrip(characters)
    return value if side == "LEADING" else value.rstrip(characters)


def _upper(value: str) -> str:
    return "".join("ẞ" if each == "ß" else each if len(each.upper()) > 1 else each.upper() for each in value)


def _lower(value: str) -> str:
    return "".join(each.lower()[0] for each in value)  # İ is the one that makes two: i, and a dot


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _whole(value: str) -> int | None:
    number = _number(value)
    if number is None or abs(number) >= 2**63:
        return None
    return int(abs(number) + 0.5) * (-1 if number < 0 else 1)


def _day_of(value: str, shape: str, form: str, longest: int, zone: str) -> bytes | None:
    if not form:
        serial = re.fullmatch(r"([0-9]{1,5})(?:\.[0-9]+)?", value)
        days = int(serial[1]) if serial else 0
        return _bytes(date(1899, 12, 30) + timedelta(days)) if days >= 61 else None
    if re.fullmatch(shape, value, re.ASCII):
        found = _strptime(value, form)
        return _bytes(found.date()) if found else None
    moment = _moment_of(value, shape, form, longest, zone) if len(value) > longest else None
    return _day_in(moment, zone) if moment else None


def _moment_of(value: str, shape: str, form: str, longest: int, zone: str) -> bytes | None:
    if not form:
        day = _day_of(value, shape, form, longest, zone)
        return _bytes(_in_zone(datetime.fromisoformat(day.decode()), zone)) if day else None
    parts = re.fullmatch(f"({shape}){TIME}", value, re.ASCII)
    if not parts:
        return None
    local = _strptime(f"{parts[1]} {parts[2] or '00'}:{parts[3] or '00'}:{parts[4] or '00'}", f"{form} %H:%M:%S")
    if not local:
        return None
    try:
        return _bytes(_with_offset(local, parts[5]) if parts[5] else _in_zone(local, zone))
    except OverflowError:
        return None


def _with_offset(local: datetime, offset: str) -> datetime:
    digits = offset.replace(":", "")
    minutes = 0 if offset == "Z" else int(digits[1:3]) * 60 + int(digits[3:5])
    return (local + timedelta(minutes=minutes if offset.startswith("-") else -minutes)).replace(tzinfo=UTC)


def _in_zone(local: datetime, zone: str) -> datetime:
    """Of an hour that is repeated the later, which has less offset; of one left out, the offset before."""
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    before, after = first.utcoffset() or timedelta(), second.utcoffset() or timedelta()
    return local.replace(tzinfo=timezone(min(before, after)))


def _strptime(value: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(value, form)
    except ValueError:
        return None


def _day_in(moment: bytes, zone: str) -> bytes | None:
    found = value_of(moment)
    return _bytes(found.astimezone(ZoneInfo(zone)).date()) if isinstance(found, datetime) else moment


def _as_date(value: bytes | str) -> bytes | None:
    if isinstance(value, str):
        found = _strptime(value, "%Y-%m-%d")
        return _bytes(found.date()) if found else None
    moment = value_of(value)
    if isinstance(moment, datetime):
        return _bytes((moment.astimezone(_LONDON) if moment.tzinfo else moment).date())
    return value


def _century_before(day: bytes) -> bytes | None:
    if int(day[:4]) <= 100:  # before the year 1, which Python has not
        return None
    year, rest = int(day[:4]) - 100, day[4:].decode()
    is_day = rest != "-02-29" or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return f"{year:04}{rest if is_day else '-02-28'}".encode()


def _years(day: bytes, until: str) -> int:
    one, other = date.fromisoformat(day.decode()), date.fromisoformat(until)
    own, last = one.month * 100 + one.day, anniversary(other)
    return other.year - one.year - (own > last if one <= other else -(own < last))


def _keyed(inside: bytes, outside: bytes, digits: int, *message: str) -> str:
    told = "\x1f".join(message).encode()
    return hashlib.sha256(outside + hashlib.sha256(inside + told).digest()).hexdigest()[:digits]


def _bytes(value: date | datetime) -> bytes:
    if isinstance(value, datetime):
        told = (value.astimezone(UTC) if value.tzinfo else value).replace(tzinfo=None).isoformat(" ", "microseconds")
        return (told + "Z" * (value.tzinfo is not None)).encode()
    return value.isoformat().encode()


def kept_of(value: object) -> object:
    """A value as SQLite keeps it."""
    if isinstance(value, date):  # of which datetime is one
        return _bytes(value)
    return int(value) if isinstance(value, bool) else value


def value_of(kept: object) -> object:
    """What SQLite keeps, as the value it is."""
    if not isinstance(kept, bytes):
        return kept
    told = kept.decode()
    if len(told) == _DAY:
        return date.fromisoformat(told)
    moment = datetime.fromisoformat(told.removesuffix("Z"))
    return moment.replace(tzinfo=UTC) if told.endswith("Z") else moment


FUNCTIONS: Mapping[str, Callable[..., Kept]] = {
    "has_match": lambda value, pattern: re.search(pattern, value) is not None,
    "replaced": _replaced,
    "extracted": _extracted,
    "without": lambda value, characters: value.translate(dict.fromkeys(map(ord, characters))),
    "stripped": _stripped,
    "parted": lambda value, between, place: [*value.split(between), *[""] * place][place - 1],
    "last": lambda value, count: value[-count:],
    "size": lambda value: len(value.encode()),
    "upper_of": _upper,
    "lower_of": _lower,
    "padded": lambda value, width, fill: value.rjust(width, fill)[:width],
    "has": lambda value, part: part in value,
    "number_of": _number,
    "whole_of": _whole,
    "day_of": _day_of,
    "moment_of": _moment_of,
    "day_in": _day_in,
    "century_before": _century_before,
    "as_date": _as_date,
    "years": _years,
    "keyed": _keyed,
}
"""By the name they are called by; none is asked of a NULL, which gives a NULL."""
MEMORY = MemoryDialect()
