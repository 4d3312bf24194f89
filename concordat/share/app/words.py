"""A question and its verdict in one plain sentence each, for pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from concordat.core.period import long_date
from concordat.data.condition import ConditionKind
from concordat.data.permit import Verdict, Word
from concordat.data.question import Question


def in_words(verdict: Verdict) -> str:
    """The verdict: yes and until when, no and why, or that a person must look and at what."""
    if verdict.WORD is Word.PERMIT:
        return _yes(verdict)
    why = _first(verdict)
    if verdict.WORD is Word.DENY:
        return f"No{_under(verdict, ', not under')}: {why}"
    if opened(verdict):
        return f"A person must look. It is for somebody's care, so it is not refused; but {_lowered(why)}"
    return f"A person must look{_under(verdict, ' before it is seen under')}: {why}"


def opened(verdict: Verdict) -> bool:
    """Whether it may be opened for somebody's care though no agreement gives it."""
    return any(each.kind is ConditionKind.BREAK_GLASS for each in verdict.conditions)


def asked_in_words(question: Question, as_of: date, names: Mapping[str, str]) -> str:
    """The question: who, as what, whose, how much, in which form, for what and when."""
    who = names.get(question.organisation, question.organisation)
    role = f", as {question.role}" if question.role else ""
    trained = f", trained on {long_date(question.trained_on)}" if question.trained_on else ""
    whose = _listed([names.get(each, each) for each in question.whose])
    count = _counted(len(question.columns), "column")
    purpose, form = question.purpose.value, question.form.value
    return f"May {who}{role}{trained}, see {count} of {whose}, {form}, for {purpose}, on {long_date(as_of)}?"


def _yes(verdict: Verdict) -> str:
    until = f", until {long_date(verdict.until)}" if verdict.until else ""
    asked, given = len(verdict.question.columns), len(verdict.columns)
    columns = _counted(given, "column") if given == asked else f"{given} of the {_counted(asked, 'column')}"
    limits = sum(each.kind is not ConditionKind.ITEM for each in verdict.conditions)
    under = f", under {_counted(limits, 'condition')}" if limits else ""
    return f"Yes{until}{_under(verdict, ', under')}: {columns}{under}."


def _under(verdict: Verdict, before: str) -> str:
    return f"{before} {verdict.agreement} version {verdict.version}" if verdict.agreement else ""


def _first(verdict: Verdict) -> str:
    """The first ground that fails, and how many more do."""
    failing = verdict.failing
    if not failing:
        return "nothing that was asked for is given."
    more = len(failing) - 1
    stand = f" {_counted(more, 'other thing')} {'stands' if more == 1 else 'stand'} against it." if more else ""
    return f"{failing[0].fact}.{stand}"


def _listed(names: list[str]) -> str:
    shown = names[:4]
    more = [f"{len(names) - 4} more"] if len(names) > 4 else []
    *first, last = [*shown, *more]
    return f"{', '.join(first)} and {last}" if first else last


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number:,} {what}s"


def _lowered(text: str) -> str:
    """A sentence as the second half of another: a capital stays where a name or an abbreviation begins it."""
    first = text.partition(" ")[0]
    return text[:1].lower() + text[1:] if first in ("No", "Nothing", "It", "Its", "The", "Another") else text
