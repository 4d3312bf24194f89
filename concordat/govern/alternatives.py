"""Alternatives: the other ways to decide a matter, each with the day it would give, or why it is no way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.finding import Severity
from concordat.core.reason import Reason
from concordat.core.rule import Rule
from concordat.govern.shorter import Change, Shorter
from concordat.register.authority import BodyForm
from concordat.register.deciding.matter import Matter
from concordat.register.deciding.power import BINDS_OTHERS, Power, powers
from concordat.register.deciding.route import Route, route
from concordat.register.deciding.rules import CHAIR, FORM, READ, SCHEME, SITTING
from concordat.register.deciding.standing import Standing

SPLIT = Rule(
    id="GOV-13",
    text="A contract is not split so that each part stays below a limit: what belongs together is valued together.",
    source="Procurement Act 2023 s4(3) and Sch 3 para 4; each one's standing financial instructions",
    severity=Severity.ERROR,
    in_force_from=date(2025, 2, 24),
    checked_on=READ,
)


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """A way to decide it. `earliest` is None where it is no way; `reason` says why that day, or why not.

    `kind` is the change it takes, where it takes one.
    """

    way: str
    kind: Change | None = None
    earliest: date | None
    reason: Reason


def alternatives(found: Route, standing: Standing, sooner: Iterable[Shorter]) -> tuple[Alternative, ...]:
    """By each form of body, by the best change of each kind that makes it `sooner`, and by splitting, which is none."""
    forms = (_restricted(found, standing, *each) for each in _forms(found.matter, standing))
    return (*forms, *_changes(sooner), _split(found.matter))


def _forms(matter: Matter, standing: Standing) -> Iterator[tuple[str, Callable[[Power], bool]]]:
    """Each body that could bind several, those it does not act for deciding for themselves; then each on its own."""
    held = [each for member in matter.members for each in powers(member, matter, standing)]
    for key in dict.fromkeys(each.body for each in held if standing.ever(each.body, BINDS_OTHERS)):
        body = standing.bodies[key]
        yield f"{body.name} ({body.form.value})", _through(key, body.members or matter.members)
    yield "Each by its own board", lambda power: standing.ever(power.body, (BodyForm.BOARD, BodyForm.COUNCIL))
    yield "Each by its own boards, committees and offices", lambda power: not standing.ever(power.body, BINDS_OTHERS)


def _through(key: str, members: tuple[str, ...]) -> Callable[[Power], bool]:
    return lambda power: power.body == key or power.organisation not in members


def _restricted(found: Route, standing: Standing, way: str, using: Callable[[Power], bool]) -> Alternative:
    again = route(found.matter, standing, found.as_of, using=using)
    if again.earliest is None:
        first = again.blocked[0]
        whom = f"{first.organisation}: " if first.organisation else ""
        reason = Reason(f"{whom}{first.reason.text}", first.reason.facts, first.reason.rule, first.reason.source)
        return Alternative(way=way, earliest=None, reason=reason)
    count, last = len(again.steps), standing.called(again.critical_path[-1].body)
    text = f"It takes {count} meeting{'s' if count > 1 else ''}, the last by {last}"
    return Alternative(way=way, earliest=again.earliest, reason=FORM.reason(text))


def _changes(sooner: Iterable[Shorter]) -> Iterator[Alternative]:
    """The best change of each kind, which come the best first; or that none of that kind helps."""
    best: dict[Change, Shorter] = {}
    for each in sooner:
        best.setdefault(each.kind, each)
    for kind, none in _NONE.items():
        found = best.get(kind)
        reason = Reason(found.change, rule=found.reason.rule, source=found.reason.source) if found else none
        yield Alternative(way=_capital(kind), kind=kind, earliest=found.earliest if found else None, reason=reason)


_NONE = {
    Change.CHAIR: CHAIR.reason("No chair whom the day waits for may decide this between meetings"),
    Change.MEETING: SITTING.reason("No one meeting more would bring it forward"),
    Change.LIMIT: SCHEME.reason("No one limit that a board could raise would bring it forward"),
    Change.DELEGATION: SCHEME.reason("No body that binds several lacks only a delegation that would bring it forward"),
}
"""Why a kind of change is no way where it is none."""


def _capital(kind: Change) -> str:
    return kind.value.capitalize()


def _split(matter: Matter) -> Alternative:
    text = "Limits are for the whole: its parts, and what belongs with it, are valued together"
    return Alternative(
        way="Split it into parts below the limits", earliest=None, reason=SPLIT.reason(text, SCHEME.text)
    )
