"""A question and its verdict in plain words: a sentence each, and everything behind it in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from operator import attrgetter
from types import MappingProxyType

from concordat.core.finding import Severity
from concordat.core.period import long_date
from concordat.core.refusal import as_sentence
from concordat.core.rule import NOT_LEGAL_ADVICE
from concordat.data.condition import ConditionKind
from concordat.data.ground import Ground
from concordat.data.permit import Verdict, Word
from concordat.data.question import Question
from concordat.data.rules import decision_rules


def sentence(verdict: Verdict) -> str:
    """The answer: yes and until when, no and why, or that a person must look and at what."""
    if verdict.WORD is Word.PERMIT:
        return _yes(verdict)
    why = _first(verdict)
    if verdict.WORD is Word.DENY:
        return f"No{_under(verdict, ', not under')}: {why}"
    if _opened(verdict):
        return f"A person must look. It is for somebody's care, so it is not refused; but {_lowered(why)}"
    return f"A person must look{_under(verdict, ' before it is seen under')}: {why}"


def question(asked: Question, as_of: date, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """The question: who, as what, whose, how much, in which form, for what and when; `names` are by ODS code."""
    who = names.get(asked.organisation, asked.organisation)
    role = f", as {asked.role}" if asked.role else ""
    trained = f", trained on {long_date(asked.trained_on)}" if asked.trained_on else ""
    whose = _named([names.get(each, each) for each in asked.whose])
    count = _counted(len(asked.columns), "column")
    purpose, form = asked.purpose.value, asked.form.value
    return f"May {who}{role}{trained}, see {count} of {whose}, {form}, for {purpose}, on {long_date(as_of)}?"


def elsewhere(other: Verdict) -> str:
    """A permit under another agreement for what an answer leaves out."""
    return f"{other.agreement} version {other.version} gives {_named([*other.columns])}: ask for that by itself"


def lines(verdict: Verdict, others: Iterable[Verdict] = ()) -> Iterator[str]:
    """The answer, what comes with it, and every reason, those against it first; `others` give what it leaves out."""
    yield question(verdict.question, verdict.as_of)
    yield sentence(verdict)
    yield from _listed("Under other agreements", (as_sentence(elsewhere(each)) for each in others))
    yield from _listed("Columns", verdict.columns)
    yield from _listed("Conditions", (as_sentence(each.text) for each in verdict.conditions))
    opt_outs = (f"{name.value}, from a list no older than {days} days" for name, days in verdict.opt_outs)
    yield from _listed("Opt-outs to apply", opt_outs)
    reasons = sorted(verdict.reasons, key=attrgetter("rule"))
    yield from _listed("Against it", (reason(each) for each in reasons if not each.holds))
    yield from _listed("For it", (reason(each) for each in reasons if each.holds))
    yield NOT_LEGAL_ADVICE


def weightiest_first(grounds: Iterable[Ground]) -> tuple[Ground, ...]:
    """Grounds in the order in which they matter: what denies, what takes a column away, what a person must look at."""
    rules = {each.id: each for each in decision_rules()}
    order = list(Severity)

    def weight(ground: Ground) -> tuple[int, bool]:
        rule = rules[ground.rule]
        return order.index(rule.severity), rule.partial

    return tuple(sorted(grounds, key=weight))


def reason(ground: Ground) -> str:
    """One ground with its rule, and what would change it where it fails."""
    remedy = f" {as_sentence(ground.remedy)}" if ground.remedy and not ground.holds else ""
    return f"{ground.rule}: {as_sentence(ground.fact)}{remedy}"


def _listed(title: str, items: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    found = [f"  {each}" for each in items]
    if found:
        yield f"{title}:"
        yield from found


def _opened(verdict: Verdict) -> bool:
    """Whether it may be opened for somebody's care though no agreement gives it."""
    return any(each.kind is ConditionKind.BREAK_GLASS for each in verdict.conditions)


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
    failing = weightiest_first(verdict.failing)
    if not failing:
        return "nothing that was asked for is given."
    more = len(failing) - 1
    stand = f" {_counted(more, 'other thing')} {'stands' if more == 1 else 'stand'} against it." if more else ""
    return f"{failing[0].fact}.{stand}"


def _named(names: list[str]) -> str:
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
