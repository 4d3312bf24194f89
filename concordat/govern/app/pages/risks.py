"""Risks: what may go wrong, and what it may cost each member; to the penny for its own and for the programme office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from concordat.core.shown import DATE, MONEY, Table, column
from concordat.govern.app.hosted import Hosted
from concordat.govern.app.pages.around import HOME, beside
from concordat.govern.hosting.exposure import Sum, chance, exposure, summed
from concordat.govern.hosting.handbook import everywhere
from concordat.govern.hosting.sight import Sight
from concordat.register.app.permission import Person
from concordat.register.naming import name_of
from concordat.register.service import Risk, Service
from concordat.web.page import Page
from concordat.web.tabs import Tab


@dataclass(frozen=True, kw_only=True)
class RisksPage(Page):
    """`members` and `services` are sums, `risks` each risk with what it may cost the reader's own organisation.

    What others' may cost them is in bands, but for the programme office; who is no member is told no pounds.
    """

    template: ClassVar[str] = "govern/risks.jinja"

    tabs: tuple[Tab, ...]
    members: Table
    services: Table
    risks: Table
    sight: Sight


def risks_page(*, by: Person, as_of: date) -> RisksPage:
    """Every risk on the record, the likeliest to cost most first."""
    hosted = Hosted(by, as_of)
    members, services = everywhere(hosted.record, as_of, hosted.sight)
    return RisksPage(
        title="Risks",
        crumbs=(HOME,),
        tabs=beside("govern_risks"),
        members=members,
        services=services,
        risks=_risks(hosted, by.organisation),
        sight=hosted.sight,
    )


def _risks(hosted: Hosted, organisation: str) -> Table:
    columns = (
        *map(column, ("Risk", "Service", "Likelihood, impact", "Chance", "Owner", "What is done")),
        column("Review by", DATE), column("Expected, for us", MONEY), column("At worst, for us", MONEY),
    )  # fmt: skip
    return Table(title="Each risk", columns=columns, rows=tuple(_rows(hosted, organisation)))


def _rows(hosted: Hosted, organisation: str) -> Iterator[tuple[Any, ...]]:
    services = {each.service: each.name for each in hosted.record.all(Service, hosted.as_of)}
    risks = hosted.record.all(Risk, hosted.as_of)
    ours = summed((each for each in exposure(risks) if each.organisation == organisation), lambda each: each.risk.key)
    for risk in sorted(risks, key=lambda each: (-each.likelihood * each.impact, each.title)):
        own = ours.get(risk.key, Sum())
        owner = name_of(hosted.record, risk.owner, hosted.as_of)
        yield (
            risk.title, services.get(risk.service, risk.service), f"{risk.likelihood}, {risk.impact}",
            f"{chance(risk)[0].normalize():f}%", owner, risk.mitigation, risk.review_on,
            own.expected or None, own.worst or None,
        )  # fmt: skip
