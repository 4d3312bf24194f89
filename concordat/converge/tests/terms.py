"""What an old contract's own terms and its law allow, found by walking it forward one step at a time.

Part of the independent checker: written from the columns' meanings, sharing nothing with the planner but the nouns.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from concordat.register.contract import Contract, Framework, Regime

DAY = timedelta(days=1)
THRESHOLD = 135_018_00  # pence with VAT, services for a central authority, from 1 January 2026


def later(day: date, months: int) -> date:
    """The same day so many months on, or the last of a month too short to have it."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def prolonged(last_day: date, months: int) -> date:
    """The last day of a term that runs on by so many months."""
    return later(last_day + DAY, months) - DAY


def notice_day(last_day: date, months: int) -> date:
    """The last day to give notice: the whole months lie between it and the end."""
    return later(last_day + DAY, -months) - DAY


@dataclass
class Walk:
    """A contract followed as far as it must go: `stretches` are (from, to, ground) half-open, `notices` (by, kind)."""

    paid_to: date
    stretches: list[tuple[date, date, str]] = field(default_factory=list)
    notices: list[tuple[date, str]] = field(default_factory=list)
    broken: bool = False

    @property
    def committed_to(self) -> date:
        """The first day for which nothing is owed if it is not ended early."""
        return self.stretches[-1][1]


def walk(contract: Contract, framework: Framework | None, as_of: date, leave_on: date) -> Walk | None:
    """How the contract lasts until it is left, its own options first; None if it lawfully cannot."""
    end = term_end(contract, as_of)
    found = Walk(end + DAY, [(date.min, end + DAY, "term")] if end >= as_of else [])
    options = list(contract.extension_options) if end >= as_of else []
    needed = leave_on - DAY
    while found.stretches and (end < needed or _cannot_stop(contract, framework, end, as_of)):
        step = _own_step(contract, framework, end, as_of, options)
        if step is None:
            break
        end = _take(found, end, step)
    found.paid_to = end + DAY
    if end < needed:
        return _go_on(found, contract, framework, as_of, leave_on)
    return _ended(found, contract, framework, as_of, leave_on)


def term_end(contract: Contract, as_of: date) -> date:
    """The last day of the term now running: one that renews itself has done so, as far as it may."""
    end = contract.ends_on
    while end < as_of and contract.auto_renew and _may_renew(contract, None, end):
        end = prolonged(end, contract.auto_renew)
    return end


def stop_by(contract: Contract, framework: Framework | None, end: date) -> date | None:
    """The last day to stop the renewal that would follow this end; None if none would."""
    if not contract.auto_renew or not _may_renew(contract, framework, end):
        return None
    return notice_day(end, contract.notice)


def _may_renew(contract: Contract, framework: Framework | None, end: date) -> bool:
    renewed = prolonged(end, contract.auto_renew)
    longest = contract.original_months and prolonged(contract.starts_on - DAY, contract.original_months)
    return (not longest or renewed <= longest) and renewed <= call_off_end(contract, framework)


def call_off_end(contract: Contract, framework: Framework | None) -> date:
    """The last day the framework lets the call-off reach, extensions included."""
    if framework is None or not framework.longest_call_off:
        return date.max
    return prolonged(contract.starts_on - DAY, framework.longest_call_off)


def _cannot_stop(contract: Contract, framework: Framework | None, end: date, as_of: date) -> bool:
    by = stop_by(contract, framework, end)
    return by is not None and by < as_of


def _own_step(
    contract: Contract, framework: Framework | None, end: date, as_of: date, options: list[int]
) -> tuple[date, str, date] | None:
    """(new end, ground, act by): the next extension if it can still be used, else a renewal."""
    if options:
        by = notice_day(end, contract.extension_notice)
        longer = prolonged(end, options.pop(0))
        if by >= as_of and longer <= call_off_end(contract, framework):
            return longer, "extension", by
        options.clear()
    by_or_none = stop_by(contract, framework, end)
    return (prolonged(end, contract.auto_renew), "renewal", by_or_none) if by_or_none else None


def _take(found: Walk, end: date, step: tuple[date, str, date]) -> date:
    longer, ground, by = step
    found.stretches.append((end + DAY, longer + DAY, ground))
    if ground == "extension":
        found.notices.append((by, ground))
    return longer


def _go_on(found: Walk, contract: Contract, framework: Framework | None, as_of: date, leave_on: date) -> Walk | None:
    """Beyond its own terms: by lawful modification, documented ground, or override; paid for only as long as needed."""
    end = found.paid_to - DAY
    for until, ground in _beyond(contract, framework, end, as_of, live=bool(found.stretches)):
        if end < leave_on - DAY and until > max(end, as_of if not found.stretches else end):
            if ground == "modification":
                found.notices.append((end, ground))
            found.stretches.append((end + DAY, until + DAY, ground))
            end = until
    found.paid_to = leave_on
    return found if end >= leave_on - DAY and found.stretches else None


def _beyond(
    contract: Contract, framework: Framework | None, end: date, as_of: date, *, live: bool
) -> Iterator[tuple[date, str]]:
    cap = call_off_end(contract, framework)
    months = months_by_modification(contract, as_of) if live else 0
    if months > 0:
        yield min(cap, prolonged(end, months)), "modification"
    if contract.permitted_until:
        yield min(cap, contract.permitted_until), "permitted"
    if contract.override_until:
        yield contract.override_until, "override"


def months_by_modification(contract: Contract, as_of: date) -> int:
    """Whole months a regime lets be added, less those already added; what they cost, with VAT, stays a penny below."""
    monthly = Fraction(contract.annual_charge) * (100 + Fraction(str(contract.extension_uplift))) / 1000
    value, below = contract.original_value, Fraction(0)
    if contract.regime is Regime.PA2023:
        return _longest_term(contract, as_of) // 10 - contract.modified_months
    if contract.regime is Regime.PCR2015:
        below = min(Fraction(value, 10), Fraction(THRESHOLD))
    elif contract.regime is Regime.PSR:
        below = max(Fraction(value, 4), Fraction(500_000_00)) if value else below
    elif contract.regime is Regime.BELOW_THRESHOLD:
        below = Fraction(THRESHOLD - value) if value else below
    return (int((ceil(below) - 1) // monthly) if monthly and below else 0) - contract.modified_months


def _longest_term(contract: Contract, as_of: date) -> int:
    """Whole months from the first day to the end of every option it was awarded with."""
    if contract.original_months:
        return contract.original_months
    after, months = term_end(contract, as_of) + DAY, 0
    while later(contract.starts_on, months + 1) <= after:
        months += 1
    return months + sum(contract.extension_options) - contract.modified_months


def _ended(found: Walk, contract: Contract, framework: Framework | None, as_of: date, leave_on: date) -> Walk:
    """Ended at the end of a term, or early where a break makes that cheaper; with the notice that takes."""
    early = _break_day(contract, as_of, leave_on)
    if early is not None and early < found.paid_to:
        found.paid_to, found.broken = early, True
        found.notices.append((notice_day(early - DAY, contract.notice), "break"))
    elif by := stop_by(contract, framework, found.paid_to - DAY):
        found.notices.append((by, "stop renewal"))
    return found


def _break_day(contract: Contract, as_of: date, leave_on: date) -> date | None:
    """The first day from which nothing more is owed but the fee; found by trying one day after another."""
    if contract.break_from is None or contract.break_fee >= 100:
        return None
    day = max(leave_on, contract.break_from)
    while notice_day(day - DAY, contract.notice) < as_of:
        day += DAY
    return day
