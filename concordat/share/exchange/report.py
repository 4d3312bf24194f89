"""What is read of somebody else's document: each member is taken, or named, and what might restrict is kept in words.

What is not understood and might be a limit becomes one of the agreement's other restrictions, which stop its signing
(rule IG-31) until a person has made a term of it or struck it out. So a limit is never lost by not being understood.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from concordat.core.finding import Finding, Severity
from concordat.register.agreement import Signature
from concordat.register.noun import Noun
from concordat.share.exchange.document import step

MOST_WORDS = 200
_LONGEST_WORDS = 2_000
_SHOWN = 200

At = tuple[Any, str]
"""A value and its JSON path."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """What came of reading a policy: rows, none of them where any finding is an error, and everything to be told."""

    rows: tuple[Noun, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing stands in the way of storing the rows."""
        return not any(each.severity is Severity.ERROR for each in self.findings)

    @property
    def terms(self) -> tuple[Noun, ...]:
        """The rows without signatures, which a file can only claim: for whoever wants them given here."""
        return tuple(each for each in self.rows if not isinstance(each, Signature))


class Report:
    """Collects what is to be told of one document; `private` repeats none of its values (they may name a person)."""

    def __init__(self, file: str = "", *, private: bool = False) -> None:
        self.file = file
        self.private = private
        self.findings: list[Finding] = []
        self.words: list[str] = []

    def wrong(self, path: str, what: str, next: str) -> None:
        """Something that stops the document from being taken over."""
        self._add(path, what, next, Severity.ERROR)

    def doubt(self, path: str, what: str, next: str) -> None:
        """Something that was taken over, but a person should look at."""
        self._add(path, what, next, Severity.WARNING)

    def note(self, path: str, what: str, next: str) -> None:
        """Something that is only told."""
        self._add(path, what, next, Severity.NOTE)

    def left(self, path: str, value: Any, why: str = "is not understood", *, bare: bool = False) -> None:
        """Something that might restrict, and is kept among the other restrictions; `bare` without saying where."""
        if value in (None, "", [], {}):
            self.note(path, "This is empty", "nothing needs doing")
            return
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        self.words.append(_one_line(said if bare else f"{path}: {said}"))
        if len(self.words) == MOST_WORDS + 1:
            self.wrong(
                "$", f"More than {MOST_WORDS} of its members are not understood", "check that it is an agreement"
            )
        next = "make a term of it and strike it out of Other restrictions; until then nobody can sign"
        self.doubt(path, f"This {why}{self._shown(said)}", next)

    def dropped(self, path: str, value: Any, why: str) -> None:
        """Something that could only have allowed more, and is not taken over."""
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        self.doubt(path, f"This {why}{self._shown(said)}", "enter it by hand where it is wanted")

    def given(self, rows: tuple[Noun, ...]) -> Given:
        """The rows with what was found, or what was found alone where any of it is an error."""
        told = Given(findings=tuple(self.findings))
        return Given(rows=rows, findings=told.findings) if told.sound else told

    def _shown(self, said: str) -> str:
        if self.private:
            return ""
        return f": {said[:_SHOWN]}{'…' if len(said) > _SHOWN else ''}"

    def _add(self, path: str, what: str, next: str, severity: Severity) -> None:
        self.findings.append(Finding(what, next, self.file, column=path, severity=severity))


def _same(name: str) -> tuple[str, ...]:
    return (name,)


class Members:
    """The members of one object, each taken once; `rest` names those that nobody took."""

    def __init__(
        self, given: Mapping[str, Any], path: str, report: Report, spellings: Callable[[str], tuple[str, ...]] = _same
    ) -> None:
        self.path = path
        self._left = dict(given)
        self._report = report
        self._spellings = spellings

    def take(self, *names: str) -> At:
        """The first of these members that is there, and its path; None and where it would stand if there is none."""
        for name in itertools.chain.from_iterable(map(self._spellings, names)):
            if name in self._left:
                return self._left.pop(name), step(self.path, name)
        return None, step(self.path, names[0])

    def text(self, *names: str) -> At:
        """The same where it is a text, without the blanks around it; else "", and it is left for `rest` to name."""
        for name in itertools.chain.from_iterable(map(self._spellings, names)):
            if isinstance(self._left.get(name), str):
                return self._left.pop(name).strip(), step(self.path, name)
        return "", step(self.path, names[0])

    def rest(self) -> None:
        """Name every member that was not taken."""
        for name, value in self._left.items():
            self._report.left(step(self.path, name), value)


def each(at: At) -> Iterator[At]:
    """The elements of a list with their paths; one value stands for a list of itself, None for none."""
    value, path = at
    if isinstance(value, list):
        yield from ((inner, step(path, place)) for place, inner in enumerate(value))
    elif value is not None:
        yield value, path


def _one_line(text: str) -> str:
    """As one entry of a list in a cell of a workbook, where a semicolon and a new line part entries."""
    line = " ".join(text.replace(";", ",").split())
    return line if len(line) <= _LONGEST_WORDS else f"{line[:_LONGEST_WORDS]}… (cut, see the document)"
