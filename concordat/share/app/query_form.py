"""The form in which data are asked for under a permit: SQL, or what to count; read with every error at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from concordat.data.answer import Query
from concordat.data.counted import MOST_BY, Counted, Where
from concordat.data.guard import LONGEST
from concordat.data.permit import Permit
from concordat.register.sharing import Operator
from concordat.web.field import Field, Option, Problem, problems_of

LIMITS = 3
"""How many limits the form has room for."""

_PICKED = (Operator.IS, Operator.IS_NOT, Operator.ONE_OF, Operator.NONE_OF, Operator.AT_LEAST, Operator.AT_MOST)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One limit on what is counted: column, how it compares, and with what."""

    column: Field
    operator: Field
    values: Field

    @property
    def fields(self) -> tuple[Field, ...]:
        """The three of them."""
        return (self.column, self.operator, self.values)


@dataclass(frozen=True, kw_only=True)
class QueryForm:
    """`sql` where rows may be asked; else the `table` to count, the columns to count `by`, and `limits`."""

    sql: Field | None
    table: Field | None
    by: tuple[Field, ...]
    limits: tuple[Limit, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The error summary."""
        first = tuple(each for each in (self.sql, self.table) if each)
        return problems_of((*first, *self.by, *(field for each in self.limits for field in each.fields)))


def form_of(permit: Permit, given: Mapping[str, str], wrong: str = "") -> QueryForm:
    """The form for a permit, holding what was given; `wrong` is what is wrong with it as a whole."""
    if permit.question.form.personal:
        sql = Field(
            name="sql", label="Your question, in SQL", widget="textarea", value=given.get("sql", ""), error=wrong,
            hint="One SELECT over the tables and columns beside. Other tables, functions and files are refused.",
        )  # fmt: skip
        return QueryForm(sql=sql, table=None, by=(), limits=())
    tables = tuple((each, each) for each in columns_of(permit))
    chosen = given.get("table") or tables[0][0]
    table = Field(name="table", label="Count the rows of", widget="select", value=chosen, options=tables, error=wrong)
    named = tuple(_columns(permit))
    return QueryForm(
        sql=None,
        table=table,
        by=tuple(_by(number, named, given) for number in range(1, MOST_BY + 1)),
        limits=tuple(_limit(number, named, given) for number in range(1, LIMITS + 1)),
    )


def read(permit: Permit, given: QueryDict) -> Query | str:
    """What is asked, or what is wrong with it."""
    if permit.question.form.personal:
        sql = given.get("sql", "").strip()
        if not sql or len(sql) > LONGEST:
            return f"Write one SELECT, of at most {LONGEST:,} characters."
        return Query(question=permit.question, sql=sql)
    table = given.get("table", "")
    by = tuple(dict.fromkeys(filter(None, (given.get(f"by-{number}", "") for number in range(1, MOST_BY + 1)))))
    strange = [each for each in by if each.partition(".")[0] != table]
    where = tuple(_wheres(given))
    strange += [each.column for each in where if each.column.partition(".")[0] != table]
    if table not in columns_of(permit) or strange:
        return "Count and limit by columns of the table that is counted."
    if any(not each.values for each in where):
        return "Give a value for each limit, or leave its column out."
    bare = tuple(Where(column=_bare(each.column), operator=each.operator, values=each.values) for each in where)
    return Query(question=permit.question, counted=Counted(table=table, by=tuple(map(_bare, by)), where=bare))


def columns_of(permit: Permit) -> dict[str, tuple[str, ...]]:
    """The columns that are permitted, by table."""
    found: dict[str, list[str]] = {}
    for each in permit.columns:
        table, _, column = each.partition(".")
        found.setdefault(table, []).append(column)
    return {table: tuple(names) for table, names in found.items()}


_PEOPLE = ("person_key", "patient_id")
"""Columns by which people are counted, the better first."""


def example(permit: Permit) -> str:
    """A question that would be answered, to begin with: counts of people, which may be released, where it can be."""
    table, names = next(iter(columns_of(permit).items()))
    people = next((each for each in _PEOPLE if each in names), "")
    by = next((each for each in names if each not in _PEOPLE), names[0])
    count = f"count(DISTINCT {people}) AS people" if people else "count(*) AS many"
    return f"SELECT {by}, {count}\nFROM {table}\nGROUP BY {by}\nORDER BY 2 DESC"


def _columns(permit: Permit) -> Iterator[Option]:
    yield "", "No column"
    for table, names in columns_of(permit).items():
        yield from ((f"{table}.{each}", f"{table}: {each}") for each in names)


def _by(number: int, options: tuple[Option, ...], given: Mapping[str, str]) -> Field:
    name = f"by-{number}"
    label = "By" if number == 1 else "And by (optional)"
    return Field(name=name, label=label, widget="select", value=given.get(name, ""), options=options)


def _limit(number: int, columns: tuple[Option, ...], given: Mapping[str, str]) -> Limit:
    names = [f"{each}-{number}" for each in ("column", "operator", "values")]
    operators = tuple((each.value, each.value) for each in _PICKED)
    column, operator, values = (given.get(each, "") for each in names)
    return Limit(
        column=Field(name=names[0], label=f"Only where ({number})", widget="select", value=column, options=columns),
        operator=Field(name=names[1], label="compares", widget="select", value=operator, options=operators),
        values=Field(name=names[2], label="with", value=values, hint="Several between semicolons."),
    )


def _wheres(given: QueryDict) -> Iterator[Where]:
    for number in range(1, LIMITS + 1):
        column = given.get(f"column-{number}", "")
        operator = given.get(f"operator-{number}", "")
        if column and operator in set(_PICKED):
            said = given.get(f"values-{number}", "").split(";")
            values = tuple(each.strip() for each in said if each.strip())
            yield Where(column=column, operator=Operator(operator), values=values)


def _bare(column: str) -> str:
    return column.partition(".")[2]
