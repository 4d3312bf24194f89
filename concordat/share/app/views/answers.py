"""Views of answers: each makes one call, and answers with what comes of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from concordat.share.app.pages import bring_in, coverage, departure, health, may, openings, papers, rules
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
def decision(request: HttpRequest) -> HttpResponse:
    """`/share/may/decision.json`, as Multi-Agency Information Sharing writes one."""
    return answer(request, may.decision_file(by=request.person, today=today(), given=request.GET))


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
        return answer(request, openings.opening_page(by=request.person, as_of=today(), opening=opening))
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
    return answer(request, departure.departure_page(by=request.person, as_of=today(), leaver=leaver))


@require_http_methods(["GET", "HEAD", "POST"])
def all_papers(request: HttpRequest, agreement: str) -> HttpResponse:
    """`/share/agreement/<key>/papers/`: the list, and a paper by a template of one's own."""
    asked = {"by": request.person, "as_of": today(), "key": agreement}
    if request.method != "POST":
        return answer(request, papers.papers_page(**asked))
    file = request.FILES.get("template")
    return answer(request, papers.with_template(**asked, posted=request.POST, file=file))


@require_safe
def one_paper(request: HttpRequest, agreement: str, paper: str) -> HttpResponse:
    """`/share/agreement/<key>/papers/<paper>`."""
    return answer(request, papers.paper(by=request.person, as_of=today(), key=agreement, name=paper))


@require_safe
def our_template(request: HttpRequest, paper: str) -> HttpResponse:
    """`/share/template/<paper>`."""
    return answer(request, papers.our_template(name=paper))


@require_safe
def processing(request: HttpRequest, organisation: str) -> HttpResponse:
    """`/share/ropa/<organisation>`."""
    return answer(request, papers.processing(by=request.person, as_of=today(), organisation=organisation))


@require_http_methods(["GET", "HEAD", "POST"])
def choose_file(request: HttpRequest) -> HttpResponse:
    """`/share/bring-in/`."""
    if request.method != "POST":
        return answer(request, bring_in.bring_in_page(by=request.person))
    form, file = request.POST.get("form", ""), request.FILES.get("file")
    return answer(request, bring_in.put_up(by=request.person, form=form, file=file))


@require_http_methods(["GET", "HEAD", "POST"])
def brought(request: HttpRequest, standard: str, id: UUID) -> HttpResponse:
    """`/share/bring-in/<standard>/<id>/`: what it comes to, and storing it."""
    if request.method != "POST":
        return answer(request, bring_in.brought_page(by=request.person, standard=standard, id=id))
    return answer(request, bring_in.store(by=request.person, as_of=today(), standard=standard, id=id))
