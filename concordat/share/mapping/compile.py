"""A feed as SQL: from the relation `source`, texts under its own names, to texts under those of the shared table."""

from __future__ import annotations

from collections.abc import Collection

from concordat.data.dialects.on_duckdb import DUCKDB
from concordat.data.dialects.primitives import Dialect
from concordat.data.model import Model, TableModel
from concordat.share.mapping.carried import carried
from concordat.share.mapping.feed import Feed, FeedColumn
from concordat.share.standardise.clean import missing_sql

SOURCE = "source"


def compile_feed(feed: Feed, model: Model, columns: Collection[str] | None = None, to: Dialect = DUCKDB) -> str:
    """SQL that gives every column of the feed's table as text (NULL where the feed has nothing), `_file` and `_row`.

    With `columns`, those the source has: what reads others is NULL; `missing_columns` says which.
    """
    table = model.table(feed.table)
    had = None if columns is None else {each.casefold() for each in columns}
    chosen = [f"{_origin(feed.column(name), had, feed.source.missing, to)} AS {to.name(name)}" for name in table.names]
    chosen, rest = [*chosen, "_file", "_row"], f"FROM {SOURCE}"
    if feed.filter and _has(feed.filter.columns, had):
        rest += f"\nWHERE coalesce({to.attempt(carried(feed.filter, to))}, false)"
    if feed.grain and _has(feed.grain, had):
        over = f"PARTITION BY {', '.join(map(to.name, feed.grain))} ORDER BY _file DESC, _row DESC"
        return to.chosen(chosen, (*table.names, "_file", "_row"), rest, over=over, test="= 1")
    return f"SELECT {', '.join(chosen)}\n{rest}"


def missing_columns(feed: Feed, columns: Collection[str]) -> tuple[str, ...]:
    """The columns of the source that the feed reads and the source does not have."""
    had = {each.casefold() for each in columns}
    return tuple(each for each in feed.reads if each.casefold() not in had)


def lost_targets(feed: Feed, columns: Collection[str]) -> dict[str, tuple[str, ...]]:
    """By column of the table, the source columns without which it has nothing at all."""
    had = {each.casefold() for each in columns}
    return {
        each.target: tuple(name for name in each.reads if name.casefold() not in had)
        for each in feed.mapped
        if each.reads and not _gives(each, had)
    }


def unmapped(feed: Feed, table: TableModel) -> tuple[str, ...]:
    """The columns of the table of which the feed says nothing."""
    return tuple(name for name in table.names if feed.column(name) is None)


def _origin(column: FeedColumn | None, had: set[str] | None, missing: tuple[str, ...], to: Dialect) -> str:
    if column is None or column.absent or not _gives(column, had):
        return to.cast("NULL", "VARCHAR")
    if column.expression:
        # a value that cannot be worked out is none, and does not stop the others
        return to.attempt(to.cast(carried(column.expression, to), "VARCHAR"))
    there = [each for each in column.sources if _has((each,), had)]
    if len(there) == 1:
        return to.cast(to.name(there[0]), "VARCHAR")
    given = (missing_sql(to.cast(to.name(each), "VARCHAR"), missing, to) for each in there)
    return f"coalesce({', '.join(given)})"


def _gives(column: FeedColumn, had: set[str] | None) -> bool:
    """Whether the source has what the column needs: all of an expression's, one of several sources."""
    if column.expression:
        return _has(column.expression.columns, had)
    return any(_has((each,), had) for each in column.sources)


def _has(names: Collection[str], had: set[str] | None) -> bool:
    return had is None or all(each.casefold() in had for each in names)
