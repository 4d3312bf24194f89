"""Whether an answer to SQL is of counts of people by groups, as its SQL says: its columns' names are not believed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from concordat.data.disclosure import NotReleasable
from concordat.data.governed import PERSON_KEY
from concordat.data.guard import parsed
from concordat.data.lineage import PATIENT, Piece, Scope, aggregates, groups_of, pieces, scope_of, tables_of

_EXAMPLE = (
    "Ask it as SELECT code, count(DISTINCT {key}) AS people, count(*) AS rows FROM ... GROUP BY code, and name people "
    "and rows as its counts"
)


def check_counts(
    sql: str, tables: Mapping[str, Collection[str]], columns: Sequence[str], counts: Collection[str]
) -> None:
    """Whether the outermost SELECT is groups, a count of different people, and counts of rows. `tables` are the store's
    with their columns, `columns` the answer's, `counts` those that are named as counts.

    A count of other things, or of some rows only, may be of one person in a group of many; a picked group is known to
    be the one that was picked. Raises NotReleasable, of which NotFollowed is one, with what to write instead.
    """
    known = tables_of(tables)
    node = parsed(sql)["node"]
    scope = scope_of(node, known)
    if problems := list(dict.fromkeys(_problems(node, scope, columns, counts))):
        counted = any(PERSON_KEY in each for each in known.values())
        raise NotReleasable("; ".join(problems), remedy=_EXAMPLE.format(key=PERSON_KEY if counted else PATIENT))


def _problems(node: Piece, scope: Scope, columns: Sequence[str], counts: Collection[str]) -> Iterator[str]:
    listed = node["select_list"]
    if len({each.casefold() for each in columns}) < len(columns) or len(columns) != len(listed):
        yield "it gives * or two columns of one name: name each column once"
        return
    if not counts:
        yield "no column of it is said to count people"
        return
    if node["having"] or node["qualify"] or any(each["type"] != "ORDER_MODIFIER" for each in node["modifiers"]):
        yield "it picks groups by HAVING, QUALIFY, LIMIT or DISTINCT: let all leave, and pick afterwards"
    named = {name: item for name, item in zip(columns, listed, strict=True) if name in counts}
    yield from _miscounted(named, scope)
    yield from _ungrouped(
        {name: item for name, item in zip(columns, listed, strict=True) if name not in named}, node, scope
    )


def _miscounted(named: Mapping[str, Piece], scope: Scope) -> Iterator[str]:
    """What is wrong with the columns that are named as counts."""
    people = [name for name, item in named.items() if _counts_people(item, scope)]
    if not people:
        yield f"no column that is named as a count is count(DISTINCT {PERSON_KEY}), or {PATIENT} where there is none"
    if len(people) > 1:
        yield "it counts people twice, whose difference may be of few"
    for name, item in named.items():
        if name not in people and not _counts_rows(item):
            yield f"{name} is not a count of all rows of a group: write it as count(*)"


def _ungrouped(others: Mapping[str, Piece], node: Piece, scope: Scope) -> Iterator[str]:
    """What is wrong with the other columns, and with what is grouped by beside them."""
    groups = [_alike(each, scope) for each in groups_of(node, scope)]
    for name, item in others.items():
        if any(each["class"] in ("WINDOW", "STAR") for each in pieces(item)) or aggregates(item):
            yield f"{name} is worked out from several rows, and not named as a count"
        elif _alike(item, scope) not in groups:
            yield f"{name} is not grouped by"
        elif scope.column(item).identifies:
            yield f"{name} is, or is worked out from, what identifies a person"
    shown = [_alike(each, scope) for each in others.values()]
    if any(each not in shown for each in groups):
        yield "it groups by what it does not show"


def _counts_people(item: Piece, scope: Scope) -> bool:
    return (
        _plain_count(item, "count")
        and item["distinct"]
        and [each["expression"]["class"] for each in item["arguments"]] == ["COLUMN_REF"]
        and scope.column(item["arguments"][0]["expression"]).counts
    )


def _counts_rows(item: Piece) -> bool:
    return _plain_count(item, "count_star") and not item["distinct"] and not item["arguments"]


def _plain_count(item: Piece, name: str) -> bool:
    return item["class"] == "FUNCTION" and item["function_name"] == name and not item["filter"]


_OF_NO_EFFECT = ("alias", "query_location", "query_location_length")


def _alike(expression: Any, scope: Scope) -> Any:
    """An expression without what differs between two that mean the same: where it stands, its alias, how columns are
    named."""
    match expression:
        case {"class": "COLUMN_REF"}:
            return scope.place(expression)
        case dict():
            return {name: _alike(each, scope) for name, each in expression.items() if name not in _OF_NO_EFFECT}
        case list():
            return [_alike(each, scope) for each in expression]
    return expression
