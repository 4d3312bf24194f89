"""What one cell says: tidied text, text made inert for a spreadsheet and restored, and dates, numbers and answers."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from concordat.core.money import NotMoney, pounds

Value = str | int | float | bool | date | datetime | time | timedelta | None

# What people paste without seeing it: zero-width spaces, joiners and direction marks, a stray byte order mark.
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + _UNSEEN
# Excel's own error values, as a cell shows them and as a CSV keeps them.
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
# https://owasp.org/www-community/attacks/CSV_Injection: what makes a spreadsheet run a cell rather than show it.
_LIVE = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_QUOTED_LIVE = re.compile("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")

_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")

_NAMES = "January February March April May June July August September October November December"
_MONTHS = {name.lower(): number for number, name in enumerate(_NAMES.split(), 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})")
_MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?)?"
_ISO = re.compile(rf"(\d{{4}})[-/](\d{{1,2}})[-/](\d{{1,2}}){_MIDNIGHT}|(\d{{4}})(\d{{2}})(\d{{2}})")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s\-/]*([a-z]{3,9})[\s\-/,.]*(\d{4}|\d{2})", re.IGNORECASE)
_NAME_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_SERIAL_START = date(1899, 12, 30)  # day 0 of the 1900 system for every day since 1 March 1900
_SERIALS = range(20_000, 80_001)  # 1954 to 2119: a smaller or larger number in a date column is some other number
YEARS = range(1900, 2200)
_A_DATE = "write the day as 31/03/2027 or 2027-03-31"
_ANSWERS = {"yes": True, "y": True, "true": True, "t": True, "1": True, "✓": True, "✔": True}
_ANSWERS |= {"no": False, "n": False, "false": False, "f": False, "0": False, "✗": False, "✘": False}


class CellProblem(Exception):
    """A cell that does not hold what its column should: `what` is wrong, and what to do `next`."""

    def __init__(self, what: str, next: str) -> None:
        super().__init__(f"{what}; {next}")
        self.what = what
        self.next = next


def tidy(text: str) -> str:
    """The text without the blanks around it, seen and unseen; what is inside stays as it is."""
    return text.strip(BLANKS)


def writable(text: str) -> str:
    """The text with what no file can hold, NUL and lone halves of surrogate pairs, as the replacement character."""
    return _UNWRITABLE.sub("\ufffd", text)


def is_live(text: str) -> bool:
    """Whether a spreadsheet might run this text as a formula."""
    return _LIVE.match(text) is not None


def shield(text: str) -> str:
    """Inert in any spreadsheet, for a CSV: an apostrophe before what is live, or already looks shielded."""
    return f"'{text}" if is_live(text) or _QUOTED_LIVE.match(text) else text


def shield_quoted(text: str) -> str:
    """For a workbook, where a text cell is inert already: only what `unshield` would mistake gets an apostrophe."""
    return f"'{text}" if _QUOTED_LIVE.match(text) else text


def unshield(text: str) -> str:
    """Undoes `shield` and `shield_quoted` exactly, and touches nothing else: 'tis stays 'tis."""
    return text[1:] if text.startswith("'") and _QUOTED_LIVE.match(text) else text


def show(value: object) -> str:
    """A value quoted for a Finding: at most 40 characters, so that a hostile cell does not fill the page."""
    text = str(value)
    return f"'{text}'" if len(text) <= 40 else f"'{text[:40]}…'"


def as_text(value: Value) -> str:
    """Text or a code. A whole number is its digits (Excel has dropped any leading noughts); a date is a problem."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return f"{value:.15g}" if abs(value) < 1e15 else str(value)
    if value is None:
        raise CellProblem("the cell is blank", "fill it in")
    raise CellProblem(f"{show(value)} is a date or time, not text", "format the column as text and type it again")


def as_date(value: Value) -> date:
    """A day: a date cell, an Excel serial number (1900 system), ISO, or British day-month-year.

    Two-figure years to 69 are this century's, as Excel has it from 2029. Day and month are never swapped.
    """
    if isinstance(value, datetime):
        return _midnight(value)
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    if isinstance(value, str):
        return _from_text(value)
    raise CellProblem("the cell is blank" if value is None else f"{show(value)} is not a date", _A_DATE)


def _midnight(moment: datetime) -> date:
    if moment.time() != time():
        raise CellProblem(f"{show(moment)} has a time of day", "give the date alone, such as 31/03/2027")
    return moment.date()


