"""A route again after something changed: what is gone, what is new, why, and the days lost or gained."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from concordat.core.period import ONE_DAY
from concordat.govern.reroute import Rerouted, reroute
from concordat.register.authority import BodyMember, Delegation
from concordat.register.deciding.matter import matter_in
from concordat.register.deciding.standing import Standing
from concordat.register.deciding.tests.together import AS_OF, PROPOSAL, changed, routed, together
from concordat.register.meeting import Decision, Meeting, MeetingStatus, Outcome
from concordat.register.noun import Noun
from concordat.register.record import Record

JOINT, BOARDS = date(2027, 2, 12), date(2027, 3, 25)


def again(*rows: Noun, as_of: date = AS_OF, **proposal: Any) -> Rerouted:
    """The route of before on the rows of now."""
    standing = Standing(Record.of(rows))
    matter = matter_in(standing.record, replace(PROPOSAL, **proposal), as_of)
    return reroute(routed(*together()), matter, standing, as_of)


def told(found: Rerouted) -> str:
    """Why what is gone is gone."""
    return "\n".join(each.reason.text for each in found.changes if each.gone)


def test_nothing_changed() -> None:
    found = again(*together())
    assert (found.changes, found.lost) == ((), 0)


def test_a_meeting_that_moves_is_named_with_its_new_day() -> None:
    found = again(*changed("JC", Meeting, on=JOINT + timedelta(7)))
    assert found.lost == 7
    assert (
        told(found)
        == "The meeting of JC on 12 February 2027 is no longer in the calendar; it meets next on 19 February 2027"
    )
    assert [each.reason.text for each in found.changes if not each.gone] == [
        "In place of its meeting on 12 February 2027"
    ]
    assert again(*together(), Meeting(body="JC", on=date(2027, 1, 29))).lost == -14


@pytest.mark.parametrize(
    ("rows", "proposal", "why"),
    [
        (changed("JC", Meeting, status=MeetingStatus.CANCELLED), {}, "is cancelled; no other of its meetings"),
        (changed("RZ2", Delegation, limit=1_00), {}, "RZ2 lets JC decide up to £1.00"),
        (changed("RZ2", Delegation, valid_to=JOINT), {}, "What RZ2 delegates to JC is not in force on 12 F"),
        (changed("JC / RZ1", BodyMember, votes=0), {}, "JC cannot make a quorum"),
        (tuple(together()), {"months": 61}, "and this is for 61"),
        (changed("RZ2", Delegation, body="RZ2-BOARD", after=()), {}, "The scheme of RZ2 no longer lets JC decide it"),
    ],
)
def test_why_a_step_is_gone(rows: tuple[Noun, ...], proposal: dict[str, Any], why: str) -> None:
    found = again(*rows, **proposal)
    assert found.after.earliest == BOARDS
    assert found.lost == (BOARDS - JOINT).days
    assert why in told(found)


def test_papers_that_were_not_given_in_time_cost_the_meeting() -> None:
    found = again(*together(), as_of=date(2027, 1, 14))
    assert "The papers of RZ1-FPC (RZ1) for 20 January 2027 were due by 13 January 2027" in told(found)
    assert found.lost == (BOARDS - JOINT).days


def test_what_was_held_without_a_decision_is_missed_and_with_one_is_done() -> None:
    after = date(2027, 1, 21)
    assert "met on 20 January 2027, and no decision" in told(again(*together(), as_of=after))
    recommended = (
        Decision(decision=f"D-{trust}", proposal="P-1", body=f"{trust}-FPC", decided_on=date(2027, 1, 20),
                 outcome=Outcome.RECOMMENDED)
        for trust in ("RZ1", "RZ2")
    )  # fmt: skip
    found = again(*together(), *recommended, as_of=after)
    assert (found.lost, found.changes) == (0, ())


def test_a_member_that_leaves_takes_its_steps_along() -> None:
    found = again(*together(), members=("RZ1",))
    assert {each.step.body for each in found.changes if each.gone} == {"RZ2-FPC"}
    assert found.lost == 0


def test_no_day_is_neither_lost_nor_gained() -> None:
    found = again(*(each for each in together() if not isinstance(each, Meeting)))
    assert found.lost is None
    assert found.after.blocked


def test_papers_that_are_due_on_another_day_are_told() -> None:
    found = again(*changed("JC", Meeting, papers_due=JOINT - ONE_DAY))
    assert [each.reason.text for each in found.changes] == ["Its papers are due by 11 February 2027"]
