"""By how many months the end would have to move for every gate to be met again: what any way out must at least give."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from concordat.procure.gate import Gates, gates_of
from concordat.register.record import Record
from concordat.register.term import prolonged

LONGEST = 60
"""Months beyond which nobody would look."""


def months_short(gates: Gates, record: Record) -> int | None:
    """The fewest months by which the end must move; 0 where nothing is missed, None beyond five years.

    A later end moves no gate to an earlier day, so halving finds it. What a framework, a proposal's last day or a day
    in the past holds fast is not moved by it.
    """
    found = bisect_left(range(LONGEST + 1), True, key=lambda months: not _later(gates, record, months).missed)
    return found if found <= LONGEST else None


def _later(gates: Gates, record: Record, months: int) -> Gates:
    bought = gates.buying
    moved = replace(bought, live_by=prolonged(bought.live_by, months), lost_on=prolonged(bought.lost_on, months))
    return gates_of(moved, record, gates.as_of)
