"""How much one person may ask of the server: so many requests a minute, and so many long ones at once.

Counted in this process, which is the only one that serves (concordat/web/wsgi.py).
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from concordat.core.refusal import Refusal

A_MINUTE = 120
"""The most requests a seat may make by its keys in a minute."""

AT_ONCE = 2
"""The most long questions that are worked on at one time, for all."""

_SECONDS = 60.0
_lock = threading.Lock()
_asked: dict[int, deque[float]] = {}
_places = threading.BoundedSemaphore(AT_ONCE)


class TooOften(Refusal):
    """More asked than is answered at once; `retry_after` is when to come back, in seconds."""

    status = 429

    def __init__(self, what: str, *, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(what, remedy=f"Ask again in {retry_after} second{'s' * (retry_after != 1)}")


def count(seat: int) -> None:
    """Count a request of a seat. Raises TooOften, and does not count it, where there were enough in a minute."""
    now = time.monotonic()
    with _lock:
        recent = _asked.setdefault(seat, deque())
        while recent and recent[0] <= now - _SECONDS:
            recent.popleft()
        if len(recent) >= A_MINUTE:
            wait = math.ceil(recent[0] + _SECONDS - now)
            raise TooOften(f"You have asked {A_MINUTE} times in a minute", retry_after=wait)
        recent.append(now)


def forget() -> None:
    """Begin to count anew."""
    with _lock:
        _asked.clear()


@contextmanager
def long_question() -> Iterator[None]:
    """Work on a long question within this. Raises TooOften where as many are worked on already as may be."""
    if not _places.acquire(blocking=False):
        raise TooOften("Other questions are being worked on", retry_after=5)
    try:
        yield
    finally:
        _places.release()
