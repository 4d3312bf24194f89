"""A resource with values of the wrong type: they are taken out and told, and what else it holds is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from concordat.data.formats.fhir_view import INTEGERS, Shape


def mended(value: Any, shape: Shape) -> tuple[Any, tuple[str, ...]]:
    """What of a resource is read, without what is of the wrong type, and the paths of that."""
    wrong: dict[str, None] = {}
    return _one(value, shape, "", wrong), tuple(wrong)


def _many(value: Any, shape: Shape, path: str, wrong: dict[str, None]) -> Any:
    if value is None or not shape.many:
        return _one(value, shape, path, wrong)
    if isinstance(value, list):
        return [_one(each, shape, path, wrong) for each in value]
    wrong[path] = None
    return None


def _one(value: Any, shape: Shape, path: str, wrong: dict[str, None]) -> Any:
    if value is None:
        return None
    if not _fits(value, shape):
        wrong[path] = None
        return None
    if not isinstance(value, dict) or not shape.children:
        return value
    under = {
        name: _many(value[name], each, f"{path}.{name}" if path else name, wrong)
        for name, each in shape.children.items()
        if name in value
    }
    for down in filter(None, shape.repeats):
        under = {**_kept(value, down), **under}
        _down(under, down, shape, path, wrong)
    return under


def _kept(value: dict[str, Any], down: Sequence[str]) -> dict[str, Any]:
    return {down[0]: value[down[0]]} if down[0] in value else {}


def _down(value: dict[str, Any], down: Sequence[str], shape: Shape, path: str, wrong: dict[str, None]) -> None:
    """The elements below one that leads into itself are of its own shape."""
    name, *rest = down
    below = value.get(name)
    if below is None:
        return
    given = below if isinstance(below, list) else [below]
    if rest:
        for each in given:
            if isinstance(each, dict):
                _down(each, rest, shape, f"{path}.{name}", wrong)
    else:
        made = [_one(each, shape, f"{path}.{name}", wrong) for each in given]
        value[name] = made if isinstance(below, list) else made[0]


def _fits(value: Any, shape: Shape) -> bool:
    """Whether a value is of its type. A number is good enough for a text: its digits are what is read."""
    if shape.is_text:
        return isinstance(value, str | int | float)
    if shape.kind == "boolean":
        return isinstance(value, bool)
    if shape.kind in INTEGERS:
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**10
    if shape.kind == "decimal":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, dict)
