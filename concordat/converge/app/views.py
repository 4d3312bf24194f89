"""Converge's views: each makes one call, and answers with what comes of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concordat.converge.app.pages import findings, fit, move, plan, what_if
from concordat.web.page import answer
from concordat.web.today import today


@require_safe
def one_plan(request: HttpRequest, run: int | None = None) -> HttpResponse:
    """`/converge/` and `/converge/plan/<run>/`."""
    return answer(request, plan.plan_page(by=request.person, as_of=today(), plan=request.GET.get("plan"), run=run))


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """`/converge/plan/`."""
    return answer(request, plan.start(by=request.person, as_of=today()))


@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, run: int) -> HttpResponse:
    """`/converge/plan/<run>/agree/`."""
    if request.method == "POST":
        return answer(request, plan.agree(by=request.person, as_of=today(), run=run))
    return answer(request, plan.agree_page(by=request.person, as_of=today(), run=run))


@require_safe
def paper(request: HttpRequest, run: int, paper: str) -> HttpResponse:
    """`/converge/plan/<run>/roadmap.<paper>`."""
    return answer(request, plan.download(by=request.person, as_of=today(), run=run, paper=paper))


@require_safe
def one_move(request: HttpRequest, system: str) -> HttpResponse:
    """`/converge/move/<system>/`."""
    by, wanted = request.person, request.GET.get("plan")
    return answer(request, move.move_page(by=by, as_of=today(), system=system, plan=wanted))


@require_safe
def the_fit(request: HttpRequest) -> HttpResponse:
    """`/converge/fit/`."""
    return answer(request, fit.fit_page(by=request.person, as_of=today(), plan=request.GET.get("plan")))


@require_safe
def all_findings(request: HttpRequest) -> HttpResponse:
    """`/converge/findings/`."""
    by, wanted, mine = request.person, request.GET.get("plan"), request.GET.get("whose") == "mine"
    return answer(request, findings.findings_page(by=by, as_of=today(), plan=wanted, mine=mine))


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """`/converge/what-if/`."""
    if request.method == "POST":
        return answer(request, what_if.ask(by=request.person, as_of=today(), posted=request.POST))
    return answer(request, what_if.what_if_page(by=request.person, as_of=today()))


@require_safe
def supposed(request: HttpRequest, run: int) -> HttpResponse:
    """`/converge/what-if/<run>/`."""
    return answer(request, what_if.supposed_page(by=request.person, as_of=today(), run=run))
