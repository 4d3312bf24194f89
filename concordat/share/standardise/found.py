"""What was found in a batch, in counts only: rows, and of each column how many came, were kept, and were wrong how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from concordat.data.extract import order_of
from concordat.share.standardise.check import is_so_sql, masks, places
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
    `sent`: columns declared absent of which the file has values, with its name for them and how many; `spare`: columns
    of the file that the feed does not read."""

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
    spare: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[str, datetime, str]:
        """Where its batch comes among those of its member, as `Batch.order`."""
        return order_of(self.period, datetime.fromisoformat(self.received), self.batch)

    def column(self, name: str) -> ColumnFound | None:
        """A mapped column."""
        return next((each for each in self.columns if each.name == name), None)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def last_of_each(found: Iterable[Found]) -> dict[tuple[str, str], Found]:
    """The last batch of each feed, by its member and name."""
    return {(each.member, each.feed): each for each in sorted(found, key=lambda each: each.order)}


def found_of(given: Mapping[str, Any]) -> Found:
    """What `as_dict` gave."""
    columns = tuple(
        ColumnFound(**{**each, "faults": {GapKind(kind): number for kind, number in each["faults"].items()}})
        for each in given["columns"]
    )
    missing = {name: tuple(sources) for name, sources in given["missing"].items()}
    sent = {name: (str(source), int(number)) for name, (source, number) in given["sent"].items()}
    spare = tuple(map(str, given.get("spare", ())))
    return Found(**{**given, "columns": columns, "missing": missing, "sent": sent, "spare": spare})


def profile_sql(stage: Stage) -> str:
    """SQL over `staged` for counts: a row for each mix of faults that there is, which `columns_found` adds up."""
    counts = ["count(*) AS rows", f"count(*) FILTER (WHERE NOT ({has_key_sql(stage)})) AS left_out"]
    for number, each in enumerate(stage.feed.mapped):
        name, raw = stage.to.name(each.target), f"{each.target}_raw"
        given = f"coalesce({stage.to.cast(name, 'VARCHAR')}, {stage.to.name(raw)})" if raw in stage.raws else name
        counts += [f"count({given}) AS g{number}", f"count({name}) AS k{number}"]
    by = ", ".join(masks(stage.table))
    return f"SELECT {by}, {', '.join(counts)} FROM {STAGED} GROUP BY {by}"


def details_sql(stage: Stage) -> str:
    """SQL over `staged` for one row of what cannot be added up: codes that no map has, and units in conflict."""
    counts = ["1 AS one"]
    for number, each in enumerate(stage.feed.mapped):
        if each.codes:
            unmapped = is_so_sql(stage.table, each.target, GapKind.UNMAPPED_CODE)
            raw = stage.to.name(f"{each.target}_raw")
            counts.append(f"(SELECT count(DISTINCT {raw}) FROM {STAGED} WHERE {unmapped}) AS d{number}")
    if {"code", "value_unit", "value_number"} <= {each.target for each in stage.feed.mapped}:
        counts.append(f"({_UNITS}) AS units")
    return f"SELECT {', '.join(counts)}"


def columns_found(
    stage: Stage, profile: Sequence[Mapping[str, Any]], details: Mapping[str, Any]
) -> Iterator[ColumnFound]:
    """The columns of a profile."""
    for number, each in enumerate(stage.feed.mapped):
        counts = {kind: _marked(stage, profile, each.target, kind) for kind in _kinds(stage, each.target)}
        yield ColumnFound(
            name=each.target,
            given=sum(row[f"g{number}"] for row in profile),
            kept=sum(row[f"k{number}"] for row in profile),
            faults={kind: count for kind, count in counts.items() if count},
            codes=int(details.get(f"d{number}") or 0),
        )


def _marked(stage: Stage, profile: Sequence[Mapping[str, Any]], column: str, kind: GapKind) -> int:
    word, bit = places(stage.table)[column, kind]
    return sum(int(row["rows"]) for row in profile if row[f"_checks_{word}"] >> bit & 1)


def has_key_sql(stage: Stage) -> str:
    """Whether a staged row has the whole of its key."""
    return " AND ".join(f"{stage.to.name(each)} IS NOT NULL" for each in stage.table.key)


def duplicates_sql(stage: Stage) -> str:
    """How many rows share their key with one that stands for them."""
    keys = ", ".join(map(stage.to.name, stage.table.key))
    return (
        f"SELECT coalesce(sum(n - 1), 0) AS duplicates FROM "
        f"(SELECT count(*) AS n FROM {STAGED} WHERE {has_key_sql(stage)} GROUP BY {keys} HAVING count(*) > 1) AS shared"
    )


def last_of_each_sql(stage: Stage, *, others: bool = False) -> str:
    """The rows with a key, of those that share one the last in the file; or the `others`."""
    keys = ", ".join(map(stage.to.name, stage.table.key))
    all_of = [stage.to.name(each) for each in stage.names]
    order = ", ".join(f"{each} DESC" for each in ("_file", "_row", *all_of))  # without numbers, still one order
    rest = f"FROM {STAGED} WHERE {has_key_sql(stage)}"
    over = f"PARTITION BY {keys} ORDER BY {order}"
    return stage.to.chosen(all_of, stage.names, rest, over=over, test=f"{'>' if others else '='} 1")


_UNITS = (
    f"SELECT count(*) FROM (SELECT code FROM {STAGED} WHERE value_unit IS NOT NULL AND value_number IS NOT NULL "
    "GROUP BY code HAVING count(DISTINCT value_unit) > 1) AS several"
)


def _kinds(stage: Stage, column: str) -> tuple[GapKind, ...]:
    return tuple(dict.fromkeys(each.kind for each in stage.checks if each.column == column))
