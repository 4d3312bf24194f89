"""Where the columns of a question in SQL come from, as long as every row is of one person: read from its parse tree.

Rows are of one person in the tables of a store, in what is chosen of them row by row, in joins on the person's key, in
groups by it, and in windows partitioned by it. Whatever else SQL can do is refused, with what to write instead: it
could carry a value of one person into the rows of others, among whom it would not be too few to be told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from concordat.data.disclosure import NotReleasable
from concordat.data.governed import EVERYWHERE, PERSON_KEY
from concordat.data.grammar import AGGREGATES
from concordat.data.model import shared_model

PATIENT = "patient_id"
"""Whose row it is, at its own member. Two that are alike on both sides of a join are as many people on either."""

Piece: TypeAlias = dict[str, Any]
"""A piece of DuckDB's parse tree, of the kinds in `grammar`."""


class NotFollowed(NotReleasable):
    """SQL of which it cannot be told that each of its rows is of one person, or from where a column of it comes."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """What a column holds. `key` is the person's key that it is as it stands, "" if none; where `counts`, as many
    different ones are as many people. `identifies`: it is, or is worked out from, an identifier or a key."""

    key: str = ""
    counts: bool = False
    identifies: bool = False


Relation: TypeAlias = Mapping[str, Column]
"""The columns of a table, or of what stands for one, by name in lower case."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What the expressions of a SELECT may name: relations by name, and the columns that USING made one of two."""

    relations: Mapping[str, Relation]
    merged: frozenset[str] = frozenset()

    def place(self, reference: Piece) -> tuple[str, str]:
        """The relation, and its column, that a reference means. Raises NotFollowed."""
        *before, name = (each.casefold() for each in reference["column_names"])
        found = [each for each, columns in self.relations.items() if name in columns and before in ([], [each])]
        if not found or (len(found) > 1 and name not in self.merged):
            what = f"It cannot be told where a column comes from that is named {'.'.join((*before, name))}"
            raise NotFollowed(what, remedy="Write it as table.column, of a table or a subquery in the same FROM")
        return found[0], name

    def column(self, expression: Piece) -> Column:
        """What an expression makes of the columns it names. Raises NotFollowed."""
        found = [self.relations[relation][name] for relation, name in map(self.place, references(expression))]
        if expression["class"] == "COLUMN_REF":
            return found[0]
        return Column(identifies=any(each.identifies for each in found))


def tables_of(tables: Mapping[str, Collection[str]]) -> Mapping[str, Relation]:
    """The tables of a store as relations. Where a table has the key of a person, that is what counts people."""
    return {table.casefold(): _table(table, columns) for table, columns in tables.items()}


def _table(table: str, columns: Collection[str]) -> Relation:
    counting = PERSON_KEY if PERSON_KEY in columns else PATIENT
    return {
        each.casefold(): Column(
            key=each if each in (PERSON_KEY, PATIENT) else "",
            counts=each == counting,
            identifies=_identifies(table, each),
        )
        for each in columns
    }


def _identifies(table: str, column: str) -> bool:
    models = (one for each in shared_model().tables if each.name == table for one in each.whole if one.name == column)
    sensitive = any(each.sensitivity in ("identifier", "key") for each in models)
    return sensitive or column in EVERYWHERE or column.endswith(("_id", "_key"))


def scope_of(node: Piece, known: Mapping[str, Relation]) -> Scope:
    """What a SELECT may name, its own WITH and FROM followed. Raises NotFollowed."""
    if node["type"] != "SELECT_NODE":
        raise NotFollowed("It puts several SELECTs together", remedy="Release one for each, without UNION and the like")
    for each in node["cte_map"]["map"]:
        _not_renamed(each["value"]["aliases"])
        known = {**known, each["key"].casefold(): _projected(each["value"]["query_node"], known)}
    scope = _from(node["from_table"], known)
    _check_expressions(node, scope)
    return scope


