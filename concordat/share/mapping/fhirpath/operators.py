"""The operators of FHIRPath in SQL: a table from sign to what it makes of two values. FHIRPath 2.0, section 6."""

from __future__ import annotations

from collections.abc import Callable

from concordat.data.formats.fhir_view import INTEGERS
from concordat.share.mapping.fhirpath import moments
from concordat.share.mapping.fhirpath.refused import BadPath
from concordat.share.mapping.fhirpath.value import EMPTY, Value, a, at, dense, exists, nothing, single, truth

_EXACT = "DECIMAL(38, 18)"  # FHIRPath asks for 28 digits, 8 of them after the point (section 2.1.4)
_LOGIC = {"and": "AND", "or": "OR", "xor": "<>"}
_FACTOR = "DECIMAL(19, 9)"  # so that a product of two still is one


def applied(sign: str, left: Value, right: Value) -> Value:
    """The value of `left sign right`. Raises BadPath."""
    if sign not in OPERATORS:
        raise BadPath(f'"{sign}" is not answered here', _INSTEAD.get(sign, "Write it with = , < , and , or"))
    return OPERATORS[sign](sign, left, right)


def number(value: Value, type: str = _EXACT) -> str:
    """SQL of a single number, exact; a decimal as read is text, which is cast here and never before."""
    sql = single(value).sql
    return f"CAST(CAST({sql} AS VARCHAR) AS {type})" if value.type == "decimal" else f"CAST({sql} AS {type})"


def _logic(sign: str, left: Value, right: Value) -> Value:
    sides = truth(left, f'"{sign}"'), truth(right, f'"{sign}"')
    return _boolean(f"(NOT {sides[0]}) OR {sides[1]}" if sign == "implies" else f"{sides[0]} {_LOGIC[sign]} {sides[1]}")


def _boolean(sql: str) -> Value:
    return Value(sql=f"({sql})", type="boolean")


def _equal(sign: str, left: Value, right: Value) -> Value:
    """Equal if of the same length and equal one by one; empty if either is."""
    if EMPTY in (left.type, right.type):
        return Value(sql="NULL::BOOLEAN", type="boolean")
    if left.many and right.many:
        raise BadPath("Two lists are compared", "Take one of each with .first(), or test with .exists(… = …)")
    many, other = (left, right) if left.many else (right, left)
    if not many.many:
        return _boolean(_compared(sign, left, right))
    many = dense(many)
    test = _compared(sign, at(many, 1), other)
    differs = "true" if sign == "!=" else "false"
    longer = f"len({many.sql}) > 1 AND {exists(other)}"
    return _boolean(f"CASE WHEN len({many.sql}) = 1 THEN {test} WHEN {longer} THEN {differs} END")


def _ordered(sign: str, left: Value, right: Value) -> Value:
    if EMPTY in (left.type, right.type):
        return Value(sql="NULL::BOOLEAN", type="boolean")
    if "boolean" in (left.type, right.type):
        raise BadPath("True and false have no order", "Compare them with =")
    return _boolean(_compared(sign, single(left), single(right)))


def _compared(sign: str, left: Value, right: Value) -> str:
    """SQL of a comparison of two single values of one kind."""
    if left.kind != right.kind or left.kind == "complex":
        what = f"{a(left)} is compared with {a(right)}".capitalize()
        raise BadPath(what, _comparable(left, right))
    if left.kind == "number":
        exact = left.type not in INTEGERS or right.type not in INTEGERS
        return f"{number(left)} {sign} {number(right)}" if exact else f"{left.sql} {sign} {right.sql}"
    if left.kind == "moment":
        if (left.type == "time") != (right.type == "time"):
            raise BadPath("A time of day is compared with a day", "Compare like with like")
        return moments.compared(sign, left.sql, right.sql, times=left.type == "time")
    return f"{left.sql} {sign} {right.sql}"


def _comparable(left: Value, right: Value) -> str:
    if {left.kind, right.kind} == {"text", "moment"}:
        return "Write a day as @2026-11-22"
    if left.choice or right.choice:
        return "Say which type with .ofType(…)"
    return (
        "Compare one of its elements, such as .value or .code" if left.kind == right.kind else "Compare like with like"
    )


def _sum(sign: str, left: Value, right: Value) -> Value:
    if sign == "+" and left.kind == right.kind == "text":
        return Value(sql=f"({single(left).sql} || {single(right).sql})", type="string")
    _numbers(sign, left, right)
    if left.type in INTEGERS and right.type in INTEGERS:
        return Value(sql=f"({single(left).sql} {sign} {single(right).sql})", type="integer")
    type = _FACTOR if sign == "*" else _EXACT
    return Value(sql=f"CAST({number(left, type)} {sign} {number(right, type)} AS {_EXACT})", type="number")


def _quotient(sign: str, left: Value, right: Value) -> Value:
    """Empty where it is divided by nought (section 6.6.2); to eight places."""
    _numbers(sign, left, right)
    sql = f"CAST({number(left)} AS DOUBLE) / nullif(CAST({number(right)} AS DOUBLE), 0)"
    return Value(sql=f"CAST({sql} AS DECIMAL(38, 8))", type="number")


def _numbers(sign: str, left: Value, right: Value) -> None:
    for side in (left, right):
        if side.kind not in ("number", EMPTY):
            raise BadPath(f'"{sign}" takes numbers, and is given {a(side)}', "Put texts together with &")


def _joined(sign: str, left: Value, right: Value) -> Value:
    for side in (left, right):
        if side.kind not in ("text", "moment", EMPTY):
            raise BadPath(f'"&" takes texts, and is given {a(side)}', "Choose one of its elements")
    return Value(sql=f"(coalesce({single(left).sql}, '') || coalesce({single(right).sql}, ''))", type="string")


def _within(sign: str, left: Value, right: Value) -> Value:
    if left.type == EMPTY or right.type == EMPTY:
        return nothing() if left.type == EMPTY else Value(sql="false", type="boolean")
    if left.kind != right.kind or left.kind != "text":
        raise BadPath(f'"in" takes a text and texts, and is given {a(left)} and {a(right)}', "Write it with = and or")
    listed = dense(right).sql if right.many else f"[{right.sql}]"
    one = single(left).sql
    return _boolean(f"CASE WHEN {one} IS NOT NULL THEN coalesce(list_contains({listed}, {one}), false) END")


OPERATORS: dict[str, Callable[[str, Value, Value], Value]] = {
    **dict.fromkeys(("and", "or", "xor", "implies"), _logic),
    **dict.fromkeys(("=", "!="), _equal),
    **dict.fromkeys(("<", "<=", ">", ">="), _ordered),
    **dict.fromkeys(("+", "-", "*"), _sum),
    "/": _quotient,
    "&": _joined,
    "in": _within,
}
_INSTEAD = {
    "|": "Put the columns side by side, or use unionAll",
    "~": "Write it with =",
    "!~": "Write it with !=",
    "is": "Write .ofType(…).exists()",
    "as": "Write .ofType(…)",
    "contains": "Write it the other way round, with in",
    "div": "Write / and round it afterwards",
    "mod": "Work it out in the tabular mapping",
}
