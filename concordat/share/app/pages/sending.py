"""Sending an extract: which system and period, and the file; landed as it is, then mapped while one watches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from concordat.data.extract import Batch, CannotLand, is_period
from concordat.data.work import workplace
from concordat.register.app.permission import Person
from concordat.share.app import feeds, mappings
from concordat.share.app.feeds import Act, Kept
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.app.workspace import home_of
from concordat.share.mapping.versions import is_name
from concordat.share.standardise.workspace import feeds_of
from concordat.web import jobs
from concordat.web.field import Field, Option, Problem, problems_of
from concordat.web.page import Moved, Page

_ASKS = ("system", "period", "table")


@dataclass(frozen=True, kw_only=True)
class SendPage(Page):
    """The form: `fields` about the file, and the file; `wrong`: what is wrong with the file."""

    template: ClassVar[str] = "share/send.jinja"

    tabs: tuple[Tab, ...]
    fields: tuple[Field, ...]
    name: str
    wrong: str
    most: int = mappings.MOST_BYTES >> 20

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        file = (Problem(text=self.wrong, href="#file"),) if self.wrong else ()
        return (*problems_of(self.fields), *file)


def send_page(
    *, by: Person, as_of: date, given: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> SendPage:
    """The form, for somebody who may send. Raises NotPermitted."""
    feeds.check(by, Act.SEND, by.organisation)
    kept, errors = feeds.kept(by, as_of), errors or {}
    return SendPage(
        title="Send an extract",
        crumbs=crumbs("share_feeds", "Feeds"),
        tabs=tabs("share_feeds"),
        fields=_fields(by, kept, as_of, given, errors),
        name=kept.names.get(by.organisation, by.organisation),
        wrong=errors.get("file", ""),
        status=422 if errors else 200,
    )


def send(*, by: Person, as_of: date, posted: Mapping[str, str], file: UploadedFile | None) -> Moved | SendPage:
    """Land the file and have it mapped, or say that it was known; or everything wrong."""
    feeds.check(by, Act.SEND, by.organisation)
    kept = feeds.kept(by, as_of)
    asked = {name: posted.get(name, "").strip() for name in _ASKS}
    errors = _errors(by, kept, asked, file)
    if errors or file is None:
        return send_page(by=by, as_of=as_of, given=posted, errors=errors)
    try:
        batch = _landed(by, as_of, asked, file)
    except CannotLand as refusal:
        return send_page(by=by, as_of=as_of, given=posted, errors={"file": str(refusal)})
    if batch.known and any(each.batch == batch.id for each in kept.found):
        when = f"{batch.received_at:%-d %B %Y}"
        notice = f"This very file was received on {when}, as batch {batch.id}. It was not kept twice."
        return Moved(to=_page_of(batch, kept), notice=notice)
    job = jobs.enqueue("share.map", by=by, as_of=as_of, arguments={"batches": [batch.id]})
    return Moved(to=reverse("job", kwargs={"id": job.pk}), notice=f"Received and kept unchanged, as batch {batch.id}.")


def _landed(by: Person, as_of: date, asked: Mapping[str, str], file: UploadedFile) -> Batch:
    """Put what was sent into a file of its own beside the workspace, and land that."""
    home = home_of(by)
    home.mkdir(parents=True, exist_ok=True)
    with workplace(home) as work:
        path = work / "sent"
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        batch: Batch = mappings.receive_extract(by=by, as_of=as_of, path=path, name=file.name or "", **asked)
    return batch


def _page_of(batch: Batch, kept: Kept) -> str:
    own = [each for each in feeds_of(batch, kept.feeds) if is_name(each.name)]
    if not own:
        return reverse("share_feeds")
    return reverse("share_feed", kwargs={"organisation": own[0].member, "feed": own[0].name})


def _errors(by: Person, kept: Kept, asked: Mapping[str, str], file: UploadedFile | None) -> dict[str, str]:
    errors = dict[str, str]()
    if asked["system"] not in {each.system for each in kept.systems(by.organisation)}:
        errors["system"] = "Choose the system that the file comes from"
    if not is_period(asked["period"]):
        errors["period"] = "Write the month it is about as 2026-10, or the day as 2026-10-05"
    if asked["table"] and asked["table"] not in kept.model.names:
        errors["table"] = "Choose one of the list, or that it feeds several"
    if wrong := _wrong(file):
        errors["file"] = wrong
    return errors


def _wrong(file: UploadedFile | None) -> str:
    if file is None:
        return "Choose a file"
    if (file.size or 0) > mappings.MOST_BYTES:
        most = mappings.MOST_BYTES >> 20
        return f"The file is larger than {most} MB. Compress it (gz or zip), or have it landed where it lies by command"
    return "" if file.size else "The file is empty. Export it again and send that"


def _fields(
    by: Person, kept: Kept, as_of: date, given: Mapping[str, str], errors: Mapping[str, str]
) -> tuple[Field, ...]:
    systems = tuple((each.system, _called(each.system, each.name)) for each in kept.systems(by.organisation))
    last_month = (as_of.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    tables = tuple((each, f"{each.capitalize()}s") for each in kept.model.names)
    return (
        _list("system", "Which system it comes from", "", (("", "Choose one"), *systems), given, errors),
        Field(
            name="period", label="Which month or day it is about", hint=f"As {last_month}, or {as_of.isoformat()}.",
            value=given.get("period", last_month), width="10", error=errors.get("period", ""),
        ),
        _list(
            "table", "Which table it feeds (optional)", "Only where a file of this name could be for another.",
            (("", "What its mapping says"), *tables), given, errors,
        ),
    )  # fmt: skip


def _called(key: str, name: str) -> str:
    return f"{key}: {name}" if name else key


def _list(
    name: str, label: str, hint: str, options: tuple[Option, ...], given: Mapping[str, str], errors: Mapping[str, str]
) -> Field:
    value, error = given.get(name, ""), errors.get(name, "")
    return Field(name=name, label=label, hint=hint, widget="select", value=value, options=options, error=error)
