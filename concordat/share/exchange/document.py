"""The bytes of a file become bounded JSON: text that is UTF-8, numbers that are numbers, no member given twice."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from concordat.core.refusal import Refusal

LARGEST = 5 << 20
DEEPEST = 40
MOST = 100_000
LONGEST = 32_767
"""As many characters as a cell of a workbook holds."""

_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_PLAIN = re.compile(r"[A-Za-z_@][\w@-]*", re.ASCII)
_AGAIN = "Ask whoever sent it for the file again"


class NotJson(Refusal):
    """A file that is not JSON, or not JSON that anybody would write about an agreement."""


class _Doubled(dict[str, Any]):
    """An object in which a member stands twice: two readers would each believe another of the two."""

    names: tuple[str, ...] = ()


def parsed(given: Any, file: str = "") -> Any:
    """The JSON in bytes, or a value already read, known to be within bounds. Raises NotJson."""
    value = _read(given, file) if isinstance(given, (bytes, bytearray, str)) else given
    problems = []
    for count, (path, each, depth) in enumerate(walk(value)):
        if count >= MOST or depth > DEEPEST:
            what = f"It holds more than {MOST:,} members" if count >= MOST else f"{path[:200]} is nested too deeply"
            raise NotJson(what, where=file, remedy=f"{_AGAIN}; an agreement needs far less")
        problems += [f"{path} {what}" for what in _wrong_with(each)]
    if problems:
        more = f"; and {len(problems) - 20} more" if len(problems) > 20 else ""
        raise NotJson("; ".join(problems[:20]) + more, where=file, remedy=_AGAIN)
    return value


def step(path: str, name: str | int) -> str:
    """The JSON path of a member or an element: `$.Party[0].Name`."""
    if isinstance(name, int):
        return f"{path}[{name}]"
    return f"{path}.{name}" if _PLAIN.fullmatch(name) else f"{path}[{json.dumps(name[:80], ensure_ascii=False)}]"


def walk(value: Any, path: str = "$") -> Iterator[tuple[str, Any, int]]:
    """Every value within a value, itself first: its path, it, and how deep it lies."""
    left = [(path, value, 0)]
    while left:
        at, each, depth = left.pop()
        yield at, each, depth
        if isinstance(each, dict):
            left += [(step(at, str(name)), inner, depth + 1) for name, inner in reversed(each.items())]
        elif isinstance(each, list):
            left += [(step(at, place), inner, depth + 1) for place, inner in reversed(list(enumerate(each)))]


def _read(given: bytes | bytearray | str, file: str) -> Any:
    if len(given) > LARGEST:
        raise NotJson(f"The file is larger than {LARGEST >> 20} MB", where=file, remedy=_AGAIN)
    try:
        text = given if isinstance(given, str) else bytes(given).decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_object, parse_constant=float)
    except UnicodeDecodeError as problem:
        raise NotJson("The file is not in UTF-8, as JSON must be", where=file, remedy=_AGAIN) from problem
    except RecursionError as problem:
        raise NotJson("The JSON is nested far too deeply", where=file, remedy=_AGAIN) from problem
    except ValueError as problem:
        line = f", line {problem.lineno}" if isinstance(problem, json.JSONDecodeError) else ""
        raise NotJson("The file is not JSON, or is cut short", where=f"{file}{line}", remedy=_AGAIN) from problem


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = _Doubled(found)
    doubled.names = tuple(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
    return doubled


def _wrong_with(value: Any) -> Iterator[str]:
    if isinstance(value, _Doubled):
        yield f"gives {', '.join(name[:80] for name in value.names)} twice"
    for text in value if isinstance(value, dict) else (value,):
        if not isinstance(text, str):
            continue
        if len(text) > LONGEST:
            yield f"has a text of more than {LONGEST:,} characters"
        if _NOT_TEXT.search(text):
            yield "has characters that are no text"
    if isinstance(value, float) and not math.isfinite(value):
        yield "is not a number"
    if isinstance(value, int) and abs(value) >= 1 << 53:
        yield "is a number too large to be exact"
    if isinstance(value, dict) and not all(isinstance(name, str) for name in value):
        yield "has a member whose name is no text"
    if value is not None and not isinstance(value, (dict, list, str, int, float, bool)):
        yield f"is no JSON, but {type(value).__name__}"
