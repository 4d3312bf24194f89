"""If one leaves: what would stop, and what would have to be done, if an organisation left all its agreements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from concordat.register.agreement import Party
from concordat.register.app.permission import Person
from concordat.register.naming import name_and_code
from concordat.register.record import Record
from concordat.share.app import records
from concordat.share.app.pages.coverage import COLOURS
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.coverage import Cover
from concordat.share.departure import Departure, departure
from concordat.web.field import Field, Problem, problems_of
from concordat.web.page import Page


@dataclass(frozen=True, kw_only=True)
class DeparturePage(Page):
    """`found`: what would follow if the organisation chosen in `leaver` left; None before one is chosen."""

    template: ClassVar[str] = "share/departure.jinja"

    tabs: tuple[Tab, ...]
    leaver: Field
    found: Departure | None
    names: Mapping[str, str]
    as_of: date
    colours: Mapping[Cover, str]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return problems_of((self.leaver,))


def departure_page(*, by: Person, as_of: date, leaver: str) -> DeparturePage:
    """What would stop, and what would have to be done, if one left all its agreements. Nothing on record changes."""
    record = records.shared(by)
    names = _parties(record, as_of)
    wrong = "Choose one of the list, which holds every party to an agreement" if leaver and leaver not in names else ""
    found = departure(record, leaver, as_of) if leaver in names else None
    options = (("", "Choose one"), *sorted(names.items(), key=lambda each: each[1]))
    return DeparturePage(
        title="If one leaves",
        crumbs=crumbs(),
        tabs=tabs("share_departure"),
        leaver=Field(
            name="leaver", label="Who would leave", widget="select", value=leaver, options=options, error=wrong
        ),
        found=found,
        names=names,
        as_of=as_of,
        colours=COLOURS,
        status=422 if wrong else 200,
    )


def _parties(record: Record, as_of: date) -> dict[str, str]:
    """Those that are party to an agreement, by code."""
    codes = dict.fromkeys(each.party for each in record.all(Party, as_of) if each.active(as_of))
    return {code: name_and_code(record, code, as_of) for code in codes}
