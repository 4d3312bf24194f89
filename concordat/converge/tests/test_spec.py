"""The manual's examples are true, complete, and lawful plans besides."""

from __future__ import annotations

import pytest

from concordat.converge.roadmap import as_dict, roadmap
from concordat.converge.spec import Example, concepts, examples, manual
from concordat.converge.spec.example import HOW_LONG
from concordat.converge.tests.checker import violations

named = pytest.mark.parametrize("example", examples(), ids=lambda example: example.title)


@named
def test_the_answer_is_the_one_printed(example: Example) -> None:
    assert example.answered() == example.answer


@named
def test_the_plan_behind_it_breaks_no_rule(example: Example) -> None:
    answer = as_dict(roadmap(example.record, example.on))
    if example.question is not HOW_LONG and answer["status"] != "infeasible":
        assert violations(example.record, example.on, answer) == []


def test_every_concept_is_in_the_manual_once() -> None:
    page = manual()
    for concept in concepts():
        assert page.count(f"\n### {(concept.__doc__ or '').splitlines()[0].rstrip('.')}\n") == 1
    for example in examples():
        assert page.count(f"\n#### {example.title}\n") == 1
        assert all(f"- {line.strip()}" in page for line in example.answer)
    assert len({concept.ORDER for concept in concepts()}) == len(concepts())


def test_tables_show_what_is_filled_in_and_nothing_else() -> None:
    page = manual()
    assert "| 1 April 2020 | 31 March 2028 | 24+12 | 6 | £100,000.00 |\n" in page
    assert "Exit help" not in page
