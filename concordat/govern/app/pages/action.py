"""What is to be done: one's own, what is late, or all; as a calendar; and what adds to it or says that it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.urls import reverse

from concordat.core.rows import CellProblem
from concordat.govern.app import actions
from concordat.govern.app.chamber import CannotDecide, Chamber
from concordat.govern.app.decisions import action_of, decision_of
from concordat.govern.app.pages.around import beside, crumbs
from concordat.govern.app.pages.asking import AskPage, Problems, told
from concordat.govern.app.pages.putting import decision_address
from concordat.govern.app.permission import may_complete, may_run, refuse
from concordat.govern.out.action_calendar import action_calendar
from concordat.govern.out.decision_register import late
from concordat.register.app.forms import form_of, read
from concordat.register.app.permission import Person
from concordat.register.meeting import Action, Decision
from concordat.register.naming import names_in
from concordat.register.noun import columns
from concordat.register.record import Record
from concordat.web.field import Field, value_of
from concordat.web.page import Crumb, File, Moved, Page
from concordat.web.scope import record_of
from concordat.web.tabs import Tab

ICS = "text/calendar; charset=utf-8"
_NEW = ("title", "organisation", "office", "due_on")
_STATES = (("open", "To be done"), ("late", "Late"), ("done", "Done"), ("all", "All"))


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which actions: of one organisation or all; to be done, late, done or all; `mine` keeps those of one's office."""

    organisation: str = ""
    state: str = "open"
    mine: bool = False

    @staticmethod
    def of(given: Mapping[str, str]) -> Filter:
        """The filter of an address."""
        state = given.get("state", "open")
        return Filter(
            organisation=given.get("organisation", "").strip(),
            state=state if state in dict(_STATES) else "open",
            mine=given.get("mine") == "yes",
        )

    def lets(self, action: Action, by: Person, as_of: date) -> bool:
        """Whether an action is shown."""
        states = {
            "open": action.done_on is None,
            "late": late(action, as_of) > 0,
            "done": action.done_on is not None,
            "all": True,
        }
        own = (action.organisation, action.office.value) == (by.organisation, by.office)
        return states[self.state] and self.organisation in ("", action.organisation) and (own or not self.mine)

    @property
    def query(self) -> str:
        """As the end of an address."""
        given = {"organisation": self.organisation, "state": self.state, "mine": "yes" if self.mine else ""}
        return f"?{urlencode({name: value for name, value in given.items() if value})}"


@dataclass(frozen=True, kw_only=True)
class Line:
    """An action, by how many days it is late, and whether it is the reader's to complete."""

    action: Action
    late: int
    yours: bool


@dataclass(frozen=True, kw_only=True)
class ActionsPage(Page):
    """`lines` that the `filters` let through, the soonest due first; `export_href` of the same."""

    template: ClassVar[str] = "govern/actions.jinja"

    tabs: tuple[Tab, ...]
    lines: tuple[Line, ...]
    filters: tuple[Field, ...]
    names: Mapping[str, str]
    export_href: str


def actions_page(*, by: Person, as_of: date, filter: Filter) -> ActionsPage:
    """What is to be done."""
    record = record_of(by)
    names = names_in(record, as_of)
    return ActionsPage(
        title="Actions",
        crumbs=crumbs(),
        tabs=beside("govern_actions"),
        lines=tuple(
            Line(
                action=each,
                late=late(each, as_of),
                yours=each.done_on is None and may_complete(by, each, as_of) is None,
            )
            for each in _found(record, by, as_of, filter)
        ),
        filters=_filters(record, filter, names),
        names=names,
        export_href=f"{reverse('govern_actions_file')}{filter.query}",
    )


def calendar_file(*, by: Person, as_of: date, filter: Filter) -> File:
    """The same actions as an .ics calendar, and the reviews of decisions."""
    record = record_of(by)
    whose = filter.organisation or by.collaborative
    contents = action_calendar(
        _found(record, by, as_of, filter),
        record.all(Decision),
        f"Actions: {names_in(record, as_of).get(whose, whose)}",
        as_of,
    )
    return File(name="actions.ics", content_type=ICS, contents=contents)


