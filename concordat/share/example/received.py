"""The example's extracts as its programme office receives them: what to land as what."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


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
