"""Views of agreements: each makes one call, and answers with what comes of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concordat.share.app.pages import agreement as agreement_pages
from concordat.share.app.pages import agreements, ending, rows, signing, timeline
from concordat.share.app.pages import task as tasks
from concordat.web.page import answer
from concordat.web.today import today

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """`/share/`."""
    return answer(request, agreements.agreements_page(by=request.person, as_of=today()))


@asks
def new(request: HttpRequest) -> HttpResponse:
    """`/share/agreement/`."""
    if request.method != "POST":
        return answer(request, agreements.new_page(by=request.person))
    return answer(request, agreements.new(by=request.person, as_of=today(), posted=request.POST))


@require_safe
def one(request: HttpRequest, agreement: str) -> HttpResponse:
    """`/share/agreement/<agreement>/`."""
    return answer(request, agreement_pages.agreement_page(by=request.person, as_of=today(), key=agreement))


@require_POST
def renew(request: HttpRequest, agreement: str) -> HttpResponse:
    """`…/version/`."""
    return answer(request, agreement_pages.renew(by=request.person, as_of=today(), key=agreement))


@asks
def one_task(request: HttpRequest, agreement: str, task: str) -> HttpResponse:
    """`…/task/<task>/`."""
    asked = {"by": request.person, "as_of": today(), "key": agreement, "task": task}
    if request.method != "POST":
        return answer(request, tasks.task_page(**asked))
    return answer(request, tasks.save(**asked, posted=request.POST))


@asks
def add(request: HttpRequest, agreement: str, task: str) -> HttpResponse:
    """`…/task/<task>/add/`."""
    asked = {"by": request.person, "as_of": today(), "key": agreement, "task": task}
    if request.method != "POST":
        return answer(request, rows.add_page(**asked))
    return answer(request, rows.add(**asked, posted=request.POST))


@asks
def change(request: HttpRequest, agreement: str, entry: int) -> HttpResponse:
    """`…/row/<entry>/`."""
    asked = {"by": request.person, "as_of": today(), "key": agreement, "entry": entry}
    if request.method != "POST":
        return answer(request, rows.change_page(**asked))
    return answer(request, rows.change(**asked, posted=request.POST))


@asks
def remove(request: HttpRequest, agreement: str, entry: int) -> HttpResponse:
    """`…/row/<entry>/remove/`."""
    asked = {"by": request.person, "as_of": today(), "key": agreement, "entry": entry}
    if request.method != "POST":
        return answer(request, rows.remove_page(**asked))
    return answer(request, rows.remove(**asked))


@require_safe
def changes(request: HttpRequest, agreement: str) -> HttpResponse:
    """`…/changes/`."""
    return answer(request, signing.changes_page(by=request.person, as_of=today(), key=agreement))


@asks
def release(request: HttpRequest, agreement: str) -> HttpResponse:
    """`…/release/`."""
    asked = {"by": request.person, "as_of": today(), "key": agreement}
    return answer(request, signing.release(**asked) if request.method == "POST" else signing.release_page(**asked))


@asks
def sign(request: HttpRequest, agreement: str) -> HttpResponse:
    """`…/sign/`."""
    asked = {"by": request.person, "as_of": today(), "key": agreement}
    if request.method != "POST":
        return answer(request, signing.sign_page(**asked))
    return answer(request, signing.sign(**asked, text_hash=request.POST.get("text_hash", "")))


@require_safe
def days(request: HttpRequest, agreement: str) -> HttpResponse:
    """`…/timeline/`."""
    return answer(request, timeline.timeline_page(by=request.person, as_of=today(), key=agreement))


@asks
def withdraw(request: HttpRequest, agreement: str) -> HttpResponse:
    """`…/withdraw/`."""
    asked = {"by": request.person, "as_of": today(), "key": agreement}
    if request.method != "POST":
        return answer(request, ending.withdraw_page(**asked))
    return answer(request, ending.withdraw(**asked, posted=request.POST))


@asks
def end(request: HttpRequest, agreement: str, act: str) -> HttpResponse:
    """`…/suspend/`, `…/resume/` and `…/terminate/`."""
    asked = {"by": request.person, "as_of": today(), "key": agreement, "act": act}
    if request.method != "POST":
        return answer(request, ending.end_page(**asked))
    return answer(request, ending.end(**asked, posted=request.POST))


@asks
def join(request: HttpRequest, agreement: str) -> HttpResponse:
    """`…/join/`."""
    asked = {"by": request.person, "as_of": today(), "key": agreement}
    if request.method != "POST":
        return answer(request, ending.join_page(**asked))
    return answer(request, ending.join(**asked, posted=request.POST))


@asks
def leave(request: HttpRequest, agreement: str, entry: int) -> HttpResponse:
    """`…/row/<entry>/leave/`: a party leaves, and later certifies what became of its data."""
    asked = {"by": request.person, "as_of": today(), "key": agreement, "entry": entry}
    if request.method != "POST":
        return answer(request, ending.leave_page(**asked))
    return answer(request, ending.leave(**asked, posted=request.POST))
