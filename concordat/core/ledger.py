"""The ledger: lines chained by their hashes, so that a line edited, deleted, moved or cut off is found out.

A chain alone cannot show that its end was cut off, or that all of it was written anew: compare it with a
checkpoint, a (number, seal) that somebody else holds. What goes in is who did what to which thing, never the
values of a patient's row: an NhsNumber is refused, as is all else that is not plain JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any

FIRST_PREVIOUS = "0" * 64


class NotForTheLedger(TypeError):
    """A fact or time that would not read back as it was written: a mistake of ours, not the user's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sealed line. `number` counts from 1, `previous` is the seal of the line before (noughts for the first)."""

    number: int
    at: datetime
    by: str
    action: str
    subject: str
    facts: Mapping[str, Any]
    previous: str
    seal: str = ""


class Kind(StrEnum):
    """What was done to a ledger."""

    EDITED = "edited"
    DELETED = "deleted"
    REORDERED = "reordered"
    REPEATED = "repeated"
    TRUNCATED = "truncated"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a ledger, and at which line's number."""

    kind: Kind
    number: int
    text: str

    def __str__(self) -> str:
        return self.text


def canonical(line: Line) -> bytes:
    """What is sealed: the line but for its seal, as JSON with sorted keys and no blanks, in UTF-8; the time in UTC."""
    if line.at.tzinfo is None:
        raise NotForTheLedger("A line's time has a time zone; without one nobody can say when it was.")
    content = {
        "number": line.number,
        "at": line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": line.by,
        "action": line.action,
        "subject": line.subject,
        "facts": _plain(line.facts),
        "previous": line.previous,
    }
    try:
        return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise NotForTheLedger("The line holds half a character, which cannot be written in UTF-8.") from None


def _plain(value: Any) -> Any:
    """A copy of `value` in JSON's own types. Floats are refused: databases write them back in another form."""
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise NotForTheLedger("The names of facts are text.")
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    raise NotForTheLedger(
        f"A {type(value).__name__} cannot go in the ledger: give text, whole numbers, or lists of them."
    )


def seal(line: Line) -> str:
    """The SHA-256 of a line's canonical form, in hexadecimal, whatever seal the line bears."""
    return hashlib.sha256(canonical(line)).hexdigest()


def append(
    previous: Line | None, *, at: datetime, by: str, action: str, subject: str, facts: Mapping[str, Any]
) -> Line:
    """The sealed line that follows `previous`, or the first of all if None. Raises NotForTheLedger."""
    line = Line(
        number=previous.number + 1 if previous else 1,
        at=at,
        by=by,
        action=action,
        subject=subject,
        facts=_plain(facts),
        previous=previous.seal if previous else FIRST_PREVIOUS,
    )
    return replace(line, seal=seal(line))


def verify(lines: Iterable[Line], checkpoint: tuple[int, str] | None = None) -> tuple[Problem, ...]:
    """Everything wrong with a ledger, given in the order it was kept in; () if it is whole.

    `checkpoint` is the number and seal of a line as somebody else wrote them down at the time.
    """
    kept = tuple(lines)
    ordered = sorted(kept, key=lambda line: line.number)
    return (*_out_of_order(kept), *_edited(ordered), *_broken(ordered), *_against(ordered, checkpoint))


def _out_of_order(kept: tuple[Line, ...]) -> Iterator[Problem]:
    for before, line in pairwise(kept):
        if line.number < before.number:
            text = f"Line {line.number} stands after line {before.number}."
            yield Problem(Kind.REORDERED, line.number, text)


def _edited(ordered: list[Line]) -> Iterator[Problem]:
    for line in ordered:
        if seal(line) != line.seal:
            yield Problem(Kind.EDITED, line.number, f"Line {line.number} is not what was sealed.")


def _broken(ordered: list[Line]) -> Iterator[Problem]:
    """Where the line before is not the one that a line was chained to."""
    number, last_seal = 0, FIRST_PREVIOUS
    for line in ordered:
        if line.number == number:
            yield Problem(Kind.REPEATED, number, f"There is more than one line {number}.")
        elif line.number > number + 1:
            missing = f"line {number + 1}" if line.number == number + 2 else f"lines {number + 1} to {line.number - 1}"
            yield Problem(Kind.DELETED, number + 1, f"Missing: {missing}.")
        elif line.previous != last_seal:
            text = f"Line {line.number} was chained to a line that was not this line {number}."
            yield Problem(Kind.EDITED, max(number, 1), text)
        number, last_seal = line.number, line.seal


def _against(ordered: list[Line], checkpoint: tuple[int, str] | None) -> Iterator[Problem]:
    if checkpoint is None:
        return
    number, expected = checkpoint
    last = ordered[-1].number if ordered else 0
    if last < number:
        yield Problem(Kind.TRUNCATED, last, f"It ends with line {last}; line {number} was there at the checkpoint.")
    elif expected not in {line.seal for line in ordered if line.number == number}:
        yield Problem(Kind.EDITED, number, f"Line {number} does not bear the seal it had at the checkpoint.")
