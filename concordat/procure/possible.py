"""A way that is, or is not, still possible once a gate is missed: until when, with which notices, what risk and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concordat.core.reason import Reason
from concordat.procure.law.notice import Event, Need
from concordat.procure.law.notices import needed
from concordat.procure.law.purchase import Purchase


class Possibility(StrEnum):
    """The ways that can be left when a gate is missed, the soundest first."""

    CATCH_UP = "do now what was passed over"
    HURRY = "the same way, every step as short as any known"
    OPTION = "use an extension option"
    CHANGE = "modify the contract"
    CALL_OFF = "call off from a framework"
    MINI = "compete under a framework"
    BRIDGE = "a short direct award as a bridge"
    UNCOVERED = "run on without a contract"


@dataclass(frozen=True, kw_only=True)
class Possible:
    """A way out: `until` is the last day to begin it, `covers` the last day it would cover, where that is known.

    `notices` are those that the law has for it; `risk` says in a sentence what could go wrong.
    """

    way: Possibility
    what: str
    open: bool
    until: date | None
    notices: tuple[str, ...]
    risk: str
    reasons: tuple[Reason, ...]
    covers: date | None = None


def notices(purchase: Purchase, on: date, *events: Event) -> tuple[str, ...]:
    """The notices of some events, in words: "UK10 contract change notice, where the change needs one"."""
    found = (each for each in needed(purchase, on) if each.event in events)
    return tuple(dict.fromkeys(f"{_called(each.code, each.name)}{_WHEN[each.need]}" for each in found))


_WHEN = {Need.MUST: "", Need.IF: ", where the law asks for it", Need.MAY: ", of free will, for safety"}


def _called(code: str, name: str) -> str:
    return code if " " in code else f"{code} {name}"  # a code of several words is a name
