"""Govern in the demo: the roadmap's first proposal, routed and put on the agendas of its route."""

from __future__ import annotations

from datetime import date
from typing import Any

from concordat.govern.app import route_actions
from concordat.govern.app.routes import Desk, Routed
from concordat.register.app.permission import Person
from concordat.register.procurement import Procurement

_ROADMAP = "converge"  # what the verb that plans writes on its proposals


def prepare(*, by: Person, as_of: date) -> dict[str, Any]:
    """Put it on agendas, unless it is on them already; what came of it, for JSON."""
    desk = Desk(by, as_of)
    found = _first(desk)
    if found is None:
        return {"proposal": None}
    if route_actions.may_not_book(by, found) is None:
        route_actions.book_route(by=by, as_of=as_of, proposal=found.proposal.key)
    return _summary(found)


def _first(desk: Desk) -> Routed | None:
    """The roadmap's proposal that must be decided first, of those that a purchase is being prepared for."""
    bought = {each.proposal for each in desk.standing.record.all(Procurement, desk.as_of)}
    waiting = [each for each in desk.waiting() if each.proposal.verb == _ROADMAP]
    return next((each for each in waiting if each.proposal.key in bought), next(iter(waiting), None))


def _summary(found: Routed) -> dict[str, Any]:
    steps = found.route.steps if found.route else ()
    path = found.route.critical_path if found.route and found.earliest else ()
    return {
        "proposal": found.proposal.key,
        "earliest": found.earliest.isoformat() if found.earliest else None,
        "decide_by": found.proposal.decide_by.isoformat() if found.proposal.decide_by else None,
        "days_to_spare": found.slack,
        "body": path[-1].body if path else None,
        "binds": list(path[-1].binds) if path else [],
        "critical_path": [each.id for each in path],
        "steps": len(steps),
        "blocked": [each.reason.rule for each in found.route.blocked] if found.route else [],
    }
