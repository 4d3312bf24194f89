"""Binding: the rules that bind on a day, by what of a question each looks at."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from operator import attrgetter

from concordat.data.ground import DecisionRule
from concordat.data.question import Question
from concordat.data.rules import decision_rules

SETTING = ("organisation", "whose", "purpose", "form")
"""Who asks for whose data, what for and in which form."""

SETTLED = (*SETTING, "territory", "automated", "linked_with")
"""Parts in which few questions differ. Who sees the data, their columns and the opt-out lists differ in most."""


class Group:
    """Rules that look at the same parts of a question, and what they look at."""

    def __init__(self, asks: tuple[str, ...], rules: Iterable[DecisionRule]) -> None:
        self.asks, self.rules = asks, tuple(rules)
        self.looks_at: Callable[[Question], Hashable] = attrgetter(*(asks or ("organisation",)))


class Binding:
    """The rules that bind on a day: on the setting alone, on what else is settled, and the others.

    Of these some are asked of one controller at a time: of single columns, or of what lists it gave.
    """

    def __init__(self, as_of: date) -> None:
        binding = [each for each in decision_rules() if each.in_force(as_of)]
        settled = [each for each in binding if set(each.asks) <= set(SETTLED)]
        self.others = [each for each in binding if each not in settled]
        self.setting = _grouped(each for each in settled if set(each.asks) <= set(SETTING))
        self.settled = _grouped(each for each in settled if not set(each.asks) <= set(SETTING))
        self.whole = _grouped(each for each in self.others if not each.each)
        self.by_column, self.by_controller, self.by_list = (
            [each for each in self.others if each.each == parts]
            for parts in (("columns", "whose"), ("whose", "lists"), ("lists",))
        )


def _grouped(rules: Iterable[DecisionRule]) -> list[Group]:
    by_asks: dict[tuple[str, ...], list[DecisionRule]] = {}
    for each in rules:
        by_asks.setdefault(each.asks, []).append(each)
    return [Group(*each) for each in by_asks.items()]
