"""How long each step of a purchase usually takes, by the way the supplier is chosen: the range, and where it is from.

The figures are habits, not law: a row of sheet Assumptions, or a purchase that says how long it takes to put in, goes
before them. How long the law lets nothing shorten stands in `standstill` and in `law`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import ceil

from concordat.core.calendar import add_working_days, working_day_on_or_before
from concordat.core.period import months_later
from concordat.register.procurement import BuyingRoute, GateKind, Procurement
from concordat.register.programme import DEFAULTS, Assumption, AssumptionName
from concordat.register.record import Record
from concordat.register.system import DigitalCapability, System

MAJOR_FROM = 12
"""Months of implementation from which a purchase is a major one: it changes how whole hospitals work.

Where they are not known, one that replaces a system whose go-live is a major one is taken for one."""


class Way(StrEnum):
    """How a supplier is chosen, as far as it changes which steps there are and how long they take."""

    COMPETITION = "a full competition"
    MINI = "a competition under a framework"
    CALL_OFF = "a direct call-off under a framework"
    DIRECT = "a direct award"
    EXTEND = "an extension"


WAYS = {
    BuyingRoute.OPEN: Way.COMPETITION,
    BuyingRoute.FLEXIBLE: Way.COMPETITION,
    BuyingRoute.PSR_COMPETITIVE: Way.COMPETITION,
    BuyingRoute.MINI: Way.MINI,
    BuyingRoute.CALL_OFF: Way.CALL_OFF,
    BuyingRoute.DIRECT: Way.DIRECT,
    BuyingRoute.PSR_A: Way.DIRECT,
    BuyingRoute.PSR_B: Way.DIRECT,
    BuyingRoute.PSR_C: Way.DIRECT,
    BuyingRoute.PSR_MOST_SUITABLE: Way.DIRECT,
    BuyingRoute.EXTEND: Way.EXTEND,
}


class Unit(StrEnum):
    """What a length is counted in."""

    WORKING_DAYS = "working days"
    MONTHS = "months"


@dataclass(frozen=True, kw_only=True)
class Length:
    """How long a step takes: usually, at least and at most, and who says so; a blank `source` is a house estimate."""

    usual: int
    least: int
    most: int
    source: str
    unit: Unit = Unit.WORKING_DAYS
    assumption: AssumptionName | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.usual <= self.most:
            raise ValueError(f"A usual length lies in its range: {self}")

    def before(self, day: date, *, shortest: bool = False) -> date:
        """The last working day on which the step may begin so that it ends by `day`."""
        count = self.least if shortest else self.usual
        if self.unit is Unit.MONTHS:
            return working_day_on_or_before(months_later(day, -count))
        return add_working_days(working_day_on_or_before(day), -count)

    def __str__(self) -> str:
        span = "" if self.least == self.most else f" ({self.least} to {self.most} are known)"
        return f"{self.usual} {self.unit.value}{span}"


_SMALL = "lawyers' guide for small systems: some months to buy, six to nine months to put in"
_LARGE = "Nottinghamshire Healthcare 2026: about 18 months from the start of buying a record system to its award"
_HULL = "Hull and Northern Lincolnshire 2025: about two and a half months from full business case to signature"


def _days(usual: int, least: int, most: int, source: str = "", by: AssumptionName | None = None) -> Length:
    return Length(usual=usual, least=least, most=most, source=source, assumption=by)


def _months(usual: int, least: int, most: int, source: str, by: AssumptionName) -> Length:
    return Length(usual=usual, least=least, most=most, source=source, unit=Unit.MONTHS, assumption=by)


_Key = tuple[GateKind, Way | None, bool | None]
G, A = GateKind, AssumptionName
TABLE: dict[_Key, Length] = {
    # The time from when all it depends on is done to when the gate is; of a way or of all, major or not or either.
    (G.LIVE, None, False): _months(8, 6, 9, _SMALL, A.PUT_IN),
    (G.LIVE, None, True): _months(18, 15, 24, "field knowledge: a record system for an acute trust, at once", A.PUT_IN),
    (G.MOBILISED, None, None): _days(20, 10, 40, by=A.MOBILISE),
    (G.SIGNED, None, None): _days(5, 1, 30),
    (G.AWARD_NOTICE, None, False): _days(10, 5, 20),
    (G.AWARD_NOTICE, None, True): _days(40, 20, 60, _HULL),
    (G.AWARD_NOTICE, Way.EXTEND, None): _days(10, 5, 20),
    (G.EVALUATION, Way.COMPETITION, False): _days(65, 35, 120, _SMALL, A.COMPETE),
    (G.EVALUATION, Way.COMPETITION, True): _days(200, 120, 280, _LARGE, A.COMPETE),
    (G.EVALUATION, Way.MINI, False): _days(40, 20, 80, by=A.COMPETE_WITHIN),
    (G.EVALUATION, Way.MINI, True): _days(180, 80, 260, _LARGE, A.COMPETE_WITHIN),
    (G.EVALUATION, Way.CALL_OFF, False): _days(30, 15, 60, by=A.CALL_OFF),
    (G.EVALUATION, Way.CALL_OFF, True): _days(60, 30, 120, by=A.CALL_OFF),
    (G.EVALUATION, Way.DIRECT, None): _days(40, 20, 80, by=A.NEGOTIATE),
    (G.TENDER, None, False): _days(15, 10, 40),
    (G.TENDER, None, True): _days(40, 20, 80, _LARGE),
    (G.ENGAGEMENT, None, False): _days(20, 10, 40, by=A.ENGAGE),
    (G.ENGAGEMENT, None, True): _days(60, 20, 90, _LARGE, A.ENGAGE),
    (G.APPROVALS, None, None): _months(4, 1, 6, DEFAULTS[A.APPROVALS][1], A.APPROVALS),
    (G.APPROVALS, Way.EXTEND, None): _months(2, 1, 4, "", A.APPROVALS),
    (G.DPIA, None, None): _days(20, 10, 40),
    (G.ASSURANCE, None, None): _days(30, 15, 60),
    (G.REQUIREMENTS, None, False): _days(40, 20, 90, by=A.SPECIFY),
    (G.REQUIREMENTS, None, True): _days(80, 40, 120, by=A.SPECIFY),
}


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How long steps take in one purchase: its way, whether it is a major one, and what the record assumes."""

    way: Way
    major: bool
    given: dict[AssumptionName, Assumption]
    implementation: int = 0

    def length(self, gate: GateKind) -> Length:
        """How long a step takes that waits for another and whose length the law does not give."""
        found = next(
            TABLE[key]
            for key in ((gate, way, major) for way in (self.way, None) for major in (self.major, None))
            if key in TABLE
        )
        if gate is GateKind.LIVE and self.implementation:
            months = self.implementation
            return replace(found, usual=months, least=months, most=months, source="the purchase itself")
        row = self.given.get(found.assumption) if found.assumption else None
        return _assumed(found, row) if row else found


def pace_of(procurement: Procurement, way: Way, record: Record, as_of: date) -> Pace:
    """How long the steps of a purchase take."""
    return Pace(
        way=way,
        major=_is_major(procurement, record, as_of),
        given={each.name: each for each in record.all(Assumption, as_of)},
        implementation=procurement.implementation,
    )


def _is_major(procurement: Procurement, record: Record, as_of: date) -> bool:
    if procurement.implementation:
        return procurement.implementation >= MAJOR_FROM
    bought = {each.capability for each in record.all(System, as_of) if each.contract in procurement.replaces}
    return any(each.major for each in record.all(DigitalCapability, as_of) if each.key in bought)


def _assumed(length: Length, row: Assumption) -> Length:
    """The length as the record assumes it: no range, for whoever wrote the row had a reason."""
    count = ceil(row.value)
    source = f"sheet Assumptions: {row.source or 'no source given'}"
    return replace(length, usual=count, least=count, most=count, source=source)
