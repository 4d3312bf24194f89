"""The gates as the command prints them with --json: days as 2026-11-22, nothing in pounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from concordat.procure.gate import Gate, Gates
from concordat.procure.out.gate_words import FOOT
from concordat.procure.possible import Possible


def as_dict(gates: Gates, ways: Sequence[Possible]) -> dict[str, Any]:
    """The whole answer."""
    bought = gates.buying
    return {
        "contract": ", ".join(each.key for each in bought.contracts) or None,
        "procurement": bought.procurement.key if bought.recorded else None,
        "title": bought.procurement.title,
        "as_of": gates.as_of.isoformat(),
        "regime": bought.regime.value,
        "route": bought.route.value,
        "lost_on": bought.lost_on.isoformat(),
        "live_by": bought.live_by.isoformat(),
        "reasons": [each.as_dict() for each in bought.reasons],
        "gates": [_gate(each) for each in gates.gates],
        "missed": [each.kind.value for each in gates.missed],
        "left_out": [{"gate": kind.value, "why": why} for kind, why in gates.left_out.items()],
        "findings": [each.as_dict() for each in gates.findings],
        "still_possible": [_possible(each) for each in ways],
        "caveat": FOOT,
    }


def _gate(gate: Gate) -> dict[str, Any]:
    return {
        "gate": gate.kind.value,
        "latest": gate.latest.isoformat(),
        "at_a_push": gate.at_a_push.isoformat(),
        "slack_days": gate.slack,
        "owner": {"office": gate.office.value, "organisation": gate.organisation},
        "status": gate.status.value,
        "done_on": _day(gate.done_on),
        "evidence": gate.evidence,
        "depends_on": [each.value for each in gate.depends_on],
        "meetings": [
            {"body": each.body, "on": each.meeting_on.isoformat(), "papers_due": each.papers_due.isoformat()}
            for each in gate.sittings
        ],
        "rule": gate.reason.rule,
        "source": gate.reason.source,
        "why": [gate.reason.text, *gate.reason.facts],
    }


def _possible(way: Possible) -> dict[str, Any]:
    return {
        "way": way.way.value,
        "what": way.what,
        "open": way.open,
        "until": _day(way.until),
        "covers": _day(way.covers),
        "notices": list(way.notices),
        "risk": way.risk,
        "reasons": [each.as_dict() for each in way.reasons],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
