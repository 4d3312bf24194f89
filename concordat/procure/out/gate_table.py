"""The gates as tables: each with its day, slack, owner and reason; what is still possible; what is out of order."""

from __future__ import annotations

from collections.abc import Sequence

from concordat.core.finding import Finding
from concordat.core.reason import Reason
from concordat.core.shown import DATE, WHOLE, Table, column
from concordat.procure.gate import Gate, Gates
from concordat.procure.out.gate_words import sentence
from concordat.procure.possible import Possible
from concordat.register.naming import name_and_code
from concordat.register.record import Record


def gate_table(gates: Gates, record: Record) -> Table:
    """The picture's table twin: a row a gate, the first to come at the top."""
    columns = (
        column("Gate", width=30),
        column("Latest", DATE),
        column("Status", width=12),
        column("Slack (days)", WHOLE),
        column("Done on", DATE),
        column("Evidence", width=24),
        column("Answered for by", width=26),
        column("Organisation", width=36),
        column("Waits for", width=40),
        column("At a push", DATE),
        column("Why then", width=80),
        column("Rule", width=18),
        column("Source", width=60),
    )
    return Table(title="Gates", columns=columns, rows=tuple(_row(each, gates, record) for each in gates.gates))


def possible_table(ways: Sequence[Possible]) -> Table:
    """What is still possible, the open ways first."""
    columns = (
        column("Way", width=36),
        column("What", width=50),
        column("Open", width=8),
        column("Begin by", DATE),
        column("Covers until", DATE),
        column("Notices", width=50),
        column("Risk", width=50),
        column("Why", width=80),
    )
    rows = tuple(
        (sentence(each.way.value), each.what, each.open, each.until, each.covers, "; ".join(each.notices), each.risk,
         why(each))
        for each in ways
    )  # fmt: skip
    return Table(title="Still possible", columns=columns, rows=rows)


def order_table(findings: Sequence[Finding]) -> Table:
    """Steps done out of order, and what to do."""
    columns = (column("Rule", width=12), column("What is out of order", width=80), column("What to do next", width=60))
    rows = tuple((each.rule, each.what, each.next) for each in findings)
    return Table(title="Out of order", columns=columns, rows=rows)


def left_out_table(gates: Gates) -> Table:
    """The steps that this way of buying does not need, and why."""
    columns = (column("Step left out", width=36), column("Why", width=80))
    rows = tuple((sentence(kind.value), sentence(why)) for kind, why in gates.left_out.items())
    return Table(title="Left out", columns=columns, rows=rows)


def told(reason: Reason) -> str:
    """A reason with its facts, as one text."""
    parts = [reason.text, *reason.facts]
    return " ".join(f"{sentence(part.strip()).rstrip('.')}." for part in parts)


def why(way: Possible) -> str:
    """Why a way is open or closed, as one text; what two rules say alike is told once."""
    return " ".join(dict.fromkeys(map(told, way.reasons)))


def _row(gate: Gate, gates: Gates, record: Record) -> tuple[object, ...]:
    return (
        sentence(gate.kind.value),
        gate.latest,
        gate.status.value,
        gate.slack,
        gate.done_on,
        gate.evidence or None,
        sentence(gate.office.value),
        name_and_code(record, gate.organisation, gates.as_of),
        "; ".join(each.value for each in gate.depends_on) or None,
        gate.at_a_push,
        told(gate.reason),
        gate.reason.rule,
        gate.reason.source,
    )
