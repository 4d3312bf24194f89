"""What a question in SQL may be made of: closed tables over DuckDB's own parse tree. What is not here is refused.

The tree is what `json_serialize_sql` of DuckDB 2.0 gives. An upgrade that adds a kind, a field or a function adds
nothing that may be used until it stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Child:
    """A field that holds a piece of a category, or several; it may be null where it is `one` and optional."""

    category: str
    many: bool = False


@dataclass(frozen=True)
class OneOf:
    """A field that holds one of a few plain values."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class Word:
    """A field that holds a name, or several; `role` says of what, and so which names it may hold."""

    role: str


@dataclass(frozen=True)
class Plain:
    """A field that holds a number of no effect, such as where in the text it stood."""


Field: TypeAlias = Child | OneOf | Word | Plain
Fields: TypeAlias = Mapping[str, Field]

_PLACE: Fields = {"query_location": Plain(), "query_location_length": Plain()}
_NOT, _NONE, _BLANK, _EMPTY = OneOf((False,)), OneOf((None,)), OneOf(("",)), OneOf(([],))
_EXPRESSION, _EXPRESSIONS = Child("expression"), Child("expression", many=True)
_TABLE, _NODE = Child("table"), Child("node")
_OF_EXPRESSION: Fields = {"class": Plain(), "type": Plain(), "alias": Word("given"), **_PLACE}
_OF_TABLE: Fields = {"type": Plain(), "alias": Word("given"), "sample": _NONE, **_PLACE}
_OF_NODE: Fields = {"type": Plain(), "modifiers": Child("modifier", many=True), "cte_map": Child("ctes")}
_FUNCTION: Fields = {
    "function_name": Word("function"),
    "qualified_name": Child("path"),
    "schema": _BLANK,
    "catalog": _BLANK,
    "arguments": Child("argument", many=True),
    "distinct": OneOf((True, False)),
}


def _expression(**fields: Field) -> Fields:
    return {**_OF_EXPRESSION, **fields}


def _table(**fields: Field) -> Fields:
    return {**_OF_TABLE, **fields}


def _node(**fields: Field) -> Fields:
    return {**_OF_NODE, **fields}


_BOUNDS = OneOf(
    tuple(
        f"{place}{unit}"
        for place, units in {
            "UNBOUNDED_PRECEDING": ("",),
            "UNBOUNDED_FOLLOWING": ("",),
            "CURRENT_ROW_": ("RANGE", "ROWS", "GROUPS"),
            "EXPR_PRECEDING_": ("RANGE", "ROWS", "GROUPS"),
            "EXPR_FOLLOWING_": ("RANGE", "ROWS", "GROUPS"),
        }.items()
        for unit in units
    )
)

