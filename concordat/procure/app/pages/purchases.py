"""What is bought, and what runs out: every purchase and contract by its next gate, the most pressing at the top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from concordat.procure.app.gated import Desk, Gated
from concordat.procure.app.pages.around import HOME, beside
from concordat.register.app.permission import Person
from concordat.web.page import Page
from concordat.web.tabs import Tab


@dataclass(frozen=True, kw_only=True)
class PurchasesPage(Page):
    """`purchases`, and the `contracts` that none replaces; `names` of organisations."""

    template: ClassVar[str] = "procure/purchases.jinja"

    tabs: tuple[Tab, ...]
    purchases: tuple[Gated, ...]
    contracts: tuple[Gated, ...]
    names: Mapping[str, str]
    as_of: date


def purchases_page(*, by: Person, as_of: date) -> PurchasesPage:
    """The purchases and contracts this person may see."""
    desk = Desk(by, as_of)
    return PurchasesPage(
        title="What is bought, and what runs out",
        crumbs=(HOME,),
        tabs=beside("procure"),
        purchases=desk.purchases(),
        contracts=desk.contracts(),
        names=desk.names,
        as_of=as_of,
    )
