"""Shorter: what would bring the day forward, each tried by routing again, and what it would take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from concordat.core.calendar import add_working_days, working_day_on_or_after
from concordat.core.period import ONE_DAY, long_date
from concordat.core.reason import Reason
from concordat.register.authority import Body, BodyForm, Delegation, TermsOfReference
from concordat.register.deciding.matter import Matter
from concordat.register.deciding.power import ONE_DECISION, powers
from concordat.register.deciding.route import Route, route
from concordat.register.deciding.rules import CHAIR, SCHEME, SITTING
from concordat.register.deciding.standing import USUAL_PAPERS, Standing
from concordat.register.meeting import Meeting


class Change(StrEnum):
    """What is changed to be sooner."""

    CHAIR = "chair's action"
    MEETING = "one more meeting"
    LIMIT = "a higher limit"
    DELEGATION = "one more delegation"


@dataclass(frozen=True, kw_only=True)
class Shorter:
    """A change and the earliest day it would give; `days` are those it saves, None where there was no way before."""

    kind: Change
    change: str
    earliest: date
    days: int | None
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class _Trial:
    """A record that is changed in one way."""

    kind: Change
    change: str
    standing: Standing
    reason: Reason


def shorter(found: Route, standing: Standing) -> tuple[Shorter, ...]:
    """Changes that would bring the day forward, the best first. None of them splits a contract: values are summed.

    That several bodies meet once more is told only where it is sooner than any one change.
    """
    tried = (*_sittings(found, standing), *_higher_limits(found, standing), *_delegations(found, standing))
    gains = [each for trial in tried if (each := _gain(found, trial))]
    best = min((each.earliest for each in gains), default=date.max)
    together = (_gain(found, each) for each in _all_meet(found, standing))
    gains += [each for each in together if each and each.earliest < best]
    return tuple(sorted(gains, key=lambda each: (each.earliest, each.change)))


def _gain(found: Route, trial: _Trial) -> Shorter | None:
    again = route(found.matter, trial.standing, found.as_of).earliest
    if again is None or (found.earliest and again >= found.earliest):
        return None
    days = (found.earliest - again).days if found.earliest else None
    return Shorter(kind=trial.kind, change=trial.change, earliest=again, days=days, reason=trial.reason)


def _sittings(found: Route, standing: Standing) -> Iterator[_Trial]:
    """For each body that holds it up: its chair acts, where the terms allow that for so much, or it meets once more."""
    for body, after in _holding_up(found, standing):
        terms = standing.terms(body.key, found.as_of)
        soonest = working_day_on_or_after(max(found.as_of, after + ONE_DAY if after else found.as_of))
        if _chair_may_act(body, terms, found.matter):
            yield _chair_acts(body, soonest, standing, _source(terms))
        once_more = max(soonest, _papers_given(terms, found.as_of))
        yield _Trial(
            kind=Change.MEETING,
            change=f"{standing.called(body.key)} meets once more, on {long_date(once_more)}",
            standing=_sits(standing, body, once_more),
            reason=SITTING.reason("Its chair may call a meeting for which papers can still be given", *_source(terms)),
        )


def _all_meet(found: Route, standing: Standing) -> Iterator[_Trial]:
    """Every body on the route meets once more, in order, where that is sooner than it meets."""
    days, extra = {each.id: each.meeting_on for each in found.steps}, dict[date, list[str]]()
    for step in (each for each in found.steps if not each.done):
        office = standing.bodies[step.body].form is BodyForm.OFFICE
        first = found.as_of if office else _papers_given(standing.terms(step.body, found.as_of), found.as_of)
        on = working_day_on_or_after(max([first, *(days[each] + ONE_DAY for each in step.depends_on)]))
        if on < step.meeting_on:
            days[step.id] = on
            if not office:
                extra.setdefault(on, []).append(step.body)
    if extra:
        told = (f"{' and '.join(map(standing.called, each))} on {long_date(on)}" for on, each in sorted(extra.items()))
        meetings = (Meeting(body=body, on=on, papers_due=on) for on, each in extra.items() for body in each)
        yield _Trial(
            kind=Change.MEETING,
            change=f"Each meets once more: {', then '.join(told)}",
            standing=standing.with_meetings(*meetings),
            reason=SITTING.reason("Their chairs may call meetings for which papers can still be given"),
        )


def _papers_given(terms: TermsOfReference | None, as_of: date) -> date:
    """The first meeting for which papers that are sent today are in time."""
    return add_working_days(as_of, terms.papers_days if terms else USUAL_PAPERS)


def _chair_may_act(body: Body, terms: TermsOfReference | None, matter: Matter) -> bool:
    """Governors vote, and no chair votes for them (NHS Act 2006 s51A, s56); other chairs act as far as terms say."""
    allowed = terms.chairs_action if terms and body.form is not BodyForm.GOVERNORS else 0
    return allowed > 0 and matter.value <= allowed


def _chair_acts(body: Body, on: date, standing: Standing, source: tuple[str, ...]) -> _Trial:
    ratifies = next((each.on for each in standing.sittings(body.key) if each.on > on), None)
    then = f"the meeting on {long_date(ratifies)} ratifies it" if ratifies else "a meeting must be called to ratify it"
    return _Trial(
        kind=Change.CHAIR,
        change=f"The chair of {standing.called(body.key)} acts on {long_date(on)}; {then}",
        standing=_sits(standing, body, on),
        reason=CHAIR.reason("The terms allow the chair so much between meetings", *source),
    )


def _holding_up(found: Route, standing: Standing) -> Iterator[tuple[Body, date | None]]:
    """Bodies on the critical path, each with the day after which it could meet; where there is no path, all that could
    play a part and have no meeting to come."""
    by_id = {each.id: each for each in found.steps}
    for step in found.critical_path:
        if not step.done and standing.bodies[step.body].form is not BodyForm.OFFICE:
            yield standing.bodies[step.body], max((by_id[each].meeting_on for each in step.depends_on), default=None)
    if not found.steps:
        for key in dict.fromkeys(_involved(found.matter, standing, found.as_of)):
            if key in standing.bodies and next(standing.coming(key, found.as_of - ONE_DAY, found.as_of), None) is None:
                yield standing.bodies[key], None


def _involved(matter: Matter, standing: Standing, day: date) -> Iterator[str]:
    for member in matter.members:
        for power in powers(member, matter, standing):
            yield from (*power.after, power.body, *(each.body for each in power.besides(day)))


def _sits(standing: Standing, body: Body, on: date) -> Standing:
    return standing.with_meetings(Meeting(body=body.key, on=on, papers_due=on))


def _source(terms: TermsOfReference | None) -> tuple[str, ...]:
    return (terms.source,) if terms and terms.source else ()


def _higher_limits(found: Route, standing: Standing) -> Iterator[_Trial]:
    """A body above whose limits this goes: its board would raise them at its next meeting, and for good reason."""
    matter = found.matter
    for member in matter.members:
        since = _changed_from(member, found, standing)
        for row in standing.delegations(member, matter.function, matter.decision_class):
            short = row.limit is not None and row.limit < matter.value
            if since and row.valid_on(since) and (short or 0 < row.months_limit < matter.months):
                lifted = replace(row, limit=None, months_limit=0, valid_from=since)
                until = (replace(row, valid_to=since),) if row.valid_on(since - ONE_DAY) else ()
                yield _Trial(
                    kind=Change.LIMIT,
                    change=f"{member} raises the limits of {standing.called(row.body)} from {long_date(since)}",
                    standing=standing.with_lines(*until, lifted, without=row),
                    reason=SCHEME.reason("Only the board changes its scheme, and before the body decides", row.source),
                )


def _delegations(found: Route, standing: Standing) -> Iterator[_Trial]:
    """A body that binds several and that some, but not all whom it affects, let decide this: the others do so too."""
    matter = found.matter
    rows = [
        row for each in matter.members for row in standing.delegations(each, matter.function, matter.decision_class)
    ]
    for body in dict.fromkeys(each.body for each in rows if standing.ever(each.body, ONE_DECISION)):
        given = [each for each in rows if each.body == body]
        members = standing.bodies[body].members or matter.members
        others = [each for each in matter.members if each in members and each not in {x.organisation for x in given}]
        since = [_changed_from(each, found, standing) for each in others]
        if others and all(since):
            yield _Trial(
                kind=Change.DELEGATION,
                change=f"{' and '.join(others)} let {standing.called(body)} decide this, as the others do",
                standing=standing.with_lines(*_as_given(given[0], others, since)),
                reason=SCHEME.reason("Each board delegates at its next meeting, before the body decides"),
            )


def _as_given(row: Delegation, others: list[str], since: list[date | None]) -> Iterator[Delegation]:
    for each, day in zip(others, since, strict=True):
        yield replace(row, organisation=each, after=(), delegated_by="", valid_from=day, valid_to=None, source="")


def _changed_from(member: str, found: Route, standing: Standing) -> date | None:
    """The day after its board next meets, which could have changed its scheme; None where it does not meet."""
    sittings = (standing.coming(each.key, found.as_of - ONE_DAY, found.as_of) for each in standing.boards(member))
    days = [first.on + ONE_DAY for each in sittings if (first := next(each, None))]
    return min(days, default=None)
