"""Frameworks compared: which lot could be used for a purchase, what each leaves unmet, and why others are refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import reverse

from concordat.core.refusal import Refusal
from concordat.procure.app.gated import Desk, Gated
from concordat.procure.app.pages.around import beside, crumbs
from concordat.procure.app.pages.papers import FIT, href
from concordat.procure.fit import Comparison, NothingToFit
from concordat.register.app.permission import Person
from concordat.register.procurement import Fit, Priority, Requirement
from concordat.web.page import Crumb, Page
from concordat.web.tabs import Tab

COLOURS = {Fit.MET: "green", Fit.PARTLY: "yellow", Fit.NOT_MET: "red", Fit.UNKNOWN: "grey"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A requirement, and by lot how far it is met, on what evidence."""

    requirement: Requirement
    fits: tuple[tuple[Fit, str], ...]


@dataclass(frozen=True, kw_only=True)
class FitPage(Page):
    """`compared`: every lot, the best first; `musts` and `others`: its requirements; `cannot`: why there is none."""

    template: ClassVar[str] = "procure/fit.jinja"

    tabs: tuple[Tab, ...]
    found: Gated
    compared: Comparison | None
    cannot: str
    musts: tuple[Row, ...]
    others: tuple[Row, ...]
    colours: Mapping[Fit, str]
    export_href: str
    as_of: date


def fit_page(*, by: Person, as_of: date, purchase: str) -> FitPage:
    """The lots that were looked at for a purchase, or that are open. Raises NothingBought."""
    desk = Desk(by, as_of)
    found = desk.purchase(purchase)
    compared, cannot = _compared(desk, found)
    rows = _rows(compared) if compared else ()
    return FitPage(
        title=f"Which framework fits: {found.row.title}",
        crumbs=crumbs_of(found),
        tabs=beside("procure_fit"),
        found=found,
        compared=compared,
        cannot=str(cannot or ""),
        musts=tuple(each for each in rows if each.requirement.priority is Priority.MUST),
        others=tuple(each for each in rows if each.requirement.priority is not Priority.MUST),
        colours=COLOURS,
        export_href=href(found, FIT) if compared else "",
        as_of=as_of,
    )


def crumbs_of(found: Gated) -> tuple[Crumb, ...]:
    """The way to a page beneath the gates of a purchase."""
    up = reverse("procure_gates", kwargs={"bought": found.row.key})
    return (*crumbs(), Crumb(text=found.row.key, href=up))


def _compared(desk: Desk, found: Gated) -> tuple[Comparison | None, Refusal | None]:
    try:
        return desk.comparison(found), None
    except NothingToFit as refusal:
        return None, refusal


def _rows(compared: Comparison) -> tuple[Row, ...]:
    """Every candidate answers each requirement, in the order in which they are required."""
    answers = [each.answers for each in compared.candidates]
    return tuple(
        Row(requirement=each, fits=tuple((held[at].fit, held[at].evidence) for held in answers))
        for at, each in enumerate(compared.requirements)
    )