def groups_of(node: Piece, scope: Scope) -> tuple[Piece, ...]:
    """The expressions that a SELECT groups by, a place or an alias as what it stands for. Raises NotFollowed."""
    listed, given = node["select_list"], node["group_expressions"]
    if node["aggregate_handling"] == "FORCE_AGGREGATES":
        return tuple(each for each in listed if not aggregates(each))
    if [sorted(each) for each in node["group_sets"]] not in ([], [list(range(len(given)))]):
        raise NotFollowed("It groups in several ways at once", remedy="Write one GROUP BY of plain columns for each")
    return tuple(_meant(each, listed, scope) for each in given)


def _meant(group: Piece, listed: list[Piece], scope: Scope) -> Piece:
    """DuckDB takes a whole number for a place, and a name for an alias where no column in FROM bears it."""
    if group["class"] == "CONSTANT" and group["literal"]["kind"] == "INTEGER":
        if any(each["class"] == "STAR" for each in listed):
            raise NotFollowed("It groups by a place beside *", remedy="Group by the names of columns")
        return listed[int(group["literal"]["text"]) - 1]
    names = [each.casefold() for each in group.get("column_names", ())]
    if len(names) == 1 and names[0] not in scope.relations and not any(names[0] in each for each in _all(scope)):
        return next((each for each in listed if each["alias"].casefold() == names[0]), group)
    return group


def aggregates(expression: Piece) -> bool:
    """Whether an expression makes one value of many rows."""
    return any(each["class"] == "FUNCTION" and each["function_name"] in AGGREGATES for each in pieces(expression))


def references(expression: Any) -> Iterator[Piece]:
    """The references to columns in an expression, or in several."""
    return (each for each in pieces(expression) if each["class"] == "COLUMN_REF")


def pieces(value: Any) -> Iterator[Piece]:
    """Every expression within a piece of the tree, itself first."""
    if isinstance(value, dict) and "class" in value:
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from pieces(each)


def _projected(node: Piece, known: Mapping[str, Relation]) -> Relation:
    """The columns of a SELECT that stands for a table."""
    scope = scope_of(node, known)
    for each in node["modifiers"]:
        if each["type"] == "LIMIT_MODIFIER" or each.get("distinct_on_targets"):
            raise NotFollowed("It picks some rows by others", remedy="Write it without LIMIT and DISTINCT ON")
    groups = groups_of(node, scope)
    grouped = groups or node["having"] or any(map(aggregates, node["select_list"]))
    if grouped and not any(_key(each, scope) for each in groups):
        what = "A subquery makes one row of those of several people"
        raise NotFollowed(what, remedy=f"Have it GROUP BY {PERSON_KEY} or {PATIENT} as well, and count outside it")
    found: dict[str, Column] = {}
    for name, column in (pair for each in node["select_list"] for pair in _named(each, scope)):
        if name in found:
            raise NotFollowed(f"A subquery has two columns {name}", remedy="Name each column of it once, with AS")
        found[name] = column
    return found


def _named(item: Piece, scope: Scope) -> Iterator[tuple[str, Column]]:
    """The columns that an item of a select list makes; one without a name cannot be named from outside."""
    if item["class"] == "STAR":
        left_out = {each.casefold() for each in item["exclude_list"]}
        only = item["relation_name"].casefold()
        if scope.merged:
            raise NotFollowed("It takes * of a join with USING", remedy="Name the columns")
        for relation, columns in scope.relations.items():
            yield from (pair for pair in columns.items() if only in ("", relation) and pair[0] not in left_out)
    elif name := item["alias"] or (item["class"] == "COLUMN_REF" and item["column_names"][-1]):
        yield name.casefold(), scope.column(item)


