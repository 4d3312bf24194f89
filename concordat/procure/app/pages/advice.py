"""The log of legal advice: of one's own what was asked and answered, of others only that advice was taken, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from concordat.procure.app.pages.around import beside, crumbs
from concordat.register.app.permission import Person
from concordat.register.naming import names_in
from concordat.register.procurement import LegalAdvice, Procurement
from concordat.web.page import Page
from concordat.web.scope import hidden, record_of
from concordat.web.tabs import Tab


@dataclass(frozen=True, kw_only=True)
class Advised:
    """One matter put to lawyers. Of another's, `question` and `answer` are blank and `own` is False."""

    advice: LegalAdvice
    purchase: str
    question: str
    answer: str
    own: bool


@dataclass(frozen=True, kw_only=True)
class AdvicePage(Page):
    """`log`: the newest first; `names` of organisations; `unasked`: purchases on which nobody has asked lawyers."""

    template: ClassVar[str] = "procure/advice.jinja"
    sheet: ClassVar[type[LegalAdvice]] = LegalAdvice

    tabs: tuple[Tab, ...]
    log: tuple[Advised, ...]
    unasked: tuple[Procurement, ...]
    names: Mapping[str, str]


def advice_page(*, by: Person, as_of: date) -> AdvicePage:
    """The advice that this person's collaborative took, each to be read by whose it is."""
    record = record_of(by)
    titles = {each.key: each.title for each in record.all(Procurement)}
    rows = sorted(record.all(LegalAdvice, as_of), key=lambda each: (each.instructed_on, each.key), reverse=True)
    asked = {each.procurement for each in rows}
    return AdvicePage(
        title="What lawyers were asked",
        crumbs=crumbs(),
        tabs=beside("procure_advice"),
        log=tuple(_advised(each, titles, by) for each in rows),
        unasked=tuple(each for each in record.all(Procurement, as_of) if each.key not in asked),
        names=names_in(record, as_of),
    )


def _advised(row: LegalAdvice, titles: Mapping[str, str], by: Person) -> Advised:
    """Scope has blanked what is confidential; that it is, is told besides, so that a blank is not taken for none."""
    return Advised(
        advice=row,
        purchase=titles.get(row.procurement, row.procurement),
        question=row.question,
        answer=row.answer,
        own=not hidden(row, by),
    )
