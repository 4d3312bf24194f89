"""A collaborative small enough to reckon by hand: three trusts, two capabilities, five systems."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from concordat.register.contract import Contract, Framework, Regime
from concordat.register.noun import Noun
from concordat.register.offer import Offer
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.programme import Assumption, AssumptionName, Capacity
from concordat.register.record import Record
from concordat.register.system import DigitalCapability, Product, Supplier, System

AS_OF = date(2026, 11, 22)
TRUSTS = ("RZ1", "RZ2", "RZ3")


def contract(key: str, customer: str, annual: int, ends_on: date, **terms: Any) -> Contract:
    """A contract of `annual` pounds a year from 2020, under PCR 2015 unless `terms` say otherwise."""
    given: dict[str, Any] = {
        "contract": key, "title": f"Contract {key}", "customer": customer, "supplier": "S1", "regime": Regime.PCR2015,
        "starts_on": date(2020, 4, 1), "ends_on": ends_on, "annual_licence": annual * 100,
    }  # fmt: skip
    return Contract(**(given | terms))


def offer(key: str, capability: str, product: str, *prices: tuple[int, int], **terms: Any) -> Offer:
    """An offer at (sites, pounds a year) prices, six months to buy and six to put in."""
    given: dict[str, Any] = {
        "offer": key, "capability": capability, "product": product, "implementation": 6, "procurement": 6,
        "prices": tuple((sites, pounds * 100) for sites, pounds in prices), "set_up_revenue": 20_000_00,
        "effort": (("trainer", 1.0),),
    }  # fmt: skip
    return Offer(**(given | terms))


def small(*extra: Noun, without: tuple[str, ...] = (), **changes: dict[str, Any]) -> Record:
    """The small record; `changes` alters rows by key, `without` leaves rows out by key, `extra` adds rows."""
    rows = [replace(row, **changes.get(row.key.replace("-", "_"), {})) for row in _rows() if row.key not in without]
    return Record.of([*rows, *extra])


def _rows() -> list[Noun]:
    return [
        *(Organisation(code=code, name=f"Trust {code}", kind=OrganisationKind.ACUTE) for code in TRUSTS),
        Supplier(supplier="S1", name="Quill Systems Ltd", company_number="00000001"),
        DigitalCapability(capability="EPR", name="Electronic patient record", major=True),
        DigitalCapability(capability="OC", name="Order communications", after=("EPR",)),
        Product(product="oldepr", name="Old EPR", supplier="S1", capability="EPR"),
        Product(product="newepr", name="New EPR", supplier="S1", capability="EPR"),
        Product(product="oldoc", name="Old OC", supplier="S1", capability="OC"),
        Product(product="newoc", name="New OC", supplier="S1", capability="OC"),
        contract("E1", "RZ1", 900_000, date(2029, 3, 31), extension_options=(24,)),
        contract("E2", "RZ2", 800_000, date(2030, 3, 31), auto_renew=12),
        contract("E3", "RZ3", 700_000, date(2028, 9, 30), extension_options=(24, 12)),
        contract("O1", "RZ1", 150_000, date(2029, 6, 30), extension_options=(24,)),
        contract("O2", "RZ2", 120_000, date(2030, 12, 31)),
        *(System(system=f"{key}-sys", organisation=code, capability="EPR", product="oldepr", contract=key)
          for key, code in (("E1", "RZ1"), ("E2", "RZ2"), ("E3", "RZ3"))),
        *(System(system=f"{key}-sys", organisation=code, capability="OC", product="oldoc", contract=key)
          for key, code in (("O1", "RZ1"), ("O2", "RZ2"))),
        Framework(framework="F1", name="Framework One", regime=Regime.PA2023, closes_on=date(2030, 3, 31)),
        offer("new-epr", "EPR", "newepr", (1, 850_000), (2, 600_000), (3, 500_000), framework="F1",
              once_revenue=100_000_00, double_running=1, implementation=12),
        offer("new-oc", "OC", "newoc", (1, 130_000), (2, 80_000)),
        Capacity(skill="trainer", wte=2.0),
        Assumption(name=AssumptionName.HORIZON, value=24),
    ]  # fmt: skip
