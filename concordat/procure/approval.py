"""Approvals reckoned backward: the latest day from which a proposal's route still ends in time, by its real meetings.

The earliest end of a route never falls as the day it is begun moves on, so halving finds the last day that will do.
What was decided shortens it from today on; a day before today is looked at as if nothing had been. Where the calendar
says nothing (no proposal, no way, or no meetings set so far ahead) the usual length stands in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from concordat.core.calendar import working_day_on_or_before
from concordat.core.period import ONE_DAY, long_date
from concordat.procure.buying import Buying
from concordat.procure.usual import Length
from concordat.register.deciding.matter import Matter, NotAMatter, matter_in
from concordat.register.deciding.route import Route, Step, route
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import Decision, Meeting
from concordat.register.noun import Noun
from concordat.register.record import Record


@dataclass(frozen=True, kw_only=True)
class Approval:
    """The last meetings that end in time: all is ready by `begin_by`, and the last of them is on `ends_on`.

    `steps` are those meetings, none where the usual length stands in for them; `why` says which of the two it is.
    """

    begin_by: date
    ends_on: date
    steps: tuple[Step, ...] = ()
    why: str


@dataclass
class Approvals:
    """The approvals of one purchase, asked for as many deadlines as are needed.

    `now` knows what was decided by `as_of`, `before` of no decision. Before `first` there is no meeting to find.
    `unknown` says why there is no matter to route.
    """

    as_of: date
    first: date
    matter: Matter | None = None
    now: Standing | None = None
    before: Standing | None = None
    unknown: str = ""
    _routes: dict[date, Route] = field(default_factory=dict)

    def by(self, deadline: date, length: Length, *, shortest: bool = False) -> Approval:
        """The latest approvals that end by a day."""
        usual = length.before(deadline, shortest=shortest)
        if self.matter is None:
            return Approval(begin_by=usual, ends_on=working_day_on_or_before(deadline), why=self.unknown)
        last = self._last(deadline)
        if last is None:
            begin = min(usual, self.first - ONE_DAY)
            return Approval(begin_by=begin, ends_on=working_day_on_or_before(deadline), why=self._none(deadline))
        if last < usual and self.route(last + ONE_DAY).earliest is None:
            why = f"No meetings are on the record that late, so the usual length stands in: {length}"
            return Approval(begin_by=usual, ends_on=working_day_on_or_before(deadline), why=why)
        found = self.route(last)
        ends = found.earliest or deadline
        why = f"Begun after {long_date(last)}, the approvals would end too late for {long_date(deadline)}"
        return Approval(begin_by=min(last, ends), ends_on=ends, steps=found.steps, why=why)

    def route(self, day: date) -> Route:
        """The route begun on a day."""
        if day not in self._routes:
            standing = self.now if day >= self.as_of else self.before
            assert self.matter and standing, "nothing is routed where `unknown` says why not"
            self._routes[day] = route(self.matter, standing, day)
        return self._routes[day]

    def in_time(self, day: date, deadline: date) -> bool:
        """Whether a route begun on a day ends by the deadline."""
        ends = self.route(day).earliest
        return ends is not None and ends <= deadline

    def _last(self, deadline: date) -> date | None:
        if self.in_time(self.as_of, deadline):
            low, high = self.as_of, max(deadline, self.as_of)
        else:
            low, high = self.first, min(deadline, self.as_of - ONE_DAY)
            if low > high or not self.in_time(low, deadline):
                return None
        while low < high:
            middle = low + (high - low + ONE_DAY) // 2
            if self.in_time(middle, deadline):
                low = middle
            else:
                high = middle - ONE_DAY
        return low

    def _none(self, deadline: date) -> str:
        found = self.route(min(self.first, self.as_of - ONE_DAY))
        if found.earliest is None:
            return "The route finder finds no way for this proposal; the usual length stands in"
        return f"From {long_date(self.first)} the route ends on {long_date(found.earliest)}: too late"


def approvals(buying: Buying, record: Record, as_of: date) -> Approvals:
    """The approvals of a purchase, by the route of the proposal it carries out."""
    if buying.proposal is None:
        return Approvals(as_of, as_of, unknown="No proposal is linked to it, so no meetings are known")
    try:
        matter = matter_in(record, buying.proposal, as_of)
    except NotAMatter as refusal:
        return Approvals(as_of, as_of, unknown=f"{refusal.what}, so no meetings are known")
    now = Standing(Record.of(each for each in record if not _decided(each, after=as_of)))
    before = Standing(Record.of(each for each in record if not _decided(each, after=date.min)))
    bodies = {each.body for each in record.all(Meeting)}
    first = min((as_of, *(each.papers_due for body in bodies for each in now.sittings(body))))
    return Approvals(as_of, first, matter, now, before)


def _decided(row: Noun, *, after: date) -> bool:
    return isinstance(row, Decision) and row.decided_on > after
