"""Views of purchases: each makes one call."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concordat.procure.app.pages import purchases
from concordat.web.page import answer
from concordat.web.today import today


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """`/procure/`."""
    return answer(request, purchases.purchases_page(by=request.person, as_of=today()))
