"""A small collaborative for the tests of pages: two trusts, each with a price and a draft the other must never see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.test import Client

from concordat.register.agreement import Agreement, AgreementKind, Party, PartyRole
from concordat.register.app import actions
from concordat.register.app.models import Entry, Seat
from concordat.register.app.permission import Part, Person
from concordat.register.contract import Contract, Regime
from concordat.register.intake import Intake
from concordat.register.noun import Noun
from concordat.register.organisation import Collaborative, Membership, Model, Organisation, OrganisationKind, Role
from concordat.register.record import Record
from concordat.register.sharing import DataItem, Flow, Form, Operator, Purpose, PurposeBasis, RowCondition
from concordat.register.system import DigitalCapability, Product, Supplier, System
from concordat.web import seats

AS_OF = date(2026, 11, 22)
HERE = "two-rivers"
PRICE = {"RZA": 98765431, "RZB": 87654329}
"""The yearly licence of each trust's contract, in pence: the canary that only its owner may see."""


def canaries(organisation: str) -> tuple[str, ...]:
    """Texts that only people of this organisation may be shown: its price however written, and its drafts' words."""
    pence = PRICE[organisation]
    drafts = (f"canary draft of {organisation}", f"canary agreement of {organisation}")
    return (f"{pence // 100:,}.{pence % 100:02d}", f"{pence / 100:.2f}", str(pence), *drafts)


def contract(organisation: str, key: str = "", **changes: object) -> Contract:
    """A contract of a trust, with its canary price."""
    given: dict[str, object] = {
        "contract": key or f"{organisation}-PAS",
        "title": f"Patient administration at {organisation}",
        "customer": organisation,
        "supplier": "S1",
        "regime": Regime.PCR2015,
        "starts_on": date(2020, 4, 1),
        "ends_on": date(2027, 3, 31),
        "annual_licence": PRICE[organisation],
    }
    return Contract(**{**given, **changes})  # type: ignore[arg-type]


def draft(organisation: str) -> Contract:
    """A private draft of a trust."""
    return contract(organisation, f"{organisation}-DRAFT", title=f"canary draft of {organisation}", annual_licence=0)


def agreement_rows(organisation: str, reference: str = "", canary: str = "") -> list[Noun]:
    """An agreement that a trust keeps with the other, each row of it telling its canary."""
    canary = canary or f"canary agreement of {organisation}"
    other = next(each for each in PRICE if each != organisation)
    own = Agreement(
        agreement=reference or f"{organisation}-DRAFT-DSA", version=1, title=canary, kind=AgreementKind.SHARING,
        organisation=organisation, objectives=canary, starts_on=date(2026, 4, 1), ends_on=date(2028, 3, 31),
    )  # fmt: skip
    of: dict[str, Any] = {"agreement": own.key, "organisation": organisation}
    flow = Flow(flow="waits", title=canary, sender=other, receiver=organisation, **of)
    item: dict[str, Any] = {
        "flow": flow.key,
        "table": "waiting_list",
        "item": "referred_on",
        "organisation": organisation,
    }
    parties = [Party(party=each, role=PartyRole.CONTROLLER, contact=canary, **of) for each in (organisation, other)]
    basis = PurposeBasis(purpose=Purpose.PLANNING, form=Form.PSEUDONYMISED, objective=canary, **of)
    condition = RowCondition(operator=Operator.IS, values=(canary,), **item)
    return [own, *parties, basis, flow, DataItem(justification=canary, **item), condition]


def rows() -> list[Noun]:
    """The shared rows of the collaborative."""
    kinds = {"RZA": OrganisationKind.ACUTE, "RZB": OrganisationKind.COMMUNITY}
    organisations = [Organisation(code=code, name=f"Trust {code}", kind=kind) for code, kind in kinds.items()]
    return [
        *organisations,
        Collaborative(collaborative=HERE, name="Two Rivers", model=Model.LEADERSHIP_BOARD),
        Membership(collaborative=HERE, organisation="RZA", role=Role.HOST),
        Membership(collaborative=HERE, organisation="RZB", role=Role.MEMBER),
        Supplier(supplier="S1", name="Halden <b>Systems</b> & Co"),
        DigitalCapability(capability="PAS", name="Patient administration"),
        Product(product="P1", name="Halden PAS", supplier="S1", capability="PAS"),
        contract("RZA"),
        contract("RZB"),
        System(system="RZA-1", organisation="RZA", capability="PAS", product="P1", contract="RZA-PAS"),
        System(system="RZB-1", organisation="RZB", capability="PAS", product="P1", contract="RZB-PAS"),
        *agreement_rows("RZA", "SHARED", "what both may read"),
    ]


def intake_of(rows_: Sequence[Noun]) -> Intake:
    """Rows as if they had been read from a file."""
    return Intake(record=Record.of(rows_), rows_in=len(rows_), stored=len(rows_))


def person(user: str, organisation: str, part: Part) -> Person:
    """Somebody with a seat."""
    return seats.give(user=user, name=user.title(), organisation=organisation, collaborative=HERE, part=part)


@pytest.fixture
def office(db: None) -> Person:
    """The programme office, at the host trust RZA; the record is loaded, and each trust has its draft."""
    office = person("olwen", "RZA", Part.OFFICE)
    actions.import_record(by=office, as_of=AS_OF, intake=intake_of(rows()))
    for organisation in PRICE:
        editor = person(f"editor-{organisation.lower()}", organisation, Part.EDITOR)
        for each in (draft(organisation), *agreement_rows(organisation)):
            actions.add_row(by=editor, as_of=AS_OF, row=each, private=True)
    return office


@pytest.fixture
def editor_a(office: Person) -> Person:
    """An editor at RZA."""
    return person("editor-rza", "RZA", Part.EDITOR)


@pytest.fixture
def editor_b(office: Person) -> Person:
    """An editor at RZB."""
    return person("editor-rzb", "RZB", Part.EDITOR)


@pytest.fixture
def viewer_b(office: Person) -> Person:
    """A viewer at RZB."""
    return person("viewer-rzb", "RZB", Part.VIEWER)


def signed_in(by: Person) -> Client:
    """A browser in which this person is signed in; it reports faults as pages, as a server does."""
    client = Client(raise_request_exception=False)
    client.force_login(Seat.objects.get(pk=by.seat).user)
    return client


def entry_of(key: str) -> Entry:
    """The current entry of a key."""
    return Entry.objects.get(key=key, superseded_at=None)
