"""A row of an agreement: its form with the agreement and its keeper filled in already, and its removal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from django.http import QueryDict

from concordat.register.agreement import Party
from concordat.register.app import actions as register
from concordat.register.app.forms import Form, read
from concordat.register.app.permission import Person
from concordat.register.closed import version_of
from concordat.register.noun import Noun, columns
from concordat.register.sharing import DataItem, Flow, RowCondition
from concordat.share.app import actions, permission, versions
from concordat.share.app.pages.around import address, crumbs_of
from concordat.share.app.pages.asked import Errors, QuestionPage, asked, boxes_of, ticked
from concordat.share.app.pages.task import KEPT, SIGNED, NoSuchTask, named_task
from concordat.share.app.permission import Act
from concordat.share.app.tasks import TASKS, Task, task_of
from concordat.share.app.versions import Version
from concordat.web.page import Crumb, Moved, Page

_LATER = ("joined_on", "deed", "left_on", "leaver_duty", "duty_done_on")
"""What befalls a party once the agreement is made: by the acts of joining and leaving, not by a form."""


@dataclass(frozen=True, kw_only=True)
class RemovePage(Page):
    """Asks whether a row is to be removed; `below`: what goes with it."""

    template: ClassVar[str] = "share/remove.jinja"

    label: str
    below: tuple[str, ...]
    back: str


def add_page(
    *, by: Person, as_of: date, key: str, task: str, posted: QueryDict | None = None, errors: Errors = ()
) -> QuestionPage:
    """The form of a new row of a version."""
    found = _to_change(by, key, as_of)
    wanted = named_task(task)
    return _question(
        by, found, _noun(wanted), None, posted, errors, f"Add to {wanted.text[:1].lower()}{wanted.text[1:]}"
    )


def add(*, by: Person, as_of: date, key: str, task: str, posted: QueryDict) -> Moved | QuestionPage:
    """Add the row that was posted: a private draft under a private draft, else for all to see."""
    found, noun = _to_change(by, key, as_of), _noun(named_task(task))
    given = {"organisation": found.keeper} | ({} if noun in (DataItem, RowCondition) else {"agreement": key})
    row = read(by, noun, ticked(posted), only=_asks(noun), given=given)
    wrong = _misplaced(row, found)
    try:
        if isinstance(row, Noun) and not wrong:
            register.add_row(by=by, as_of=as_of, row=row, private=found.private)
            return Moved(to=address(key, "share_task", task=task), notice=f"{row.label} is added.")
    except register.RowRefused as refused:
        wrong = refused.problems
    return add_page(by=by, as_of=as_of, key=key, task=task, posted=posted, errors=wrong)


def change_page(
    *, by: Person, as_of: date, key: str, entry: int, posted: QueryDict | None = None, errors: Errors = ()
) -> QuestionPage:
    """The form of a row of a version as it stands."""
    found = _to_change(by, key, as_of)
    row = _row(found, entry)
    return _question(by, found, type(row), row, posted, errors, f"Change {row.label}")


def change(*, by: Person, as_of: date, key: str, entry: int, posted: QueryDict) -> Moved | QuestionPage:
    """Change a row as it was posted."""
    found = _to_change(by, key, as_of)
    before = _row(found, entry)
    row = read(by, type(before), ticked(posted), row=before, only=_asks(type(before)))
    wrong = () if isinstance(row, Noun) else row
    try:
        if isinstance(row, Noun):
            register.update_row(by=by, as_of=as_of, row=row, entry=entry)
            to = address(key, "share_task", task=_slug(before))
            return Moved(to=to, notice=f"{row.label} is changed.")
    except register.RowRefused as refused:
        wrong = refused.problems
    return change_page(by=by, as_of=as_of, key=key, entry=entry, posted=posted, errors=wrong)


def remove_page(*, by: Person, as_of: date, key: str, entry: int) -> RemovePage:
    """Asks whether a row is to be removed."""
    found = _to_change(by, key, as_of)
    row = _row(found, entry)
    below = [each for each in found.entries if isinstance(each, (DataItem, RowCondition)) and each.flow == row.key]
    return RemovePage(
        title=f"Remove {row.label}",
        crumbs=(*crumbs_of(found), Crumb(text=TASKS[_slug(row)].text, href=_back(found, row))),
        label=row.label,
        below=tuple(each.label for each in below),
        back=_back(found, row),
    )


def remove(*, by: Person, as_of: date, key: str, entry: int) -> Moved:
    """Remove a row of a version that nobody has signed."""
    row = actions.remove_row(by=by, as_of=as_of, key=key, entry=entry)
    return Moved(to=address(key, "share_task", task=_slug(row)), notice=f"{row.label} is removed.")


def _noun(task: Task) -> type[Noun]:
    if task.rows is None:
        raise NoSuchTask(f"“{task.text}” has no rows", remedy="Answer its questions on its own page")
    return task.rows


def _row(version: Version, entry: int) -> Noun:
    """One of its rows that a task lists. Raises NoSuchTask for the agreement's own."""
    row = actions.row_in(version, entry)
    if not any(each.rows is type(row) for each in TASKS.values()):
        raise NoSuchTask(f"{row.label} is no row of a task", remedy="Choose a task from the agreement's list")
    return row


def _slug(row: Noun) -> str:
    return task_of(type(row)).slug


def _back(version: Version, row: Noun) -> str:
    return address(version.key, "share_task", task=_slug(row))


def _asks(noun: type[Noun]) -> tuple[str, ...]:
    """The columns a row's form asks for; the agreement and its keeper are known."""
    return tuple(each.name for each in columns(noun) if each.name not in (*KEPT, *(_LATER if noun is Party else ())))


def _to_change(by: Person, key: str, as_of: date) -> Version:
    """A version, if this person may change its terms. Raises NotPermitted, CannotWithdraw."""
    found = versions.one(by, key, as_of)
    permission.check(by, Act.CHANGE, found.keeper)
    if found.signed:
        raise actions.CannotWithdraw(SIGNED, where=key, remedy="Make a new version of it")
    return found


def _question(
    by: Person,
    version: Version,
    noun: type[Noun],
    row: Noun | None,
    posted: QueryDict | None,
    errors: Errors,
    title: str,
) -> QuestionPage:
    form = _of_this(asked(by, noun, _asks(noun), row, posted, errors), version)
    task = task_of(noun)
    back = Crumb(text=task.text, href=address(version.key, "share_task", task=task.slug))
    return QuestionPage(
        title=title,
        crumbs=(*crumbs_of(version), back),
        form=form,
        lead=noun.MEANS,
        boxes=boxes_of(form),
        status=422 if errors else 200,
    )


def _of_this(form: Form, version: Version) -> Form:
    """The form with only this version's flows to choose from."""
    flows = [each for each in version.rows(Flow) if isinstance(each, Flow)]
    options = (("", "Choose one"), *((each.key, f"{each.flow}: {each.label}") for each in flows))
    fields = (
        replace(each, options=options, widget="select") if _names_flow(each, form) else each for each in form.fields
    )
    return replace(form, fields=tuple(fields))


def _names_flow(field: Any, form: Form) -> bool:
    names = {each.name for each in form.fields}
    return field.name == "flow" and "table" in names


def _misplaced(row: Any, version: Version) -> Errors:
    """What is wrong with what was posted, and with a row that names a flow of another agreement."""
    if not isinstance(row, Noun):
        wrong: Errors = row
        return wrong
    if version_of(row, (version.key,)):
        return ()
    return (("flow", "It is not a flow of this agreement", "choose one from the list, or add the flow first"),)
