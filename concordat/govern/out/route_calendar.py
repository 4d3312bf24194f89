"""A route as an .ics calendar: the last day for each body's papers, with alarms, and the meetings themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from concordat.core.ics import Event, calendar, steady_uid
from concordat.core.period import long_date
from concordat.core.refusal import as_sentence
from concordat.core.rule import NOT_LEGAL_ADVICE
from concordat.govern.out.headline import headline
from concordat.govern.out.lanes import body_of, said
from concordat.register.deciding.route import Route, Step

ALARMS = (14, 7, 1)
"""Days before papers are due on which to remind of them."""


def route_calendar(route: Route, names: Mapping[str, str]) -> bytes:
    """The calendar's bytes, the same for the same route; one of a later day replaces the events of an earlier."""
    return calendar(
        name=f"Route: {route.matter.title}",
        description=f"{headline(route, names)}. {NOT_LEGAL_ADVICE}",
        prodid="-//Concordat//govern//EN",
        as_of=route.as_of,
        events=[event for key, step in _keyed(route) for event in _events(key, step, route, names)],
    )


def _keyed(route: Route) -> Iterator[tuple[str, Step]]:
    """What is still to come, each named by body and purpose and not by its day, so that one that moves keeps its name;
    a second of the same is numbered."""
    seen: dict[str, int] = {}
    for step in (each for each in route.steps if not each.done):
        key = f"concordat:govern:{route.matter.proposal}:{step.body}:{step.purpose}"
        seen[key] = seen.get(key, 0) + 1
        yield f"{key}:{seen[key]}", step


def _events(key: str, step: Step, route: Route, names: Mapping[str, str]) -> Iterator[Event]:
    """The last day for its papers, and the meeting."""
    body, told = body_of(step, names), f"{as_sentence(said(step, names))} {as_sentence(step.why)}"
    why = "\n".join((told, f"Source: {step.source}.", _told(route)))
    yield Event(
        uid=steady_uid(f"{key}:papers"),
        day=step.papers_due,
        summary=f"Last day for papers: {route.matter.title}, {body}",
        description=why,
        category="Papers due",
        alarms=ALARMS,
        reminder=f"papers of {route.matter.title} for {body}, which meets on {long_date(step.meeting_on)}",
    )
    yield Event(
        uid=steady_uid(f"{key}:meeting"),
        day=step.meeting_on,
        summary=f"{body}: to {step.asked_to} {route.matter.title}",
        description=why,
        category="Meeting",
    )


def _told(route: Route) -> str:
    return f"Worked out on the schemes and the calendar as they were on {long_date(route.as_of)}. {NOT_LEGAL_ADVICE}"
