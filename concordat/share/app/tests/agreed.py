"""The sample agreement, loaded: its keeper's people, those who sign for its parties, and others who may not."""

from __future__ import annotations

from datetime import date

from concordat.register.app import actions
from concordat.register.app.permission import Part, Person
from concordat.register.person import OfficeRole
from concordat.share.tests.sample import sample
from concordat.web import seats
from concordat.web.tests.fixtures import intake_of

AS_OF = date(2026, 11, 22)
HERE = "three-rivers"
KEY, NEXT = "TR-DSA-01 / 2", "TR-DSA-01 / 3"
SIGNS = ("QZ3", "RZ1", "RZ8", "RZ4")
"""The controllers of the sample agreement; a processor, 8KX21, signs by its data protection officer."""


def load() -> Person:
    """The programme office, at the keeper of the sample agreement, with the sample record loaded."""
    by = seats.give(
        user="olwen", name="Olwen Reed", organisation="QZ3", collaborative=HERE, part=Part.OFFICE,
        office=OfficeRole.PROGRAMME_DIRECTOR,
    )  # fmt: skip
    actions.import_record(by=by, as_of=AS_OF, intake=intake_of([*sample()]))
    return by


def editor(organisation: str) -> Person:
    """An editor there, who holds no office."""
    user = f"editor-{organisation.lower()}"
    return seats.give(user=user, name=user.title(), organisation=organisation, collaborative=HERE, part=Part.EDITOR)


def holder(organisation: str, role: OfficeRole = OfficeRole.CALDICOTT, *, name: str = "") -> Person:
    """Whoever holds an office there by the sample's register; they may otherwise only look."""
    return seats.give(
        user=f"{organisation}-{role.name}".lower(),
        name=name or f"{role.name.title()} of {organisation}",
        organisation=organisation,
        collaborative=HERE,
        part=Part.VIEWER,
        office=role.value,
    )
