"""What the tests of the readers share: bytes in, rows and rejects out."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from concordat.data.engine import DuckDB
from concordat.data.formats.reader import read
from concordat.data.formats.relation import REJECTS, Relation
from concordat.data.formats.source import SourceSpec


@dataclass(frozen=True)
class Read:
    """A relation, run."""

    relation: Relation
    rows: list[dict[str, Any]]
    rejects: list[dict[str, Any]]
    merges: list[tuple[str, str]]  # (kept, merged)

    @property
    def values(self) -> list[tuple[str | None, ...]]:
        """The rows' values, without where they stood."""
        return [tuple(row[name] for name in self.relation.columns) for row in self.rows]

    @property
    def places(self) -> list[int]:
        return [row["_row"] for row in self.rows]

    @property
    def faults(self) -> list[tuple[int, str]]:
        return [(each["line"], each["kind"]) for each in self.rejects]


def read_bytes(data: bytes, /, name: str = "extract.csv", **source: Any) -> Read:
    """Read bytes as a file of that name; the format is csv unless it is said."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read_file(path, Path(folder) / "work", **source)


def read_file(path: Path, work: Path, /, **source: Any) -> Read:
    """Read a file. Whatever it holds, the columns say where rows stood, and rejects repeat nothing."""
    relation = read(path, SourceSpec.of({"format": "csv", **source}), work=work)
    rows = DuckDB().run(f"SELECT * FROM ({relation.sql}) ORDER BY _file, _row", relation.inputs)
    assert set(rows.column_names) == {*relation.columns, "_file", "_row"}
    rejects = [row for path in relation.rejects for row in pq.read_table(path, schema=REJECTS).to_pylist()]
    assert len(rejects) == relation.rejected
    rejects.sort(key=lambda each: (each["file"], each["line"]))
    merges = DuckDB().run(f"{relation.merges} ORDER BY _row", relation.inputs).to_pylist() if relation.merges else []
    return Read(relation, rows.to_pylist(), rejects, [(each["kept"], each["merged"]) for each in merges])