KINDS: Mapping[str, Mapping[str, Fields]] = {
    "expression": {
        "BETWEEN": _expression(input=_EXPRESSION, lower=_EXPRESSION, upper=_EXPRESSION),
        "CASE": _expression(case_checks=Child("case", many=True), else_expr=_EXPRESSION),
        "CAST": _expression(child=_EXPRESSION, try_cast=OneOf((True, False)), type_expr=Child("type")),
        "COLUMN_REF": _expression(column_names=Word("column")),
        "COMPARISON": _expression(left=_EXPRESSION, right=_EXPRESSION),
        "CONJUNCTION": _expression(children=_EXPRESSIONS),
        "CONSTANT": _expression(literal=Child("literal")),
        "FUNCTION": _expression(
            **_FUNCTION,
            filter=_EXPRESSION,
            order_bys=Child("modifier"),
            is_operator=OneOf((True, False)),
            export_state=_NOT,
        ),
        "OPERATOR": _expression(children=_EXPRESSIONS),
        "STAR": _expression(
            relation_name=Word("given"),
            exclude_list=Word("given"),
            replace_list=_EMPTY,
            columns=_NOT,
            expr=_NONE,
            qualified_exclude_list=_EMPTY,
            rename_list=_EMPTY,
        ),
        "SUBQUERY": _expression(
            subquery=Child("statement"),
            child=_EXPRESSION,
            comparison_type=Plain(),
            subquery_type=OneOf(("SCALAR", "EXISTS", "NOT_EXISTS", "ANY")),
        ),
        "WINDOW": _expression(
            **_FUNCTION,
            partitions=_EXPRESSIONS,
            orders=Child("order", many=True),
            start=_BOUNDS,
            end=_BOUNDS,
            start_expr=_EXPRESSION,
            end_expr=_EXPRESSION,
            offset_expr=_EXPRESSION,
            default_expr=_EXPRESSION,
            ignore_nulls=OneOf((True, False)),
            has_ignore_nulls=OneOf((True, False)),
            filter_expr=_EXPRESSION,
            exclude_clause=OneOf(("NO_OTHER", "CURRENT_ROW", "GROUP", "TIES")),
            arg_orders=Child("order", many=True),
        ),
    },
    "table": {
        "BASE_TABLE": _table(
            table_name=Word("table"),
            qualified_name=Child("path"),
            schema_name=_BLANK,
            catalog_name=_BLANK,
            column_name_alias=Word("given"),
            at_clause=_NONE,
        ),
        "EMPTY": _table(),
        "JOIN": _table(
            left=_TABLE,
            right=_TABLE,
            condition=_EXPRESSION,
            using_columns=Word("using"),
            delim_flipped=_NOT,
            join_type=OneOf(("INNER", "LEFT", "RIGHT", "OUTER", "SEMI", "ANTI")),
            ref_type=OneOf(("REGULAR", "CROSS", "NATURAL", "ASOF")),
            duplicate_eliminated_columns=_EMPTY,
            is_implicit=OneOf((True, False)),
            ranking_expression=_NONE,
            nearest_count=OneOf((1,)),
            nearest_order_type=OneOf(("ASCENDING",)),
            nearest_approx=_NOT,
        ),
        "SUBQUERY": _table(subquery=Child("statement"), column_name_alias=Word("given")),
        "EXPRESSION_LIST": _table(expected_names=Word("given"), expected_types=_EMPTY, values=Child("row", many=True)),
    },
    "node": {
        "SELECT_NODE": _node(
            select_list=_EXPRESSIONS,
            from_table=_TABLE,
            where_clause=_EXPRESSION,
            group_expressions=_EXPRESSIONS,
            group_sets=Child("places"),
            aggregate_handling=OneOf(("STANDARD_HANDLING", "FORCE_AGGREGATES")),
            having=_EXPRESSION,
            sample=_NONE,
            qualify=_EXPRESSION,
        ),
        "SET_OPERATION_NODE": _node(
            setop_type=OneOf(("UNION", "EXCEPT", "INTERSECT")),
            left=_NODE,
            right=_NODE,
            setop_all=OneOf((True, False)),
            children=Child("node", many=True),
        ),
    },
    "modifier": {
        "DISTINCT_MODIFIER": {"type": Plain(), "distinct_on_targets": _EXPRESSIONS},
        "LIMIT_MODIFIER": {
            "type": Plain(),
            "limit": _EXPRESSION,
            "offset": _EXPRESSION,
            "limit_type": OneOf(("ROW_COUNT",)),
        },
        "ORDER_MODIFIER": {"type": Plain(), "orders": Child("order", many=True)},
    },
    "statement": {"": {"node": _NODE, "named_param_map": _EMPTY}},
    "order": {"": {"type": Plain(), "null_order": Plain(), "expression": _EXPRESSION}},
    "case": {"": {"when_expr": _EXPRESSION, "then_expr": _EXPRESSION}},
    "argument": {"": {"name": _BLANK, "expression": _EXPRESSION}},
    "literal": {
        "": {"kind": OneOf(("INTEGER", "NUMERIC", "STRING", "BOOLEAN", "NULL_LITERAL")), "text": Word("constant")}
    },
    "path": {"": {"path": Word("alone")}},
    "ctes": {"": {"map": Child("cte", many=True)}},
    "cte": {"": {"key": Word("cte"), "value": Child("definition")}},
    "definition": {
        "": {
            "aliases": Word("given"),
            "key_targets": _EMPTY,
            "payload_aggregates": _EMPTY,
            "query_node": _NODE,
            "materialized": Plain(),
        }
    },
    "type": {
        "TYPE": _expression(
            catalog=_BLANK, schema=_BLANK, type_name=Word("type"), qualified_name=Child("path"), children=_EXPRESSIONS
        )
    },
}
"""Category, then kind, then field. A category whose pieces bear no kind has the one kind ""."""

