"""Uploading: choosing files, looking at what they would change, and storing all of it or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import ClassVar
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile as Received
from django.urls import reverse

from concordat.core.finding import Finding, folded
from concordat.core.refusal import Refusal
from concordat.register.app import uploads
from concordat.register.app.importing import Plan
from concordat.register.app.pages.sheet import CRUMBS
from concordat.register.app.permission import Person
from concordat.register.intake import Change, Intake
from concordat.web.field import Problem
from concordat.web.page import XLSX, Crumb, File, Moved, Page

_MOST_SHOWN = 500


@dataclass(frozen=True, kw_only=True)
class UploadPage(Page):
    """The form for files; `wrong`: why the last ones could not be read."""

    template: ClassVar[str] = "register/upload.jinja"

    wrong: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return (Problem(text=self.wrong, href="#files"),) if self.wrong else ()


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What storing an upload would do to one register."""

    register: str
    new: int
    changed: int
    same: int
    wrong: int


@dataclass(frozen=True, kw_only=True)
class PreviewPage(Page):
    """`tallies` by register, `findings` that stop it, `notes` that do not, `changed` rows, and the way to store it."""

    template: ClassVar[str] = "register/preview.jinja"

    id: UUID
    files: tuple[str, ...]
    rows_in: int
    tallies: tuple[Tally, ...]
    findings: tuple[Finding, ...]
    more_findings: int
    notes: tuple[Finding, ...]
    changed: tuple[Change, ...]
    more_changed: int
    to_write: int
    digest: str


def upload_page(*, wrong: str = "") -> UploadPage:
    """The form for files."""
    return UploadPage(title="Upload a workbook", crumbs=CRUMBS, wrong=wrong, status=422 if wrong else 200)


def put_up(*, by: Person, files: Sequence[Received]) -> Moved | UploadPage:
    """Keep the files, if they can be read at all, and go and look at them."""
    try:
        id = uploads.put_up(by=by, files=files)
    except Refusal as refusal:
        return upload_page(wrong=str(refusal))
    return Moved(to=reverse("preview", kwargs={"id": id}))


def preview_page(*, by: Person, id: UUID) -> PreviewPage:
    """What storing an upload would change, and every reason why it cannot be."""
    intake, plan = uploads.look(by, id)
    changed = tuple(each for each in plan.changes if each.state == "changed")
    wrong = folded(sorted(plan.findings, key=_place))
    return PreviewPage(
        title=_title(plan, len(wrong)),
        crumbs=(*CRUMBS, Crumb(text="Upload a workbook", href=reverse("upload"))),
        id=id,
        files=tuple(each.name for each in uploads.files_of(by, id)),
        rows_in=intake.rows_in,
        tallies=tuple(_tallies(plan)),
        findings=wrong[:_MOST_SHOWN],
        more_findings=max(0, len(wrong) - _MOST_SHOWN),
        notes=_notes(intake),
        changed=changed[:_MOST_SHOWN],
        more_changed=max(0, len(changed) - _MOST_SHOWN),
        to_write=plan.count("new") + plan.count("changed"),
        digest=plan.digest,
    )


def store(*, by: Person, as_of: date, id: UUID, digest: str) -> Moved:
    """Store an upload, all of it, as it was looked at."""
    plan = uploads.store(by=by, as_of=as_of, id=id, digest=digest)
    said = f"Stored. Rows added: {plan.count('new'):,}. Rows changed: {plan.count('changed'):,}."
    return Moved(to=reverse("registers"), notice=said)


def marked_file(*, by: Person, id: UUID, number: int) -> File:
    """One file of an upload with every finding at its cell."""
    name, contents = uploads.marked(by, id, number)
    return File(name=f"{PurePath(name).stem} - findings.xlsx", content_type=XLSX, contents=contents)


def _title(plan: Plan, wrong: int) -> str:
    if wrong:
        return f"{wrong:,} {'thing is' if wrong == 1 else 'things are'} wrong with it"
    return "Ready to be stored" if plan.writings else "Nothing would change"


def _tallies(plan: Plan) -> Iterator[Tally]:
    """How many rows of each sheet would be new, changed or the same, and how many are in error."""
    found = Counter((each.noun.SHEET, each.state) for each in plan.changes)
    found += Counter((sheet, "wrong") for _, sheet, row in {(x.file, x.sheet, x.row) for x in plan.findings} if row)
    for sheet in sorted({sheet for sheet, _ in found}):
        counts = {state: found[sheet, state] for state in ("new", "changed", "same", "wrong")}
        yield Tally(register=sheet, **counts)


def _place(finding: Finding) -> tuple[str, str, int]:
    """Where a finding is, so that whoever mends a sheet goes down it once."""
    return finding.file, finding.sheet, finding.row or 0


def _notes(intake: Intake) -> tuple[Finding, ...]:
    return intake.notes[:_MOST_SHOWN]
