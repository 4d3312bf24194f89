"""Values of somebody else's JSON, read without trusting their types: what is of the wrong type is not there."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from typing import Any

LONGEST = 2_000
_LONGEST_ID = 200
_YEARS = range(1990, 2101)  # publishers write 9999 for "no end" and 0001 for "not known"
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\s]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# What is left of UTF-8 read as Windows-1252, of characters already lost, and of line ends that lost their backslashes.
_DAMAGED = re.compile("\ufffd|â€|Ã[\x80-\xbf©¨´³±]|Â[£ ]|(?:rn){2,}")


def member(value: Any, *path: str) -> Any:
    """What stands at a path of names; None where any step is not an object or has no such name."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects in a list; one object stands for a list of itself."""
    if isinstance(value, dict):
        return [value]
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text(value: Any) -> str:
    """Text for one line: entities undone, twice since some escape what is escaped; blanks and controls made single."""
    if not isinstance(value, str):
        return ""
    plain = html.unescape(html.unescape(value[: LONGEST * 4]))
    plain = " ".join(_UNPRINTABLE.sub(" ", _SURROGATE.sub("\ufffd", plain)).split())
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"


def is_damaged(plain: str) -> bool:
    """Whether text shows signs of a wrong encoding somewhere on its way."""
    return _DAMAGED.search(plain) is not None


def identifier(value: Any) -> str:
    """An identifier without blanks; blank where there is none, or none that can be one.

    A semicolon would part it in a column of links, so it becomes a comma.
    """
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        value = str(value)
    if not isinstance(value, str) or len(value) > _LONGEST_ID:
        return ""
    return "".join(text(value).split()).replace(";", ",")


def moment(value: Any) -> datetime | None:
    """A moment, in UTC where it names no offset; None for what is none, or is in no likely year."""
    if not isinstance(value, str):
        return None
    try:
        when = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    if when.year not in _YEARS:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def day(value: Any) -> date | None:
    """The day as its publisher wrote it: 2025-03-31T23:59:59+01:00 is 31 March there, whatever it is in UTC."""
    when = moment(value)
    return when.date() if when else None
