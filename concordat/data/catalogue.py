"""The catalogue of the lake: numbered files that never change, and HEAD, the one place that does.

A snapshot's file names every part and bears the hash of the file before it; HEAD bears the hash of the last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from concordat.core.refusal import Refusal

NOTHING = "0" * 64


class BadCatalogue(Refusal):
    """A catalogue that is not what was written."""


class NoSnapshot(Refusal):
    """A snapshot that there never was."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One Parquet file: rows of one table from one organisation. `path` is within the lake once it is committed.

    `merged` are the batches it holds where there are several; `batch` is then the name of the merger.
    """

    table: str
    organisation: str
    batch: str
    path: str
    rows: int
    sha256: str
    columns: tuple[str, ...]
    merged: tuple[str, ...] = ()

    @property
    def batches(self) -> tuple[str, ...]:
        """The batches whose rows it holds."""
        return self.merged or (self.batch,)


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """An organisation whose data were removed, from the snapshot of this number and from all before it."""

    organisation: str
    number: int
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What the lake held from a moment on. Snapshot 0 is the empty lake.

    `parts` are those that can still be read. In a file of the catalogue `forgotten` is all that was ever removed; as
    `Catalogue.at` gives it, whose data this snapshot had and has no more.
    """

    number: int = 0
    made_at: datetime | None = None
    by: str = ""
    note: str = ""
    parts: tuple[Part, ...] = ()
    forgotten: tuple[Forgotten, ...] = ()
    previous: str = NOTHING

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables it has rows of."""
        return tuple(sorted({each.table for each in self.parts}))

    @property
    def organisations(self) -> tuple[str, ...]:
        """Whose rows it has."""
        return tuple(sorted({each.organisation for each in self.parts}))

    def of(self, table: str) -> tuple[Part, ...]:
        """The parts of a table."""
        return tuple(each for each in self.parts if each.table == table)


@dataclass(frozen=True)
class Catalogue:
    """The numbered files of a folder, and HEAD."""

    folder: Path

    @property
    def head_file(self) -> Path:
        """The one file that is ever replaced."""
        return self.folder / "HEAD"

    def file(self, number: int) -> Path:
        """Where the snapshot of a number is written."""
        return self.folder / f"{number:06}.json"

    def head(self) -> tuple[int, str]:
        """The number of the last snapshot, and the hash of its file; (0, noughts) where there is none."""
        try:
            number, _, seal = self.head_file.read_text().strip().partition(" ")
            return int(number), seal
        except FileNotFoundError:
            return 0, NOTHING
        except ValueError:
            raise BadCatalogue("HEAD cannot be read", where="catalogue/HEAD", remedy="Restore it") from None

    def written(self, number: int) -> Snapshot:
        """A snapshot as it was written, when nothing was forgotten since. Raises NoSnapshot or BadCatalogue."""
        if number == 0:
            return Snapshot()
        if not 0 < number <= self.head()[0]:
            last = self.head()[0]
            raise NoSnapshot(f"There is no snapshot {number:,}", remedy=f"Name one from 0 to {last:,}")
        try:
            return _read(json.loads(self.file(number).read_bytes()))
        except (OSError, ValueError, KeyError, TypeError):
            where = f"catalogue/{self.file(number).name}"
            raise BadCatalogue("A snapshot cannot be read", where=where, remedy="Restore the file") from None

    def at(self, number: int) -> Snapshot:
        """A snapshot as far as it can be read today: without what was forgotten since."""
        snapshot, head = self.written(number), self.written(self.head()[0])
        had = set(snapshot.organisations)
        gone = tuple(each for each in head.forgotten if each.number > number and each.organisation in had)
        lost = {each.organisation for each in gone}
        kept = tuple(each for each in snapshot.parts if each.organisation not in lost)
        return replace(snapshot, parts=kept, forgotten=gone)

    def problems(self) -> Iterator[str]:
        """What is wrong with the chain of files, the last first."""
        number, expected = self.head()
        while number:
            if not self.file(number).is_file():
                yield f"The file of snapshot {number} is missing."
                return
            if hashlib.sha256(self.file(number).read_bytes()).hexdigest() != expected:
                yield f"The file of snapshot {number} is not what was written."
            try:
                expected = self.written(number).previous
            except BadCatalogue:
                return
            number -= 1


def content(snapshot: Snapshot) -> bytes:
    """A snapshot as its file holds it."""
    return json.dumps(asdict(snapshot), default=_plain, indent=1, sort_keys=True).encode() + b"\n"


def _plain(value: datetime) -> str:
    return value.isoformat()


def _read(given: dict[str, Any]) -> Snapshot:
    forgotten = (each | {"at": datetime.fromisoformat(each["at"])} for each in given["forgotten"])
    parts = (each | {"columns": tuple(each["columns"]), "merged": tuple(each["merged"])} for each in given["parts"])
    values = given | {
        "made_at": datetime.fromisoformat(given["made_at"]),
        "parts": tuple(Part(**each) for each in parts),
        "forgotten": tuple(Forgotten(**each) for each in forgotten),
    }
    return Snapshot(**values)
