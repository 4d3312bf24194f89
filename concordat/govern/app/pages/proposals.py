"""What waits to be decided: every proposal that is put forward, the one that must be decided first at the top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from concordat.govern.app.pages.around import HOME, beside
from concordat.register.app.permission import Person
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.web.page import Page
from concordat.web.scope import record_of
from concordat.web.tabs import Tab


@dataclass(frozen=True, kw_only=True)
class ProposalsPage(Page):
    """`waiting`: proposals nobody has decided yet."""

    template: ClassVar[str] = "govern/proposals.jinja"

    tabs: tuple[Tab, ...]
    waiting: tuple[Proposal, ...]
    as_of: date


def proposals_page(*, by: Person, as_of: date) -> ProposalsPage:
    """The proposals this person may see that are put forward and not decided."""
    waiting = (each for each in record_of(by).all(Proposal, as_of) if each.status is ProposalStatus.RELEASED)
    ordered = sorted(waiting, key=lambda each: (each.decide_by or date.max, each.title))
    return ProposalsPage(
        title="What waits to be decided", crumbs=(HOME,), tabs=beside("govern"), waiting=tuple(ordered), as_of=as_of
    )
