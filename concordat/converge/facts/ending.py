"""How an old contract ends when a system is left on a given day: paid until when, on what ground, by what notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.converge.facts.law import FIXED, Ground
from concordat.converge.facts.problem import Cell
from concordat.core.period import ONE_DAY
from concordat.register.term import first_end, notice_day


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something the customer must do by a day."""

    by: date
    what: str


@dataclass(frozen=True, kw_only=True)
class Ending:
    """The cheapest lawful end: `paid_to` is the first day no longer paid for; `broken` if ended before its term."""

    paid_to: date
    leg: int
    broken: bool
    notices: tuple[Notice, ...]


def ending(cell: Cell, leave_on: date, as_of: date) -> Ending | None:
    """The end of the old contract when its system is not needed from `leave_on`; None if it cannot lawfully last."""
    last_day = leave_on - ONE_DAY
    reached = next((number for number, leg in enumerate(cell.legs) if leg.ends_on >= last_day), None)
    if reached is None:
        return None
    while _too_late_to_stop(cell, reached, as_of):
        reached += 1
    leg = cell.legs[reached]
    paid_to = leg.ends_on + ONE_DAY if leg.ground in FIXED else leave_on
    break_on = _break_day(cell, leave_on, as_of)
    broken = break_on is not None and break_on < paid_to
    if broken and break_on:
        paid_to = break_on
    return Ending(paid_to=paid_to, leg=reached, broken=broken, notices=_notices(cell, reached, paid_to, broken))


def staying(cell: Cell, until: date) -> tuple[Notice, ...]:
    """What must be done in time if the system is to stay under its contract up to a day."""
    reached = next((number for number, leg in enumerate(cell.legs) if leg.ends_on >= until - ONE_DAY), None)
    return () if reached is None else tuple(_to_reach(cell, reached))


def _too_late_to_stop(cell: Cell, reached: int, as_of: date) -> bool:
    by = cell.legs[reached].stop_by
    return by is not None and by < as_of and reached + 1 < len(cell.legs)


def _break_day(cell: Cell, leave_on: date, as_of: date) -> date | None:
    """The first day on which a break could take effect; breaking at the full price is no gain, so it is not done."""
    if cell.contract.break_from is None or cell.contract.break_fee >= 100:
        return None
    return max(leave_on, cell.contract.break_from, first_end(as_of, cell.contract.notice))


def _notices(cell: Cell, reached: int, paid_to: date, broken: bool) -> tuple[Notice, ...]:
    found, stop_by = list(_to_reach(cell, reached)), cell.legs[reached].stop_by
    if broken:
        found.append(Notice(by=notice_day(paid_to - ONE_DAY, cell.contract.notice), what="give notice to end it early"))
    elif stop_by:
        found.append(Notice(by=stop_by, what="give notice so that it does not renew itself"))
    return tuple(found)


def _to_reach(cell: Cell, reached: int) -> Iterator[Notice]:
    """What must be done in time for the contract to last through a leg."""
    for number, leg in enumerate(cell.legs[: reached + 1]):
        if leg.ground is Ground.EXTENSION and leg.notice_by:
            yield Notice(by=leg.notice_by, what=f"use the extension of {leg.why}")
        elif leg.ground is Ground.MODIFICATION:
            before = cell.legs[number - 1].ends_on if number else leg.ends_on
            yield Notice(by=before, what="publish the change notice and sign the modification")