def add_page(
    *, by: Person, as_of: date, key: str, posted: Mapping[str, str] | None = None, errors: Problems = ()
) -> AskPage:
    """Asks what follows from a decision. Raises NoSuchDecision, NotPermitted."""
    made = decision_of(by, key)
    refuse(may_run(by, Chamber(by, as_of).body(made.body, as_of), as_of))
    return AskPage(
        title="Add what is to be done",
        crumbs=(*crumbs("govern_decisions", "Decisions"), Crumb(text=key, href=decision_address(key))),
        status=422 if errors else 200,
        about=f"It follows from {key}, and is shown to all members.",
        form=form_of(by, Action, posted=posted, errors=errors, only=_NEW),
        button="Add it",
    )


def add(*, by: Person, as_of: date, key: str, posted: Mapping[str, str]) -> Moved | AskPage:
    """Add what was posted; or the form again with everything that is wrong."""
    asked: dict[str, Any] = {"by": by, "as_of": as_of}
    row = read(by, Action, posted, only=_NEW, given={"action": "-", "decision": key})
    if not isinstance(row, Action):
        return add_page(**asked, key=key, posted=posted, errors=row if isinstance(row, tuple) else ())
    try:
        actions.add_action(**asked, decision=key, **{name: getattr(row, name) for name in _NEW})
    except CannotDecide as refused:
        return add_page(**asked, key=key, posted=posted, errors=told(refused))
    return Moved(to=decision_address(key), notice=f"{row.title}: it is on the list.")


def done_page(
    *, by: Person, as_of: date, key: str, posted: Mapping[str, str] | None = None, errors: Problems = ()
) -> AskPage:
    """Asks when it was done. Raises NoSuchAction, NotPermitted."""
    row = action_of(by, key)
    refuse(may_complete(by, row, as_of))
    given = posted or {
        "done_on-day": str(as_of.day),
        "done_on-month": str(as_of.month),
        "done_on-year": str(as_of.year),
    }
    return AskPage(
        title=f"Done: {row.title}",
        crumbs=crumbs("govern_actions", "Actions"),
        status=422 if errors else 200,
        about=f"{key}, for the {row.office.value} of {row.organisation}.",
        form=form_of(by, Action, posted=given, errors=errors, only=("done_on",)),
        button="It is done",
    )


def done(*, by: Person, as_of: date, key: str, posted: Mapping[str, str]) -> Moved | AskPage:
    """Say that it was done on the day posted; or the form again with what is wrong."""
    column = next(each for each in columns(Action) if each.name == "done_on")
    try:
        day = value_of(column, posted)
        if day is None:
            raise CellProblem("Done on is empty", "give the day on which it was done")
        actions.complete_action(by=by, as_of=as_of, action=key, done_on=day)
    except CellProblem as problem:
        wrong = (("done_on", problem.what, problem.next),)
        return done_page(by=by, as_of=as_of, key=key, posted=posted, errors=wrong)
    except CannotDecide as refused:
        return done_page(by=by, as_of=as_of, key=key, posted=posted, errors=told(refused))
    return Moved(to=reverse("govern_actions"), notice=f"{key} is done.")


def _found(record: Record, by: Person, as_of: date, filter: Filter) -> tuple[Action, ...]:
    found = (each for each in record.all(Action) if filter.lets(each, by, as_of))
    return tuple(sorted(found, key=lambda each: (each.due_on, each.key)))


def _filters(record: Record, filter: Filter, names: Mapping[str, str]) -> tuple[Field, ...]:
    whose = sorted({each.organisation for each in record.all(Action)}, key=lambda code: names.get(code, code))
    options = (("", "All"), *((code, names.get(code, code)) for code in whose))
    own = (("", "Everybody’s"), ("yes", "Those of my office"))
    return (
        Field(name="state", label="Show", widget="select", value=filter.state, options=_STATES),
        Field(name="organisation", label="Organisation", widget="select", value=filter.organisation, options=options),
        Field(name="mine", label="Whose", widget="select", value="yes" if filter.mine else "", options=own),
    )
