"""The bytes of a file become its releases: one, a list, a package of releases or records, or one of these a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from concordat.core.refusal import Refusal
from concordat.register.ocds.value import member

_PACKAGES = ("releases", "records", "results")
_FETCH_AGAIN = "Fetch it again from where it was published"


class NotOcds(Refusal):
    """A file that holds no OCDS releases, whole."""


@dataclass(frozen=True)
class Damaged:
    """A line of a file of JSON lines that is not JSON."""

    line: int


def releases_in(data: bytes, file: str) -> list[Any]:
    """Every release in order, whatever it is; a line that cannot be read is `Damaged`. Raises NotOcds."""
    return _flat(_document(data, file), file)


def _document(data: bytes, file: str) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise NotOcds("The file is not in UTF-8, as JSON must be", where=file, remedy=_FETCH_AGAIN) from problem
    try:
        return json.loads(text)
    except RecursionError as problem:
        raise NotOcds("The JSON is nested far too deeply", where=file, remedy=_FETCH_AGAIN) from problem
    except ValueError as problem:
        lines = _by_line(text)
        if lines is None:
            what = "The file is not JSON, or is cut short"
            at = f"{file}, line {problem.lineno}" if isinstance(problem, json.JSONDecodeError) else file
            raise NotOcds(what, where=at, remedy=_FETCH_AGAIN) from problem
        return lines


def _by_line(text: str) -> list[Any] | None:
    """The value on each line, if the first is an object by itself."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    values = [_line(number, line) for number, line in lines]
    return values if len(values) > 1 and isinstance(values[0], dict) else None


def _line(number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return Damaged(number)


def _flat(document: Any, file: str) -> list[Any]:
    """Every release of a document: one, a list, a package of releases or records, or a list of packages."""
    rows = [row for each in (document if isinstance(document, list) else [document]) for row in _of_package(each)]
    if rows == [document] and member(document, "ocid") is None:
        what = "The JSON holds no OCDS releases"
        raise NotOcds(what, where=file, remedy='Give a release package: an object with a list named "releases"')
    return rows


def _of_package(item: Any) -> Iterator[Any]:
    for name in _PACKAGES:
        if isinstance(inside := member(item, name), list):
            for each in inside:
                yield from _of_record(each)
            return
    yield from _of_record(item)


def _of_record(item: Any) -> Iterator[Any]:
    """A record's compiled release, else each of its releases, else the item itself, which is one."""
    compiled, parts = member(item, "compiledRelease"), member(item, "releases")
    if isinstance(compiled, dict):
        yield compiled
    elif isinstance(parts, list) and parts:
        yield from parts
    else:
        yield item
