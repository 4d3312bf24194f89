"""Is the file answered that asks who has opted out? Examples of IG-11."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from concordat.data import ground
from concordat.data.ground import Ground
from concordat.data.opt_out_check import ANSWERABLE, CheckFile, check_file, faults
from concordat.data.spec.example import Shown

MADE = check_file(
    ["943 476 5919", "999 000 0018"],
    mailbox="X26HC001",
    made_on=date(2026, 11, 22),
    sequence=1,
    subject="waiting-list",
    message="waiting-list_2026-11-22",
)
"""As `check_file` makes it."""


@dataclass(frozen=True, kw_only=True)
class FileExample(Shown):
    """The rule applied to a check file."""

    file: CheckFile

    def judged(self) -> tuple[Ground, ...]:
        found = tuple(ground.fails(f"{each.file}: {each.what}", each.next) for each in faults(self.file))
        return found or (ground.holds(f"{self.file.name} can be sent, and is answered"),)


def _fails(title: str, **parts: Any) -> FileExample:
    return FileExample(rule=ANSWERABLE.id, title=title, holds=False, file=replace(MADE, **parts))


EXAMPLES = (
    FileExample(rule=ANSWERABLE.id, title="As it is made here", holds=True, file=MADE),
    _fails("Made on Windows", content=MADE.content.replace(b"\n", b"\r\n")),
    _fails("Without the commas", content=MADE.content.replace(b",", b"")),
    _fails("A number mistyped", content=b"9434765918,\n"),
    _fails("Without the last line feed", content=MADE.content[:-1]),
    _fails("Nobody in it", content=b""),
    _fails("A name of one's own", name="opt-outs-november.csv"),
    _fails("Under another workflow", workflow="SPINE_DBS"),
    _fails("Without a subject", subject=""),
)
