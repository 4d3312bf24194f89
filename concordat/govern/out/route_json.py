"""A routing as JSON: what the issue promises, and besides what is missing, what would be sooner, and other ways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from concordat.core.command import as_json
from concordat.govern.routing import Routing
from concordat.register.deciding.route import Route, Step


def route_json(answer: Routing) -> str:
    """The whole answer, as the command prints it."""
    more = {
        "missing": [
            {"rule": each.reason.rule, "why": each.reason.text, "source": each.reason.source, "next": each.next}
            for each in answer.missing
        ],
        "shorter": [
            {"change": each.change, "kind": each.kind.value, "earliest": _day(each.earliest), "days": each.days,
             "rule": each.reason.rule, "why": each.reason.text}
            for each in answer.shorter
        ],
        "alternatives": [
            {"way": each.way, "earliest": _day(each.earliest), "rule": each.reason.rule, "why": each.reason.text}
            for each in answer.alternatives
        ],
    }  # fmt: skip
    return as_json(route_dict(answer.route) | more)


def route_dict(route: Route) -> dict[str, Any]:
    """A route for JSON: days as ISO 8601 texts, steps named by body and day, organisations by ODS code."""
    return {
        "proposal": route.matter.proposal,
        "as_of": _day(route.as_of),
        "earliest": _day(route.earliest),
        "critical_path": [each.id for each in route.critical_path],
        "steps": [_step(each) for each in route.steps],
        "blocked": [
            {
                "rule": each.reason.rule,
                "why": each.reason.text,
                "remedy": each.remedy,
                "organisation": each.organisation,
                "source": each.reason.source,
            }
            for each in route.blocked
        ],
    }


def _step(step: Step) -> Mapping[str, Any]:
    return {
        "id": step.id,
        "organisation": step.organisation,
        "body": step.body,
        "power": step.power,
        "meeting_on": _day(step.meeting_on),
        "papers_due": _day(step.papers_due),
        "depends_on": list(step.depends_on),
        "source": step.source,
        "why": step.why,
        "purpose": step.purpose.value,
        "binds": list(step.binds),
        "besides": list(step.besides),
        "done": step.done,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
