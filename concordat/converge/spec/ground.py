"""What all examples stand on: three trusts, two capabilities, an old and a new product for each, round assumptions."""

from __future__ import annotations

from datetime import date
from typing import Any

from concordat.register.contract import Contract, Regime
from concordat.register.noun import Noun
from concordat.register.offer import Offer
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.programme import Assumption, AssumptionName
from concordat.register.system import DigitalCapability, Product, Supplier, System

ON = date(2027, 4, 1)
"""The day on which the examples are asked, unless one says otherwise."""


def organisation(code: str, name: str, **terms: Any) -> Organisation:
    """An acute trust."""
    return Organisation(code=code, name=name, kind=OrganisationKind.ACUTE, **terms)


def system(key: str, organisation: str, capability: str, contract: str, **terms: Any) -> System:
    """The old product of a capability in use at a trust."""
    given = {"product": f"OLD-{capability}", **terms}
    return System(system=key, organisation=organisation, capability=capability, contract=contract, **given)


def contract(key: str, customer: str, ends_on: date, **terms: Any) -> Contract:
    """A contract of £100,000 a year from April 2020, under PCR 2015 unless `terms` say otherwise."""
    given: dict[str, Any] = {
        "title": f"Contract {key}", "supplier": "MARLOW", "regime": Regime.PCR2015, "starts_on": date(2020, 4, 1),
        "annual_licence": 100_000_00,
    }  # fmt: skip
    return Contract(contract=key, customer=customer, ends_on=ends_on, **(given | terms))


def offer(key: str, capability: str, *prices: tuple[int, int], **terms: Any) -> Offer:
    """The new product at (sites, pounds a year): three months to buy, six to put in, £20,000 to put it in."""
    given: dict[str, Any] = {"procurement": 3, "implementation": 6, "set_up_revenue": 20_000_00}
    tiers = tuple((sites, pounds * 100) for sites, pounds in prices)
    return Offer(offer=key, capability=capability, product=f"NEW-{capability}", prices=tiers, **(given | terms))


GROUND: tuple[Noun, ...] = (
    organisation("RZ1", "Aldermoor"),
    organisation("RZ2", "Brackwater"),
    organisation("RZ3", "Coldharbour"),
    Supplier(supplier="MARLOW", name="Marlow Systems Ltd"),
    DigitalCapability(capability="PAS", name="Patient administration", major=True),
    DigitalCapability(capability="OC", name="Order communications", after=("PAS",)),
    Product(product="OLD-PAS", name="Old PAS", supplier="MARLOW", capability="PAS"),
    Product(product="NEW-PAS", name="New PAS", supplier="MARLOW", capability="PAS"),
    Product(product="OLD-OC", name="Old OC", supplier="MARLOW", capability="OC"),
    Product(product="NEW-OC", name="New OC", supplier="MARLOW", capability="OC"),
    Assumption(name=AssumptionName.HORIZON, value=20, source="five years, so that sums can be done by hand"),
    Assumption(name=AssumptionName.DISCOUNT_RATE, value=0),
    Assumption(name=AssumptionName.OPTIMISM_BIAS, value=0),
    Assumption(name=AssumptionName.APPROVALS, value=3),
    Assumption(name=AssumptionName.RENEWAL_PROCUREMENT, value=6),
    Assumption(name=AssumptionName.RENEWAL_COST, value=10_000),
    Assumption(name=AssumptionName.RENEWAL_UPLIFT, value=10),
)
