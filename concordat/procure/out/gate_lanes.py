"""What the picture of gates shows, before it is drawn: a lane for each gate, with its days and its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from concordat.core.calendar import Quarter
from concordat.core.period import ONE_DAY, long_date
from concordat.procure.gate import Gate, Gates, GateStatus
from concordat.procure.out.gate_words import days, sentence
from concordat.register.naming import name_and_code
from concordat.register.record import Record


@dataclass(frozen=True, kw_only=True)
class GateLane:
    """One gate: the days to work on it up to its latest, when it was done, and what stands beside its mark.

    `full` says all of it in words, for a pointer and a screen reader.
    """

    label: str
    full: str
    start: date
    latest: date
    status: GateStatus
    beside: str
    done_on: date | None = None


def gate_lanes(gates: Gates, record: Record) -> tuple[GateLane, ...]:
    """A lane for each gate, the first to come at the top."""
    return tuple(_lane(each, gates, record) for each in gates.gates)


def gate_span(gates: Gates) -> tuple[date, date]:
    """The first day shown and the day after the last: whole quarters, with room for the words of the last mark."""
    days = [day for each in gates.gates for day in (each.begin_by, each.latest, each.done_on) if day]
    first = min(gates.as_of, *days) - timedelta(days=14)
    return Quarter.from_day(first).start, Quarter.from_day(max(gates.as_of, *days) + ONE_DAY).end


def _lane(gate: Gate, gates: Gates, record: Record) -> GateLane:
    owner = f"{gate.office.value} of {name_and_code(record, gate.organisation, gates.as_of)}"
    return GateLane(
        label=sentence(gate.kind.value),
        full=f"{sentence(gate.kind.value)}, by {long_date(gate.latest)}: {_said(gate)}. Answered for by the {owner}",
        start=gate.begin_by,
        latest=gate.latest,
        status=gate.status,
        beside=f"{'due ' * bool(gate.done_on)}{gate.latest.day} {gate.latest:%b %Y}, {_said(gate)}",
        done_on=gate.done_on,
    )


def _said(gate: Gate) -> str:
    if gate.done_on:
        late = f", {days(-gate.slack)} late" if gate.slack < 0 else ""
        return f"done {gate.done_on.day} {gate.done_on:%b %Y}{late}"
    if gate.slack < 0:
        return f"MISSED by {days(-gate.slack)}"
    return f"{gate.status.value}, {days(gate.slack)} left"
