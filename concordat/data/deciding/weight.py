"""Weight: what failing grounds come to. How many they are, and how heavy the heaviest is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from concordat.core.finding import Severity
from concordat.data.case import Case
from concordat.data.ground import DecisionRule, Ground

NONE, WARNING, ERROR, HARD = range(4)
"""What a failure does: nothing to the answer as a whole, ask for a review, deny, or deny even for somebody's care."""


class Tally(NamedTuple):
    """How many grounds fail, and the weight of the heaviest. Tallies of parts add up to that of the whole."""

    failing: int = 0
    weight: int = NONE


class Part(NamedTuple):
    """What some rules say of a case."""

    grounds: tuple[Ground, ...]
    tally: Tally


def judge(rules: Iterable[DecisionRule], case: Case) -> Part:
    """What these rules say, and what it comes to."""
    told = [(rule, ground) for rule in rules for ground in rule.grounds(case)]
    failing = [_weight(rule) for rule, ground in told if not ground.holds]
    return Part(tuple([ground for _, ground in told]), Tally(len(failing), max(failing, default=NONE)))


def total(tallies: Iterable[Tally]) -> Tally:
    """What parts come to together."""
    failing, weight = 0, NONE
    for fail, weigh in tallies:
        failing += fail
        if weigh > weight:
            weight = weigh
    return Tally(failing, weight)


def _weight(rule: DecisionRule) -> int:
    if rule.partial or rule.severity is Severity.NOTE:
        return NONE
    if rule.severity is Severity.WARNING:
        return WARNING
    return HARD if rule.hard else ERROR
