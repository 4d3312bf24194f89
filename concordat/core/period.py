"""Period: a half-open span of days, and the month arithmetic that contracts are written in."""

from __future__ import annotations

import calendar
import functools
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from concordat.core.refusal import Refusal

ONE_DAY = timedelta(days=1)
_MONTHS = tuple(calendar.month_name)  # itself, it formats a date each time it is asked


class NotAPeriod(Refusal):
    """A start and end between which there is no day."""


def long_date(day: date) -> str:
    """ "1 April 2027": the day as a British letter writes it."""
    return f"{day.day} {_MONTHS[day.month]} {day.year}"


@functools.lru_cache(maxsize=65_536)  # plans ask the same months of the same days many thousand times
def months_later(day: date, months: int) -> date:
    """The same day `months` later (earlier if negative), or the last day of a month too short to have it.

    31 January and one month is 28 or 29 February. Raises NotAPeriod beyond the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise NotAPeriod(f"{months} months from {long_date(day)} is not a date", remedy="Check the number of months")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to but not including `end`; with no `end` it goes on."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        for day in (self.start, self.end):
            if isinstance(day, datetime):
                raise TypeError(f"A Period is of days, not of moments: {day!r}.")
        if self.end is not None and self.end <= self.start:
            raise NotAPeriod(
                f"A period from {long_date(self.start)} cannot end before {long_date(self.end)}: it would have no days",
                remedy="Give an end that is later than the start",
            )

    @property
    def days(self) -> int | None:
        """How many days it has; None if it goes on."""
        return None if self.end is None else (self.end - self.start).days

    @property
    def last_day(self) -> date | None:
        """The last day that it contains; None if it goes on."""
        return None if self.end is None else self.end - ONE_DAY

    def contains(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return self.start <= day and not self.ended_by(day)

    def ended_by(self, day: date) -> bool:
        """Whether it is over when `day` begins: true of its `end`, false of its last day."""
        return self.end is not None and self.end <= day

    def overlaps(self, other: Period) -> bool:
        """Whether the two have a day in common."""
        return not self.ended_by(other.start) and not other.ended_by(self.start)

    def intersection(self, other: Period) -> Period | None:
        """The days that the two have in common; None if there are none."""
        if not self.overlaps(other):
            return None
        ends = [end for end in (self.end, other.end) if end is not None]
        return Period(max(self.start, other.start), min(ends, default=None))

    def __str__(self) -> str:
        if self.last_day is None:
            return f"from {long_date(self.start)}"
        if self.last_day == self.start:
            return long_date(self.start)
        return f"{long_date(self.start)} to {long_date(self.last_day)}"
