"""Which notices a purchase needs under its regime and by its route, and between which days each is published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from concordat.core.reason import Reason
from concordat.procure.law.notice import Need, Notice
from concordat.procure.law.purchase import Purchase
from concordat.procure.law.table.act import ACT
from concordat.procure.law.table.below import BELOW
from concordat.procure.law.table.regulations import REGULATIONS
from concordat.procure.law.table.selection import SELECTION

NOTICES: tuple[Notice, ...] = (*ACT, *SELECTION, *REGULATIONS, *BELOW)
"""Every notice of every regime, in the order in which they are published."""
_APRIL, _OCTOBER = 4, 10


@dataclass(frozen=True, kw_only=True)
class Window:
    """The days on which a notice may be published, both counted; None: no first day, or without delay."""

    earliest: date | None
    latest: date | None


def needed(purchase: Purchase, on: date) -> tuple[Notice, ...]:
    """The notices that law in force on a day has for a purchase, whether owed, voluntary or owed only if."""
    return tuple(each for each in NOTICES if each.concerns(purchase) and each.rule.in_force(on))


def window(notice: Notice, purchase: Purchase, event_on: date) -> Window:
    """When a notice is published whose event happens on a day."""
    earliest = notice.earliest(purchase, event_on) if notice.earliest else None
    latest = notice.latest(purchase, event_on) if notice.latest else None
    return Window(earliest=earliest, latest=latest)


def why(notice: Notice) -> Reason:
    """Why it is needed: what its rule says, and on what it depends."""
    facts = (f"Only if {notice.if_.value}",) if notice.if_ else ("It is voluntary",) if notice.need is Need.MAY else ()
    return notice.rule.reason(notice.rule.text, *facts)


def is_called(notice: Notice, name: str) -> bool:
    """Whether what somebody wrote for a notice means this one: 'UK6', 'uk6 contract award' or its name; not 'UK60'."""
    return name.strip().casefold() == notice.name.casefold() or is_named(name, notice.code)


def is_named(name: str, *codes: str) -> bool:
    """Whether what somebody wrote for a notice begins with one of these codes."""
    said = name.strip().casefold()
    return any(re.match(rf"{re.escape(code.casefold())}\b", said) for code in codes)


def opens_competition(name: str) -> bool:
    """Whether what somebody wrote for a notice means one that opens a competition."""
    return any(is_called(each, name) for each in NOTICES if each.code in _OPENS)


def begins_standstill(name: str) -> bool:
    """Whether it means one that begins a standstill; under the regulations of 2015 that is the letter to bidders."""
    return is_named(name, "UK6", "PSR intention", "VEAT", "PCR decision letter")


_OPENS = ("UK4", "PCR contract notice", "PSR competition")


def first_pipeline_year(tendered_on: date) -> date:
    """The 1 April whose pipeline notice is the first to name what is tendered on a day: it looks 18 months ahead."""
    in_autumn = tendered_on.month >= _OCTOBER
    return date(tendered_on.year if in_autumn else tendered_on.year - 1, _APRIL, 1)
