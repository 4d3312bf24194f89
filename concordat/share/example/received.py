"""The example's files as its programme office receives them: what to land as what, and the replies on opt-outs."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from concordat.data.opt_out import PermittedList
from concordat.data.opt_out_check import permitted_list


@dataclass(frozen=True, kw_only=True)
class Received:
    """A file to land: where it is, and what is known of it."""

    path: Path
    organisation: str
    system: str
    period: str
    received_at: datetime


def received(folder: Path) -> Iterator[Received]:
    """What extracts/sent.csv below a folder tells of each file."""
    with (folder / "extracts" / "sent.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Received(
                path=folder / "extracts" / row["file"],
                organisation=row["organisation"],
                system=row["system"],
                period=row["period"],
                received_at=datetime.fromisoformat(row["received_on"]).replace(hour=9, tzinfo=UTC),
            )


def permitted_lists(folder: Path) -> tuple[PermittedList, ...]:
    """Each trust's list of those who may be disclosed, of what it asked and the reply. Raises BadReply or NotAList."""
    return tuple(_list(each) for each in sorted((folder / "opt_outs").iterdir()))


def _list(folder: Path) -> PermittedList:
    (asked,) = folder.glob("*OT01-*.dat")
    (reply,) = folder.glob("reply-*.dat")
    as_at = date.fromisoformat(reply.stem.removeprefix("reply-"))
    return permitted_list(reply.read_bytes(), sent=asked.read_bytes(), controller=folder.name, as_at=as_at)
