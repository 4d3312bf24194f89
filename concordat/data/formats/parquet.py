"""Reads Parquet into rows of text; nested values become JSON, and a damaged part costs only its own rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from concordat.core.bounds import Unreadable
from concordat.data.formats.headings import headings
from concordat.data.formats.relation import Relation, Writer
from concordat.data.formats.source import SourceSpec

FORMATS = ("parquet",)
OPTIONS = ("columns",)
REASONS = {
    "damaged": "This and the rows after it, up to the end of their row group, cannot be read",
    "not_text": "The value is bytes, and not of UTF-8 text",
}
_AT_ONCE = 20_000
_AGAIN = "Ask for it to be exported and sent again"


def read(path: Path, spec: SourceSpec, *, work: Path) -> Relation:
    """The rows of a file, `_row` being their number from 1. Raises Unreadable."""
    try:
        source = pq.ParquetFile(path)
        written = source.schema_arrow.names
    except (pa.ArrowException, OSError, ValueError):
        raise Unreadable("It is not a whole Parquet file", where=path.name, remedy=_AGAIN) from None
    named = headings(written, spec.columns, file=path.name, row=0)
    writer = Writer(work, file=path.name, columns=named.names, reasons=REASONS)
    with source:
        first = 1
        for group in range(source.num_row_groups):
            _group(source, group, first, writer)
            first += source.metadata.row_group(group).num_rows
    return writer.relation(named.notes)


def _group(source: pq.ParquetFile, group: int, first: int, writer: Writer) -> None:
    number = first
    try:
        for batch in source.iter_batches(_AT_ONCE, row_groups=[group]):
            arrays = [_texts(column, name, number, writer) for name, column in zip(writer.columns, batch, strict=True)]
            writer.put(arrays, range(number, number + batch.num_rows))
            number += batch.num_rows
    except (pa.ArrowException, OSError, ValueError):
        writer.reject(number, "damaged")


def _texts(column: pa.Array, name: str, first: int, writer: Writer) -> pa.Array:
    """A column as text, blank being NULL."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_nested(kind):
        column = pa.array((None if each is None else _json(each) for each in column.to_pylist()), pa.string())
    elif pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        column = pa.array(_decoded(column.to_pylist(), name, first, writer), pa.string())
    elif pa.types.is_timestamp(kind):
        column = pa.array((_moment(each) for each in column), pa.string())
    else:
        column = column.cast(pa.string())
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)


def _moment(value: pa.Scalar) -> str | None:
    """A time to the microsecond as ISO 8601, with its offset where the file has a zone."""
    unit = pa.timestamp("us", value.type.tz)
    moment = value.cast(unit, safe=False).as_py()
    return moment.isoformat() if moment else None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _decoded(values: list[bytes | None], name: str, first: int, writer: Writer) -> Iterator[str | None]:
    for at, value in enumerate(values):
        try:
            yield None if value is None else value.decode()
        except UnicodeDecodeError:
            writer.reject(first + at, "not_text", name)
            yield None
