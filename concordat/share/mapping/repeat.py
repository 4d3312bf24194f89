"""repeat: all elements down a path that leads into itself, as the items of a questionnaire do, parents before children.

A typed STRUCT cannot hold itself, so such an element is read as JSON, and its children from that, level by level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from concordat.data.formats.fhir_view import TOO_DEEP, Shape, literal, quoted
from concordat.share.mapping.fhirpath.elements import Element, element
from concordat.share.mapping.fhirpath.refused import BadPath, shown
from concordat.share.mapping.fhirpath.value import EMPTY, Value, dense, each, name

DEEPEST = 12
"""Levels that are walked; where data go deeper, running the SQL is an error rather than rows that are missing."""


def walked(paths: Sequence[str], focus: Value) -> Value:
    """Every element that the paths reach from `focus`, and from what they reached: a list of JSON. Raises BadPath."""
    steps = [tuple(path.split(".")) for path in paths]
    for path, parts in zip(paths, steps, strict=True):
        if not all(part.isidentifier() and part.isascii() for part in parts):
            raise BadPath(f"{shown(path)} is not a plain path", "Repeat names only, such as item or answer.item")
    reached = [found for path in steps if (found := _end(focus.type, path))]
    if not reached:
        return Value(sql="CAST([] AS VARCHAR[])", type=EMPTY, many=True)
    kinds = {kind for kind, _ in reached} | {found[0] for path in steps if (found := _end(reached[0][0], path))}
    if len(kinds) > 1:
        raise BadPath(f"The paths lead to {' and '.join(sorted(kinds))}", "Repeat paths to elements of one type")
    kind = kinds.pop()
    starts = [path for path in steps if _end(focus.type, path)]
    downs = [path for path in steps if _end(kind, path)]
    shapes = [_marked(focus, path, tuple(downs)) for path in starts]
    first = _all([_raw(focus, path) for path in starts])
    node = shapes[0]
    for other in shapes[1:]:
        other.children = node.children  # what is read of one is read of all
    return Value(sql=_level(first, kind, downs, DEEPEST), type=kind, many=True, shape=node)


def _end(kind: str, path: Sequence[str]) -> tuple[str, Element] | None:
    """The type that a path leads to from a type, if it leads anywhere."""
    found = None
    for part in path:
        found = element(kind, part)
        if found is None or found.choice or not found.types:
            return None
        kind = found.types[0]
    assert found is not None
    return kind, found


def _marked(focus: Value, path: Sequence[str], downs: tuple[tuple[str, ...], ...]) -> Shape:
    """The shape at the end of a path, now known to lead into itself."""
    shape, kind = focus.shape, focus.type
    assert shape is not None
    for number, part in enumerate(path, 1):
        found = element(kind, part)
        assert found is not None
        kind = found.types[0]
        shape = shape.child(part, kind, found.many)
        shape.direct = shape.direct or number < len(path)
    shape.repeats = tuple(dict.fromkeys((*shape.repeats, *downs, ())))
    return shape


def _raw(focus: Value, path: Sequence[str]) -> str:
    """SQL of the list of JSON at the end of a path."""
    value, kind = focus, focus.type
    for part in path:
        found = element(kind, part)
        assert found is not None
        kind = found.types[0]
        value = each(value, lambda one, found=found, part=part: _part(one, part, found))  # type: ignore[misc]
    return dense(value).sql if value.many else f"CASE WHEN {value.sql} IS NOT NULL THEN [{value.sql}] END"


def _part(one: Value, part: str, found: Element) -> Value:
    return replace(one, sql=f"({one.sql}).{quoted(part)}", many=found.many, sparse=found.many)


def _level(listed: str, kind: str, downs: Sequence[tuple[str, ...]], depth: int) -> str:
    """SQL: each of a list of JSON, followed by all below it."""
    node = name()
    inner = Shape(kind=kind)
    for path in downs:
        _marked(Value(sql="", type=kind, shape=inner), path, ())
    if not downs:
        return listed
    opened = name()
    children = _all([_raw(Value(sql=opened, type=kind), path) for path in downs])
    read = f"list_transform([from_json({node}, {literal(inner.one_of_json())})], lambda {opened}: {children})[1]"
    if depth == 0:
        below = f"CASE WHEN coalesce(len({read}), 0) > 0 THEN error('{TOO_DEEP}') ELSE [{node}] END"
    else:
        below = f"list_concat([{node}], {_level(read, kind, downs, depth - 1)})"
    return f"flatten(list_transform({listed}, lambda {node}: {below}))"


def _all(lists: Sequence[str]) -> str:
    """SQL of several lists of JSON, one after another."""
    return lists[0] if len(lists) == 1 else f"list_concat({', '.join(f'coalesce({each}, [])' for each in lists)})"
