"""What the reader of FHIR is asked: SQL, the columns it gives, and the shape of what it reads: no more is parsed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from concordat.core.finding import Finding

TEXTS = frozenset(
    {"string", "code", "id", "uri", "url", "canonical", "oid", "uuid", "markdown", "base64Binary", "xhtml"}
)
INTEGERS = frozenset({"integer", "positiveInt", "unsignedInt"})
MOMENTS = frozenset({"date", "dateTime", "instant", "time"})
PRIMITIVES = TEXTS | INTEGERS | MOMENTS | {"boolean", "decimal"}
"""The primitive types of FHIR R4, by what they are in JSON."""
SAYS = "concordat: "
"""What an error of the SQL begins with if it is ours, for whoever runs it to tell it from DuckDB's."""
TOO_MANY = SAYS + "many"
WRONG_TYPE = SAYS + "type"
TOO_DEEP = SAYS + "deep"
LINE = "_concordat_line"
"""The line of the file that a resource is on, put into it before it is read, by a view that asks for it."""


@dataclass(kw_only=True)
class Shape:
    """An element that is read. It grows while paths are compiled.

    Texts are read as VARCHAR; booleans and numbers as JSON, since DuckDB would take 3 for true and 3.5 for 4; so is an
    element that is only asked whether it is there. `repeats` are the paths by which an element is walked down into
    itself: such an element stays JSON, as a typed STRUCT cannot hold itself, and is not read directly (`direct`) too.
    """

    kind: str
    many: bool = False
    children: dict[str, Shape] = field(default_factory=dict)
    repeats: tuple[tuple[str, ...], ...] = ()
    direct: bool = False

    def child(self, name: str, kind: str, many: bool) -> Shape:
        """The element of that name, now to be read."""
        return self.children.setdefault(name, Shape(kind=kind, many=many))

    @property
    def one(self) -> str:
        """A single one of it, as a DuckDB type."""
        if self.repeats or not (self.children or self.is_text):
            return "JSON"
        if self.is_text:
            return "VARCHAR"
        return f"STRUCT({', '.join(f'{quoted(name)} {each.type}' for name, each in self.children.items())})"

    @property
    def type(self) -> str:
        """The element as a DuckDB type."""
        return self.one + "[]" * self.many

    @property
    def is_text(self) -> bool:
        """Whether it is a text (dates too: FHIR's may be partial)."""
        return self.kind in TEXTS or self.kind in MOMENTS

    def of_json(self) -> str:
        """The element as from_json is told of it, which is JSON."""
        return f"[{self.one_of_json()}]" if self.many else self.one_of_json()

    def one_of_json(self) -> str:
        """A single one of it, as from_json is told of it, whether it is walked down or not."""
        if self.children:
            inner = ",".join(f'"{name}":{each.nested_of_json()}' for name, each in self.children.items())
            return f"{{{inner}}}"
        return '"VARCHAR"' if self.is_text else '"JSON"'

    def nested_of_json(self) -> str:
        """The element within another: one that is walked down stays JSON."""
        plain = '"JSON"' if self.repeats else self.one_of_json()
        return f"[{plain}]" if self.many else plain

    def leaves(self, path: str = "") -> Iterator[tuple[str, Shape]]:
        """Every part that is read, with its path."""
        for name, each in self.children.items():
            here = f"{path}.{name}" if path else name
            yield here, each
            yield from each.leaves(here)


@dataclass(frozen=True, kw_only=True)
class OutColumn:
    """A column of the result: its type, BOOLEAN, BIGINT, DOUBLE or VARCHAR, of which a `collection` is a list."""

    name: str
    type: str
    collection: bool


@dataclass(frozen=True, kw_only=True)
class FhirView:
    """SQL over a relation `source` of one column, `r`: a resource as the STRUCT that `shape` says; and what it gives.

    `places` are what the numbers in errors of the SQL stand for: where in the view each path is.
    """

    sql: str
    resource: str
    shape: Shape
    columns: tuple[OutColumn, ...]
    places: tuple[str, ...]
    warnings: tuple[Finding, ...] = ()

    def __str__(self) -> str:
        return self.sql

    @property
    def numbered(self) -> bool:
        """Whether each row says the line of its resource, in LINE."""
        return LINE in self.shape.children


def quoted(name: str) -> str:
    """A name quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A text quoted for SQL; the lexer and the reader of constants let no NUL through."""
    return "'" + value.replace("'", "''") + "'"
