"""The route of a proposal: who decides it and when, what stands in the way, what would bring the day forward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import reverse

from concordat.core.reason import Reason
from concordat.govern.app import route_actions
from concordat.govern.app.pages.around import beside, crumbs
from concordat.govern.app.routes import Desk, Routed
from concordat.govern.shorter import Shorter
from concordat.register.app.permission import Person
from concordat.register.deciding.route import Step
from concordat.web.page import Moved, Page
from concordat.web.tabs import Tab


@dataclass(frozen=True, kw_only=True)
class RoutePage(Page):
    """`routed`: the proposal and its route; `critical`: steps no other delays; `to_book`: those on no agenda yet.

    `sooner`: changes that would bring the day forward; `may_not_book`: why its reader cannot put it on agendas now.
    """

    template: ClassVar[str] = "govern/route.jinja"

    tabs: tuple[Tab, ...]
    routed: Routed
    critical: frozenset[Step]
    to_book: frozenset[Step]
    sooner: tuple[Shorter, ...]
    names: Mapping[str, str]
    may_not_book: Reason | None
    as_of: date


def route_page(*, by: Person, as_of: date, proposal: str) -> RoutePage:
    """The route of a proposal that this person may see. Raises NoSuchProposal."""
    desk = Desk(by, as_of)
    found = desk.one(proposal)
    return RoutePage(
        title=f"Route of: {found.proposal.title}",
        crumbs=crumbs(),
        tabs=beside("govern_route"),
        routed=found,
        critical=frozenset(found.route.critical_path if found.route else ()),
        to_book=frozenset(found.to_book),
        sooner=desk.sooner(found),
        names=desk.names,
        may_not_book=route_actions.may_not_book(by, found),
        as_of=as_of,
    )


def book(*, by: Person, as_of: date, proposal: str) -> Moved:
    """Put it on the agendas of its route, and go back to it."""
    found: Routed = route_actions.book_route(by=by, as_of=as_of, proposal=proposal)
    put, off = len(found.to_book), len(found.no_longer)
    notice = f"It is put on {put} more {'agenda' if put == 1 else 'agendas'}{f', and taken off {off}' if off else ''}."
    return Moved(to=reverse("govern_route", kwargs={"proposal": proposal}), notice=notice)
