"""Views of feeds: each makes one call, and answers with what comes of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concordat.share.app.pages import feed as feed_pages
from concordat.share.app.pages import feeds, mapping_form, mapping_version, sending
from concordat.share.app.pages import fields as field_pages
from concordat.share.app.pages import mapping_text as mapping_text_pages
from concordat.web.page import answer
from concordat.web.today import today

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """`/share/feeds/`."""
    return answer(request, feeds.feeds_page(by=request.person, as_of=today()))


@asks
def send(request: HttpRequest) -> HttpResponse:
    """`/share/feeds/send/`."""
    asked = {"by": request.person, "as_of": today()}
    if request.method != "POST":
        return answer(request, sending.send_page(**asked, given=request.GET))
    return answer(request, sending.send(**asked, posted=request.POST, file=request.FILES.get("file")))


@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """`/share/feeds/suggest/`."""
    return answer(request, mapping_form.suggest(by=request.person, as_of=today(), posted=request.POST))


@require_safe
def one(request: HttpRequest, organisation: str, feed: str) -> HttpResponse:
    """`/share/feeds/<ODS>/<feed>/`."""
    asked = {"by": request.person, "as_of": today(), "organisation": organisation, "name": feed}
    return answer(request, feed_pages.feed_page(**asked, batch=request.GET.get("batch", "")))


@asks
def mapping(request: HttpRequest, organisation: str, feed: str) -> HttpResponse:
    """`…/mapping/`: column by column."""
    asked = {"by": request.person, "as_of": today(), "organisation": organisation, "feed": feed}
    if request.method != "POST":
        return answer(request, mapping_form.mapping_page(**asked, given=request.GET))
    return answer(request, mapping_form.save(**asked, given=request.GET, posted=request.POST))


@asks
def mapping_text(request: HttpRequest, organisation: str, feed: str) -> HttpResponse:
    """`…/mapping/text/`: as a text, typed or from a file."""
    asked = {"by": request.person, "as_of": today(), "organisation": organisation, "feed": feed}
    if request.method != "POST":
        return answer(request, mapping_text_pages.text_page(**asked, given=request.GET))
    file = request.FILES.get("file")
    return answer(request, mapping_text_pages.save(**asked, given=request.GET, posted=request.POST, file=file))


@require_safe
def mapping_file(request: HttpRequest, organisation: str, feed: str) -> HttpResponse:
    """`…/mapping/feed.yaml`: the mapping in use, as it is."""
    return answer(request, mapping_version.in_use_file(by=request.person, organisation=organisation, feed=feed))


@asks
def version(request: HttpRequest, organisation: str, feed: str, number: int) -> HttpResponse:
    """`…/mapping/<number>/`: one version, what it would do, and signing it."""
    asked = {"by": request.person, "as_of": today(), "organisation": organisation, "feed": feed, "number": number}
    if request.method != "POST":
        return answer(request, mapping_version.version_page(**asked))
    return answer(request, mapping_version.answer_to(**asked, posted=request.POST))


@require_safe
def version_file(request: HttpRequest, organisation: str, feed: str, number: int) -> HttpResponse:
    """`…/mapping/<number>/feed.yaml`."""
    asked = {"by": request.person, "organisation": organisation, "feed": feed, "number": number}
    return answer(request, mapping_version.version_file(**asked))


@require_safe
def fields(request: HttpRequest) -> HttpResponse:
    """`/share/fields/`."""
    filter = field_pages.Filter.of(request.GET)
    return answer(request, field_pages.fields_page(by=request.person, as_of=today(), filter=filter))


@require_safe
def fields_file(request: HttpRequest) -> HttpResponse:
    """`/share/fields/fields.xlsx`."""
    filter = field_pages.Filter.of(request.GET)
    return answer(request, field_pages.export(by=request.person, as_of=today(), filter=filter))


@require_safe
def field(request: HttpRequest, table: str, column: str) -> HttpResponse:
    """`/share/fields/<table>/<column>/`."""
    return answer(request, field_pages.field_page(by=request.person, as_of=today(), table=table, column=column))
