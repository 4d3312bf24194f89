"""What programs are told of feeds, gaps, kept answers and agreements, as JSON; none of it is a row of a patient."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from concordat.data.answers import Head
from concordat.register.app.permission import Person
from concordat.share.app.feeds import kept
from concordat.share.app.versions import Version
from concordat.share.standardise.arrivals import Arrival


def feeds(by: Person, as_of: date) -> list[dict[str, Any]]:
    """The feeds of their collaborative that can be followed, each with how it arrives."""
    return [_feed(each) for each in kept(by, as_of).arrivals]


def gaps(by: Person, as_of: date) -> list[dict[str, Any]]:
    """What the feeds of their collaborative do not give, and what is behind each; errors first."""
    return [each.as_dict() for each in kept(by, as_of).gaps]


def head(answer: Head) -> dict[str, Any]:
    """The head of a kept answer."""
    return {**asdict(answer), "at": answer.at.isoformat()}


def standing(version: Version) -> dict[str, Any]:
    """How far a version of an agreement is, who keeps it, and whether it is a private draft."""
    return {**version.standing.as_dict(), "keeper": version.keeper, "private": version.private}


def _feed(arrival: Arrival) -> dict[str, Any]:
    feed, last = arrival.feed, arrival.last
    return {
        "feed": feed.name,
        "member": feed.member,
        "system": feed.system,
        "table": feed.table,
        "every": feed.every,
        "batches": len(arrival.found),
        "last_received": last.received if last else None,
        "due_on": arrival.due_on.isoformat() if arrival.due_on else None,
        "late": arrival.late,
        "rows": last.rows if last else 0,
        "left_out": arrival.rejected,
    }
