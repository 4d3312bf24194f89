"""Answers that are kept, so that a second person can look at one and release it on another day.

    FOLDER/answers/000000041/{answer.json, rows.arrow}

An answer is made beside its place and moved there in one step: it is there whole or not at all. Its line on the log
bears the hash of `answer.json`, and that the hash of its rows, so that one which was altered is not taken for it. Rows
are as the worker sent them, in Arrow: Parquet has no column for a span of time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from concordat.core.refusal import Refusal
from concordat.core.sheets import Column, write_csv
from concordat.data import counted, durable, question
from concordat.data.answer import Answer, Query, hash_of
from concordat.data.lock import locked
from concordat.data.log import Log

HEAD, ROWS = "answer.json", "rows.arrow"
_LAST = 10**9  # no log is as long, and of a number of 300 digits no name of a folder can be made
_OWN = ("by", "agreement", "version", "store", "snapshot", "protected", "isolation", "line", "sha256")


class NotKept(Refusal):
    """An answer that is not kept here, or is not as it was given."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """All of a kept answer but its rows and its question: whoever sees it has seen nothing of any patient."""

    line: int
    by: str
    at: datetime
    organisation: str
    whose: tuple[str, ...]
    agreement: str
    version: int
    rows: int
    protected: bool
    released: bool


def digest(answer: Answer) -> str:
    """The hash of an answer's head, for its line on the log. The head bears that of the rows."""
    return hashlib.sha256(_written(answer)).hexdigest()


def was_given(home: Path, answer: Answer) -> bool:
    """Whether this very answer is on the log: its question and rows, who asked, and under what."""
    answered = (each.facts for each in Log(home).lines() if each.action == "answered")
    sealed = [each.get("answer_sha256") for each in answered if each.get("asked") == answer.line]
    return sealed == [digest(answer)] and hash_of(answer.table) == answer.sha256


def keep(home: Path, answer: Answer) -> None:
    """Keep an answer; it is then on disk. What another was stopped at before it was whole goes."""
    folder = _folder(home, answer.line)
    with locked(folder.parent / "LOCK", answer.by, wait=True):
        durable.sweep(folder.parent)
        making = durable.unfinished(folder)
        making.mkdir(mode=0o700)
        durable.write(making / ROWS, bytes(_content(answer.table)), mode=0o400)
        durable.write(making / HEAD, _written(answer), mode=0o400)
        durable.place(folder)


def kept(home: Path, line: int) -> Answer:
    """The answer to the question on a line of the log. Raises NotKept where there is none, or it was altered."""
    folder, where = _folder(home, line), f"line {line}"
    if not 0 < line <= _LAST or not (folder / HEAD).is_file():
        remedy = "Name the line that the answer bears: concordat share release lists them without --line"
        raise NotKept("No answer to it is kept here", where=where, remedy=remedy)
    try:
        answer = _read(json.loads((folder / HEAD).read_bytes()), (folder / ROWS).read_bytes())
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException, Refusal):
        answer = None
    if answer is None or answer.line != line or not was_given(home, answer):
        raise NotKept("This is not the answer that was given", where=where, remedy="Ask the question again")
    return answer


def rows_of(home: Path, line: int) -> Path:
    """The file of the rows of an answer, in Arrow, for as long as it is kept."""
    return _folder(home, line) / ROWS


def waiting(home: Path) -> tuple[Head, ...]:
    """The heads of all answers that are kept, the last first."""
    return tuple(_head(home, each) for each in sorted(_heads(home), key=lambda each: -int(each["line"])))


def withdraw(home: Path, goes: Callable[[Head], bool]) -> tuple[int, ...]:
    """Delete the answers of which this is true; their lines."""
    with locked(home / "answers" / "LOCK", "a withdrawal", wait=True):
        durable.sweep(home / "answers")
        gone = [each.line for each in waiting(home) if goes(each)]
        for line in gone:
            durable.discard(_folder(home, line))
    return tuple(sorted(gone))


def _folder(home: Path, line: int) -> Path:
    return home / "answers" / f"{line:09}"


def _heads(home: Path) -> Iterator[dict[str, Any]]:
    for each in sorted(home.glob(f"answers/[0-9]*/{HEAD}")):
        try:
            yield json.loads(each.read_bytes())
        except FileNotFoundError:  # it was withdrawn meanwhile
            continue


def _head(home: Path, given: dict[str, Any]) -> Head:
    own = ("line", "by", "agreement", "version", "rows", "protected")
    return Head(
        **{name: given[name] for name in own},
        at=datetime.fromisoformat(given["at"]),
        organisation=given["question"]["organisation"],
        whose=tuple(given["question"]["whose"]),
        released=released(home, given["line"]).is_file(),
    )


def released(home: Path, line: int) -> Path:
    """The file of an answer that may leave; it is there once somebody has released it."""
    return home / "released" / f"{line:09}.parquet"


def write_as_csv(table: pa.Table, to: IO[bytes]) -> None:
    """An answer as a table for a spreadsheet, with what one would run shielded."""
    columns = tuple(Column(heading=each) for each in table.column_names)
    write_csv(to, columns, (tuple(map(_cell, each.values())) for each in table.to_pylist()))


def _cell(value: Any) -> Any:
    return value if value is None or isinstance(value, (int, float, date)) else str(value)


def _read(given: dict[str, Any], rows: bytes) -> Answer:
    asked = Query(
        question=question.from_json(given["question"]),
        sql=given["sql"],
        counted=counted.from_json(given["counted"]) if given["counted"] else None,
    )
    return Answer(
        query=asked,
        at=datetime.fromisoformat(given["at"]),
        table=pa.ipc.open_file(rows).read_all(),
        **{name: given[name] for name in _OWN},
    )


def _written(answer: Answer) -> bytes:
    head = {
        **{name: getattr(answer, name) for name in _OWN},
        "at": answer.at.isoformat(),
        "question": question.as_json(answer.query.question),
        "sql": answer.query.sql,
        "counted": counted.as_json(answer.query.counted) if answer.query.counted else None,
        "rows": answer.table.num_rows,
    }
    return json.dumps(head, indent=1, sort_keys=True).encode() + b"\n"


def _content(table: pa.Table) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()
