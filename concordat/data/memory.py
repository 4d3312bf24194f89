"""The memory engine: tables in memory and plain Python behind every primitive. Slow and obvious, to test others by.

It is SQLite's, of Python's own library, so that what it answers shares no code with DuckDB or Spark. A column without
any value is one of texts, as nothing else is known of it; a truth is 1 or 0.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

import pyarrow as pa
import pyarrow.parquet as pq

from concordat.data.dialects.in_memory import FUNCTIONS, MEMORY, Kept, kept_of, value_of
from concordat.data.dialects.primitives import Dialect
from concordat.data.engine import EngineFailed, Input, Written

_TYPES: tuple[tuple[type, pa.DataType], ...] = (
    (float, pa.float64()),
    (int, pa.int64()),
    (datetime, pa.timestamp("us", "UTC")),
    (date, pa.date32()),
)


@dataclass(frozen=True)
class Memory:
    """See Engine."""

    dialect: ClassVar[Dialect] = MEMORY

    def run(self, sql: str, inputs: Mapping[str, Input] | None = None) -> pa.Table:
        """The rows of a query. Raises EngineFailed."""
        with _session(inputs or {}) as session:
            try:
                found = session.execute(sql)
                names = [each[0] for each in found.description]
                rows = found.fetchall()
            except sqlite3.Error as problem:
                told = f"The query could not be run ({type(problem).__name__})"
                raise EngineFailed(told, remedy="Check it against the tables") from None
        columns = zip(*rows, strict=True) if rows else ((),) * len(names)
        return pa.Table.from_arrays([_array([*map(value_of, each)]) for each in columns], names)

    def write(self, sql: str, path: Path, inputs: Mapping[str, Input] | None = None) -> Written:
        """The rows of a query as one zstd Parquet file. Raises EngineFailed."""
        table = self.run(sql, inputs)
        pq.write_table(table, path, compression="zstd")
        return Written(rows=table.num_rows, bytes=path.stat().st_size)

    def write_all(self, sql: str, folder: Path, inputs: Mapping[str, Input] | None = None) -> tuple[Path, ...]:
        """See Engine.write_all: one file. Raises EngineFailed."""
        folder.mkdir(parents=True)
        path = folder / "part-00000.parquet"
        self.write(sql, path, inputs)
        return (path,)


@contextmanager
def _session(inputs: Mapping[str, Input]) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as session:
        for name, function in FUNCTIONS.items():
            session.create_function(name, -1, _unless_null(function), deterministic=True)
        for name, given in inputs.items():
            _fill(session, name, _table(given))
        yield session


def _fill(session: sqlite3.Connection, name: str, table: pa.Table) -> None:
    listed = ", ".join(map(MEMORY.name, table.column_names))  # without types, so that no value is turned into another
    session.execute(f"CREATE TABLE {MEMORY.name(name)} ({listed})")
    rows = zip(*(map(kept_of, each.to_pylist()) for each in table.columns), strict=True)
    places = ", ".join("?" * table.num_columns)
    session.executemany(f"INSERT INTO {MEMORY.name(name)} VALUES ({places})", rows)


def _table(given: Input) -> pa.Table:
    if isinstance(given, pa.Table):
        return given
    files = [given] if isinstance(given, Path) else given
    return pa.concat_tables((pq.ParquetFile(each).read() for each in files), promote_options="default")


def _unless_null(function: Callable[..., Kept]) -> Callable[..., Kept]:
    return lambda *given: None if None in given else function(*given)


def _array(values: list[object]) -> pa.Array:
    """Values as a column, of the type that all of them are."""
    there = [each for each in values if each is not None]
    if there and isinstance(there[0], datetime) and there[0].tzinfo is None:
        return pa.array(values, pa.timestamp("us"))
    for kind, type_ in _TYPES:
        if any(isinstance(each, kind) for each in there):
            return pa.array(values, type_)
    return pa.array(values, pa.string())
