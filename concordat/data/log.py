"""The log of the door: every question and what became of it, a sealed line each, and checkpoints to send to members.

A question's line is on disk before it is answered, its outcome's before the answer is given. No line holds a value
of a row. The host cannot rewrite it alone: every member can hold it to the checkpoints it was sent (RFC 6962's trees).
"""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from concordat.core import merkle
from concordat.core.ledger import Kind, Line, Problem, append, canonical, verify
from concordat.core.refusal import Refusal
from concordat.data import durable
from concordat.data.checkpoint import Checkpoint, Inclusion, leaf, read_checkpoint
from concordat.data.lock import locked

FACTS = frozenset((
    "agreement", "version", "organisation", "role", "purpose", "form", "whose", "columns", "tables", "measures", "by",
    "where", "sql", "text_mac", "snapshot", "store", "verdict", "reasons", "asked", "rows", "kept", "suppressed",
    "milliseconds", "result_sha256", "answer_sha256", "problem", "released", "cut_bytes", "cut_sha256",
))  # fmt: skip
"""All that a line may tell. Each is a name, a code, a count or a hash: none has a place for a value of a row."""

_NUMBERLIKE = re.compile(r"[0-9](?:[ -]?[0-9]){6,}")
_DAY = re.compile(r"(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]")


class NotForTheLog(ValueError):
    """A fact the log has no place for: a mistake of ours, not the user's."""


@dataclass(frozen=True)
class Log:
    """The log of a workspace folder."""

    home: Path

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self.home / "log"

    @property
    def file(self) -> Path:
        """Its lines, each a line of JSON; it is only ever added to."""
        return self.folder / "lines.jsonl"

    def asked(self, *, by: str, at: datetime, subject: str, facts: Mapping[str, Any]) -> Line:
        """Record a question before it is answered."""
        return self.write(by=by, at=at, action="asked", subject=subject, facts=facts)

    def outcome(self, question: Line, action: str, *, at: datetime, facts: Mapping[str, Any]) -> Line:
        """Record what became of a question: `action` is "answered", "refused" or "failed"."""
        known = {**facts, "asked": question.number}
        return self.write(by=question.by, at=at, action=action, subject=question.subject, facts=known)

    def write(self, *, by: str, at: datetime, action: str, subject: str, facts: Mapping[str, Any]) -> Line:
        """Add a sealed line; when this gives it back, it is on disk. The first of a day makes a checkpoint before it.

        Raises NotForTheLog for a fact that is not among FACTS.
        """
        if unknown := sorted(set(facts) - FACTS):
            raise NotForTheLog(f"The log has no place for {', '.join(unknown)}.")
        safe = {name: _safe(name, value) for name, value in facts.items()}
        with locked(self.folder / "LOCK", by, wait=True):
            last = self._repaired(at)
            if last and last.at.date() < at.date():
                self._checkpoint(self.lines(), at)
            return self._append(last, at=at, by=by, action=action, subject=_safe("subject", subject), facts=safe)

    def lines(self) -> tuple[Line, ...]:
        """All lines, as they are in the file. Raises Refusal where one cannot be read."""
        read = [_read(each) for each in self._raw()]
        if None in read:
            raise Refusal("The log cannot be read", where=f"line {read.index(None) + 1}", remedy="Verify it")
        return tuple(each for each in read if each)

    def about(self, organisation: str) -> tuple[Line, ...]:
        """The lines on the use of an organisation's data, or on what it asked; on what became of each, and releases."""
        found: dict[int, Line] = {}
        for each in self.lines():
            facts = each.facts
            follows = facts.get("asked") in found or facts.get("released") in found
            if follows or organisation in (facts.get("organisation"), *facts.get("whose", ())):
                found[each.number] = each
        return tuple(found.values())

    def checkpoint(self, number: int | None = None, *, at: datetime) -> Checkpoint:
        """Write down what the log is, or was when it had so many lines, to be sent to every member."""
        with locked(self.folder / "LOCK", "checkpoint", wait=True):
            self._repaired(at)
            return self._checkpoint(self.lines()[:number], at)

    def inclusion(self, number: int, checkpoint: Checkpoint) -> Inclusion:
        """The proof that a line, counted from 1, is among those of a checkpoint. Raises Refusal where it is not."""
        lines = self.lines()[: checkpoint.lines]
        if not 0 < number <= len(lines):
            raise Refusal(f"Line {number} is not in that checkpoint", remedy=f"Name one from 1 to {len(lines)}")
        path = merkle.proof([leaf(each) for each in lines], number - 1)
        return Inclusion(line=lines[number - 1], lines=len(lines), path=tuple(each.hex() for each in path))

    def mac(self, text: str) -> str:
        """A keyed hash of a question's full text: the host can prove what was asked, and nobody else test a guess.

        A bare hash of a text that holds one NHS number gives the number away to whoever tries them all.
        """
        return hmac.digest(self._key(), text.encode("utf-8", "surrogatepass"), "sha256").hex()

    def _key(self) -> bytes:
        path = self.folder / "key"
        if not path.is_file():
            with locked(self.folder / "LOCK", "the key", wait=True):
                if not path.is_file():  # as another process may have been first
                    durable.write(path, secrets.token_bytes(32), mode=0o400)
        return path.read_bytes()

    def _append(self, last: Line | None, **given: Any) -> Line:
        line = append(last, **given)
        new = not self.file.exists()
        with self.file.open("ab") as stream:
            os.fchmod(stream.fileno(), 0o600)
            stream.write(_written(line))
            stream.flush()
            os.fsync(stream.fileno())
        if new:
            durable.sync(self.folder)
        return line

    def _repaired(self, at: datetime) -> Line | None:
        """The last line. One that was cut short by a crash was never acknowledged: it is cut off, and that is told."""
        tail = self._tail()
        whole, newline, cut = tail.rpartition(b"\n")
        last = self._last(whole.rpartition(b"\n")[2]) if newline else None
        if not cut:
            return last
        with self.file.open("r+b") as stream:
            stream.truncate(self.file.stat().st_size - len(cut))
        facts = {"cut_bytes": len(cut)}
        return self._append(last, at=at, by="the log", action="cut short", subject="log", facts=facts)

    def _tail(self) -> bytes:
        """The end of the file, with at least one whole line of it if it has any."""
        if not self.file.exists():
            return b""
        with self.file.open("rb") as stream:
            size = reach = stream.seek(0, os.SEEK_END)
            reach = min(size, 1 << 16)
            while True:
                stream.seek(size - reach)
                tail = stream.read(reach)
                if tail.count(b"\n") > 1 or reach == size:
                    return tail
                reach = min(size, reach * 2)

    def _last(self, raw: bytes) -> Line:
        line = _read(raw)
        if line is None:
            raise Refusal("The last line of the log cannot be read", where="log/lines.jsonl", remedy="Verify the log")
        return line

    def _raw(self) -> list[bytes]:
        return self.file.read_bytes().removesuffix(b"\n").split(b"\n") if self._tail() else []

    def _checkpoint(self, lines: tuple[Line, ...], at: datetime) -> Checkpoint:
        root = merkle.root([leaf(each) for each in lines]).hex()
        made = Checkpoint(lines=len(lines), seal=lines[-1].seal if lines else "", root=root, at=at)
        durable.write(self.folder / "checkpoints" / f"{len(lines):09}.json", made.as_json().encode() + b"\n")
        return made


