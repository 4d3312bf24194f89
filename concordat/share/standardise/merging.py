"""Merges of a batch: the identifiers of its messages become those of the shared tables, as the patients' feed says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from concordat.data.engine import DuckDB, Input, name_of, text
from concordat.data.extract import Batch
from concordat.data.merged import KEY
from concordat.data.model import Model
from concordat.share.mapping.feed import Feed
from concordat.share.standardise.stage import standardise_sql

PEOPLE = "patient"
"""The table whose feed says which records were merged; those of other tables only follow."""
_TOLD = "told"


def merged(
    merges: str,
    inputs: Mapping[str, Input],
    feed: Feed,
    batch: Batch,
    *,
    model: Model,
    columns: Collection[str],
    to: Path,
) -> None:
    """Write the rows of data.merged.MERGES that a batch says. One whose identifiers the feed cannot make is none."""
    engine, told = DuckDB(temp=to.parent), to.with_name("told.parquet")
    engine.write(f"SELECT *, row_number() OVER () AS place FROM ({merges})", told, inputs)
    kept, gone = (_made(each, feed, batch, model, columns) for each in ("kept", "merged"))
    sql = (
        f"SELECT {text(feed.member)} AS _member, {text(feed.system)} AS _system, {text(batch.id)} AS _batch, "
        f"t._file, t._row, t._at, g.{KEY} AS merged, k.{KEY} AS kept "
        f"FROM {_TOLD} t JOIN ({kept}) k ON k._row = t.place JOIN ({gone}) g ON g._row = t.place "
        f"WHERE k.{KEY} <> g.{KEY}"
    )
    engine.write(sql, to, {_TOLD: told})


def _made(which: str, feed: Feed, batch: Batch, model: Model, columns: Collection[str]) -> str:
    """The identifiers of one side as the feed makes them of a row that has nothing else; `_row` is their place."""
    bare = replace(feed, filter=None, grain=())
    key = feed.source.key
    given = (f"{which if each == key else 'CAST(NULL AS VARCHAR)'} AS {name_of(each)}" for each in columns)
    source = f"SELECT {', '.join(given)}, _file, place AS _row FROM {_TOLD}"
    stage = standardise_sql(bare, model, batch, columns)
    return f"WITH source AS ({source}), {stage.sql.removeprefix('WITH ')}"
