"""Checkpoints of the log: what it was at a moment, for every member to keep, and proofs against them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from concordat.core import merkle
from concordat.core.ledger import Line, canonical
from concordat.core.refusal import Refusal


class BadCheckpoint(Refusal):
    """A checkpoint that cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """What a log was at a moment: how many lines, the seal of the last, and the root of the tree of them all."""

    lines: int
    seal: str
    root: str
    at: datetime

    def as_json(self) -> str:
        """The checkpoint as a member is sent it."""
        return json.dumps(asdict(self) | {"at": self.at.isoformat()}, indent=1)


@dataclass(frozen=True, kw_only=True)
class Inclusion:
    """A line, and the hashes that show it to be among those of a checkpoint: a member needs no more of the log."""

    line: Line
    lines: int
    path: tuple[str, ...]

    def holds(self, checkpoint: Checkpoint) -> bool:
        """Whether the line was in the log as the checkpoint has it."""
        path, place = [bytes.fromhex(each) for each in self.path], self.line.number - 1
        root = bytes.fromhex(checkpoint.root)
        return self.lines == checkpoint.lines and merkle.proves(path, leaf(self.line), place, self.lines, root)


def read_checkpoint(content: str | bytes) -> Checkpoint:
    """A checkpoint as a member was sent it. Raises BadCheckpoint."""
    try:
        given = json.loads(content)
        made = Checkpoint(**(given | {"at": datetime.fromisoformat(given["at"])}))
        if len(bytes.fromhex(made.root)) != 32 or type(made.lines) is not int or made.lines < 0:
            raise ValueError
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BadCheckpoint("This is not a checkpoint", remedy="Give the file as it was sent to the member") from None
    return made


def leaf(line: Line) -> bytes:
    """The hash of a line as a leaf of the tree."""
    return merkle.leaf(canonical(line))
