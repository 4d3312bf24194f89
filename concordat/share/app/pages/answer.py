"""Answers that are kept: the list, one with what it rests on and its audit line, and a second person's word on it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import pyarrow as pa
import pyarrow.parquet as pq
from django.urls import reverse

from concordat.core.ledger import Line
from concordat.core.refusal import as_sentence
from concordat.data.answer import Answer
from concordat.data.answers import Head, released, write_as_csv
from concordat.data.condition import Condition, ConditionKind
from concordat.data.log import Log
from concordat.data.permit import decide
from concordat.register.app.permission import Person
from concordat.register.organisation import Organisation
from concordat.share import plain
from concordat.share.app import asking_door, feeds, permission, records, workspace
from concordat.share.app.asking_door import NoSuchAnswer, NotGiven
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.standardise.gaps import Gap
from concordat.web.field import Problem
from concordat.web.page import CSV, File, Moved, Page

SHOWN = 200
"""The most rows of an answer that a page shows."""


@dataclass(frozen=True, kw_only=True)
class AnswersPage(Page):
    """`own` answers of this reader, and `others` of colleagues, which a second person's word lets out."""

    template: ClassVar[str] = "share/answers.jinja"

    tabs: tuple[Tab, ...]
    own: tuple[Head, ...]
    others: tuple[Head, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class AnswerPage(Page):
    """One answer. `rows` are the first of `total`; `gaps` qualify it; `intent` and `outcome` are its lines on the log.

    `counts` are columns that might count people, those `ticked` were chosen; `may_release` for a second person only.
    """

    template: ClassVar[str] = "share/answer.jinja"

    answer: Answer
    question: str
    columns: tuple[str, ...]
    figures: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int
    conditions: tuple[Condition, ...]
    gaps: tuple[Gap, ...]
    asker: str
    intent: Line
    outcome: Line
    counts: tuple[str, ...]
    ticked: frozenset[str]
    may_release: bool
    file_href: str
    errors: tuple[Problem, ...] = ()


def answers_page(*, by: Person) -> AnswersPage:
    """The answers this person may look at, the last first."""
    heads = asking_door.seen(by=by)
    return AnswersPage(
        title="Answers",
        crumbs=crumbs(),
        tabs=tabs("share_answers"),
        own=tuple(each for each in heads if each.by == workspace.signed(by)),
        others=tuple(each for each in heads if each.by != workspace.signed(by)),
        names=workspace.called(by, (each.by for each in heads)),
    )


def answer_page(
    *, by: Person, as_of: date, line: int, ticked: Sequence[str] = (), wrong: str = "", status: int = 200
) -> AnswerPage:
    """One answer. Raises NoSuchAnswer and NoLonger."""
    answer = asking_door.one(by=by, as_of=as_of, line=line)
    record = records.shared(by)
    names = {each.code: f"{each.name} ({each.code})" for each in record.all(Organisation)}
    verdict = decide(answer.query.question, record, answer.at.date())
    home = workspace.home_of(by)
    intent, outcome = _lines(by, line)
    table = answer.table
    return AnswerPage(
        title=f"Answer {line}",
        crumbs=crumbs("share_answers", "Answers"),
        answer=answer,
        question=plain.question(answer.query.question, answer.at.date(), names),
        columns=tuple(table.column_names),
        figures=tuple(_is_number(each.type) for each in table.schema),
        rows=tuple(_rows(table)),
        total=table.num_rows,
        conditions=tuple(each for each in verdict.conditions if each.kind is not ConditionKind.ITEM),
        gaps=tuple(_gaps(by, as_of, answer)),
        asker=workspace.called(by, [answer.by])[answer.by],
        intent=intent,
        outcome=outcome,
        counts=tuple(each.name for each in table.schema if pa.types.is_integer(each.type)),
        ticked=frozenset(ticked),
        may_release=answer.by != workspace.signed(by)
        and permission.may_ask(by, answer.query.question.organisation) is None,
        file_href=reverse("share_released", kwargs={"line": line}) if released(home, line).is_file() else "",
        errors=(Problem(text=wrong, href="#counts"),) if wrong else (),
        status=status,
    )


def release(*, by: Person, as_of: date, line: int, counts: Sequence[str]) -> AnswerPage | Moved:
    """Let an answer out, small numbers left out and the rest rounded. Raises NoSuchAnswer and NotPermitted."""
    try:
        left = asking_door.release(by=by, as_of=as_of, line=line, counts=tuple(counts))
    except NotGiven as refusal:
        said = f"{as_sentence(refusal.what)} {as_sentence(refusal.remedy)}"
        return answer_page(by=by, as_of=as_of, line=line, ticked=counts, wrong=said, status=422)
    told = f"Released, on your word: {left.table.num_rows:,} rows. What was too few is left out, and the rest rounded."
    return Moved(to=reverse("share_answer", kwargs={"line": line}), notice=told)


def released_file(*, by: Person, as_of: date, line: int) -> File:
    """What was released, as a table for a spreadsheet. Raises NoSuchAnswer and NoLonger."""
    asking_door.one(by=by, as_of=as_of, line=line)
    path = released(workspace.home_of(by), line)
    if not path.is_file():
        raise NoSuchAnswer(f"Answer {line} is not released", remedy="Ask a colleague to look at it and release it")
    stream = io.BytesIO()
    write_as_csv(pq.read_table(path), stream)
    return File(name=f"answer-{line}.csv", content_type=CSV, contents=stream.getvalue())


def _rows(table: pa.Table) -> Iterator[tuple[str, ...]]:
    for each in table.slice(0, SHOWN).to_pylist():
        yield tuple(_shown(value) for value in each.values())


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,}" if type(value) is int else str(value)


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _lines(by: Person, line: int) -> tuple[Line, Line]:
    """The question's line on the log, and the one that says what became of it."""
    every = Log(workspace.home_of(by)).lines()
    (intent,) = (each for each in every if each.number == line)
    (outcome,) = (each for each in every if each.facts.get("asked") == line and each.action == "answered")
    return intent, outcome


def _gaps(by: Person, as_of: date, answer: Answer) -> Iterator[Gap]:
    """What the data behind an answer lack, of whose data it is and of the tables and columns it could have used."""
    question = answer.query.question
    tables = {each.partition(".")[0] for each in question.columns}
    for each in feeds.kept(by, as_of).gaps:
        asked = f"{each.table}.{each.column}" in question.columns or not each.column
        if each.member in question.whose and each.table in tables and asked:
            yield each
