"""The route is lawful and nothing is sooner: drawn schemes and calendars against a search that tries everything."""

from __future__ import annotations

from collections import Counter

import pytest

from concordat.register.deciding.matter import matter_of
from concordat.register.deciding.route import Route, route
from concordat.register.deciding.standing import Standing
from concordat.register.deciding.tests.drawn import AS_OF, drawn
from concordat.register.deciding.tests.slow_route import earliest


def _routed(seed: int) -> Route:
    record, proposal = drawn(seed)
    return route(matter_of(proposal), Standing(record), AS_OF)


@pytest.mark.parametrize("start", range(0, 400, 100))
def test_no_earlier_lawful_day_exists(start: int) -> None:
    found: Counter[bool] = Counter()
    for seed in range(start, start + 100):
        record, proposal = drawn(seed)
        sought = earliest(record, proposal, AS_OF)
        assert _routed(seed).earliest == sought, seed
        found[sought is None] += 1
    assert min(found.values()) > 25  # both are drawn often


def test_steps_are_in_order_and_bind_everybody_once() -> None:
    for seed in range(200):
        found = _routed(seed)
        if found.blocked:
            assert not found.steps
            assert all(each.reason.rule and each.remedy for each in found.blocked)
            continue
        by_id = {each.id: each for each in found.steps}
        for step in found.steps:
            assert all(by_id[each].meeting_on < step.meeting_on for each in step.depends_on)
            assert step.done or step.papers_due >= AS_OF
        bound = {each for step in found.steps for each in step.binds}
        assert bound == set(found.matter.members)
        assert found.critical_path[-1].meeting_on == found.earliest


def test_the_same_record_gives_the_same_route() -> None:
    assert [_routed(seed) for seed in range(40)] == [_routed(seed) for seed in range(40)]
