"""Views of what waits to be decided: each makes one call."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concordat.govern.app.pages import proposals
from concordat.web.page import answer
from concordat.web.today import today


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """`/govern/`."""
    return answer(request, proposals.proposals_page(by=request.person, as_of=today()))
