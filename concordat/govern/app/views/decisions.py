"""Views of decisions and actions: each makes one call, and answers with what comes of it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from concordat.govern.app.pages import action as acts
from concordat.govern.app.pages import decision as decided
from concordat.govern.app.pages import ratifying
from concordat.govern.app.pages.action import Filter
from concordat.web.page import answer
from concordat.web.today import today

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """`/govern/decisions/`."""
    return answer(request, decided.decisions_page(by=request.person, as_of=today()))


@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """`/govern/decisions/decisions.xlsx`."""
    return answer(request, decided.decisions_file(by=request.person, as_of=today()))


@require_safe
def one(request: HttpRequest, decision: str) -> HttpResponse:
    """`/govern/decisions/<decision>/`."""
    return answer(request, decided.decision_page(by=request.person, as_of=today(), key=decision))


@asks
def add_action(request: HttpRequest, decision: str) -> HttpResponse:
    """`…/action/`."""
    asked = {"by": request.person, "as_of": today(), "key": decision}
    if request.method != "POST":
        return answer(request, acts.add_page(**asked))
    return answer(request, acts.add(**asked, posted=request.POST))


@asks
def ratify(request: HttpRequest, decision: str, on: date) -> HttpResponse:
    """`…/ratify/<on>/`."""
    asked = {"by": request.person, "as_of": today(), "key": decision, "on": on}
    if request.method != "POST":
        return answer(request, ratifying.ratify_page(**asked))
    return answer(request, ratifying.ratify(**asked, posted=request.POST))


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """`/govern/actions/`."""
    return answer(request, acts.actions_page(by=request.person, as_of=today(), filter=Filter.of(request.GET)))


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """`/govern/actions/actions.ics`: of the same filter."""
    return answer(request, acts.calendar_file(by=request.person, as_of=today(), filter=Filter.of(request.GET)))


@asks
def done(request: HttpRequest, action: str) -> HttpResponse:
    """`/govern/actions/<action>/done/`."""
    asked = {"by": request.person, "as_of": today(), "key": action}
    if request.method != "POST":
        return answer(request, acts.done_page(**asked))
    return answer(request, acts.done(**asked, posted=request.POST))
