"""The page on what programs may ask: every operation, from the description that programs read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse

from concordat.web.api import PROBLEMS, api
from concordat.web.page import Crumb, Page

HOME = Crumb(text="Home", href="/")


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation: its method and path, what it does, and its parameters, each with what it means."""

    method: str
    path: str
    text: str
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ApiPage(Page):
    """`operations`, the `problems` that any may answer with, and where the description for programs is."""

    template: ClassVar[str] = "web/api.jinja"

    operations: tuple[Operation, ...]
    problems: tuple[tuple[int, str], ...]
    openapi_href: str


def api_page() -> ApiPage:
    """What programs may ask."""
    return ApiPage(
        title="What programs may ask",
        crumbs=(HOME, Crumb(text="Keys for programs", href=reverse("keys"))),
        operations=tuple(_operations()),
        problems=tuple(PROBLEMS.items()),
        openapi_href=reverse("for_programs:openapi-json"),
    )


def _operations() -> Iterator[Operation]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, each in methods.items():
            parameters = tuple((one["name"], one.get("description", "")) for one in each["parameters"])
            yield Operation(method=method.upper(), path=path, text=each["description"], parameters=parameters)
