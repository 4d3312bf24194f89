"""The decision and a slow, obvious one agree on everything they say of drawn records and questions."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given, settings

from concordat.data.permit import Desk, Verdict
from concordat.data.rules import decision_rules
from concordat.data.tests.slow_decision import SlowDecision, slow_decide
from concordat.data.tests.slow_rules import RULES
from concordat.data.tests.strategies import DRAWS, SPELT, Drawn, cases, drawn_from


def plain(verdict: Verdict) -> SlowDecision:
    """A verdict in the words of the slow decision."""
    return SlowDecision(
        verdict=verdict.WORD.value,
        agreement=verdict.agreement,
        version=verdict.version,
        columns=frozenset(verdict.columns),
        opt_outs=frozenset((register.value, days) for register, days in verdict.opt_outs),
        until=verdict.until,
        grounds=frozenset((each.rule, each.about, each.holds) for each in verdict.reasons),
        failing=len(verdict.failing),
    )


@settings(max_examples=DRAWS)
@given(drawn=cases)
def test_fast_and_slow_agree(drawn: Drawn) -> None:
    """All questions are put to one desk, and the first again: what it keeps of one is not wrong for another."""
    desk = Desk(drawn.record, drawn.day)
    for question in (*drawn.questions, drawn.questions[0]):
        assert plain(desk.decide(question)) == slow_decide(question, drawn.record, drawn.day)


def test_both_know_the_same_rules() -> None:
    assert [each.id for each in decision_rules()] == [each.id for each in RULES]


def test_what_is_drawn_tries_every_rule_both_ways() -> None:
    """So that the test above cannot pass because nothing of interest is drawn."""
    source = random.Random(20261122)
    verdicts: Counter[str] = Counter()
    grounds: set[tuple[str, bool]] = set()
    for _ in range(800):
        drawn = drawn_from(source.randbytes(SPELT))
        desk = Desk(drawn.record, drawn.day)
        for question in drawn.questions:
            verdict = desk.decide(question)
            verdicts[verdict.WORD.value] += 1
            grounds |= {(each.rule, each.holds) for each in verdict.reasons}
    assert grounds == {(each.id, holds) for each in RULES for holds in (True, False)}
    assert 0.25 < verdicts["PERMIT"] / verdicts.total() < 0.5, verdicts
    assert min(verdicts["REVIEW"], verdicts["DENY"]) > 50, verdicts
