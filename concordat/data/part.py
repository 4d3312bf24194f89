"""A file is looked at before the lake takes it: its names, rows and hash, and that all of it is one member's."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from concordat.core import ods
from concordat.core.refusal import Refusal
from concordat.data import durable
from concordat.data.catalogue import Part

_TABLE = re.compile(r"[a-z][a-z0-9_]{0,62}")
_BATCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class BadPart(Refusal):
    """A file that cannot be a part of the lake. What is in its rows is never said."""


def part_of(path: Path, *, table: str, organisation: str, batch: str) -> Part:
    """A Parquet file as a part to commit. Raises BadPart."""
    given = Part(table=table, organisation=organisation, batch=batch, path=str(path), rows=-1, sha256="", columns=())
    return examined(path, given)


def examined(path: Path, given: Part) -> Part:
    """The part with what its file really holds. Raises BadPart, with everything that is wrong."""
    try:
        with pq.ParquetFile(path) as file:
            columns, rows = tuple(file.schema_arrow.names), file.metadata.num_rows
            members = _values(file, "_member") if "_member" in columns else set()
    except (pa.ArrowException, OSError):
        raise BadPart("It cannot be read as Parquet", where=path.name, remedy="Make the file again") from None
    seen = replace(given, columns=columns, rows=rows, sha256=durable.sha256(path))
    if problems := list(_problems(given, seen, members)):
        raise BadPart("; ".join(problems), where=f"{given.table}, {given.organisation}", remedy="Make the file again")
    return seen


def shape_of(path: Path) -> str:
    """A hash of the names and types of a file's columns."""
    schema = pq.read_schema(path).remove_metadata()
    return hashlib.sha256(schema.to_string().encode()).hexdigest()


def folder_of(part: Part) -> str:
    """Where in the lake the files of a part's batch are."""
    return f"{part.table}/organisation={part.organisation}/batch={part.batch}"


def _values(file: pq.ParquetFile, column: str) -> set[str | None]:
    found: set[str | None] = set()
    for each in file.iter_batches(columns=[column]):
        found.update(each.column(0).unique().to_pylist())
    return found


def _problems(given: Part, seen: Part, members: set[str | None]) -> Iterator[str]:
    if not _TABLE.fullmatch(given.table):
        yield "the table's name is not small letters, digits and underscores"
    if not _BATCH.fullmatch(given.batch):
        yield "the batch's name is not letters, digits and hyphens, at most 64"
    if not _is_code(given.organisation):
        yield "the organisation is not an ODS code in capitals"
    if members - {given.organisation}:
        yield f"it also holds rows of others than {given.organisation}"
    if given.rows not in (-1, seen.rows):
        yield f"it has {seen.rows:,} rows where {given.rows:,} were to come"
    if given.sha256 not in ("", seen.sha256):
        yield "it is not the file that was to come: its hash is another"


def _is_code(organisation: str) -> bool:
    try:
        return ods.parse(organisation) == organisation
    except ods.NotAnOdsCode:
        return False
