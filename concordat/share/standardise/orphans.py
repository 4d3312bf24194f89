"""References that lead nowhere: rows in the lake whose patient or encounter the same member has not sent."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from concordat.data.engine import DuckDB, name_of
from concordat.data.lake import Lake
from concordat.data.model import Model
from concordat.share.standardise.kept import keep, kept

Orphans = Mapping[tuple[str, str, str], tuple[int, int]]
"""By member, table and column: how many references lead nowhere, of how many."""


def orphans(home: Path, model: Model) -> Orphans:
    """By member, table and column: how many references lead nowhere, of how many, in the last snapshot."""
    lake, found = Lake(home), dict[tuple[str, str, str], tuple[int, int]]()
    head = lake.head()
    for table in model.tables:
        for column in table.columns:
            to, _, key = column.references.partition(".")
            if not to or table.name not in head.tables:
                continue
            known = "SELECT NULL AS m, NULL AS k WHERE false"
            if to in head.tables:
                known = f"SELECT DISTINCT _member AS m, {name_of(key)} AS k FROM ({lake.sql(to, head)})"
            sql = (
                f"SELECT _member, count(*) AS n, count(*) FILTER (k IS NULL) AS lost "
                f"FROM ({lake.sql(table.name, head)}) LEFT JOIN ({known}) "
                f"ON m = _member AND k = {name_of(column.name)} "
                f"WHERE {name_of(column.name)} IS NOT NULL GROUP BY _member"
            )
            for row in DuckDB(reads=(lake.folder,)).run(sql).to_pylist():
                found[row["_member"], table.name, column.name] = (row["lost"], row["n"])
    return found


def keep_orphans(home: Path, model: Model) -> None:
    """Count them and keep that, for pages: they run no query."""
    keep(home, "orphans", [[*place, *counts] for place, counts in orphans(home, model).items()])


def kept_orphans(home: Path) -> Orphans:
    """What was counted of the last snapshot; nothing where that has not been done."""
    return kept(
        home, "orphans", lambda found: {(who, table, column): (lost, n) for who, table, column, lost, n in found}
    )
