"""How an old contract ends when a system is left on a given day: paid until when, on what ground, by what notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from concordat.converge.law import FIXED, ONE_DAY, Ground, Leg, notice_day
from concordat.converge.problem import Cell
from concordat.core.period import months_later


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
    while (after := _following(cell, reached)) and after.ground is Ground.RENEWAL and _too_late(after, as_of):
        reached += 1
    leg = cell.legs[reached]
    paid_to = leg.ends_on + ONE_DAY if leg.ground in FIXED else leave_on
    break_on = _break_day(cell, leave_on, as_of)
    broken = break_on is not None and break_on < paid_to
    if broken and break_on:
        paid_to = break_on
    return Ending(paid_to=paid_to, leg=reached, broken=broken, notices=_notices(cell, reached, paid_to, broken))


def _following(cell: Cell, number: int) -> Leg | None:
    return cell.legs[number + 1] if number + 1 < len(cell.legs) else None


def _too_late(leg: Leg, as_of: date) -> bool:
    return leg.notice_by is not None and leg.notice_by < as_of


def _break_day(cell: Cell, leave_on: date, as_of: date) -> date | None:
    """The first day on which a break could take effect; breaking at the full price is no gain, so it is not done."""
    if cell.contract.break_from is None or cell.contract.break_fee >= 100:
        return None
    return max(leave_on, cell.contract.break_from, months_later(as_of, cell.contract.notice))


def _notices(cell: Cell, reached: int, paid_to: date, broken: bool) -> tuple[Notice, ...]:
    found = []
    for number, leg in enumerate(cell.legs[: reached + 1]):
        if leg.ground is Ground.EXTENSION and leg.notice_by:
            found.append(Notice(by=leg.notice_by, what=f"use the extension of {leg.why}"))
        elif leg.ground is Ground.MODIFICATION:
            before = cell.legs[number - 1].ends_on if number else leg.ends_on
            found.append(Notice(by=before, what="publish the change notice and sign the modification"))
    after = _following(cell, reached)
    if broken:
        found.append(Notice(by=notice_day(paid_to - ONE_DAY, cell.contract.notice), what="give notice to end it early"))
    elif after and after.ground is Ground.RENEWAL and after.notice_by:
        found.append(Notice(by=after.notice_by, what="give notice so that it does not renew itself"))
    return tuple(found)