OPERATORS = frozenset((
    "COMPARE_EQUAL", "COMPARE_NOTEQUAL", "COMPARE_LESSTHAN", "COMPARE_GREATERTHAN", "COMPARE_LESSTHANOREQUALTO",
    "COMPARE_GREATERTHANOREQUALTO", "COMPARE_DISTINCT_FROM", "COMPARE_NOT_DISTINCT_FROM", "COMPARE_IN",
    "COMPARE_NOT_IN", "COMPARE_BETWEEN", "COMPARE_NOT_BETWEEN", "CONJUNCTION_AND", "CONJUNCTION_OR", "OPERATOR_NOT",
    "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL", "OPERATOR_COALESCE", "OPERATOR_NULLIF", "OPERATOR_CAST",
    "GROUPING_FUNCTION", "CASE_EXPR", "COLUMN_REF", "VALUE_CONSTANT", "FUNCTION", "STAR", "SUBQUERY", "TYPE",
    "WINDOW_AGGREGATE", "WINDOW_ROW_NUMBER", "WINDOW_RANK", "WINDOW_RANK_DENSE", "WINDOW_PERCENT_RANK",
    "WINDOW_CUME_DIST", "WINDOW_NTILE", "WINDOW_LAG", "WINDOW_LEAD", "WINDOW_FIRST_VALUE", "WINDOW_LAST_VALUE",
    "WINDOW_NTH_VALUE", "WINDOW_FUNCTION",
))  # fmt: skip
"""The types an expression may be of."""

TYPES = frozenset((
    "boolean", "bool", "tinyint", "smallint", "int2", "integer", "int", "int4", "bigint", "int8", "hugeint", "decimal",
    "numeric", "real", "float", "float4", "double", "float8", "varchar", "text", "string", "char", "date", "time",
    "timestamp", "datetime", "interval",
))  # fmt: skip
"""What may be cast to."""

_OPERATIONS = "+ - * / // % || ~~ !~~ ~~* !~~* like_escape not_like_escape ilike_escape not_ilike_escape"
_AGGREGATES = """
    count count_star sum avg mean min max median mode stddev stddev_samp stddev_pop variance var_samp var_pop
    bool_and bool_or count_if countif any_value first last arg_min arg_max min_by max_by approx_count_distinct
    quantile quantile_cont quantile_disc mad corr covar_samp covar_pop regr_slope regr_intercept
    regr_r2 regr_count skewness kurtosis entropy product geomean geometric_mean fsum kahan_sum favg
"""
_WINDOWS = "row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value"
_NUMBERS = """
    abs ceil ceiling floor round trunc sign sqrt cbrt exp ln log log2 log10 pow power mod fmod greatest least degrees
    radians pi sin cos tan asin acos atan atan2 even isnan isinf isfinite add subtract multiply divide
    round_even gcd lcm
"""
_TEXTS = """
    lower lcase upper ucase length len strlen char_length character_length trim ltrim rtrim left right substr substring
    instr strpos position contains starts_with ends_with prefix suffix concat concat_ws reverse ascii split_part
    regexp_matches regexp_full_match regexp_extract levenshtein damerau_levenshtein jaccard jaro_similarity
    jaro_winkler_similarity hamming mismatches nfc_normalize strip_accents translate
"""
_TIMES = """
    date_part datepart date_trunc datetrunc date_diff datediff date_sub datesub date_add year month day hour minute
    second quarter week weekofyear weekday isodow isoyear dayofweek dayofmonth dayofyear yearweek decade century
    millennium era dayname monthname last_day make_date make_time make_timestamp to_years to_months to_weeks to_days
    to_hours to_minutes to_seconds to_quarters epoch epoch_ms strftime strptime try_strptime time_bucket
"""
_CHOICES = "nullif if"

FUNCTIONS = frozenset(" ".join((_OPERATIONS, _AGGREGATES, _WINDOWS, _NUMBERS, _TEXTS, _TIMES, _CHOICES)).split())
"""What may be called. Nothing that reads a file, a setting, the catalogue or the clock, draws lots or grows texts."""

AGGREGATES = frozenset(_AGGREGATES.split())
"""Those of them that make one value of many rows."""
