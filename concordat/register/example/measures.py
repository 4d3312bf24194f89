"""How the example tables write money and days: thousands of pounds, and ISO dates."""

from __future__ import annotations

from datetime import date

day = date.fromisoformat


def day_or_blank(text: str) -> date | None:
    """The day written as 2027-03-31; None for blank."""
    return day(text) if text else None


def days(**texts: str) -> dict[str, date]:
    """Named days, for the fields of a noun that a table gives only here and there."""
    return {name: day(text) for name, text in texts.items()}


def thousands(amount: float) -> int:
    """The pence in so many thousand pounds."""
    return round(amount * 100_000)
