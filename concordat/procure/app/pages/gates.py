"""The gates before a contract: each with its last day, what is still possible once one is missed, law and notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import reverse
from markupsafe import Markup

from concordat.core.command import as_json
from concordat.procure.app.gated import Desk, Gated, NothingBought
from concordat.procure.app.pages.around import beside, crumbs
from concordat.procure.app.pages.papers import DOCX, Download, papers
from concordat.procure.gate import Gates, GateStatus
from concordat.procure.law.account import Account
from concordat.procure.law.dues import State
from concordat.procure.out.gate_calendar import ics
from concordat.procure.out.gate_interchange import as_dict
from concordat.procure.out.gate_paper import docx
from concordat.procure.out.gate_picture import svg
from concordat.procure.out.gate_sheet import xlsx
from concordat.procure.out.gate_words import FOOT, assumed, headline
from concordat.procure.possible import Possible
from concordat.register.app.permission import Person
from concordat.register.record import Record
from concordat.web.page import XLSX, File, Page
from concordat.web.tabs import Tab

_Made = Callable[[Gates, tuple[Possible, ...], Record], bytes]


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form in which gates can be taken away."""

    what: str
    content_type: str
    made: _Made


FORMS = {
    "ics": Form(
        what="The gates as a calendar with alarms",
        content_type="text/calendar; charset=utf-8",
        made=lambda found, ways, record: ics(found),
    ),
    "docx": Form(
        what="The plan as a Word document",
        content_type=DOCX,
        made=docx,
    ),
    "xlsx": Form(what="The gates as a workbook", content_type=XLSX, made=xlsx),
    "svg": Form(
        what="The picture",
        content_type="image/svg+xml",
        made=lambda found, ways, record: svg(found, record).encode(),
    ),
    "json": Form(
        what="The gates for a program",
        content_type="application/json",
        made=lambda found, ways, record: as_json(as_dict(found, ways)).encode(),
    ),
}

COLOURS = {
    GateStatus.DONE: "green",
    GateStatus.LATE: "orange",
    GateStatus.OPEN: "blue",
    GateStatus.SOON: "yellow",
    GateStatus.MISSED: "red",
}
NOTICE_COLOURS = {
    State.LATE: "red",
    State.DONE_LATE: "orange",
    State.DONE_EARLY: "orange",
}
"""Of a notice that is in time, grey."""


@dataclass(frozen=True, kw_only=True)
class GatesPage(Page):
    """`found`: the purchase or contract and its gates; `ways` that are still possible; `law`: what it says of it.

    `headline`, `assumed` and `foot` are sentences, `picture` the gates drawn; all blank where none could be reckoned.
    """

    template: ClassVar[str] = "procure/gates.jinja"

    tabs: tuple[Tab, ...]
    found: Gated
    headline: str
    assumed: str
    foot: str
    picture: Markup
    ways: tuple[Possible, ...]
    law: Account | None
    downloads: tuple[Download, ...]
    names: Mapping[str, str]
    colours: Mapping[GateStatus, str]
    notice_colours: Mapping[State, str]
    as_of: date


def gates_page(*, by: Person, as_of: date, bought: str) -> GatesPage:
    """The gates of a purchase, or of what would follow a contract. Raises NothingBought."""
    desk = Desk(by, as_of)
    found = desk.one(bought)
    gates = found.gates
    return GatesPage(
        title=f"Gates: {found.row.title}",
        crumbs=crumbs(),
        tabs=beside("procure_gates"),
        found=found,
        headline=headline(gates) if gates else "",
        assumed=assumed(gates) if gates else "",
        foot=FOOT if gates else "",
        picture=Markup(svg(gates, desk.readable) if gates else ""),
        ways=desk.still_possible(found),
        law=desk.law(found),
        downloads=(*_downloads(bought), *papers(desk, found)) if gates else (),
        names=desk.names,
        colours=COLOURS,
        notice_colours=NOTICE_COLOURS,
        as_of=as_of,
    )


def download(*, by: Person, as_of: date, bought: str, form: str) -> File:
    """Gates in one of their forms. Raises NothingBought, also for a form that there is not."""
    desk = Desk(by, as_of)
    found = desk.one(bought)
    if found.gates is None or form not in FORMS:
        raise NothingBought
    made = FORMS[form]
    contents = made.made(found.gates, desk.still_possible(found), desk.readable)
    return File(name=f"gates-{as_of:%Y-%m-%d}.{form}", content_type=made.content_type, contents=contents)


def _downloads(bought: str) -> Iterator[Download]:
    for form, made in FORMS.items():
        href = reverse("procure_gates_file", kwargs={"bought": bought, "form": form})
        yield Download(form=form, what=made.what, href=href)
