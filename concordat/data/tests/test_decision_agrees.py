"""The decision and a slow, obvious one agree on everything they say of drawn records and questions."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given, settings

from concordat.data.permit import Desk, Verdict, decide
from concordat.data.rules import decision_rules
from concordat.data.tests.slow_decision import SlowDecision, slow_decide
from concordat.data.tests.slow_rules import RULES
from concordat.data.tests.strategies import SPELT, Drawn, cases, drawn_from

DRAWS = 10_000


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
    desk = Desk(drawn.record, drawn.day)
    for question in drawn.questions:
        assert plain(desk.decide(question)) == slow_decide(question, drawn.record, drawn.day)
    assert decide(drawn.questions[-1], drawn.record, drawn.day) == desk.decide(drawn.questions[-1])
