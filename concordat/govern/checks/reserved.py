"""What boards keep to themselves and governors must approve, where the scheme contradicts it or forgets it: GOV-04."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from concordat.core.finding import Finding, Severity
from concordat.core.money import in_pounds
from concordat.govern.checks.every import at
from concordat.register.authority import Body, BodyForm, DecisionClass, Delegation, ReservedMatter
from concordat.register.deciding.rules import RESERVED
from concordat.register.record import Record


def delegated_though_kept(record: Record, as_of: date) -> Iterator[Finding]:
    """A line that delegates what the same scheme keeps to another body: nobody can use it beyond that value."""
    kept = [each for each in record.all(ReservedMatter, as_of) if not each.besides]
    for row in record.all(Delegation, as_of):
        for each in kept:
            if _about(each, row) and each.body != row.body and not _also_to(kept, each, row):
                what = f"{row.organisation} keeps this to {each.body} from {in_pounds(each.from_value)}"
                next = "lower its limit to that, or change what is reserved; until then the matter goes to that body"
                yield record.finding(row, "limit", what, next, rule=RESERVED.id, severity=Severity.WARNING)


def governors_forgotten(record: Record, as_of: date) -> Iterator[Finding]:
    """A council of governors to which no merger or significant transaction is said to go."""
    asked = {each.body for each in record.all(ReservedMatter, as_of) if each.decision_class is DecisionClass.MERGER}
    for body in record.all(Body, as_of):
        if body.form is BodyForm.GOVERNORS and body.key not in asked:
            what = f"The scheme of {body.organisation} does not say that governors approve mergers"
            next = "add it to Reserved matters with Besides: yes (NHS Act 2006 s56 to 57A and s51A)"
            yield at(record, body, RESERVED, "body", what, next)


def kept_to_a_stranger(record: Record, as_of: date) -> Iterator[Finding]:
    """A matter kept to a body that is no body of that organisation's."""
    for row in record.all(ReservedMatter, as_of):
        body = record.get(Body, row.body, as_of)
        if body and row.organisation not in (body.organisation, *body.members):
            what = f"{row.organisation} keeps this to {body.name}, which is none of its bodies"
            yield at(record, row, RESERVED, "body", what, "name its own body")


CHECKS = (delegated_though_kept, governors_forgotten, kept_to_a_stranger)


def _about(kept: ReservedMatter, row: Delegation) -> bool:
    """Whether they are about the same matters, of values that are in both."""
    same = (kept.organisation, kept.decision_class) == (row.organisation, row.decision_class)
    return same and kept.function in (None, row.function) and (row.limit is None or row.limit > kept.from_value)


def _also_to(kept: list[ReservedMatter], each: ReservedMatter, row: Delegation) -> bool:
    return any(other.body == row.body and _about(other, row) and other.from_value <= each.from_value for other in kept)
