"""What programs may ask, below `/api/v1/`: a key says who asks, problems are RFC 9457's, and OpenAPI 3.1 describes it.

A verb's operations are the `router` of its `app/api/operations.py`, found as its pages are. In each, `request.auth` is
the Person who acts.
"""

from __future__ import annotations

import importlib
import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security.http import HttpAuthBase

from concordat.capability import capabilities
from concordat.core.refusal import Refusal
from concordat.register.app.permission import Person
from concordat.web import keys, rate
from concordat.web.problem import MEDIA_TYPE, NoSuchAddress, OurFault, fault, problem_response
from concordat.web.today import today

log = logging.getLogger(__name__)

PROBLEMS = {
    400: "It cannot be read: no JSON, or no address.",
    401: "No key, or one that opens nothing: not known, expired, revoked, or its seat was taken away.",
    403: "Not for this person, or refused by an agreement's rules: see `rules`, `problems` and `line`.",
    404: "There is no such thing for this person.",
    405: "This address does not take this method.",
    406: "It is not given in any form that is accepted.",
    409: "It cannot be done as things stand.",
    413: "More was sent than is read.",
    422: "It can be read, and asks for what cannot be: see `problems`.",
    429: "Too much is asked at once: see the header Retry-After.",
}
"""Every problem an operation may answer with, and what it means."""

_TEXT = {"type": "string"}
_PART = {
    "type": "object",
    "required": ["where", "what", "remedy"],
    "properties": {"where": _TEXT, "what": _TEXT, "remedy": _TEXT},
}
PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "Problem details (RFC 9457): what is wrong, where, and what to do next. No value of a row is in it.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "what", "where", "remedy"],
    "properties": {
        **dict.fromkeys(("type", "title", "detail", "what", "where", "remedy"), _TEXT),
        "status": {"type": "integer"},
        "problems": {"type": "array", "items": _PART, "description": "All that is wrong, where it is several things."},
        "rules": {"type": "array", "items": _TEXT, "description": "The rules that stand against it."},
        "line": {"type": "integer", "description": "Its line on the log of the door."},
    },
}


class NoKey(Refusal):
    """A request by nobody who is known."""

    status = 401


class CannotRead(Refusal):
    """A request that is not what its description says; `problems` are all that is wrong with it."""

    def __init__(self, status: int, what: str, remedy: str, problems: tuple[tuple[str, str, str], ...] = ()) -> None:
        self.status, self.problems = status, problems
        super().__init__(what, remedy=remedy)


class Key(HttpAuthBase):
    """A key for programs in the header Authorization, and never a session: so no page of another site can ask."""

    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Person:
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        person = keys.person_of(text.strip(), today()) if scheme.casefold() == "bearer" else None
        if person is None:
            what = "There is no key here that opens anything"
            raise NoKey(what, remedy="Make one on the page Keys for programs, and send it as Authorization: Bearer …")
        rate.count(person.seat)
        return person


class Api(NinjaAPI):
    """Ninja's API, whose description tells every problem as well."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**given)
        schema["components"]["schemas"]["Problem"] = PROBLEM
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        told = {str(status): {"description": text, "content": content} for status, text in PROBLEMS.items()}
        for methods in schema["paths"].values():
            for operation in methods.values():
                operation["responses"] = {str(code): it for code, it in operation["responses"].items()} | told
        return schema


def _refused(request: HttpRequest, problem: Refusal) -> HttpResponse:
    return problem_response(problem)


def _missing(request: HttpRequest, problem: Http404) -> HttpResponse:
    return problem_response(NoSuchAddress("Nothing is at this address", remedy="See /api/ for what programs may ask"))


def _unreadable(request: HttpRequest, problem: HttpError) -> HttpResponse:
    what, remedy = "What was sent cannot be read as JSON", "Send one JSON object, in UTF-8"
    return problem_response(CannotRead(problem.status_code, what, remedy))


def _invalid(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    """What is wrong and where; what was given is not repeated."""
    wrong = tuple((".".join(map(str, each["loc"])), each["msg"], "see /api/") for each in problem.errors)
    told = CannotRead(422, f"{len(wrong)} of its parts are not as described", "Mend each of these", wrong)
    return problem_response(told)


def _broken(request: HttpRequest, problem: Exception) -> HttpResponse:
    """A fault of ours."""
    log.error("At %s: %s", request.path_info, fault(problem))
    what, remedy = "Something went wrong on our side", "Try again; if it stays, tell whoever runs this server"
    return problem_response(OurFault(what, remedy=remedy))


def _made() -> Api:
    made = Api(
        title="Concordat",
        version="1",
        description="What programs may ask of Concordat. For planning and service evaluation, not for direct care.",
        urls_namespace="for_programs",
        docs_url=None,
        auth=Key(),
    )
    for each in capabilities():
        if each.operations:
            made.add_router("", importlib.import_module(each.operations).router)
    for kind, told in HANDLERS.items():
        made.add_exception_handler(kind, told)
    return made


HANDLERS: dict[type[Exception], Any] = {
    Exception: _broken,
    Http404: _missing,
    HttpError: _unreadable,
    ValidationError: _invalid,
    Refusal: _refused,
}

api = _made()
