"""An example of a rule: the ground with one thing changed, a question, and whether the rule's ground then holds."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from concordat.data.case import Case
from concordat.data.facts import Facts
from concordat.data.ground import DecisionRule, Ground
from concordat.data.question import Question
from concordat.data.rules import decision_rules
from concordat.data.spec.ground import GROUND, KEY, ON, PLANNING
from concordat.register.noun import Noun
from concordat.register.record import Record

N = TypeVar("N", bound=Noun)
Rows = tuple[Noun, ...]
Change = Callable[[Rows], Rows]


class NoSuchRow(ValueError):
    """An example that changes a row which the ground does not have: a mistake of ours."""


@dataclass(frozen=True, kw_only=True)
class Shown(ABC):
    """A rule shown holding, or failing."""

    rule: str
    title: str
    holds: bool

    @abstractmethod
    def judged(self) -> tuple[Ground, ...]:
        """What the rule says in truth of what it is shown on."""


@dataclass(frozen=True, kw_only=True)
class Example(Shown):
    """One rule applied to the ground's agreement, under a question and on a day. `about` picks one of its grounds."""

    record: Record
    question: Question
    as_of: date = ON
    about: str = ""

    @cached_property
    def case(self) -> Case:
        """What the rule is given."""
        facts = Facts(self.record, self.as_of)
        return Case(self.question, facts.by_key[KEY], facts)

    def judged(self) -> tuple[Ground, ...]:
        return tuple(each for each in _rule(self.rule).grounds(self.case) if each.about == self.about)


def holds(rule: str, title: str, *changes: Change, question: Question = PLANNING, **rest: Any) -> Example:
    """An example in which the rule holds; `rest` is `about` and `as_of`."""
    return Example(rule=rule, title=title, holds=True, record=record(*changes), question=question, **rest)


def fails(rule: str, title: str, *changes: Change, question: Question = PLANNING, **rest: Any) -> Example:
    """An example in which it does not."""
    return dataclasses.replace(holds(rule, title, *changes, question=question, **rest), holds=False)


def record(*changes: Change) -> Record:
    """The ground with these changes, one after another."""
    rows = GROUND
    for change in changes:
        rows = change(rows)
    return Record.of(rows)


def row(noun: type[N], key: str, rows: Rows = GROUND) -> N:
    """A row of the ground, by its key or by what follows the agreement's in it: `RZ1 / joint controller`."""
    for each in rows:
        if isinstance(each, noun) and each.key in (key, f"{KEY} / {key}"):
            return each
    raise NoSuchRow(f"{noun.SHEET} has no row {key}")


def replace(noun: type[Noun], key: str, **columns: Any) -> Change:
    """The row with other values in these columns."""

    def changed(rows: Rows) -> Rows:
        old = row(noun, key, rows)
        return tuple(dataclasses.replace(old, **columns) if each is old else each for each in rows)

    return changed


def without(noun: type[Noun], key: str) -> Change:
    """The row left out."""

    def changed(rows: Rows) -> Rows:
        gone = row(noun, key, rows)
        return tuple(each for each in rows if each is not gone)

    return changed


def with_(*more: Noun) -> Change:
    """More rows."""
    return lambda rows: (*rows, *more)


def _rule(id: str) -> DecisionRule:
    return next(each for each in decision_rules() if each.id == id)
