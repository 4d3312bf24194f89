"""What is still to be done as an .ics calendar: each action on its last day, with alarms, and reviews of decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from concordat.core.ics import Event, calendar, steady_uid
from concordat.register.meeting import Action, Decision

ALARMS = (14, 3)
"""Days before an action is due on which to remind of it."""


def action_calendar(actions: Iterable[Action], decisions: Iterable[Decision], name: str, as_of: date) -> bytes:
    """The calendar of what is not done yet, and of reviews to come; the same bytes for the same rows."""
    return calendar(
        name=name,
        description="What is to be done after decisions, and when they are looked at again",
        prodid="-//Concordat//govern actions//EN",
        as_of=as_of,
        events=(*_due(actions), *_reviews(decisions, as_of)),
    )


def _due(actions: Iterable[Action]) -> Iterator[Event]:
    for each in actions:
        if each.done_on is None:
            yield Event(
                uid=steady_uid(f"concordat:govern:action:{each.key}"),
                day=each.due_on,
                summary=each.title,
                description=f"{each.key}, for the {each.office.value} of {each.organisation}",
                category="Action",
                alarms=ALARMS,
            )


def _reviews(decisions: Iterable[Decision], as_of: date) -> Iterator[Event]:
    for each in decisions:
        if each.review_on and each.review_on >= as_of:
            uid = steady_uid(f"concordat:govern:decision:{each.key}:review")
            yield Event(uid=uid, day=each.review_on, summary=f"Look again at {each.key}", category="Review")
