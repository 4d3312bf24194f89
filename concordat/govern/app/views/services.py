"""Views of shared services: each makes one call, and answers with what comes of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concordat.govern.app.pages import risks as risk_pages
from concordat.govern.app.pages import service as pages
from concordat.govern.app.pages import services
from concordat.web.page import answer
from concordat.web.today import today


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """`/govern/services/`."""
    return answer(request, services.services_page(by=request.person, as_of=today()))


@require_safe
def one(request: HttpRequest, service: str) -> HttpResponse:
    """`/govern/services/<service>/`, and whom to call where the address asks."""
    asked = request.GET.get("when"), request.GET.get("about", "")
    return answer(request, pages.service_page(by=request.person, as_of=today(), key=service, asked=asked))


@require_safe
def handbook(request: HttpRequest, service: str) -> HttpResponse:
    """`…/handbook.docx`."""
    return answer(request, pages.handbook_file(by=request.person, as_of=today(), key=service))


@require_safe
def tables(request: HttpRequest, service: str) -> HttpResponse:
    """`…/handbook.xlsx`."""
    return answer(request, pages.tables_file(by=request.person, as_of=today(), key=service))


@require_safe
def review(request: HttpRequest, service: str) -> HttpResponse:
    """`…/review.docx?month=2027-01`."""
    month = request.GET.get("month", "")
    return answer(request, pages.review_file(by=request.person, as_of=today(), key=service, month=month))


@require_safe
def risks(request: HttpRequest) -> HttpResponse:
    """`/govern/risks/`."""
    return answer(request, risk_pages.risks_page(by=request.person, as_of=today()))
