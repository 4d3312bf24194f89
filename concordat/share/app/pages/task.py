"""One task of an agreement: the page with only its questions, or the list of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from django.http import QueryDict
from django.urls import reverse

from concordat.core.refusal import Refusal
from concordat.register.agreement import Agreement, Party
from concordat.register.app import actions as register
from concordat.register.app.forms import Form, read
from concordat.register.app.pages.cells import Cell, cells, main_columns, named_in
from concordat.register.app.permission import Person
from concordat.register.assurance import DpiaAddendum, DpiaRisk
from concordat.register.noun import Column, Noun, columns
from concordat.register.sharing import DataItem, Flow, PurposeBasis
from concordat.share.app import permission, versions
from concordat.share.app.pages.around import address, crumbs_of
from concordat.share.app.pages.asked import Boxes, Errors, asked, boxes_of, ticked
from concordat.share.app.permission import Act
from concordat.share.app.tasks import TASKS, Task, problems
from concordat.share.app.versions import Version
from concordat.web.field import Problem
from concordat.web.page import Moved, Page
from concordat.web.scope import entries, seen

KEPT = ("agreement", "organisation", "valid_from", "valid_to")
"""Columns of a row that follow from the agreement it is of."""

SIGNED = "It is signed, so its terms are closed"


class NoSuchTask(Refusal):
    """A task that no agreement has."""

    status = 404


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row in a task's list: its cells, its page on the register, and where it is changed, removed or left, if so."""

    cells: tuple[Cell, ...]
    label: str
    href: str
    change: str = ""
    remove: str = ""
    leave: str = ""
    left: bool = False


@dataclass(frozen=True, kw_only=True)
class TaskPage(Page):
    """What a task says: its `cells` or `lines`, what is wrong with it, and the form where the reader may change it."""

    template: ClassVar[str] = "share/task.jinja"

    version: Version
    task: Task
    problems: tuple[tuple[str, str], ...]
    closed: str
    form: Form | None
    boxes: Boxes
    cells: tuple[Cell, ...] = ()
    headings: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    add: str = ""
    beside: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return self.form.problems if self.form else ()


def task_page(
    *, by: Person, as_of: date, key: str, task: str, posted: QueryDict | None = None, errors: Errors = ()
) -> TaskPage:
    """The page of one task. Raises NoSuchAgreement, NoSuchTask."""
    found, wanted = versions.one(by, key, as_of), named_task(task)
    closed = _closed(by, found)
    form = None if closed or wanted.rows else asked(by, Agreement, wanted.asks, found.agreement, posted, errors)
    own = [each for each in columns(Agreement) if each.name in wanted.asks]
    page = TaskPage(
        title=wanted.text,
        crumbs=crumbs_of(found),
        version=found,
        task=wanted,
        problems=problems(wanted, found),
        closed=closed,
        form=replace(form, fixed=()) if form else None,  # which agreement it is, is said above
        boxes=boxes_of(form),
        cells=cells(found.agreement, by, own, named_in([found.agreement], by, own)),
        beside=tuple(_beside(by, found)) if wanted.slug == "dpia" else (),
        status=422 if errors else 200,
    )
    return _with_lines(page, by, wanted.rows, closed) if wanted.rows else page


def save(*, by: Person, as_of: date, key: str, task: str, posted: QueryDict) -> Moved | TaskPage:
    """Save a task's answers; or its page again with everything that is wrong."""
    found, wanted = versions.one(by, key, as_of), named_task(task)
    permission.check(by, Act.CHANGE, found.keeper)
    row = read(by, Agreement, ticked(posted), row=found.agreement, only=wanted.asks or ("title",))
    try:
        if isinstance(row, Noun):
            register.update_row(by=by, as_of=as_of, row=row, entry=found.entries[found.agreement].pk)
            return Moved(to=address(key), notice=f"{wanted.text}: saved.")
        wrong = row
    except register.RowRefused as refused:
        wrong = refused.problems
    return task_page(by=by, as_of=as_of, key=key, task=task, posted=posted, errors=wrong)


def named_task(slug: str) -> Task:
    """The task with this name. Raises NoSuchTask."""
    if slug not in TASKS:
        raise NoSuchTask("An agreement has no such task", remedy="Choose one from its task list")
    return TASKS[slug]


def _closed(by: Person, version: Version) -> str:
    """Why the reader may not change the terms, as a sentence; blank where they may."""
    reason = permission.may(by, Act.CHANGE, version.keeper)
    if reason:
        return f"{version.facts.name(version.keeper)} keeps this agreement, and alone changes it"
    return f"{SIGNED}: a new version changes them, and is signed anew" if version.signed else ""


def _with_lines(page: TaskPage, by: Person, noun: type[Noun], closed: str) -> TaskPage:
    rows = page.version.rows(noun)
    own = tuple(_listed(noun))
    named = named_in(rows, by, own)
    lines = (_line(page.version, row, cells(row, by, own, named), closed, by) for row in rows)
    add = "" if closed else address(page.version.key, "share_add", task=page.task.slug)
    return replace(page, headings=tuple(each.heading for each in own), lines=tuple(lines), add=add)


def _listed(noun: type[Noun]) -> Iterator[Column]:
    """The columns of the list: those of any list of the noun, and what else a reader looks for."""
    main = main_columns(noun)
    more = _MORE.get(noun, ())
    return (each for each in columns(noun) if (each in main and each.name not in KEPT) or each.name in more)


_MORE: dict[type[Noun], tuple[str, ...]] = {
    DataItem: ("justification", "transform"),
    Flow: ("purposes", "frequency"),
    Party: ("signs_as", "joined_on", "left_on"),
    PurposeBasis: ("article_6", "article_9", "confidentiality", "opt_out"),
}


def _line(version: Version, row: Noun, shown: tuple[Cell, ...], closed: str, by: Person) -> Line:
    entry = version.entries[row].pk
    keeps = permission.may(by, Act.LEAVE, version.keeper) is None
    leaves = keeps and not version.private and isinstance(row, Party) and not row.duty_done_on
    return Line(
        cells=shown,
        label=row.label,
        href=reverse("row", kwargs={"noun": type(row), "key": row.key}),
        change="" if closed else address(version.key, "share_change", entry=entry),
        remove="" if closed else address(version.key, "share_remove", entry=entry),
        leave=address(version.key, "share_leave", entry=entry) if leaves else "",
        left=isinstance(row, Party) and row.left_on is not None,
    )


def _beside(by: Person, version: Version) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """What stands beside an agreement's assessment, each on its own register: risks, and each party's addendum."""
    for noun, heading in ((DpiaAddendum, "Addenda of its parties"), (DpiaRisk, "Risks it found")):
        found = [seen(each, by) for each in entries(by, noun).order_by("key")]
        own = [each for each in found if version.agreement.dpia and getattr(each, "dpia", "") == version.agreement.dpia]
        rows = tuple((each.label, reverse("row", kwargs={"noun": noun, "key": each.key})) for each in own)
        yield heading, reverse("add", kwargs={"noun": noun}), rows
