"""Views of answers: each makes one call, and answers with what comes of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from concordat.share.app.pages import coverage, health, may, openings, rules
from concordat.web.page import answer
from concordat.web.today import today


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """`/share/may/`."""
    return answer(request, may.may_page(by=request.person, today=today(), given=request.GET))


@require_safe
def verdict(request: HttpRequest) -> HttpResponse:
    """`/share/may/verdict.json`."""
    return answer(request, may.verdict_file(by=request.person, today=today(), given=request.GET))


@require_safe
def all_rules(request: HttpRequest) -> HttpResponse:
    """`/share/rules/`."""
    return answer(request, rules.rules_page(as_of=today()))


@require_safe
def all_openings(request: HttpRequest) -> HttpResponse:
    """`/share/openings/`."""
    return answer(request, openings.openings_page(by=request.person, as_of=today()))


@require_http_methods(["GET", "HEAD", "POST"])
def open_glass(request: HttpRequest) -> HttpResponse:
    """`/share/openings/add/`: the question is in the address, the reason in what is posted."""
    asked = {"by": request.person, "as_of": today(), "given": request.GET}
    if request.method != "POST":
        return answer(request, openings.open_page(**asked))
    return answer(request, openings.open_it(**asked, reason=request.POST.get("reason", "")))


@require_http_methods(["GET", "HEAD", "POST"])
def one_opening(request: HttpRequest, opening: int) -> HttpResponse:
    """`/share/openings/<opening>/`: one, and reviewing it."""
    if request.method != "POST":
        return answer(request, openings.opening_page(by=request.person, opening=opening))
    return answer(request, openings.review(by=request.person, as_of=today(), opening=opening, posted=request.POST))


@require_safe
def the_coverage(request: HttpRequest) -> HttpResponse:
    """`/share/coverage/`."""
    filter = coverage.Filter.of(request.GET)
    return answer(request, coverage.coverage_page(by=request.person, as_of=today(), filter=filter))


@require_safe
def coverage_file(request: HttpRequest) -> HttpResponse:
    """`/share/coverage/coverage.xlsx`."""
    filter = coverage.Filter.of(request.GET)
    return answer(request, coverage.export(by=request.person, as_of=today(), filter=filter))


@require_safe
def the_health(request: HttpRequest) -> HttpResponse:
    """`/share/health/`."""
    return answer(request, health.health_page(by=request.person, as_of=today()))


@require_safe
def a_departure(request: HttpRequest) -> HttpResponse:
    """`/share/departure/`."""
    leaver = request.GET.get("leaver", "").strip()
    return answer(request, health.departure_page(by=request.person, as_of=today(), leaver=leaver))
