"""The dates a contract's own terms imply: what it runs to by now, and the last day on which notice can be given.

One definition for every verb, page and calendar. Terms are counted from the day after the last, so that the end of a
month stays the end of a month however often a contract renews itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from concordat.core.period import ONE_DAY, months_later
from concordat.register.contract import Contract


def prolonged(ends_on: date, months: int) -> date:
    """The last day of a term prolonged by months: a term to 31 March and 11 months is to 28 or 29 February."""
    return months_later(ends_on + ONE_DAY, months) - ONE_DAY


def notice_day(ends_on: date, months: int) -> date:
    """The last day on which notice of so many months before an end can be given."""
    return prolonged(ends_on, -months) if months else ends_on


def first_end(as_of: date, months: int) -> date:
    """The first day no longer paid for if so many months' notice is given today."""
    day = months_later(as_of + ONE_DAY, months)
    return day if notice_day(day - ONE_DAY, months) >= as_of else day + ONE_DAY  # a month too short to count back from


def renewed(contract: Contract, ends_on: date) -> date | None:
    """The last day of the term it renews itself for after an end; None if it does not, or was not awarded so long."""
    if not contract.auto_renew:
        return None
    end = prolonged(ends_on, contract.auto_renew)
    months = contract.original_months
    return end if not months or end <= prolonged(contract.starts_on - ONE_DAY, months) else None


def running(contract: Contract, as_of: date) -> Contract:
    """The contract with the end it has by now: one that renews itself has done so whenever its end passed."""
    ends_on = contract.ends_on
    while ends_on < as_of and (end := renewed(contract, ends_on)):
        ends_on = end
    return replace(contract, ends_on=ends_on)
