"""A view as one SQL: rows of its selects, nested as SELECTs that unnest, and side by side by UNION ALL.

The SQL reads a relation `source` with one column, `r`: a resource as the STRUCT that `shape` says. It unnests in the
SELECT list and never in FROM, which would be a correlated join and take twice as long.
Rows are those of the algorithm of SQL on FHIR v2 (implementer guidance, read 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from concordat.core.finding import Finding, Severity
from concordat.data.formats.fhir_view import (
    INTEGERS,
    LINE,
    MOMENTS,
    TEXTS,
    TOO_MANY,
    FhirView,
    OutColumn,
    Shape,
    literal,
    quoted,
)
from concordat.share.mapping.fhirpath.compiler import Compiler
from concordat.share.mapping.fhirpath.refused import BadPath
from concordat.share.mapping.fhirpath.value import EMPTY, Value, a, dense, exists, names, nothing, single, truth
from concordat.share.mapping.repeat import walked
from concordat.share.mapping.view import BadView, Column, Select, View, read_view

MOST_BRANCHES = 64
"""Every unionAll multiplies those beside it, and each branch reads the source again."""


def compile_view(
    view: View | dict[str, Any], *, source: str = "source", file: str = "", numbered: bool = False
) -> FhirView:
    """A view as SQL over the relation `source`; `numbered`, it has one more column, LINE. Raises BadView with all that
    is wrong."""
    whole = view if isinstance(view, View) else read_view(view, file)
    with names():
        return _Writer(whole, file).compiled(source, numbered)


@dataclass(frozen=True, kw_only=True)
class _Scope:
    """What paths begin from: its name in SQL, that of its index, and whether it may be the blank row of an OrNull."""

    focus: Value
    index: str = ""
    nullable: bool = False

    @property
    def row_index(self) -> str:
        return f"coalesce({self.index}, 0)" if self.index else "CAST(0 AS BIGINT)"


@dataclass(frozen=True, kw_only=True)
class _Item:
    """Something of a branch, in SQL over the names it needs."""

    sql: str
    needs: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class _Column(_Item):
    """A column."""

    out: OutColumn


@dataclass(frozen=True, kw_only=True)
class _Only(_Item):
    """A condition on rows."""


@dataclass(frozen=True, kw_only=True)
class _Step(_Item):
    """A list that makes a row of each: their name, that of the index and its SQL, and how JSON is then read."""

    name: str
    index: str
    index_sql: str
    shape: Shape | None = field(default=None)


_Branch = tuple[_Item, ...]


_LINE = _Column(
    sql=f"CAST(r.{LINE} AS BIGINT)",
    needs=frozenset({"r"}),
    out=OutColumn(name=LINE, type="BIGINT", collection=False),
)


class _Writer:
    """Compiles the paths of a view, and keeps what is wrong with them."""

    def __init__(self, view: View, file: str) -> None:
        self.view = view
        self.file = file
        self.findings: list[Finding] = []
        self.warnings: list[Finding] = []
        self.places: list[str] = []
        self.steps = 0

    def compiled(self, source: str, numbered: bool) -> FhirView:
        """The whole. Raises BadView."""
        shape = Shape(kind=self.view.resource)
        root = _Scope(focus=Value(sql="r", type=self.view.resource, shape=shape))
        where = [self._path(path, at, root, _condition) for path, at in self.view.where]
        branches = self._select(self.view.select, root)
        self._both_ways(shape)
        columns = [[each.out for each in branch if isinstance(each, _Column)] for branch in branches]
        for branch in columns:
            self._alike(columns[0], branch)
        if self.findings:
            raise BadView(self.findings)
        shape.child("resourceType", "code", False)
        if numbered:
            shape.child(LINE, "integer", False)
            branches = [(*branch, _LINE) for branch in branches]
            columns[0].append(_LINE.out)
        tests = [f"coalesce({each.sql}, false)" for each in where]
        return FhirView(
            sql="\nUNION ALL\n".join(_branch_sql(branch, tests, source) for branch in branches),
            resource=self.view.resource,
            shape=shape,
            columns=tuple(columns[0]),
            places=tuple(self.places),
            warnings=tuple(self.warnings),
        )

    def _wrong(self, at: str, what: str, next: str) -> None:
        self.findings.append(Finding(what, next, file=self.file, column=at))

    def _path(self, path: str, at: str, scope: _Scope, act: Callable[[Value], Value] = lambda value: value) -> Value:
        """What `act` makes of a path; an error in it is noted, and nothing stands in its place."""

        def warn(what: str) -> None:
            told = Finding(what, "Mend it, or leave it out", file=self.file, column=at, severity=Severity.WARNING)
            if told not in self.warnings:
                self.warnings.append(told)

        compiler = Compiler(this=scope.focus, constants=self.view.constants, row_index=scope.row_index, warn=warn)
        try:
            value = act(compiler.compile(path))
        except BadPath as bad:
            self._wrong(at, f"{bad.what.rstrip('.')}, in {bad.where}" if bad.where else bad.what, bad.remedy)
            return nothing()
        return replace(value, sql=self._placed(value.sql, at))

    def _placed(self, sql: str, at: str) -> str:
        """The SQL, its errors numbered by the place they are of. A text's quotes are doubled, so none is changed."""
        unplaced = f"error('{TOO_MANY}')"
        if unplaced not in sql:
            return sql
        if at not in self.places:
            self.places.append(at)
        return sql.replace(unplaced, f"error('{TOO_MANY} {self.places.index(at)}')")

    def _select(self, select: Select, scope: _Scope) -> list[_Branch]:
        """The branches of a select: a product of those of its parts, where unionAll is a sum."""
        step, inner = self._iteration(select, scope)
        columns = tuple(self._column(each, inner) for each in select.columns)
        branches: list[_Branch] = [(*step, *columns)]
        for each in select.selects:
            branches = self._product(branches, self._select(each, inner), select.at)
        if select.unions:
            parts = [branch for each in select.unions for branch in self._select(each, inner)]
            only = (_Only(sql=f"{inner.index} IS NOT NULL", needs=frozenset({inner.index})),) if inner.nullable else ()
            parts = [parts[0], *((*only, *part) for part in parts[1:])]  # the blank row of an OrNull is one row
            branches = self._product(branches, parts, select.at)
        return branches

    def _product(self, left: list[_Branch], right: list[_Branch], at: str) -> list[_Branch]:
        if len(left) * len(right) > MOST_BRANCHES:
            told = (
                f"The unionAlls side by side make {len(left) * len(right)} branches, where {MOST_BRANCHES} are the most"
            )
            if not self.findings:
                self._wrong(at or "select", told, "Make several views")
            return left
        return [(*one, *other) for one in left for other in right]

    def _iteration(self, select: Select, scope: _Scope) -> tuple[tuple[_Step, ...], _Scope]:
        """The step of a select that makes rows, if it does, and what its paths begin from."""
        if not (select.each or select.repeat):
            return (), scope
        self.steps += 1
        name, index = f"e{self.steps}", f"i{self.steps}"
        if select.repeat:
            listed, shape = self._repeated(select, scope), True
        else:
            key = "forEachOrNull" if select.or_null else "forEach"
            listed, shape = self._path(select.each, f"{select.at}.{key}", scope, _listed), False
        nullable = select.or_null or scope.nullable
        step = _step(listed, name, index, scope, or_null=select.or_null, decode=shape)
        focus = replace(listed, sql=name, many=False)
        return (step,), _Scope(focus=focus, index=index, nullable=nullable)

    def _repeated(self, select: Select, scope: _Scope) -> Value:
        try:
            return walked(select.repeat, scope.focus)
        except BadPath as bad:
            self._wrong(f"{select.at}.repeat", bad.what, bad.remedy)
            return nothing()

    def _column(self, column: Column, scope: _Scope) -> _Column:
        out = OutColumn(name=column.name, type=_sql_type(column.type), collection=column.collection)

        def given(value: Value) -> Value:
            nonlocal out
            made = _output(value, column)
            out = replace(out, type=_sql_type(value.type if value.type != EMPTY else column.type))
            return made

        sql = self._path(column.path, f"{column.at}.path", scope, given).sql
        if scope.nullable and column.path.strip() != "%rowIndex":
            sql = f"CASE WHEN {scope.index} IS NOT NULL THEN {sql} END"
        sql = f"CAST({sql} AS {out.type}{'[]' * out.collection})"
        return _Column(sql=sql, needs=_needs(sql, scope), out=out)

    def _alike(self, first: list[OutColumn], other: list[OutColumn]) -> None:
        for one, another in zip(first, other, strict=False):
            if one != another and one.name == another.name:
                told = f"{one.name} is {one.type} in one part of a unionAll and {another.type} in another"
                self._wrong("unionAll", told, "Give its parts columns of the same type, lists or not")

    def _both_ways(self, shape: Shape) -> None:
        for path, each in shape.leaves():
            if each.repeats and each.direct:
                self._wrong("select", f"{path} is repeated and is also read by itself", "Make two views of it")


