"""The timeline of an agreement: what became of its versions, and what is due; from rows, history and ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils import timezone

from concordat.register.agreement import Agreement, Party
from concordat.register.app.models import LedgerLine
from concordat.register.app.permission import Person
from concordat.share.app import versions
from concordat.share.app.pages.around import called, crumbs_of
from concordat.share.app.versions import Version
from concordat.web.page import Page
from concordat.web.scope import history

_TOLD = {
    "new_version": "drafted from the version before",
    "release": "released for signing",
    "import_record": "brought in by a file",
    "add_row": "added",
}
"""What the ledger's lines that begin something are called; the days of the rest stand on the rows."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One day of an agreement: what happened, to which version, by whom; `line` of the ledger, nought for none."""

    day: date
    what: str
    version: int
    by: str = ""
    line: int = 0
    coming: bool = False


@dataclass(frozen=True, kw_only=True)
class TimelinePage(Page):
    """`past` events, the newest first, and what is `coming`, the soonest first."""

    template: ClassVar[str] = "share/timeline.jinja"

    version: Version
    past: tuple[Event, ...]
    coming: tuple[Event, ...]


def timeline_page(*, by: Person, as_of: date, key: str) -> TimelinePage:
    """Every version of the agreement that this person may see, day by day."""
    found = versions.one(by, key, as_of)
    every = versions.versions_of(by, found.agreement.agreement, as_of)
    events = [event for each in every for event in (*_days(each), *_recorded(by, each))]
    ordered = sorted(events, key=lambda each: (each.day, each.line, each.version))
    return TimelinePage(
        title=f"Timeline of {called(found.agreement)}",
        crumbs=crumbs_of(found),
        version=found,
        past=tuple(each for each in reversed(ordered) if _has_been(each, as_of)),
        coming=tuple(each for each in ordered if not _has_been(each, as_of)),
    )


def _has_been(event: Event, as_of: date) -> bool:
    """What the ledger holds has been, also where the day is taken to be an earlier one."""
    return event.line > 0 or event.day <= as_of


def _days(version: Version) -> Iterator[Event]:
    """The days that its rows tell."""
    own = version.agreement
    for day, what in (*_of_agreement(own), *_of_assessment(version), *_of_parties(version)):
        if day:
            yield Event(day=day, what=what, version=own.version)
    for each in version.bundle.signatures:
        what = f"Signed for {version.facts.name(each.organisation)} by its {each.office.value}"
        entry = version.entries[each]
        yield Event(day=each.signed_on, what=what, version=own.version, by=each.name, line=entry.line)


def _of_agreement(own: Agreement) -> Iterator[tuple[date | None, str]]:
    reason = f": {own.end_reason}" if own.end_reason else ""
    yield own.starts_on, "First day"
    yield own.review_on, "Review due"
    yield own.suspended_on, f"Suspended{reason}"
    yield own.resumed_on, "Resumed"
    yield own.terminated_on, f"Terminated{reason}"
    yield (None if own.terminated_on and own.terminated_on <= own.ends_on else own.ends_on), "Last day"


def _of_assessment(version: Version) -> Iterator[tuple[date | None, str]]:
    dpia = version.bundle.dpia
    if dpia:
        yield dpia.approved_on, f"Assessment {dpia.dpia} approved"
        yield dpia.review_on, f"Review of its assessment {dpia.dpia} due"


def _of_parties(version: Version) -> Iterator[tuple[date | None, str]]:
    for each in version.rows(Party):
        if isinstance(each, Party):
            name = version.facts.name(each.party)
            yield each.joined_on, f"{name} joined by {each.deed or 'no deed yet'}"
            yield each.left_on, f"{name} left"
            yield each.duty_done_on, f"{name} certified what became of its data"


def _recorded(by: Person, version: Version) -> Iterator[Event]:
    """What the ledger says began it: drafted, brought in, released; of what this person may see."""
    lines = {each.line: each for each in history(by, Agreement, version.key)}
    for line in LedgerLine.objects.filter(number__in=lines, action__in=_TOLD):
        entry = lines[line.number]
        private = ", for its keeper only" if entry.private else ""
        what = f"{_TOLD[line.action]}{private}"
        day = timezone.localdate(entry.recorded_at)
        yield Event(day=day, what=what, version=version.agreement.version, by=entry.recorded_by, line=line.number)
