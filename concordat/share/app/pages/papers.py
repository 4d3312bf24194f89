"""The papers of an agreement: what is written from it, by our template or one's own; and the records of processing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from concordat.core.refusal import Refusal
from concordat.register.agreement import Party
from concordat.register.app.permission import Person
from concordat.register.organisation import Organisation
from concordat.register.record import Record
from concordat.share.app import records, versions
from concordat.share.app.pages.around import address, called, crumbs_of
from concordat.share.app.versions import Version
from concordat.share.exchange.form import FORMS, export_agreement
from concordat.share.exchange.lost import lost
from concordat.share.out.form import About, Form, forms, made, own
from concordat.share.out.template import LONGEST, Source
from concordat.web.field import Option, Problem
from concordat.web.page import File, Page

_BYTES = 4 * LONGEST
"""No template of so many characters is longer than this in UTF-8."""

_LONGEST_NAME = 80
JSON = "application/json"


class NoSuchPaper(Refusal):
    """A paper that is not written here."""

    status = 404


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One file: what it is, how its name ends and its address; `template` where one's own may be used."""

    name: str
    what: str
    ending: str
    href: str
    template: str = ""


@dataclass(frozen=True, kw_only=True)
class Left:
    """What the members of a standard cannot say by themselves: the columns of each sheet."""

    standard: str
    sheets: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class PapersPage(Page):
    """`papers` of the agreement, `standards` it is exported in and what is `left` out by each, `records` of its
    parties; `wrong` with a template."""

    template: ClassVar[str] = "share/papers.jinja"

    version: Version
    papers: tuple[Paper, ...]
    standards: tuple[Paper, ...]
    left: tuple[Left, ...]
    records: tuple[Paper, ...]
    choices: tuple[Option, ...]
    chosen: str = ""
    wrong: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return (Problem(text=self.wrong, href="#template"),) if self.wrong else ()


def papers_page(*, by: Person, as_of: date, key: str, chosen: str = "", wrong: str = "") -> PapersPage:
    """Everything that can be taken away about one version. Raises NoSuchAgreement."""
    found = versions.one(by, key, as_of)
    papers = tuple(
        Paper(name=each.name, what=each.what, ending=each.ending, href=_href(key, each.name), template=each.template)
        for each in forms()
        if each.about is About.AGREEMENT
    )
    return PapersPage(
        title=f"Papers of {called(found.agreement)}",
        crumbs=crumbs_of(found),
        version=found,
        papers=papers,
        standards=tuple(
            Paper(name=name, what=f"{form.title}, as JSON", ending="json", href=_href(key, name))
            for name, form in FORMS.items()
        ),
        left=tuple(_left(records.readable(by, found), key, as_of, name) for name in FORMS),
        records=tuple(_records(found)),
        choices=tuple((each.name, each.what) for each in papers if each.template),
        chosen=chosen,
        wrong=wrong,
        status=422 if wrong else 200,
    )


def paper(*, by: Person, as_of: date, key: str, name: str, template: Source | None = None) -> File:
    """One file about a version, as this person may see it. Raises NoSuchAgreement, NoSuchPaper, BadTemplate."""
    found = versions.one(by, key, as_of)
    record = records.readable(by, found)
    start = key.replace(" / ", "-").replace("/", "-")
    if name in FORMS:
        contents = export_agreement(record, key, as_of, name)
        return File(name=_plain(f"{start}-{name}.json"), content_type=JSON, contents=contents)
    form = _form(name, About.AGREEMENT)
    contents = made(name, record, key, as_of, template)
    return File(name=_plain(f"{start}-{name}.{form.ending}"), content_type=form.media_type, contents=contents)


def with_template(
    *, by: Person, as_of: date, key: str, posted: Mapping[str, str], file: UploadedFile | None
) -> File | PapersPage:
    """A paper by one's own template, which is used once and not kept; or everything that is wrong with it."""
    name = posted.get("paper", "")
    try:
        if name not in {each.name for each in forms() if each.template}:
            raise NoSuchPaper("No paper is chosen that is written by a template", remedy="Choose one of the list")
        return paper(by=by, as_of=as_of, key=key, name=name, template=_source(file))
    except versions.NoSuchAgreement:
        raise
    except Refusal as refusal:
        return papers_page(by=by, as_of=as_of, key=key, chosen=name, wrong=str(refusal))


def our_template(*, name: str) -> File:
    """The template that comes with Concordat, as a start for one's own. Raises NoSuchPaper."""
    form = _form(name, About.AGREEMENT)
    if not form.template:
        raise NoSuchPaper(f"The {form.what} is not written by a template", remedy="Choose one that is")
    contents = own(form.template).text.encode()
    return File(name=form.template, content_type="text/plain; charset=utf-8", contents=contents)


def processing(*, by: Person, as_of: date, organisation: str) -> File:
    """An organisation's record of processing under the agreements all may read. Raises NoOrganisation."""
    form = _form("ropa", About.ORGANISATION)
    contents = made(form.name, records.readable(by), organisation, as_of)
    return File(name=_plain(f"{organisation}-ropa.{form.ending}"), content_type=form.media_type, contents=contents)


def _left(record: Record, key: str, as_of: date, standard: str) -> Left:
    found: dict[str, dict[str, None]] = {}
    for each in lost(record, key, as_of, standard):
        found.setdefault(each.sheet, {})[each.column] = None
    sheets = tuple((sheet, tuple(filter(None, columns))) for sheet, columns in found.items())
    return Left(standard=FORMS[standard].title, sheets=sheets)


def _records(version: Version) -> list[Paper]:
    names = {each.code: each.name for each in version.facts.record.all(Organisation)}
    codes = dict.fromkeys(each.party for each in version.rows(Party) if isinstance(each, Party))
    return [
        Paper(
            name=code,
            what=f"{names.get(code, code)} ({code})",
            ending="xlsx",
            href=reverse("share_ropa", kwargs={"organisation": code}),
        )
        for code in codes
        if not version.private
    ]


def _source(file: UploadedFile | None) -> Source:
    """The template that was sent, within bounds. Raises NoSuchPaper for none, or one that is no text."""
    if file is None:
        raise NoSuchPaper("No template was chosen", remedy="Choose a file that holds one")
    if (file.size or 0) > _BYTES:
        raise NoSuchPaper(f"A template has at most {LONGEST:,} characters", remedy="Make it shorter")
    try:
        return Source(name=_plain(file.name or "template"), text=file.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NoSuchPaper("The template is not text in UTF-8", remedy="Save it as UTF-8") from None


def _form(name: str, about: About) -> Form:
    found = next((each for each in forms() if each.name == name and each.about is about), None)
    if found is None:
        raise NoSuchPaper("There is no such paper", remedy="Choose one from the list")
    return found


def _href(key: str, name: str) -> str:
    return address(key, "share_paper", paper=name)


def _plain(name: str) -> str:
    """A file's name of letters that no header and no shell minds."""
    return "".join(each if each.isascii() and (each.isalnum() or each in "._-") else "_" for each in name)[
        -_LONGEST_NAME:
    ]
