"""Reroute: a route as it was beside the record as it is now: what changed and why, and the days that gains or loses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.register.authority import BodyForm
from concordat.register.deciding.matter import Matter
from concordat.register.deciding.power import powers
from concordat.register.deciding.route import Route, Step, route
from concordat.register.deciding.rules import QUORUM, SCHEME, SITTING
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import Meeting, MeetingStatus


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A step that is no longer on the route, or is new to it or has new days, and why."""

    step: Step
    gone: bool
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class Rerouted:
    """The route before and after, and what changed."""

    before: Route
    after: Route
    changes: tuple[Changed, ...]

    @property
    def lost(self) -> int | None:
        """Days by which it is later than it was, fewer than 0 where sooner; None where either has no day."""
        if self.before.earliest is None or self.after.earliest is None:
            return None
        return (self.after.earliest - self.before.earliest).days


def reroute(before: Route, matter: Matter, standing: Standing, as_of: date) -> Rerouted:
    """Route a matter again; `matter` may have changed too. Nothing changed where `changes` is empty."""
    after = route(matter, standing, as_of)
    was, now = {each.id: each for each in before.steps}, {each.id for each in after.steps}
    gone = [each for each in before.steps if each.id not in now]
    new = [each for each in after.steps if each.id not in was]
    changes = [Changed(step=each, gone=True, reason=_why(each, after, standing)) for each in gone]
    changes += [Changed(step=each, gone=False, reason=_instead(each, gone)) for each in new]
    for each in after.steps:
        if each.id in was and each.papers_due != was[each.id].papers_due and not each.done:
            due = SITTING.reason(f"Its papers are due by {long_date(each.papers_due)}")
            changes.append(Changed(step=each, gone=False, reason=due))
    return Rerouted(before=before, after=after, changes=tuple(changes))


def _why(step: Step, after: Route, standing: Standing) -> Reason:
    """The first thing that stands against a step as things are now; else that another way is better."""
    name, day = standing.called(step.body), long_date(step.meeting_on)
    against = next(_against(step, after, standing), None)
    return against or SITTING.reason(f"{name} still meets on {day}, but it need not wait for it, or not go there")


def _against(step: Step, after: Route, standing: Standing) -> Iterator[Reason]:
    yield from _calendar(step, after.as_of, standing)
    without = standing.withdrawn(after.matter.proposal, step.meeting_on)
    if short := standing.short_of(step.body, step.meeting_on, without=without):
        yield QUORUM.reason(f"{standing.called(step.body)} cannot make a quorum: it has {short}")
    for member in step.binds:
        yield from _power(step, member, after, standing)
    yield from _earlier(step, after)


def _calendar(step: Step, as_of: date, standing: Standing) -> Iterator[Reason]:
    """That the meeting is off, has moved, or is too near or past."""
    if standing.ever(step.body, (BodyForm.OFFICE,)):
        return  # it needs no meeting
    name, day = standing.called(step.body), long_date(step.meeting_on)
    sittings = {each.on: each for each in standing.sittings(step.body)}
    if step.meeting_on not in sittings:
        rows = [each for each in standing.record.all(Meeting) if (each.body, each.on) == (step.body, step.meeting_on)]
        off = any(each.status is MeetingStatus.CANCELLED for each in rows)
        next_on = min((on for on in sittings if on >= as_of), default=None)
        then = f"; it meets next on {long_date(next_on)}" if next_on else "; no other of its meetings is on the record"
        yield SITTING.reason(
            f"The meeting of {name} on {day} is {'cancelled' if off else 'no longer in the calendar'}{then}"
        )
    elif step.meeting_on < as_of:
        yield SITTING.reason(f"{name} met on {day}, and no decision of it on this is on the record")
    elif sittings[step.meeting_on].papers_due < as_of:
        due = long_date(sittings[step.meeting_on].papers_due)
        yield SITTING.reason(f"The papers of {name} for {day} were due by {due}")


def _power(step: Step, member: str, after: Route, standing: Standing) -> Iterator[Reason]:
    """That the body may no longer decide it for one whom it was to bind."""
    if member not in after.matter.members:
        yield SCHEME.reason(f"It no longer affects {member}")
        return
    held = [each for each in powers(member, after.matter, standing) if each.body == step.body]
    against = [tuple(each.stands_against(after.matter, standing, step.meeting_on)) for each in held]
    if not held:
        yield SCHEME.reason(f"The scheme of {member} no longer lets {standing.called(step.body)} decide it")
    elif all(against):
        yield from against[0]


def _earlier(step: Step, after: Route) -> Iterator[Reason]:
    """That a body which must consider it before now meets too late for it."""
    for each in after.steps:
        waits = [other for other in after.steps if other.body == step.body and each.id in other.depends_on]
        if waits and each.meeting_on >= step.meeting_on:
            yield SITTING.reason(f"{each.body} must consider it before, and meets on {long_date(each.meeting_on)}")


def _instead(step: Step, gone: list[Step]) -> Reason:
    """In whose place a step is new."""
    same = next((each for each in gone if each.body == step.body), None)
    if same:
        return SITTING.reason(f"In place of its meeting on {long_date(same.meeting_on)}")
    return SCHEME.reason(step.why, step.source)
