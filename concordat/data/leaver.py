"""A leaver's data: what was landed or is in the lake, and all stores and kept answers of its rows, go, with a proof.

What is to go is written down before any of it goes, so that a removal that was cut short is gone on with, and its proof
names all of it. Counts that were told stay told, and who was in them stays known by keyed hashes alone: without those
a later count could give a person away.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from concordat.core import ods
from concordat.data import answers, durable
from concordat.data.extract import landed
from concordat.data.lake import Lake, NotInLake
from concordat.data.lock import locked
from concordat.data.store import stores, withdraw


@dataclass(frozen=True, kw_only=True)
class Departure:
    """What was removed of an organisation's data, and what is `left` of them: nothing, or the removal is not done.

    `landed` are (SHA-256, bytes), `parts` (file of the lake, SHA-256, rows), `stores` the names of stores, and
    `answers` the lines on the log of answers that were kept.
    """

    organisation: str
    by: str
    at: str
    landed: tuple[tuple[str, int], ...]
    parts: tuple[tuple[str, str, int], ...]
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


def remove(home: Path, organisation: str, *, by: str, at: datetime) -> Departure:
    """Remove all data of an organisation from a workspace folder. Raises NotInLake where there were never any, Busy."""
    code = ods.parse(organisation)
    with locked(home / "departures" / "LOCK", by):
        plan = home / "departures" / f"{code}.json"
        if _held(home, code) or not plan.is_file():
            durable.write(plan, json.dumps(_planned(home, code, by, at)).encode() + b"\n")
        told = json.loads(plan.read_bytes())
        withdraw(home, organisation=code)
        answers.withdraw(home, organisation=code)
        for sha256, _ in told["landed"]:
            durable.discard(home / "landed" / sha256)
        parts = _forgotten(home, code, by, at)
    return Departure(
        organisation=code,
        by=told["by"],
        at=told["at"],
        landed=tuple((sha256, size) for sha256, size in told["landed"]),
        parts=parts,
        stores=tuple(told["stores"]),
        answers=tuple(told["answers"]),
        left=_held(home, code),
    )


def _planned(home: Path, code: str, by: str, at: datetime) -> dict[str, Any]:
    """What is to go, with what an earlier removal of the same organisation that was cut short was to remove."""
    before = home / "departures" / f"{code}.json"
    earlier = json.loads(before.read_bytes()) if before.is_file() else {"landed": [], "stores": [], "answers": []}
    files = [[each.sha256, each.bytes] for each in landed(home) if each.organisation == code]
    built = [each.name for each in stores(home) if code in each.whose]
    asked = [each.line for each in answers.waiting(home) if code in each.whose]
    if not (files or built or earlier["landed"] or code in _ever(home)):
        raise NotInLake(f"No data of {code} are or were here", remedy="Check the ODS code")
    return {
        "by": by,
        "at": at.isoformat(),
        "landed": sorted([*files, *(each for each in earlier["landed"] if each not in files)]),
        "stores": sorted({*built, *earlier["stores"]}),
        "answers": sorted({*asked, *earlier["answers"]}),
    }


def _ever(home: Path) -> set[str]:
    lake = Lake(home)
    gone = {each.organisation for each in lake.catalogue.written(lake.catalogue.head()[0]).forgotten}
    return {*lake.head().organisations, *gone}


def _forgotten(home: Path, code: str, by: str, at: datetime) -> tuple[tuple[str, str, int], ...]:
    """What the lake removed; nothing, of an organisation whose files were landed and never committed."""
    return Lake(home).forget(code, by=by, at=at).removed if code in _ever(home) else ()


def _held(home: Path, code: str) -> tuple[str, ...]:
    """Everything in the workspace that still holds the organisation's data."""
    in_lake = (str(each.relative_to(home)) for each in (home / "lake").glob(f"*/organisation={code}/**/*.parquet"))
    in_landed = (f"landed/{each.sha256}" for each in landed(home) if each.organisation == code)
    in_stores = (f"stores/{each.name}" for each in stores(home) if code in each.whose)
    in_answers = (f"answers/{each.line:09}" for each in answers.waiting(home) if code in each.whose)
    return tuple(sorted((*in_lake, *in_landed, *in_stores, *in_answers)))
