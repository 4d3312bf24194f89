"""A question that is not SQL: counts of rows and people, by columns, where columns compare with values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from concordat.core.refusal import Refusal
from concordat.data.engine import name_of, text
from concordat.data.governed import COMPARED, PERSON
from concordat.data.grouping import Grouping, NotAGrouping, grouping
from concordat.register.sharing import Operator

MOST_BY = 4
"""The most columns that counts may be given by: a finer table is of single people."""


class BadCounting(Refusal):
    """Counts that cannot be asked for, with everything that is wrong; no value is repeated."""


@dataclass(frozen=True, kw_only=True)
class Where:
    """A limit on what is counted: a column compared with values, each a text, a day or a number."""

    column: str
    operator: Operator
    values: tuple[str | int | float | date, ...]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Counts of the rows of a table and of the people they are of, each of `by` as data.grouping reads it."""

    table: str
    by: tuple[str, ...] = ()
    where: tuple[Where, ...] = ()


def as_json(counted: Counted) -> dict[str, Any]:
    """Counts that are asked for, as a JSON object that `from_json` reads; a day is written as 2026-11-22."""
    where = [
        {
            "column": each.column,
            "operator": each.operator.value,
            "values": [value.isoformat() if isinstance(value, date) else value for value in each.values],
        }
        for each in counted.where
    ]
    return {"table": counted.table, "by": list(counted.by), "where": where}


def from_json(given: Any) -> Counted:
    """The counts a JSON object asks for. Raises BadCounting. A day stays a text, which compares with a day as one."""
    try:
        where = tuple(
            Where(column=str(each["column"]), operator=Operator(each["operator"]), values=_listed(each["values"]))
            for each in _listed(given.get("where", []))
        )
        return Counted(table=str(given["table"]), by=tuple(map(str, _listed(given.get("by", [])))), where=where)
    except (AttributeError, KeyError, TypeError, ValueError):
        remedy = f"Write where as [{{column, operator, values}}], the operator one of: {'; '.join(Operator)}"
        raise BadCounting("What to count cannot be read", where="counted", remedy=remedy) from None


def _listed(given: Any) -> tuple[Any, ...]:
    if not isinstance(given, list):
        raise TypeError
    return tuple(given)


def sql_of(asked: Counted, tables: Mapping[str, Collection[str]]) -> tuple[str, str]:
    """SQL of the cells, and SQL of who is in each, over a store of these tables and columns. Raises BadCounting."""
    if problems := list(_problems(asked, tables)):
        raise BadCounting("; ".join(problems), remedy="Count one table that you are given, by columns of it")
    by = [f"{grouping(each).sql} AS by_{place}" for place, each in enumerate(asked.by)]
    limits = " AND ".join(_limit(each) for each in asked.where) or "true"
    of = f"FROM {name_of(asked.table)} WHERE {limits}"
    cells = ", ".join((*by, 'count(*) AS "rows"', f"count(DISTINCT {PERSON}) AS people"))
    people = ", ".join((*by, f"hash({PERSON}) AS person"))
    return f"SELECT {cells} {of} GROUP BY ALL", f"SELECT DISTINCT {people} {of} AND {PERSON} IS NOT NULL"


def _problems(asked: Counted, tables: Mapping[str, Collection[str]]) -> Iterator[str]:
    columns = tables.get(asked.table)
    if columns is None:
        yield f"there is no such table here; there are {', '.join(sorted(tables))}"
        return
    groupings, wrong = _groupings(asked.by)
    yield from wrong
    read = [column for each in groupings for column in each.columns]
    unknown = {*read, *(each.column for each in asked.where)} - set(columns)
    if unknown:
        yield f"{len(unknown)} of the columns it names are not given in {asked.table}: {', '.join(columns)} are"
    if len(asked.by) > MOST_BY or len(set(asked.by)) < len(asked.by):
        yield f"counts are by at most {MOST_BY} columns, each once"
    if any(each.endswith(("_id", "_key", "nhs_number")) for each in read):
        yield "counts are not by what tells one person from another"
    for each in asked.where:
        if not each.values or (len(each.values) > 1 and each.operator not in (Operator.ONE_OF, Operator.NONE_OF)):
            yield f"{each.operator.value} compares with one value"
        if not all(isinstance(value, (str, int, float, date)) for value in each.values):
            yield "a value is not a text, a number or a day"


def _groupings(asked: Collection[str]) -> tuple[list[Grouping], list[str]]:
    """What counts are to be by, and what is wrong with the rest."""
    groupings, wrong = [], []
    for each in asked:
        try:
            groupings.append(grouping(each))
        except NotAGrouping as problem:
            wrong.append(str(problem))
    return groupings, list(dict.fromkeys(wrong))


def _limit(limit: Where) -> str:
    values = ", ".join(_literal(each) for each in limit.values)
    return COMPARED[limit.operator].format(name_of(limit.column), values)


def _literal(value: str | int | float | date) -> str:
    if isinstance(value, (int, float)):
        return repr(value)
    return f"DATE {text(value.isoformat())}" if isinstance(value, date) else text(value)
