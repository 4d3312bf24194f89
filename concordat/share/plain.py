"""A verdict in plain words: the answer in a sentence, and everything behind it in lines for a terminal or a page."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from concordat.core.period import long_date
from concordat.core.refusal import as_sentence
from concordat.core.rule import NOT_LEGAL_ADVICE
from concordat.data.ground import Ground
from concordat.data.permit import Permit, Refusal, Review


def sentence(verdict: Permit | Review | Refusal) -> str:
    """The answer in one sentence."""
    under = f"under {verdict.agreement} version {verdict.version}" if verdict.agreement else "under no agreement"
    if isinstance(verdict, Permit):
        until = f" until {long_date(verdict.until)}" if verdict.until else ""
        asked, given = len(verdict.question.columns), len(verdict.columns)
        all_of = "" if given == asked else f", {given} of the {asked} columns asked for"
        return f"Yes, {under}{until}{all_of}."
    failing = len(verdict.failing)
    if isinstance(verdict, Review):
        return f"A person must look: {_counted(failing)} {under}."
    return f"No: {_counted(failing)} {under}."


def lines(verdict: Permit | Review | Refusal) -> Iterator[str]:
    """The answer, what comes with it, and every reason, those against it first."""
    asked = verdict.question
    yield f"May {asked.organisation} see data of {', '.join(asked.whose)} for {asked.purpose.value}?"
    yield sentence(verdict)
    yield from _listed("Columns", verdict.columns)
    yield from _listed("Conditions", (as_sentence(each.text) for each in verdict.conditions))
    opt_outs = (f"{name.value}, from a list no older than {days} days" for name, days in verdict.opt_outs)
    yield from _listed("Opt-outs to apply", opt_outs)
    reasons = sorted(verdict.reasons, key=attrgetter("rule"))
    yield from _listed("Against it", (reason(each) for each in reasons if not each.holds))
    yield from _listed("For it", (reason(each) for each in reasons if each.holds))
    yield NOT_LEGAL_ADVICE


def reason(ground: Ground) -> str:
    """One ground with its rule, and what would change it where it fails."""
    remedy = f" {as_sentence(ground.remedy)}" if ground.remedy and not ground.holds else ""
    return f"{ground.rule}: {as_sentence(ground.fact)}{remedy}"


def _counted(failing: int) -> str:
    return "one thing stands against it" if failing == 1 else f"{failing} things stand against it"


def _listed(title: str, items: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    found = [f"  {each}" for each in items]
    if found:
        yield f"{title}:"
        yield from found
