"""What every request passes: limits, the content security policy, who acts, and refusals told as pages."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from concordat.core.refusal import Refusal
from concordat.web import seats
from concordat.web.page import answer
from concordat.web.pages import refusal_page
from concordat.web.problem import NotThisMethod, for_programs, problem_response

Handler = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
OPEN = ("sign_in", "sign_in_as", "healthz", "readyz", "about_access")
"""The pages that may be seen without signing in; every other needs a seat."""


def content_security_policy(get_response: Handler) -> Handler:
    """A strict policy, with a nonce for the one script in the page's head; nothing else inline runs."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.csp_nonce = secrets.token_urlsafe(16)
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=request.csp_nonce))
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return handle


class TooMuch(Refusal):
    """A request too large to be read."""

    status = 413


class NoAddress(Refusal):
    """An address that names nothing, whatever it was meant to."""

    status = 400


def readable_address(get_response: Handler) -> Handler:
    """Refuse a nought byte in an address: no row holds one, and PostgreSQL fails on being asked for it."""

    def handle(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return _told(
                request, NoAddress("This address holds a character that nothing has", remedy="Check the address")
            )
        return get_response(request)

    return handle


def body_limit(get_response: Handler) -> Handler:
    """Refuse a large request before a byte of it is read; a form's fields are only parsed after this."""

    def handle(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        limit, remedy = settings.BODY_LIMIT, "Split the workbook by sheet, and upload one at a time"
        if for_programs(request):
            limit, remedy = settings.API_BODY_LIMIT, "Ask for less at a time"
        if not length.isdigit() or int(length) > limit:
            what = f"What you sent is larger than {limit // 2**20} MB"
            return _told(request, TooMuch(what, remedy=remedy))
        return get_response(request)

    return handle


class Seated:
    """Sets `request.person`, who acts and for whom; sends to sign in whoever does not yet."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.person = None if for_programs(request) else seats.person_of(request)  # a key says who asks there
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Handler, args: object, kwargs: object) -> HttpResponse | None:
        """Nothing is shown to nobody: the page is allowed open, or there is a person. What programs ask needs a key."""
        if for_programs(request):
            return None
        if request.person or request.resolver_match.url_name in OPEN:
            return None
        if request.user.is_authenticated and request.resolver_match.url_name not in ("choose_seat", "sign_out"):
            return HttpResponseRedirect(reverse("choose_seat"))
        return None if request.user.is_authenticated else redirect_to_login(request.get_full_path())


class Refusals:
    """A Refusal anywhere becomes a page that says what, where and what next; never a traceback."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and for_programs(request):
            remedy = f"It takes {response['Allow']}"
            told = problem_response(NotThisMethod(f"It does not take {request.method}", remedy=remedy))
            told["Allow"] = response["Allow"]
            return told
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """The page of a Refusal; None, Django's own way, for all else."""
        return _told(request, problem) if isinstance(problem, Refusal) else None


def _told(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    if for_programs(request):
        return problem_response(refusal)
    response = answer(request, refusal_page(refusal))
    render = getattr(response, "render", None)
    return render() if render else response
