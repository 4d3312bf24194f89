"""What is required of a purchase: by heads nobody may forget, by clause and test, and how far each lot covers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from concordat.procure.app.gated import Desk, Gated
from concordat.procure.app.pages.around import beside
from concordat.procure.app.pages.fit import COLOURS, crumbs_of
from concordat.procure.fit import Candidate, NothingToFit
from concordat.procure.requirements import Coverage
from concordat.register.app.permission import Person
from concordat.register.procurement import Fit, Priority, Requirement
from concordat.web.page import Page
from concordat.web.tabs import Tab


@dataclass(frozen=True, kw_only=True)
class RequirementsPage(Page):
    """`covered`: the requirements by head, and what is missing; `lots` with how many that must be met they meet."""

    template: ClassVar[str] = "procure/requirements.jinja"

    tabs: tuple[Tab, ...]
    found: Gated
    covered: Coverage
    lots: tuple[tuple[Candidate, Mapping[Fit, int]], ...]
    musts: int
    colours: Mapping[Fit, str]
    as_of: date


def requirements_page(*, by: Person, as_of: date, purchase: str) -> RequirementsPage:
    """The requirements of a purchase. Raises NothingBought."""
    desk = Desk(by, as_of)
    found = desk.purchase(purchase)
    wanted, candidates = _wanted(desk, found)
    return RequirementsPage(
        title=f"What is required: {found.row.title}",
        crumbs=crumbs_of(found),
        tabs=beside("procure_requirements"),
        found=found,
        covered=desk.coverage(found, wanted),
        lots=tuple((each, {fit: each.count(Priority.MUST, fit) for fit in Fit}) for each in candidates),
        musts=sum(each.priority is Priority.MUST for each in wanted),
        colours=COLOURS,
        as_of=as_of,
    )


def _wanted(desk: Desk, found: Gated) -> tuple[tuple[Requirement, ...], tuple[Candidate, ...]]:
    """Nothing is required, and so no lot compared, before anybody has written what is."""
    try:
        compared = desk.comparison(found)
    except NothingToFit:
        return (), ()
    return compared.requirements, compared.candidates
