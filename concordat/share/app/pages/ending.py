"""The forms by which an agreement is suspended, resumed or ended, a party joins or leaves, a draft is withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from django.http import QueryDict

from concordat.core.refusal import as_sentence
from concordat.core.rows import CellProblem
from concordat.register.agreement import Agreement, Party
from concordat.register.app.forms import Form, read
from concordat.register.app.permission import Person
from concordat.register.noun import Column, Kind, Noun, columns
from concordat.share.app import actions, ending, permission, versions
from concordat.share.app.pages.around import address, crumbs_of
from concordat.share.app.pages.asked import Errors, QuestionPage, asked
from concordat.share.app.pages.task import NoSuchTask
from concordat.share.app.permission import Act
from concordat.share.app.versions import Version
from concordat.web.field import Problem, field_for, value_of
from concordat.web.page import Moved, Page

_JOINING = ("party", "role", "acts_for", "signs_as", "authorised_on", "joined_on", "deed", "contact")


@dataclass(frozen=True, kw_only=True)
class Ending:
    """One act upon an agreement: what it asks, of which columns, and the action it comes to."""

    title: str
    lead: str
    button: str
    done: str
    act: Act
    noun: type[Noun]
    asks: Mapping[str, str]
    action: Callable[..., Any]


ENDINGS = {
    "suspend": Ending(
        title="Suspend", button="Suspend it", done="is suspended", act=Act.SUSPEND, noun=Agreement,
        lead="From that day it lets nothing through, until it is resumed. Its parties see the reason.",
        asks={"suspended_on": "day", "end_reason": "reason"}, action=ending.suspend,
    ),
    "resume": Ending(
        title="Resume", button="Resume it", done="is resumed", act=Act.SUSPEND, noun=Agreement,
        lead="From that day it is in force again, if nothing else stops it.",
        asks={"resumed_on": "day"}, action=ending.resume,
    ),
    "terminate": Ending(
        title="Terminate", button="Terminate it", done="is terminated", act=Act.TERMINATE, noun=Agreement,
        lead="From that day it lets nothing through, and cannot be taken up again: a new version would be needed.",
        asks={"terminated_on": "day", "end_reason": "reason"}, action=ending.terminate,
    ),
    "leave": Ending(
        title="A party leaves", button="Save", done="records that the party leaves", act=Act.LEAVE, noun=Party,
        lead="From that day it is no party, and owes what you say becomes of the data.",
        asks={"left_on": "day", "leaver_duty": "duty"}, action=ending.leave,
    ),
    "certify": Ending(
        title="A leaver's certificate", button="Save", done="records the certificate", act=Act.LEAVE, noun=Party,
        lead="Record the day on which the leaver showed that the data were returned or deleted.",
        asks={"duty_done_on": "day"}, action=ending.certify,
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class WithdrawPage(Page):
    """Asks whether a draft is to be withdrawn; `wrong`: that nobody said so."""

    template: ClassVar[str] = "share/withdraw.jinja"

    version: Version
    wrong: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return (Problem(text=self.wrong, href="#sure"),) if self.wrong else ()


def end_page(
    *, by: Person, as_of: date, key: str, act: str, entry: int = 0, posted: QueryDict | None = None, errors: Errors = ()
) -> QuestionPage:
    """The form of one act. Raises NotPermitted."""
    found, what = versions.one(by, key, as_of), ENDINGS[act]
    permission.check(by, what.act, found.keeper)
    about = actions.row_in(found, entry) if entry else found.agreement
    said = {name: as_sentence(f"{wrong}: {next}") for name, wrong, next in errors}
    fields = tuple(
        field_for(each, value=_first(each, as_of), posted=posted, error=said.get(each.name, ""))
        for each in _asked_columns(what)
    )
    return QuestionPage(
        title=f"{what.title}: {about.label}",
        crumbs=crumbs_of(found),
        form=Form(fields=fields, elsewhere=tuple(said[name] for name in said if name not in what.asks)),
        lead=what.lead,
        boxes={},
        button=what.button,
        status=422 if errors else 200,
    )


def end(*, by: Person, as_of: date, key: str, act: str, entry: int = 0, posted: QueryDict) -> Moved | QuestionPage:
    """Do it as it was posted; or the form again with everything that is wrong."""
    found, what = versions.one(by, key, as_of), ENDINGS[act]
    permission.check(by, what.act, found.keeper)
    values, wrong = _values(what, posted)
    if not wrong:
        try:
            given = values | ({"entry": entry} if entry else {})
            what.action(by=by, as_of=as_of, key=key, **given)
            return Moved(to=address(key), notice=f"{key} {what.done}.")
        except ending.CannotEnd as refused:
            wrong = [("", refused.what, refused.remedy)]
    return end_page(by=by, as_of=as_of, key=key, act=act, entry=entry, posted=posted, errors=wrong)


def leave_page(*, by: Person, as_of: date, key: str, entry: int) -> QuestionPage:
    """The form by which a party leaves, or for one that has left, that of its certificate."""
    return end_page(by=by, as_of=as_of, key=key, act=_leaving(by, as_of, key, entry), entry=entry)


def leave(*, by: Person, as_of: date, key: str, entry: int, posted: QueryDict) -> Moved | QuestionPage:
    """Let it leave, or record its certificate."""
    return end(by=by, as_of=as_of, key=key, act=_leaving(by, as_of, key, entry), entry=entry, posted=posted)


def join_page(
    *, by: Person, as_of: date, key: str, posted: QueryDict | None = None, errors: Errors = ()
) -> QuestionPage:
    """The form by which a party joins by its deed of adherence."""
    found = versions.one(by, key, as_of)
    permission.check(by, Act.JOIN, found.keeper)
    return QuestionPage(
        title=f"A party joins {key}",
        crumbs=crumbs_of(found),
        form=asked(by, Party, _JOINING, None, posted, errors),
        lead="It joins from a day, by a deed of adherence, and is bound once its own office has signed the same text.",
        boxes={},
        status=422 if errors else 200,
    )


def join(*, by: Person, as_of: date, key: str, posted: QueryDict) -> Moved | QuestionPage:
    """Let the party that was posted join."""
    found = versions.one(by, key, as_of)
    permission.check(by, Act.JOIN, found.keeper)
    row = read(by, Party, posted, only=_JOINING, given={"agreement": key, "organisation": found.keeper})
    wrong: Errors = () if isinstance(row, Noun) else row
    if isinstance(row, Party):
        try:
            ending.join(by=by, as_of=as_of, key=key, party=row)
            return Moved(to=address(key), notice=f"{row.party} joins {key} once it has signed.")
        except ending.CannotEnd as refused:
            wrong = [("party", refused.what, refused.remedy)]
    return join_page(by=by, as_of=as_of, key=key, posted=posted, errors=wrong)


def withdraw_page(*, by: Person, as_of: date, key: str, wrong: str = "") -> WithdrawPage:
    """Asks whether their draft is to be withdrawn."""
    found = versions.draft(by, key, as_of)
    permission.check(by, Act.WITHDRAW, found.keeper)
    crumbs = crumbs_of(found)[:-1]
    return WithdrawPage(
        title=f"Withdraw the draft {key}", crumbs=crumbs, version=found, wrong=wrong, status=422 if wrong else 200
    )


def withdraw(*, by: Person, as_of: date, key: str, posted: QueryDict) -> Moved | WithdrawPage:
    """Withdraw it, if it was said to be meant."""
    if posted.get("sure") != "yes":
        return withdraw_page(by=by, as_of=as_of, key=key, wrong="Say that you mean it, or go back.")
    actions.withdraw_draft(by=by, as_of=as_of, key=key)
    return Moved(to="/share/", notice=f"The draft {key} is withdrawn.")


def _leaving(by: Person, as_of: date, key: str, entry: int) -> str:
    """Which of the two acts a party's leaving has come to. Raises NoSuchTask for a row that is no party's."""
    row = actions.row_in(versions.one(by, key, as_of), entry)
    if not isinstance(row, Party):
        raise NoSuchTask(f"{row.label} is no party", remedy="Choose one from the list of parties")
    return "certify" if row.left_on else "leave"


def _asked_columns(what: Ending) -> tuple[Column, ...]:
    """The columns it asks for: what may stay blank on a row is needed here."""
    return tuple(replace(each, required=True) for each in columns(what.noun) if each.name in what.asks)


def _first(column: Column, as_of: date) -> date | None:
    """What its box holds at first: for a day, today."""
    return as_of if column.kind is Kind.DATE else None


def _values(what: Ending, posted: QueryDict) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """What was posted, by the names the action takes; and everything wrong with it."""
    values: dict[str, Any] = {}
    wrong: list[tuple[str, str, str]] = []
    for each in _asked_columns(what):
        try:
            value = value_of(each, posted)
        except CellProblem as problem:
            wrong.append((each.name, f"{each.heading}: {problem.what}", problem.next))
            continue
        if value is None:
            wrong.append((each.name, f"{each.heading} is empty", f"fill it in: {each.note}"))
        values[what.asks[each.name]] = value
    return values, wrong
