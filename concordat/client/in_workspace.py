"""The way to a workspace folder of one's own: the same door as the command, on the register's workbooks."""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from concordat.client.way import Given
from concordat.data import answers
from concordat.data.answer import Answer, Query
from concordat.data.counted import from_json as counted_from_json
from concordat.data.opt_out_check import lists_in
from concordat.data.permit import Desk, Permit, decide
from concordat.data.query import Door
from concordat.data.question import from_json
from concordat.data.secret import secret_of
from concordat.register.intake import whole_record


class Workspace:
    """A workspace folder, on the record of a day. Opt-out lists are in its `opt_outs/<ODS>/`."""

    def __init__(self, folder: Path, record: Path, *, as_of: date | None, by: str) -> None:
        self.name = folder.name
        self._record = whole_record(record)
        self._as_of = as_of or date.today()
        self._by = by or getpass.getuser()
        self._door = Door(home=folder, desk=Desk(self._record, self._as_of), secret=secret_of(folder))

    def may(self, question: Mapping[str, Any], as_of: date | None) -> Mapping[str, Any]:
        """See Way."""
        return decide(from_json(dict(question)), self._record, as_of or self._as_of).as_dict()

    def ask(self, asked: Mapping[str, Any]) -> Given:
        """See Way."""
        counted = counted_from_json(asked["count"]) if "count" in asked else None
        query = Query(question=from_json(asked["question"]), sql=asked.get("sql", ""), counted=counted)
        verdict, at = self._door.desk.decide(query.question), self._now()
        if not isinstance(verdict, Permit):
            self._door.turn_away(query, verdict, by=self._by, at=at)
        folder = self._door.home / "opt_outs"
        lists = lists_in(folder) if folder.is_dir() else ()
        answer = self._door.query(query, verdict, lists=lists, by=self._by, at=at, snapshot=asked["snapshot"])
        return _head(answer), answer.table

    def release(self, line: int, counts: Sequence[str]) -> Given:
        """See Way."""
        answer = answers.kept(self._door.home, line)
        path = self._door.release(answer, by=self._by, at=self._now(), counts=tuple(counts))
        return {**_head(answer), "protected": True}, pq.read_table(path)

    def close(self) -> None:
        """End the processes that answer."""
        self._door.close()

    def _now(self) -> datetime:
        """The time of day, on the day it is taken to be."""
        return datetime.combine(self._as_of, datetime.now(UTC).timetz())


def _head(answer: Answer) -> dict[str, Any]:
    names = ("agreement", "version", "snapshot", "line", "isolation", "protected")
    return {name: getattr(answer, name) for name in names}
