"""What nothing here can execute: an agreement that contains it lets nothing through, and cannot be signed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from concordat.core.rule import Status
from concordat.data.case import Case
from concordat.data.ground import Ground, judged, rule
from concordat.register.bundle import Bundle
from concordat.register.sharing import Operator, RowCondition

_ORDERED = (Operator.AT_LEAST, Operator.AT_MOST)
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@rule("IG-31", "House rule of Concordat: a clause that cannot be executed is refused, never skipped",
      status=Status.GUIDANCE)  # fmt: skip
def executable(case: Case) -> Iterator[Ground]:
    """Every restriction can be executed: none is left in words alone, and what rows are compared with by size is a
    number or a day. An agreement with any other is refused at signing, and lets nothing through."""
    problems = ((clause, _REMEDY) for clause in not_executable(case.bundle))
    yield judged("Every restriction of the agreement can be executed", problems)


_REMEDY = (
    "write words as a row condition, a transform, a column left out or a limit, and compare by size only with a number "
    "such as 18 or a day such as 2026-11-22, in a new version"
)


def not_executable(bundle: Bundle) -> tuple[str, ...]:
    """Each clause of an agreement that nothing can execute, as a sentence; it cannot be signed with any."""
    in_words = (f"Nothing executes “{each}”" for each in bundle.agreement.other_restrictions)
    conditions = (each for of_flow in bundle.conditions.values() for each in of_flow)
    return (*in_words, *(f"“{each.label}” compares with no number or day" for each in conditions if not _ordered(each)))


def _ordered(condition: RowCondition) -> bool:
    return condition.operator not in _ORDERED or all(map(_has_size, condition.values))


def _has_size(value: str) -> bool:
    """Whether a value is a number such as 18.5 or a day such as 2026-11-22."""
    if _NUMBER.fullmatch(value):
        return True
    try:
        return bool(_DAY.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False
