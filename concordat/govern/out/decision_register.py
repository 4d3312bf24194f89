"""The register of decisions as an Excel workbook: the decisions, how each member voted, and what is to be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO

from concordat.core.sheets import write_workbook
from concordat.core.shown import DATE, WHOLE, Table, column
from concordat.register.authority import Body
from concordat.register.meeting import Action, Decision, Vote
from concordat.register.proposal import Proposal
from concordat.register.record import Record


def xlsx(record: Record, names: Mapping[str, str], as_of: date) -> bytes:
    """The workbook's bytes, the same for the same record, as its reader may see it."""
    stream = BytesIO()
    decided = decisions_table(record, decisions(record), names)
    tables = (decided, votes_table(record, names), actions_table(record, names, as_of))
    write_workbook(stream, [each.sheet() for each in tables])
    return stream.getvalue()


def decisions(record: Record) -> tuple[Decision, ...]:
    """Every decision, the newest first."""
    return tuple(sorted(record.all(Decision), key=lambda each: (each.decided_on, each.key), reverse=True))


def decisions_table(record: Record, found: Iterable[Decision], names: Mapping[str, str]) -> Table:
    """What was decided by whom, on what conditions, and who carries it out."""
    columns = (
        column("Decision"), column("Day", DATE), column("Body"), column("Proposal", width=40), column("Outcome"),
        column("Binds", width=30), column("Conditions", width=40), column("Why", width=40), column("Power", width=30),
        column("Dissent", width=30), column("Carried out by"), column("Due", DATE), column("Review", DATE),
        column("Chair's action"), column("Ratified", DATE), column("Minutes"),
    )  # fmt: skip
    bodies = {each.key: each.name for each in record.all(Body)}
    titles = {each.key: each.title for each in record.all(Proposal)}
    rows = tuple(
        (
            each.key, each.decided_on, bodies.get(each.body, each.body), titles.get(each.proposal, each.proposal),
            each.outcome.value, "; ".join(names.get(code, code) for code in each.binds), "; ".join(each.conditions),
            "; ".join(each.reasons), each.power, "; ".join(each.dissent), _owner(each, names), each.due_on,
            each.review_on, "yes" if each.chairs_action else None, each.ratified_on, each.minutes,
        )
        for each in found
    )  # fmt: skip
    return Table(title="Decisions", columns=columns, rows=rows)


def votes_table(record: Record, names: Mapping[str, str]) -> Table:
    """How each member voted on each decision."""
    columns = (
        column("Decision"), column("Member", width=30), column("Office"), column("Said"), column("Votes", WHOLE),
        column("Why", width=40),
    )  # fmt: skip
    rows = tuple(
        (
            each.decision, names.get(each.organisation, each.organisation), each.office.value, each.choice.value,
            each.votes, each.reason,
        )
        for each in sorted(record.all(Vote), key=lambda each: each.decision)
    )  # fmt: skip
    return Table(title="Votes", columns=columns, rows=rows)


def actions_table(record: Record, names: Mapping[str, str], as_of: date) -> Table:
    """What is to be done, those that are late first."""
    columns = (
        column("Action"), column("What", width=40), column("Decision"), column("Member", width=30), column("Office"),
        column("Due", DATE), column("Done", DATE), column("Days late", WHOLE),
    )  # fmt: skip
    rows = tuple(
        (
            each.key, each.title, each.decision, names.get(each.organisation, each.organisation), each.office.value,
            each.due_on, each.done_on, late(each, as_of) or None,
        )
        for each in sorted(record.all(Action), key=lambda each: (bool(each.done_on), each.due_on, each.key))
    )  # fmt: skip
    return Table(title="Actions", columns=columns, rows=rows)


def late(action: Action, as_of: date) -> int:
    """Days by which an action that is not done is late; 0 where it is not."""
    return max((as_of - action.due_on).days, 0) if action.done_on is None else 0


def _owner(decision: Decision, names: Mapping[str, str]) -> str:
    parts = (names.get(decision.owner, decision.owner), decision.owner_office.value if decision.owner_office else "")
    return ", ".join(each for each in parts if each)
