"""The shell's own pages: home, what is due, a verb without pages yet, the manual, a job, sign-in, and refusals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from markupsafe import Markup

from concordat.capability import Capability, capabilities
from concordat.core.finding import Finding
from concordat.core.refusal import Refusal, as_sentence
from concordat.register.app.models import Seat
from concordat.register.app.permission import Person
from concordat.register.due import Due, due
from concordat.register.noun import Noun
from concordat.register.record import Record
from concordat.register.succession import superseded_in
from concordat.web.chapter import as_html
from concordat.web.jobs import job_of
from concordat.web.models import Job
from concordat.web.page import Crumb, Page
from concordat.web.scope import record_of
from concordat.web.waiting import Waiting, waiting

HOME = Crumb(text="Home", href="/")
DOCS = Path(__file__).resolve().parents[2] / "docs"
People = tuple[tuple[str, tuple[Seat, ...]], ...]
_ON_HOME = 8


@dataclass(frozen=True, kw_only=True)
class Stale:
    """A row that names an organisation which has closed, and what to write instead."""

    row: Noun
    finding: Finding


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """`waiting`: what waits for the reader; `capabilities`: the questions; `due`: what is next; `late` and `more`: how
    many; `superseded`: stale names."""

    template: ClassVar[str] = "web/home.jinja"

    person: Person
    waiting: tuple[Waiting, ...]
    capabilities: tuple[Capability, ...]
    due: tuple[Due, ...]
    late: int
    more: int
    superseded: tuple[Stale, ...]
    empty: bool


@dataclass(frozen=True, kw_only=True)
class DuePage(Page):
    """`due`: everything due within 18 months, and what is late; `superseded`: rows that name what has closed."""

    template: ClassVar[str] = "web/due.jinja"

    due: tuple[Due, ...]
    superseded: tuple[Stale, ...]
    as_of: date


@dataclass(frozen=True, kw_only=True)
class VerbPage(Page):
    """A verb that has no pages of its own yet: its question and theme."""

    template: ClassVar[str] = "web/verb.jinja"

    capability: Capability


@dataclass(frozen=True, kw_only=True)
class ManualPage(Page):
    """`capabilities`: every verb; `written`: the names of those with a chapter."""

    template: ClassVar[str] = "web/manual.jinja"

    capabilities: tuple[Capability, ...]
    written: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class ChapterPage(Page):
    """One verb's chapter of the manual, as HTML made from `docs/<verb>.md`, in which raw HTML is not let through."""

    template: ClassVar[str] = "web/chapter.jinja"

    text: Markup


@dataclass(frozen=True, kw_only=True)
class JobPage(Page):
    """`job`: how far it has come; `then`: the page of its result, once there is one."""

    template: ClassVar[str] = "web/job.jinja"

    job: Job
    then: str


@dataclass(frozen=True, kw_only=True)
class SignInPage(Page):
    """`people`: whom a demo lets one be, by organisation; `next`: where to go then; `wrong`: what went wrong."""

    template: ClassVar[str] = "web/sign_in.jinja"

    people: People = ()
    next: str = ""
    wrong: str = ""

    @property
    def errors(self) -> bool:
        """Whether the title says that there is an error."""
        return bool(self.wrong)


@dataclass(frozen=True, kw_only=True)
class SeatsPage(Page):
    """`seats`: for whom this user may act."""

    template: ClassVar[str] = "web/seats.jinja"

    seats: tuple[Seat, ...]


@dataclass(frozen=True, kw_only=True)
class RefusalPage(Page):
    """What could not be done: `what`, `where` and what next, `remedy`."""

    template: ClassVar[str] = "web/refusal.jinja"

    what: str
    where: str = ""
    remedy: str = ""


@dataclass(frozen=True, kw_only=True)
class PlainPage(Page):
    """A page of fixed words, in its own template."""

    template: ClassVar[str] = "web/access.jinja"


def home_page(*, by: Person, as_of: date) -> HomePage:
    """The questions, and what is due next."""
    record = record_of(by)
    found = due(record, as_of)
    coming = tuple(each for each in found if not each.late)
    return HomePage(
        title="What do you need to know?",
        person=by,
        waiting=waiting(by, as_of),
        capabilities=capabilities(),
        due=coming[:_ON_HOME],
        late=len(found) - len(coming),
        more=len(coming) - len(coming[:_ON_HOME]),
        superseded=_stale(record, as_of),
        empty=not len(record),
    )


def due_page(*, by: Person, as_of: date) -> DuePage:
    """Everything due, the late first."""
    record = record_of(by)
    return DuePage(
        title="What is due", crumbs=(HOME,), due=due(record, as_of), superseded=_stale(record, as_of), as_of=as_of
    )


def verb_page(*, verb: str) -> VerbPage:
    """The page of a verb that brings none."""
    found = next(each for each in capabilities() if each.verb == verb)
    return VerbPage(title=found.verb.capitalize(), crumbs=(HOME,), capability=found)


def manual_page() -> ManualPage:
    """Every verb and what it answers."""
    every = capabilities()
    written = frozenset(each.verb for each in every if _chapter(each.verb).is_file())
    return ManualPage(title="Manual", crumbs=(HOME,), capabilities=every, written=written)


def chapter_page(*, verb: str) -> ChapterPage | RefusalPage:
    """A verb's chapter."""
    if verb not in {each.verb for each in capabilities()} or not _chapter(verb).is_file():
        return missing_page()
    chapters = {f"{each.verb}.md": reverse("chapter", args=(each.verb,)) for each in capabilities()}
    html = as_html(_chapter(verb).read_text(encoding="utf-8"), chapters)
    crumbs = (HOME, Crumb(text="Manual", href=reverse("manual")))
    return ChapterPage(title=f"Manual: {verb}", crumbs=crumbs, text=html)


def job_page(*, by: Person, id: UUID) -> JobPage:
    """How far a job of one's own has come."""
    job = job_of(by, id)
    then = str((job.result or {}).get("page", ""))
    return JobPage(title=job.title, crumbs=(HOME,), job=job, then=then)


def sign_in_page(*, next: str = "", wrong: str = "", people: People = ()) -> SignInPage:
    """The way in."""
    title = "Choose who to be" if settings.DEMO else "Sign in"
    return SignInPage(title=title, people=people, next=next, wrong=wrong, status=422 if wrong else 200)


def seats_page(seats: tuple[Seat, ...]) -> SeatsPage:
    """For whom one acts."""
    return SeatsPage(title="For whom do you act?", seats=seats, status=200 if seats else 403)


def refusal_page(refusal: Refusal, status: int = 0) -> RefusalPage:
    """A Refusal as a page, with its class's HTTP `status` unless one is given."""
    return RefusalPage(
        title="That could not be done",
        what=as_sentence(refusal.what),
        where=refusal.where,
        remedy=as_sentence(refusal.remedy),
        status=status or getattr(refusal, "status", 422),
    )


def missing_page() -> RefusalPage:
    """Nothing is at this address, or nothing that one may see."""
    remedy = "Check the address, or start again from the home page."
    return RefusalPage(title="There is no such page", what="Nothing is at this address.", remedy=remedy, status=404)


def access_page() -> PlainPage:
    """What is known of how accessible the pages are."""
    return PlainPage(title="Accessibility", crumbs=(HOME,))


def _stale(record: Record, as_of: date) -> tuple[Stale, ...]:
    true = (each for each in record if each.valid_on(as_of))
    return tuple(Stale(row=row, finding=each) for row in true for each in superseded_in(record, row, as_of))


def _chapter(verb: str) -> Path:
    return DOCS / f"{verb}.md"
