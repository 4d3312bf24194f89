"""Documents with one thing changed, so that a test can see whether it was noticed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from concordat.share.exchange.document import step


def leaves(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where the texts, numbers and words of a document stand."""
    if isinstance(value, dict):
        return [leaf for name, inner in value.items() for leaf in leaves(inner, (*at, name))]
    if isinstance(value, list):
        return [leaf for place, inner in enumerate(value) for leaf in leaves(inner, (*at, place))]
    return [at]


def changed(document: dict[str, Any], at: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """A copy with another value at one place."""
    fresh = copy.deepcopy(document)
    inner: Any = fresh
    for name in at[:-1]:
        inner = inner[name]
    inner[at[-1]] = value
    return fresh


def path(at: tuple[Any, ...]) -> str:
    found = "$"
    for name in at:
        found = step(found, name)
    return found


def with_a_stranger(document: Any) -> Iterator[tuple[str, Any]]:
    """Copies with a member that nobody knows in each of its objects, and the path of that member."""
    for at in objects(document):
        fresh = copy.deepcopy(document)
        inner = fresh
        for name in at:
            inner = inner[name]
        inner["stranger"] = "not at weekends"
        yield path((*at, "stranger")), fresh


def objects(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where the objects of a document stand."""
    if isinstance(value, dict):
        return [at, *(found for name, inner in value.items() for found in objects(inner, (*at, name)))]
    if isinstance(value, list):
        return [found for place, inner in enumerate(value) for found in objects(inner, (*at, place))]
    return []
