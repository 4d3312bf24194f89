"""What is bought: every purchase, and every contract in force, the one that ends first at the top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from concordat.procure.app.pages.around import HOME, beside
from concordat.register.app.permission import Person
from concordat.register.contract import Contract
from concordat.register.procurement import Procurement
from concordat.web.page import Page
from concordat.web.scope import record_of
from concordat.web.tabs import Tab


@dataclass(frozen=True, kw_only=True)
class PurchasesPage(Page):
    """`purchases` in preparation, the soonest needed first, and `contracts` in force, the soonest to end first."""

    template: ClassVar[str] = "procure/purchases.jinja"

    tabs: tuple[Tab, ...]
    purchases: tuple[Procurement, ...]
    contracts: tuple[Contract, ...]
    as_of: date


def purchases_page(*, by: Person, as_of: date) -> PurchasesPage:
    """The purchases and contracts this person may see."""
    record = record_of(by)
    running = (each for each in record.all(Contract, as_of) if each.ends_on >= as_of)
    return PurchasesPage(
        title="What is bought, and what runs out",
        crumbs=(HOME,),
        tabs=beside("procure"),
        purchases=tuple(
            sorted(record.all(Procurement, as_of), key=lambda each: (each.needed_live_on or date.max, each.key))
        ),
        contracts=tuple(sorted(running, key=lambda each: (each.ends_on, each.key))),
        as_of=as_of,
    )
