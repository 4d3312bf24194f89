"""Every check of govern, and what they find: a module with CHECKS in this package or beside it is all it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module

from concordat.core.discovery import found
from concordat.core.finding import Finding
from concordat.core.rule import Rule
from concordat.register.noun import Noun
from concordat.register.record import Record

Check = Callable[[Record, date], Iterator[Finding]]
_ORDER = ("error", "warning", "note")


def check(record: Record, as_of: date) -> tuple[Finding, ...]:
    """What every check finds, each thing once, the gravest first and then by rule."""
    checks: tuple[Check, ...] = found(import_module(__package__), "CHECKS")
    findings = dict.fromkeys(each for one in checks for each in one(record, as_of))
    return tuple(sorted(findings, key=lambda each: (_ORDER.index(each.severity), each.rule)))


def at(record: Record, row: Noun, rule: Rule, column: str, what: str, next: str) -> Finding:
    """What a rule finds wrong with a row, at the row's own place; `column` is the name of a field, or blank."""
    return record.finding(row, column, what, next, rule=rule.id, severity=rule.severity)
