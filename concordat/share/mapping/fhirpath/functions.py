"""The functions of FHIRPath in SQL: a table from name to what it makes of a value.

FHIRPath 2.0, section 5, and the two that SQL on FHIR v2 adds. A function is given the value it is called on, what
stands in its brackets (unread), and how to read it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from concordat.data.formats.fhir_view import literal
from concordat.share.mapping.fhirpath import moments
from concordat.share.mapping.fhirpath.elements import element, is_resource
from concordat.share.mapping.fhirpath.parser import Binary, Literal, Member, Node, This
from concordat.share.mapping.fhirpath.refused import BadPath, shown
from concordat.share.mapping.fhirpath.value import (
    EMPTY,
    Value,
    a,
    at,
    chosen,
    dense,
    each,
    exists,
    kept,
    member,
    nothing,
    single,
    truth,
)


class Reader(Protocol):
    """Compiles what stands in the brackets of a function, from a value on."""

    def __call__(self, node: Node, this: Value) -> Value: ...


def called(name: str, of: Value, given: Sequence[Node], read: Reader) -> Value:
    """The value of of.name(given). Raises BadPath."""
    if name not in FUNCTIONS:
        raise BadPath(f"{shown(name, 40)}() is not answered here", f"There are: {', '.join(sorted(FUNCTIONS))}")
    function, fewest, most = FUNCTIONS[name]
    if not fewest <= len(given) <= most:
        count = str(fewest) if fewest == most else f"{fewest} to {most}"
        raise BadPath(f"{name}() takes {count} in its brackets, and is given {len(given)}", "Mend the brackets")
    if of.choice and name != "ofType":
        first = of.choice.types[0]
        raise BadPath(f"{of.choice.name} may be of several types", f"Say which: {of.choice.name}.ofType({first})")
    return function(of, given, read)


def _where(of: Value, given: Sequence[Node], read: Reader) -> Value:
    if of.type == EMPTY:
        return of
    return kept(of, lambda one: truth(read(given[0], one), "where()"))


def _exists(of: Value, given: Sequence[Node], read: Reader) -> Value:
    return Value(sql=exists(_where(of, given, read) if given else of), type="boolean")


def _empty(of: Value, given: Sequence[Node], read: Reader) -> Value:
    return Value(sql=f"(NOT {exists(of)})", type="boolean")


def _not(of: Value, given: Sequence[Node], read: Reader) -> Value:
    return Value(sql=f"(NOT {truth(of, 'not()')})", type="boolean")


def _first(of: Value, given: Sequence[Node], read: Reader) -> Value:
    return at(of, 1) if of.many else of


def _last(of: Value, given: Sequence[Node], read: Reader) -> Value:
    return at(of, -1) if of.many else of


def _count(of: Value, given: Sequence[Node], read: Reader) -> Value:
    sql = f"coalesce(len({dense(of).sql}), 0)" if of.many else f"CASE WHEN {of.sql} IS NULL THEN 0 ELSE 1 END"
    return Value(sql=f"CAST({sql} AS BIGINT)", type="integer")


def _of_type(of: Value, given: Sequence[Node], read: Reader) -> Value:
    kind = _type_name(given[0], "ofType")
    if of.type == EMPTY and not of.choice:
        return of
    if of.choice is None:
        if kind == of.type:
            return of
        raise BadPath(f"ofType({kind}) is asked of {a(of)}, which is not a choice", "Leave ofType() out")
    if kind not in of.choice.types:
        types = ", ".join(of.choice.types[:12])
        raise BadPath(f"{of.choice.name} is never a {shown(kind, 40)}", f"It may be: {types}")
    return chosen(of, kind)


def _extension(of: Value, given: Sequence[Node], read: Reader) -> Value:
    if of.type == EMPTY:
        return of
    found = element(of.type, "extension")
    if found is None:
        raise BadPath(f"An extension of {a(of)} itself is not read", "Ask its source to send it as an element")
    url = Binary("=", Member(This(), "url"), given[0])
    return kept(member(of, found), lambda one: truth(read(url, one), "extension()"))


def _join(of: Value, given: Sequence[Node], read: Reader) -> Value:
    """Of nothing it is "", as the published tests of SQL on FHIR have it."""
    between = read(given[0], of) if given else Value(sql="''", type="string")
    if between.many or between.kind != "text" or of.kind not in ("text", "moment", EMPTY):
        raise BadPath(f"join() puts texts together, and is given {a(of)}", "Choose one of its elements before")
    if of.type == EMPTY:
        return Value(sql="''", type="string")
    sql = f"coalesce(array_to_string({dense(of).sql}, {between.sql}), '')" if of.many else f"coalesce({of.sql}, '')"
    return Value(sql=sql, type="string")


def _resource_key(of: Value, given: Sequence[Node], read: Reader) -> Value:
    found = element(of.type, "id")
    if not (is_resource(of.type) and found and element(of.type, "meta")):
        raise BadPath(f"getResourceKey() is of a resource, and is asked of {a(of)}", "Call it first, on the resource")
    return member(of, found)


_KEY = r"""(?:^|/)([A-Z][A-Za-z]+)/([^/"]+)(?:/_history/[^/"]+)?$"""
"""No id has a quote in it, and the JSON of an object that stands where a reference should always ends beyond one."""


def _reference_key(of: Value, given: Sequence[Node], read: Reader) -> Value:
    """The id in a reference such as Patient/p1, http://…/Patient/p1 or Patient/p1/_history/2; none in any other."""
    if of.type == EMPTY:
        return of
    if of.type != "Reference":
        raise BadPath(f"getReferenceKey() is of a Reference, and is asked of {a(of)}", "Call it on one, as subject")
    kind = _type_name(given[0], "getReferenceKey") if given else ""
    if kind and not is_resource(kind):
        raise BadPath(f"{shown(kind, 40)} is no resource of FHIR R4", "Give one, as getReferenceKey(Patient)")
    found = element("Reference", "reference")
    assert found is not None
    return each(member(of, found), lambda one: Value(sql=_key(one.sql, kind), type="id"))