def _condition(value: Value) -> Value:
    return Value(sql=truth(value, "where"), type="boolean")


def _listed(value: Value) -> Value:
    """A value to make rows of: a list, whatever it was."""
    if value.choice:
        raise BadPath(f"{value.choice.name} may be of several types", f"Say which: ofType({value.choice.types[0]})")
    if value.many:
        return dense(value)
    if value.type == EMPTY:
        return replace(value, sql="CAST([] AS VARCHAR[])", many=True)
    return replace(value, sql=f"CASE WHEN {exists(value)} THEN [{value.sql}] END", many=True)


def _output(value: Value, column: Column) -> Value:
    """A value as a column holds it. Raises BadPath where it cannot be one."""
    if value.choice:
        raise BadPath(f"{value.choice.name} may be of several types", f"Say which: ofType({value.choice.types[0]})")
    if value.kind == "complex":
        raise BadPath(
            f"The column would be {a(value)}, and not a single text, number or boolean", "Take an element of it"
        )
    said = _sql_type(column.type) if column.type else ""
    fits = {said, "DOUBLE"} if said == "BIGINT" else {said}
    if said and value.type != EMPTY and _sql_type(value.type) not in fits:
        raise BadPath(f"The column is said to be {column.type}, and is {a(value)}", "Say what it is, or leave type out")
    if not column.collection:
        return single(value)
    if value.many:
        return replace(value, sql=f"coalesce({dense(value).sql}, [])")
    return replace(value, sql=f"CASE WHEN {value.sql} IS NULL THEN [] ELSE [{value.sql}] END", many=True)


