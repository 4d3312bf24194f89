"""Views of requirements, frameworks and legal advice: each makes one call."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concordat.procure.app.pages import advice as advised
from concordat.procure.app.pages import fit, papers, requirements
from concordat.web.page import answer
from concordat.web.today import today


@require_safe
def the_fit(request: HttpRequest, bought: str) -> HttpResponse:
    """`/procure/fit/<bought>/`."""
    return answer(request, fit.fit_page(by=request.person, as_of=today(), purchase=bought))


@require_safe
def required(request: HttpRequest, bought: str) -> HttpResponse:
    """`/procure/requirements/<bought>/`."""
    return answer(request, requirements.requirements_page(by=request.person, as_of=today(), purchase=bought))


@require_safe
def advice(request: HttpRequest) -> HttpResponse:
    """`/procure/advice/`."""
    return answer(request, advised.advice_page(by=request.person, as_of=today()))


@require_safe
def paper(request: HttpRequest, bought: str, paper: str) -> HttpResponse:
    """`/procure/papers/<bought>/<paper>`."""
    return answer(request, papers.paper_file(by=request.person, as_of=today(), purchase=bought, paper=paper))
