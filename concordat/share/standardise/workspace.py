"""Every landed batch of a workspace through its feeds into the lake, each whole or not at all; run again, it goes on.

`mapped/<batch>/found.json` says what was found, and is written once the lake has the batch; a batch without it, or
whose feeds have changed since, is mapped anew and replaces itself in one change of the lake. `refused.json` beside it
says why a batch could not be mapped, for as long as that is so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path

from concordat.core.refusal import Refusal
from concordat.data import durable
from concordat.data.engine import Engine
from concordat.data.extract import Batch, landed
from concordat.data.lake import Lake
from concordat.data.model import Model
from concordat.data.work import workplace
from concordat.share.mapping.feed import Feed
from concordat.share.standardise.batch import Standardised, standardise
from concordat.share.standardise.found import Found, found_of

_FORMAT = 3
"""Of what mapping makes of a batch: raise it where that changes, and every batch is mapped anew."""


@dataclass(frozen=True, kw_only=True)
class Mapped:
    """What became of a batch: `found`, a Found for each of its feeds; or the `refusal`; `known`: it had been mapped."""

    batch: Batch
    found: tuple[Found, ...] = ()
    refusal: Refusal | None = None
    known: bool = False


def map_home(
    home: Path,
    feeds: Sequence[Feed],
    *,
    model: Model,
    by: str,
    at: datetime,
    only: Feed | None = None,
    engine: Engine | None = None,
) -> tuple[Mapped, ...]:
    """Map every landed batch, or those that a feed is for, with an engine, DuckDB unless another is given. One that is
    refused does not stop the others."""
    batches = [each for each in landed(home) if only is None or feeds_of(each, (only,))]
    return tuple(map_batch(each, home=home, feeds=feeds, model=model, by=by, at=at, engine=engine) for each in batches)


def map_batch(
    batch: Batch,
    *,
    home: Path,
    feeds: Sequence[Feed],
    model: Model,
    by: str,
    at: datetime,
    tell: Callable[[str], None] = lambda saying: None,
    engine: Engine | None = None,
) -> Mapped:
    """Map one landed batch; `tell` is told each step."""
    done = _mapped(batch, home, feeds, model, by, at, tell, engine)
    path = _refusals(home, batch.id)
    if done.refusal:
        told = {"what": done.refusal.what, "where": done.refusal.where, "remedy": done.refusal.remedy}
        durable.write(path, json.dumps(told, ensure_ascii=False).encode())
    else:
        path.unlink(missing_ok=True)
    return done


def refusal_of(home: Path, batch: str) -> Refusal | None:
    """Why a batch was not mapped when that was last tried; None where it was, or was never tried."""
    try:
        return Refusal(**json.loads(_refusals(home, batch).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def feeds_of(batch: Batch, feeds: Iterable[Feed]) -> tuple[Feed, ...]:
    """The feeds that a batch goes through: of its member and system, for its table if it names one, and its file."""
    return tuple(
        each
        for each in feeds
        if (each.member, each.system) == (batch.organisation, batch.system)
        and batch.table in ("", each.table)
        and fnmatch(batch.name.casefold(), each.files.casefold())
    )


def found_in(home: Path) -> tuple[Found, ...]:
    """What was found in every batch that was mapped, by member, table and the day it was received."""
    read = [each for path in (home / "mapped").glob("*/found.json") for each in _read(path)]
    return tuple(sorted(read, key=lambda each: (each.member, each.table, each.received, each.feed)))


def _mapped(
    batch: Batch,
    home: Path,
    feeds: Sequence[Feed],
    model: Model,
    by: str,
    at: datetime,
    tell: Callable[[str], None],
    engine: Engine | None,
) -> Mapped:
    own = feeds_of(batch, feeds)
    if refusal := _refused(batch, home, own):
        return Mapped(batch=batch, refusal=refusal)
    kept = home / "mapped" / batch.id / "found.json"
    if kept.is_file() and _is_of(kept, own) and _holds(home, batch):
        return Mapped(batch=batch, found=_read(kept), known=True)
    try:
        with workplace(home) as work:
            made = []
            for each in own:
                tell(f"Reading {batch.name}, and checking its rows as {each.table}s")
                folder = work / each.name
                made.append(standardise(batch, each, home=home, model=model, work=folder, engine=engine))
            tell("Putting the rows into the shared tables")
            _kept(made, kept, home, batch, by, at)
    except Refusal as refusal:
        return Mapped(batch=batch, refusal=refusal)
    return Mapped(batch=batch, found=tuple(each.found for each in made))


def _refused(batch: Batch, home: Path, own: Sequence[Feed]) -> Refusal | None:
    if not own:
        what = f"No feed is for this file of {batch.organisation}, system {batch.system}"
        remedy = f"Write one in feeds/{batch.organisation}/; concordat share suggest proposes it"
        return Refusal(what, where=f"{batch.name}, batch {batch.id}", remedy=remedy)
    catalogue = Lake(home).catalogue
    gone = [
        each for each in catalogue.written(catalogue.head()[0]).forgotten if each.organisation == batch.organisation
    ]
    if gone and batch.received_at <= gone[-1].at:
        what = f"{batch.organisation} has left, and its data were removed"
        return Refusal(what, where=f"batch {batch.id}", remedy="What it sends from now on would have to be landed anew")
    return None


def _kept(made: Sequence[Standardised], kept: Path, home: Path, batch: Batch, by: str, at: datetime) -> None:
    """Into the lake first; then what is said of it."""
    lake = Lake(home)
    parts = [part for each in made for part in each.parts if part.rows]
    again = [(batch.organisation, batch.id)] if _holds(home, batch) else []
    lake.commit(parts, remove_batches=again, note=f"batch {batch.id}", by=by, at=at)
    for each in made:
        path = kept.parent / f"rejects-{each.found.feed}.parquet"
        durable.copy(each.rejects, path)
        durable.place(path)
    content = {"format": _FORMAT, "found": [each.found.as_dict() for each in made]}
    durable.write(kept, json.dumps(content, indent=1).encode())


def _refusals(home: Path, batch: str) -> Path:
    return home / "mapped" / batch / "refused.json"


def _holds(home: Path, batch: Batch) -> bool:
    parts = Lake(home).head().parts
    return any(batch.id in each.batches and each.organisation == batch.organisation for each in parts)


def _is_of(kept: Path, feeds: Sequence[Feed]) -> bool:
    """Whether a batch was mapped by these feeds, as they now are."""
    try:
        given = json.loads(kept.read_bytes())
        hashes = {each["feed"]: each["hash"] for each in given["found"]}
    except (ValueError, KeyError, TypeError):
        return False
    return given["format"] == _FORMAT and hashes == {each.name: each.hash for each in feeds}


def _read(path: Path) -> tuple[Found, ...]:
    try:
        return tuple(found_of(each) for each in json.loads(path.read_bytes())["found"])
    except (ValueError, KeyError, TypeError):
        remedy = "Delete it and map again: it is written anew"
        raise Refusal("What was found in a batch cannot be read", where=f"{path.parent.name}", remedy=remedy) from None
