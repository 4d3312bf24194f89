"""Tests done twice: by which member, of what another did, within so many days; counted at the door, under a permit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.http import QueryDict
from django.urls import reverse
from markupsafe import Markup

from concordat.core.cells import CellProblem
from concordat.core.reason import Reason
from concordat.core.refusal import as_sentence
from concordat.core.shown import Table, column
from concordat.data.answer import Answer, Query
from concordat.data.permit import Permit, decide
from concordat.data.query import limits_of
from concordat.data.question import Question
from concordat.register.app.permission import Person
from concordat.register.sharing import DataItem, Flow, Form, Purpose
from concordat.share.app import asking_door, permission, records, workspace
from concordat.share.app.asking import DAYS
from concordat.share.app.asking_door import NoSuchAnswer, NotGiven
from concordat.share.app.pages.ask import NotGivenPage, not_given_page
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.duplicated import COLUMNS, Repeated, qualifying, repeats_query
from concordat.share.duplicated import shown as counts
from concordat.share.out import repeat_picture
from concordat.web.field import Field, Problem, field_for, problems_of, value_of
from concordat.web.page import Moved, Page

SPANS = (7, 14, 30, 90)
"""Days within which a test that was done before is called a repeat, as the form offers them."""

_USUAL = "30"


@dataclass(frozen=True, kw_only=True)
class RepeatsPage(Page):
    """The form; `whose` are the members whose tests an agreement lets this reader's organisation count."""

    template: ClassVar[str] = "share/repeats.jinja"

    tabs: tuple[Tab, ...]
    fields: tuple[Field, ...]
    whose: tuple[str, ...]
    may_not: Reason | None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return problems_of(self.fields)


@dataclass(frozen=True, kw_only=True)
class RepeatedPage(Page):
    """What came of it: `matrix` of pairs of members by capability, the same as a picture, and what qualifies it."""

    template: ClassVar[str] = "share/repeated.jinja"

    answer: Answer
    days: int
    picture: Markup
    shown: int
    matrix: Table
    warnings: tuple[str, ...]
    least: int
    rounding: int


def repeats_page(*, by: Person, as_of: date, posted: QueryDict | None = None) -> RepeatsPage:
    """The form, with what was posted and is wrong."""
    fields = _fields(posted)
    return RepeatsPage(
        title="Tests done twice",
        crumbs=crumbs(),
        tabs=tabs("share_repeats"),
        fields=fields,
        whose=whose_tests(by, as_of),
        may_not=permission.may_ask(by, by.organisation),
        status=422 if any(each.error for each in fields) else 200,
    )


def ask(*, by: Person, as_of: date, posted: QueryDict) -> RepeatsPage | NotGivenPage | Moved:
    """Count them, and go to what came of it. Raises NotPermitted, and what the door raises."""
    if any(each.error for each in _fields(posted)) or not whose_tests(by, as_of):
        return repeats_page(by=by, as_of=as_of, posted=posted)
    query = query_of(
        by=by, as_of=as_of, days=int(posted["days"]), role=posted.get("role", "").strip(),
        trained_on=value_of(DAYS["trained_on"], posted.dict()),
    )  # fmt: skip
    try:
        answer = asking_door.ask(query, by=by, as_of=as_of)
    except NotGiven as refusal:
        return not_given_page(refusal, back=reverse("share_repeats"))
    return Moved(to=reverse("share_repeated", kwargs={"line": answer.line}))


def query_of(*, by: Person, as_of: date, days: int, role: str, trained_on: date | None) -> Query:
    """How often members repeat each other's tests, as this person asks it for their organisation."""
    question = Question(
        organisation=by.organisation, whose=whose_tests(by, as_of), columns=COLUMNS, role=role, trained_on=trained_on,
        purpose=Purpose.SERVICE_EVALUATION, form=Form.PSEUDONYMISED,
    )  # fmt: skip
    return repeats_query(question, days)


def repeated_page(*, by: Person, as_of: date, line: int) -> RepeatedPage:
    """The counts of a kept answer, suppressed and rounded. Raises NoLonger, and NoSuchAnswer of one to another
    question too."""
    answer = asking_door.one(by=by, as_of=as_of, line=line)
    asked = answer.query
    days = next((each for each in SPANS if asked.sql == repeats_query(asked.question, each).sql), 0)
    record = records.shared(by)
    permit = decide(answer.query.question, record, answer.at.date())
    if not days or not isinstance(permit, Permit):
        raise NoSuchAnswer(f"There is no count of repeats in line {line}", remedy="Ask for one, or look in Answers")
    least, rounding = limits_of(permit)
    rows = tuple(counts(answer, least=least, rounding=rounding))
    whose = asked.question.whose
    home = workspace.home_of(by)
    return RepeatedPage(
        title="Tests done twice",
        crumbs=crumbs("share_repeats", "Tests done twice"),
        answer=answer,
        days=days,
        picture=Markup(repeat_picture.svg(rows, days)),
        shown=len(rows),
        matrix=matrix(rows, whose, least),
        warnings=qualifying(home, whose, record=record, as_of=as_of),
        least=least,
        rounding=rounding,
    )


def matrix(rows: Sequence[Repeated], whose: Sequence[str], least: int) -> Table:
    """Pairs of members down, capabilities across; what is not told says so, whether it is few or nothing."""
    told = {(each.first, each.second, each.capability): f"{each.repeats:,}, of {each.people:,} people" for each in rows}
    kinds = sorted({each.capability for each in rows}) or ["any kind"]
    pairs = [(first, second) for first in whose for second in whose if first != second]
    return Table(
        title=f"Repeats by pair of members; – is fewer than {least} people, or none",
        columns=(column("Done by"), column("Done again by"), *map(column, kinds)),
        rows=tuple((*pair, *(told.get((*pair, kind), "–") for kind in kinds)) for pair in pairs),
    )


def whose_tests(by: Person, as_of: date) -> tuple[str, ...]:
    """Whose tests flow to this person's organisation with the key of their person, by any agreement."""
    record = records.shared(by)
    keyed = {each.flow for each in record.all(DataItem, as_of) if each.name == "observation.person_key"}
    flows = (each for each in record.all(Flow, as_of) if each.key in keyed and each.receiver == by.organisation)
    return tuple(sorted({code for each in flows for code in each.whose}))


def _fields(posted: QueryDict | None) -> tuple[Field, ...]:
    given = posted or QueryDict()
    days = given.get("days", "" if posted else _USUAL)
    wrong = posted is not None and days not in map(str, SPANS)
    return (
        Field(
            name="days",
            label="A test is a repeat when another member did it within",
            widget="radios",
            value=days,
            options=tuple((str(each), f"{each} days") for each in SPANS),
            error="Choose within how many days." if wrong else "",
        ),
        Field(
            name="role",
            label="As what you ask",
            hint="A role that the agreement lets see data, such as evaluator.",
            value=given.get("role", ""),
            width="20",
        ),
        field_for(DAYS["trained_on"], posted=given.dict(), error=_wrong_day(given)),
    )


def _wrong_day(given: QueryDict) -> str:
    try:
        value_of(DAYS["trained_on"], given.dict())
    except CellProblem as problem:
        return f"{as_sentence(problem.what)} {as_sentence(problem.next)}"
    return ""
