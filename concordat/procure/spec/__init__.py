"""The law of buying by example: each rule shown kept and broken, run as a test and printed in the manual."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import concordat.procure
from concordat.core.discovery import found
from concordat.core.refusal import as_sentence
from concordat.core.rule import Rule, rules
from concordat.procure.spec.example import Example


def examples() -> tuple[Example, ...]:
    """Every example of every module here that has EXAMPLES, by rule."""
    return tuple(sorted(found(sys.modules[__name__], "EXAMPLES"), key=lambda each: (each.rule, not each.kept)))


def manual() -> str:
    """The examples as Markdown, each under its rule and answered by the code as it stands."""
    shown = examples()
    told = {each.rule for each in shown}
    parts = (part for rule in rules(concordat.procure) if rule.id in told for part in _section(rule, shown))
    return "\n\n".join(parts)


def _section(rule: Rule, shown: tuple[Example, ...]) -> Iterator[str]:
    yield f"### {rule.id}"
    yield f"{as_sentence(rule.text)} *{as_sentence(rule.source)}*"
    lines = (each for each in shown if each.rule == rule.id)
    yield "\n".join(
        f"- {'Holds' if each.kept else 'Does not hold'}: {each.title}. {each.answer().said}" for each in lines
    )


__all__ = ["Example", "examples", "manual"]
