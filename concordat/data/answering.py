"""The process that answers: it opens one store to read, and runs the SQL it is sent until its input ends.

`concordat.data.confined` begins it. A request is a line of JSON; an answer is a line of JSON and
then as many bytes of Arrow as it says. A failure is told by its kind alone: what DuckDB says of it may quote a value.
"""

from __future__ import annotations

import json
import sys
from typing import Any, BinaryIO

import duckdb
import pyarrow as pa

from concordat.data.sandbox import allow_cpu

SETTINGS = {
    "threads": "2",
    "TimeZone": "'Europe/London'",
    "temp_directory": "''",
    "max_expression_depth": "250",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
}
"""In this order: the later ones forbid the earlier. A day is one in London, whatever the machine takes it to be."""


class TooMuch(Exception):
    """More rows, columns or bytes than an answer may have."""


KINDS = {
    TooMuch: "size",
    duckdb.OutOfMemoryException: "memory",
    MemoryError: "memory",
    duckdb.InterruptException: "time",
    duckdb.ConversionException: "value",
    duckdb.OutOfRangeException: "value",
    duckdb.InvalidInputException: "value",
    duckdb.BinderException: "names",
    duckdb.CatalogException: "names",
    duckdb.ParserException: "names",
    duckdb.PermissionException: "names",
}
"""What a failure is told as; any other as "other"."""


def answer(store: str, isolation: str, *, memory: int, seconds: float) -> None:
    """Answer until there is no more to answer; each question may take so many bytes and seconds."""
    heard, told = sys.stdin.buffer, sys.stdout.buffer
    session = duckdb.connect(store, read_only=True)
    session.execute(f"SET memory_limit = '{memory // 1_000}KB'")
    session.execute(f"SET max_execution_time = {int(seconds * 1_000)}")
    for name, value in SETTINGS.items():
        session.execute(f"SET {name} = {value}")
    _tell(told, {"isolation": isolation})
    for line in heard:
        request = json.loads(line)
        allow_cpu(request["cpu"])
        try:
            table = _answer(session, request)
        except Exception as problem:  # whatever it is, only its kind may be told
            _tell(told, {"failed": _kind(problem)})
        else:
            _tell(told, {"rows": table.num_rows, "bytes": (content := _content(table)).size})
            told.write(content)
            told.flush()


def _kind(problem: Exception) -> str:
    return next((word for kind, word in KINDS.items() if isinstance(problem, kind)), "other")


def _answer(session: duckdb.DuckDBPyConnection, request: dict[str, Any]) -> pa.Table:
    reader: Any = session.execute(request["sql"]).to_arrow_reader(10_000)
    if len(reader.schema) > request["columns"]:
        raise TooMuch
    batches, rows, size = [], 0, 0
    for batch in reader:
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows > request["rows"] or size > request["bytes"]:
            raise TooMuch
        batches.append(batch)
    return pa.Table.from_batches(batches, reader.schema)


def _content(table: pa.Table) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def _tell(told: BinaryIO, what: dict[str, Any]) -> None:
    told.write(json.dumps(what).encode() + b"\n")
    told.flush()
