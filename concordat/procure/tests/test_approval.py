"""The latest day from which approvals end in time, against a scan of every day, on drawn schemes and calendars."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from concordat.procure.approval import Approvals, approvals
from concordat.procure.buying import buying
from concordat.procure.gate import gates
from concordat.procure.tests.purchase import CONTRACT, PURCHASE
from concordat.procure.usual import Length
from concordat.register.contract import Contract
from concordat.register.deciding.route import route
from concordat.register.deciding.standing import Standing
from concordat.register.deciding.tests.drawn import AS_OF, drawn
from concordat.register.meeting import Decision
from concordat.register.procurement import GateKind, Procurement
from concordat.register.record import Record

USUAL = Length(usual=60, least=20, most=100, source="a test")
DEADLINES = [AS_OF + timedelta(days) for days in range(0, 150, 7)]


def _drawn(seed: int) -> tuple[Approvals, Record]:
    record, proposal = drawn(seed)
    rows = (*record, proposal, _ending(AS_OF + timedelta(560)), _carrying(proposal.proposal))
    bought = buying(Record.of(rows), AS_OF, procurement="P1")
    return approvals(bought, record, AS_OF), record


@pytest.mark.parametrize("seed", range(40))
def test_halving_finds_the_day_that_a_scan_of_every_day_finds(seed: int) -> None:
    found, record = _drawn(seed)
    assert found.matter
    undecided = Standing(Record.of(each for each in record if not isinstance(each, Decision)))
    known = (each for each in record if not isinstance(each, Decision) or each.decided_on <= AS_OF)
    today = Standing(Record.of(known))
    ends = {day: route(found.matter, today if day >= AS_OF else undecided, day).earliest for day in _days(found.first)}
    for deadline in DEADLINES:
        in_time = [day for day, end in ends.items() if day <= deadline and end is not None and end <= deadline]
        told = found.by(deadline, USUAL)
        if told.steps:
            ended = ends[max(in_time)]
            assert told.ends_on == ended and told.begin_by == min(max(in_time), ended)
        elif in_time:  # no meetings so late: then the usual length asks for less than they would
            assert told.begin_by == USUAL.before(deadline) > max(in_time)
            assert ends.get(max(in_time) + timedelta(1)) is None
        else:
            assert told.begin_by < found.first


def _days(first: date) -> list[date]:
    return [first + timedelta(count) for count in range((DEADLINES[-1] - first).days + 2)]


@pytest.mark.parametrize("seed", range(40))
def test_a_later_deadline_never_asks_for_an_earlier_beginning(seed: int) -> None:
    found, _ = _drawn(seed)
    told = [found.by(each, USUAL) for each in DEADLINES]
    assert [each.begin_by for each in told] == sorted(each.begin_by for each in told)
    assert [each.ends_on for each in told] == sorted(each.ends_on for each in told)
    assert all(each.ends_on <= deadline for each, deadline in zip(told, DEADLINES, strict=True))


@pytest.mark.parametrize("seed", range(12))
def test_the_gate_of_approvals_names_the_meetings_it_rests_on(seed: int) -> None:
    record, proposal = drawn(seed)
    rows = (*record, proposal, _ending(AS_OF + timedelta(560)), _carrying(proposal.proposal))
    gate = gates(Record.of(rows), AS_OF, procurement="P1").of(GateKind.APPROVALS)
    assert gate
    if gate.sittings:
        assert gate.latest == max(each.meeting_on for each in gate.sittings)
        assert gate.begin_by <= min(each.papers_due for each in gate.sittings if not each.done)
        assert all(any(each.body in fact for fact in gate.reason.facts) for each in gate.sittings)


def test_the_last_responsible_moment_of_the_proposal_binds() -> None:
    record, proposal = drawn(1)
    by = AS_OF + timedelta(30)
    put = type(proposal)(**{**proposal.__dict__, "decide_by": by})
    rows = [*(each for each in record if each != proposal), put, _ending(AS_OF + timedelta(3000)), _carrying("P1")]
    gate = gates(Record.of(rows), AS_OF, procurement="P1").of(GateKind.APPROVALS)
    assert gate and gate.latest <= by
    assert "would lose the option" in gate.reason.text


@pytest.mark.parametrize(("proposal", "why"), [("", "No proposal is linked"), ("P9", "No proposal is linked")])
def test_without_a_proposal_the_usual_length_stands_in_and_says_so(proposal: str, why: str) -> None:
    record = Record.of((_ending(date(2030, 3, 31)), _carrying(proposal)))
    told = approvals(buying(record, AS_OF, procurement="P1"), record, AS_OF).by(date(2029, 3, 30), USUAL)
    assert told.begin_by == USUAL.before(date(2029, 3, 30)) and not told.steps
    assert why in told.why


def _ending(day: date) -> Contract:
    return type(CONTRACT)(**{**CONTRACT.__dict__, "ends_on": day, "starts_on": date(2015, 1, 1)})


def _carrying(proposal: str) -> Procurement:
    return type(PURCHASE)(**{**PURCHASE.__dict__, "proposal": proposal})
