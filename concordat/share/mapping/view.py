"""ViewDefinition: a SQL on FHIR v2 view read from its JSON and checked, every error at once with where it stands.

https://sql-on-fhir.org/ig/StructureDefinition/ViewDefinition, read 2026-11-22.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from concordat.core.finding import Finding
from concordat.data.formats.fhir_view import INTEGERS, PRIMITIVES
from concordat.register.intake import NotWhole
from concordat.share.mapping.fhirpath.compiler import written
from concordat.share.mapping.fhirpath.elements import is_resource
from concordat.share.mapping.fhirpath.refused import BadPath, shown
from concordat.share.mapping.fhirpath.value import Value

DEEPEST = 12
"""How deeply selects may stand within one another."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,127}")
_ABOUT = ["id", "extension", "modifierExtension", "description", "tag", "meta", "text", "language", "implicitRules"]
_VIEW = (
    "resourceType url identifier version versionAlgorithmString versionAlgorithmCoding name title status experimental "
    "date publisher contact useContext jurisdiction purpose copyright copyrightLabel fhirVersion profile contained "
    "resource constant select where"
)
_KEYS = {
    "view": _VIEW.split(),
    "select": ["column", "select", "forEach", "forEachOrNull", "repeat", "unionAll"],
    "column": ["name", "path", "type", "collection"],
    "where": ["path"],
}


class BadView(NotWhole):
    """A view that is not understood, or asks for what is not answered here; `findings` are all that is wrong."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its path, and whether it holds a list. `at` is where it stands in the view."""

    name: str
    path: str
    type: str
    collection: bool
    at: str


@dataclass(frozen=True, kw_only=True)
class Select:
    """Columns, and what stands beside them: rows of `each` path (or one without any), or of all down the `repeat`s."""

    columns: tuple[Column, ...]
    selects: tuple[Select, ...]
    unions: tuple[Select, ...]
    each: str
    or_null: bool
    repeat: tuple[str, ...]
    at: str

    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        parts: list[Select] = [*self.selects, *self.unions[:1]]
        return (*(each.name for each in self.columns), *(name for part in parts for name in part.names()))


@dataclass(frozen=True, kw_only=True)
class View:
    """A view that is well formed; its paths are not yet read. `where` are (path, where it stands)."""

    name: str
    resource: str
    constants: Mapping[str, Value]
    select: Select
    where: tuple[tuple[str, str], ...]


def read_view(given: Any, file: str = "") -> View:
    """The view that JSON holds. Raises BadView."""
    reader = _Reader(file)
    view = reader.view(given)
    if reader.findings:
        raise BadView(reader.findings)
    return view


