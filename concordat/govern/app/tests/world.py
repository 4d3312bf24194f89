"""The sample joint committee, loaded, with its people: who votes, who keeps the minutes, and who only looks."""

from __future__ import annotations

from datetime import date

from concordat.govern.app.models import Ballot
from concordat.govern.app.voting import open_ballot
from concordat.govern.decided import Put
from concordat.govern.tests.sample import CEO, FINANCE, ON, SECRETARY, rows
from concordat.register.app import actions
from concordat.register.app.permission import Part, Person
from concordat.register.noun import Noun
from concordat.register.person import OfficeRole
from concordat.web import seats
from concordat.web.tests.fixtures import intake_of

BEFORE = date(2026, 11, 16)
AS_OF = date(2026, 11, 22)
HERE = "two-rivers"
PUT = Put(conditions=("A plan for exit",), owner="RZ1", owner_office=CEO, due_on=date(2027, 3, 31), review_on=AS_OF)
_NAMES = {CEO: "Head", FINANCE: "Purse", SECRETARY: "Pen"}


def load(*more: Noun) -> Person:
    """The programme office, at RZ1, with everything on the register."""
    by = seats.give(user="olwen", name="Olwen", organisation="RZ1", collaborative=HERE, part=Part.OFFICE)
    actions.import_record(by=by, as_of=BEFORE, intake=intake_of([*rows(), *more]))
    return by


def holder(organisation: str, role: OfficeRole = CEO, *, name: str = "", part: Part = Part.VIEWER) -> Person:
    """Whoever holds an office there by the register, unless another name is given."""
    name = name or f"{_NAMES[role]} of {organisation}"
    user = f"{organisation} {role.value} {name}".casefold().replace(" ", "-")
    return seats.give(user=user, name=name, organisation=organisation, collaborative=HERE, part=part, office=role.value)


def editor(organisation: str) -> Person:
    """An editor there, who holds no office."""
    user = f"editor-{organisation.casefold()}"
    return seats.give(user=user, name=user.title(), organisation=organisation, collaborative=HERE, part=Part.EDITOR)


def opened(by: Person, put: Put = PUT) -> Ballot:
    """A blind ballot of the joint committee, opened three days before it meets."""
    made: Ballot = open_ballot(by=by, as_of=BEFORE, proposal="P1", body="TR-JC", meeting_on=ON, put=put)
    return made
