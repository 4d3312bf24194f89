"""What waits to be decided: every proposal with its earliest lawful day, and the papers that are due next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
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
    """A paper for a meeting: what it is about, what is asked of the body, and whether it is on the agenda already."""

    title: str
    purpose: Purpose
    booked: bool


@dataclass(frozen=True, kw_only=True)
class Due:
    """A meeting to which papers are due, and until when."""

    due: date
    body: str
    on: date
    papers: tuple[Paper, ...]


@dataclass(frozen=True, kw_only=True)
class ProposalsPage(Page):
    """`waiting`: what nobody has decided yet; `due`: meetings to which papers are due soon; `names` of bodies."""

    template: ClassVar[str] = "govern/proposals.jinja"

    tabs: tuple[Tab, ...]
    waiting: tuple[Routed, ...]
    due: tuple[Due, ...]
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
        due=_due(waiting, as_of + SOON),
        names=desk.names,
        as_of=as_of,
        until=as_of + SOON,
        close=CLOSE,
    )


def _due(waiting: Iterable[Routed], until: date) -> tuple[Due, ...]:
    """Meetings whose papers are due by a day, in order of that day."""
    found: dict[tuple[date, date, str], list[Paper]] = defaultdict(list)
    for each in waiting:
        to_book = set(each.to_book)
        for step in each.route.steps if each.route else ():
            if step.papers_due <= until and not step.done:
                paper = Paper(title=each.proposal.title, purpose=step.purpose, booked=step not in to_book)
                found[step.papers_due, step.meeting_on, step.body].append(paper)
    return tuple(Due(due=due, on=on, body=body, papers=tuple(found[due, on, body])) for due, on, body in sorted(found))
