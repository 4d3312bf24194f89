"""The time axis of a picture: financial years and quarters above, a grid, blackouts shaded, and today's line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.calendar import FinancialYear, Quarter
from concordat.core.period import long_date
from concordat.core.svg import BAND, GREY, INK, LINE, ORANGE, PAPER, box, filled, measure, tag, text, title

YEARS, QUARTERS, DAY = 18, 16, 18  # pixels: the row of years, of quarters, and of today's date
HEAD = YEARS + QUARTERS + DAY


@dataclass(frozen=True, kw_only=True)
class Axis:
    """Days from `first` up to `end` laid over `width` pixels from `left`; the drawing's ids begin with `prefix`."""

    prefix: str
    left: float
    width: float
    first: date
    end: date

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + self.width

    def x(self, day: date) -> float:
        """Where a day is; a day out of sight is at the nearer edge."""
        part = (day - self.first).days / max((self.end - self.first).days, 1)
        return self.left + self.width * min(max(part, 0.0), 1.0)

    def shows(self, day: date) -> bool:
        """Whether a day is in sight."""
        return self.first <= day < self.end

    def head(self, top: float) -> Iterator[str]:
        """The names of the financial years and of their quarters."""
        for number, year in enumerate(self._years()):
            left, right = self.x(year.start), self.x(year.end)
            yield box(left, top, right - left, YEARS + QUARTERS, fill=BAND if number % 2 else PAPER)
            label = next((each for each in (year.label, year.label[2:]) if measure(each, 11) < right - left - 2), "")
            yield text((left + right) / 2, top + 13, label, 11, text_anchor="middle", font_weight="bold")
        for quarter in self._quarters():
            left, right = self.x(quarter.start), self.x(quarter.end)
            label = f"Q{quarter.number}" if right - left > 17 else str(quarter.number) if right - left > 8 else ""
            yield text((left + right) / 2, top + YEARS + 11, label, 9, text_anchor="middle", fill=GREY)

    def grid(self, top: float, bottom: float) -> Iterator[str]:
        """A line where each quarter begins, a darker one for each year."""
        for quarter in self._quarters():
            colour, wide = (GREY, 0.8) if quarter.number == 1 else (LINE, 0.4)
            yield line(self.x(quarter.start), top, self.x(quarter.start), bottom, colour, wide)

    def shade(self, start: date, end: date, top: float, bottom: float) -> str:
        """A blackout."""
        left, right = self.x(start), self.x(end)
        what = title(f"No go-lives from {long_date(start)}")
        return tag("g", what, box(left, top, right - left, bottom - top, fill=filled(self.prefix, "shade")))

    def today(self, day: date, top: float, bottom: float) -> Iterator[str]:
        """A dashed line with the day's date at its head."""
        at = self.x(day)
        yield line(at, top - DAY + 2, at, bottom, ORANGE, 2, dashed=True)
        yield text(at + 5, top - 5, long_date(day), 11, font_weight="bold")

    def _years(self) -> Iterator[FinancialYear]:
        year = FinancialYear.from_day(self.first)
        while year.start < self.end:
            yield year
            year = year.next

    def _quarters(self) -> Iterator[Quarter]:
        quarter = Quarter.from_day(self.first)
        while quarter.start < self.end:
            yield quarter
            quarter = quarter.next


def line(
    x1: float, y1: float, x2: float, y2: float, colour: str = INK, width: float = 1.0, *, dashed: bool = False
) -> str:
    """A straight line."""
    dash = {"stroke_dasharray": "4 3"} if dashed else {}
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width, **dash)