def _from(table: Piece, known: Mapping[str, Relation]) -> Scope:
    match table["type"]:
        case "BASE_TABLE":
            _not_renamed(table["column_name_alias"])
            name = table["table_name"].casefold()
            if name in known:
                return Scope(relations={table["alias"].casefold() or name: known[name]})
        case "SUBQUERY":
            _not_renamed(table["column_name_alias"])
            return Scope(relations={table["alias"].casefold(): _projected(table["subquery"]["node"], known)})
        case "JOIN":
            return _joined(table, _from(table["left"], known), _from(table["right"], known))
    raise NotFollowed("It asks of no table", remedy="Write FROM with tables, or subqueries over them")


def _joined(join: Piece, left: Scope, right: Scope) -> Scope:
    """Both sides of a join as one, if they are of one person. A row of which a side is missing is of the other's."""
    using = frozenset(each.casefold() for each in join["using_columns"])
    both = Scope(relations={**left.relations, **right.relations}, merged=left.merged | right.merged | using)
    if len(both.relations) < len(left.relations) + len(right.relations):
        raise NotFollowed("It joins two tables of one name", remedy="Name each with AS")
    if join["ref_type"] != "REGULAR" or not any(_ties(join, using, left, right, both)):
        what = "It joins rows of different people"
        raise NotFollowed(what, remedy=f"Write JOIN ... ON a.{PERSON_KEY} = b.{PERSON_KEY} AND ..., or {PATIENT}")
    _check_pieces([join["condition"]], both)
    return left if join["join_type"] in ("SEMI", "ANTI") else both


def _ties(join: Piece, using: Collection[str], left: Scope, right: Scope, both: Scope) -> Iterator[bool]:
    """For each column of USING, and each condition that must hold, whether it is that both are of one person."""
    for name in using:
        keys = {each[name].key if name in each else "" for each in (*_having(name, left), *_having(name, right))}
        yield len(keys) == 1 and keys != {""}
    for each in _conditions(join["condition"]):
        if each["type"] == "COMPARE_EQUAL" and each["left"]["class"] == each["right"]["class"] == "COLUMN_REF":
            places = [both.place(each[side])[0] for side in ("left", "right")]
            across = {place in left.relations for place in places} == {True, False}
            yield across and bool(_key(each["left"], both)) and _key(each["left"], both) == _key(each["right"], both)


def _having(name: str, scope: Scope) -> list[Relation]:
    """The relations that have a column; one empty where none has."""
    return [each for each in _all(scope) if name in each] or [{}]


def _conditions(condition: Piece | None) -> Iterator[Piece]:
    """What must hold, each on its own."""
    if condition and condition["type"] == "CONJUNCTION_AND":
        for each in condition["children"]:
            yield from _conditions(each)
    elif condition:
        yield condition


def _key(expression: Piece, scope: Scope) -> str:
    return scope.column(expression).key if expression["class"] == "COLUMN_REF" else ""


def _all(scope: Scope) -> Collection[Relation]:
    return scope.relations.values()


def _check_expressions(node: Piece, scope: Scope) -> None:
    aliases = [[each["alias"].casefold()] for each in node["select_list"]]
    _check_pieces(node["select_list"], scope)
    _check_pieces([node[each] for each in ("where_clause", "group_expressions", "having", "qualify")], scope, aliases)


def _check_pieces(expressions: list[Any], scope: Scope, aliases: Collection[list[str]] = ()) -> None:
    """Whether every expression is of the columns in scope, or of `aliases`, and of one person's rows."""
    for each in pieces(expressions):
        if each["class"] == "SUBQUERY":
            raise NotFollowed("It has a SELECT within an expression", remedy=f"JOIN it in FROM, on {PERSON_KEY}")
        if each["class"] == "WINDOW" and not any(_key(part, scope) for part in each["partitions"]):
            what = "A window takes in rows of several people"
            raise NotFollowed(what, remedy=f"Have it PARTITION BY {PERSON_KEY} or {PATIENT} as well")
        if each["class"] == "COLUMN_REF" and [name.casefold() for name in each["column_names"]] not in aliases:
            scope.place(each)


def _not_renamed(names: Collection[str]) -> None:
    if names:
        raise NotFollowed("It names columns by their places", remedy="Name each with AS, in its own SELECT")
