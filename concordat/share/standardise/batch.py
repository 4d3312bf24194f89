"""A batch through a feed: a part for the lake, its rejects, and what was found; or it is refused whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from concordat.core.refusal import Refusal
from concordat.data.catalogue import Part
from concordat.data.engine import DuckDB, Engine, Input, name_of, text
from concordat.data.extract import Batch
from concordat.data.formats.fhir import Reject, flatten
from concordat.data.formats.fhir_view import LINE
from concordat.data.formats.reader import read
from concordat.data.formats.relation import REJECTS
from concordat.data.merged import MERGES
from concordat.data.model import Model
from concordat.data.part import part_of
from concordat.share.mapping.compile import lost_targets, missing_columns
from concordat.share.mapping.feed import Feed
from concordat.share.mapping.names import alike
from concordat.share.mapping.view_sql import compile_view
from concordat.share.standardise.clean import missing_sql
from concordat.share.standardise.found import (
    STAGED,
    Found,
    columns_found,
    details_sql,
    duplicates_sql,
    last_of_each_sql,
    profile_sql,
)
from concordat.share.standardise.merging import PEOPLE, merged
from concordat.share.standardise.rejects import READ, rejects_sql
from concordat.share.standardise.stage import Stage, standardise_sql


class CannotMap(Refusal):
    """A batch that the feed does not fit; nothing of it goes into the lake."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """The rows of a file as texts: SQL with `_file` and `_row`, its columns, rejects of its reader, and `merges`: SQL
    for records of its `key` that became another (data.formats.relation)."""

    sql: str
    inputs: Mapping[str, Input]
    columns: tuple[str, ...]
    rejects: tuple[Path, ...] = ()
    rejected: int = 0
    merges: str = ""


@dataclass(frozen=True, kw_only=True)
class Standardised:
    """Parts for the lake, the table's and that of its merges, where its rejects are, and what was found; `staged` has
    every row, before any is left out."""

    parts: tuple[Part, ...]
    rejects: Path
    found: Found
    staged: Path


def standardise(
    batch: Batch,
    feed: Feed,
    *,
    home: Path,
    model: Model,
    work: Path,
    engine: Engine | None = None,
    lines: bool = False,
) -> Standardised:
    """What a landed batch becomes by a feed, worked out by an engine, DuckDB unless another is given; files are made
    below `work`, a folder of its own. Raises Refusal.

    A view is read in any order, which is fast; if there is anything to tell of a row, it is read again with `lines`.
    """
    work.mkdir(parents=True, exist_ok=True)
    source = read_source(batch.file(home), feed, work / "read", lines=lines)
    _fits(feed, model, source.columns, batch)
    with _at_work(engine, work) as at_work:
        made = _standardised(batch, feed, source, model, at_work, work)
    if feed.view is None or lines or pq.read_metadata(made.rejects).num_rows == source.rejected:
        return made
    again = work / "lines"
    return standardise(batch, feed, home=home, model=model, work=again, engine=engine, lines=True)


@contextmanager
def _at_work(engine: Engine | None, work: Path) -> Iterator[Engine]:
    """The engine; DuckDB as one connection, since it takes longer to make one than most queries take to run."""
    if engine is not None:
        yield engine
        return
    with DuckDB(temp=work).kept(work) as own:
        yield own


def _plain(source: Source, engine: Engine, work: Path) -> Source:
    """A source that the engine can read: what readers say of their rows is said to DuckDB, so others get the rows."""
    if engine.dialect is DuckDB.dialect:
        return source
    rows = work / "source.parquet"
    DuckDB(temp=work).write(source.sql, rows, source.inputs)
    return replace(source, sql="SELECT * FROM extract", inputs={"extract": rows})


def _standardised(batch: Batch, feed: Feed, source: Source, model: Model, engine: Engine, work: Path) -> Standardised:
    stage = standardise_sql(feed, model, batch, source.columns, engine.dialect)
    staged, given = work / "staged.parquet", _plain(source, engine, work)
    engine.write(over(given, stage), staged, given.inputs)
    inputs: dict[str, Input] = {STAGED: staged}
    profile = engine.run(profile_sql(stage), inputs).to_pylist()
    (details,) = engine.run(details_sql(stage), inputs).to_pylist()
    rows, left_out = (sum(each[name] for each in profile) for name in ("rows", "left_out"))
    duplicates = int(engine.run(duplicates_sql(stage), inputs).to_pylist()[0]["duplicates"])
    table, rejects = staged, work / "rejects.parquet"
    if duplicates or left_out:
        table = work / "table.parquet"
        engine.write(last_of_each_sql(stage), table, inputs)
    unread: dict[str, Input] = {READ: source.rejects} if source.rejects else {}
    engine.write(rejects_sql(stage, duplicates=bool(duplicates), unread=bool(unread)), rejects, inputs | unread)
    found = Found(
        feed=feed.name,
        hash=feed.hash,
        member=feed.member,
        system=feed.system,
        contract=feed.contract,
        table=feed.table,
        batch=batch.id,
        file=batch.name,
        period=batch.period,
        received=batch.received_at.isoformat(),
        rows=rows,
        left_out=left_out,
        duplicates=duplicates,
        unit_conflicts=int(details.get("units") or 0),
        unread=source.rejected,
        columns=tuple(columns_found(stage, profile, details)),
        missing=lost_targets(feed, source.columns),
        sent=_sent(feed, model, given, engine),
        spare=_spare(feed, source),
    )
    parts = {feed.table: table}
    if source.merges and feed.table == PEOPLE:
        parts[MERGES] = work / "merges.parquet"
        merged(source.merges, source.inputs, feed, batch, model=model, columns=source.columns, to=parts[MERGES])
    made = [part_of(path, table=name, organisation=feed.member, batch=batch.id) for name, path in parts.items()]
    return Standardised(parts=tuple(made), rejects=rejects, found=found, staged=staged)


def over(source: Source, stage: Stage) -> str:
    """The stage with its source before it."""
    return f"WITH source AS ({source.sql}), {stage.sql.removeprefix('WITH ')}"


def read_source(path: Path, feed: Feed, work: Path, *, lines: bool = False) -> Source:
    """The rows of a landed file, as the feed says it is written; those of a view with their `lines` if asked. Raises
    Refusal."""
    if feed.view is not None:
        return _flattened(path, feed, work, lines)
    relation = read(path, feed.source, work=work)
    return Source(
        sql=relation.sql,
        inputs=relation.inputs,
        columns=relation.columns,
        rejects=relation.rejects if relation.rejected else (),
        rejected=relation.rejected,
        merges=relation.merges,
    )


def _flattened(path: Path, feed: Feed, work: Path, lines: bool) -> Source:
    """The rows of a view; `_row` is the line of the resource, of which a view may make several rows, or blank."""
    view = compile_view(dict(feed.view or {}), file=feed.file, numbered=lines)
    rejects: list[Reject] = []
    made = flatten([path], view, to=work, reject=rejects.append)
    columns = tuple(each.name for each in view.columns if each.name != LINE)
    row = LINE if lines else "NULL"
    blank = pa.table({each.name: pa.array([], pa.string()) for each in view.columns})
    told = work / "unread.parquet"
    pq.write_table(pa.Table.from_pylist([vars(each) for each in rejects], schema=REJECTS), told)
    listed = ", ".join(f"CAST({name_of(each)} AS VARCHAR) AS {name_of(each)}" for each in columns)
    return Source(
        sql=f"SELECT {listed}, {text(path.name)} AS _file, CAST({row} AS BIGINT) AS _row FROM extract",
        inputs={"extract": list(made.parts) if made.rows else blank},
        columns=columns,
        rejects=(told,) if rejects else (),
        rejected=made.rejected,
    )


def _fits(feed: Feed, model: Model, columns: Collection[str], batch: Batch) -> None:
    """Raises CannotMap where the file lacks what decides which rows there are: the key, the filter or the grain."""
    lost, key = lost_targets(feed, columns), model.table(feed.table).key
    needed = [*feed.grain, *(feed.filter.columns if feed.filter else ())]
    missing = [name for each in key for name in lost.get(each, ())]
    missing += [each for each in missing_columns(feed, columns) if each in needed]
    if missing:
        named = ", ".join(dict.fromkeys(missing))
        remedy = (
            "If its name changed, add the new one to the feed's source, below `columns`; else ask for it to be sent"
        )
        where = f"{batch.name}, batch {batch.id}"
        raise CannotMap(
            f"The file has no column {named}, by which {feed.name} tells rows apart", where=where, remedy=remedy
        )


def _spare(feed: Feed, source: Source) -> tuple[str, ...]:
    """The columns of the file that the feed does not read."""
    read_already = {each.casefold() for each in feed.reads}
    return tuple(each for each in source.columns if each.casefold() not in read_already)


def _sent(feed: Feed, model: Model, source: Source, engine: Engine) -> dict[str, tuple[str, int]]:
    """Columns the feed declares absent of which the file has values, under a name that is known for them."""
    free, to = _spare(feed, source), engine.dialect
    table = model.table(feed.table)
    pairs = [
        (each.target, name)
        for each in feed.columns
        if each.absent
        for name in free
        if alike(name, table.column(each.target))
    ]
    if not pairs:
        return {}
    counts = ", ".join(
        f"count({missing_sql(to.name(name), feed.source.missing, to)}) AS c{at}" for at, (_, name) in enumerate(pairs)
    )
    (row,) = engine.run(f"SELECT {counts} FROM ({source.sql}) AS source", source.inputs).to_pylist()
    return {target: (name, row[f"c{at}"]) for at, (target, name) in enumerate(pairs) if row[f"c{at}"]}
