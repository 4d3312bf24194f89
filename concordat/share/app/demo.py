"""Share in the demo: one opening for somebody's care, which waits for its review; and the data of the example."""

from __future__ import annotations

from datetime import date
from typing import Any

from concordat.data.facts import CARE_BODIES
from concordat.data.permit import Desk
from concordat.data.question import Question
from concordat.register.app.permission import Person
from concordat.register.organisation import Organisation
from concordat.register.record import Record
from concordat.register.sharing import DataItem, Flow, Purpose
from concordat.share.app import demo_data, glass, openings, records

_REASON = "Brought in unconscious at night: what is held elsewhere is needed to treat safely"
_COLUMNS = 3


def prepare(*, by: Person, as_of: date) -> dict[str, Any]:
    """Open what no agreement gives, once, and put the example's data in place; what came of it, for JSON."""
    if not openings.openings(by).exists():
        asked = _to_open(by, as_of)
        if asked:
            glass.open_break_glass(by=by, as_of=as_of, question=asked, reason=_REASON)
    return {"openings": openings.openings(by).count(), "data": demo_data.prepare(by=by, as_of=as_of)}


def _to_open(by: Person, as_of: date) -> Question | None:
    """What this person's organisation may see for care only by opening it; None where there is nothing."""
    record = records.shared(by)
    columns, desk = _columns(record, as_of), Desk(record, as_of)
    others = [each.code for each in record.all(Organisation, as_of) if each.kind in CARE_BODIES]
    for code in (each for each in others if columns and each != by.organisation):
        asked = Question(
            organisation=by.organisation, whose=(code,), columns=columns, purpose=Purpose.INDIVIDUAL_CARE,
            role="clinician", trained_on=as_of,
        )  # fmt: skip
        if openings.cannot_open(by, desk.decide(asked)) is None:
            return asked
    return None


def _columns(record: Record, as_of: date) -> tuple[str, ...]:
    """A column of each of a few tables that flow for care."""
    flows = {each.key for each in record.all(Flow, as_of) if Purpose.INDIVIDUAL_CARE.value in each.purposes}
    items = [each for each in record.all(DataItem, as_of) if each.flow in flows]
    found = {each.table: each.name for each in reversed(items)}
    return tuple(sorted(found.values()))[:_COLUMNS]