def verify_log(home: Path, checkpoint: Checkpoint | None = None) -> tuple[Problem, ...]:
    """Everything wrong with the log of a workspace folder; () if it is whole.

    Without a checkpoint that a member kept, a log cut at its end, or all written anew, cannot be told from a whole one;
    the checkpoints beside it, which the host could write anew too, are held against it as well.
    """
    log = Log(home)
    raw = log._raw()
    read = [_read(each) for each in raw]
    unreadable = [
        Problem(Kind.EDITED, number, f"Line {number} of the file is not as it was written.")
        for number, (line, given) in enumerate(zip(read, raw, strict=True), 1)
        if line is None or _written(line) != given + b"\n"
    ]
    lines = tuple(each for each in read if each)
    kept = [read_checkpoint(each.read_bytes()) for each in sorted(log.folder.glob("checkpoints/[0-9]*.json"))]
    against = [problem for each in (checkpoint, *kept) if each for problem in _against(lines, each)]
    return tuple(dict.fromkeys((*unreadable, *verify(lines), *against)))


def _against(lines: tuple[Line, ...], checkpoint: Checkpoint) -> Iterator[Problem]:
    number = checkpoint.lines
    if not number:
        return
    found = [each for each in verify(lines, (number, checkpoint.seal)) if each.number == number or _cut(each)]
    yield from found
    tree = merkle.root([leaf(each) for each in lines[:number]]).hex()
    if not found and tree != checkpoint.root:
        yield Problem(Kind.EDITED, number, f"The first {number} lines are not those of the checkpoint.")


def _cut(problem: Problem) -> bool:
    return problem.kind is Kind.TRUNCATED


def _written(line: Line) -> bytes:
    content = json.loads(canonical(line)) | {"seal": line.seal}
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def _read(raw: bytes) -> Line | None:
    try:
        given = json.loads(raw)
        line = Line(**(given | {"at": datetime.fromisoformat(given["at"])}))
        typed = type(line.number) is int and all(isinstance(each, str) for each in (line.previous, line.seal))
        return line if typed and isinstance(line.facts, dict) and canonical(line) else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):  # NotForTheLedger is a TypeError
        return None


def _safe(name: str, value: Any) -> Any:
    """A fact without any run of digits as long as a person's number, except in a hash."""
    if name.endswith(("_mac", "_sha256")):
        return value
    if isinstance(value, (list, tuple)):
        return [_safe(name, each) for each in value]
    if isinstance(value, str):
        return _NUMBERLIKE.sub(lambda run: run.group() if _DAY.fullmatch(run.group()) else "#", value)
    return value
