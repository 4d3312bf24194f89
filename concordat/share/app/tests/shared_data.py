"""A collaborative with patients' data on the web: a lake of two trusts, their opt-out lists, an agreement, and people.

What no agreement gives is a canary: names, sites, the whole trust that is no party, and a draft of another's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from concordat.data.question import as_json
from concordat.data.tests import workspace as made
from concordat.data.tests.workspace import DAY, OUTSIDER, OWNERS, Workspace
from concordat.register.agreement import Agreement, AgreementKind
from concordat.register.app import actions
from concordat.register.app.permission import Part, Person
from concordat.register.record import Record
from concordat.register.system import DigitalCapability, Product, Supplier
from concordat.share.app import workspace
from concordat.web import seats
from concordat.web.tests.fixtures import intake_of

HERE = "shared-data"
CANARY = "CANARY"
COUNT = "SELECT treatment_function_code AS code, count(DISTINCT patient_id) AS people FROM encounter GROUP BY 1"
GOING = [f"9{number:09}" for number in range(60)]
STAYING = "9876543210"
PEOPLE = (
    *(made.Person(member=OWNERS[place % 2], number=each, code="110") for place, each in enumerate(GOING[:31])),
    *(made.Person(member="RZ2", number=each, code="120") for each in GOING[31:48]),
    *(made.Person(member="RZ2", number=each, code="140") for each in GOING[48:57]),
    *(made.Person(member="RZ2", number=each, code="130") for each in GOING[57:]),
    made.Person(member="RZ1", number=STAYING, code="CANARY-CODE"),
    made.Person(member=OUTSIDER, number=GOING[0], code="CANARY-CODE"),
)


@dataclass(frozen=True, kw_only=True)
class Shared:
    """The people of it, and the workspace with the question that its agreement permits."""

    asker: Person
    colleague: Person
    viewer: Person
    other: Person
    space: Workspace

    @property
    def question(self) -> dict[str, Any]:
        """As JSON, without the lists, which the door has itself."""
        return {name: value for name, value in as_json(self.space.question).items() if name != "lists"}

    @property
    def record(self) -> Record:
        """Its record, with what its systems rest on, as a workbook must have it."""
        rests_on = (
            Supplier(supplier="S1", name="Halden"),
            DigitalCapability(capability="EPR", name="Patient record"),
            Product(product="EPR", name="Halden EPR", supplier="S1", capability="EPR"),
        )
        return Record.of([*rests_on, *self.space.desk.facts.record])

    @property
    def home(self) -> Path:
        """The workspace folder."""
        return self.space.home


def shared(people: Iterable[made.Person] = PEOPLE, **about: Any) -> Shared:
    """All of it, below the home that the settings name; `about` is as `desk` takes it."""
    asker = _person("ann", "QZ3", Part.EDITOR)
    home = workspace.home_of(asker)
    home.mkdir(parents=True)
    space = made.workspace(home, tuple(people), GOING, **about)
    _lists(home / "opt_outs", [*GOING, STAYING])
    office = _person("olwen", "QZ3", Part.OFFICE)
    actions.import_record(by=office, as_of=DAY, intake=intake_of([*space.desk.facts.record]))
    other = _person("rob", "RZ1", Part.EDITOR)
    draft = Agreement(
        agreement="RZ1-DRAFT", version=1, title=f"{CANARY} draft", kind=AgreementKind.SHARING, organisation="RZ1",
        starts_on=date(2026, 4, 1), ends_on=date(2028, 3, 31),
    )  # fmt: skip
    actions.add_row(by=other, as_of=DAY, row=draft, private=True)
    return Shared(
        asker=asker,
        colleague=_person("bea", "QZ3", Part.EDITOR),
        viewer=_person("vic", "QZ3", Part.VIEWER),
        other=other,
        space=space,
    )


def _person(user: str, organisation: str, part: Part) -> Person:
    return seats.give(user=user, name=user.title(), organisation=organisation, collaborative=HERE, part=part)


def _lists(folder: Path, checked: Iterable[str]) -> None:
    """For each controller the file that was sent and its reply."""
    for owner in OWNERS:
        (folder / owner).mkdir(parents=True)
        (folder / owner / "X26HC001-221126-0001.dat").write_text("".join(f"{each},\n" for each in sorted(checked)))
        (folder / owner / f"reply-{DAY}.dat").write_text("".join(f"{each},\n" for each in GOING))
