"""Views of what is wrong with how we decide: each makes one call."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concordat.govern.app.pages import checks as pages
from concordat.web.page import answer
from concordat.web.today import today


@require_safe
def found(request: HttpRequest) -> HttpResponse:
    """`/govern/checks/`."""
    return answer(request, pages.checks_page(by=request.person, as_of=today()))


@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """`/govern/checks/checks.xlsx`."""
    return answer(request, pages.workbook(by=request.person, as_of=today()))
