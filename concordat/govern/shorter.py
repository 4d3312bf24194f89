"""Shorter: what would bring the day forward, each tried by routing again, and what it would take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.calendar import add_working_days, working_day_on_or_after
from concordat.core.period import ONE_DAY, long_date
from concordat.core.reason import Reason
from concordat.register.authority import Body, TermsOfReference
from concordat.register.deciding.route import Route, route
from concordat.register.deciding.rules import SCHEME, SITTING
from concordat.register.deciding.standing import USUAL_PAPERS, Standing
from concordat.register.meeting import Meeting


@dataclass(frozen=True, kw_only=True)
class Shorter:
    """A change and the earliest day it would give; `days` are those it saves, None where there was no way before."""

    change: str
    earliest: date
    days: int | None
    reason: Reason


def shorter(found: Route, standing: Standing) -> tuple[Shorter, ...]:
    """Changes that would bring the day forward, the best first. None of them splits a contract: values are summed."""
    tried = (*_extra_sittings(found, standing), *_higher_limits(found, standing))
    gains = (_gain(found, changed, change, reason) for changed, change, reason in tried)
    return tuple(sorted(filter(None, gains), key=lambda each: (each.earliest, each.change)))


def _gain(found: Route, changed: Standing, change: str, reason: Reason) -> Shorter | None:
    again = route(found.matter, changed, found.as_of).earliest
    if again is None or (found.earliest and again >= found.earliest):
        return None
    days = (found.earliest - again).days if found.earliest else None
    return Shorter(change=change, earliest=again, days=days, reason=reason)


def _extra_sittings(found: Route, standing: Standing) -> Iterator[tuple[Standing, str, Reason]]:
    """For each body that holds it up: its chair acts, where the terms allow that for so much, or it meets once more."""
    for body, after in _holding_up(found, standing):
        terms = standing.terms(body.key, found.as_of)
        days = terms.papers_days if terms else USUAL_PAPERS
        soonest = working_day_on_or_after(max(found.as_of, after + ONE_DAY if after else found.as_of))
        if terms and terms.chairs_action >= found.matter.value:
            reason = SITTING.reason("The terms allow the chair so much; the next meeting ratifies it", terms.source)
            yield _sits(standing, body, soonest), f"The chair of {body.name} acts on {long_date(soonest)}", reason
        once_more = max(soonest, add_working_days(found.as_of, days))
        reason = SITTING.reason("Its chair may call a meeting for which papers can still be given", *_source(terms))
        yield _sits(standing, body, once_more), f"{body.name} meets once more, on {long_date(once_more)}", reason


def _holding_up(found: Route, standing: Standing) -> Iterator[tuple[Body, date | None]]:
    """Bodies on the critical path, each with the day after which it could meet; where there is no path, all that lack
    a meeting."""
    by_id = {each.id: each for each in found.steps}
    for step in found.critical_path:
        yield standing.bodies[step.body], max((by_id[each].meeting_on for each in step.depends_on), default=None)
    if not found.steps:
        yield from ((each, None) for each in standing.bodies.values() if not standing.sittings(each.key))


def _sits(standing: Standing, body: Body, on: date) -> Standing:
    return standing.with_more(Meeting(body=body.key, on=on, papers_due=on))


def _source(terms: TermsOfReference | None) -> tuple[str, ...]:
    return (terms.source,) if terms and terms.source else ()


def _higher_limits(found: Route, standing: Standing) -> Iterator[tuple[Standing, str, Reason]]:
    """A body below whose limit this exceeds: its board would have to raise it first, and for good reason."""
    matter = found.matter
    for member in matter.members:
        for row in standing.delegations(member, matter.function, matter.decision_class):
            short = row.limit is not None and row.limit < matter.value
            if short or 0 < row.months_limit < matter.months:
                reason = SCHEME.reason("Only the board changes its scheme, and before the body decides", row.source)
                yield standing.without_limit(row), f"{member} raises the limits of {row.body}", reason
