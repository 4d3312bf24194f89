"""Concordat as a notebook uses it: may, ask and release, at a server or in a workspace, in the same words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from concordat.client.over_http import Server
from concordat.client.result import Result, needed, result_of
from concordat.client.verdict import Verdict, verdict_of
from concordat.client.way import NotAnswered, Way

Question = Mapping[str, Any] | Path
"""Who asks for what, as JSON has it; or a file of it."""


class Concordat:
    """Where questions are answered: `Concordat("https://…", token=…)`, or `Concordat.workspace(folder, record=…)`.

    Without a token it is taken from the environment, CONCORDAT_KEY, so that no notebook need hold one. `timeout` is in
    seconds. Used in a `with`, it ends what it keeps open.
    """

    def __init__(self, address: str, *, token: str = "", timeout: float = 120) -> None:
        self._way: Way = Server(address, token, timeout)

    @classmethod
    def workspace(cls, folder: str | Path, *, record: str | Path, as_of: date | None = None, by: str = "") -> Self:
        """A workspace folder, and the register's workbooks; `by` is who asks (default: who is signed in here)."""
        from concordat.client.in_workspace import Workspace  # which needs the extra `data`

        made = cls.__new__(cls)
        made._way = Workspace(Path(folder), Path(record), as_of=as_of, by=by)
        return made

    def may(self, question: Question, *, as_of: date | None = None) -> Verdict:
        """May they see it? Gives nothing of any row. Raises NotAnswered where it cannot be read, NotReached."""
        return verdict_of(self._way.may(_read(question), as_of))

    def ask(
        self, question: Question, *, sql: str = "", count: Mapping[str, Any] | None = None, snapshot: int = 0
    ) -> Result:
        """The answer, to SQL over the columns that are permitted or, under an aggregate agreement, to a `count`:
        {"table": …, "by": […], "where": [{"column": …, "operator": …, "values": […]}]}. It is on the log, whatever
        comes of it. Raises NotAnswered with every rule that stands against it, NotReached.
        """
        if bool(sql) == (count is not None):
            raise NotAnswered("Nothing is asked, or two things", remedy="Give sql, or count")
        needed("pyarrow")  # before anything is asked: a question is on the log for good
        asked: dict[str, Any] = {"question": dict(_read(question)), "snapshot": snapshot}
        asked |= {"sql": sql} if sql else {"count": dict(count or {})}
        return result_of(*self._way.ask(asked))

    def release(self, line: int, *, counts: Sequence[str] = ()) -> Result:
        """Let the answer on a line of the log out, on the word of somebody who did not ask for it; gives it as it left.

        Of an answer to SQL `counts` names the columns that count people. Raises NotAnswered, NotReached.
        """
        needed("pyarrow")
        return result_of(*self._way.release(line, tuple(counts)))

    def close(self) -> None:
        """End what is kept open."""
        self._way.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Concordat: {self._way.name}>"


def _read(question: Question) -> Mapping[str, Any]:
    if not isinstance(question, Path):
        return question
    try:
        found = json.loads(question.read_bytes())
    except (OSError, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        what = "The question is not a file of JSON"
        raise NotAnswered(what, where=question.name, remedy="Write it as an object: {…}")
    return found
