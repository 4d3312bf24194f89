"""RACI: for each activity of a service exactly one that is accountable, somebody responsible, and nobody left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from concordat.register.person import OfficeRole
from concordat.register.service import Raci, Responsibility, Service

MOST = 8
"""Activities for which one office may be accountable before it is accountable for too many."""

_ORDER = (Raci.ACCOUNTABLE, Raci.RESPONSIBLE, Raci.CONSULTED, Raci.INFORMED)

ESSENTIAL: tuple[tuple[str, str], ...] = (
    ("incidents", r"\bincident"),
    ("changes", r"\bchange"),
    ("access", r"\baccess"),
    ("joiners, movers and leavers", r"\bjoiner|\bmover|\bleaver"),
    ("data protection", r"\bdata (protection|breach|security)|\binformation governance|\bIG\b"),
    ("clinical safety", r"\bclinical (safety|risk)|\bhazard|\bDCB ?0160"),
    ("exit", r"\bexit"),
    ("invoices", r"\binvoic|\brecharg"),
    ("service review", r"\breview"),
)
"""What nobody may forget, and the words by which an activity is known to be about it."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something wrong with who does what: the activity it is in (blank: in none), what, and what next."""

    activity: str
    what: str
    next: str
    row: Responsibility | None = None


@dataclass(frozen=True)
class Matrix:
    """The responsibilities of one service. Activities in the record's order, organisations in the service's."""

    service: Service
    rows: tuple[Responsibility, ...]

    @staticmethod
    def of(service: Service, rows: Iterable[Responsibility]) -> Matrix:
        """The rows that are this service's."""
        return Matrix(service, tuple(each for each in rows if each.service == service.service))

    @cached_property
    def activities(self) -> dict[str, tuple[Responsibility, ...]]:
        """The rows of each activity; the same words in other capitals are the same activity."""
        found: dict[str, list[Responsibility]] = {}
        for each in self.rows:
            found.setdefault(" ".join(each.activity.casefold().split()), []).append(each)
        return {rows[0].activity: tuple(rows) for rows in found.values()}

    @cached_property
    def organisations(self) -> tuple[str, ...]:
        """The host, the users, and then any other that has a part."""
        named = (self.service.host, *self.service.users, *(each.organisation for each in self.rows))
        return tuple(each for each in dict.fromkeys(named) if each)

    def cell(self, activity: str, organisation: str) -> str:
        """What an organisation has to do with an activity, such as `A digital lead; R service manager`."""
        own = [each for each in self.activities[activity] if each.organisation == organisation]
        ordered = sorted(own, key=lambda each: (_ORDER.index(each.part), each.office))
        return "; ".join(f"{each.part.value[0].upper()} {each.office.value}" for each in ordered)

    @property
    def forgotten(self) -> tuple[str, ...]:
        """What nobody may forget and no activity is about."""
        words = "\n".join(self.activities)
        return tuple(name for name, pattern in ESSENTIAL if not re.search(pattern, words, re.IGNORECASE))

    def faults(self) -> Iterator[Fault]:
        """Everything wrong: in each activity, then with who is left out or burdened, then what is forgotten."""
        for activity, rows in self.activities.items():
            yield from _in(activity, rows)
        yield from self._left_out()
        yield from self._burdened()
        for name in self.forgotten:
            what = f"Nobody is named for {name}"
            yield Fault(activity="", what=what, next="add an activity for it, with who is accountable and responsible")

    def _left_out(self) -> Iterator[Fault]:
        present = {each.organisation for each in self.rows}
        for code in dict.fromkeys(self.service.users):
            if code not in present:
                what = f"{code} uses the service and has no part in anything"
                yield Fault(activity="", what=what, next=f"say what {code} is consulted on, and told of, at least")

    def _burdened(self) -> Iterator[Fault]:
        accountable = {(each.organisation, each.office, name) for name, each in self._accountable()}
        load = Counter((organisation, office) for organisation, office, _ in accountable)
        for (organisation, office), count in sorted(load.items()):
            if count > MOST:
                what = f"The {office.value} of {organisation} is accountable for {count} activities"
                yield Fault(activity="", what=what, next=f"share them out: {MOST} are enough for one office")

    def _accountable(self) -> Iterator[tuple[str, Responsibility]]:
        for name, rows in self.activities.items():
            yield from ((name, each) for each in rows if each.part is Raci.ACCOUNTABLE)


def _in(activity: str, rows: tuple[Responsibility, ...]) -> Iterator[Fault]:
    accountable = list(dict.fromkeys(_who(each) for each in rows if each.part is Raci.ACCOUNTABLE))
    if not accountable:
        yield Fault(activity=activity, what=f"Nobody is accountable for {activity}", next="name one", row=rows[0])
    if len(accountable) > 1:
        what = f"{len(accountable)} are accountable for {activity}: {', '.join(accountable)}"
        yield Fault(activity=activity, what=what, next="choose one, and make the others responsible", row=rows[0])
    if not any(each.part is Raci.RESPONSIBLE for each in rows):
        yield Fault(
            activity=activity, what=f"Nobody is responsible for {activity}", next="name who does it", row=rows[0]
        )


def _who(row: Responsibility) -> str:
    return f"{row.office.value} of {row.organisation}"


def safety_officers(service: Service, rows: Iterable[Responsibility]) -> dict[str, bool]:
    """For each organisation that uses a service, whether its own clinical safety officer answers for it."""
    answers = {
        each.organisation
        for each in rows
        if each.service == service.service
        and each.office is OfficeRole.CSO
        and each.part in (Raci.RESPONSIBLE, Raci.ACCOUNTABLE)
    }
    return {code: code in answers for code in dict.fromkeys(service.users)}
