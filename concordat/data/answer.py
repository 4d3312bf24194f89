"""What is asked at the door, and what came of it: a query, and its answer, which stays until a second person looks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from concordat.data.counted import Counted
from concordat.data.question import Question


@dataclass(frozen=True, kw_only=True)
class Query:
    """What is asked, of what `question` was permitted: SQL over the columns permitted, or counts."""

    question: Question
    sql: str = ""
    counted: Counted | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of a question. It stays within the workspace until somebody other than its asker releases it.

    `protected` says whether small numbers are left out and the rest rounded already; `line` is its line on the log.
    """

    query: Query
    by: str
    at: datetime
    agreement: str
    version: int
    store: str
    snapshot: int
    table: pa.Table = field(repr=False, compare=False)
    protected: bool
    isolation: str
    line: int
    sha256: str


def hash_of(table: pa.Table) -> str:
    """The SHA-256 of an answer as Arrow writes it down, by which the log knows its names, types and all that is in it.

    However it was cut into batches. Going through values in Python would take a hundred times as long.
    """
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    return hashlib.sha256(sink.getvalue()).hexdigest()
