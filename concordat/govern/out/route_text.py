"""A routing in plain text, for a terminal: the day, the steps in order, what is missing, how it could be sooner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import fill

from concordat.core.period import long_date
from concordat.core.refusal import as_sentence
from concordat.core.rule import NOT_LEGAL_ADVICE
from concordat.govern.out.headline import headline
from concordat.govern.out.lanes import body_of
from concordat.govern.routing import Routing
from concordat.register.deciding.route import Step

WIDTH = 110
_MOST = 5  # changes that would be sooner; the table has them all


def route_text(answer: Routing) -> str:
    """The answer, without a line end after it."""
    return "\n".join((*_head(answer), *_steps(answer), *_blocked(answer), *_rest(answer), "", NOT_LEGAL_ADVICE))


def _head(answer: Routing) -> Iterator[str]:
    yield f"{answer.proposal.title} ({answer.proposal.key}), on {long_date(answer.route.as_of)}"
    yield as_sentence(headline(answer.route, answer.names))


def _steps(answer: Routing) -> Iterator[str]:
    if answer.route.steps:
        yield from ("", "Steps in order (* what the day waits for)")
    for number, step in enumerate(answer.route.steps, start=1):
        mark = "*" if step in answer.route.critical_path else " "
        yield _indented(f"{mark}{number:3}. {long_date(step.meeting_on)}: {_does(step, answer)}", "")
        yield _indented(f"{_papers(step)} By: {as_sentence(step.source)}")


def _does(step: Step, answer: Routing) -> str:
    """Why it is asked, with its organisation after its name."""
    return as_sentence(step.why.replace(answer.names.get(step.body, step.body), body_of(step, answer.names)))


def _papers(step: Step) -> str:
    return "Done." if step.done else f"Papers by {long_date(step.papers_due)}."


def _blocked(answer: Routing) -> Iterator[str]:
    told = ((each, f"{each.organisation or 'All'}: {each.reason.text}") for each in answer.route.blocked)
    yield from _listed(
        "What stands in the way",
        (f"{text} [{each.reason.rule}, {each.reason.source}]. Next: {each.remedy}" for each, text in told),
    )


def _rest(answer: Routing) -> Iterator[str]:
    yield from _listed(
        "What is missing", (f"{each.reason.text} [{each.reason.rule}]. Next: {each.next}" for each in answer.missing)
    )
    yield from _listed("How it could be sooner", (
        f"{long_date(each.earliest)}{_saved(each.days)}: {each.change}. {each.reason.text} [{each.reason.rule}]"
        for each in answer.shorter[:_MOST]
    ))  # fmt: skip
    yield from _listed("Other ways", (
        f"{each.way}: {long_date(each.earliest) if each.earliest else 'no'}. {each.reason.text} [{each.reason.rule}]"
        for each in answer.alternatives
        if not (each.kind and each.earliest)  # told above
    ))  # fmt: skip


def _saved(days: int | None) -> str:
    return "" if days is None else f", {days} day{'s' if days > 1 else ''} sooner"


def _listed(heading: str, found: Iterable[str]) -> Iterator[str]:
    lines = [fill(as_sentence(each), WIDTH, initial_indent="   - ", subsequent_indent="     ") for each in found]
    yield from ("", heading, *lines) if lines else ()


def _indented(words: str, first: str = "      ") -> str:
    return fill(words, WIDTH, initial_indent=first, subsequent_indent="      ")
