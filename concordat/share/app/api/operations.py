"""The operations of share for programs: may, ask, answers, release, feeds, gaps and agreements; each makes one call."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from concordat.data.permit import decide
from concordat.data.question import from_json
from concordat.register.app.permission import Person
from concordat.share.app import asking_door, records, versions
from concordat.share.app.api import shapes, told
from concordat.share.app.api.forms import form_wanted, in_form
from concordat.share.app.api.given import counts_of, json_of, to_ask
from concordat.web.rate import long_question
from concordat.web.today import today

router = Router(tags=["share"])
AsOf = Annotated[date | None, Query(description="The day to judge; today where it is left out.")]
Line = Annotated[int, Path(ge=1, le=2**63 - 1, description="The line of the log on which the question stands.")]


@router.post("may", operation_id="may", response=shapes.VerdictShape, openapi_extra=shapes.body(shapes.QUESTION))
def may(request: HttpRequest, as_of: AsOf = None) -> HttpResponse:
    """May they see it? The verdict on a question with every ground, whatever it is; asking gives nothing of any row."""
    by, question = _by(request), from_json(json_of(request))
    return _json(decide(question, records.shared(by), as_of or today()).as_dict())


@router.post(
    "ask",
    operation_id="ask",
    response=shapes.AnswerShape,
    openapi_extra=shapes.body(shapes.TO_ASK) | shapes.given_as_answer(),
)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask at the door as one's own organisation. The question and what became of it are on its log, answered or not."""
    form_wanted(request)
    asked = to_ask(json_of(request))
    with long_question():
        answer = asking_door.ask(asked.query, by=_by(request), as_of=today(), snapshot=asked.snapshot)
    return in_form(request, answer)


@router.get("answers", operation_id="answers", response=list[shapes.HeadShape])
def answers(request: HttpRequest) -> HttpResponse:
    """The answers that are kept and that one may look at: one's own, and those one might release. No rows."""
    return _json([told.head(each) for each in asking_door.seen(by=_by(request))])


@router.get(
    "answers/{line}", operation_id="answer", response=shapes.AnswerShape, openapi_extra=shapes.given_as_answer()
)
def answer(request: HttpRequest, line: Line) -> HttpResponse:
    """A kept answer with its rows: one's own, or one that one might release."""
    return in_form(request, asking_door.one(by=_by(request), as_of=today(), line=line))


@router.post(
    "answers/{line}/release",
    operation_id="release",
    response=shapes.AnswerShape,
    openapi_extra=shapes.body(shapes.TO_RELEASE) | shapes.given_as_answer(),
)
def release(request: HttpRequest, line: Line) -> HttpResponse:
    """Let an answer out on the word of somebody who did not ask for it; gives it as it left, small numbers left out."""
    form_wanted(request)
    counts = counts_of(json_of(request))
    with long_question():
        released = asking_door.release(by=_by(request), as_of=today(), line=line, counts=counts)
    return in_form(request, released)


@router.get("feeds", operation_id="feeds", response=list[shapes.FeedShape])
def feeds(request: HttpRequest) -> HttpResponse:
    """The feeds of all members, and how each arrives."""
    return _json(told.feeds(_by(request), today()))


@router.get("gaps", operation_id="gaps", response=list[shapes.GapShape])
def every_gap(request: HttpRequest) -> HttpResponse:
    """What each member does not give, with the system, supplier and contract behind it; errors first."""
    return _json(told.gaps(_by(request), today()))


@router.get("agreements", operation_id="agreements", response=list[shapes.StandingShape])
def agreements(request: HttpRequest, as_of: AsOf = None) -> HttpResponse:
    """Every version of an agreement that one may read, one's organisation's own drafts among them."""
    return _json([told.standing(each) for each in versions.every(_by(request), as_of or today())])


def _by(request: HttpRequest) -> Person:
    person: Person = request.auth
    return person


def _json(said: Any) -> HttpResponse:
    content = json.dumps(said, ensure_ascii=False).encode()
    return HttpResponse(content, content_type="application/json", headers={"Cache-Control": "no-store"})
