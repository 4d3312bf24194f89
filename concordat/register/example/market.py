"""What a generated collaborative could buy: suppliers, capabilities, products, frameworks and offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from concordat.register.contract import Framework, Regime
from concordat.register.example.names import subject, supplier_names
from concordat.register.noun import Noun
from concordat.register.offer import Basis, Offer
from concordat.register.system import DigitalCapability, Product, Supplier

SKILLS = ("integration engineer", "data migration analyst", "trainer", "clinical safety officer")
EFFORT = ((0.3, 1.2), (0.2, 1.0), (0.5, 2.0), (0.1, 0.3))
"""Least and most WTE of each skill that one go-live takes while it is put in."""

FEATURE = "regional reporting"
"""The one feature that some sites must have and some products lack."""

USERS = 1000
"""Users of a capability at a trust of average size."""

FRAMEWORKS = (
    Framework(framework="GEN-15", name="Clinical Systems 2015", agency="Example Buying Agency", regime=Regime.PCR2015,
              closes_on=date(2022, 3, 31)),
    Framework(framework="GEN-21", name="Clinical Systems 2021", agency="Example Buying Agency", regime=Regime.PCR2015,
              closes_on=date(2027, 9, 30)),
    Framework(framework="GEN-25", name="Clinical Systems 2025", agency="Example Buying Agency", regime=Regime.PA2023,
              closes_on=date(2033, 3, 31)),
)


@dataclass(frozen=True, kw_only=True)
class Job:
    """A capability as the generator sees it: its usual price a year in pence for an average trust, and its products."""

    capability: DigitalCapability
    price: int
    products: tuple[Product, ...]


def market(count: int, trusts: int, chance: Random) -> tuple[list[Job], list[Noun]]:
    """The capabilities, and every row of what is sold for them."""
    suppliers = _suppliers(max(4, count // 2))
    jobs = [_job(number, suppliers, chance) for number in range(count)]
    rows: list[Noun] = [*suppliers, *FRAMEWORKS, *(job.capability for job in jobs)]
    for job in jobs:
        rows += job.products
        rows += _offers(job, trusts, chance)
    return jobs, rows


def _suppliers(count: int) -> list[Supplier]:
    numbers = [f"{99_500_000 + number}" for number in range(count)]
    return [
        Supplier(supplier=f"GB-COH-{company}", name=name, company_number=company)
        for company, name in zip(numbers, supplier_names(count), strict=True)
    ]


def _job(number: int, suppliers: list[Supplier], chance: Random) -> Job:
    price = round(40_000 * 15 ** chance.random()) * 100  # £40,000 to £600,000, small ones commoner
    after = (_key(chance.randrange(number)),) if number > 3 and chance.random() < 0.2 else ()
    capability = DigitalCapability(
        capability=_key(number), name=f"Capability {number + 1:02d}: {subject(number)}", after=after,
        major=number % 9 == 1, integration_set_up=price // 2, integration_annual=price // 7,
    )
    return Job(capability=capability, price=price, products=tuple(_products(capability, suppliers, chance)))


def _key(number: int) -> str:
    return f"C{number + 1:02d}"


def _products(capability: DigitalCapability, suppliers: list[Supplier], chance: Random) -> Iterator[Product]:
    """Two to four products of different suppliers; the first always has the feature, so that it can be had."""
    for number, supplier in enumerate(chance.sample(suppliers, chance.randint(2, 4))):
        features = (FEATURE,) if number == 0 or chance.random() < 0.75 else ()
        name = f"{supplier.name.split()[0]} {capability.name.partition(': ')[2]}"
        yield Product(product=f"{capability.capability}-{number + 1}", name=name, supplier=supplier.supplier,
                      capability=capability.capability, features=features)


def _offers(job: Job, trusts: int, chance: Random) -> Iterator[Offer]:
    """An offer for each product: priced by the user, put in for about a year's price, cheaper when shared."""
    for product in job.products:
        set_up = job.price * chance.uniform(0.5, 1.1)
        capital = int(set_up * chance.uniform(0.4, 0.7))
        yield Offer(
            offer=f"O-{product.product}", capability=product.capability, product=product.product,
            framework=chance.choice(("", "GEN-21", "GEN-25", "GEN-25")), basis=Basis.USER,
            prices=_tiers(job.price / USERS, trusts, chance), once_capital=job.price // 5, once_revenue=job.price // 9,
            set_up_capital=capital, set_up_revenue=int(set_up) - capital, annual_benefit=job.price // 20,
            implementation=chance.choice((6, 9, 9, 12)), procurement=chance.choice((6, 7, 8, 9)),
            double_running=chance.choice((1, 1, 2, 3)), slots=chance.choice((0, max(2, trusts // 5))),
            effort=tuple((skill, round(chance.uniform(*span), 1)) for skill, span in zip(SKILLS, EFFORT, strict=True)),
        )


def _tiers(price: float, trusts: int, chance: Random) -> tuple[tuple[int, int], ...]:
    """Two to four prices a user in pence; each is 3 to 9 per cent below the one before, so 8 to 25 in all."""
    steps = sorted({1, *(max(2, round(trusts * part)) for part in (0.25, 0.5, 0.75)[: chance.randint(1, 3)])})
    first = price * chance.uniform(0.92, 1.06)
    fall = chance.uniform(0.08, 0.25) / max(1, len(steps) - 1)
    return tuple((sites, max(1, round(first * (1 - fall * number)))) for number, sites in enumerate(steps))
