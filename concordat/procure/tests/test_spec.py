"""Every rule of the law of buying is shown kept and broken, and the code answers as the example says."""

from __future__ import annotations

import pytest

import concordat.procure.law
import concordat.procure.standstill
import concordat.register.threshold
from concordat.core.rule import Rule, rules
from concordat.procure.spec import Example, examples, manual

LAW = tuple(
    rule
    for module in (concordat.procure.law, concordat.procure.standstill, concordat.register.threshold)
    for rule in rules(module)
)
ELSEWHERE = {"PR-01", "PR-07"}
"""Rules of the register that procure only reads; converge shows them by example."""


def wanting(known: tuple[Rule, ...], shown: tuple[Example, ...]) -> list[tuple[str, bool]]:
    """The rules that are not shown one way or the other."""
    ways = {(each.rule, each.kept) for each in shown}
    return [(rule.id, way) for rule in known for way in (True, False) if (rule.id, way) not in ways]


def test_every_rule_is_shown_both_ways() -> None:
    assert wanting(tuple(each for each in LAW if each.id not in ELSEWHERE), examples()) == []


def test_a_rule_shown_one_way_is_noticed() -> None:
    rule = next(each for each in LAW if each.id == "PR-06-UK7")
    assert wanting((rule,), tuple(each for each in examples() if each.kept)) == [("PR-06-UK7", False)]


def test_no_example_is_of_a_rule_that_is_not() -> None:
    assert {each.rule for each in examples()} <= {each.id for each in LAW}


@pytest.mark.parametrize("example", examples(), ids=lambda each: f"{each.rule} {each.title}"[:80])
def test_it_is_as_shown(example: Example) -> None:
    answered = example.answer()
    assert answered.kept is example.kept, answered.said
    assert not answered.said[0].islower() and answered.said[-1] == "."


def test_the_manual_shows_each_rule_once() -> None:
    page = manual()
    for id in {each.rule for each in examples()}:
        assert page.count(f"### {id}\n") == 1
