"""Rules with their examples as Markdown: what each says, whence and since when, and what it answers each way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from concordat.core.finding import Severity
from concordat.core.period import long_date
from concordat.core.refusal import as_sentence
from concordat.core.rule import Rule
from concordat.data.ground import DecisionRule
from concordat.data.spec.example import Example, Shown
from concordat.data.spec.ground import ON

_FAILURE = {
    Severity.ERROR: "A failure denies, or for individual care asks a person to look (IG-26)",
    Severity.WARNING: "A failure asks a person to look",
    Severity.NOTE: "A failure is told, and stops nothing",
}


def sections(rules: Iterable[Rule], examples: Iterable[Shown]) -> str:
    """A section for each rule, with its first example each way as it is answered now."""
    shown = tuple(examples)
    return "\n\n".join(part for rule in rules for part in _section(rule, shown))


def in_short(rule: Rule) -> str:
    """The first sentence of a rule."""
    return as_sentence(rule.text.partition(". ")[0])


def _section(rule: Rule, examples: tuple[Shown, ...]) -> Iterator[str]:
    yield f"### {rule.id}"
    yield rule.text
    yield "\n".join(f"- {each}" for each in _about(rule))
    for word, way in (("Holds", True), ("Fails", False)):
        first = next(each for each in examples if each.rule == rule.id and each.holds is way)
        yield f"**{word}:** *{as_sentence(first.title)}*{_asked(first)} {_answer(first)}"


def _about(rule: Rule) -> Iterator[str]:
    until = f" until {long_date(rule.in_force_to)}" if rule.in_force_to else ""
    yield f"Source: {as_sentence(rule.source)}"
    yield f"In force from {long_date(rule.in_force_from)}{until}. {rule.caveat}"
    yield as_sentence(_failure(rule))


def _failure(rule: Rule) -> str:
    if not isinstance(rule, DecisionRule):
        return "A failure is found in a file, before it is sent"
    if rule.partial:
        return "A failure takes away the column that it is about"
    return "A failure denies, even for individual care" if rule.hard else _FAILURE[rule.severity]


def _asked(example: Shown) -> str:
    """The day of an example that is not of the usual one."""
    day = example.as_of if isinstance(example, Example) else ON
    return "" if day == ON else f" Asked on {long_date(day)}."


def _answer(example: Shown) -> str:
    """Every ground of it, each with what would change it."""
    said = (f"{as_sentence(each.fact)} {_remedy(each.remedy)}".strip() for each in example.judged())
    return " ".join(said)


def _remedy(remedy: str) -> str:
    return f"*What would change it:* {as_sentence(remedy)}" if remedy else ""
