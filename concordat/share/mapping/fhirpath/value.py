"""Value: what an expression gives: its SQL, its FHIR type, and whether it may be many; and what may be asked of any."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from itertools import count

from concordat.data.formats.fhir_view import INTEGERS, MOMENTS, TEXTS, TOO_MANY, WRONG_TYPE, Shape, quoted
from concordat.share.mapping.fhirpath.elements import Element
from concordat.share.mapping.fhirpath.refused import BadPath

EMPTY = "empty"
"""The type of what is never there."""
_names: ContextVar[Iterator[int]] = ContextVar("_names")


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """One: `sql` is a scalar, NULL where there is nothing. Many: a list; if `sparse`, NULLs in it are not values.

    `type` is a FHIR type; "number" is a worked-out decimal (a DECIMAL), where "decimal" is one as read (a JSON number).
    A choice whose type is not yet said has `choice`, and `sql` and `shape` of what it is an element of.
    """

    sql: str
    type: str
    many: bool = False
    shape: Shape | None = None
    choice: Element | None = field(default=None)
    sparse: bool = False

    @property
    def kind(self) -> str:
        """How it compares: text, moment, number, boolean, empty, or complex."""
        for kind, types in _KINDS.items():
            if self.type in types:
                return kind
        return "complex"


_KINDS = {
    "text": TEXTS,
    "moment": MOMENTS,
    "number": INTEGERS | {"decimal", "number"},
    "boolean": {"boolean"},
    EMPTY: {EMPTY},
}


def name() -> str:
    """A name that no other lambda and no column has: DuckDB resolves one against a column of the same name."""
    return f"x{next(_names.get())}"


@contextmanager
def names() -> Iterator[None]:
    """One compilation: names begin anew, so that the same view always gives the same SQL."""
    before = _names.set(count(1))
    try:
        yield
    finally:
        _names.reset(before)


def nothing() -> Value:
    """The empty collection."""
    return Value(sql="NULL", type=EMPTY)


def dense(value: Value) -> Value:
    """The value, its list without NULLs; JSON has those where a value is missing and only its extension is there."""
    if not (value.many and value.sparse):
        return value
    variable = name()
    return replace(value, sql=f"list_filter({value.sql}, lambda {variable}: {variable} IS NOT NULL)", sparse=False)


def single(value: Value) -> Value:
    """The value, of which there must be at most one; more is an error when it is run, never a choice of one."""
    if not value.many:
        return value
    listed = dense(value).sql
    sql = f"CASE WHEN len({listed}) > 1 THEN error('{TOO_MANY}') ELSE ({listed})[1] END"
    return replace(value, sql=sql, many=False, sparse=False)


def at(value: Value, index: int) -> Value:
    """The one at a place, from 1, or from the end, from -1."""
    return replace(value, sql=f"({dense(value).sql})[{index}]", many=False, sparse=False)


def each(value: Value, act: Callable[[Value], Value]) -> Value:
    """What `act` gives for each, in one list; for one, what it gives for that. It must give NULL for NULL."""
    if not value.many:
        return act(value)
    variable = name()
    inner = act(replace(value, sql=variable, many=False, sparse=False))
    listed = f"list_transform({value.sql}, lambda {variable}: {inner.sql})"
    return replace(inner, sql=f"flatten({listed})" if inner.many else listed, many=True, sparse=True)


def kept(value: Value, test: Callable[[Value], str]) -> Value:
    """Those for which the SQL of `test` is true."""
    if not value.many:
        return replace(value, sql=f"CASE WHEN {test(value)} THEN {value.sql} END")
    variable = name()
    condition = test(replace(value, sql=variable, many=False, sparse=False))
    present = f"{variable} IS NOT NULL AND " if value.sparse else ""
    return replace(value, sql=f"list_filter({value.sql}, lambda {variable}: {present}{condition})", sparse=False)


def exists(value: Value) -> str:
    """SQL: is there any? Never NULL."""
    return f"coalesce(len({dense(value).sql}) > 0, false)" if value.many else f"({value.sql} IS NOT NULL)"


def truth(value: Value, of: str) -> str:
    """SQL of a single boolean, for `of`. Raises BadPath for anything else, which FHIRPath would take for true."""
    if value.type not in ("boolean", EMPTY):
        raise BadPath(f"{of} takes true or false, and is given {a(value)}", "Write .exists(), or compare it")
    return f"({single(value).sql})" if value.type == "boolean" else "NULL::BOOLEAN"


def a(value: Value) -> str:
    """A value's type, in words."""
    if value.choice:
        return f"{value.choice.name}, of which the type is not said"
    return f"a {value.type}" if value.type != EMPTY else "nothing"


def member(value: Value, found: Element) -> Value:
    """An element of a complex value, of its first (or only) type."""
    kind = found.types[0] if found.types else EMPTY
    return _read(value, found.name, kind, found.many)


def chosen(value: Value, kind: str) -> Value:
    """A choice, of that type. `value` is as long as its type is not said what it is an element of."""
    assert value.choice is not None
    return _read(replace(value, choice=None), value.choice.named(kind), kind, False)


def _read(value: Value, key: str, kind: str, many: bool) -> Value:
    assert value.shape is not None
    shape = value.shape.child(key, kind, many)
    shape.direct = True

    def of(one: Value) -> Value:
        sql = f"{one.sql}.{quoted(key)}" if one.sql.isidentifier() else f"({one.sql}).{quoted(key)}"
        return _as_read(Value(sql=sql, type=kind, many=many, shape=shape, sparse=many))

    return each(value, of)


def _as_read(value: Value) -> Value:
    """An element as it is read, made what it is said to be: a boolean of JSON's true, say. Wrong types are errors."""
    if value.type not in _FROM_JSON:
        return value
    return each(value, lambda one: replace(one, sql=_FROM_JSON[one.type].format(one.sql)))


_WRONG = f"error('{WRONG_TYPE}')"
_FROM_JSON = {
    "boolean": f"CASE WHEN {{0}} IS NULL THEN NULL WHEN {{0}} = 'true' THEN true "
    f"WHEN {{0}} = 'false' THEN false ELSE {_WRONG} END",
    **dict.fromkeys(
        INTEGERS,
        f"CASE WHEN regexp_full_match({{0}}, '-?[0-9]{{{{1,10}}}}') THEN CAST(CAST({{0}} AS VARCHAR) AS BIGINT) "
        f"WHEN {{0}} IS NOT NULL THEN {_WRONG} END",
    ),
}
