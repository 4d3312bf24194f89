"""The guard: a question in SQL is taken apart by DuckDB's own parser, and only what is listed gets through.

The second layer: the first is that the store holds nothing that is not permitted. What runs is not what was written
but what DuckDB makes of the tree that was checked, so that no second parser can read it otherwise.
"""

from __future__ import annotations

import atexit
import json
import re
import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NoReturn

import duckdb

from concordat.core.refusal import Refusal
from concordat.data.grammar import FUNCTIONS, KINDS, OPERATORS, TYPES, Child, Field, OneOf, Plain, Word

LONGEST, DEEPEST, MOST_PIECES, LONGEST_CONSTANT, MOST_COLUMNS, MOST_TABLES = 20_000, 60, 4_000, 1_000, 200, 20

_ONE_AT_A_TIME = threading.Lock()
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_ ]{0,62}")
_OF_DUCKDB = frozenset(("rowid", "rownum", "oid", "ctid", "tableoid", "filename", "file_row_number"))
_CATALOGUE = re.compile(r"(duckdb|pg|sqlite|pragma|information)_|(columns|tables|views|schemata)\Z", re.IGNORECASE)


class NotAllowed(Refusal):
    """SQL that does not get through. `problems` are sentences; none repeats a constant of the question."""

    def __init__(self, problems: Collection[str]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__(
            "; ".join(self.problems[:10]), remedy="Ask with SELECT over the tables and columns you are given"
        )


@dataclass(frozen=True, kw_only=True)
class Checked:
    """SQL that may run, and what it uses, by name."""

    sql: str
    tables: tuple[str, ...]
    columns: tuple[str, ...]
    functions: tuple[str, ...]


def guard(sql: str, tables: Mapping[str, Collection[str]]) -> Checked:
    """The question as it may run, over tables and the columns of each. Raises NotAllowed with everything wrong."""
    tree = parsed(sql)
    walk = _walked(tree, tables)
    regenerated = _regenerated(tree)
    again = _walked(parsed(regenerated), tables)
    if (walk.tables, walk.columns, walk.functions) != (again.tables, again.columns, again.functions):
        _refuse("It does not read back the same")
    used = {name: tuple(sorted(getattr(again, name))) for name in ("tables", "columns", "functions")}
    return Checked(sql=regenerated, **used)


def _refuse(problem: str) -> NoReturn:
    raise NotAllowed([problem])


def parsed(sql: str) -> dict[str, Any]:
    """The tree of the one statement. What the parser says of a fault is not repeated: it quotes the question."""
    if len(sql) > LONGEST or not all(each.isprintable() or each in "\n\r\t" for each in sql):
        _refuse(f"It holds signs that cannot be printed, or more than {LONGEST:,} of any")
    try:
        found = json.loads(_told("SELECT json_serialize_sql($1)", sql))
    except (duckdb.Error, ValueError, RecursionError):
        _refuse("It cannot be read as SQL")
    if found["error"]:
        not_select = "SELECT" in found.get("error_message", "")[:40]
        _refuse("Only SELECT can be asked" if not_select else "It cannot be read as SQL")
    if len(found["statements"]) != 1:
        _refuse("Ask one question at a time")
    return dict(found["statements"][0])


def _regenerated(tree: dict[str, Any]) -> str:
    whole = json.dumps({"error": False, "statements": [tree]})
    try:
        return _told("SELECT json_deserialize_sql($1::JSON)", whole)
    except duckdb.Error:
        _refuse("It cannot be written back as SQL")


def _told(sql: str, given: str) -> str:
    with _ONE_AT_A_TIME:
        (found,) = _parser().execute(sql, [given]).fetchone() or ("",)
    return str(found)


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    session = duckdb.connect(":memory:")
    for setting in ("threads = 1", "memory_limit = '256MB'", "temp_directory = ''", "max_expression_depth = 250"):
        session.execute(f"SET {setting}")
    session.execute("SET enable_external_access = false")
    session.execute("SET lock_configuration = true")
    atexit.register(session.close)
    atexit.register(_parser.cache_clear)
    return session


def _walked(tree: dict[str, Any], tables: Mapping[str, Collection[str]]) -> _Walk:
    walk = _Walk({each.casefold(): tuple(columns) for each, columns in tables.items()})
    walk.gather(tree)
    walk.piece(tree, "statement", 0)
    if walk.problems:
        raise NotAllowed(walk.problems)
    return walk


@dataclass
class _Walk:
    """A walk over a tree: what it is made of, and everything that is wrong with it."""

    known: Mapping[str, Collection[str]]
    problems: list[str] = field(default_factory=list)
    tables: set[str] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    ctes: set[str] = field(default_factory=set)
    pieces: int = 0
    joined: int = 0

    def gather(self, value: Any) -> None:
        """The names the question itself gives to things; nothing else it names is known but tables and columns."""
        waiting = [value]
        while waiting:
            each = waiting.pop()
            if isinstance(each, dict):
                for name, inner in each.items():
                    if name in ("alias", "column_name_alias", "aliases"):
                        self.given |= {one.casefold() for one in ([inner] if isinstance(inner, str) else inner)}
                    if name == "map":
                        self.ctes |= {one["key"].casefold() for one in inner}
                waiting.extend(each.values())
            elif isinstance(each, list):
                waiting.extend(each)
        self.given.discard("")

    def piece(self, value: Any, category: str, depth: int) -> None:
        """A piece of the tree, which must be of a listed kind with listed fields."""
        self.pieces += 1
        if depth > DEEPEST or self.pieces > MOST_PIECES:
            self._wrong("It is too large, or nested too deep")
            return
        if category == "row":
            self._children(value, "expression", depth)
        elif category == "places":
            self._places(value)
        else:
            self._fields(value, category, depth)

    def _fields(self, value: Any, category: str, depth: int) -> None:
        kinds = KINDS[category]
        kind = "" if "" in kinds else str(value.get("class", value.get("type")))
        fields = kinds.get(kind)
        if fields is None or (category == "expression" and value.get("type") not in OPERATORS):
            self._wrong(f"{_english(kind)} cannot be used")
            return
        if category == "node" and len(value.get("select_list", ())) > MOST_COLUMNS:
            self._wrong(f"It asks for more than {MOST_COLUMNS} columns")
        for name, inner in value.items():
            self._field(fields.get(name), inner, depth)

    def _field(self, known: Field | None, value: Any, depth: int) -> None:
        match known:
            case Child(category=category, many=True):
                self._children(value, category, depth)
            case Child(category=category):
                if value is not None:
                    self.piece(value, category, depth + 1)
            case Word(role=role):
                for each in self._named(role, value):
                    self._wrong(each)
            case OneOf(values=values):
                if value not in values:
                    self._wrong("It uses a form of SQL that is not allowed")
            case Plain():
                pass
            case None:
                self._wrong("It uses a form of SQL that is not known here")

    def _children(self, value: Any, category: str, depth: int) -> None:
        for each in value:
            self.piece(each, category, depth + 1)

    def _places(self, value: Any) -> None:
        if not all(type(each) is int for group in value for each in group) or len(value) > MOST_COLUMNS:
            self._wrong("It groups in a way that is not known here")

    def _wrong(self, problem: str) -> None:
        self.problems.append(problem)

    def _named(self, role: str, value: Any) -> Iterator[str]:
        """What is wrong with a name, or a list of them."""
        names = [value] if isinstance(value, str) else list(value)
        yield from _ROLES[role](self, names)

    def _is_given(self, names: list[str]) -> Iterator[str]:
        if not all(_NAME.fullmatch(each) for each in names if each):
            yield "A name it gives is not letters, digits and underscores, at most 63"
        if any(each.casefold() in _OF_DUCKDB for each in names):
            yield "A name it gives is one that DuckDB gives a meaning of its own"

    def _is_cte(self, names: list[str]) -> Iterator[str]:
        yield from self._is_given(names)
        if any(each.casefold() in self.known or _CATALOGUE.match(each) for each in names):
            yield "A name after WITH is that of a table"

    def _is_table(self, names: list[str]) -> Iterator[str]:
        self.joined += 1
        if self.joined > MOST_TABLES:
            yield f"It names more than {MOST_TABLES} tables"
        for each in (name.casefold() for name in names):
            if each in self.known and each not in self.ctes:
                self.tables.add(each)
            elif each not in self.ctes:
                yield f"There is no table {_shown(each)} here; there are {', '.join(sorted(self.known))}"

    def _is_column(self, names: list[str]) -> Iterator[str]:
        *before, last = (each.casefold() for each in names)
        if len(before) > 1 or any(each not in {*self.known, *self.given, *self.ctes} for each in before):
            yield "A column is named by more than its table and its name"
        if any(last == each.casefold() for columns in self.known.values() for each in columns):
            self.columns.add(last)
        elif last not in self.given:
            yield f"There is no column {_shown(last)} here"

    def _is_using(self, names: list[str]) -> Iterator[str]:
        for each in names:
            yield from self._is_column([each])

    def _is_function(self, names: list[str]) -> Iterator[str]:
        self.functions |= set(names)
        if unknown := [each for each in names if each.casefold() not in FUNCTIONS]:
            yield f"The function {_shown(unknown[0])} cannot be used"

    def _is_alone(self, names: list[str]) -> Iterator[str]:
        if len(names) > 1:
            yield "A table or function is named by its place; name it alone"

    def _is_type(self, names: list[str]) -> Iterator[str]:
        if any(each.casefold() not in TYPES for each in names):
            yield "It casts to a type that cannot be used"

    def _is_constant(self, names: list[str]) -> Iterator[str]:
        if any(len(each) > LONGEST_CONSTANT for each in names):
            yield f"A constant is longer than {LONGEST_CONSTANT:,} signs"


_ROLES = {
    "given": _Walk._is_given,
    "cte": _Walk._is_cte,
    "table": _Walk._is_table,
    "column": _Walk._is_column,
    "using": _Walk._is_using,
    "function": _Walk._is_function,
    "alone": _Walk._is_alone,
    "type": _Walk._is_type,
    "constant": _Walk._is_constant,
}


def _shown(name: str) -> str:
    """A name as it may be repeated: as it is, where it can be nothing but a name."""
    return name if re.fullmatch(r"[a-z_]{1,40}", name, re.IGNORECASE) else "of that name"


def _english(kind: str) -> str:
    return kind.replace("_", " ").capitalize()[:40]
