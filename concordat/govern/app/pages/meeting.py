"""One meeting: its agenda and papers, what is voted on, what was decided, and its minutes to take away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import reverse

from concordat.core.period import long_date
from concordat.core.refusal import Refusal
from concordat.govern.app.ballots import ballots
from concordat.govern.app.models import Ballot
from concordat.govern.app.pages.around import beside, crumbs
from concordat.govern.app.permission import may_record, may_run
from concordat.govern.app.recording import not_the_chair
from concordat.govern.ballot import electorate
from concordat.govern.mandate import body_of
from concordat.govern.out.minutes import Item, items, minutes
from concordat.govern.out.minutes_paper import FORMS
from concordat.register.app.permission import Person
from concordat.register.authority import Body, TermsOfReference
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import Meeting, MeetingStatus
from concordat.register.naming import names_in
from concordat.web.page import Crumb, File, Page
from concordat.web.scope import record_of
from concordat.web.tabs import Tab

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class NoSuchMeeting(Refusal):
    """A meeting that is not on the record."""

    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such meeting", remedy="Start from the calendar of meetings")


@dataclass(frozen=True, kw_only=True)
class Line:
    """An item, its latest ballot, and what this reader may do with it: addresses, blank where they may not."""

    item: Item
    ballot: Ballot | None
    put_href: str
    record_href: str
    chair_href: str


@dataclass(frozen=True, kw_only=True)
class MeetingPage(Page):
    """`lines` of the agenda; `held` where the record shows that it was.

    `agenda_href` where the reader may put more on it; `downloads` of its minutes.
    """

    template: ClassVar[str] = "govern/meeting.jinja"

    tabs: tuple[Tab, ...]
    meeting: Meeting
    body: Body
    terms: TermsOfReference | None
    papers_due: date
    lines: tuple[Line, ...]
    held: bool
    agenda_href: str
    downloads: tuple[tuple[str, str], ...]
    names: Mapping[str, str]
    as_of: date


def meeting_page(*, by: Person, as_of: date, body: str, on: date) -> MeetingPage:
    """A meeting of a body on a day. Raises NoSuchBody, NoSuchMeeting."""
    standing = Standing(record_of(by))
    whose, meeting = _found(standing, body, on)
    at = {"body": body, "on": on}
    lines = tuple(_lines(by, as_of, standing, whose, meeting))
    return MeetingPage(
        title=f"{whose.called}, {long_date(on)}",
        crumbs=crumbs("govern_meetings", "Meetings"),
        tabs=beside("govern_meetings"),
        meeting=meeting,
        body=whose,
        terms=standing.terms(body, on),
        papers_due=standing.sitting(meeting).papers_due,
        lines=lines,
        held=meeting.status is MeetingStatus.HELD or any(each.item.decision for each in lines),
        agenda_href=reverse("govern_agenda", kwargs=at) if _takes_more(by, as_of, standing, whose, meeting) else "",
        downloads=tuple((form, reverse("govern_minutes", kwargs={**at, "form": form})) for form in FORMS),
        names=names_in(standing.record, as_of),
        as_of=as_of,
    )


def minutes_file(*, by: Person, as_of: date, body: str, on: date, form: str) -> File:
    """The minutes of a meeting, of what this reader may see. Raises NoSuchBody, NoSuchMeeting."""
    standing = Standing(record_of(by))
    whose, _ = _found(standing, body, on)
    if form not in FORMS:
        raise NoSuchMeeting
    contents = FORMS[form](minutes(standing.record, whose, on, names_in(standing.record, as_of), as_of))
    return File(name=f"minutes-{on.isoformat()}.{form}", content_type=TYPES[form], contents=contents)


def crumbs_of(body: Body, on: date) -> tuple[Crumb, ...]:
    """The way to a page beneath a meeting's."""
    href = reverse("govern_meeting", kwargs={"body": body.key, "on": on})
    return (*crumbs("govern_meetings", "Meetings"), Crumb(text=f"{body.called}, {long_date(on)}", href=href))


def _found(standing: Standing, body: str, on: date) -> tuple[Body, Meeting]:
    whose = body_of(standing, body, on)
    held = (each for each in standing.record.all(Meeting) if (each.body, each.on) == (body, on))
    meeting = next(held, None)
    if meeting is None:
        raise NoSuchMeeting
    return whose, meeting


def _lines(by: Person, as_of: date, standing: Standing, body: Body, meeting: Meeting) -> Iterator[Line]:
    stands = meeting.status is not MeetingStatus.CANCELLED
    runs = stands and meeting.on >= as_of and may_run(by, body, as_of) is None
    records = stands and meeting.on <= as_of and may_record(by, body, as_of) is None
    voters = electorate(standing.record, body, as_of)
    chairs = stands and meeting.on >= as_of and not_the_chair(by, body, voters, as_of) is None
    kept = {each.proposal: each for each in ballots(by).filter(body=body.key, meeting_on=meeting.on).order_by("pk")}
    for item in items(standing.record, body.key, meeting.on):
        ballot = kept.get(item.proposal)
        free = item.decision is None and (ballot is None or ballot.state != Ballot.State.OPEN)
        at = {"body": body.key, "on": meeting.on, "proposal": item.proposal}
        yield Line(
            item=item,
            ballot=ballot,
            put_href=reverse("govern_put", kwargs=at) if free and runs and item.asked else "",
            record_href=reverse("govern_record", kwargs=at) if free and records else "",
            chair_href=reverse("govern_chair", kwargs={"body": body.key, "proposal": item.proposal})
            if free and chairs
            else "",
        )


def _takes_more(by: Person, as_of: date, standing: Standing, body: Body, meeting: Meeting) -> bool:
    stands = meeting.status is not MeetingStatus.CANCELLED and as_of <= standing.sitting(meeting).papers_due
    return stands and may_run(by, body, as_of) is None
