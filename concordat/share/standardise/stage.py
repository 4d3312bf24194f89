"""One SQL stage: missing, clean, parse, code map, checks; typed columns, `_raw` where changed, a bit for each fault."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from concordat.data.dialects.on_duckdb import DUCKDB
from concordat.data.dialects.primitives import Dialect
from concordat.data.extract import Batch
from concordat.data.model import Model, TableModel
from concordat.share.mapping.compile import compile_feed
from concordat.share.mapping.feed import Feed
from concordat.share.standardise.check import Check, masks, masks_sql
from concordat.share.standardise.column import ColumnStage, staged
from concordat.share.standardise.kind import GapKind

PROVENANCE = ("_member", "_system", "_batch", "_file", "_row")
"""Where a row came from."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """SQL over `source` that gives the rows of a table: its columns, `raws`, `_member`, `_system`, `_batch`, `_file`,
    `_row` (line or record of the file) and `_checks_<n>`, a mask of `checks`."""

    sql: str
    table: TableModel
    feed: Feed
    checks: tuple[Check, ...]
    raws: tuple[str, ...]
    to: Dialect

    @property
    def names(self) -> tuple[str, ...]:
        """Every column of its rows."""
        return (*self.table.names, *self.raws, *PROVENANCE, *masks(self.table))


def standardise_sql(
    feed: Feed, model: Model, batch: Batch, columns: Collection[str] | None = None, to: Dialect = DUCKDB
) -> Stage:
    """The stage of a feed for a batch, as SQL `to` a dialect. `columns` are those the source has, if not all that the
    feed reads."""
    table, received = model.table(feed.table), batch.received_at.date()
    made = [staged(each, feed.column(each.name), feed, received, key=table.key, to=to) for each in table.columns]
    checks = (*(check for each in made for check in each.checks), *_orders(table, feed, to))
    given = ", ".join(f"{each.given} AS {to.name(each.name)}" for each in made)
    cleaned = ", ".join(f"{to.name(each.name)} AS {each.g}, {each.cleaned} AS {each.t}" for each in made)
    parsed = ", ".join(f"{each.g}, {each.t}, {each.parsed} AS {each.v}{each.extra}" for each in made)
    joins = " ".join(each.join for each in made if each.join)
    judged = "".join(f", {each.judged} AS {each.c}" for each in made if each.judged)
    sql = (
        f"WITH mapped AS (\n{compile_feed(feed, model, columns, to)}),\n"
        f"given AS (SELECT {given}, _file, _row FROM mapped),\n"
        f"cleaned AS (SELECT {cleaned}, _file, _row FROM given),\n"
        f"parsed AS (SELECT {parsed}, _file, _row FROM cleaned {joins}),\n"
        f"judged AS (SELECT *{judged} FROM parsed)\n"
        f"SELECT {_kept(made, to)}, {_provenance(feed, batch, to)}, _file, _row, {masks_sql(table, checks)} FROM judged"
    )
    raws = tuple(f"{each.name}_raw" for each in made if each.raw)
    return Stage(sql=sql, table=table, feed=feed, checks=checks, raws=raws, to=to)


def _kept(made: list[ColumnStage], to: Dialect) -> str:
    final = [f"{each.final} AS {to.name(each.name)}" for each in made]
    return ", ".join([*final, *(f"{each.raw} AS {to.name(each.name + '_raw')}" for each in made if each.raw)])


def _provenance(feed: Feed, batch: Batch, to: Dialect) -> str:
    said = {"_member": feed.member, "_system": feed.system, "_batch": batch.id}
    return ", ".join(f"{to.text(value)} AS {name}" for name, value in said.items())


def _orders(table: TableModel, feed: Feed, to: Dialect) -> Iterator[Check]:
    given = {each.target for each in feed.mapped}
    for first, second in table.orders:
        if {first, second} <= given:
            sql = f"{to.name(f'v {first}')} > {to.name(f'v {second}')}"
            yield Check(column=second, kind=GapKind.FAILS_CHECK, reason=f"It is before {first}", sql=sql)
