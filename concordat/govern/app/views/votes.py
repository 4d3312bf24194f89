"""Views of one meeting and its ballots: each makes one call, and answers with what comes of it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from concordat.govern.app.pages import ballot as ballots
from concordat.govern.app.pages import meeting as meetings
from concordat.govern.app.pages import putting
from concordat.web.page import answer
from concordat.web.today import today

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def meeting(request: HttpRequest, body: str, on: date) -> HttpResponse:
    """`/govern/meetings/<body>/<on>/`."""
    return answer(request, meetings.meeting_page(by=request.person, as_of=today(), body=body, on=on))


@require_safe
def minutes(request: HttpRequest, body: str, on: date, form: str) -> HttpResponse:
    """`…/minutes.<form>`."""
    return answer(request, meetings.minutes_file(by=request.person, as_of=today(), body=body, on=on, form=form))


@asks
def agenda(request: HttpRequest, body: str, on: date) -> HttpResponse:
    """`…/agenda/`."""
    asked = {"by": request.person, "as_of": today(), "body": body, "on": on}
    if request.method != "POST":
        return answer(request, putting.agenda_page(**asked))
    return answer(request, putting.agenda(**asked, posted=request.POST))


@asks
def put(request: HttpRequest, body: str, on: date, proposal: str) -> HttpResponse:
    """`…/item/<proposal>/ballot/`."""
    asked = {"by": request.person, "as_of": today(), "body": body, "on": on, "proposal": proposal}
    if request.method != "POST":
        return answer(request, putting.put_page(**asked))
    return answer(request, putting.put(**asked, posted=request.POST))


@asks
def record(request: HttpRequest, body: str, on: date, proposal: str) -> HttpResponse:
    """`…/item/<proposal>/record/`."""
    asked = {"by": request.person, "as_of": today(), "body": body, "on": on, "proposal": proposal}
    if request.method != "POST":
        return answer(request, putting.record_page(**asked))
    return answer(request, putting.record(**asked, posted=request.POST))


@asks
def chair(request: HttpRequest, body: str, proposal: str) -> HttpResponse:
    """`/govern/chair/<body>/<proposal>/`."""
    asked = {"by": request.person, "as_of": today(), "body": body, "proposal": proposal}
    if request.method != "POST":
        return answer(request, putting.chair_page(**asked))
    return answer(request, putting.chair(**asked, posted=request.POST))


@asks
def ballot(request: HttpRequest, ballot: int) -> HttpResponse:
    """`/govern/ballot/<number>/`."""
    asked = {"by": request.person, "as_of": today(), "ballot": ballot}
    if request.method != "POST":
        return answer(request, ballots.ballot_page(**asked))
    return answer(request, ballots.vote(**asked, posted=request.POST))


@asks
def conflict(request: HttpRequest, ballot: int) -> HttpResponse:
    """`…/conflict/`."""
    asked = {"by": request.person, "as_of": today(), "ballot": ballot}
    if request.method != "POST":
        return answer(request, ballots.conflict_page(**asked))
    return answer(request, ballots.conflict(**asked, posted=request.POST))


@asks
def close(request: HttpRequest, ballot: int) -> HttpResponse:
    """`…/close/`."""
    asked = {"by": request.person, "as_of": today(), "ballot": ballot}
    return answer(request, ballots.close(**asked) if request.method == "POST" else ballots.close_page(**asked))


@asks
def withdraw(request: HttpRequest, ballot: int) -> HttpResponse:
    """`…/withdraw/`."""
    asked = {"by": request.person, "as_of": today(), "ballot": ballot}
    if request.method != "POST":
        return answer(request, ballots.withdraw_page(**asked))
    return answer(request, ballots.withdraw(**asked, posted=request.POST))
