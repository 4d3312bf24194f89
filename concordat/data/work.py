"""A folder for work in progress: its maker's alone, gone when that is over, and swept by the next if it was killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from concordat.data.durable import UNFINISHED


@contextmanager
def workplace(place: Path) -> Iterator[Path]:
    """A folder of one's own in a place; what earlier crashes left over there is swept first."""
    place.mkdir(parents=True, exist_ok=True)
    clear(place)
    making, held = _own_folder(place)
    try:
        yield making
    finally:
        shutil.rmtree(making, ignore_errors=True)
        os.close(held)


def clear(place: Path) -> None:
    """Sweep what crashes left over; what is still being worked in stays."""
    for left in place.glob(f"{UNFINISHED}*"):
        _sweep(left)


def _own_folder(place: Path) -> tuple[Path, int]:
    """A folder locked for as long as this process lives (flock(2)), so that nobody else sweeps it away."""
    while True:
        making = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=place))
        try:
            held = os.open(making, os.O_RDONLY)
        except FileNotFoundError:  # swept between the two lines above
            continue
        fcntl.flock(held, fcntl.LOCK_EX)
        if making.exists():
            return making, held
        os.close(held)


def _sweep(left: Path) -> None:
    try:
        held = os.open(left, os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(left, ignore_errors=True)
    except BlockingIOError:  # another is still at work in it
        pass
    finally:
        os.close(held)
