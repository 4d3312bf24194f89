"""Counts over the whole lake that are kept for pages, which run no query: good for the snapshot they were made of."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from concordat.data import durable
from concordat.data.lake import Lake

T = TypeVar("T")


def keep(home: Path, name: str, found: list[list[Any]]) -> None:
    """Keep what was counted of the last snapshot, as values of JSON."""
    told = {"snapshot": Lake(home).head().number, "found": found}
    durable.write(_file(home, name), json.dumps(told).encode())


def kept(home: Path, name: str, read: Callable[[list[list[Any]]], T]) -> T:
    """What was counted of the last snapshot, as it is read; as of nothing where that has not been done."""
    try:
        told = json.loads(_file(home, name).read_bytes())
        return read(told["found"] if told["snapshot"] == Lake(home).head().number else [])
    except (OSError, ValueError, KeyError, TypeError):
        return read([])


def _file(home: Path, name: str) -> Path:
    return home / "mapped" / f"{name}.json"
