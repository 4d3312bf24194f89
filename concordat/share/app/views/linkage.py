"""Views of the linkage: each makes one call, and answers with what comes of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from concordat.share.app.pages import clerical, linkage
from concordat.web.page import answer
from concordat.web.today import today


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """`/share/linkage/`."""
    return answer(request, linkage.linkage_page(by=request.person, as_of=today()))


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """`/share/linkage/pairs/`."""
    return answer(request, clerical.pairs_page(by=request.person, as_of=today()))


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, pair: str) -> HttpResponse:
    """`/share/linkage/pairs/<pair>/`: one, and deciding on it."""
    asked = {"by": request.person, "as_of": today(), "name": pair}
    if request.method != "POST":
        return answer(request, clerical.pair_page(**asked))
    return answer(request, clerical.decide(**asked, posted=request.POST))
