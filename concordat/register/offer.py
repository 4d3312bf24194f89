"""Offers: the prices and terms at which members could have a product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concordat.register.noun import Kind, Noun, column


class Basis(StrEnum):
    """What a price is for."""

    SYSTEM = "each system"
    USER = "each user"


@dataclass(frozen=True, kw_only=True)
class Offer(Noun):
    """A candidate for convergence: what it costs by number of sites, how it is bought, what it takes to put in."""

    SHEET = "Offers"
    MEANS = "A price and a way to buy a product, open to the members."

    offer: str = column(Kind.TEXT, "Short key.", key=True)
    capability: str = column(Kind.LINK, "Key of the capability.", to="DigitalCapability")
    product: str = column(Kind.LINK, "Key of the product.", to="Product")
    framework: str = column(Kind.LINK, "Framework it is bought from; blank: a tender.", to="Framework", default="")
    prices: tuple[tuple[int, int], ...] = column(
        Kind.TIERS, "Yearly price by number of systems that take it.", confidential=True
    )
    basis: Basis = column(Kind.CHOICE, "What the price is for.", choices=Basis, default=Basis.SYSTEM)
    once_capital: int = column(Kind.MONEY, "Capital paid once, however many take it.", default=0)
    once_revenue: int = column(Kind.MONEY, "Revenue paid once, however many take it.", default=0)
    set_up_capital: int = column(Kind.MONEY, "Capital to put it in for one system.", default=0)
    set_up_revenue: int = column(Kind.MONEY, "Revenue to put it in for one system.", default=0)
    annual_benefit: int = column(Kind.MONEY, "Cash released a year for each system.", default=0)
    implementation: int = column(Kind.WHOLE, "Months from award to go-live.", heading="Implementation (months)")
    procurement: int = column(Kind.WHOLE, "Months from starting to buy to award.", heading="Procurement (months)")
    double_running: int = column(
        Kind.WHOLE, "Months the old system runs on after go-live.", heading="Double running (months)", default=0
    )
    effort: tuple[tuple[str, float], ...] = column(
        Kind.AMOUNTS, "WTE by skill each quarter of putting it in for one system.", default=()
    )
    slots: int = column(Kind.WHOLE, "Go-lives its supplier can support in a quarter; 0: no limit.", default=0)
    opens_on: date | None = column(Kind.DATE, "First day it can be awarded.", default=None)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        sites = [count for count, _ in self.prices]
        if sites != sorted(set(sites)) or min(sites, default=1) < 1:
            yield "prices", "The tiers are not in rising order", "write them as 1: 420000; 3: 365000"
        if min((price for _, price in self.prices), default=0) < 0:
            yield "prices", "A price is below zero", "give prices of zero or more"
        for name, least in (("implementation", 1), ("procurement", 0), ("double_running", 0)):
            if not least <= getattr(self, name) <= 120:
                yield name, f"{getattr(self, name):,} months cannot be right", f"give {least} to 120 whole months"
        for name in ("once_capital", "once_revenue", "set_up_capital", "set_up_revenue", "annual_benefit", "slots"):
            if getattr(self, name) < 0:
                yield name, "It is below zero", "give zero or more"
