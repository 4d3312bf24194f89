"""The route of a proposal: who decides it and when, what stands in the way, what would bring the day forward."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import reverse
from markupsafe import Markup

from concordat.core.reason import Reason
from concordat.govern.app import route_actions
from concordat.govern.app.pages.around import beside, crumbs
from concordat.govern.app.routes import Desk, NoSuchProposal, Routed
from concordat.govern.out.route_calendar import route_calendar
from concordat.govern.out.route_json import route_json
from concordat.govern.out.route_paper import route_paper
from concordat.govern.out.swim_lanes import swim_lanes
from concordat.govern.reroute import Changed
from concordat.govern.routing import Routing
from concordat.register.app.permission import Person
from concordat.register.deciding.route import Step
from concordat.web.page import File, Moved, Page
from concordat.web.tabs import Tab


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form in which a route can be taken away; it is made with or without what the proposal is worth."""

    what: str
    content_type: str
    made: Callable[[Routing, bool], bytes]


FORMS = {
    "ics": Form(
        what="The meetings and the last days for papers, as a calendar with alarms",
        content_type="text/calendar; charset=utf-8",
        made=lambda found, figures: route_calendar(found.route, found.names),
    ),
    "docx": Form(
        what="The paper for every body, with a cover sheet for each organisation",
        content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        made=lambda found, figures: route_paper(found, figures=figures),
    ),
    "svg": Form(
        what="The picture",
        content_type="image/svg+xml",
        made=lambda found, figures: swim_lanes(found.route, found.names).encode(),
    ),
    "json": Form(
        what="The route for a program",
        content_type="application/json",
        made=lambda found, figures: route_json(found).encode(),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Download:
    """What can be taken away: its ending, what it is, its address."""

    form: str
    what: str
    href: str


@dataclass(frozen=True, kw_only=True)
class RoutePage(Page):
    """`routed`: the proposal and its route; `critical`: steps no other delays; `to_book`: those on no agenda yet.

    `changes`: why it is not the route on agendas any more; `more`: what is missing, would be sooner, or is another way,
    None where it cannot be routed; `may_not_book`: why its reader cannot put it on agendas now.
    """

    template: ClassVar[str] = "govern/route.jinja"

    tabs: tuple[Tab, ...]
    routed: Routed
    critical: frozenset[Step]
    to_book: frozenset[Step]
    picture: Markup
    changes: tuple[Changed, ...]
    more: Routing | None
    downloads: tuple[Download, ...]
    names: Mapping[str, str]
    may_not_book: Reason | None
    as_of: date


def route_page(*, by: Person, as_of: date, proposal: str) -> RoutePage:
    """The route of a proposal that this person may see. Raises NoSuchProposal."""
    desk = Desk(by, as_of)
    found = desk.one(proposal)
    more = desk.routing(found)
    return RoutePage(
        title=f"Route of: {found.proposal.title}",
        crumbs=crumbs(),
        tabs=beside("govern_route"),
        routed=found,
        critical=frozenset(found.route.critical_path if found.route else ()),
        to_book=frozenset(found.to_book),
        picture=Markup(swim_lanes(more.route, more.names) if more and more.route.steps else ""),
        changes=desk.changes(found),
        more=more,
        downloads=tuple(_downloads(proposal)) if more else (),
        names=desk.names,
        may_not_book=route_actions.may_not_book(by, found),
        as_of=as_of,
    )


def download(*, by: Person, as_of: date, proposal: str, form: str) -> File:
    """The route in one of its forms. Raises NoSuchProposal, also for a form that there is not."""
    desk = Desk(by, as_of)
    found = desk.one(proposal)
    more = desk.routing(found)
    if more is None or form not in FORMS:
        raise NoSuchProposal
    made = FORMS[form]
    contents = made.made(more, found.figures)
    return File(name=f"route-{as_of:%Y-%m-%d}.{form}", content_type=made.content_type, contents=contents)


def book(*, by: Person, as_of: date, proposal: str) -> Moved:
    """Put it on the agendas of its route, and go back to it."""
    found: Routed = route_actions.book_route(by=by, as_of=as_of, proposal=proposal)
    put, off = len(found.to_book), len(found.no_longer)
    notice = f"It is put on {put} more {'agenda' if put == 1 else 'agendas'}{f', and taken off {off}' if off else ''}."
    return Moved(to=reverse("govern_route", kwargs={"proposal": proposal}), notice=notice)


def _downloads(proposal: str) -> Iterator[Download]:
    for form, made in FORMS.items():
        href = reverse("govern_route_file", kwargs={"proposal": proposal, "form": form})
        yield Download(form=form, what=made.what, href=href)
