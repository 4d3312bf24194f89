"""What the picture of a route shows, before it is drawn: a lane for each body, its meetings, and arrows of order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from itertools import pairwise

from concordat.core.period import long_date
from concordat.register.deciding.route import Route, Step

TOGETHER = "Together"
"""What stands over the bodies that are no organisation's own."""
_LEAST = timedelta(days=28)  # so that a route of a few days is still drawn over a month
_EDGE = timedelta(days=2)


class Part(Enum):
    """What a body does at a meeting."""

    CONSIDERS = auto()
    DECIDES = auto()
    BESIDES = auto()  # it must approve what another decides, as governors do


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One meeting: when its papers are due, when it is, and whether the whole waits for it; `full` says it in words."""

    step: str
    papers_due: date
    meeting_on: date
    part: Part
    critical: bool
    done: bool
    full: str


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One body of an organisation, whose name is `group`, and its meetings in order."""

    group: str
    label: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """That one meeting comes before another; both are ids of steps."""

    before: str
    after: str
    critical: bool


def lanes(route: Route, names: Mapping[str, str]) -> tuple[Lane, ...]:
    """A lane for each body on the route: organisations in the order of the matter, what they have together last."""
    bodies = {each.body: each.organisation for each in route.steps}
    order = {code: number for number, code in enumerate(route.matter.members)}
    ranked = sorted(bodies, key=lambda body: (bodies[body] == "", order.get(bodies[body], len(order)), bodies[body]))
    return tuple(
        Lane(
            group=names.get(bodies[body], bodies[body]) or TOGETHER,
            label=names.get(body, body),
            marks=tuple(_mark(each, route, names) for each in route.steps if each.body == body),
        )
        for body in ranked
    )


def arrows(route: Route) -> tuple[Arrow, ...]:
    """What comes before what."""
    path = [each.id for each in route.critical_path]
    along = set(pairwise(path))
    return tuple(
        Arrow(before=before, after=each.id, critical=(before, each.id) in along)
        for each in route.steps
        for before in each.depends_on
    )


def span(route: Route) -> tuple[date, date]:
    """The first day shown and the day after the last, with room on either side."""
    days = [day for each in route.steps for day in (each.papers_due, each.meeting_on)]
    first, last = min([route.as_of, *days]), max([route.as_of + _LEAST, *days])
    edge = max((last - first) / 20, _EDGE)
    return first - edge, last + 2 * edge


def said(step: Step, names: Mapping[str, str]) -> str:
    """A step as a sentence without its full stop: "Finance committee decides for RZ4 on 3 March 2027, papers by …"."""
    told = (("decides for", step.decides_for), ("must approve besides, for", step.besides))
    parts = [f"{does} {', '.join(names.get(each, each) for each in whom)}" for does, whom in told if whom]
    does = " and ".join(parts) or "considers it"
    when = "done" if step.done else f"papers by {long_date(step.papers_due)}"
    return f"{body_of(step, names)} {does} on {long_date(step.meeting_on)}, {when}"


def body_of(step: Step, names: Mapping[str, str]) -> str:
    """A body by its name and, as many are called alike, whose it is: "Finance committee (RZ4)"."""
    name = names.get(step.body, step.body)
    return f"{name} ({step.organisation})" if step.organisation else name


def _mark(step: Step, route: Route, names: Mapping[str, str]) -> Mark:
    return Mark(
        step=step.id,
        papers_due=step.papers_due,
        meeting_on=step.meeting_on,
        part=_part(step),
        critical=step in route.critical_path,
        done=step.done,
        full=said(step, names),
    )


def _part(step: Step) -> Part:
    if step.decides_for:
        return Part.DECIDES
    return Part.BESIDES if step.besides else Part.CONSIDERS
