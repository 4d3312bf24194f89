"""Procure in the demo: the gates before what carries out the roadmap's first proposal, and which were missed."""

from __future__ import annotations

from datetime import date
from typing import Any

from concordat.procure.app.gated import Desk, Gated
from concordat.register.app.permission import Person
from concordat.register.procurement import Procurement
from concordat.register.proposal import Proposal


def prepare(*, by: Person, as_of: date) -> dict[str, Any]:
    """Nothing is written: gates follow from the record. What they are, for JSON."""
    desk = Desk(by, as_of)
    found = _first(desk)
    return _summary(found) if found else {"procurement": None}


def _first(desk: Desk) -> Gated | None:
    """The purchase whose proposal must be decided first, else the one whose next gate comes first."""
    decide = {each.key: each.decide_by or date.max for each in desk.record.all(Proposal, desk.as_of)}

    def pressing(found: Gated) -> date:
        row = found.row
        return decide.get(row.proposal, date.max) if isinstance(row, Procurement) else date.max

    return min(desk.purchases(), key=pressing, default=None)


def _summary(found: Gated) -> dict[str, Any]:
    gates = found.gates.gates if found.gates else ()
    return {
        "procurement": found.row.key,
        "lost_on": found.lost_on.isoformat() if found.lost_on else None,
        "gates": {each.kind.value: each.latest.isoformat() for each in gates},
        "missed": [each.kind.value for each in found.missed],
        "next": found.next.kind.value if found.next else None,
    }
