"""Views of who must be won over: each makes one call."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from concordat.govern.app.pages import stakeholders as pages
from concordat.web.page import answer
from concordat.web.today import today


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """`/govern/stakeholders/`."""
    return answer(request, pages.stakeholders_page(by=request.person, as_of=today()))


@require_safe
def one(request: HttpRequest, proposal: str) -> HttpResponse:
    """`/govern/stakeholders/<proposal>/`."""
    return answer(request, pages.stakes_page(by=request.person, as_of=today(), proposal=proposal))


@require_safe
def workbook(request: HttpRequest, proposal: str) -> HttpResponse:
    """`/govern/stakeholders/<proposal>/stakeholders.xlsx`."""
    return answer(request, pages.workbook(by=request.person, as_of=today(), proposal=proposal))


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, proposal: str) -> HttpResponse:
    """`/govern/stakeholders/<proposal>/erase/`."""
    asked = {"by": request.person, "as_of": today(), "proposal": proposal}
    if request.method != "POST":
        return answer(request, pages.erase_page(**asked, key=request.GET.get("position", "")))
    return answer(request, pages.erase(**asked, key=request.POST.get("position", "")))
