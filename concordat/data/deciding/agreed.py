"""Agreed: one version of an agreement, and what rules say of it to parts of questions, worked out once and kept."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any, TypeVar

from concordat.data.case import Case
from concordat.data.deciding.binding import Binding, Group
from concordat.data.deciding.weight import Part, Tally, judge
from concordat.data.facts import Facts
from concordat.data.question import Question
from concordat.register.bundle import Bundle

T = TypeVar("T")


class Memory:
    """Counts what a desk keeps, all told, so that it can forget in time."""

    def __init__(self) -> None:
        self.kept = 0

    def keep(self, where: dict[Any, T], key: Hashable, what: T) -> T:
        """Keep a thing, and give it back."""
        self.kept += 1
        where[key] = what
        return what


class Agreed:
    """One version of an agreement on the facts of a day."""

    def __init__(self, bundle: Bundle, facts: Facts, rules: Binding, memory: Memory) -> None:
        self.bundle, self.facts, self.rules, self.memory = bundle, facts, rules, memory
        self.whole: list[tuple[Group, dict[Hashable, Tally]]] = [(each, {}) for each in rules.whole]
        self._parts: dict[tuple[str, ...], dict[Hashable, Part]] = {
            each.asks: {} for each in (*rules.setting, *rules.settled)
        }
        self._columns: dict[Hashable, int] = {}

    def case(self, question: Question) -> Case:
        """A question put to it."""
        return Case(question, self.bundle, self.facts)

    def part(self, group: Group, question: Question) -> Part:
        """What a group of rules on settled parts says: as kept, or worked out and kept."""
        kept, key = self._parts[group.asks], group.looks_at(question)
        return kept.get(key) or self.memory.keep(kept, key, judge(group.rules, self.case(question)))

    def tally(self, group: Group, kept: dict[Hashable, Tally], question: Question) -> Tally:
        """What a group of rules comes to, worked out and kept."""
        return self.memory.keep(kept, group.looks_at(question), judge(group.rules, self.case(question)).tally)

    def against(self, column: str, question: Question) -> int:
        """How many grounds take away a column of any of those whose data it is about."""
        return max(self._against(column, controller, question) for controller in question.whose)

    def _against(self, column: str, controller: str, question: Question) -> int:
        key = (column, controller, question.organisation, question.purpose)
        found = self._columns.get(key)
        if found is None:
            alone = replace(question, columns=(column,), whose=(controller,))
            failing = judge(self.rules.by_column, self.case(alone)).tally.failing
            found = self.memory.keep(self._columns, key, failing)
        return found
