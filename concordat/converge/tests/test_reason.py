"""Reasons that all members read neither tell nor compare prices; those that do are kept apart for the customer."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from concordat.converge.answer.plan import read_back
from concordat.converge.answer.reason import Reasons
from concordat.converge.out.tests.planned import planned
from concordat.converge.roadmap import Roadmap
from concordat.converge.tests.small import small
from concordat.register.contract import Contract
from concordat.register.programme import Capacity
from concordat.register.record import Record

PRICES = re.compile(r"£|cheap|dear|costs? more|for less|worth")


@pytest.fixture(scope="module", params=[2.0, 0.01], ids=["roomy", "tight"])
def answer(request: pytest.FixtureRequest) -> Roadmap:
    """A plan where there are people enough to put it in, and one where capacity binds."""
    rows = [replace(row, wte=request.param) if isinstance(row, Capacity) else row for row in small()]
    return planned(Record.of(rows))


def test_every_move_has_a_reason_that_all_may_read(answer: Roadmap) -> None:
    for each in answer.explanations.values():
        assert each.reasons
        assert not [text for text in (*each.binding, *(reason.text for reason in each.reasons)) if PRICES.search(text)]
    assert all(PRICES.search(reason.text) for each in answer.explanations.values() for reason in each.priced)
    assert any(reason.text.endswith("costs more") for each in answer.explanations.values() for reason in each.priced)


@pytest.mark.parametrize("times", [0, 3])
def test_what_all_may_read_is_the_same_whatever_the_contracts_cost(answer: Roadmap, times: int) -> None:
    """The same choices at other prices: if a reason changed, it would tell of a price."""
    rows = [
        replace(row, annual_licence=100_000_00 * times, exit_fee=700_000_00 * times)
        if isinstance(row, Contract)
        else row
        for row in answer.record
    ]
    others = planned(Record.of(rows))
    assert answer.plan is not None and others.plan is not None
    chosen = answer.plan.chosen
    plan = replace(others.plan, chosen=chosen, moves=read_back(others.compiled, chosen))
    for move in plan.moves:
        told, before = Reasons(plan).explain(move), answer.explanations[move.number]
        assert (told.reasons, told.binding) == (before.reasons, before.binding)


def test_where_there_is_no_room_all_are_told(answer: Roadmap) -> None:
    told = [reason.text for each in answer.explanations.values() for reason in each.reasons]
    assert any(
        text.startswith("not later: capacity of all trainer in") and text.endswith("has no room") for text in told
    )
