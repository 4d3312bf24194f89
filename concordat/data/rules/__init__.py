"""The rules a case is judged by: each a small function with its source and dates, found by discovery."""

from __future__ import annotations

import functools
import sys
from datetime import date

from concordat.core.period import ONE_DAY
from concordat.core.rule import rules
from concordat.data.ground import DecisionRule


@functools.cache
def decision_rules() -> tuple[DecisionRule, ...]:
    """Every rule of this package, by id."""
    return tuple(each for each in rules(sys.modules[__name__]) if isinstance(each, DecisionRule))


@functools.lru_cache(maxsize=1_024)
def law_stands_until(day: date) -> date:
    """The last day before another of these rules begins to bind, or one ceases to; the last of all where none does."""
    turns = (turn for each in decision_rules() for turn in (each.in_force_from, each.in_force_to))
    return min((turn - ONE_DAY for turn in turns if turn and turn > day), default=date.max)
