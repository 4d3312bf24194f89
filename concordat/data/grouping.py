"""What counts may be given by: a column as it is, the month, quarter or year of a day, or a band of an age or a wait.

    gender    started_at by month    birth_date by age until started_at    requested_on by wait until 2026-03-31

The bands are these and no others: whoever could move their edges could close in on one person. There are no means or
medians, which a few people far from the rest would show through.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from concordat.data.engine import name_of, text

_YEAR = "(year({0}) - CAST(month({0}) < 4 AS INTEGER))"  # in which the financial year of a day begins
_FINANCIAL = f"format('{{}}/{{:02d}}', {_YEAR}, ({_YEAR} + 1) % 100)"
PERIODS: Mapping[str, str] = {
    "month": "strftime({0}, '%Y-%m')",
    "quarter": f"format('Q{{}} {{}}', (month({{0}}) + 8) % 12 // 3 + 1, {_FINANCIAL})",
    "financial year": _FINANCIAL,
}
"""By name, a day's period: 2026-03, and as core.calendar writes them Q4 2025/26 and 2025/26."""
BANDS: Mapping[str, tuple[str, tuple[int, ...]]] = {
    "age": ("date_sub('year', {0}, {1})", (0, 5, 18, 40, 65, 75, 85)),
    "wait": ("date_sub('day', {0}, {1}) // 7", (0, 6, 18, 26, 40, 52, 65, 78, 104)),
}
"""By name, whole years or weeks from one day to another, and where each band begins. Waits are at the 6 weeks of the
diagnostic standard, the 18 of the NHS Constitution, and the milestones of the elective recovery plan."""

_ASKED = re.compile(r"(\w+)(?: by ([a-z ]+?)(?: until (\w+|\d{4}-\d{2}-\d{2}))?)?")


class NotAGrouping(ValueError):
    """A text that says no way to group; what is wrong, without the text."""


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """One way that counts are given by. `how` is of PERIODS or BANDS, or blank; `until` a column or a day."""

    column: str
    how: str = ""
    until: str | date = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return (self.column, self.until) if self.until and isinstance(self.until, str) else (self.column,)

    @property
    def sql(self) -> str:
        """It as SQL; nothing where the day is not known, or the second is before the first."""
        if not self.how:
            return name_of(self.column)
        if self.how in PERIODS:
            return PERIODS[self.how].replace("{0}", _day(self.column, or_month=True))
        until = f"DATE {text(self.until.isoformat())}" if isinstance(self.until, date) else _day(self.until)
        span, starts = BANDS[self.how]
        since = _day(self.column)
        return _banded(f"CASE WHEN {since} <= {until} THEN {span.format(since, until)} END", starts)


def grouping(asked: str) -> Grouping:
    """The grouping that a text says. Raises NotAGrouping."""
    found = _ASKED.fullmatch(asked)
    if not found:
        raise NotAGrouping("counts are by a column, or a column with `by month` or `by wait until` and another")
    column, how, until = found[1], found[2] or "", found[3] or ""
    if how and how not in PERIODS and how not in BANDS:
        raise NotAGrouping(f"there is no such period or band: there are {', '.join((*PERIODS, *BANDS))}")
    if (how in BANDS) != bool(until):
        raise NotAGrouping("an age or a wait is until a column or a day, and a period is not")
    return Grouping(column=column, how=how, until=_until(until))


def _until(given: str) -> str | date:
    try:
        return date.fromisoformat(given) if "-" in given else given
    except ValueError:
        raise NotAGrouping("the day that it is until is no day: write it as 2026-03-31") from None


def _day(column: str, *, or_month: bool = False) -> str:
    """A column as a day; where it was agreed to show no more, the first of its month."""
    said = f"CAST({name_of(column)} AS VARCHAR)"
    day = f"TRY_CAST({said} AS DATE)"
    return f"coalesce({day}, TRY_CAST({said} || '-01' AS DATE))" if or_month else day


def _banded(number: str, starts: tuple[int, ...]) -> str:
    *closed, last = starts
    cases = [f"WHEN n >= {last} THEN '{last} and over'"]
    cases += [
        f"WHEN n >= {start} THEN '{start} to {end - 1}'"
        for start, end in reversed(tuple(zip(closed, starts[1:], strict=True)))
    ]
    return f"list_transform([{number}], lambda n: CASE {' '.join(cases)} END)[1]"
