"""What if: the form, what was supposed before, and how the answer differs from the plan that stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.urls import reverse
from markupsafe import Markup

from concordat.converge.app import permission, question, runs
from concordat.converge.app.models import Run
from concordat.converge.app.pages.around import Tab, crumbs, move_href, tabs
from concordat.converge.app.pages.plan import Download, papers
from concordat.converge.app.permission import Act
from concordat.core.reason import Reason
from concordat.register.app.permission import Part, Person
from concordat.web import jobs
from concordat.web.field import Field, Problem, problems_of
from concordat.web.page import Crumb, Moved, Page
from concordat.web.scope import whole_record_for_computation


@dataclass(frozen=True, kw_only=True)
class WhatIfPage(Page):
    """`fields` of the form; `may_not` why this person cannot ask; `every` whether they may suppose anybody's facts."""

    template: ClassVar[str] = "converge/what_if.jinja"

    tabs: tuple[Tab, ...]
    fields: tuple[Field, ...]
    earlier: tuple[Run, ...]
    standing: Run | None
    may_not: Reason | None
    every: bool

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return problems_of(self.fields)


@dataclass(frozen=True, kw_only=True)
class SupposedPage(Page):
    """The answer to a what-if: `difference` from the plan that stood, None where there was none."""

    template: ClassVar[str] = "converge/supposed.jinja"

    run: Run
    tabs: tuple[Tab, ...]
    summary: dict[str, Any]
    sentences: tuple[str, ...]
    difference: dict[str, Any] | None
    base: Run | None
    roadmap: Markup
    papers: tuple[Download, ...]


def what_if_page(
    *, by: Person, as_of: date, posted: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> WhatIfPage:
    """The form, and what was supposed before."""
    standing = runs.current(by, as_of)
    return WhatIfPage(
        title="What if?",
        crumbs=crumbs(),
        tabs=tabs("converge_what_if"),
        fields=question.fields(by, whole_record_for_computation(by.collaborative), as_of, posted, errors),
        earlier=runs.suppositions(by, as_of),
        standing=standing.run if standing else None,
        may_not=permission.may(by, Act.SUPPOSE, runs.audience(by, as_of)),
        every=by.part is Part.OFFICE,
        status=422 if errors else 200,
    )


def ask(*, by: Person, as_of: date, posted: Mapping[str, str]) -> Moved | WhatIfPage:
    """Ask what was posted and go and watch, or be told everything wrong with it."""
    permission.check(by, Act.SUPPOSE, runs.audience(by, as_of))
    asked = question.read(by, whole_record_for_computation(by.collaborative), as_of, posted)
    if isinstance(asked, dict):
        return what_if_page(by=by, as_of=as_of, posted=posted, errors=asked)
    job = jobs.enqueue("converge.suppose", by=by, as_of=as_of, arguments={"question": asked.as_dict()})
    return Moved(to=reverse("job", kwargs={"id": job.pk}))


def supposed_page(*, by: Person, as_of: date, run: int) -> SupposedPage:
    """What would change. Raises NoSuchPlan."""
    reading = runs.one(by, as_of, run, supposed=True)
    facts, base = reading.edition.facts, reading.run.compared_with
    return SupposedPage(
        title="What would change",
        crumbs=(*crumbs(), Crumb(text="What if", href=reverse("converge_what_if"))),
        run=reading.run,
        tabs=tabs("converge_what_if"),
        summary=facts["summary"],
        sentences=tuple(reading.run.question["sentences"]),
        difference=_linked(facts["difference"], base),
        base=base,
        roadmap=Markup(reading.edition.roadmap),
        papers=papers(reading),
    )


def _linked(difference: dict[str, Any] | None, base: Run | None) -> dict[str, Any] | None:
    if difference is None or base is None:
        return None
    changes = [each | {"href": move_href(each["system"], base.pk)} for each in difference["changes"]]
    return difference | {"changes": changes}
