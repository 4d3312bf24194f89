"""The calendar of meetings, month by month: who meets when, the last day for papers, and what is on the agenda."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import ClassVar
from urllib.parse import urlencode

from django.urls import reverse

from concordat.core import ics
from concordat.core.ics import Event
from concordat.core.period import long_date
from concordat.govern.app.pages.around import GOVERN, HOME, beside
from concordat.register.app.permission import Person
from concordat.register.authority import Body
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import AgendaItem, Meeting, MeetingStatus
from concordat.register.naming import names_in
from concordat.register.proposal import Proposal
from concordat.web.field import Field
from concordat.web.page import File, Page
from concordat.web.scope import record_of
from concordat.web.tabs import Tab

ICS = "text/calendar; charset=utf-8"
SHOWN = 3
"""Months on one page."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Whose meetings: of an organisation, which those of bodies that act for it are among, or of one body; else all.

    `month` is the first that a page shows, as "2026-12"; blank for the first there is.
    """

    organisation: str = ""
    body: str = ""
    past: bool = False
    month: str = ""

    @staticmethod
    def of(given: Mapping[str, str]) -> Filter:
        """The filter of an address."""
        whose = {name: given.get(name, "").strip() for name in ("organisation", "body", "month")}
        return Filter(**whose, past=given.get("past") == "yes")

    def lets(self, body: Body) -> bool:
        """Whether a body's meetings are shown."""
        acts_for = (body.organisation, *body.members)
        return self.body in ("", body.key) and self.organisation in ("", *acts_for)

    @property
    def narrows(self) -> bool:
        """Whether it lets through less than all."""
        return bool(self.organisation or self.body)

    @property
    def query(self) -> str:
        """As the end of an address, the month apart; blank for all."""
        return _query(self._given())

    @property
    def page_query(self) -> str:
        """As the end of a page's address, the month included."""
        return _query({**self._given(), "month": self.month})

    def _given(self) -> dict[str, str]:
        return {"organisation": self.organisation, "body": self.body, "past": "yes" if self.past else ""}


def _query(given: Mapping[str, str]) -> str:
    found = urlencode({name: value for name, value in given.items() if value})
    return f"?{found}" if found else ""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A meeting: its body, the last day for its papers, and the proposals on its agenda."""

    meeting: Meeting
    body: Body
    papers_due: date
    items: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Whether it is to be held, or was."""
        return self.meeting.status is not MeetingStatus.CANCELLED


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month and its meetings, in order of days."""

    first: date
    meetings: tuple[Held, ...]

    @property
    def name(self) -> str:
        """ "December 2026"."""
        return long_date(self.first).partition(" ")[2]


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A month that there are meetings in; `here` where the page shows it."""

    name: str
    href: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class MeetingsPage(Page):
    """Some `months` of the meetings that the `filters` let through, and a leaf for every one; `names` by code.

    `export_href` is of all months.
    """

    template: ClassVar[str] = "govern/meetings.jinja"

    tabs: tuple[Tab, ...]
    filters: tuple[Field, ...]
    filter: Filter
    months: tuple[Month, ...]
    leaves: tuple[Leaf, ...]
    names: Mapping[str, str]
    export_href: str
    as_of: date


def meetings_page(*, by: Person, as_of: date, filter: Filter) -> MeetingsPage:
    """The meetings to come, or with `past` those held as well."""
    calendar = Calendar(by, as_of)
    by_month = groupby(calendar.meetings(filter), key=lambda each: each.meeting.on.replace(day=1))
    months = [Month(first=first, meetings=tuple(held)) for first, held in by_month]
    shown = [each for each in months if f"{each.first:%Y-%m}" >= filter.month][:SHOWN] or months[-SHOWN:]
    return MeetingsPage(
        title="Meetings",
        crumbs=(HOME, GOVERN),
        tabs=beside("govern_meetings"),
        filters=calendar.filters(filter),
        filter=filter,
        months=tuple(shown),
        leaves=tuple(_leaf(each, filter, shown) for each in months) if len(months) > len(shown) else (),
        names=calendar.names,
        export_href=f"{reverse('govern_meetings_file')}{filter.query}",
        as_of=as_of,
    )


def _leaf(month: Month, filter: Filter, shown: Sequence[Month]) -> Leaf:
    href = f"{reverse('govern_meetings')}{replace(filter, month=f'{month.first:%Y-%m}').page_query}"
    return Leaf(name=month.name, href=href, here=month in shown)


def calendar_file(*, by: Person, as_of: date, filter: Filter) -> File:
    """The same meetings, and the last days for their papers, as an .ics calendar."""
    calendar = Calendar(by, as_of)
    whose = filter.body or filter.organisation or by.collaborative
    events = (event for each in calendar.meetings(filter) if each.stands for event in _events(each))
    contents = ics.calendar(
        name=f"Meetings: {calendar.names.get(whose, whose)}",
        description="Meetings, and the last days for their papers",
        prodid="-//Concordat//govern meetings//EN",
        as_of=as_of,
        events=events,
    )
    return File(name="meetings.ics", content_type=ICS, contents=contents)


class Calendar:
    """The meetings on the record as one person sees it."""

    def __init__(self, by: Person, as_of: date) -> None:
        self.as_of = as_of
        self.record = record_of(by)
        self.standing = Standing(self.record)
        self.names = names_in(self.record, as_of) | {key: each.called for key, each in self.standing.bodies.items()}
        self._agendas: dict[tuple[str, date], list[str]] = defaultdict(list)
        titles = {each.key: each.title for each in self.record.all(Proposal)}
        for item in self.record.all(AgendaItem, as_of):
            self._agendas[item.body, item.on].append(titles.get(item.proposal, item.proposal))

    def meetings(self, filter: Filter) -> Iterator[Held]:
        """Those that a filter lets through, in order of days."""
        for each in sorted(self.record.all(Meeting, self.as_of), key=lambda each: (each.on, each.body)):
            body = self.standing.bodies.get(each.body)
            if body and filter.lets(body) and (filter.past or each.on >= self.as_of):
                items = tuple(self._agendas.get((each.body, each.on), ()))
                yield Held(meeting=each, body=body, papers_due=self.standing.sitting(each).papers_due, items=items)

    def filters(self, filter: Filter) -> tuple[Field, ...]:
        """What the calendar can be narrowed to: bodies that meet, and those they act for."""
        bodies = [each for key, each in self.standing.bodies.items() if self.standing.sittings(key)]
        codes = {code for each in bodies for code in (each.organisation, *each.members) if code}
        options = {
            "organisation": ("Organisation", sorted(codes)),
            "body": ("Body", sorted(each.key for each in bodies)),
        }
        return tuple(
            Field(
                name=name,
                label=label,
                widget="select",
                value=getattr(filter, name),
                options=(("", "All"), *((key, self.names.get(key, key)) for key in keys)),
            )
            for name, (label, keys) in options.items()
        )


def _events(held: Held) -> Iterator[Event]:
    on, name = held.meeting.on, held.body.called
    key = f"concordat:govern:meeting:{held.meeting.key}"
    agenda = "\n".join(held.items)
    yield Event(uid=ics.steady_uid(key), day=on, summary=f"{name} meets", description=agenda, category="Meeting")
    yield Event(
        uid=ics.steady_uid(f"{key}:papers"),
        day=held.papers_due,
        summary=f"Last day for papers to {name}",
        description=f"It meets on {long_date(on)}\n{agenda}".strip(),
        category="Papers",
        alarms=(7,),
    )
