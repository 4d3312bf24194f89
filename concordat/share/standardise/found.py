"""What was found in a batch, in counts only: rows, and of each column how many came, were kept, and were wrong how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from concordat.data.engine import name_of
from concordat.share.standardise.check import is_so_sql
from concordat.share.standardise.kind import GapKind
from concordat.share.standardise.stage import Stage

STAGED = "staged"
"""What the staged rows are called in SQL."""


@dataclass(frozen=True, kw_only=True)
class ColumnFound:
    """A mapped column: values `given` (not blank), values `kept`, `faults` by kind, and how many different `codes`
    were in no map."""

    name: str
    given: int
    kept: int
    faults: Mapping[GapKind, int] = field(default_factory=dict)
    codes: int = 0


@dataclass(frozen=True, kw_only=True)
class Found:
    """A batch through a feed. `missing`: source columns that the feed reads and the file lacks, by column of the table;
    `sent`: columns declared absent of which the file has values, with its name for them and how many."""

    feed: str
    hash: str
    member: str
    system: str
    contract: str
    table: str
    batch: str
    file: str
    period: str
    received: str
    rows: int
    left_out: int = 0
    duplicates: int = 0
    unit_conflicts: int = 0
    unread: int = 0
    columns: tuple[ColumnFound, ...] = ()
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sent: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def column(self, name: str) -> ColumnFound | None:
        """A mapped column."""
        return next((each for each in self.columns if each.name == name), None)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def found_of(given: Mapping[str, Any]) -> Found:
    """What `as_dict` gave."""
    columns = tuple(
        ColumnFound(**{**each, "faults": {GapKind(kind): number for kind, number in each["faults"].items()}})
        for each in given["columns"]
    )
    missing = {name: tuple(sources) for name, sources in given["missing"].items()}
    sent = {name: (str(source), int(number)) for name, (source, number) in given["sent"].items()}
    return Found(**{**given, "columns": columns, "missing": missing, "sent": sent})


def profile_sql(stage: Stage) -> str:
    """SQL over `staged` for one row of counts, which `columns_found` and `rows_found` read."""
    counts = ["count(*) AS rows", f"count(*) FILTER (NOT ({has_key_sql(stage)})) AS left_out"]
    for number, each in enumerate(stage.feed.mapped):
        name, raw = name_of(each.target), name_of(f"{each.target}_raw")
        given = (
            f"{name} IS NOT NULL OR {raw} IS NOT NULL" if f"{each.target}_raw" in stage.raws else f"{name} IS NOT NULL"
        )
        counts += [f"count(*) FILTER ({given}) AS g{number}", f"count({name}) AS k{number}"]
        for kind in _kinds(stage, each.target):
            counts.append(f"count(*) FILTER ({is_so_sql(stage.table, each.target, kind)}) AS {_alias(number, kind)}")
        if GapKind.UNMAPPED_CODE in _kinds(stage, each.target):
            unmapped = is_so_sql(stage.table, each.target, GapKind.UNMAPPED_CODE)
            counts.append(f"count(DISTINCT {raw}) FILTER ({unmapped}) AS d{number}")
    if {"code", "value_unit"} <= {each.target for each in stage.feed.mapped}:
        counts.append(f"({_UNITS}) AS units")
    return f"SELECT {', '.join(counts)} FROM {STAGED}"


def columns_found(stage: Stage, row: Mapping[str, Any]) -> Iterator[ColumnFound]:
    """The columns of a profile."""
    for number, each in enumerate(stage.feed.mapped):
        counts = {kind: int(row[_alias(number, kind)]) for kind in _kinds(stage, each.target)}
        yield ColumnFound(
            name=each.target,
            given=int(row[f"g{number}"]),
            kept=int(row[f"k{number}"]),
            faults={kind: count for kind, count in counts.items() if count},
            codes=int(row.get(f"d{number}") or 0),
        )


def has_key_sql(stage: Stage) -> str:
    """Whether a staged row has the whole of its key."""
    return " AND ".join(f"{name_of(each)} IS NOT NULL" for each in stage.table.key)


def duplicates_sql(stage: Stage) -> str:
    """How many rows share their key with one that stands for them."""
    keys = ", ".join(name_of(each) for each in stage.table.key)
    return (
        f"SELECT coalesce(sum(n - 1), 0) AS duplicates FROM "
        f"(SELECT count(*) AS n FROM {STAGED} WHERE {has_key_sql(stage)} GROUP BY {keys} HAVING count(*) > 1)"
    )


def last_of_each_sql(stage: Stage, *, others: bool = False) -> str:
    """The rows with a key, of those that share one the last in the file; or the `others`."""
    keys = ", ".join(name_of(each) for each in stage.table.key)
    order = f"_file DESC, _row DESC, CAST({STAGED} AS VARCHAR) DESC"  # where rows have no number, the same each time
    return (
        f"SELECT * FROM {STAGED} WHERE {has_key_sql(stage)} "
        f"QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY {order}) {'>' if others else '='} 1"
    )


_UNITS = (
    f"SELECT count(*) FROM (SELECT code FROM {STAGED} WHERE value_unit IS NOT NULL AND value_number IS NOT NULL "
    "GROUP BY code HAVING count(DISTINCT value_unit) > 1)"
)


def _kinds(stage: Stage, column: str) -> tuple[GapKind, ...]:
    return tuple(dict.fromkeys(each.kind for each in stage.checks if each.column == column))


def _alias(number: int, kind: GapKind) -> str:
    return f"{kind.value}_{number}"
