"""Rejects: every value and row that the table lacks, by file, line, column and kind; never what was given."""

from __future__ import annotations

from concordat.share.standardise.check import is_so_sql, masks
from concordat.share.standardise.found import STAGED, last_of_each_sql
from concordat.share.standardise.kind import GapKind
from concordat.share.standardise.stage import Stage

READ = "unread"
"""What the reader's own rejects are called in SQL."""
_REPEATED = "The key is there again, further down: the last row stands"


def rejects_sql(stage: Stage, *, duplicates: bool, unread: bool) -> str:
    """SQL over `staged`, and over `unread` if there are any, for (file, line, column, kind, reason)."""
    text, column_ = stage.to.text, stage.to.name("column")
    parts = [
        f"SELECT _file AS file, _row AS line, {text(column)} AS {column_}, {text(kind.value)} AS kind, "
        f"{text('; '.join(reasons))} AS reason FROM faulty WHERE {is_so_sql(stage.table, column, kind)}"
        for (column, kind), reasons in _reasons(stage).items()
    ]
    if duplicates:
        key = text(", ".join(stage.table.key))
        parts.append(
            f"SELECT _file, _row, {key}, {text(GapKind.DUPLICATE_KEY.value)}, {text(_REPEATED)} "
            f"FROM ({last_of_each_sql(stage, others=True)}) AS others"
        )
    if unread:
        parts.append(f"SELECT file, line, {column_}, kind, reason FROM {READ}")
    nothing = f"SELECT '' AS file, CAST(0 AS BIGINT) AS line, '' AS {column_}, '' AS kind, '' AS reason WHERE false"
    return f"WITH faulty AS {stage.to.once()}({_faulty(stage)})\n" + "\nUNION ALL ".join([nothing, *parts])


def _faulty(stage: Stage) -> str:
    """The rows that have a fault at all: few, so that each kind is looked for among few."""
    any_of = " OR ".join(is_so_sql(stage.table, *each) for each in _reasons(stage)) or "false"
    return f"SELECT _file, _row, {', '.join(masks(stage.table))} FROM {STAGED} WHERE {any_of}"


def _reasons(stage: Stage) -> dict[tuple[str, GapKind], list[str]]:
    found: dict[tuple[str, GapKind], list[str]] = {}
    for each in stage.checks:
        if each.rejects:
            found.setdefault((each.column, each.kind), []).append(each.reason)
    return found
