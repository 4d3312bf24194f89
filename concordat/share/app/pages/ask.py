"""Ask it: under a permit for patients' data, SQL over what is permitted, or counts where no more is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.http import QueryDict
from django.urls import reverse

from concordat.core.refusal import Refusal, as_sentence
from concordat.data.condition import Condition, ConditionKind
from concordat.data.counted import BadCounting
from concordat.data.guard import NotAllowed
from concordat.data.permit import Permit, decide
from concordat.data.worker import NotAnswered
from concordat.register.app.permission import Person
from concordat.register.organisation import Organisation
from concordat.register.sharing import Purpose
from concordat.share import plain
from concordat.share.app import asking_door, permission, records
from concordat.share.app.asking import Asked, read
from concordat.share.app.asking_door import NotGiven
from concordat.share.app.pages.tabs import crumbs
from concordat.share.app.query_form import QueryForm, columns_of, example, form_of
from concordat.share.app.query_form import read as read_query
from concordat.web.field import Problem
from concordat.web.page import Moved, Page


class NothingToAsk(Refusal):
    """An address that asks for nothing that could be asked for at the door."""


@dataclass(frozen=True, kw_only=True)
class AskPage(Page):
    """What is permitted, table by table with how each column is altered, on which `conditions`; and the form."""

    template: ClassVar[str] = "share/ask.jinja"

    question: str
    permit: Permit
    tables: Mapping[str, tuple[tuple[str, str], ...]]
    conditions: tuple[Condition, ...]
    form: QueryForm
    example: str
    back: str
    refused_line: int

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return self.form.problems


@dataclass(frozen=True, kw_only=True)
class NotGivenPage(Page):
    """What the door refused: everything that stands against it with what would change it, and its line on the log."""

    template: ClassVar[str] = "share/not_given.jinja"

    refusal: NotGiven
    back: str


def ask_page(*, by: Person, as_of: date, given: QueryDict) -> AskPage | Moved:
    """The form; without a permit, the page that says why. Raises NothingToAsk, and NotPermitted for who may not ask."""
    asked = _asked(given, as_of)
    permission.check_ask(by, asked.question.organisation)
    permit = _permit(by, asked)
    return _page(by, asked, permit, {}) if permit else Moved(to=f"{reverse('share_may')}?{asked.address()}")


def ask(*, by: Person, as_of: date, given: QueryDict, posted: QueryDict) -> AskPage | NotGivenPage | Moved:
    """Ask at the door. Raises NothingToAsk, and NotPermitted."""
    asked = _asked(given, as_of)
    permission.check_ask(by, asked.question.organisation)
    permit = _permit(by, asked)
    if permit is None:
        return Moved(to=f"{reverse('share_may')}?{asked.address()}")
    query = read_query(permit, posted)
    if isinstance(query, str):
        return _page(by, asked, permit, posted, query)
    try:
        answer = asking_door.ask(query, by=by, as_of=as_of)
    except NotGiven as refusal:
        return not_given_page(refusal, back=f"{reverse('share_may')}?{asked.address()}")
    except (NotAllowed, BadCounting, NotAnswered) as refusal:
        return _page(by, asked, permit, posted, _said(refusal), getattr(refusal, "line", 0))
    to = reverse("share_answer", kwargs={"line": answer.line})
    return Moved(to=to, notice=f"Answered. It is line {answer.line} of the log.")


def not_given_page(refusal: NotGiven, *, back: str) -> NotGivenPage:
    """What the door refused; `back` leads to where it was asked."""
    return NotGivenPage(
        title="This is not given",
        crumbs=crumbs("share_may", "May …?"),
        refusal=refusal,
        back=back,
        status=refusal.status,
    )


def _asked(given: QueryDict, as_of: date) -> Asked:
    """What an address asks: only what is asked for today, of the register as it is."""
    asked = read(given, as_of)
    if isinstance(asked, dict):
        raise NothingToAsk(" ".join(asked.values()) or "Nothing is asked for", remedy="Ask the question first")
    if asked.as_of != as_of or asked.recorded_on or asked.drafts:
        remedy = "Ask the question for today"
        raise NothingToAsk("Data are given on today’s answer, not on that of another day or of a draft", remedy=remedy)
    if asked.question.purpose is Purpose.INDIVIDUAL_CARE:
        remedy = "Look in the record of whoever cares for them"
        raise NothingToAsk("Nothing here shows patients for their own care", remedy=remedy)
    return asked


def _permit(by: Person, asked: Asked) -> Permit | None:
    verdict = decide(asked.question, records.shared(by), asked.as_of)
    return verdict if isinstance(verdict, Permit) else None


def _page(
    by: Person, asked: Asked, permit: Permit, posted: Mapping[str, str], wrong: str = "", line: int = 0
) -> AskPage:
    names = {each.code: f"{each.name} ({each.code})" for each in records.shared(by).all(Organisation)}
    return AskPage(
        title="Ask it",
        crumbs=crumbs("share_may", "May …?"),
        question=plain.question(asked.question, asked.as_of, names),
        permit=permit,
        tables=dict(_tables(permit)),
        conditions=tuple(each for each in permit.conditions if each.kind is not ConditionKind.ITEM),
        form=form_of(permit, posted, wrong),
        example=example(permit) if permit.question.form.personal else "",
        back=f"{reverse('share_may')}?{asked.address()}",
        refused_line=line,
        status=422 if wrong else 200,
    )


def _tables(permit: Permit) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    items = [dict(each.detail) for each in permit.conditions if each.kind is ConditionKind.ITEM]
    altered = {(each["table"], each["column"]): f"shown as {each['transform']}" for each in items}
    for table, columns in columns_of(permit).items():
        yield table, tuple((each, str(altered.get((table, each), "as it is"))) for each in columns)


def _said(refusal: Refusal) -> str:
    return f"{as_sentence(refusal.what)} {as_sentence(refusal.remedy)}"
