"""When a contract under the Procurement Act 2023 may be changed: slightly, or on a ground of its Schedule 8."""

from __future__ import annotations

from datetime import date

from concordat.core.finding import Severity
from concordat.core.rule import Rule
from concordat.procure.law.modifying.change import (
    Basis,
    Change,
    Harbour,
    Made,
    Point,
    capped,
    documented,
    point,
    same_balance,
    same_nature,
    same_scope,
)
from concordat.register.modification import TENTH_OF_TERM
from concordat.register.procurement import Subject
from concordat.register.threshold import threshold

CHECKED = date(2026, 11, 23)
COMMENCED = date(2025, 2, 24)
CAP = 50
"""Percent of the value that a single change may add on some grounds."""


def _rule(id: str, text: str, source: str) -> Rule:
    return Rule(
        id=id,
        text=text,
        source=f"Procurement Act 2023 {source}",
        severity=Severity.ERROR,
        in_force_from=COMMENCED,
        checked_on=CHECKED,
    )


SUBSTANTIAL = _rule(
    "PR-07-SUBSTANTIAL",
    "A change is not substantial if it leaves scope and economic balance materially as they were and the term within a"
    " tenth of the longest.",
    "s74(3)",
)
SLIGHT = _rule(
    "PR-07-SLIGHT",
    "A change is free up to a tenth of the value (15% of works) while all such changes together stay below the"
    " threshold and the scope stays.",
    "s74(4)",
)
PERMITTED = _rule(
    "PR-07-PERMITTED",
    "A change is permitted on a ground of Schedule 8 that is shown; some leave the nature of the contract as it"
    " was, and some add at most half its value, each change by itself.",
    "s74(1)(a), (7)-(8) and Sch 8",
)
LIGHT_TOUCH = _rule("PR-07-LIGHT-TOUCH", "A light touch contract may be changed freely.", "s74(2)")
NOTICE = _rule(
    "PR-07-NOTICE",
    "A change notice (UK10) comes before a change, unless it moves the value by a tenth (works 15%) or the term by a"
    " tenth at most; a transfer always has one, a light touch contract none.",
    "s75(1)-(2) and (6); that a value or term which is not moved frees no change from it is caution of ours",
)

_FREE_OF_CAP = (Basis.PROVIDED, Basis.URGENCY, Basis.RESTRUCTURING)
_CAPPED = (Basis.UNFORESEEABLE, Basis.KNOWN_RISK, Basis.ADDITIONAL)
_SAME_NATURE = (Basis.PROVIDED, Basis.UNFORESEEABLE)
"""Schedule 8 paras 1 and 4 alone ask for it."""


def harbours(made: Made, change: Change, on: date) -> tuple[Harbour, ...]:
    """Every way in which a change may be lawful on a day, with what holds and what does not."""
    if made.subject is Subject.LIGHT_TOUCH:
        free = Point(rule=LIGHT_TOUCH, holds=True, fact="It is a light touch contract, which may be changed freely")
        return (Harbour(name="light touch", points=(free,)),)
    return (
        Harbour(name="not substantial", points=_not_substantial(made, change)),
        Harbour(name="below the threshold", points=_slight(made, change, on)),
        Harbour(name="a permitted ground", points=_permitted(made, change)),
    )


def needs_notice(made: Made, change: Change) -> bool:
    """Whether a change notice comes before it."""
    if made.subject is Subject.LIGHT_TOUCH:
        return False
    little = (change.value and _little_value(made, change)) or (change.months and _little_term(made, change.months))
    return change.basis is Basis.RESTRUCTURING or not little


def _not_substantial(made: Made, change: Change) -> tuple[Point, ...]:
    tenth = made.months // 10
    months = made.months_changed + change.months
    held = f"All changes move the longest term of {made.months} months by {abs(months)}, a tenth or less"
    failed = f"All changes move the longest term of {made.months} months by {abs(months)}, more than a tenth"
    left = max(tenth - made.months_changed, 0)
    term = point(TENTH_OF_TERM, _little_term(made, months), held, failed, f"add no more than {left} months")
    return (term, same_scope(SUBSTANTIAL, change), same_balance(SUBSTANTIAL, change))


def _slight(made: Made, change: Change, on: date) -> tuple[Point, ...]:
    percent = _percent(made)
    limit = threshold(on, made.authority, made.subject)
    held, failed = f"It moves the value by {percent}% or less", f"It moves the value by more than {percent}%"
    little = point(SLIGHT, _little_value(made, change), held, failed, "add less")
    below = abs(made.value_changed + change.value) < limit
    held, failed = "All changes together stay below the threshold", "All changes together reach the threshold"
    return (little, point(SLIGHT, below, held, failed, "add less, or buy what is added"), same_scope(SLIGHT, change))


def _permitted(made: Made, change: Change) -> tuple[Point, ...]:
    points = [documented(PERMITTED, change, (*_FREE_OF_CAP, *_CAPPED))]
    if change.basis in _SAME_NATURE:
        points.append(same_nature(PERMITTED, change))
    if change.basis in _CAPPED:
        points.append(capped(PERMITTED, made, change, CAP))
    return tuple(points)


def _percent(made: Made) -> int:
    return 15 if made.subject is Subject.WORKS else 10


def _little_value(made: Made, change: Change) -> bool:
    return abs(change.value) * 100 <= made.value * _percent(made)


def _little_term(made: Made, months: int) -> bool:
    return abs(months) * 10 <= made.months