def _key(sql: str, kind: str) -> str:
    """SQL of the id in a reference; plain ones of a known type, nearly all there are, without a regular expression."""
    pattern = literal(_KEY.replace("[A-Z][A-Za-z]+", kind) if kind else _KEY)
    found = f"nullif(regexp_extract({sql}, {pattern}, 2), '')"
    if not kind:
        return found
    plain = f"{sql} LIKE '{kind}/_%' AND {sql} NOT LIKE '%/%/%'"
    return f"CASE WHEN {plain} THEN substr({sql}, {len(kind) + 2}) ELSE {found} END"


def _boundary(last: bool) -> Function:
    def of_one(of: Value, given: Sequence[Node], read: Reader) -> Value:
        if of.kind == "number":
            remedy = "Give the decimal as it is: how many noughts it was written with is lost in reading"
            raise BadPath("The boundary of a number is not told here", remedy)
        if of.kind != "moment":
            raise BadPath(f"A boundary is of a date or a time, and is asked of {a(of)}", "Call it on one")
        one = single(of)
        return replace(one, sql=f"({moments.boundary(one.sql, one.type, last=last)})")

    return of_one


def _text_test(name: str) -> Function:
    def test(of: Value, given: Sequence[Node], read: Reader) -> Value:
        other = read(given[0], of)
        if of.kind not in ("text", EMPTY) or other.kind not in ("text", EMPTY):
            raise BadPath(
                f"It takes a text and a text, and is given {a(of)} and {a(other)}", "Choose an element that is one"
            )
        if EMPTY in (of.type, other.type):
            return Value(sql="NULL::BOOLEAN", type="boolean")
        return Value(sql=f"{name}({single(of).sql}, {single(other).sql})", type="boolean")

    return test


def _text(name: str) -> Function:
    def change(of: Value, given: Sequence[Node], read: Reader) -> Value:
        if of.type == EMPTY:
            return nothing()
        if of.kind != "text":
            raise BadPath(f"It takes a text, and is given {a(of)}", "Choose an element that is one")
        return Value(sql=f"{name}({single(of).sql})", type="string")

    return change


def _type_name(node: Node, function: str) -> str:
    """Quantity, FHIR.Quantity or System.String, written in the brackets of a function."""
    if isinstance(node, Member) and isinstance(node.of, This):
        return node.name
    if isinstance(node, Member) and node.of == Member(This(), "FHIR"):
        return node.name
    found = node.value if isinstance(node, Literal) else "something else"
    raise BadPath(f"{function}() takes the name of a type, and is given {shown(found, 40)}", "Write it as Quantity")


Function = Callable[[Value, Sequence[Node], Reader], Value]

FUNCTIONS: dict[str, tuple[Function, int, int]] = {
    "where": (_where, 1, 1),
    "exists": (_exists, 0, 1),
    "empty": (_empty, 0, 0),
    "not": (_not, 0, 0),
    "first": (_first, 0, 0),
    "last": (_last, 0, 0),
    "count": (_count, 0, 0),
    "ofType": (_of_type, 1, 1),
    "extension": (_extension, 1, 1),
    "join": (_join, 0, 1),
    "getResourceKey": (_resource_key, 0, 0),
    "getReferenceKey": (_reference_key, 0, 1),
    "lowBoundary": (_boundary(last=False), 0, 0),
    "highBoundary": (_boundary(last=True), 0, 0),
    "startsWith": (_text_test("starts_with"), 1, 1),
    "endsWith": (_text_test("ends_with"), 1, 1),
    "contains": (_text_test("contains"), 1, 1),
    "upper": (_text("upper"), 0, 0),
    "lower": (_text("lower"), 0, 0),
    "trim": (_text("trim"), 0, 0),
}
"""name -> what it does, and how few and how many may stand in its brackets."""
