"""Sent: what one trust sends for one month, as rows under the names of the shared tables; writers give it form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from concordat.share.example.activity import PERIODS, SUNDAYS, Activity, Row, period_of


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The rows of a member's month; `month` as in 2026-09. A patient is sent in the month they are first seen."""

    member: str
    month: str
    patients: tuple[Row, ...]
    encounters: tuple[Row, ...]
    referrals: tuple[Row, ...]
    pathways: tuple[Row, ...]
    tests: tuple[Row, ...]

    @property
    def first(self) -> bool:
        """Whether it is the first month, in which systems still sent what they later left out."""
        return self.month == PERIODS[0]


def sent(given: Activity, members: Iterable[str]) -> tuple[Sent, ...]:
    """What each of these members sends, month by month."""
    return tuple(_sent(given, member, month) for member in members for month in PERIODS)


def _sent(given: Activity, member: str, month: str) -> Sent:
    def mine(rows: tuple[Row, ...], column: str) -> tuple[Row, ...]:
        found = (each for each in rows if each["member"] == member and period_of(_day(each[column])) == month)
        return tuple(sorted(found, key=lambda each: each[column]))

    sunday = SUNDAYS[month]
    return Sent(
        member=member,
        month=month,
        patients=tuple(each for each in given.patients if (each["member"], each["period"]) == (member, month)),
        encounters=mine(given.encounters, "started_at"),
        referrals=mine(given.referrals, "requested_on"),
        pathways=tuple(
            each for each in given.pathways if (each["member"], each["week_ending_date"]) == (member, sunday)
        ),
        tests=mine(given.tests, "effective_at"),
    )


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
