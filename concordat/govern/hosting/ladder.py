"""The ladder: whom to call about a service at an hour of a day, and when it goes up. Hours are those of London.

Time passes as the ladder is climbed: a rung that is closed when it is its turn is passed over, and one whose hours
begin meanwhile is called. Hours belong to the day on which they begin: of 18:00 to 08:00 on working days only,
Saturday 03:00 is in those of Friday. Minutes are those that really pass, also when the clocks change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from concordat.core.calendar import add_working_days, is_working_day
from concordat.core.period import ONE_DAY, long_date
from concordat.core.refusal import Refusal
from concordat.register.service import Rung

LONDON = ZoneInfo("Europe/London")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}")
_LOOKED_AHEAD = 14  # days; no rung kept on working days is closed for so long, not even at Christmas


class NotAnHour(Refusal):
    """A moment that cannot be read."""


class Kind(StrEnum):
    """What goes up a ladder."""

    INCIDENT = "incident"
    DISPUTE = "dispute"

    @property
    def one(self) -> str:
        """ "an incident"."""
        return f"{'an' if self is Kind.INCIDENT else 'a'} {self.value}"


@dataclass(frozen=True, kw_only=True)
class Step:
    """A rung that can be called when it is its turn: `at` that moment, `after` minutes since the first call.

    `within` is how long it has before it goes up: minutes for an incident, working days for a dispute; 0: no limit.
    """

    rung: Rung
    at: datetime
    after: int
    within: int


@dataclass(frozen=True, kw_only=True)
class Closed:
    """A rung that is passed over, and when it can be called next: None where its hours never come."""

    rung: Rung
    opens: datetime | None
    minutes: int | None


@dataclass(frozen=True, kw_only=True)
class Call:
    """Whom to call at a moment: `steps` in order, `closed` those passed over, and `said` in a sentence.

    `note` tells of a clock change that makes the hour one that is not, or one that comes twice.
    """

    kind: Kind
    moment: datetime
    steps: tuple[Step, ...]
    closed: tuple[Closed, ...]
    note: str = ""

    @property
    def nobody(self) -> bool:
        """Whether nobody can be reached at that moment."""
        return not self.steps or self.steps[0].after > 0

    @property
    def said(self) -> str:
        """The answer in a sentence or two."""
        when = f"at {spoken(self.moment)}"
        if not self.steps and not self.closed:
            return f"Nobody can be reached {when}: this service has no ladder for {self.kind.one}"
        if not self.nobody:
            return f"Call {called(self.steps[0].rung)} {when}"
        coming = [(each.opens, each.rung) for each in self.closed if each.opens]
        coming += [(each.at, each.rung) for each in self.steps]
        if not coming:
            return f"Nobody can be reached {when}, nor in the fortnight after it"
        opens, rung = min(coming, key=lambda each: each[0])
        return f"Nobody can be reached {when}. The first is {called(rung)}, from {spoken(opens)}"


def call(rungs: Iterable[Rung], kind: Kind, moment: datetime) -> Call:
    """Whom to call at a local moment about an incident or a dispute, of the rungs of one service on that day."""
    own = sorted((each for each in rungs if each.kind.strip().casefold() == kind.value), key=lambda each: each.rung)
    start = moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
    climbed = _climbed(own, kind, start.astimezone(UTC))
    steps = tuple(each for each in climbed if isinstance(each, Step))
    closed = tuple(each for each in climbed if isinstance(each, Closed))
    note = _note(moment) if moment.tzinfo is None else ""
    return Call(kind=kind, moment=_local(start.astimezone(UTC)), steps=steps, closed=closed, note=note)


def moment_of(text: str) -> datetime:
    """A local moment written as 2027-01-09 03:00 (or with a T). Raises NotAnHour."""
    remedy = "write the day and the hour in London as 2027-01-09 03:00"
    try:
        found = datetime.fromisoformat(text.strip()) if _MOMENT.fullmatch(text.strip()) else None
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2100:
        raise NotAnHour(f"{text[:40]!r} is not a moment", remedy=remedy)
    return found


def called(rung: Rung) -> str:
    """Who stands on a rung, and how to reach them."""
    where = f" of {rung.organisation}" if rung.organisation else ""
    return f"{rung.who}{where}{f', {rung.contact}' if rung.contact else ''}"


def spoken(moment: datetime) -> str:
    """ "03:00 on Saturday 9 January 2027"."""
    return f"{moment:%H:%M} on {moment:%A} {long_date(moment.date())}"


def _climbed(rungs: list[Rung], kind: Kind, start: datetime) -> list[Step | Closed]:
    found: list[Step | Closed] = []
    now = start
    for rung in rungs:
        opens = _opens(rung, now)
        if opens is None or (opens > now and kind is Kind.INCIDENT):
            found.append(_closed(rung, start, opens))
            continue
        found.append(Step(rung=rung, at=_local(opens), after=_minutes(start, opens), within=rung.within))
        now = _goes_up(opens, kind, rung.within)
    return found


def _closed(rung: Rung, start: datetime, opens: datetime | None) -> Closed:
    if opens is None:
        return Closed(rung=rung, opens=None, minutes=None)
    return Closed(rung=rung, opens=_local(opens), minutes=_minutes(start, opens))


def _goes_up(now: datetime, kind: Kind, within: int) -> datetime:
    """When a rung's time is over: so many minutes later, or at the same hour so many working days later."""
    if kind is Kind.INCIDENT:
        return now + timedelta(minutes=within)
    local = _local(now)
    return _utc(add_working_days(local.date(), within), local.time())


def _opens(rung: Rung, now: datetime) -> datetime | None:
    """`now` if the rung can be called then, else when its hours begin next."""
    first = _local(now).date() - ONE_DAY
    for begins, ends in _windows(rung, first):
        if now < ends:
            return max(now, begins)
    return None


def _windows(rung: Rung, first: date) -> Iterator[tuple[datetime, datetime]]:
    """The rung's hours on each day it is kept, from the first on; half-open."""
    for day in (first + timedelta(days=number) for number in range(_LOOKED_AHEAD + 2)):
        if not rung.weekdays_only or is_working_day(day):
            begins, ends = _at(day, rung.starts_at or "00:00"), _at(day, rung.ends_at or "24:00")
            yield begins, ends if ends > begins else _at(day + ONE_DAY, rung.ends_at or "24:00")


def _at(day: date, hour: str) -> datetime:
    hours, _, minutes = hour.partition(":")
    return _utc(day + ONE_DAY, time()) if hours == "24" else _utc(day, time(int(hours), int(minutes)))


def _utc(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, LONDON).astimezone(UTC)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(LONDON)


def _minutes(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds() // 60)


def _note(moment: datetime) -> str:
    """What a clock change makes of a local moment."""
    first, second = (moment.replace(tzinfo=LONDON, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return ""
    if _local(first.astimezone(UTC)).time() != moment.time():
        return f"The clocks go forward that night: there is no {moment:%H:%M}, so it is taken as an hour later"
    return f"The clocks go back that night: {moment:%H:%M} comes twice, and the first is meant"
