"""Expressions for engines other than DuckDB: parts that are read alike are written in a dialect; the rest is refused.

What parts DuckDB's reading of a text as a number or a day, or of a pattern that it alone knows, is not carried: a feed
that needs such is mapped with DuckDB, or says the same in another way. Nothing is carried that could answer otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

import sqlglot
from sqlglot import exp

from concordat.data.dialects.on_duckdb import DuckDBDialect
from concordat.data.dialects.patterns import NotCarried
from concordat.data.dialects.primitives import SPACES, Dialect
from concordat.share.mapping.expression import Expression

_REMEDY = "Map this feed with DuckDB, or say it with texts, CASE, comparisons of texts, and functions of texts"


class Kind(Enum):
    """What a part gives. A text and a number are never compared: each engine would make something else of that."""

    TEXT = "a text"
    NUMBER = "a whole number"
    TRUTH = "a truth"
    NONE = "nothing"


@dataclass(frozen=True)
class _Part:
    sql: str
    kind: Kind


def carried(expression: Expression, to: Dialect) -> str:
    """An expression as SQL of a dialect. Raises NotCarried."""
    if isinstance(to, DuckDBDialect):
        return expression.sql
    return _Writer(to).part(sqlglot.parse_one(expression.sql, read="duckdb")).sql


@dataclass(frozen=True)
class _Writer:
    """Writes the parts of one expression."""

    to: Dialect

    def part(self, node: exp.Expr) -> _Part:
        """A part as SQL. Raises NotCarried."""
        if not (write := _WRITTEN.get(type(node))):
            raise NotCarried(f"The expression uses {node.key.upper()}, which only DuckDB carries out", remedy=_REMEDY)
        return write(self, node)

    def text(self, node: exp.Expr | None) -> str:
        """A part that is a text, or none at all."""
        return self._of(node, Kind.TEXT)

    def truth(self, node: exp.Expr | None) -> str:
        """A part that is a truth."""
        return self._of(node, Kind.TRUTH)

    def said(self, node: exp.Expr | None) -> str:
        """A text that stands in the expression as it is."""
        if not isinstance(node, exp.Literal) or not node.is_string:
            raise _other("a text that is not worked out")
        return node.name

    def count(self, node: exp.Expr | None, least: int) -> int:
        """A whole number that stands in the expression as it is."""
        if not isinstance(node, exp.Literal) or node.is_string or not node.name.isdecimal() or int(node.name) < least:
            raise _other(f"a whole number from {least}")
        return int(node.name)

    def alike(self, *nodes: exp.Expr | None) -> tuple[list[str], Kind]:
        """Parts that are all of one kind, but for those that are nothing."""
        parts = [self.part(each) for each in nodes if each is not None]
        kinds = {each.kind for each in parts} - {Kind.NONE}
        if len(kinds) > 1:
            raise _other(f"values of one kind, where there are {' and '.join(sorted(each.value for each in kinds))}")
        return [each.sql for each in parts], next(iter(kinds), Kind.NONE)

    def _of(self, node: exp.Expr | None, kind: Kind) -> str:
        part = self.part(node) if node is not None else _Part("", Kind.NUMBER)
        if part.kind not in (kind, Kind.NONE):
            raise _other(f"{kind.value}, where there is {part.kind.value}")
        return part.sql


def _other(needed: str) -> NotCarried:
    return NotCarried(f"The expression needs {needed}, for any engine but DuckDB", remedy=_REMEDY)


def _column(write: _Writer, node: exp.Expr) -> _Part:
    return _Part(write.to.name(node.name), Kind.TEXT)


def _literal(write: _Writer, node: exp.Expr) -> _Part:
    assert isinstance(node, exp.Literal)
    if node.is_string:
        return _Part(write.to.text(node.name), Kind.TEXT)
    return _Part(str(write.count(node, 0)), Kind.NUMBER)


def _same(write: _Writer, node: exp.Expr) -> _Part:
    inner = write.part(node.this)
    return _Part(f"({inner.sql})", inner.kind)


def _operator(sign: str) -> Callable[[_Writer, exp.Expr], _Part]:
    """Of two values of one kind: a comparison."""

    def write_(write: _Writer, node: exp.Expr) -> _Part:
        (left, right), _ = write.alike(node.this, node.expression)
        return _Part(f"({left} {sign} {right})", Kind.TRUTH)

    return write_


def _joined(sign: str) -> Callable[[_Writer, exp.Expr], _Part]:
    return lambda write, node: _Part(f"({write.truth(node.this)} {sign} {write.truth(node.expression)})", Kind.TRUTH)


def _is(write: _Writer, node: exp.Expr) -> _Part:
    if not isinstance(node.expression, exp.Null):
        raise _other("IS NULL, where another IS stands")
    return _Part(f"({write.part(node.this).sql} IS NULL)", Kind.TRUTH)


def _in(write: _Writer, node: exp.Expr) -> _Part:
    (value, *listed), _ = write.alike(node.this, *node.expressions)
    return _Part(f"({value} IN ({', '.join(listed)}))", Kind.TRUTH)


def _between(write: _Writer, node: exp.Expr) -> _Part:
    (value, low, high), _ = write.alike(node.this, node.args["low"], node.args["high"])
    return _Part(f"({value} BETWEEN {low} AND {high})", Kind.TRUTH)


def _like(write: _Writer, node: exp.Expr) -> _Part:
    """A pattern that has % at its ends only."""
    pattern, value = write.said(node.expression), write.text(node.this)
    middle = pattern.strip("%")
    if "_" in middle or "%" in middle:
        raise _other("a pattern of LIKE with % at its ends only")
    before, after = pattern.startswith("%"), pattern.endswith("%")
    if not (before or after):
        return _Part(f"({value} = {write.to.text(pattern)})", Kind.TRUTH)
    quoted = "".join(each if each.isalnum() or each == " " else f"\\{each}" for each in middle)
    return _Part(write.to.has_match(value, f"{'' if before else '^'}{quoted}{'' if after else '$'}"), Kind.TRUTH)


def _case(write: _Writer, node: exp.Expr) -> _Part:
    ifs = node.args.get("ifs") or [node]
    default = node.args.get("default") or node.args.get("false")
    results, kind = write.alike(*(each.args["true"] for each in ifs), default)
    tests = [write.truth(_test(node, each)) for each in ifs]
    parts = [f"WHEN {test} THEN {result}" for test, result in zip(tests, results, strict=False)]
    rest = f" ELSE {results[-1]}" if len(results) > len(tests) else ""
    return _Part(f"(CASE {' '.join(parts)}{rest} END)", kind)


def _test(case: exp.Expr, one: exp.Expr) -> exp.Expr:
    """What is tested: CASE a WHEN b is CASE WHEN a = b."""
    if isinstance(case, exp.Case) and case.this is not None:
        return exp.EQ(this=case.this.copy(), expression=one.this.copy())
    return one.this


def _coalesce(write: _Writer, node: exp.Expr) -> _Part:
    parts, kind = write.alike(node.this, *node.expressions)
    return _Part(f"coalesce({', '.join(parts)})" if len(parts) > 1 else parts[0], kind)


def _nullif(write: _Writer, node: exp.Expr) -> _Part:
    parts, kind = write.alike(node.this, node.expression)
    return _Part(f"nullif({', '.join(parts)})", kind)


def _concat(write: _Writer, node: exp.Expr) -> _Part:
    """CONCAT, to which NULL is a blank text."""
    given = [write.part(each) for each in node.expressions]
    if any(each.kind is Kind.TRUTH for each in given):
        raise _other("texts to put together")
    parts = [f"coalesce({write.to.cast(each.sql, 'VARCHAR')}, '')" for each in given]
    return _Part(f"({' || '.join(parts)})", Kind.TEXT)


def _trim(write: _Writer, node: exp.Expr) -> _Part:
    characters = write.said(node.expression) if node.expression else SPACES
    return _Part(write.to.stripped(write.text(node.this), characters, str(node.args.get("position") or "")), Kind.TEXT)


def _replace(write: _Writer, node: exp.Expr) -> _Part:
    what, by = write.said(node.expression), write.said(node.args.get("replacement") or exp.Literal.string(""))
    if not what:
        raise _other("something to replace")
    return _Part(f"replace({write.text(node.this)}, {write.to.text(what)}, {write.to.text(by)})", Kind.TEXT)


def _pad(write: _Writer, node: exp.Expr) -> _Part:
    fill = write.said(node.args.get("fill_pattern") or exp.Literal.string(" "))
    if not node.args.get("is_left") or len(fill) != 1:
        raise _other("LPAD with one character")
    return _Part(write.to.padded(write.text(node.this), write.count(node.expression, 0), fill), Kind.TEXT)


def _substring(write: _Writer, node: exp.Expr) -> _Part:
    start, length = write.count(node.args.get("start"), 1), node.args.get("length")
    until = f", {write.count(length, 0)}" if length is not None else ""
    return _Part(f"substr({write.text(node.this)}, {start}{until})", Kind.TEXT)


def _left(write: _Writer, node: exp.Expr) -> _Part:
    return _Part(f"substr({write.text(node.this)}, 1, {write.count(node.expression, 0)})", Kind.TEXT)


def _right(write: _Writer, node: exp.Expr) -> _Part:
    return _Part(write.to.last(write.text(node.this), write.count(node.expression, 1)), Kind.TEXT)


def _length(write: _Writer, node: exp.Expr) -> _Part:
    return _Part(f"length({write.text(node.this)})", Kind.NUMBER)


def _split_part(write: _Writer, node: exp.Expr) -> _Part:
    between = write.said(node.args.get("delimiter"))
    if not between:
        raise _other("something to part a text by")
    place = write.count(node.args.get("part_index"), 1)
    return _Part(write.to.parted(write.text(node.this), between, place), Kind.TEXT)


def _place(write: _Writer, node: exp.Expr) -> _Part:
    return _Part(f"instr({write.text(node.this)}, {write.text(node.args.get('substr'))})", Kind.NUMBER)


def _starts(write: _Writer, node: exp.Expr) -> _Part:
    begins = write.said(node.expression)
    return _Part(f"(substr({write.text(node.this)}, 1, {len(begins)}) = {write.to.text(begins)})", Kind.TRUTH)


def _regexp_replace(write: _Writer, node: exp.Expr) -> _Part:
    pattern, by = write.said(node.expression), write.said(node.args.get("replacement") or exp.Literal.string(""))
    modifiers = node.args.get("modifiers")
    if (write.said(modifiers) if modifiers else "") != "g":
        raise _other("REGEXP_REPLACE with 'g', which replaces every match")
    if re.search(r"\\(?!\d)", by):
        raise _other("a replacement in which \\ stands before a digit alone")
    return _Part(write.to.replaced(write.text(node.this), pattern, by), Kind.TEXT)


def _regexp_extract(write: _Writer, node: exp.Expr) -> _Part:
    group = node.args.get("group")
    number = write.count(group, 0) if group is not None else 0
    return _Part(write.to.extracted(write.text(node.this), write.said(node.expression), number), Kind.TEXT)


_COMPARED = {exp.EQ: "=", exp.NEQ: "<>", exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<="}
_WRITTEN: Mapping[type[exp.Expr], Callable[[_Writer, exp.Expr], _Part]] = {
    exp.Column: _column,
    exp.Literal: _literal,
    exp.Boolean: lambda write, node: _Part(str(bool(node.this)).lower(), Kind.TRUTH),
    exp.Null: lambda write, node: _Part("NULL", Kind.NONE),
    exp.Paren: _same,
    exp.And: _joined("AND"),
    exp.Or: _joined("OR"),
    exp.Not: lambda write, node: _Part(f"(NOT {write.truth(node.this)})", Kind.TRUTH),
    exp.Is: _is,
    exp.In: _in,
    exp.Between: _between,
    exp.Like: _like,
    **{kind: _operator(sign) for kind, sign in _COMPARED.items()},
    exp.Case: _case,
    exp.If: _case,
    exp.Coalesce: _coalesce,
    exp.Nullif: _nullif,
    exp.Concat: _concat,
    exp.DPipe: lambda write, node: _Part(f"({write.text(node.this)} || {write.text(node.expression)})", Kind.TEXT),
    exp.Upper: lambda write, node: _Part(write.to.upper(write.text(node.this)), Kind.TEXT),
    exp.Lower: lambda write, node: _Part(write.to.lower(write.text(node.this)), Kind.TEXT),
    exp.Trim: _trim,
    exp.Replace: _replace,
    exp.Pad: _pad,
    exp.Substring: _substring,
    exp.Left: _left,
    exp.Right: _right,
    exp.Length: _length,
    exp.SplitPart: _split_part,
    exp.StrPosition: _place,
    exp.StartsWith: _starts,
    exp.RegexpReplace: _regexp_replace,
    exp.RegexpExtract: _regexp_extract,
    exp.RegexpLike: lambda write, node: _Part(
        write.to.has_match(write.text(node.this), write.said(node.expression)), Kind.TRUTH
    ),
    exp.RegexpFullMatch: lambda write, node: _Part(
        write.to.full_match(write.text(node.this), write.said(node.expression)), Kind.TRUTH
    ),
}
