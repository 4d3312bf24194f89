"""Whatever below a workspace folder still tells of an organisation's batches or records, wherever it lies.

Other places know what they hold; this search knows none of them. It reads every file: tables by the columns that say
whose a row is, all else byte by byte.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

MEMBERS, RECORDS, BATCH = ("_member", "member"), ("record_id", "record_a", "record_b"), "_batch"
"""The columns of a table that say whose a row is, by code, by a record's name (code:patient), and by its batch."""

TOLD = ("catalogue", "departures")
"""Where the hashes of what was removed are kept: without those there is no proof."""

_BATCH = re.compile(r"[0-9a-f]{16}")
_CHUNK = 1 << 20


def traces(home: Path, organisation: str, batches: Collection[str]) -> tuple[str, ...]:
    """The files, by their paths in the workspace, that bear a batch, by the first 16 characters of its hash, or a
    record of the organisation; what cannot be read may."""
    ids = tuple(sorted(each for each in batches if _BATCH.fullmatch(each)))
    return tuple(sorted(path for path in _files(home) if _tells(home, path, organisation, ids)))


def _files(home: Path) -> Iterator[str]:
    for each in home.rglob("*"):
        path = each.relative_to(home)
        if path.parts[0] not in TOLD and each.is_file():
            yield str(path)


def _tells(home: Path, path: str, organisation: str, batches: tuple[str, ...]) -> bool:
    if f"organisation={organisation}/" in path or any(each in path for each in batches):
        return True
    try:
        if path.endswith(".parquet"):
            return _has_row(home / path, organisation, batches)
        return _has_words(home / path, (f'"{organisation}:'.encode(), *(each.encode() for each in batches)))
    except FileNotFoundError:  # it was removed meanwhile
        return False
    except (OSError, pa.ArrowException):
        return True


def _has_row(path: Path, organisation: str, batches: tuple[str, ...]) -> bool:
    with pq.ParquetFile(path) as file:
        asked = sorted({*MEMBERS, *RECORDS, BATCH}.intersection(file.schema_arrow.names))
        rows = file.iter_batches(columns=asked) if asked else ()
        return any(_is_of(rows_of, organisation, batches) for rows_of in rows)


def _is_of(rows: pa.RecordBatch, organisation: str, batches: tuple[str, ...]) -> bool:
    for name in rows.schema.names:
        said = rows[name].cast(pa.string())
        if name in RECORDS:
            found = pc.starts_with(said, f"{organisation}:")
        else:
            found = pc.is_in(said, pa.array(batches if name == BATCH else [organisation], pa.string()))
        if pc.any(found).as_py():
            return True
    return False


def _has_words(path: Path, words: tuple[bytes, ...]) -> bool:
    longest = max(map(len, words))
    with path.open("rb") as stream:
        seen = b""
        while chunk := stream.read(_CHUNK):
            seen = seen[-longest:] + chunk
            if any(each in seen for each in words):
                return True
    return False
