"""Rule: the law, the guidance and the house's own checks as data with dates and a source."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import ModuleType
from typing import Any

from concordat.core.finding import Finding, Severity
from concordat.core.period import Period
from concordat.core.reason import Reason

# An app needs Django, and the rules must be read without it; __main__ would run.
_NOT_SEARCHED = frozenset({"app", "tests", "spec", "__main__"})

NOT_LEGAL_ADVICE = "This is not legal advice."


class Status(StrEnum):
    """What stands behind a Rule: law that is enacted, a bill that is not yet, or guidance and good practice."""

    ENACTED = "enacted"
    BILL = "bill"
    GUIDANCE = "guidance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. It applies from `in_force_from` up to but not including `in_force_to`.

    `source` is a citation or URL, `checked_on` the day somebody last read it there, and `check` the pure
    function that applies it, if one function does. Ids are like "CV-02" and never used twice.
    """

    id: str
    text: str
    source: str
    severity: Severity
    in_force_from: date
    in_force_to: date | None = None
    status: Status = Status.ENACTED
    checked_on: date
    check: Callable[..., Any] | None = None

    def __post_init__(self) -> None:
        for name in ("id", "text", "source"):
            if not getattr(self, name).strip():
                raise ValueError(f"Rule {self.id or '?'} has no {name}: every rule has an id, a text and a source.")
        object.__setattr__(self, "severity", Severity(self.severity))
        object.__setattr__(self, "status", Status(self.status))
        Period(self.in_force_from, self.in_force_to)  # refuses a rule that is in force on no day

    @property
    def caveat(self) -> str:
        """What must stand beside the rule wherever it is shown."""
        return f"{self.status.capitalize()}; checked {self.checked_on.isoformat()}. {NOT_LEGAL_ADVICE}"

    def in_force(self, day: date) -> bool:
        """Whether it binds on `day`. A bill binds on no day, whatever day it hopes for."""
        return self.status is not Status.BILL and Period(self.in_force_from, self.in_force_to).contains(day)

    def reason(self, text: str, *facts: str) -> Reason:
        """A Reason that cites this rule."""
        return Reason(text, facts=facts, rule=self.id, source=self.source)

    def finding(
        self,
        what: str,
        next: str,
        *,
        file: str = "",
        sheet: str = "",
        row: int | None = None,
        column: str = "",
        severity: Severity | None = None,
    ) -> Finding:
        """A Finding that cites this rule, as severe as the rule unless told otherwise."""
        return Finding(what, next, file, sheet, row, column, rule=self.id, severity=severity or self.severity)


class RuleIdUsedTwice(ValueError):
    """Two different rules bear one id: a mistake of ours, not the user's."""


def rules(module: ModuleType) -> tuple[Rule, ...]:
    """Every Rule declared in a module, or in any module of a package (tests apart), sorted by id."""
    found: dict[str, Rule] = {}
    for declared in _modules(module):
        for rule in _declared_in(declared):
            if found.setdefault(rule.id, rule) != rule:
                raise RuleIdUsedTwice(f"Two rules have the id {rule.id}; the second is in {declared.__name__}.")
    return tuple(found[id] for id in sorted(found))


def _modules(module: ModuleType) -> Iterator[ModuleType]:
    yield module
    for entry in pkgutil.iter_modules(getattr(module, "__path__", ())):
        if entry.name not in _NOT_SEARCHED:
            yield from _modules(importlib.import_module(f"{module.__name__}.{entry.name}"))


def _declared_in(module: ModuleType) -> Iterator[Rule]:
    """The Rules among a module's names, also those held in a tuple or list."""
    for value in vars(module).values():
        for candidate in value if isinstance(value, (tuple, list)) else (value,):
            if isinstance(candidate, Rule):
                yield candidate
