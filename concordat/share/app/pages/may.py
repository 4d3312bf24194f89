"""May they see it? A question asked by an address, and the answer in plain words with every ground for it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.http import QueryDict
from django.urls import reverse

from concordat.core.refusal import Refusal
from concordat.core.rule import NOT_LEGAL_ADVICE
from concordat.data.condition import Condition, ConditionKind
from concordat.data.ground import Ground
from concordat.data.permit import Verdict, Word, decide
from concordat.data.question import as_json
from concordat.register.app.permission import Person
from concordat.register.organisation import Organisation
from concordat.register.record import Record
from concordat.register.sharing import Purpose
from concordat.share import plain
from concordat.share.app import records
from concordat.share.app.asking import Asked, read
from concordat.share.app.asking_form import AskingForm, form_of
from concordat.share.app.openings import cannot_open
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.app.permission import may_ask as cannot_ask
from concordat.share.exchange.decision import decision_of
from concordat.web.field import Problem
from concordat.web.page import File, Page

JSON = "application/json"


class NotAQuestion(Refusal):
    """An address that asks nothing that could be answered."""


@dataclass(frozen=True, kw_only=True)
class ColumnLine:
    """One column that was asked for: whether it is given, and how it is altered or why it is not."""

    name: str
    given: bool
    told: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A verdict as the page tells it: `sentence` first, then what is given, what limits it, and why.

    `failing` and `holding` are the grounds; where that may be, `open_href` leads to opening it for somebody's care, and
    `ask_href` to asking for the data.
    """

    asked: Asked
    verdict: Verdict
    question: str
    sentence: str
    columns: tuple[ColumnLine, ...]
    conditions: tuple[Condition, ...]
    failing: tuple[Ground, ...]
    holding: tuple[Ground, ...]
    json_href: str
    decision_href: str
    open_href: str
    ask_href: str

    @property
    def word(self) -> Word:
        """Permit, review or deny."""
        return self.verdict.WORD


@dataclass(frozen=True, kw_only=True)
class MayPage(Page):
    """`answer` to what was asked, None where nothing was or it cannot be read; `drafts`: how many of one's own."""

    template: ClassVar[str] = "share/may.jinja"

    tabs: tuple[Tab, ...]
    form: AskingForm
    answer: Answer | None
    drafts: int
    with_drafts: bool
    not_legal_advice: str = NOT_LEGAL_ADVICE

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return self.form.problems


def may_page(*, by: Person, today: date, given: QueryDict) -> MayPage:
    """The form, and the answer to what an address asks."""
    asked = read(given, today) if given else {}
    record = _record(by, asked)
    errors = asked if isinstance(asked, dict) else {}
    as_of = asked.as_of if isinstance(asked, Asked) else today
    answer = None if isinstance(asked, dict) else _answer(by, today, record, asked)
    return MayPage(
        title="May they see it?",
        crumbs=crumbs(),
        tabs=tabs("share_may"),
        form=form_of(record, as_of, given, errors, asker=by.organisation),
        answer=answer,
        drafts=records.drafts(by),
        with_drafts=given.get("drafts") == "yes",
        status=422 if errors else 200,
    )


def verdict_file(*, by: Person, today: date, given: QueryDict) -> File:
    """The same answer as JSON, with the question. Raises NotAQuestion with everything wrong with it."""
    asked, verdict = _verdict(by, today, given)
    told = {"question": as_json(asked.question), "as_of": asked.as_of.isoformat(), **verdict.as_dict()}
    return _json("verdict.json", told)


def decision_file(*, by: Person, today: date, given: QueryDict) -> File:
    """The same answer as a Multi-Agency Information Sharing decision. Raises NotAQuestion."""
    _, verdict = _verdict(by, today, given)
    return _json("decision.json", decision_of(verdict.as_dict()))


def _verdict(by: Person, today: date, given: QueryDict) -> tuple[Asked, Verdict]:
    asked = read(given, today)
    if isinstance(asked, dict):
        raise NotAQuestion(" ".join(asked.values()), remedy="Ask it on the page of the question")
    return asked, decide(asked.question, _record(by, asked), asked.as_of)


def _json(name: str, told: Mapping[str, Any]) -> File:
    return File(name=name, content_type=JSON, contents=json.dumps(told, ensure_ascii=False, indent=1).encode())


def _record(by: Person, asked: Asked | dict[str, str]) -> Record:
    if isinstance(asked, dict):
        return records.shared(by)
    return records.with_drafts(by) if asked.drafts else records.shared(by, asked.recorded_on)


def _answer(by: Person, today: date, record: Record, asked: Asked) -> Answer:
    verdict = decide(asked.question, record, asked.as_of)
    names = {each.code: f"{each.name} ({each.code})" for each in record.all(Organisation)}
    query = asked.address()
    opens = not asked.drafts and not asked.recorded_on and asked.as_of == today
    may_open = opens and cannot_open(by, verdict) is None
    permitted = verdict.WORD is Word.PERMIT and cannot_ask(by, asked.question.organisation) is None
    may_ask = opens and permitted and asked.question.purpose is not Purpose.INDIVIDUAL_CARE
    return Answer(
        asked=asked,
        verdict=verdict,
        question=plain.question(asked.question, asked.as_of, names),
        sentence=plain.sentence(verdict),
        columns=tuple(_columns(verdict)),
        conditions=tuple(each for each in verdict.conditions if each.kind is not ConditionKind.ITEM),
        failing=plain.weightiest_first(verdict.failing),
        holding=tuple(each for each in verdict.reasons if each.holds),
        json_href=f"{reverse('share_verdict')}?{query}",
        decision_href=f"{reverse('share_decision')}?{query}",
        open_href=f"{reverse('share_open')}?{query}" if may_open else "",
        ask_href=f"{reverse('share_ask')}?{query}" if may_ask else "",
    )


def _columns(verdict: Verdict) -> Iterator[ColumnLine]:
    items = [dict(each.detail) for each in verdict.conditions if each.kind is ConditionKind.ITEM]
    altered = {f"{each['table']}.{each['column']}": f"shown as {each['transform']}" for each in items}
    lost = {each.about: each.fact for each in verdict.failing}
    for name in verdict.question.columns:
        given = name in verdict.columns
        told = altered.get(name, "as it is") if given else lost.get(name, "")
        yield ColumnLine(name=name, given=given, told=told)
