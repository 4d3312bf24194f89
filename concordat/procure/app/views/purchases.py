"""Views of purchases: each makes one call."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concordat.procure.app.pages import gates, purchases
from concordat.web.page import answer
from concordat.web.today import today


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """`/procure/`."""
    return answer(request, purchases.purchases_page(by=request.person, as_of=today()))


@require_safe
def one(request: HttpRequest, bought: str) -> HttpResponse:
    """`/procure/gates/<bought>/`: of a purchase, or of what would follow a contract."""
    return answer(request, gates.gates_page(by=request.person, as_of=today(), bought=bought))


@require_safe
def download(request: HttpRequest, bought: str, form: str) -> HttpResponse:
    """`/procure/gates/<bought>/gates.<form>`."""
    return answer(request, gates.download(by=request.person, as_of=today(), bought=bought, form=form))
