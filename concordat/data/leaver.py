"""A leaver's data: whatever a workspace holds of its files, rows and people goes, with a proof that nothing is left.

What is to go is written down before any of it goes, so that a removal that was cut short is gone on with, and its proof
names all of it. What is kept of a batch, by whomever, lies in a folder named for it, and goes with it; who keeps people
elsewhere gives a Place. Counts that were told stay told, and who was in them stays known by keyed hashes alone: without
those a later count could give a person away.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from concordat.core import ods
from concordat.data import answers, durable
from concordat.data.extract import landed
from concordat.data.lake import Lake, NotInLake
from concordat.data.lock import locked
from concordat.data.store import stores, withdraw
from concordat.data.traces import traces
from concordat.data.work import clear


class Place(Protocol):
    """Somewhere in a workspace where another layer keeps what came of people."""

    def held(self, home: Path, organisation: str, /) -> tuple[str, ...]:
        """The files, by their paths in the workspace, that hold something of an organisation."""

    def forget(self, home: Path, organisation: str, /, *, by: str, at: datetime) -> tuple[tuple[str, str, str], ...]:
        """Remove it; every file that was rewritten for it, ever: path, SHA-256 before, and after or "" where it went.

        Run again after it was cut short it goes on; run again after it was done it says the same.
        """


@dataclass(frozen=True, kw_only=True)
class Departure:
    """What was removed of an organisation's data, and what is `left` of them: nothing, or the removal is not done.

    `landed` are (SHA-256, bytes), `parts` (file of the lake, SHA-256, rows), `mapped` (file kept of a batch, SHA-256),
    `rewritten` (file of a Place, SHA-256 before, and after or ""), `stores` the names of stores, and `answers` the
    lines on the log of answers that were kept.
    """

    organisation: str
    by: str
    at: str
    landed: tuple[tuple[str, int], ...]
    parts: tuple[tuple[str, str, int], ...]
    mapped: tuple[tuple[str, str], ...]
    rewritten: tuple[tuple[str, str, str], ...]
    stores: tuple[str, ...]
    answers: tuple[int, ...]
    left: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The SHA-256 of what it says, for the paper the leaver is given."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """The departure for JSON."""
        return asdict(self) | {"digest": self.digest}


def remove(home: Path, organisation: str, *, by: str, at: datetime, places: Sequence[Place] = ()) -> Departure:
    """Remove all data of an organisation from a workspace folder, and from the `places` that others keep in it.

    Raises NotInLake where there were never any, Busy.
    """
    code = ods.parse(organisation)
    with locked(home / "departures" / "LOCK", by):
        plan = home / "departures" / f"{code}.json"
        if not plan.is_file() or any(_held(home, code, places)):
            durable.write(plan, json.dumps(_planned(home, code, by, at, places)).encode() + b"\n")
        told = _EMPTY | json.loads(plan.read_bytes())
        batches = _own(home, code, told)
        for each in (home, home / "landed"):
            clear(each)
        withdraw(home, lambda each: code in each.whose)
        answers.withdraw(home, lambda each: code in each.whose)
        for folder in _folders(home, batches):
            durable.discard(folder)
        parts = _forgotten(home, code, by, at)
        rewritten = [file for each in places for file in each.forget(home, code, by=by, at=at)]
        left = {*_held(home, code, places), *traces(home, code, batches)}
    return Departure(
        organisation=code,
        by=told["by"],
        at=told["at"],
        landed=tuple((sha256, size) for sha256, size in told["landed"]),
        parts=parts,
        mapped=tuple((file, sha256) for file, sha256 in told["mapped"]),
        rewritten=tuple(rewritten),
        stores=tuple(told["stores"]),
        answers=tuple(told["answers"]),
        left=tuple(sorted(left)),
    )


_EMPTY: dict[str, Any] = {"landed": [], "mapped": [], "batches": [], "stores": [], "answers": []}


def _planned(home: Path, code: str, by: str, at: datetime, places: Sequence[Place]) -> dict[str, Any]:
    """What is to go, with what an earlier removal of the same organisation that was cut short was to remove."""
    before = home / "departures" / f"{code}.json"
    earlier = _EMPTY | (json.loads(before.read_bytes()) if before.is_file() else {})
    if not (earlier["landed"] or code in _ever(home) or any(_held(home, code, places))):
        raise NotInLake(f"No data of {code} are or were here", remedy="Check the ODS code")
    files = [[each.sha256, each.bytes] for each in landed(home) if each.organisation == code]
    batches = {*_batches(home, code), *(sha256[:16] for sha256, _ in (*files, *earlier["landed"]))}
    kept = [each for each in _folders(home, batches) if each.parent.name != "landed"]
    found: dict[str, list[Any]] = {
        "landed": files,
        "mapped": [[str(each.relative_to(home)), durable.sha256(each)] for each in _files(kept)],
        "batches": list(batches),
        "stores": [each.name for each in stores(home) if code in each.whose],
        "answers": [each.line for each in answers.waiting(home) if code in each.whose],
    }
    merged = {name: sorted([*now, *(each for each in earlier[name] if each not in now)]) for name, now in found.items()}
    return {"by": by, "at": at.isoformat()} | merged


def _ever(home: Path) -> set[str]:
    lake = Lake(home)
    gone = {each.organisation for each in lake.catalogue.written(lake.catalogue.head()[0]).forgotten}
    return {*lake.head().organisations, *gone}


def _batches(home: Path, code: str) -> set[str]:
    """The batches of an organisation that were ever in the lake."""
    catalogue = Lake(home).catalogue
    every = (catalogue.written(number).parts for number in range(catalogue.head()[0] + 1))
    return {batch for parts in every for each in parts if each.organisation == code for batch in each.batches}


def _own(home: Path, code: str, told: dict[str, Any]) -> set[str]:
    """The batches that go: not one that another organisation has sent since, in its own name."""
    others = {each.id for each in landed(home) if each.organisation != code}
    return {*told["batches"], *(sha256[:16] for sha256, _ in told["landed"])} - others


def _folders(home: Path, batches: Iterable[str]) -> list[Path]:
    """The folders that are named for a batch, or for the hash of its file, wherever they are, whole or half gone."""
    names = [each for each in batches if re.fullmatch("[0-9a-f]{16}", each)]
    found = (path for each in names for begun in ("", durable.UNFINISHED) for path in home.glob(f"*/{begun}{each}*"))
    return sorted({path.with_name(path.name.removeprefix(durable.UNFINISHED)) for path in found})


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    yield from (each for folder in folders for each in sorted(folder.rglob("*")) if each.is_file())


def _forgotten(home: Path, code: str, by: str, at: datetime) -> tuple[tuple[str, str, int], ...]:
    """What the lake removed; nothing, of an organisation whose files were landed and never committed."""
    return Lake(home).forget(code, by=by, at=at).removed if code in _ever(home) else ()


def _held(home: Path, code: str, places: Sequence[Place]) -> Iterator[str]:
    """Everything in the workspace of which it is known that it holds the organisation's data."""
    yield from (str(each.relative_to(home)) for each in (home / "lake").glob(f"*/organisation={code}/**/*.parquet"))
    yield from (f"landed/{each.sha256}" for each in landed(home) if each.organisation == code)
    yield from (f"stores/{each.name}" for each in stores(home) if code in each.whose)
    yield from (f"answers/{each.line:09}" for each in answers.waiting(home) if code in each.whose)
    yield from (file for each in places for file in each.held(home, code))