def _from_number(number: int | float) -> date:
    whole = int(number) if abs(number) < 1e9 else 0
    if whole in _SERIALS and whole == number:
        return _SERIAL_START + timedelta(days=whole)
    if whole in _SERIALS:
        raise CellProblem(f"{show(number)} is a date with a time of day", "give the date alone, such as 31/03/2027")
    if whole == number and len(str(whole)) == 8:
        return _from_text(str(whole))
    raise CellProblem(f"the number {show(number)} is not a date", _A_DATE)


def _from_text(text: str) -> date:
    text = " ".join(text.split())
    if re.fullmatch(r"\d{5}", text, re.ASCII):
        return _from_number(int(text))
    if match := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in match.groups() if part)
        return _day(text, year, month, day)
    if match := _DAY_FIRST.fullmatch(text):
        return _day(text, _century(match[3]), int(match[2]), int(match[1]))
    if match := _NAMED.fullmatch(text):
        return _day(text, _century(match[3]), _month(text, match[2]), int(match[1]))
    if match := _NAME_FIRST.fullmatch(text):
        return _day(text, int(match[3]), _month(text, match[1]), int(match[2]))
    raise CellProblem(f"{show(text)} is not a date", _A_DATE)


def _century(year: str) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) < 70 else 1900)


def _month(text: str, name: str) -> int:
    if name.lower() in _MONTHS:
        return _MONTHS[name.lower()]
    raise CellProblem(f"{show(text)} names no month", "write the month in English, such as 31 March 2027")


def _day(text: str, year: int, month: int, day: int) -> date:
    if month > 12 >= day:
        what = f"{show(text)} has no month {month}: it looks like month before day"
        raise CellProblem(what, f"write it as {month}/{day:02d}/{year}")
    if year not in YEARS:
        raise CellProblem(f"{show(text)} is in the year {year}", "check the year; write it with four figures")
    try:
        return date(year, month, day)
    except ValueError:
        raise CellProblem(f"{show(text)} is not a day in the calendar", _A_DATE) from None


def as_number(value: Value) -> Decimal:
    """An exact number: from a number cell to the 15 figures Excel keeps, or text such as "1,234.5"."""
    if value is None:
        raise CellProblem("the cell is blank", "fill in a number")
    text = value.replace(",", "").replace(" ", "") if isinstance(value, str) else f"{_not_bool(value):.15g}"
    try:
        number = Decimal(text) if len(text) <= 40 else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise CellProblem(f"{show(value)} is not a number", "write figures only, such as 1234.5")
    return number


def _not_bool(value: Value) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CellProblem(f"{show(value)} is not a number", "write figures only, such as 1234.5")
    return value


def as_whole(value: Value) -> int:
    """A whole number, from a number cell or text such as "1,234"."""
    number = as_number(value)
    if number != number.to_integral_value():
        raise CellProblem(f"{show(value)} is not a whole number", "give it without a fraction")
    return int(number)


def as_percent(value: Value, *, most: float = 1.0) -> float:
    """A share of one: "3.5%" and the cell Excel shows as 3.5% (which holds 0.035) are both 0.035.

    A bare number above `most` is a problem rather than a guess, since 3.5 might be 3.5% or 350%.
    """
    text = tidy(value) if isinstance(value, str) else ""
    if text.endswith("%"):
        return float(as_number(text[:-1]) / 100)
    share = as_number(value)
    if abs(share) > Decimal(repr(most)):
        what = f"{show(value)} may mean {share}% or {share * 100}%"
        raise CellProblem(what, f"type it with its sign, such as {share}%")
    return float(share)


def as_pence(value: Value) -> int:
    """Whole pence from pounds: "£1,234.50", or a number cell to the 15 figures Excel keeps. See `money.pounds`."""
    if value is None:
        raise CellProblem("the cell is blank", "write pounds and pence, such as 1,234.50")
    try:
        return pounds(value if isinstance(value, str) else Decimal(f"{_not_bool(value):.15g}"))
    except NotMoney as problem:
        raise CellProblem(problem.what, problem.remedy) from None


def as_yes_no(value: Value) -> bool:
    """Yes or no, in the ways people write it."""
    text = "" if value is None else str(value).strip().casefold()
    if text not in _ANSWERS:
        raise CellProblem(f"{show(value)} is neither Yes nor No" if text else "the cell is blank", "write Yes or No")
    return _ANSWERS[text]
