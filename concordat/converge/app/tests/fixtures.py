"""Two trusts, a partner and shared offers, planned: each has prices that only it and the programme office may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from concordat.converge.app import jobs
from concordat.converge.app.models import Run
from concordat.converge.roadmap import Wishes
from concordat.register.app import actions
from concordat.register.app.permission import Part, Person
from concordat.register.contract import Contract, Regime
from concordat.register.noun import Noun
from concordat.register.offer import Offer
from concordat.register.organisation import Membership, Organisation, OrganisationKind, Role
from concordat.register.person import Office, OfficeRole
from concordat.register.programme import Assumption, AssumptionName
from concordat.register.system import DigitalCapability, Product, Supplier, System
from concordat.web.tests.fixtures import HERE, intake_of, person, rows, signed_in

__all__ = ["HERE", "person", "signed_in"]

AS_OF = date(2026, 11, 22)
PARTNER, STRANGER = "RZP", "RZX"
_CAPABILITIES = {"PAS": "Patient administration", "LIMS": "Laboratory information"}
_PRICES = {
    ("RZA", "PAS"): 98765431,
    ("RZB", "PAS"): 87654329,
    ("RZP", "PAS"): 45454519,
    ("RZA", "LIMS"): 31313107,
    ("RZB", "LIMS"): 27272753,
}
_PRODUCTS = {"PAS": "P1", "LIMS": "L1"}


def record_rows(**changes: object) -> list[Noun]:
    """The shared rows: those of the shell's tests, with more contracts, a partner, a stranger and offers.

    `changes` are to every contract, such as an override.
    """
    kept = [each for each in rows() if not isinstance(each, Contract | System | DigitalCapability)]
    return [
        *kept,
        Organisation(code=PARTNER, name="Council of Partners", kind=OrganisationKind.LOCAL_AUTHORITY),
        Organisation(code=STRANGER, name="Trust of Strangers", kind=OrganisationKind.ACUTE),
        Membership(collaborative=HERE, organisation=PARTNER, role=Role.PARTNER),
        Office(organisation="RZA", role=OfficeRole.DIGITAL_LEAD, name="Dinah Lead"),
        Supplier(supplier="S2", name="Otter Systems"),
        *(DigitalCapability(capability=key, name=name) for key, name in _CAPABILITIES.items()),
        Product(product="P2", name="Otter PAS", supplier="S2", capability="PAS"),
        Product(product="L1", name="Old Lab", supplier="S1", capability="LIMS"),
        Product(product="L2", name="Otter Lab", supplier="S2", capability="LIMS"),
        *_contracts(changes),
        *_systems(),
        *(_offer(product, capability) for product, capability in (("P2", "PAS"), ("L2", "LIMS"))),
        Assumption(name=AssumptionName.HORIZON, value=24),
    ]


def _contracts(changes: dict[str, object]) -> Iterable[Contract]:
    for (code, capability), price in _PRICES.items():
        given: dict[str, object] = {
            "contract": f"{code}-{capability}",
            "title": f"{_CAPABILITIES[capability]} at {code}",
            "customer": code,
            "supplier": "S1",
            "regime": Regime.PCR2015,
            "starts_on": date(2020, 4, 1),
            "ends_on": date(2029, 3, 31),
            "annual_licence": price,
            "exit_fee": price + 4,
        }
        yield Contract(**{**given, **changes})  # type: ignore[arg-type]


def _systems() -> Iterable[System]:
    for code, capability in _PRICES:
        key = f"{code}-{capability}"
        yield System(system=key, organisation=code, capability=capability, product=_PRODUCTS[capability], contract=key)


def _offer(product: str, capability: str) -> Offer:
    prices = ((1, 400_000_00), (2, 61_234_57))
    return Offer(
        offer=f"{capability}-OFFER", capability=capability, product=product, prices=prices, set_up_revenue=51_234_59,
        implementation=6, procurement=6, double_running=1,
    )  # fmt: skip


def load(office: Person, record: list[Noun] | None = None) -> None:
    """Store the rows."""
    actions.import_record(by=office, as_of=AS_OF, intake=intake_of(record or record_rows()))


def silent(percent: int, saying: str) -> None:
    """A job's progress that nobody watches."""


def planned(office: Person) -> Run:
    """A plan of the loaded record."""
    return jobs.made(office, AS_OF, silent, Wishes())


def office_person() -> Person:
    """The programme office, at RZA."""
    return person("olwen", "RZA", Part.OFFICE)
