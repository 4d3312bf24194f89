"""Views of the calendar of meetings: each makes one call."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concordat.govern.app.pages import meetings
from concordat.govern.app.pages.meetings import Filter
from concordat.web.page import answer
from concordat.web.today import today


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """`/govern/meetings/`."""
    given = Filter.of(request.GET)
    return answer(request, meetings.meetings_page(by=request.person, as_of=today(), filter=given))


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """`/govern/meetings/meetings.ics`: of the same filter."""
    given = Filter.of(request.GET)
    return answer(request, meetings.calendar_file(by=request.person, as_of=today(), filter=given))
