"""Papers of a purchase: the comparison of frameworks for all; for its buyer what goes to lawyers and to suppliers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from concordat.core.command import as_json
from concordat.procure.app.gated import Desk, Gated, NothingBought
from concordat.procure.fit import NothingToFit
from concordat.procure.notice_draft import drafts, package
from concordat.procure.out.fit_sheet import xlsx
from concordat.procure.out.instruction_paper import instruction_paper
from concordat.procure.out.notice_paper import notice_paper
from concordat.register.app.permission import Person
from concordat.register.record import Record
from concordat.web.page import XLSX, File

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, kw_only=True)
class Download:
    """What can be taken away: its ending, what it is, its address."""

    form: str
    what: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper for the buyer alone, written from what its own people may read."""

    what: str
    form: str
    content_type: str
    written: Callable[[Record, str, date], bytes]


def _notices(record: Record, key: str, as_of: date) -> bytes:
    return notice_paper(drafts(record, key, as_of), key, as_of)


def _ocds(record: Record, key: str, as_of: date) -> bytes:
    return as_json([package(each, as_of) for each in drafts(record, key, as_of)]).encode()


OWN = {
    "instructions": Paper(what="Instructions to lawyers", form="docx", content_type=DOCX, written=instruction_paper),
    "notices": Paper(what="Drafts of the notices still to come", form="docx", content_type=DOCX, written=_notices),
    "ocds": Paper(
        what="The same drafts as open contracting data", form="json", content_type="application/json", written=_ocds
    ),
}
FIT = "fit"


def papers(desk: Desk, found: Gated) -> Iterator[Download]:
    """What its reader may take away of a purchase, beside its gates."""
    for name, paper in OWN.items() if desk.as_its_buyer(found) else ():
        yield Download(form=paper.form, what=paper.what, href=href(found, name))


def href(found: Gated, paper: str) -> str:
    """The address of a paper."""
    return reverse("procure_paper", kwargs={"bought": found.row.key, "paper": paper})


def paper_file(*, by: Person, as_of: date, purchase: str, paper: str) -> File:
    """A paper of a purchase. Raises NothingBought, the same whether it is another's or there is none."""
    desk = Desk(by, as_of)
    found = desk.purchase(purchase)
    if paper == FIT:
        return _fit(desk, found)
    record, own = desk.as_its_buyer(found), OWN.get(paper)
    if record is None or own is None or found.gates is None:
        raise NothingBought
    contents = own.written(record, found.row.key, as_of)
    return File(name=f"{paper}-{as_of:%Y-%m-%d}.{own.form}", content_type=own.content_type, contents=contents)


def _fit(desk: Desk, found: Gated) -> File:
    try:
        compared = desk.comparison(found)
    except NothingToFit as refusal:
        raise NothingBought from refusal
    contents = xlsx(compared, desk.coverage(found, compared.requirements))
    return File(name=f"fit-{desk.as_of:%Y-%m-%d}.xlsx", content_type=XLSX, contents=contents)
