"""A path becomes a Value: its tree is walked once, and every step knows the type it stands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from concordat.data.formats.fhir_view import INTEGERS, MOMENTS, PRIMITIVES, literal
from concordat.share.mapping.fhirpath import elements, moments
from concordat.share.mapping.fhirpath.functions import called
from concordat.share.mapping.fhirpath.operators import applied, number
from concordat.share.mapping.fhirpath.parser import (
    Binary,
    Call,
    Constant,
    Index,
    Literal,
    Member,
    Minus,
    Node,
    This,
    parse,
)
from concordat.share.mapping.fhirpath.refused import BadPath, shown
from concordat.share.mapping.fhirpath.value import EMPTY, Value, a, at, member, nothing

LONGEST_SQL = 60_000
"""Characters of SQL of one path: some operators write an operand twice, so nesting them could grow without end."""


@dataclass(frozen=True, kw_only=True)
class Compiler:
    """Compiles paths from `this` on. `constants` are by name; `row_index` is SQL of the number of the row.

    `warn` is told of what is allowed and is probably a mistake.
    """

    this: Value
    constants: Mapping[str, Value] = field(default_factory=dict)
    row_index: str = "CAST(0 AS BIGINT)"
    warn: Callable[[str], None] = lambda _: None

    def compile(self, path: str) -> Value:
        """The value of a path. Raises BadPath, naming it."""
        try:
            value = self._read(parse(path), self.this)
        except BadPath as bad:
            raise bad.of(path) from None
        return value

    def _read(self, node: Node, this: Value) -> Value:
        value = _STEPS[type(node)](self, node, this)
        if len(value.sql) > LONGEST_SQL:
            raise BadPath("The path is too involved", "Split it over several columns")
        return value

    def _member(self, node: Member, this: Value) -> Value:
        if isinstance(node.of, This) and this is self.this and node.name == this.type:
            return this  # Patient.name, on a Patient
        return self._element(self._read(node.of, this), node.name)

    def _element(self, of: Value, name: str) -> Value:
        if of.type == EMPTY and not of.choice:
            return of
        if of.choice:
            remedy = f"Say which: {of.choice.name}.ofType({of.choice.types[0]}).{shown(name, 40)}"
            raise BadPath(f"{of.choice.name} may be of several types", remedy)
        found = elements.element(of.type, name)
        if found is None:
            return self._unknown(of, name)
        if found.choice:
            return Value(sql=of.sql, type="choice", many=of.many, shape=of.shape, choice=found)
        if found.types and found.types[0] in ("Resource", "xhtml"):
            raise BadPath(f"{name} is not read", "Take it from a resource of its own, or leave it out")
        return member(of, found)

    def _unknown(self, of: Value, name: str) -> Value:
        """Empty, as FHIRPath has it, and told: it is more likely a slip. What has another right spelling is refused."""
        if of.type in PRIMITIVES or of.type == "number":
            raise BadPath(f"A {of.type} has no element {shown(name, 40)} that is read here", "Take the value itself")
        if meant := elements.choice_of(of.type, name):
            raise BadPath(f"{name} is how JSON writes it", f"Write {meant[0].name}.ofType({meant[1]})")
        like = elements.near(of.type, name)
        perhaps = f"; is {like} meant?" if like else ""
        self.warn(f"{of.type} has no {shown(name, 40)} in FHIR R4, so it is always empty{perhaps}")
        return nothing()

    def _call(self, node: Call, this: Value) -> Value:
        return called(node.name, self._read(node.of, this), node.given, self._read)

    def _index(self, node: Index, this: Value) -> Value:
        of, index = self._read(node.of, this), self._read(node.at, this)
        if index.type not in INTEGERS or not index.sql.isdigit():
            raise BadPath("A number that is not written out stands in [ ]", "Write it as [0], or as a constant")
        if of.choice or of.type == EMPTY:
            return of
        if of.many:
            return at(of, int(index.sql) + 1)
        return of if int(index.sql) == 0 else replace(of, sql=f"CASE WHEN false THEN {of.sql} END")

    def _binary(self, node: Binary, this: Value) -> Value:
        left, right = self._read(node.left, this), self._read(node.right, this)
        for side in (left, right):
            if side.choice:
                raise BadPath(f"{side.choice.name} may be of several types", "Say which with .ofType(…)")
        return applied(node.sign, left, right)

    def _minus(self, node: Minus, this: Value) -> Value:
        of = self._read(node.of, this)
        if of.kind != "number":
            raise BadPath(f"There is no less than nothing of {a(of)}", "Put - before a number")
        return Value(sql=f"(-{number(of)})", type="number")

    def _constant(self, node: Constant, this: Value) -> Value:
        if node.name == "rowIndex":
            return Value(sql=self.row_index, type="integer")
        if node.name in self.constants:
            return self.constants[node.name]
        known = ", ".join(f"%{each}" for each in self.constants) or "none"
        raise BadPath(f"%{shown(node.name, 40)} is no constant of this view", f"It has: {known}")

    def _this(self, node: This, this: Value) -> Value:
        return this

    def _literal(self, node: Literal, this: Value) -> Value:
        return written(node.kind, node.value)


def written(kind: str, text: str) -> Value:
    """The value of a literal or a constant, of a FHIR type. Raises BadPath where it is not one."""
    if kind == EMPTY:
        return nothing()
    if kind == "boolean":
        return Value(sql=text, type="boolean")
    if kind in INTEGERS:
        if len(text) > 10:
            raise BadPath("A whole number of FHIR has at most ten digits", "Write it with a point")
        return Value(sql=text, type="integer")
    if kind == "decimal":
        return Value(sql=f"CAST({literal(text)} AS DECIMAL(38, 18))", type="number")
    if kind in MOMENTS and not moments.is_written(kind, text):
        raise BadPath(f"{shown(text, 40)} is not a {kind} that can be compared", _AS_WRITTEN[kind])
    return Value(sql=literal(text.removesuffix("T") if kind == "dateTime" else text), type=kind)


_AS_WRITTEN = {
    "date": "Write it as 2026-11-22, 2026-11 or 2026",
    "dateTime": "Write it as 2026-11-22T10:00:00+00:00 with seconds and zone, or as a day",
    "instant": "Write it as 2026-11-22T10:00:00+00:00, with seconds and zone",
    "time": "Write it as 10:00:00",
}
_STEPS: dict[type, Callable[..., Value]] = {
    Literal: Compiler._literal,
    Constant: Compiler._constant,
    This: Compiler._this,
    Member: Compiler._member,
    Call: Compiler._call,
    Index: Compiler._index,
    Binary: Compiler._binary,
    Minus: Compiler._minus,
}
