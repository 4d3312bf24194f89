"""A desk answers as if each question were its first, forgets in time, and judges one by one only what may be."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings

from concordat.data.case import Case
from concordat.data.deciding import desk as desk_module
from concordat.data.facts import Facts
from concordat.data.ground import DecisionRule
from concordat.data.permit import Desk, Permit, Verdict, decide
from concordat.data.question import Question
from concordat.data.rules import decision_rules
from concordat.data.tests.strategies import SPELT, Drawn, cases, drawn_from

PART_BY_PART = [each for each in decision_rules() if each.each]


@settings(max_examples=200)
@given(drawn=cases)
def test_a_desk_that_has_had_others_answers_the_same(drawn: Drawn) -> None:
    desk = Desk(drawn.record, drawn.day)
    for question in (*drawn.questions, *drawn.questions):
        assert desk.decide(question) == decide(question, drawn.record, drawn.day)


@settings(max_examples=200)
@given(drawn=cases)
def test_what_is_answered_follows_from_the_reasons(drawn: Drawn) -> None:
    """The answer is worked out part by part, and its reasons as a whole: neither belies the other."""
    for question in drawn.questions:
        verdict = decide(question, drawn.record, drawn.day)
        lost = {each.about for each in verdict.failing if each.rule == "IG-20"}
        if verdict.agreement and verdict.WORD == "PERMIT":
            assert {each.rule for each in verdict.failing} <= {"IG-20", "IG-26"}
            assert verdict.columns == tuple(each for each in question.columns if each not in lost)
        assert verdict.WORD == "PERMIT" or verdict.failing


@pytest.mark.parametrize("rule", PART_BY_PART, ids=lambda rule: rule.id)
@settings(max_examples=200)
@given(drawn=cases)
def test_what_fails_of_several_is_what_fails_of_one(rule: DecisionRule, drawn: Drawn) -> None:
    facts = Facts(drawn.record, drawn.day)
    for question in drawn.questions:
        for bundle in facts.bundles:
            case = Case(question, bundle, facts)
            alone = [Counter(failing(rule, replace(case, question=each))) for each in one_by_one(rule, case)]
            if "columns" in rule.each:
                assert set(failing(rule, case)) == set().union(*alone)
            else:
                assert Counter(failing(rule, case)) == sum(alone, Counter())


def one_by_one(rule: DecisionRule, case: Case) -> list[Question]:
    """A question about each column of each controller, or of the lists that each has given."""
    question, due = case.question, {register for register, _ in case.opt_outs}
    if "columns" in rule.each:
        return [replace(question, whose=(code,), columns=(name,)) for code in case.whose for name in question.columns]
    if question.lists is None:
        return [question]
    given = [each for each in question.lists if each.register in due]
    codes = case.whose if "whose" in rule.each else tuple({each.controller for each in given})
    own = {code: tuple(each for each in given if each.controller == code) for code in codes}
    if "whose" in rule.each:
        return [replace(question, whose=(code,), lists=lists) for code, lists in own.items()]
    return [replace(question, lists=lists) for lists in own.values()]


def failing(rule: DecisionRule, case: Case) -> list[str]:
    """What fails, by what it is about."""
    return [each.about for each in rule.grounds(case) if not each.holds]


@settings(max_examples=20)
@given(drawn=cases)
def test_a_desk_that_forgets_answers_the_same(drawn: Drawn) -> None:
    desk = Desk(drawn.record, drawn.day)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk_module, "MOST_KEPT", 0)
        answers: list[Verdict] = [desk.decide(each) for each in (*drawn.questions, *drawn.questions)]
    half = len(drawn.questions)
    assert answers[:half] == answers[half:]
    assert answers[0] == decide(drawn.questions[0], drawn.record, drawn.day)


@given(drawn=cases)
def test_what_is_left_out_is_named_where_another_agreement_gives_it(drawn: Drawn) -> None:
    desk = Desk(drawn.record, drawn.day)
    for question in drawn.questions:
        verdict = desk.decide(question)
        if isinstance(verdict, Permit):
            others = list(desk.elsewhere(verdict))
            given = [each for other in (verdict, *others) for each in other.columns]
            assert len(given) == len(set(given)) and {*given} <= {*question.columns}
            left = tuple(each for each in question.columns if each not in given)
            rest = replace(question, columns=left, agreement="")
            assert not left or not isinstance(desk.decide(rest), Permit)
            for other in others:
                assert desk.decide(other.question) == other


def test_verdicts_are_equal_by_what_they_say() -> None:
    drawn = drawn_from(bytes(SPELT))
    verdict = decide(drawn.questions[0], drawn.record, drawn.day)
    again = decide(drawn.questions[0], drawn.record, drawn.day)
    assert verdict == again and hash(verdict) == hash(again)
    assert verdict.as_dict() == again.as_dict()
    assert verdict != decide(replace(drawn.questions[0], role="porter"), drawn.record, drawn.day)
