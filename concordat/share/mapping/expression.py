"""Expressions in a feed: parsed, refused unless each part is listed here, and never run as they were written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from concordat.core.refusal import Refusal

LONGEST = 2_000
_WIDEST = 1_000  # of a text that is filled up
_DEEPEST = 60

_PLAIN = (exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Neg)
_LOGIC = (exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between, exp.Like, exp.ILike)
_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
_SUMS = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Abs, exp.Round, exp.Floor, exp.Ceil)
_CHOICE = (exp.Case, exp.If, exp.Coalesce, exp.Nullif)
_TEXTS = (exp.Concat, exp.DPipe, exp.Upper, exp.Lower, exp.Trim, exp.Replace, exp.Pad)
_PARTS = (exp.Substring, exp.Left, exp.Right, exp.Length, exp.SplitPart, exp.StrPosition, exp.StartsWith)
_PATTERNS = (exp.RegexpReplace, exp.RegexpExtract, exp.RegexpLike, exp.RegexpFullMatch)  # RE2: in linear time
_CASTS = (exp.TryCast, exp.DataType)
ALLOWED = frozenset({*_PLAIN, *_LOGIC, *_COMPARISONS, *_SUMS, *_CHOICE, *_TEXTS, *_PARTS, *_PATTERNS, *_CASTS})
_TYPES = {"VARCHAR", "TEXT", "INT", "BIGINT", "DOUBLE", "DATE", "TIMESTAMP", "BOOLEAN"}
_REMEDY = (
    "Use columns of this feed, texts in single quotation marks, comparisons, CASE, COALESCE, NULLIF, TRY_CAST, sums, "
    "and UPPER, LOWER, TRIM, SUBSTRING, LEFT, RIGHT, LENGTH, REPLACE, SPLIT_PART, LPAD, CONCAT, REGEXP_EXTRACT and "
    "REGEXP_REPLACE"
)


class BadExpression(Refusal):
    """An expression that is not one, or does more than turn the values of a row into one value."""


@dataclass(frozen=True, kw_only=True)
class Expression:
    """One value from the values of a row. `sql` was written anew from what was parsed; `columns` are those it reads."""

    sql: str
    columns: tuple[str, ...]


def read_expression(text: str, columns: Collection[str] | None = None) -> Expression:
    """An expression of DuckDB's dialect, as SQL that cannot reach beyond its row. Raises BadExpression.

    With `columns`, those it may read; without, any single name may be one, and what is not in a file is found there.
    """
    tree = _parsed(text)
    for node in tree.walk():
        if problem := _problem(node):
            raise BadExpression(f"The expression {problem}", remedy=_REMEDY)
    names = tuple(dict.fromkeys(each.name for each in tree.find_all(exp.Column)))
    known = {each.casefold() for each in columns} if columns is not None else None
    strange = [each for each in names if known is not None and each.casefold() not in known]
    if strange:
        raise BadExpression(f"The expression reads {', '.join(strange)}, which this feed has not", remedy=_REMEDY)
    return Expression(sql=tree.sql(dialect="duckdb", identify=True, comments=False), columns=names)


def _parsed(text: str) -> exp.Expression:
    if not text.strip() or len(text) > LONGEST or "\0" in text:
        raise BadExpression(f"An expression has 1 to {LONGEST:,} characters", remedy=_REMEDY)
    try:
        statements = sqlglot.parse(text, read="duckdb")
    except (sqlglot.errors.SqlglotError, RecursionError, AttributeError):  # the last of what its parser never met
        raise BadExpression("The expression cannot be read", remedy=_REMEDY) from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Expression):
        raise BadExpression("It is not one expression", remedy=_REMEDY)
    if max(each.depth for each in statements[0].walk()) > _DEEPEST:
        raise BadExpression(f"The expression is nested more than {_DEEPEST} deep", remedy=_REMEDY)
    return statements[0]


def _problem(node: exp.Expr) -> str:
    """What is wrong with a part of an expression, or nothing."""
    if type(node) not in ALLOWED:
        return f"uses {_called(node)}, which is not allowed in a mapping"
    if isinstance(node, exp.Column) and (node.table or isinstance(node.this, exp.Star)):
        return "names a column of another table"
    if isinstance(node, exp.Column) and not node.name:
        return "has a column without a name"
    if isinstance(node, exp.DataType) and (node.this.name not in _TYPES or node.expressions):
        return "turns a value into a type that is not read here"
    if isinstance(node, exp.In) and any(node.args.get(each) for each in ("query", "unnest", "field")):
        return "compares with more than a list of values"
    if isinstance(node, exp.Pad) and not _narrow(node.expression):
        return f"fills a text up to a width that is not a number up to {_WIDEST}"
    return ""


def _called(node: exp.Expr) -> str:
    """The name of what was used: a function's, as it was written, or the kind of a clause."""
    name = node.sql_name() if isinstance(node, exp.Func) else node.key
    if isinstance(node, exp.Anonymous):
        name = str(node.this)
    return name.upper()[:40]


def _narrow(width: exp.Expression | None) -> bool:
    return (
        isinstance(width, exp.Literal) and not width.is_string and width.name.isdecimal() and int(width.name) <= _WIDEST
    )
