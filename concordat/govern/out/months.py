"""The time axis of a route: months, each with its name where there is room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.axis import DAY, Axis, line
from concordat.core.period import months_later
from concordat.core.svg import BAND, GREY, LINE, PAPER, box, measure, text

MONTHS = 18  # pixels
HEAD = MONTHS + DAY
"""Pixels of the row of months, and of today's date."""
_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Months(Axis):
    """The months of a span, the first and the last of them in part."""

    def head(self, top: float) -> Iterator[str]:
        """The names of the months."""
        for number, (start, end) in enumerate(self._months()):
            left, right = self.x(start), self.x(end)
            yield box(left, top, right - left, MONTHS, fill=BAND if number % 2 else PAPER)
            label = next((each for each in _labels(start) if measure(each, 11) < right - left - 4), "")
            yield text((left + right) / 2, top + 13, label, 11, text_anchor="middle", font_weight="bold")

    def grid(self, top: float, bottom: float) -> Iterator[str]:
        """A line where each month begins, a darker one for each year."""
        for start, _ in self._months():
            if start.day > 1:
                continue  # the span begins within a month
            colour, wide = (GREY, 0.8) if start.month == 1 else (LINE, 0.5)
            yield line(self.x(start), top, self.x(start), bottom, colour, wide)

    def _months(self) -> Iterator[tuple[date, date]]:
        start = self.first
        while start < self.end:
            end = months_later(start.replace(day=1), 1)
            yield start, min(end, self.end)
            start = end


def _labels(start: date) -> tuple[str, ...]:
    """From the longest name of a month to the shortest."""
    name = _NAMES[start.month - 1]
    return f"{name} {start.year}", f"{name[:3]} {start.year}", name[:3], name[:1]
