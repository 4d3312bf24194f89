"""Shared services: each with its host and users, and how much of what it rests on is still to be mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from concordat.govern.app.hosted import Hosted
from concordat.govern.app.pages.around import HOME, beside
from concordat.govern.hosting.handbook import Handbook
from concordat.register.app.permission import Person
from concordat.web.page import Page
from concordat.web.tabs import Tab


@dataclass(frozen=True, kw_only=True)
class Line:
    """One service: its handbook, how many duties are not back to back, and what is wrong with who does what."""

    book: Handbook
    not_mirrored: int
    raci_faults: int


@dataclass(frozen=True, kw_only=True)
class ServicesPage(Page):
    """`lines`: the services of the collaborative, by name."""

    template: ClassVar[str] = "govern/services.jinja"

    tabs: tuple[Tab, ...]
    lines: tuple[Line, ...]


def services_page(*, by: Person, as_of: date) -> ServicesPage:
    """Every shared service that day."""
    return ServicesPage(
        title="Shared services",
        crumbs=(HOME,),
        tabs=beside("govern_services"),
        lines=tuple(map(_line, Hosted(by, as_of).every())),
    )


def _line(book: Handbook) -> Line:
    return Line(book=book, not_mirrored=len(book.faults), raci_faults=len(list(book.matrix.faults())))
