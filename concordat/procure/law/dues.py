"""The calendar of a purchase's notices: by the days of its events, which are done, due, late or have no day yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concordat.core.period import ONE_DAY, months_later
from concordat.core.reason import Reason
from concordat.procure.law.notice import Event, Need, Notice
from concordat.procure.law.notices import NOTICES, first_pipeline_year, is_called, why, window
from concordat.procure.law.purchase import Purchase

FIRST_PIPELINE = date(2025, 4, 1)
"""The first financial year that began under the Procurement Act."""


class State(StrEnum):
    """How a notice stands on a day."""

    DONE = "done"
    DONE_EARLY = "published too early"
    DONE_LATE = "published late"
    LATE = "late"
    DUE = "due"
    NOT_DATED = "no day yet"
    OPTIONAL = "voluntary"


UNLAWFUL = (State.LATE, State.DONE_LATE, State.DONE_EARLY)
"""States in which the law was not kept, where the notice must be published."""


@dataclass(frozen=True, kw_only=True)
class Published:
    """That a notice was published: what somebody called it, and the day."""

    name: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Due:
    """A notice on the calendar: between which days, whether it was published, and how it stands."""

    notice: Notice
    earliest: date | None
    latest: date | None
    published_on: date | None
    state: State
    reason: Reason

    @property
    def unlawful(self) -> bool:
        """Whether the law was not kept; a voluntary notice breaks none."""
        return self.state in UNLAWFUL and self.notice.need is not Need.MAY


def dues(
    purchase: Purchase, events: Mapping[Event, date], published: Iterable[Published], as_of: date
) -> tuple[Due, ...]:
    """Every notice of a purchase by its last day, those without a day at the end, as known on a day.

    Only what must be, may be, or has been called for by an event stands here: a change nobody made needs no notice.
    """
    told = tuple(sorted((each for each in published if each.on <= as_of), key=lambda each: each.on))
    known = _with_pipeline(events)
    found = [
        due for notice in NOTICES if notice.concerns(purchase) for due in _dues(notice, purchase, known, told, as_of)
    ]
    return tuple(sorted(found, key=lambda each: (each.latest or date.max, NOTICES.index(each.notice))))


def _with_pipeline(events: Mapping[Event, date]) -> dict[Event, date]:
    known = dict(events)
    tendered = events.get(Event.TENDERED)
    if tendered and tendered >= FIRST_PIPELINE:
        known.setdefault(Event.YEAR, max(FIRST_PIPELINE, first_pipeline_year(tendered)))
    return known


def _dues(
    notice: Notice, purchase: Purchase, events: Mapping[Event, date], told: tuple[Published, ...], as_of: date
) -> Iterator[Due]:
    if notice.if_ and notice.if_ not in events:
        return
    event_on = events.get(notice.event)
    if not notice.rule.in_force(event_on or as_of) and not notice.every:
        return
    if event_on is None:
        yield from _undated(notice, told)
    elif notice.every:
        yield from _recurring(notice, event_on, events.get(Event.ENDED), told, as_of)
    else:
        days = window(notice, purchase, event_on)
        yield _due(notice, days.earliest, days.latest, told, as_of)


def _undated(notice: Notice, told: tuple[Published, ...]) -> Iterator[Due]:
    on = next((each.on for each in told if is_called(notice, each.name)), None)
    state = State.DONE if on else State.OPTIONAL if notice.need is Need.MAY else State.NOT_DATED
    yield Due(notice=notice, earliest=None, latest=None, published_on=on, state=state, reason=why(notice))


def _recurring(
    notice: Notice, signed_on: date, ended_on: date | None, told: tuple[Published, ...], as_of: date
) -> Iterator[Due]:
    """One for each span since signature, as far as the span that today is in; a span over before the rule owes none."""
    start, count = signed_on, 1
    last = min(as_of, ended_on) if ended_on else as_of
    while start <= last or count == 1:
        next_ = months_later(signed_on, notice.every * count)
        if notice.rule.in_force(next_ - ONE_DAY):
            yield _due(notice, start, next_ - ONE_DAY, tuple(each for each in told if start <= each.on < next_), as_of)
        start, count = next_, count + 1


def _due(notice: Notice, earliest: date | None, latest: date | None, told: tuple[Published, ...], as_of: date) -> Due:
    days = [each.on for each in told if is_called(notice, each.name)]
    fits = (day for day in days if (earliest or day) <= day <= (latest or day))
    on = next(fits, days[0] if days else None)
    state = _state(notice, earliest, latest, on, as_of)
    return Due(notice=notice, earliest=earliest, latest=latest, published_on=on, state=state, reason=why(notice))


def _state(notice: Notice, earliest: date | None, latest: date | None, on: date | None, as_of: date) -> State:
    if on is None:
        if notice.need is Need.MAY:
            return State.OPTIONAL
        return State.LATE if latest and latest < as_of else State.DUE
    if latest and on > latest:
        return State.DONE_LATE
    return State.DONE_EARLY if earliest and on < earliest else State.DONE
