"""Schemes of delegation that do not fit together: those of the members of a body (GOV-02), and up the line (GOV-05)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from math import inf
from typing import Any

from concordat.core.finding import Finding, Severity
from concordat.core.money import in_pounds
from concordat.core.period import long_date
from concordat.govern.checks.every import at
from concordat.register.authority import Body, BodyForm, Delegation
from concordat.register.deciding.power import BINDS_OTHERS
from concordat.register.deciding.rules import SCHEME, SUB_DELEGATION
from concordat.register.record import Record

Told = Callable[[Any], str]
_COMPARED: dict[str, tuple[str, Callable[[Delegation], Any], Told]] = {
    "limit": ("a limit of", lambda each: each.limit, lambda x: "any value" if x is None else in_pounds(x)),
    "months_limit": ("a commitment of", lambda each: each.months_limit, lambda x: f"{x} months" if x else "any length"),
    "valid_from": ("it from", lambda each: each.valid_from, lambda x: long_date(x) if x else "no day that is written"),
    "wording": ("it in the words", lambda each: " ".join(each.wording.split()), lambda x: f"'{x}'" if x else "none"),
}
"""What should be the same in every member's scheme: how it is said, what is compared, and how a value is written."""


def not_delegated_by_all(record: Record, as_of: date) -> Iterator[Finding]:
    """A function that some members of a body have delegated to it and others have not."""
    for body, rows in _shared(record, as_of):
        lacking = [each for each in body.members if each not in {row.organisation for row in rows}]
        if lacking:
            first = rows[0]
            about = f"{first.decision_class.value} on {first.function.value}"
            what = f"{', '.join(lacking)} did not delegate {about} to {body.name}, as others did: it cannot bind them"
            yield _warning(record, first, "body", what, "have their boards delegate it too, or take such matters there")


def delegated_differently(record: Record, as_of: date) -> Iterator[Finding]:
    """A member's line that differs from what most members of the body have: limit, length, first day or wording."""
    for body, rows in _shared(record, as_of):
        for column, (said, value, told) in _COMPARED.items():
            usual = Counter(map(value, rows)).most_common(1)[0][0]
            for row in (each for each in rows if value(each) != usual):
                own, others = f"{said} {told(value(row))}", f"{said} {told(usual)}"
                what = f"{row.organisation} gives {body.name} {own}, where others give {others}"
                next = "agree one line for all, or put what is above the lowest limit to that member's own board"
                yield _warning(record, row, column, what, next)


def passed_on_without_leave(record: Record, as_of: date) -> Iterator[Finding]:
    """Power that a body passed on which it may not pass on, does not have, or has only up to less."""
    lines: dict[tuple[str, str, str, str], list[Delegation]] = defaultdict(list)
    for row in record.all(Delegation, as_of):
        lines[_line(row, row.body)].append(row)
    boards = {each.key for each in record.all(Body, as_of) if each.form in (BodyForm.BOARD, BodyForm.COUNCIL)}
    for row in record.all(Delegation, as_of):
        if row.delegated_by and row.delegated_by not in boards:
            yield from _above(record, row, lines[_line(row, row.delegated_by)])


CHECKS = (not_delegated_by_all, delegated_differently, passed_on_without_leave)


def _above(record: Record, row: Delegation, above: list[Delegation]) -> Iterator[Finding]:
    who, next = row.delegated_by, "have the board delegate it itself, and leave Delegated by blank"
    if not above:
        yield at(record, row, SUB_DELEGATION, "delegated_by", f"{who} has no such power that it could pass on", next)
    elif not any(each.may_sub_delegate for each in above):
        yield at(record, row, SUB_DELEGATION, "delegated_by", f"{who} has this power, but may not pass it on", next)
    elif _limit(row) > (most := max(_limit(each) for each in above if each.may_sub_delegate)):
        what = f"{row.body} is given more than {who} has, which is {in_pounds(int(most))}"
        yield at(record, row, SUB_DELEGATION, "limit", what, f"lower it to that, or raise that of {who}")


def _limit(row: Delegation) -> float:
    return inf if row.limit is None else row.limit


def _line(row: Delegation, body: str) -> tuple[str, str, str, str]:
    """What a line is about, and whose it would be if it were that body's."""
    return row.organisation, row.function.value, row.decision_class.value, body


def _shared(record: Record, as_of: date) -> Iterator[tuple[Body, list[Delegation]]]:
    """What members have delegated to each body that binds several, by function and kind of decision."""
    bodies = {each.key: each for each in record.all(Body, as_of) if each.form in BINDS_OTHERS and len(each.members) > 1}
    lines: dict[tuple[str, str, str], list[Delegation]] = defaultdict(list)
    for row in record.all(Delegation, as_of):
        if row.body in bodies:
            lines[row.body, row.function.value, row.decision_class.value].append(row)
    for (body, *_), rows in lines.items():
        yield bodies[body], rows


def _warning(record: Record, row: Delegation, column: str, what: str, next: str) -> Finding:
    """A route goes round it by way of that member's own board, so it stops nothing: a warning."""
    return record.finding(row, column, what, next, rule=SCHEME.id, severity=Severity.WARNING)
