"""Adding, changing, retiring and releasing a row: the page that asks, and what saving it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from django.urls import reverse

from concordat.core.rows import CellProblem
from concordat.register.app import actions
from concordat.register.app.forms import Form, form_of, read
from concordat.register.app.models import Entry
from concordat.register.app.pages.cells import Part, address
from concordat.register.app.pages.row import NoSuchRow, resting_of
from concordat.register.app.pages.sheet import CRUMBS
from concordat.register.app.permission import Act, Person, check
from concordat.register.noun import Column, Kind, Noun, columns
from concordat.web.field import Field, Problem, field_for, problems_of, value_of
from concordat.web.page import Crumb, Moved, Page
from concordat.web.scope import entries, seen

_PRIVATE = "private"


@dataclass(frozen=True, kw_only=True)
class FormPage(Page):
    """`form`: its fields; `may_be_private`: whether it can be a draft for one's own organisation; `is_private`."""

    template: ClassVar[str] = "register/form.jinja"

    noun: type[Noun]
    form: Form
    may_be_private: bool = False
    is_private: bool = False
    unseen: bool = False

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return self.form.problems


@dataclass(frozen=True, kw_only=True)
class RetirePage(Page):
    """`field`: the day; `resting`: what names the row, and would name something that is no longer true."""

    template: ClassVar[str] = "register/retire.jinja"

    noun: type[Noun]
    field: Field
    resting: tuple[tuple[str, Part], ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return problems_of((self.field,))


def add_page(*, by: Person, noun: type[Noun]) -> FormPage:
    """The empty form of a noun."""
    return _form_page(by, noun, form_of(by, noun))


def add(*, by: Person, as_of: date, noun: type[Noun], posted: Mapping[str, str]) -> Moved | FormPage:
    """Add the row that was posted; or the form again with everything that is wrong."""
    row, problems = _row_or_problems(read(by, noun, posted))
    private = posted.get(_PRIVATE) == "yes"
    if row:
        try:
            actions.add_row(by=by, as_of=as_of, row=row, private=private)
            said = f"{row.label} is added{', for your organisation only' if private else ''}."
            return Moved(to=address(noun, row.key), notice=said)
        except actions.RowRefused as refused:
            problems = refused.problems
    page = _form_page(by, noun, form_of(by, noun, posted=posted, errors=problems), status=422)
    return replace(page, is_private=private)


def update_page(*, by: Person, noun: type[Noun], key: str, entry: int) -> FormPage:
    """The form of a row as it stands."""
    row = seen(_entry(by, noun, key, entry, Act.UPDATE), by)
    return _form_page(by, noun, form_of(by, noun, row=row), row=row)


def update(
    *, by: Person, as_of: date, noun: type[Noun], key: str, entry: int, posted: Mapping[str, str]
) -> Moved | FormPage:
    """Change the row as it was posted; or the form again with everything that is wrong."""
    before = seen(_entry(by, noun, key, entry, Act.UPDATE), by)
    row, problems = _row_or_problems(read(by, noun, posted, row=before))
    if row:
        try:
            actions.update_row(by=by, as_of=as_of, row=row, entry=entry)
            return Moved(to=address(noun, key), notice=f"{row.label} is changed.")
        except actions.RowRefused as refused:
            problems = refused.problems
    return _form_page(by, noun, form_of(by, noun, row=before, posted=posted, errors=problems), row=before, status=422)


def retire_page(
    *,
    by: Person,
    as_of: date,
    noun: type[Noun],
    key: str,
    entry: int,
    posted: Mapping[str, str] | None = None,
    error: str = "",
) -> RetirePage:
    """Asks from which day a row is no longer true, and shows what rests on it."""
    row = seen(_entry(by, noun, key, entry, Act.RETIRE), by)
    return RetirePage(
        title=f"Retire {row.label}",
        crumbs=_crumbs(noun, row),
        noun=noun,
        field=field_for(_valid_to(noun), value=row.valid_to or as_of, posted=posted, error=error),
        resting=resting_of(by, row),
        status=422 if error else 200,
    )


def retire(
    *, by: Person, as_of: date, noun: type[Noun], key: str, entry: int, posted: Mapping[str, str]
) -> Moved | RetirePage:
    """Retire the row from the day that was posted."""
    before = _entry(by, noun, key, entry, Act.RETIRE)
    try:
        day = value_of(_valid_to(noun), posted)
        if day is None:
            raise CellProblem("The day is empty", "give the first day on which the row is no longer true")
        if before.valid_from and day <= before.valid_from:
            raise CellProblem("The row was not yet true on that day", "give a later day")
    except CellProblem as problem:
        said = f"{problem.what}: {problem.next}."
        return retire_page(by=by, as_of=as_of, noun=noun, key=key, entry=entry, posted=posted, error=said)
    actions.retire_row(by=by, as_of=as_of, entry=entry, last_day=day)
    return Moved(to=address(noun, key), notice=f"{before.label} is retired. It and its history stay on the register.")


def release(*, by: Person, as_of: date, noun: type[Noun], key: str, entry: int) -> Moved:
    """Show a private draft to all members."""
    made = actions.release_row(by=by, as_of=as_of, entry=entry)
    return Moved(to=address(noun, key), notice=f"{made.label} is now seen by all members.")


def _entry(by: Person, noun: type[Noun], key: str, entry: int, act: Act) -> Entry:
    """The entry to be changed, if it is this row's, current and the person's to change."""
    found: Entry | None = entries(by, noun).filter(pk=entry, key=key).first()
    if found is None:
        remedy = "Somebody may have changed it since: open the row again"
        raise NoSuchRow(f"There is no such version of {key} in {noun.SHEET}", remedy=remedy)
    check(by, act, found.owner)
    return found


def _row_or_problems(
    found: Noun | tuple[tuple[str, str, str], ...],
) -> tuple[Noun | None, tuple[tuple[str, str, str], ...]]:
    return (found, ()) if isinstance(found, Noun) else (None, found)


def _form_page(by: Person, noun: type[Noun], form: Form, row: Noun | None = None, status: int = 200) -> FormPage:
    return FormPage(
        title=f"Change {row.label}" if row else f"Add to {noun.SHEET.casefold()}",
        crumbs=_crumbs(noun, row),
        status=status,
        noun=noun,
        form=form,
        may_be_private=row is None and _can_be_owned(noun),
        unseen=bool(row and len(form.fields) + len(form.fixed) < len(columns(noun))),
    )


def _crumbs(noun: type[Noun], row: Noun | None) -> tuple[Crumb, ...]:
    sheet = Crumb(text=noun.SHEET, href=reverse("sheet", kwargs={"noun": noun}))
    return (*CRUMBS, sheet, Crumb(text=row.label, href=address(noun, row.key))) if row else (*CRUMBS, sheet)


def _can_be_owned(noun: type[Noun]) -> bool:
    return any(each.name in ("organisation", "customer") and each.kind is Kind.LINK for each in columns(noun))


def _valid_to(noun: type[Noun]) -> Column:
    return next(each for each in columns(noun) if each.name == "valid_to")
