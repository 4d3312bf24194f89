"""How hard to try: in work by default, so that the same question has the same answer; in seconds only if asked."""

import time
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Effort:
    """Limits on the work of one `solve`.

    gap         relative gap at which to stop improving
    iterations  of the bound
    columns     kept for each cell, on average, in the first integer programme
    prove       columns in all up to which a second programme is tried to close the gap
    nodes       of each branch and bound
    seconds     of wall clock, or None: the one limit that can make two runs differ, and the answer then says so
    """

    gap: float = 5e-4
    iterations: int = 600
    columns: int = 8
    prove: int = 9_000
    nodes: int = 200
    seconds: float | None = None


class Clock:
    """Tells how much of the effort's time is left, if it has a limit, and remembers whether it ran out."""

    def __init__(self, seconds: float | None) -> None:
        self.end = None if seconds is None else time.monotonic() + seconds
        self.ran_out = False

    def left(self) -> float | None:
        """Seconds left, or None for no limit."""
        return None if self.end is None else max(0.0, self.end - time.monotonic())

    def over(self, share: float = 1.0, of: float | None = None) -> bool:
        """Has ``share`` of the time ``of`` the whole gone?"""
        left = self.left()
        if left is None or of is None or left > (1 - share) * of:
            return False
        self.ran_out = True
        return True
