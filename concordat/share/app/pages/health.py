"""The health of agreements: where each stands, what it lacks and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from concordat.core.finding import Finding
from concordat.register.app.permission import Person
from concordat.share.app import records
from concordat.share.app.pages.around import COLOURS as STAGES
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.health import Standing, duties, standings
from concordat.share.stage import Stage
from concordat.web.page import Page


@dataclass(frozen=True, kw_only=True)
class HealthPage(Page):
    """`standings` of every version, those that matter now first; `wrong` those with something to mend; `duties`."""

    template: ClassVar[str] = "share/health.jinja"

    tabs: tuple[Tab, ...]
    standings: tuple[Standing, ...]
    wrong: tuple[Standing, ...]
    duties: tuple[Finding, ...]
    as_of: date
    colours: Mapping[Stage, str]


def health_page(*, by: Person, as_of: date) -> HealthPage:
    """Every agreement this person may see, drafts of their own organisation included."""
    record = records.with_drafts(by)
    order = list(Stage)
    stand = standings(record, as_of, private=records.drafted(by))
    found = sorted(stand, key=lambda each: (order.index(each.stage), each.key))
    return HealthPage(
        title="The health of agreements",
        crumbs=crumbs(),
        tabs=tabs("share_health"),
        standings=tuple(found),
        wrong=tuple(each for each in found if each.failing and not each.stage.past),
        duties=tuple(duties(record, as_of)),
        as_of=as_of,
        colours=STAGES,
    )
