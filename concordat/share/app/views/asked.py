"""Views of asking at the door, of answers that are kept, and of the log: each makes one call."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concordat.share.app.pages import answer as answers
from concordat.share.app.pages import ask, log
from concordat.share.app.pages import repeats as repeat_pages
from concordat.web.page import answer
from concordat.web.today import today

asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
def ask_it(request: HttpRequest) -> HttpResponse:
    """`/share/ask/`: the question is in the address, the SQL or the counts in what is posted."""
    asked = {"by": request.person, "as_of": today(), "given": request.GET}
    if request.method != "POST":
        return answer(request, ask.ask_page(**asked))
    return answer(request, ask.ask(**asked, posted=request.POST))


@asks
def repeats(request: HttpRequest) -> HttpResponse:
    """`/share/repeats/`."""
    asked = {"by": request.person, "as_of": today()}
    if request.method != "POST":
        return answer(request, repeat_pages.repeats_page(**asked))
    return answer(request, repeat_pages.ask(**asked, posted=request.POST))


@require_safe
def repeated(request: HttpRequest, line: int) -> HttpResponse:
    """`/share/repeats/<line>/`."""
    return answer(request, repeat_pages.repeated_page(by=request.person, as_of=today(), line=line))


@require_safe
def all_answers(request: HttpRequest) -> HttpResponse:
    """`/share/answers/`."""
    return answer(request, answers.answers_page(by=request.person))


@asks
def one_answer(request: HttpRequest, line: int) -> HttpResponse:
    """`/share/answers/<line>/`: one, and releasing it."""
    asked = {"by": request.person, "as_of": today(), "line": line}
    if request.method != "POST":
        return answer(request, answers.answer_page(**asked))
    return answer(request, answers.release(**asked, counts=request.POST.getlist("counts")))


@require_safe
def released(request: HttpRequest, line: int) -> HttpResponse:
    """`/share/answers/<line>/released.csv`."""
    return answer(request, answers.released_file(by=request.person, as_of=today(), line=line))


@require_safe
def the_log(request: HttpRequest) -> HttpResponse:
    """`/share/log/`."""
    return answer(request, log.log_page(by=request.person))


@require_POST
def checkpoint(request: HttpRequest) -> HttpResponse:
    """`/share/log/checkpoint.json`: posted, since one is written down beside the log."""
    return answer(request, log.checkpoint(by=request.person, as_of=today()))
