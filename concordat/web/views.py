"""The shell's views: each makes one call, and answers with what comes of it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concordat.core.refusal import Refusal
from concordat.web import api_page, health, key_pages, pages, seats
from concordat.web.page import answer
from concordat.web.problem import NoSuchAddress, OurFault, for_programs, problem_response
from concordat.web.today import today


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`/`."""
    return answer(request, pages.home_page(by=request.person, as_of=today()))


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """`/due/`."""
    return answer(request, pages.due_page(by=request.person, as_of=today()))


@require_safe
def verb(request: HttpRequest, verb: str) -> HttpResponse:
    """`/<verb>/`, of a verb that brings no pages."""
    return answer(request, pages.verb_page(verb=verb))


@require_safe
def manual(request: HttpRequest) -> HttpResponse:
    """`/manual/`."""
    return answer(request, pages.manual_page())


@require_safe
def chapter(request: HttpRequest, verb: str) -> HttpResponse:
    """`/manual/<verb>/`."""
    return answer(request, pages.chapter_page(verb=verb))


@require_safe
def job(request: HttpRequest, id: UUID) -> HttpResponse:
    """`/jobs/<id>/`: to htmx, which asks every two seconds, and to a browser without scripts, which reloads."""
    return answer(request, pages.job_page(by=request.person, id=id))


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """`/accessibility/`."""
    return answer(request, pages.access_page())


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """`/sign-in/`: a name and a password; in a demo, the people one can be."""
    following = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    people = seats.every_seat() if settings.DEMO else ()
    if request.method != "POST":
        return answer(request, pages.sign_in_page(next=following, people=people))
    name, password = (request.POST.get(each, "").replace("\0", "") for each in ("name", "password"))
    user = authenticate(request, username=name, password=password)
    if user is None:
        wrong = "The name and password do not belong together. Check both, capitals included."
        return answer(request, pages.sign_in_page(next=following, wrong=wrong, people=people))
    login(request, user)
    return HttpResponseRedirect(following or "/")


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """`/sign-in/as/`: without a password, in a demo only."""
    if not settings.DEMO:
        return missing(request)
    seats.sign_in_as(request, _number(request.POST.get("seat")))
    return HttpResponseRedirect(_safe(request, request.POST.get("next", "")) or "/")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """`/sign-out/`."""
    logout(request)
    return HttpResponseRedirect(reverse("sign_in"))


@require_http_methods(["GET", "HEAD", "POST"])
def choose_seat(request: HttpRequest) -> HttpResponse:
    """`/seat/`: for whom one acts, of several."""
    if request.method != "POST":
        return answer(request, pages.seats_page(seats.seats_of(request)))
    seats.choose(request, _number(request.POST.get("seat")))
    return HttpResponseRedirect("/")


@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """`/keys/`: one's keys for programs, and a new one, which is shown where it was asked for and never again."""
    asked = {"by": request.person, "as_of": today()}
    page = key_pages.make(**asked, posted=request.POST) if request.method == "POST" else key_pages.keys_page(**asked)
    response = answer(request, page)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def revoke_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """`/keys/<key_id>/revoke/`."""
    return answer(request, key_pages.revoke(by=request.person, as_of=today(), key=key_id))


@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """`/api/`: what programs may ask."""
    return answer(request, api_page.api_page())


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """`/healthz`: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """`/readyz`: the database answers, is migrated, and jobs are being done."""
    try:
        checks = health.checks()
    except DatabaseError:
        checks = {"database": False}
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing at this address."""
    if for_programs(request):
        return problem_response(NoSuchAddress("Nothing is at this address", remedy="See /api/"))
    return answer(request, pages.missing_page()).render()


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours: said without any detail, which is in the log."""
    said = OurFault("Something went wrong on our side", remedy="Try again; if it stays, tell whoever runs this server")
    if for_programs(request):
        return problem_response(said)
    return answer(request, pages.refusal_page(said)).render()


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old page, or another site."""
    said = Refusal("This form is too old to be sent", remedy="Go back, reload the page and send it again")
    return answer(request, pages.refusal_page(said, status=403)).render()


def _safe(request: HttpRequest, address: str) -> str:
    """The address if it is one of ours, else nothing: a link to sign in must not lead elsewhere."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else 0
