"""Bringing in an agreement: choose a file, see what it comes to and what is wrong with it, store it as a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from concordat.core.finding import Finding
from concordat.core.refusal import Refusal
from concordat.register.agreement import Agreement
from concordat.register.app import uploads
from concordat.register.app.permission import Person
from concordat.register.noun import Noun
from concordat.share.app import bring_in, permission
from concordat.share.app.bring_in import Brought
from concordat.share.app.pages.around import address
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.app.permission import Act
from concordat.share.exchange.document import LARGEST
from concordat.share.exchange.form import FORMS
from concordat.web.field import Field, Problem, problems_of
from concordat.web.page import Moved, Page


@dataclass(frozen=True, kw_only=True)
class BringInPage(Page):
    """The form: in which standard the file is, and the file; `wrong`: what is wrong with the file."""

    template: ClassVar[str] = "share/bring_in.jinja"

    tabs: tuple[Tab, ...]
    form: Field
    wrong: str
    most: int = LARGEST >> 20

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        file = (Problem(text=self.wrong, href="#file"),) if self.wrong else ()
        return (*problems_of((self.form,)), *file)


@dataclass(frozen=True, kw_only=True)
class BroughtPage(Page):
    """What a file comes to: `sheets` with how many rows each, and what is wrong or to be told."""

    template: ClassVar[str] = "share/brought.jinja"

    file: str
    standard: str
    agreement: Agreement | None
    sheets: tuple[tuple[str, int], ...]
    wrong: tuple[Finding, ...]
    told: tuple[Finding, ...]


def bring_in_page(*, by: Person, form: str = "", wrong_form: str = "", wrong: str = "") -> BringInPage:
    """The form."""
    permission.check(by, Act.DRAFT, by.organisation)
    options = tuple((name, each.title) for name, each in FORMS.items())
    return BringInPage(
        title="Bring in an agreement",
        crumbs=crumbs(),
        tabs=tabs("share"),
        form=Field(
            name="form",
            label="In which standard is it?",
            widget="radios",
            value=form,
            options=options,
            error=wrong_form,
        ),
        wrong=wrong,
        status=422 if wrong or wrong_form else 200,
    )


def put_up(*, by: Person, form: str, file: UploadedFile | None) -> Moved | BringInPage:
    """Keep the file for its sender alone and go and look at it, or be told everything wrong."""
    permission.check(by, Act.DRAFT, by.organisation)
    wrong_form = "" if form in FORMS else "Choose the standard in which the file is written"
    contents, wrong = _contents(file)
    if contents and not wrong_form:
        wrong = _unreadable(by, contents, form, file)
    if wrong or wrong_form:
        return bring_in_page(by=by, form=form, wrong_form=wrong_form, wrong=wrong)
    id = uploads.keep(by, [(_name(file), contents)])
    return Moved(to=reverse("share_brought", kwargs={"standard": form, "id": id}))


def brought_page(*, by: Person, standard: str, id: UUID, status: int = 200) -> BroughtPage:
    """What would be stored. Raises NoSuchUpload, NoSuchForm, NotJson."""
    permission.check(by, Act.DRAFT, by.organisation)
    file, found = _look(by, standard, id)
    return BroughtPage(
        title="What it would bring in" if not found.wrong else "What is wrong with it",
        crumbs=crumbs("share_bring_in", "Bring in an agreement"),
        file=file,
        standard=FORMS[standard].title,
        agreement=found.agreement,
        sheets=_sheets(found.rows),
        wrong=found.wrong,
        told=found.told,
        status=status,
    )


def store(*, by: Person, as_of: date, standard: str, id: UUID) -> Moved | BroughtPage:
    """Store it as a private draft, whole or not at all."""
    (file,) = uploads.files_of(by, id)[:1]
    try:
        key = bring_in.bring_in_agreement(
            by=by, as_of=as_of, contents=bytes(file.contents), form=standard, file=file.name
        )
    except bring_in.CannotBringIn:
        return brought_page(by=by, standard=standard, id=id, status=422)
    uploads.drop(by, id)
    return Moved(
        to=address(key), notice="It is a draft of your organisation now. Nobody else sees it, or has signed it."
    )


def _look(by: Person, standard: str, id: UUID) -> tuple[str, Brought]:
    (file,) = uploads.files_of(by, id)[:1]
    return file.name, bring_in.look(by, bytes(file.contents), standard, file=file.name)


def _contents(file: UploadedFile | None) -> tuple[bytes, str]:
    if file is None:
        return b"", "Choose a JSON file"
    if (file.size or 0) > LARGEST:
        return b"", f"The file is larger than {LARGEST >> 20} MB. An agreement needs far less."
    contents = file.read()
    return contents, "" if contents else "The file is empty. Choose another."


def _unreadable(by: Person, contents: bytes, form: str, file: UploadedFile | None) -> str:
    """Why it is not even looked at; what is wrong with an agreement in it is shown on a page of its own."""
    try:
        bring_in.look(by, contents, form, file=_name(file))
    except Refusal as refusal:
        return str(refusal)
    return ""


def _name(file: UploadedFile | None) -> str:
    return (file.name if file else "") or "agreement.json"


def _sheets(rows: tuple[Noun, ...]) -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = {}
    for each in rows:
        found[each.SHEET] = found.get(each.SHEET, 0) + 1
    return tuple(found.items())
