"""Who took over from whom: an organisation or supplier that has gone is resolved to its successor on any day."""

from __future__ import annotations

from datetime import date

from concordat.core.finding import Finding
from concordat.core.period import long_date
from concordat.core.refusal import Refusal
from concordat.register.agreement import Agreement, OfAgreement, Party, Signature
from concordat.register.links import mentions
from concordat.register.noun import Noun
from concordat.register.organisation import Organisation
from concordat.register.record import Record
from concordat.register.system import Supplier


class SuccessionLoops(Refusal):
    """Organisations that each name the next as successor, and the last the first."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(
            f"These succeed each other in a ring: {' to '.join(codes)}",
            where=Organisation.SHEET,
            remedy="correct the Successor of one of them",
        )


def successor_of(record: Record, code: str, day: date) -> str:
    """The code of whoever carries this organisation's duties on a day: itself while open, else its successor's.

    A closed organisation without a successor, or a code not on the record, is returned as it is.
    """
    seen = [code]
    while True:
        found = record.get(Organisation, seen[-1])
        if not found or not found.successor or found.valid_to is None or day < found.valid_to:
            return seen[-1]
        if found.successor in seen:
            raise SuccessionLoops([*seen, found.successor])
        seen.append(found.successor)


def supplier_of(record: Record, key: str) -> str:
    """The key of the company that stands behind a supplier today, through every takeover."""
    seen = [key]
    while (found := record.get(Supplier, seen[-1])) and found.successor and found.successor not in seen:
        seen.append(found.successor)
    return seen[-1]


def superseded(record: Record, day: date) -> tuple[Finding, ...]:
    """Every row, true on the day, that still names an organisation which is closed by then."""
    return tuple(finding for each in record if each.valid_on(day) for finding in superseded_in(record, each, day))


def superseded_in(record: Record, row: Noun, day: date) -> list[Finding]:
    """What in one row names an organisation that is closed by the day; a row that tells of the past may name it."""
    if _past(record, row, day):
        return []
    found = []
    for link in mentions(row):
        body = record.get(Organisation, link.key) if link.noun is Organisation else None
        if body and body.valid_to and body.valid_to <= day and link.column.name != "successor":
            found.append(_finding(record, row, link.column.name, body, day))
    return found


def _finding(record: Record, row: Noun, column: str, body: Organisation, day: date) -> Finding:
    assert body.valid_to is not None
    heir = successor_of(record, body.code, day)
    what = f"It names {body.name} ({body.code}), which closed on {long_date(body.valid_to)}"
    if heir == body.code:
        return record.finding(
            row, column, what, "name the body that took over, and give the closed one a Successor", rule="GOV-10"
        )
    next = f"write {heir}, and check that the duty passed to it"
    if isinstance(row, OfAgreement):
        next = f"agree a new version that names {heir}: what was signed is not written over"
    return record.finding(row, column, f"{what}; {heir} took over", next, rule="GOV-10")


def _past(record: Record, row: Noun, day: date) -> bool:
    """Whether a row tells what was: a signature, a party that has left, or a term of a version that has ended."""
    if isinstance(row, Signature):
        return True
    if isinstance(row, Party) and row.left_on and row.left_on <= day:
        return True
    found = record.get(Agreement, row.agreement) if isinstance(row, OfAgreement) else None
    return found is not None and found.over(day)
