"""A member leaves: its data go from all places of a workspace, those of the data plane and those kept here."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from concordat.data.leaver import Departure, remove
from concordat.share.linkage import leaver as people
from concordat.share.standardise import leaver as figures


def leave(home: Path, organisation: str, *, by: str, at: datetime) -> Departure:
    """Remove all data of a member, with a proof; cut short, it goes on when it is said again.

    Raises NotInLake where there never were any, NotAnOdsCode, Busy.
    """
    return remove(home, organisation, by=by, at=at, places=(people, figures))
