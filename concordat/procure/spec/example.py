"""An example of a rule of buying: facts in a sentence, whether the rule is kept, and the code's own answer to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from concordat.core.finding import Finding
from concordat.core.period import long_date
from concordat.core.refusal import as_sentence
from concordat.procure.law.dues import Published, State, dues
from concordat.procure.law.modification import judge
from concordat.procure.law.modifying.change import Change, Made
from concordat.procure.law.notice import Event
from concordat.procure.law.purchase import Purchase
from concordat.procure.law.regime import Facts, ruling


@dataclass(frozen=True, kw_only=True)
class Answered:
    """Whether the rule is kept, and what is said of it in a sentence."""

    kept: bool
    said: str


@dataclass(frozen=True, kw_only=True)
class Example:
    """A rule shown kept, or broken. `answer` asks the code."""

    rule: str
    title: str
    kept: bool
    answer: Callable[[], Answered]


def notice(
    rule: str,
    title: str,
    *,
    kept: bool,
    purchase: Purchase,
    events: Mapping[Event, date],
    published: date | None,
    as_of: date,
) -> Example:
    """An example of a notice: kept where it was published in its days."""

    def answer() -> Answered:
        code = next(each.notice.code for each in dues(purchase, events, (), as_of) if each.notice.rule.id == rule)
        told = (Published(name=code, on=published),) if published else ()
        found = next(each for each in dues(purchase, events, told, as_of) if each.notice.rule.id == rule)
        limits = [f"from {long_date(found.earliest)}"] if found.earliest else []
        limits += [f"by {long_date(found.latest)}"] if found.latest else ["without delay"]
        when = f"published on {long_date(published)}" if published else "not published"
        said = f"{code} is owed {' '.join(limits)}; {when}, it is {found.state.value}"
        return Answered(kept=found.state is State.DONE, said=as_sentence(said))

    return Example(rule=rule, title=title, kept=kept, answer=answer)


def change(rule: str, title: str, *, kept: bool, made: Made, wanted: Change, on: date) -> Example:
    """An example of a change to a contract: kept where every point of this rule holds."""

    def answer() -> Answered:
        verdict = judge(made, wanted, on)
        points = [each for harbour in verdict.harbours for each in harbour.points if each.rule.id == rule]
        facts = "; ".join(dict.fromkeys(each.fact for each in points))
        return Answered(kept=all(each.holds for each in points), said=as_sentence(f"{facts}: {verdict.answer.value}"))

    return Example(rule=rule, title=title, kept=kept, answer=answer)


def law(rule: str, title: str, *, kept: bool, facts: Facts) -> Example:
    """An example of which law a purchase is under: kept where the rule decides it, or asks nobody to look."""

    def answer() -> Answered:
        found = ruling(facts)
        asks = [each for each in found.review if each.rule == rule]
        gives = [each for each in found.reasons if each.rule == rule]
        told = "; ".join(each.text for each in asks or gives or found.reasons)
        return Answered(
            kept=not asks and (bool(gives) or rule in _CHECKS), said=f"{found.regime.value}. {as_sentence(told)}"
        )

    return Example(rule=rule, title=title, kept=kept, answer=answer)


_CHECKS = ("PR-03-MIXED", "PR-03-STATED")
"""Rules that only ever ask a person to look."""


def findings(rule: str, title: str, *, kept: bool, found: Callable[[], list[Finding]]) -> Example:
    """An example of a check: kept where it finds nothing."""

    def answer() -> Answered:
        told = [each for each in found() if each.rule == rule]
        said = " ".join(as_sentence(each.what) for each in told) or "Nothing is found."
        return Answered(kept=not told, said=said)

    return Example(rule=rule, title=title, kept=kept, answer=answer)


def stated(rule: str, title: str, *, kept: bool, holds: Callable[[], bool], said: str) -> Example:
    """An example answered by yes or no."""
    return Example(rule=rule, title=title, kept=kept, answer=lambda: Answered(kept=holds(), said=said))
