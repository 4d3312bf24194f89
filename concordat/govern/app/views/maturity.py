"""The view of how far working together has come: it makes one call."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concordat.govern.app.pages import maturity as pages
from concordat.web.page import answer
from concordat.web.today import today


@require_safe
def reached(request: HttpRequest) -> HttpResponse:
    """`/govern/maturity/`."""
    return answer(request, pages.maturity_page(by=request.person, as_of=today()))
