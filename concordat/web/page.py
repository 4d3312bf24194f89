"""What a page is: a frozen value with its own template, built by one function and shown by one call.

An app's `pages.py` subclasses `Page` with the facts its template shows, each documented there; the template extends
`web/base.jinja` and finds them as `page`. A view is then one line: `return answer(request, pages.something(by=…))`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from concordat.web.navigation import shell_of


@dataclass(frozen=True, kw_only=True)
class Crumb:
    """One step of the way here: what it is called and its address."""

    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page: its `title`, the `crumbs` above it, and an HTTP `status`. Subclasses name their `template`."""

    template: ClassVar[str]

    title: str
    crumbs: tuple[Crumb, ...] = ()
    status: int = 200


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What an act leads to: another page, with a notice of what was done."""

    to: str
    notice: str = ""


@dataclass(frozen=True, kw_only=True)
class File:
    """A file to be downloaded."""

    name: str
    content_type: str
    contents: bytes


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def answer(request: HttpRequest, result: Page | Moved | File) -> HttpResponse:
    """The response that a page, a redirection or a file is."""
    if isinstance(result, Moved):
        if result.notice:
            messages.success(request, result.notice)
        return HttpResponseRedirect(result.to)
    if isinstance(result, File):
        return _download(result)
    context = {"page": result, "shell": shell_of(request)}
    return TemplateResponse(request, result.template, context, status=result.status)


def _download(file: File) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Cache-Control": "no-store"}
    return HttpResponse(file.contents, content_type=file.content_type, headers=headers)
