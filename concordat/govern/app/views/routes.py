"""Views of the route of a proposal: each makes one call."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from concordat.govern.app.pages import route as pages
from concordat.web.page import answer
from concordat.web.today import today


@require_safe
def one(request: HttpRequest, proposal: str) -> HttpResponse:
    """`/govern/route/<proposal>/`."""
    return answer(request, pages.route_page(by=request.person, as_of=today(), proposal=proposal))


@require_POST
def book(request: HttpRequest, proposal: str) -> HttpResponse:
    """`/govern/route/<proposal>/agendas/`: put on the agendas of its route."""
    return answer(request, pages.book(by=request.person, as_of=today(), proposal=proposal))


@require_safe
def download(request: HttpRequest, proposal: str, form: str) -> HttpResponse:
    """`/govern/route/<proposal>/route.<form>`."""
    return answer(request, pages.download(by=request.person, as_of=today(), proposal=proposal, form=form))
