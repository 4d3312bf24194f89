"""Panels: governors, staff side and patients, who are spoken with before a decision that concerns them (ST-03)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.govern.rules import ENGAGED
from concordat.register.authority import BodyForm, DecisionClass, Function
from concordat.register.deciding.matter import Matter
from concordat.register.deciding.standing import Standing
from concordat.register.record import Record
from concordat.register.stakeholder import Engagement


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Somebody to be spoken with before deciding: by what words its office is known, and which matters concern it."""

    name: str
    words: re.Pattern[str]
    classes: frozenset[DecisionClass] = frozenset()
    functions: frozenset[Function] = frozenset()
    where_reserved: bool = False

    def spoken_with(self, office: str) -> bool:
        """Whether an office is of this panel."""
        return bool(self.words.search(office))


GOVERNORS = Panel(name="the council of governors", words=re.compile(r"\bgovernors?\b", re.I), where_reserved=True)
PANELS = (
    GOVERNORS,
    Panel(
        name="staff side",
        words=re.compile(r"\bstaff[- ]?side\b|\bunions?\b|\bjoint (staff )?consultative\b|\bpartnership forum\b", re.I),
        classes=frozenset({DecisionClass.SERVICE_CHANGE, DecisionClass.MERGER}),
        functions=frozenset({Function.WORKFORCE}),
    ),
    Panel(
        name="a patient panel",
        words=re.compile(r"\bpatients?\b|\bpublic\b|\bcarers?\b|\bhealthwatch\b|\bservice[- ]users?\b", re.I),
        classes=frozenset({DecisionClass.SERVICE_CHANGE, DecisionClass.MERGER}),
        functions=frozenset({Function.CLINICAL}),
    ),
)
"""Those whom the law or a partnership agreement has consulted; governors, where a matter is reserved to them."""


def not_engaged(
    record: Record, matter: Matter, with_governors: frozenset[str], gate: date, as_of: date
) -> Iterator[Reason]:
    """Panels with which no contact by then, or by now, is on the record; `with_governors` comes of `governed`."""
    spoken = [
        each for each in record.all(Engagement) if each.proposal == matter.proposal and each.on <= min(gate, as_of)
    ]
    for panel in PANELS:
        for code in _concerned(panel, matter, with_governors):
            if not any(panel.spoken_with(each.office) and code in ("", each.organisation) for each in spoken):
                whose = f" of {code}" if code else ""
                yield ENGAGED.reason(f"Nobody has spoken with {panel.name}{whose}; it is decided on {long_date(gate)}")


def governed(record: Record, matter: Matter, as_of: date) -> frozenset[str]:
    """Those affected whose council of governors must approve it, by their scheme of reservation."""
    standing = Standing(record)
    return frozenset(each for each in matter.members if _governors_approve(standing, matter, each, as_of))


def _governors_approve(standing: Standing, matter: Matter, code: str, as_of: date) -> bool:
    kept = standing.reserved(code, matter.function, matter.decision_class, matter.value)
    bodies = (standing.bodies.get(each.body) for each in kept if each.valid_on(as_of))
    return any(each and each.form is BodyForm.GOVERNORS for each in bodies)


def _concerned(panel: Panel, matter: Matter, with_governors: frozenset[str]) -> tuple[str, ...]:
    """Whose panel a matter concerns: governors each of their own trust; "" for one that any organisation may hold."""
    if panel.where_reserved:
        return tuple(each for each in matter.members if each in with_governors)
    return ("",) if matter.decision_class in panel.classes or matter.function in panel.functions else ()
