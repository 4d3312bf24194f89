"""Problem details (RFC 9457): how programs are told what is wrong, where, and what to do next."""

from __future__ import annotations

import json
import traceback
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from concordat.core.refusal import Refusal, as_sentence

API = "/api/v1/"
"""Where programs ask. What is below it answers a key and never a session, and tells no problem as a page."""

MEDIA_TYPE = "application/problem+json"


def for_programs(request: HttpRequest) -> bool:
    """Whether a program asks, and so is told problems as these."""
    return request.path_info.startswith(API)


def problem_of(refusal: Refusal, status: int = 0) -> dict[str, Any]:
    """A Refusal as problem details, with its class's HTTP `status` unless one is given.

    Members of our own: `what`, `where`, `remedy`; `problems`, each with these three, where there are several;
    `rules` that stand against it, and the `line` of the door's log, where it has them.
    """
    status = status or getattr(refusal, "status", 422)
    several = getattr(refusal, "problems", ())
    found: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": str(refusal),
        "what": as_sentence(refusal.what),
        "where": refusal.where,
        "remedy": as_sentence(refusal.remedy or ("Mend each of these" if several else "")),
    }
    if several:
        found["problems"] = [_one(each) for each in several]
    return found | {name: getattr(refusal, name) for name in ("rules", "line") if getattr(refusal, name, None)}


def _one(problem: str | tuple[str, str, str]) -> dict[str, str]:
    """One of several problems: where, what and what next, or only what."""
    where, what, remedy = ("", problem, "") if isinstance(problem, str) else problem
    return {"where": where, "what": what, "remedy": remedy}


def problem_response(refusal: Refusal, status: int = 0) -> HttpResponse:
    """The response that tells a Refusal to a program; one that says when to come back has `retry_after`, in seconds."""
    problem = problem_of(refusal, status)
    content = json.dumps(problem, ensure_ascii=False).encode()
    response = HttpResponse(content, content_type=MEDIA_TYPE, status=problem["status"])
    response["Cache-Control"] = "no-store"
    if problem["status"] == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="Concordat"'
    if wait := getattr(refusal, "retry_after", 0):
        response["Retry-After"] = str(wait)
    return response


def fault(problem: BaseException) -> str:
    """A fault of ours as a log may have it: its kind and place. What it says of itself may quote a row's value."""
    return f"{type(problem).__name__}\n{''.join(traceback.format_tb(problem.__traceback__))}"


class NoSuchAddress(Refusal):
    """An address at which programs find nothing."""

    status = 404


class NotThisMethod(Refusal):
    """An address that does not take this method."""

    status = 405


class OurFault(Refusal):
    """What went wrong on our side, told without any detail."""

    status = 500
