"""Expressions: what a mapping needs works, and what reaches beyond its row is refused, however it is written."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.data.engine import DuckDB
from concordat.share.mapping.expression import BadExpression, read_expression

ATTACKS = [
    "(SELECT 1)",
    "(SELECT max(nhs) FROM other)",
    "a IN (SELECT b FROM c)",
    "EXISTS (SELECT 1)",
    "read_csv('/etc/passwd')",
    "read_text('/etc/passwd')",
    "getenv('HOME')",
    "current_setting('home_directory')",
    "query('select 1')",
    "error(a)",
    "nextval('s')",
    "pg_sleep(10)",
    "random()",
    "current_date",
    "now()",
    "a; DROP TABLE source",
    "a; SELECT 1",
    "SELECT a",
    "DROP TABLE source",
    "COPY source TO 'x'",
    "ATTACH 'x'",
    "PRAGMA version",
    "SET threads = 1",
    "INSTALL httpfs",
    "CALL x()",
    "other.a",
    "main.other.a",
    "*",
    "other.*",
    "COLUMNS('.*')",
    "COLUMNS(*)",
    "count(*)",
    "sum(a)",
    "string_agg(a)",
    "row_number() OVER ()",
    "max(a) OVER (PARTITION BY b)",
    "list_transform([a], x -> x)",
    "[x FOR x IN [a]]",
    "{'a': a}",
    "MAP {'a': a}",
    "a[1]",
    "$1",
    "?",
    ":name",
    "a AS b",
    "a, b",
    "unnest([a])",
    "repeat(a, 1000000000)",
    "lpad(a, 1000000000, 'x')",
    "lpad(a, length(b), 'x')",
    "range(1000000000)",
    "a::json",
    "CAST(a AS INTEGER)",
    "TRY_CAST(a AS STRUCT(b INTEGER))",
    "TRY_CAST(a AS INTEGER[])",
    "a COLLATE nocase",
    "INTERVAL '1 day'",
    "DATE '2026-01-01'",
    "TRY((SELECT 1))",
    "hash(a)",
    "md5(a)",
    "version()",
    "a BETWEEN (SELECT 1) AND 2",
    "CASE WHEN (SELECT true) THEN a END",
    "coalesce(a, (FROM other))",
    "VALUES (1)",
    "",
    " ",
    "'",
    "a'",
    "((((",
    "a || ",
    "\0",
    "(" * 500 + "a" + ")" * 500,
    "a" + " || a" * 3000,
]


@pytest.mark.parametrize("text", ATTACKS, ids=lambda each: each[:30])
def test_what_reaches_beyond_its_row_is_refused(text: str) -> None:
    with pytest.raises(BadExpression):
        read_expression(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a || ' ' || b", "x y"),
        ("CASE WHEN a = 'x' THEN '1' ELSE '2' END", "1"),
        ("coalesce(nullif(a, 'x'), b)", "y"),
        ("split_part('p,q', ',', 2)", "q"),
        ("upper(left(b, 1))", "Y"),
        ("lpad(a, 3, '0')", "00x"),
        ("regexp_replace(a, '[a-z]', '-')", "-"),
        ("replace(a, 'x', 'it''s')", "it's"),
        ("TRY_CAST('12' AS INTEGER) + 1", "13"),
        ("a IN ('x', 'z') AND b IS NOT NULL", "true"),
        ('"A" || a', "xx"),
        ("a -- a comment", "x"),
    ],
)
def test_what_a_mapping_needs_works(text: str, expected: str) -> None:
    made = read_expression(text)
    row = DuckDB().run(f"SELECT CAST({made.sql} AS VARCHAR) AS r FROM t", {"t": pa.table({"a": ["x"], "b": ["y"]})})
    assert row.to_pylist() == [{"r": expected}]


def test_columns_of_other_feeds_are_refused() -> None:
    assert read_expression("a || b", ["A", "B"]).columns == ("a", "b")
    with pytest.raises(BadExpression, match="nhs_number"):
        read_expression("a || nhs_number", ["a", "b"])


def test_a_column_with_quotation_marks_in_its_name_stays_one_name() -> None:
    made = read_expression('"a"" || (SELECT 1) || """')
    assert made.columns == ('a" || (SELECT 1) || "',)
    assert made.sql == '"a"" || (SELECT 1) || """'


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab'\"();,.*[]{}$?:=<>|+-/%_1 \n"), max_size=40))
def test_any_text_is_an_expression_or_is_refused_and_what_is_written_reads_back_the_same(text: str) -> None:
    try:
        made = read_expression(text)
    except BadExpression:
        return
    assert read_expression(made.sql) == made
