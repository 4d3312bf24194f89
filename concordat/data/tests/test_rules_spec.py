"""Every rule has examples that hold and that fail, they are true, and no rule looks where it does not say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

import pytest

import concordat.data
from concordat.core.refusal import as_sentence
from concordat.core.rule import NOT_LEGAL_ADVICE, Rule, rules
from concordat.data.case import Case
from concordat.data.ground import DecisionRule, Ground
from concordat.data.permit import Permit, decide
from concordat.data.question import Question
from concordat.data.rules import decision_rules
from concordat.data.spec import Example, Shown, examples
from concordat.data.spec.example import NoSuchRow, record, without
from concordat.data.spec.ground import CARE, ON, PLANNING
from concordat.data.spec.markdown import sections
from concordat.register.agreement import Party

named = pytest.mark.parametrize("example", examples(), ids=lambda example: f"{example.rule} {example.title}")
of_a_question = pytest.mark.parametrize(
    "example",
    [each for each in examples() if isinstance(each, Example)],
    ids=lambda example: f"{example.rule} {example.title}",
)


def wanting(known: Iterable[Rule], shown: Iterable[Shown]) -> list[str]:
    """The rules that have no example one way or the other."""
    ways = {(each.rule, each.holds) for each in shown}
    told = {True: "holds", False: "fails"}
    return [f"{each.id} that {told[way]}" for each in known for way in (True, False) if (each.id, way) not in ways]


def test_every_rule_is_shown_holding_and_failing() -> None:
    assert wanting(rules(concordat.data), examples()) == []


def test_a_rule_without_examples_is_noticed() -> None:
    told = next(each for each in decision_rules() if each.id == "IG-26")
    assert wanting([told, replace(told, id="IG-99")], examples()) == ["IG-99 that holds", "IG-99 that fails"]
    assert wanting([told], [each for each in examples() if each.holds]) == ["IG-26 that fails"]


def test_no_example_is_of_a_rule_that_is_not() -> None:
    assert {each.rule for each in examples()} <= {each.id for each in rules(concordat.data)}
    titles = [(each.rule, each.title) for each in examples()]
    assert len(set(titles)) == len(titles), "two examples of one rule bear one title"


@named
def test_it_is_as_stated(example: Shown) -> None:
    found = example.judged()
    assert found, f"{example.rule} says nothing of it"
    assert {each.holds for each in found} == {example.holds}, found


@named
def test_what_it_says_can_be_read(example: Shown) -> None:
    for ground in example.judged():
        assert readable(ground) == [], ground


def readable(ground: Ground) -> list[str]:
    """What is wrong with the sentences of a ground, which whoever prints them ends."""
    begins = ground.fact.partition(" ")[0]
    wrong = {
        "the fact begins with a small letter and no code": begins.islower() and begins.isalpha(),
        "the fact is blank or ends itself": as_sentence(ground.fact)[-1:] == ground.fact[-1:],
        "nothing says what would change it": not ground.holds and not ground.remedy.strip(),
        "the remedy ends itself": ground.remedy[-1:] in tuple(".!?"),
        "a blank is left at an end": f"{ground.fact}{ground.remedy}" != f"{ground.fact.strip()}{ground.remedy.strip()}",
    }
    return [what for what, is_so in wrong.items() if is_so]


@pytest.mark.parametrize(
    "ground",
    [
        Ground("it has ended", holds=True),
        Ground("It has ended.", holds=True),
        Ground("", holds=True),
        Ground("It has ended", holds=False),
        Ground("It has ended", holds=False, remedy="agree anew."),
        Ground("It has ended", holds=False, remedy="agree anew "),
    ],
    ids=str,
)
def test_what_reads_badly_is_noticed(ground: Ground) -> None:
    assert len(readable(ground)) == 1


def test_the_reference_shows_every_rule_once_and_each_way() -> None:
    page = sections(rules(concordat.data), examples())
    for each in rules(concordat.data):
        _, _, rest = page.partition(f"### {each.id}\n")
        section = rest.partition("\n### ")[0]
        assert page.count(f"### {each.id}\n") == 1
        for part in (each.text, each.source, each.status.capitalize(), str(each.checked_on), NOT_LEGAL_ADVICE):
            assert part in section, each.id
        assert section.index("**Holds:**") < section.index("**Fails:**") < section.index("*What would change it:*")


class Guarded:
    """A question that may be looked at only where a rule says it looks."""

    def __init__(self, question: Question, allowed: Iterable[str]) -> None:
        self._question, self._allowed = question, frozenset(allowed)

    def __getattr__(self, name: str) -> Any:
        assert name in self._allowed, f"looks at the question's {name}, which is not among its asks"
        return getattr(self._question, name)


def guarded(rule: DecisionRule, case: Case) -> Case:
    """The case with the question guarded."""
    question: Any = Guarded(case.question, rule.asks)
    return replace(case, question=question)


@of_a_question
def test_no_rule_looks_at_what_it_does_not_say(example: Example) -> None:
    """Answers are kept by what a rule says it looks at, so that a look elsewhere would make a kept answer wrong."""
    for rule in decision_rules():
        rule.grounds(guarded(rule, example.case))


def test_a_look_elsewhere_is_noticed() -> None:
    example = next(each for each in examples() if isinstance(each, Example) and each.rule == "IG-26")
    sly = replace(next(each for each in decision_rules() if each.id == "IG-26"), asks=("whose",))
    with pytest.raises(AssertionError, match="not among its asks"):
        sly.grounds(guarded(sly, example.case))


def test_rules_ask_what_a_question_has() -> None:
    parts = {each.name for each in fields(Question)}
    for rule in decision_rules():
        assert set(rule.asks) <= parts, rule.id


@pytest.mark.parametrize("question", [PLANNING, CARE], ids=["planning", "care"])
def test_the_ground_is_good(question: Question) -> None:
    answer = decide(question, record(), ON)
    assert isinstance(answer, Permit), answer.failing
    assert answer.columns == question.columns
    assert not answer.failing


def test_an_example_cannot_change_what_is_not_there() -> None:
    with pytest.raises(NoSuchRow):
        record(without(Party, "RZ9 / controller"))
