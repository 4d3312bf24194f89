"""The rules a case is judged by: each a small function with its source and dates, found by discovery."""

from __future__ import annotations

import functools
import sys

from concordat.core.rule import rules
from concordat.data.ground import DecisionRule


@functools.cache
def decision_rules() -> tuple[DecisionRule, ...]:
    """Every rule of this package, by id."""
    return tuple(each for each in rules(sys.modules[__name__]) if isinstance(each, DecisionRule))
