"""Relation: the rows of an extract as text that the engine can query, and the rejects that say where the rest is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from concordat.core.finding import Finding
from concordat.data.engine import Input

ROWS = "extract"
"""What the input of a Relation is called in its SQL."""
REJECTS = pa.schema(
    {"file": pa.string(), "line": pa.int64(), "column": pa.string(), "kind": pa.string(), "reason": pa.string()}
)
_AT_ONCE = 50_000
_BYTES_AT_ONCE = 16 << 20


@dataclass(frozen=True, kw_only=True)
class Relation:
    """Rows of text with the source's own column names, then `_file` and `_row`: where in the file each begins.

    `sql` over `inputs` gives them; blank is NULL. `rejects` are Parquet files of REJECTS: without a column the whole
    row is left out, with one only that value; neither holds what was written there. `merges`, where records are merged
    (HL7 v2), is SQL for (kept, merged, _at, _file, _row). `notes` say what was guessed.
    """

    inputs: Mapping[str, Input]
    columns: tuple[str, ...]
    rows: int
    rejects: tuple[Path, ...]
    rejected: int
    notes: tuple[Finding, ...] = ()
    sql: str = f'SELECT * FROM "{ROWS}"'
    merges: str = ""


class Writer:
    """Writes rows and rejects to Parquet by batches, so that memory does not grow with the file.

    `reasons` are the kinds of problem a format knows, each as a sentence.
    """

    def __init__(self, work: Path, *, file: str, columns: Sequence[str], reasons: Mapping[str, str]) -> None:
        work.mkdir(parents=True, exist_ok=True)
        self.file = file
        self.columns = tuple(columns)
        self.schema = pa.schema(
            [*((name, pa.string()) for name in columns), ("_file", pa.string()), ("_row", pa.int64())]
        )
        self.paths = (work / "rows.parquet", work / "rejects.parquet")
        self._rows = pq.ParquetWriter(self.paths[0], self.schema, compression="zstd", use_dictionary=False)
        self._tables: list[pa.Table] = []
        self._rejects = pq.ParquetWriter(self.paths[1], REJECTS, compression="zstd")
        self._reasons = reasons
        self._waiting: list[tuple[str, int, str | None, str, str]] = []
        self.rows = self.rejected = 0

    def put(self, arrays: Sequence[pa.Array], numbers: Sequence[int] | pa.Array) -> None:
        """Rows: an array of text for each column, and where each row begins."""
        if len(numbers):
            files = pa.repeat(pa.scalar(self.file), len(numbers))
            whole = [*arrays, files, pa.array(numbers, pa.int64())]
            self._tables.append(pa.Table.from_arrays(whole, schema=self.schema))
            self.rows += len(numbers)
            if sum(each.nbytes for each in self._tables) > _BYTES_AT_ONCE:
                self._flush_rows()

    def reject(self, line: int, kind: str, column: str = "", *, more: str = "") -> None:
        """A row, or with `column` a value, that could not be read; `more` counts things and never quotes them."""
        reason = f"{self._reasons[kind]}{': ' if more else ''}{more}"
        self._waiting.append((self.file, line, column or None, kind, reason))
        self.rejected += 1
        if len(self._waiting) >= _AT_ONCE:
            self._flush_rejects()

    def _flush_rows(self) -> None:
        if self._tables:
            self._rows.write_table(pa.concat_tables(self._tables))
            self._tables.clear()

    def _flush_rejects(self) -> None:
        columns = zip(*self._waiting, strict=True) if self._waiting else ([] for _ in REJECTS)
        arrays = [pa.array(values, kind.type) for values, kind in zip(columns, REJECTS, strict=True)]
        self._rejects.write_table(pa.Table.from_arrays(arrays, schema=REJECTS))
        self._waiting.clear()

    def close(self) -> None:
        """Finish both files."""
        self._flush_rows()
        self._flush_rejects()
        self._rows.close()
        self._rejects.close()

    def relation(self, notes: Iterable[Finding] = (), **more: str) -> Relation:
        """What was written, closed."""
        self.close()
        return Relation(
            inputs={ROWS: self.paths[0]},
            columns=self.columns,
            rows=self.rows,
            rejects=(self.paths[1],),
            rejected=self.rejected,
            notes=tuple(notes),
            **more,
        )


def reject_alone(folder: Path, file: str, line: int, kind: str, reason: str) -> Path:
    """A file of the one reject that is of no reader's making."""
    path = folder / "reject.parquet"
    row = {"file": file, "line": line, "column": None, "kind": kind, "reason": reason}
    pq.write_table(pa.Table.from_pylist([row], schema=REJECTS), path)
    return path
