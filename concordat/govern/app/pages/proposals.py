"""What waits to be decided: every proposal with its earliest lawful day, and the papers that are due next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from concordat.govern.app.pages.around import HOME, beside
from concordat.govern.app.routes import Desk, Routed
from concordat.register.app.permission import Person
from concordat.register.meeting import Purpose
from concordat.web.page import Page
from concordat.web.tabs import Tab

SOON = timedelta(days=30)
CLOSE = 28
"""Fewer days to spare than this are told in another colour: a monthly meeting that is missed takes them."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper to be given: the last day for it, the meeting, what it is about; `booked` once it is on the agenda."""

    due: date
    body: str
    on: date
    proposal: str
    title: str
    purpose: Purpose
    booked: bool


@dataclass(frozen=True, kw_only=True)
class ProposalsPage(Page):
    """`waiting`: what nobody has decided yet; `papers` due soon; `names` of organisations and bodies."""

    template: ClassVar[str] = "govern/proposals.jinja"

    tabs: tuple[Tab, ...]
    waiting: tuple[Routed, ...]
    papers: tuple[Paper, ...]
    names: Mapping[str, str]
    as_of: date
    until: date
    close: int


def proposals_page(*, by: Person, as_of: date) -> ProposalsPage:
    """The proposals this person may see that are not decided."""
    desk = Desk(by, as_of)
    waiting = desk.waiting()
    return ProposalsPage(
        title="What waits to be decided",
        crumbs=(HOME,),
        tabs=beside("govern"),
        waiting=waiting,
        papers=tuple(sorted(_papers(waiting, as_of + SOON), key=lambda each: (each.due, each.on, each.body))),
        names=desk.names,
        as_of=as_of,
        until=as_of + SOON,
        close=CLOSE,
    )


def _papers(waiting: Iterable[Routed], until: date) -> Iterator[Paper]:
    for each in waiting:
        to_book = set(each.to_book)
        for step in each.route.steps if each.route else ():
            if step.papers_due <= until:
                yield Paper(
                    due=step.papers_due,
                    body=step.body,
                    on=step.meeting_on,
                    proposal=each.proposal.key,
                    title=each.proposal.title,
                    purpose=step.purpose,
                    booked=step not in to_book,
                )
