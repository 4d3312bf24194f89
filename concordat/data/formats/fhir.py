"""FHIR R4 as NDJSON, packed or not, and as Bundles: rows of a view, to Parquet, and the rejects with file and line.

A file is first read by DuckDB with the view's own types, which fails as a whole on anything unexpected; only then is it
read again with care (`fhir_careful`), where good rows are kept and every fault is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from concordat.core.refusal import Refusal
from concordat.data.engine import DuckDB
from concordat.data.formats.fhir_careful import Careful
from concordat.data.formats.fhir_lines import is_packed
from concordat.data.formats.fhir_typed import fits, typed
from concordat.data.formats.fhir_view import TOO_DEEP, TOO_MANY, FhirView, literal

_MEMORY = "256MB"  # so that a process stays within 400 MB however long the file


class Unflattened(Refusal):
    """A view that these resources do not fit, or a file that cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Reject:
    """A line that was left out, or with `column` a value that was read as empty. Never what was written there."""

    file: str
    line: int
    column: str
    kind: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}{f', {self.column}' if self.column else ''}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class Flattened:
    """Parquet files that together are the rows (perhaps none), and how many lines or values are left out."""

    parts: tuple[Path, ...]
    rows: int
    rejected: int

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, a few thousand at a time."""
        for part in self.parts:
            with pq.ParquetFile(part) as file:
                yield from file.iter_batches(batch_size=4096)


def flatten(
    inputs: Sequence[Path], view: FhirView, *, to: Path, reject: Callable[[Reject], None], threads: int = 2
) -> Flattened:
    """The rows of a view over files, as Parquet in the folder `to`; `reject` hears of each line or value left out.

    Raises Unflattened.
    """
    to.mkdir(parents=True, exist_ok=True)
    paths = [_readable(each) for each in inputs]
    parts: list[Path] = []
    rejected = 0

    def told(each: Reject) -> None:
        nonlocal rejected
        rejected += 1
        reject(each)

    with TemporaryDirectory(dir=to) as temp:
        engine = DuckDB(reads=(*{each.parent for each in paths}, to), temp=Path(temp), memory=_MEMORY, threads=threads)
        for number, path in enumerate(paths):
            part = to / f"part-{number}.parquet"
            if not _fast(engine, path, view, part):
                _carefully(engine, path, view, part, Path(temp), told)
            parts.append(part)
    rows = sum(pq.read_metadata(each).num_rows for each in parts)
    return Flattened(parts=tuple(parts), rows=rows, rejected=rejected)


def merged(parts: Sequence[Path], to: Path) -> None:
    """Several Parquet files of a view as one."""
    if len(parts) == 1:
        parts[0].replace(to)
        return
    with pq.ParquetWriter(to, pq.read_schema(parts[0]), compression="zstd") as writer:
        for part in parts:
            with pq.ParquetFile(part) as file:
                for batch in file.iter_batches():
                    writer.write_batch(batch)


def _readable(path: Path) -> Path:
    try:
        with path.open("rb") as stream:
            stream.read(1)
    except OSError:
        raise Unflattened("The file cannot be read", where=str(path), remedy="Name a file that is there") from None
    return path.resolve()


def _fast(engine: DuckDB, path: Path, view: FhirView, part: Path) -> bool:
    """Whether the whole file could be read in one go, and written. Its lines are then not known."""
    if path.stat().st_size == 0 or not fits(view) or view.numbered:
        return False
    sql = typed(view, path, packed=is_packed(path))
    try:
        with engine.session() as session:
            session.execute(f"COPY ({sql}) TO {literal(str(part))} (FORMAT parquet, COMPRESSION zstd)")
    except duckdb.Error as problem:
        part.unlink(missing_ok=True)
        _explain(problem, view, path)
        return False
    return True


def _carefully(
    engine: DuckDB, path: Path, view: FhirView, part: Path, temp: Path, told: Callable[[Reject], None]
) -> None:
    def reject(line: int, column: str, kind: str, reason: str) -> None:
        told(Reject(file=path.name, line=line, column=column, kind=kind, reason=reason))

    writer: pq.ParquetWriter | None = None
    try:
        with engine.session() as session:
            for table in Careful(session, view, reject, temp).tables(path):
                writer = writer or pq.ParquetWriter(part, table.schema, compression="zstd")
                writer.write_table(table)
    except duckdb.Error as problem:
        _explain(problem, view, path)
        kind = type(problem).__name__.removesuffix("Exception")
        remedy = "Look whether its numbers and dates are as FHIR has them"
        raise Unflattened(f"The rows could not be worked out ({kind})", where=path.name, remedy=remedy) from None
    finally:
        if writer:
            writer.close()


def _explain(problem: duckdb.Error, view: FhirView, path: Path) -> None:
    """Raises Unflattened if the error is one of ours that no other way of reading mends."""
    said = str(problem)
    if TOO_DEEP in said:
        raise Unflattened("An element holds itself too deeply", where=path.name, remedy="Take its levels by forEach")
    if TOO_MANY in said:
        _, _, number = said.partition(TOO_MANY)
        digits = number.split()[0] if number.split() else ""
        place = view.places[int(digits)] if digits.isdigit() and int(digits) < len(view.places) else "a path"
        told = f"{place} gives several values for one row"
        raise Unflattened(told, where=path.name, remedy="Write .first(), or collection: true, or a forEach") from None
