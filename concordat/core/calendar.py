"""Working days and bank holidays of England, or of any part of the Kingdom; the NHS financial year and its quarters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from concordat.core.period import ONE_DAY, Period
from concordat.core.refusal import Refusal

_SATURDAY = 5
_APRIL = 4
_YEAR_LABEL = re.compile(r"([0-9]{4})[/-]([0-9]{2})")
_PARTS = ("ENG", "WLS", "SCT", "NIR")


class NotAFinancialYear(Refusal):
    """A label that names no financial year or quarter."""


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """England's bank holidays of a calendar year, substitute and proclaimed days included (https://www.gov.uk/bank-holidays)."""
    from holidays import country_holidays  # kept out of import time: the package is large and few commands need it

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


@cache
def bank_holidays_of_any_part(year: int) -> frozenset[date]:
    """The days of a calendar year that are bank holidays in any part of the United Kingdom, as some laws count them."""
    from holidays import country_holidays

    return frozenset[date]().union(*(country_holidays("GB", subdiv=part, years=year) for part in _PARTS))


Holidays = Callable[[int], frozenset[date]]
"""The days of a calendar year that are no working days, whatever day of the week they fall on."""


def is_working_day(day: date, holidays: Holidays = bank_holidays) -> bool:
    """Whether `day` is neither a Saturday, a Sunday nor a holiday: a bank holiday in England, unless told otherwise."""
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def add_working_days(day: date, count: int, holidays: Holidays = bank_holidays) -> date:
    """The `count`th working day after `day`, which itself is not counted; before it if negative; `day` if nought."""
    step = ONE_DAY if count > 0 else -ONE_DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, holidays):
            day += step
    return day


def next_working_day(day: date) -> date:
    """The first working day after `day`, never `day` itself."""
    return add_working_days(day, 1)


def previous_working_day(day: date) -> date:
    """The last working day before `day`, never `day` itself."""
    return add_working_days(day, -1)


def working_day_on_or_after(day: date, holidays: Holidays = bank_holidays) -> date:
    """`day`, or the first working day after it if it is none."""
    return day if is_working_day(day, holidays) else add_working_days(day, 1, holidays)


def working_day_on_or_before(day: date) -> date:
    """`day`, or the last working day before it if it is none: where a notice must be given by `day`."""
    return day if is_working_day(day) else previous_working_day(day)


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and including `end`; negative if `end` is the earlier.

    The inverse of add_working_days: the day an event happens on is not counted, the day it must be done by is.
    """
    if end < start:
        return -sum(is_working_day(end + timedelta(days=n)) for n in range((start - end).days))
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """The NHS financial year that starts on 1 April of `starts_in`."""

    starts_in: int

    def __post_init__(self) -> None:
        if not date.min.year <= self.starts_in < date.max.year:
            raise NotAFinancialYear(f"No financial year starts in {self.starts_in}", remedy="Check the year")

    @classmethod
    def from_day(cls, day: date) -> FinancialYear:
        """The financial year that `day` is in."""
        return cls(day.year if day.month >= _APRIL else day.year - 1)

    @classmethod
    def parse(cls, label: str) -> FinancialYear:
        """The year that "2027/28" or "2027-28" names. Raises NotAFinancialYear, also if its halves do not follow."""
        match = _YEAR_LABEL.fullmatch(label.strip())
        if not match or (int(match[1]) + 1) % 100 != int(match[2]):
            raise NotAFinancialYear(f"'{label[:40]}' is not a financial year", remedy="Write it like 2027/28")
        return cls(int(match[1]))

    @property
    def label(self) -> str:
        """ "2027/28"."""
        return f"{self.starts_in:04d}/{(self.starts_in + 1) % 100:02d}"

    @property
    def start(self) -> date:
        """Its 1 April."""
        return date(self.starts_in, _APRIL, 1)

    @property
    def end(self) -> date:
        """The 1 April after it, which is not one of its days."""
        return date(self.starts_in + 1, _APRIL, 1)

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.start, self.end)

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """Its four quarters."""
        return tuple(Quarter(self, number) for number in (1, 2, 3, 4))

    @property
    def next(self) -> FinancialYear:
        """The year after it."""
        return FinancialYear(self.starts_in + 1)

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a financial year: number 1 starts on 1 April, 2 on 1 July, 3 on 1 October, 4 on 1 January."""

    year: FinancialYear
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise NotAFinancialYear(
                f"There is no quarter {self.number}", remedy="Quarters are 1 to 4; 1 starts in April"
            )

    @classmethod
    def from_day(cls, day: date) -> Quarter:
        """The quarter that `day` is in."""
        return cls(FinancialYear.from_day(day), (day.month - _APRIL) % 12 // 3 + 1)

    @classmethod
    def from_index(cls, index: int) -> Quarter:
        """The quarter whose `index` this is."""
        year, number = divmod(index, 4)
        return cls(FinancialYear(year), number + 1)

    @classmethod
    def parse(cls, label: str) -> Quarter:
        """The quarter that "Q1 2027/28" names. Raises NotAFinancialYear."""
        match = re.fullmatch(r"[Qq]([1-4])\s+(\S+)", label.strip())
        if not match:
            raise NotAFinancialYear(f"'{label[:40]}' is not a quarter", remedy="Write it like Q1 2027/28")
        return cls(FinancialYear.parse(match[2]), int(match[1]))

    @property
    def index(self) -> int:
        """Its place in the row of all quarters: that of the next quarter is one more."""
        return self.year.starts_in * 4 + self.number - 1

    @property
    def label(self) -> str:
        """ "Q1 2027/28"."""
        return f"Q{self.number} {self.year.label}"

    @property
    def start(self) -> date:
        """Its first day."""
        if self.number == 4:
            return date(self.year.starts_in + 1, 1, 1)
        return date(self.year.starts_in, 3 * self.number + 1, 1)

    @property
    def end(self) -> date:
        """The first day of the next quarter, which is not one of its days."""
        return self.next.start

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.start, self.end)

    @property
    def next(self) -> Quarter:
        """The quarter after it."""
        return self + 1

    def __add__(self, count: int) -> Quarter:
        return Quarter.from_index(self.index + count)

    def __sub__(self, other: Quarter) -> int:
        return self.index - other.index

    def __str__(self) -> str:
        return self.label


def quarters(first_day: date, count: int) -> tuple[Quarter, ...]:
    """`count` quarters in order, from the one that `first_day` is in."""
    first = Quarter.from_day(first_day)
    return tuple(first + n for n in range(count))
