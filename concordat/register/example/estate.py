"""What a generated collaborative runs today: a system in nine of ten places, and the contract each is under."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from concordat.core.period import months_later
from concordat.register.contract import Contract, Regime
from concordat.register.example.market import FEATURE, FRAMEWORKS, USERS, Job
from concordat.register.noun import Noun
from concordat.register.system import Hosting, Need, Priority, System

_FIRST_END, _QUARTERS_OF_ENDS = date(2027, 4, 1), 39
_EARLY = date(2028, 7, 1)
"""A contract that ends before this day is one that can be prolonged: nobody can replace everything within a year."""

_PA2023_SINCE = date(2025, 2, 24)
_SHARE_HELD, _SHARE_IN_NEED = 0.9, 0.08
_VAT = 1.2


def estate(sizes: Mapping[str, float], jobs: Sequence[Job], chance: Random) -> list[Noun]:
    """Systems, their contracts and what sites must have."""
    rows: list[Noun] = []
    for job in jobs:
        shares = [chance.random() for _ in job.products]
        for code, size in sizes.items():
            if chance.random() < _SHARE_HELD:
                product = chance.choices(job.products, shares)[0]
                contract = _contract(job, code, product.supplier, size, chance)
                rows += [contract, _system(job, code, product.product, contract.contract, size)]
                rows += _needs(job, code, chance)
    return rows


def _system(job: Job, code: str, product: str, contract: str, size: float) -> System:
    capability = job.capability.capability
    return System(system=f"{code}-{capability}", organisation=code, capability=capability, product=product,
                  contract=contract, users=round(USERS * size), hosting=Hosting.SUPPLIER_CLOUD)


def _needs(job: Job, code: str, chance: Random) -> list[Noun]:
    if chance.random() >= _SHARE_IN_NEED:
        return []
    return [Need(organisation=code, capability=job.capability.capability, requirement=FEATURE, priority=Priority.MUST)]


def _contract(job: Job, code: str, supplier: str, size: float, chance: Random) -> Contract:
    """A contract of five to ten years that ends between 2027 and 2036, with the usual terms in the usual mix."""
    after = months_later(_FIRST_END, 3 * chance.randrange(_QUARTERS_OF_ENDS))
    years = chance.randint(5, 10)
    starts_on = min(months_later(after, -12 * years), date(2026, 10, 1))
    renews, options = _prolonging(after, chance)
    annual = round(job.price * size * chance.uniform(0.92, 1.18))
    licence, hosting = annual * 6 // 10, annual * 2 // 10
    months = (after.year - starts_on.year) * 12 + after.month - starts_on.month + sum(options) + 2 * renews
    regime = Regime.PA2023 if starts_on >= _PA2023_SINCE else Regime.PCR2015
    return Contract(
        contract=f"{code}-{job.capability.capability}-{starts_on:%y}", title=job.capability.name.partition(": ")[2],
        customer=code, supplier=supplier, regime=regime, framework=_framework(starts_on, chance), starts_on=starts_on,
        ends_on=after - timedelta(days=1), extension_options=options, extension_notice=3, auto_renew=renews,
        extension_uplift=float(chance.choice((0, 2, 4, 6))), notice=chance.choice((3, 6, 6, 9)),
        annual_licence=licence, annual_hosting=hosting, annual_support=annual - licence - hosting,
        indexation=float(chance.choice((0, 0, 1, 2))), original_value=round(annual * months / 12 * _VAT),
        original_months=months, exit_fee=annual * chance.choice((0, 0, 5, 10)) // 100,
        **_early_end(starts_on, years, chance),
    )


def _prolonging(after: date, chance: Random) -> tuple[int, tuple[int, ...]]:
    """Months it renews itself by, and its extension options; a contract that ends soon has one or the other."""
    if after < _EARLY:
        return (24, ()) if chance.random() < 0.4 else (0, (24, 12))
    return (12, ()) if chance.random() < 0.1 else (0, chance.choice(((), (12,), (24,), (12, 12), (24, 12))))


def _early_end(starts_on: date, years: int, chance: Random) -> dict[str, Any]:
    if chance.random() >= 0.25:
        return {}
    return {"break_from": months_later(starts_on, years * 7), "break_fee": float(chance.choice((15, 25, 40, 60)))}


def _framework(starts_on: date, chance: Random) -> str:
    """One that was open on the day, or none in three cases of ten."""
    regime = Regime.PA2023 if starts_on >= _PA2023_SINCE else Regime.PCR2015
    open_then = [each for each in FRAMEWORKS if each.closes_on >= starts_on and each.regime is regime]
    return open_then[0].framework if open_then and chance.random() < 0.7 else ""
