"""The law of buying by example: each rule shown kept and broken, run as a test and printed in the manual."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import concordat.procure
from concordat.core.discovery import found
from concordat.core.period import long_date
from concordat.core.refusal import as_sentence
from concordat.core.rule import Rule, rules
from concordat.procure.spec.example import Example
from concordat.register import threshold


def examples() -> tuple[Example, ...]:
    """Every example of every module here that has EXAMPLES, by rule."""
    return tuple(sorted(found(sys.modules[__name__], "EXAMPLES"), key=lambda each: (each.rule, not each.kept)))


def manual() -> str:
    """The examples as Markdown, each under its rule and answered by the code as it stands."""
    shown = examples()
    told = {each.rule for each in shown}
    known = {rule.id: rule for place in (concordat.procure, threshold) for rule in rules(place)}
    return "\n\n".join(part for id in sorted(told) for part in _section(known[id], shown))


def _section(rule: Rule, shown: tuple[Example, ...]) -> Iterator[str]:
    until = f" until {long_date(rule.in_force_to)}" if rule.in_force_to else ""
    yield f"### {rule.id}"
    yield as_sentence(rule.text)
    about = f"- In force from {long_date(rule.in_force_from)}{until}. {rule.caveat}"
    yield f"- Source: {as_sentence(rule.source)}\n{about}"
    for each in shown:
        if each.rule == rule.id:
            yield f"**{'Holds' if each.kept else 'Does not hold'}:** *{as_sentence(each.title)}* {each.answer().said}"


__all__ = ["Example", "examples", "manual"]