class _Reader:
    """Reads a view, and keeps what is wrong with it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def wrong(self, at: str, what: str, next: str) -> None:
        """Note what is wrong."""
        self.findings.append(Finding(what, next, file=self.file, column=at))

    def view(self, given: Any) -> View:
        given = self._object(given, "view", "")
        resource = self._text(given, "resource", "")
        if resource and not is_resource(resource):
            self.wrong("resource", f"FHIR R4 has no resource {shown(resource, 40)}", "Name one, such as Patient")
        selects = self._selects(given, "select", "", 0)
        if not selects:
            self.wrong("select", "The view selects nothing", 'Give it "select" with at least one "column"')
        whole = Select(columns=(), selects=selects, unions=(), each="", or_null=False, repeat=(), at="")
        self._unique(whole.names())
        where = tuple(self._where(given))
        name = given.get("name") if isinstance(given.get("name"), str) else ""
        return View(name=name, resource=resource, constants=self._constants(given), select=whole, where=where)

    def _unique(self, names: Sequence[str]) -> None:
        for name in sorted({each for each in names if each and names.count(each) > 1}):
            self.wrong("select", f"There are several columns {name}", "Give each a name of its own")
        if not any(names):
            self.wrong("select", "The view has no column", 'Give it a "column" with "name" and "path"')

    def _where(self, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for at, each in self._list(given, "where", ""):
            yield self._text(self._object(each, "where", at), "path", at), f"{at}.path"

    def _selects(self, given: Mapping[str, Any], key: str, at: str, depth: int) -> tuple[Select, ...]:
        if depth > DEEPEST:
            self.wrong(at, f"Selects stand more than {DEEPEST} deep in one another", "Write them side by side")
            return ()
        return tuple(self._select(each, place, depth) for place, each in self._list(given, key, at))

    def _select(self, given: Any, at: str, depth: int) -> Select:
        given = self._object(given, "select", at)
        walks = [key for key in ("forEach", "forEachOrNull", "repeat") if key in given]
        if len(walks) > 1:
            self.wrong(at, f"{' and '.join(walks)} stand side by side", "Nest one select in the other")
        each = next((self._text(given, key, at) for key in walks if key != "repeat"), "")
        repeat = tuple(self._string(path, place) for place, path in self._list(given, "repeat", at))
        if "repeat" in given and not repeat:
            self.wrong(f"{at}.repeat", "It repeats nothing", 'Give it a list of paths, such as ["item"]')
        select = Select(
            columns=tuple(self._column(column, place) for place, column in self._list(given, "column", at)),
            selects=self._selects(given, "select", at, depth + 1),
            unions=self._selects(given, "unionAll", at, depth + 1),
            each=each,
            or_null="forEachOrNull" in given,
            repeat=repeat,
            at=at,
        )
        self._same_columns(select)
        return select

    def _same_columns(self, select: Select) -> None:
        first, *others = [each.names() for each in select.unions] or [()]
        for other, branch in zip(others, select.unions[1:], strict=True):
            if other != first:
                told = f"It has the columns {', '.join(other)}, where the first has {', '.join(first)}"
                self.wrong(branch.at, shown(told, 300), "Give each of a unionAll the same columns, in the same order")

    def _column(self, given: Any, at: str) -> Column:
        given = self._object(given, "column", at)
        name = self._text(given, "name", at)
        if name and not _NAME.fullmatch(name):
            self.wrong(f"{at}.name", f"{shown(name, 40)} is no name for a column", "Use letters, digits and _")
            name = ""
        kind = given.get("type", "")
        if not isinstance(kind, str):
            self.wrong(f"{at}.type", "The type of a column is a text", "Write it as string, or leave it out")
            kind = ""
        collection = given.get("collection", False)
        if not isinstance(collection, bool):
            self.wrong(f"{at}.collection", "It is neither true nor false", "Write true for a list, or leave it out")
        return Column(
            name=name,
            path=self._text(given, "path", at),
            type=kind.removeprefix("http://hl7.org/fhirpath/System.").removeprefix("http://hl7.org/fhir/"),
            collection=collection is True,
            at=at,
        )

    def _constants(self, given: Mapping[str, Any]) -> dict[str, Value]:
        constants: dict[str, Value] = {}
        for at, each in self._list(given, "constant", ""):
            constant = self._object(each, "", at)
            name = self._text(constant, "name", at)
            values = [key for key in constant if key.startswith("value")]
            if (name and not _NAME.fullmatch(name)) or name in (*constants, "rowIndex"):
                self.wrong(at, f"{shown(name, 40)} is no name for a new constant", "Use letters, digits and _")
            elif len(values) != 1:
                self.wrong(at, "A constant has one value", 'Give it one, such as "valueString"')
            elif (value := self._constant(values[0], constant[values[0]], at)) and name:
                constants[name] = value
        return constants

    def _constant(self, key: str, value: Any, at: str) -> Value | None:
        kind = next((each for each in PRIMITIVES if key == "value" + each[0].upper() + each[1:]), "")
        wanted: type | tuple[type, ...] = _WANTED.get(kind, str)
        if not kind or not isinstance(value, wanted) or isinstance(value, bool) != (kind == "boolean"):
            self.wrong(f"{at}.{key}", "The value of a constant is not of a type known here", f"Write it as {_HOW}")
            return None
        try:
            return written(kind, _LIKE.get(kind, str)(value))
        except BadPath as bad:
            self.wrong(f"{at}.{key}", bad.what, bad.remedy)
            return None

    def _object(self, given: Any, kind: str, at: str) -> Mapping[str, Any]:
        if not isinstance(given, dict):
            self.wrong(at or "the view", "There should be an object there", "Write it in { }")
            return {}
        for key in given if kind else ():
            if key not in _KEYS[kind] and key not in _ABOUT and not key.startswith("_"):
                like = get_close_matches(key, _KEYS[kind], n=1)
                self.wrong(at, f"{shown(key, 40)} is not known there", f"Write {like[0]}" if like else "Leave it out")
        return given

    def _list(self, given: Mapping[str, Any], key: str, at: str) -> Iterator[tuple[str, Any]]:
        """Each of a list, with where it stands."""
        place = f"{at}.{key}" if at else key
        value = given.get(key, [])
        if not isinstance(value, list):
            self.wrong(place, "There should be a list there", "Write it in [ ]")
            return
        for number, each in enumerate(value):
            yield f"{place}[{number}]", each

    def _text(self, given: Mapping[str, Any], key: str, at: str) -> str:
        place = f"{at}.{key}" if at else key
        if key not in given:
            self.wrong(place, f"There is no {key}", f'Give it, as "{key}": "…"')
            return ""
        return self._string(given[key], place)

    def _string(self, value: Any, place: str) -> str:
        if not isinstance(value, str) or not value.strip():
            self.wrong(place, "There should be a text there, and not a blank one", 'Write it in " "')
            return ""
        return value


def _decimal(value: float | int | str) -> str:
    """A number as FHIRPath writes it."""
    text = format(value, "f") if isinstance(value, float) else str(value)
    if not re.fullmatch(r"-?\d{1,20}(\.\d{1,18})?", text):
        raise BadPath(
            "The number has more digits than are compared exactly", "Write it with at most 18 after the point"
        )
    return text


def _integer(value: int) -> str:
    if value < 0:
        raise BadPath("A whole number less than nought is not taken", "Write it as valueDecimal")
    return str(value)


def _clean(value: str) -> str:
    if "\0" in value or any("\ud800" <= each <= "\udfff" for each in value):
        raise BadPath("The text holds a character that no FHIR text holds", "Leave it out")
    return value


_HOW = "valueString, valueCode, valueBoolean, valueInteger, valueDecimal, valueDate or another primitive of FHIR"
_WANTED: dict[str, type | tuple[type, ...]] = {
    "boolean": bool,
    "decimal": (int, float),
    **dict.fromkeys(INTEGERS, int),
}
_LIKE: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(PRIMITIVES, _clean),
    "boolean": lambda value: str(value).lower(),
    "decimal": _decimal,
    **dict.fromkeys(INTEGERS, _integer),
}
