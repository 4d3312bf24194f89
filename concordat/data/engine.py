"""The engine: the only place that opens DuckDB. SQL runs in a locked connection that reaches only what it was given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeAlias

import duckdb
import pyarrow as pa

from concordat.core.refusal import Refusal
from concordat.data.dialects.on_duckdb import DUCKDB
from concordat.data.dialects.primitives import Dialect, name_of, text

__all__ = ["DuckDB", "Engine", "EngineFailed", "Input", "Written", "name_of", "text"]
Input: TypeAlias = Path | Sequence[Path] | pa.Table
"""What a name in SQL may stand for: a Parquet file, several of one shape, or a table in memory."""


class EngineFailed(Refusal):
    """SQL that could not be run. What the engine said is not repeated: it may quote a value."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written: rows, and bytes on disk."""

    rows: int
    bytes: int


class Engine(Protocol):
    """Runs SQL of its dialect over named inputs; implementations differ in where, never in what comes of it."""

    @property
    def dialect(self) -> Dialect:
        """How it says the primitives of which that SQL is made."""

    def run(self, sql: str, inputs: Mapping[str, Input] | None = None) -> pa.Table:
        """The rows of a query, in memory."""

    def write(self, sql: str, path: Path, inputs: Mapping[str, Input] | None = None) -> Written:
        """The rows of a query as one zstd Parquet file."""

    def write_all(self, sql: str, folder: Path, inputs: Mapping[str, Input] | None = None) -> tuple[Path, ...]:
        """The rows of a query as zstd Parquet files in a new folder, in the order of the query."""


@dataclass(frozen=True, kw_only=True)
class DuckDB:
    """DuckDB in this process. `reads` and `writes` are folders it may touch, `temp` one to spill to."""

    reads: tuple[Path, ...] = ()
    writes: tuple[Path, ...] = ()
    temp: Path | None = None
    memory: str = "512MB"
    threads: int = 2
    dialect: ClassVar[Dialect] = DUCKDB

    def run(self, sql: str, inputs: Mapping[str, Input] | None = None) -> pa.Table:
        """The rows of a query, in memory. Raises EngineFailed."""
        with self.session(inputs) as session:
            return _told(lambda: session.sql(sql).to_arrow_table())

    def write(self, sql: str, path: Path, inputs: Mapping[str, Input] | None = None) -> Written:
        """The rows of a query as one zstd Parquet file. Raises EngineFailed."""
        with self.session(inputs, also=(path.parent,)) as session:
            copy = f"COPY ({sql}) TO {text(str(path))} (FORMAT parquet, COMPRESSION zstd)"
            (rows,) = _told(lambda: session.execute(copy).fetchall())[0]
        return Written(rows=int(rows), bytes=path.stat().st_size)

    def write_all(self, sql: str, folder: Path, inputs: Mapping[str, Input] | None = None) -> tuple[Path, ...]:
        """See Engine.write_all: one file. Raises EngineFailed."""
        return _alone(self, sql, folder, inputs)

    @contextmanager
    def kept(self, folder: Path, *files: Path) -> Iterator[Engine]:
        """An engine for many small queries: one connection, which reaches besides `folder` and that of each file."""
        with self.session(also=(folder, *(each.parent for each in files))) as session:
            yield _Kept(session)

    @contextmanager
    def session(
        self, inputs: Mapping[str, Input] | None = None, also: tuple[Path, ...] = ()
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection with its inputs as views, locked: nothing can be installed, reached or unlocked from SQL."""
        given = dict(inputs or {})
        folders = {
            *self.reads,
            *self.writes,
            *also,
            *(each.parent for each in _files(given)),
            *filter(None, (self.temp,)),
        }
        session = duckdb.connect(":memory:")
        try:
            for name, setting in _settings(self, folders).items():
                session.execute(f"SET {name} = {setting}")
            for name, value in given.items():
                _bind(session, name, value)
            session.execute("SET lock_configuration = true")
            yield session
        finally:
            session.close()


@dataclass(frozen=True)
class _Kept:
    """A locked connection that stays open; its inputs are views for one query each."""

    session: duckdb.DuckDBPyConnection
    dialect: ClassVar[Dialect] = DUCKDB

    def run(self, sql: str, inputs: Mapping[str, Input] | None = None) -> pa.Table:
        """See Engine.run."""
        with self._bound(inputs or {}):
            return _told(lambda: self.session.sql(sql).to_arrow_table())

    def write(self, sql: str, path: Path, inputs: Mapping[str, Input] | None = None) -> Written:
        """See Engine.write."""
        with self._bound(inputs or {}):
            copy = f"COPY ({sql}) TO {text(str(path))} (FORMAT parquet, COMPRESSION zstd)"
            (rows,) = _told(lambda: self.session.execute(copy).fetchall())[0]
        return Written(rows=int(rows), bytes=path.stat().st_size)

    def write_all(self, sql: str, folder: Path, inputs: Mapping[str, Input] | None = None) -> tuple[Path, ...]:
        """See Engine.write_all."""
        return _alone(self, sql, folder, inputs)

    @contextmanager
    def _bound(self, inputs: Mapping[str, Input]) -> Iterator[None]:
        try:
            for name, value in inputs.items():
                _bind(self.session, name, value)
            yield
        finally:
            for name, value in inputs.items():
                if isinstance(value, pa.Table):
                    self.session.unregister(name)
                else:
                    self.session.execute(f"DROP VIEW IF EXISTS {name_of(name)}")


def _alone(engine: Engine, sql: str, folder: Path, inputs: Mapping[str, Input] | None) -> tuple[Path, ...]:
    folder.mkdir(parents=True)
    path = folder / "part-00000.parquet"
    engine.write(sql, path, inputs)
    return (path,)


def _settings(engine: DuckDB, folders: set[Path]) -> dict[str, str]:
    allowed = ", ".join(text(str(each.resolve())) for each in sorted(folders))
    return {
        "threads": str(engine.threads),
        "memory_limit": text(engine.memory),
        "temp_directory": text(str(engine.temp or "")),
        "preserve_insertion_order": "false",
        "autoload_known_extensions": "false",
        "autoinstall_known_extensions": "false",
        "allow_community_extensions": "false",
        "allow_persistent_secrets": "false",
        "python_enable_replacements": "false",
        "allowed_directories": f"[{allowed}]",
        "enable_external_access": "false",
    }


def _bind(session: duckdb.DuckDBPyConnection, name: str, value: Input) -> None:
    if isinstance(value, pa.Table):
        session.register(name, value)
        return
    files = [value] if isinstance(value, Path) else list(value)
    listed = ", ".join(text(str(each.resolve())) for each in files)
    rows = f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"
    view = f"CREATE VIEW {name_of(name)} AS SELECT * FROM {rows}"
    _told(lambda: session.execute(view))


def _files(inputs: Mapping[str, Input]) -> Iterator[Path]:
    for value in inputs.values():
        if isinstance(value, Path):
            yield value
        elif not isinstance(value, pa.Table):
            yield from value


def _told(act: Any) -> Any:
    """What the act gives; what DuckDB says when it fails stays here, but for its kind."""
    try:
        return act()
    except duckdb.Error as problem:
        kind = type(problem).__name__.removesuffix("Exception") or "Error"
        raise EngineFailed(f"The query could not be run ({kind})", remedy="Check it against the tables") from None
