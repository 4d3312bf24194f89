"""What programs are told of feeds, gaps, kept answers and agreements, as JSON; none of it is a row of a patient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any

from concordat.data.answers import Head
from concordat.data.model import shared_model
from concordat.register.app.permission import Person
from concordat.share.app import records, workspace
from concordat.share.app.versions import Version
from concordat.share.mapping.feed import Feed
from concordat.share.mapping.feed_file import sound_feeds
from concordat.share.standardise.found import Found
from concordat.share.standardise.gaps import gaps
from concordat.share.standardise.orphans import orphans
from concordat.share.standardise.units import units
from concordat.share.standardise.workspace import found_in


def feeds(home: Path) -> list[dict[str, Any]]:
    """The feeds of a workspace that can be followed, each with what came of its last batch."""
    found = found_in(home)
    return [_feed(each, [one for one in found if _is_of(one, each)]) for each in sound_feeds(home)[0]]


def gaps_of(by: Person, as_of: date) -> list[dict[str, Any]]:
    """What the feeds of their collaborative do not give; behind each what the register says that they may read."""
    home, model = workspace.home_of(by), shared_model()
    lost, other, record = orphans(home, model), units(home), records.readable(by)
    found = gaps(
        found_in(home), sound_feeds(home)[0], model=model, as_of=as_of, record=record, orphans=lost, units=other
    )
    return [each.as_dict() for each in found]


def head(answer: Head) -> dict[str, Any]:
    """The head of a kept answer."""
    return {**asdict(answer), "at": answer.at.isoformat()}


def standing(version: Version) -> dict[str, Any]:
    """How far a version of an agreement is, who keeps it, and whether it is a private draft."""
    return {**version.standing.as_dict(), "keeper": version.keeper, "private": version.private}


def _is_of(found: Found, feed: Feed) -> bool:
    return (found.member, found.feed) == (feed.member, feed.name)


def _feed(feed: Feed, found: Sequence[Found]) -> dict[str, Any]:
    last = max(found, key=attrgetter("received"), default=None)
    return {
        "feed": feed.name,
        "member": feed.member,
        "system": feed.system,
        "table": feed.table,
        "every": feed.every,
        "batches": len(found),
        "last_received": last.received if last else None,
        "rows": last.rows if last else 0,
        "left_out": last.left_out + last.duplicates if last else 0,
    }
