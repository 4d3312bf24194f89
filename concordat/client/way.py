"""The ways to where questions are answered, a server or a workspace: what each can be asked, and how either says no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from concordat.core.refusal import Refusal

if TYPE_CHECKING:
    import pyarrow as pa

Given = tuple[Mapping[str, Any], "pa.Table"]
"""The head of an answer (agreement, version, snapshot, line, isolation, protected), and its rows."""


class NotAnswered(Refusal):
    """A question that was understood to be refused, or not understood.

    `problems` is all that stands against it (where, what, remedy), `rules` whose it is, `line` its line on the log.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        remedy: str = "",
        problems: Sequence[tuple[str, str, str]] = (),
        rules: Sequence[str] = (),
        line: int = 0,
    ) -> None:
        self.problems, self.rules, self.line = tuple(problems), tuple(rules), line
        super().__init__(what, where=where, remedy=remedy)


class NotReached(Refusal):
    """A server that was not reached, did not say who it is, or does not answer now."""


class Way(Protocol):
    """Where questions are answered. Each raises NotAnswered or NotReached, or another Refusal."""

    name: str

    def may(self, question: Mapping[str, Any], as_of: date | None) -> Mapping[str, Any]:
        """The verdict on a question, as `concordat share may --json` prints it."""

    def ask(self, asked: Mapping[str, Any]) -> Given:
        """The answer to `question` with `sql` or `count`, and perhaps of a `snapshot`."""

    def release(self, line: int, counts: Sequence[str]) -> Given:
        """An answer as it leaves, on the word of who asks for this."""

    def close(self) -> None:
        """End what is kept open."""
