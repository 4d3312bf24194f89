"""A small purchase for tests: one contract that ends, one purchase that replaces it, and whatever a test adds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from concordat.register.contract import Contract, Regime
from concordat.register.noun import Noun
from concordat.register.procurement import BuyingRoute, Procurement
from concordat.register.record import Record

AS_OF = date(2026, 11, 22)
CONTRACT = Contract(
    contract="C1",
    title="Record system",
    customer="RZ1",
    supplier="S1",
    regime=Regime.PA2023,
    starts_on=date(2025, 4, 1),
    ends_on=date(2029, 3, 31),
    annual_licence=200_000_00,
    original_value=960_000_00,
    original_months=48,
)
PURCHASE = Procurement(
    procurement="P1", title="A new record system", organisation="RZ1", route=BuyingRoute.OPEN, replaces=("C1",)
)


def record(*more: Noun, contract: dict[str, Any] | None = None, purchase: dict[str, Any] | None = None) -> Record:
    """The two rows, changed as asked, and more."""
    return Record.of((replace(CONTRACT, **(contract or {})), replace(PURCHASE, **(purchase or {})), *more))
