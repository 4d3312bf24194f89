"""One shared service: its handbook on a page, whom to call at an hour, and the papers to take away."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from concordat.core.shown import Table
from concordat.govern.app.hosted import Hosted
from concordat.govern.app.pages.around import beside, crumbs
from concordat.govern.hosting.handbook import Handbook
from concordat.govern.hosting.ladder import Call, Kind, NotAnHour, call, moment_of
from concordat.govern.hosting.month import month_of, pack
from concordat.govern.hosting.raci import Fault
from concordat.govern.out import handbook_paper, raci_sheet, review_paper
from concordat.register.app.permission import Person
from concordat.register.service import Rung
from concordat.web.field import Field, Problem, problems_of
from concordat.web.page import XLSX, File, Page
from concordat.web.tabs import Tab


@dataclass(frozen=True, kw_only=True)
class ServicePage(Page):
    """`book` is the handbook as its reader may see it, and `ladders` its rungs; `call` the answer to `fields`, None
    before anything is asked. `month` is that of today, for the review."""

    template: ClassVar[str] = "govern/service.jinja"

    tabs: tuple[Tab, ...]
    book: Handbook
    ladders: tuple[Table, ...]
    faults: tuple[Fault, ...]
    fields: tuple[Field, ...]
    call: Call | None
    month: str

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return problems_of(self.fields)


def service_page(*, by: Person, as_of: date, key: str, asked: tuple[str | None, str]) -> ServicePage:
    """The handbook of a service; `asked` are the moment and what it is about, of its form. Raises NotHere."""
    hosted = Hosted(by, as_of)
    book = hosted.one(key)
    found, wrong = _answered(hosted, key, *asked)
    return ServicePage(
        title=book.service.name,
        crumbs=crumbs("govern_services", "Services"),
        tabs=beside("govern_services"),
        book=book,
        ladders=tuple(each for each in map(book.ladder, Kind) if each.rows),
        faults=tuple(book.matrix.faults()),
        fields=_fields(as_of, asked, wrong),
        call=found,
        month=f"{as_of:%Y-%m}",
        status=422 if wrong else 200,
    )


def handbook_file(*, by: Person, as_of: date, key: str) -> File:
    """The handbook as a Word document. Raises NotHere."""
    contents = handbook_paper.docx(Hosted(by, as_of).one(key))
    return File(name=f"{_plain(key)}-handbook.docx", content_type=handbook_paper.MEDIA_TYPE, contents=contents)


def tables_file(*, by: Person, as_of: date, key: str) -> File:
    """Who does what, the duties and the ladders as a workbook. Raises NotHere."""
    contents = raci_sheet.xlsx(Hosted(by, as_of).one(key))
    return File(name=f"{_plain(key)}-handbook.xlsx", content_type=XLSX, contents=contents)


def review_file(*, by: Person, as_of: date, key: str, month: str) -> File:
    """The review of a month, of this one where none is given. Raises NotHere, NotAMonth."""
    hosted = Hosted(by, as_of)
    hosted.one(key)
    period = month_of(month or f"{as_of:%Y-%m}")
    contents = review_paper.docx(pack(hosted.record, key, period, as_of), as_of)
    name = f"{_plain(key)}-review-{period.start:%Y-%m}.docx"
    return File(name=name, content_type=handbook_paper.MEDIA_TYPE, contents=contents)


def _answered(hosted: Hosted, key: str, when: str | None, about: str) -> tuple[Call | None, str]:
    """Whom to call, and what is wrong with the question."""
    if when is None:
        return None, ""
    try:
        moment = moment_of(when)
    except NotAnHour as problem:
        return None, str(problem)
    rungs = [each for each in hosted.record.all(Rung, moment.date()) if each.service == key]
    return call(rungs, _kind(about), moment), ""


def _kind(about: str) -> Kind:
    return Kind(about) if about in set(Kind) else Kind.INCIDENT


def _fields(as_of: date, asked: tuple[str | None, str], wrong: str) -> tuple[Field, ...]:
    when, about = asked
    options = tuple((each.value, each.one.capitalize()) for each in Kind)
    return (
        Field(name="about", label="About", widget="select", value=_kind(about).value, options=options),
        Field(name="when", label="When, in London", hint="Such as 2027-01-09 03:00.", width="20", error=wrong,
              value=f"{as_of.isoformat()} 03:00" if when is None else when),
    )  # fmt: skip


def _plain(key: str) -> str:
    """A key as it may stand in the name of a file."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", key).strip("-")[:60] or "service"
