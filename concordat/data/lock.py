"""The lock of a folder: one writer at a time, who says who they are. It ends with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from concordat.core.refusal import Refusal


class Busy(Refusal):
    """Another writer holds the lock."""


@contextmanager
def locked(path: Path, owner: str, *, wait: bool = False) -> Iterator[bool]:
    """Hold the lock; what it gives is whether the last holder was stopped before it was done. Raises Busy.

    The kernel lets go when a process dies (flock(2)), and what the dead holder wrote of itself is then still there.
    With `wait` it is waited for in place of refused, and since nobody is told of the holder nothing is written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as stream:
        if wait:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield False
            return
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            held = stream.read(200).strip() or "another process"
            raise Busy(f"It is being written to by {held}", remedy="Try again when they are done") from None
        stream.seek(0)
        stopped = bool(stream.read(1))
        _say(stream.fileno(), f"{owner} (process {os.getpid()})\n")
        yield stopped
        _say(stream.fileno(), "")  # not when something failed: that is put in order as if it had been killed


def _say(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.write(descriptor, text.encode())  # the file was opened to append, so it begins anew
    os.fsync(descriptor)