def _sql_type(kind: str) -> str:
    for types, sql in _SQL_TYPES:
        if kind in types:
            return sql
    return "VARCHAR"


_SQL_TYPES: tuple[tuple[Iterable[str], str], ...] = (
    (("boolean", "Boolean"), "BOOLEAN"),
    ((*INTEGERS, "Integer"), "BIGINT"),
    (("decimal", "number", "Decimal"), "DOUBLE"),
    ((*TEXTS, *MOMENTS), "VARCHAR"),
)


def _step(listed: Value, name: str, index: str, scope: _Scope, *, or_null: bool, decode: bool) -> _Step:
    """Rows of a list; one blank row, without an index, where the row it stands on is blank or an OrNull is empty."""
    sql = listed.sql if listed.type != EMPTY or listed.many else "CAST([] AS VARCHAR[])"
    index_sql = f"range(len({sql}))"
    blank = [f"{scope.index} IS NULL"] if scope.nullable else []
    blank += [f"coalesce(len({sql}), 0) = 0"] if or_null else []
    if blank:
        test = " OR ".join(blank)
        index_sql = f"CASE WHEN {test} THEN [NULL] ELSE {index_sql} END"
        sql = f"CASE WHEN {test} THEN [NULL] ELSE {sql} END"
    shape = listed.shape if decode and listed.type != EMPTY else None
    return _Step(sql=sql, needs=_needs(sql, scope), name=name, index=index, index_sql=index_sql, shape=shape)


def _needs(sql: str, scope: _Scope) -> frozenset[str]:
    return frozenset({scope.focus.sql, scope.index} if scope.index and scope.index in sql else {scope.focus.sql})


def _branch_sql(branch: _Branch, tests: list[str], source: str) -> str:
    """One branch: a SELECT within a SELECT for each step; each column is worked out as soon as it can be."""
    left = {number: each for number, each in enumerate(branch) if not isinstance(each, _Step)}
    steps = [each for each in branch if isinstance(each, _Step)]
    known, done, text = {"r"}, list[str](), f"FROM {source}"
    for number, step in enumerate(steps):
        text, chosen = _ready(left, known, tests, text)
        later = frozenset[str]().union(*(each.needs for each in (*left.values(), *steps[number + 1 :])))
        parts = [*done, *(f"{sql} AS c{key}" for key, sql in chosen), *sorted(known & later)]
        parts.append(f"unnest({step.sql}) AS {step.name}")
        if step.index in later:
            parts.append(f"unnest({step.index_sql}) AS {step.index}")
        done += [f"c{key}" for key, _ in chosen]
        known |= {step.name, step.index}
        text = f"FROM (SELECT {', '.join(parts)}\n{text})"
        if step.shape:
            read = f"from_json({step.name}, {literal(step.shape.one_of_json())})"
            text = f"FROM (SELECT * REPLACE ({read} AS {step.name}) {text})"
        tests = []
        known = {name for name in known if name in later or name == step.name}
    text, chosen = _ready(left, known, tests, text)
    made = {**{each: each for each in done}, **{f"c{key}": sql for key, sql in chosen}}
    columns = ((f"c{key}", each.out.name) for key, each in enumerate(branch) if isinstance(each, _Column))
    return f"SELECT {', '.join(f'{made[key]} AS {quoted(name)}' for key, name in columns)}\n{text}"


def _ready(left: dict[int, _Item], known: set[str], tests: list[str], text: str) -> tuple[str, list[tuple[int, str]]]:
    """Takes from `left` all that can be worked out: conditions, put behind `text`, and columns, by number."""
    ready = {key: each for key, each in left.items() if each.needs <= known}
    for key in ready:
        del left[key]
    tests = [*tests, *(each.sql for each in ready.values() if isinstance(each, _Only))]
    if tests:
        text = f"{text} WHERE {' AND '.join(tests)}"
    return text, [(key, each.sql) for key, each in ready.items() if isinstance(each, _Column)]
