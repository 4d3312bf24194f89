"""What it is to have considered a proposal: the same for a route, for a body that decides, and for a decision taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from concordat.core.period import ONE_DAY
from concordat.register.authority import Delegation
from concordat.register.deciding.matter import matter_in
from concordat.register.deciding.power import powers
from concordat.register.deciding.standing import Standing
from concordat.register.deciding.tests.together import ABOUT, LIMIT, PROPOSAL, TRUSTS, changed, routed, together
from concordat.register.meeting import AgendaItem, Decision, Meeting, MeetingStatus, Outcome, Purpose
from concordat.register.noun import Noun
from concordat.register.record import Record

DAY = date(2027, 1, 20)  # the finance committees meet
JOINT, BOARDS = date(2027, 2, 12), date(2027, 3, 25)
HELD = tuple(changed("RZ1-FPC", Meeting, status=MeetingStatus.HELD))
ITEM = AgendaItem(body="RZ1-FPC", on=DAY, proposal="P-1", purpose=Purpose.RECOMMEND)
DECIDED = Decision(decision="D-1", proposal="P-1", body="RZ1-FPC", decided_on=DAY, outcome=Outcome.RECOMMENDED)


def _considered(*rows: Noun, day: date) -> date | None:
    return Standing(Record.of(rows)).considered("P-1", "RZ1-FPC", day)


@pytest.mark.parametrize("outcome", Outcome)
def test_any_decision_but_to_put_it_off_is_to_have_considered_it(outcome: Outcome) -> None:
    made = replace(DECIDED, outcome=outcome, conditions=("as amended",))
    found = _considered(*together(), made, day=DAY)
    assert found == (None if outcome is Outcome.DEFERRED else DAY)
    assert _considered(*together(), made, day=DAY - ONE_DAY) is None
    assert _considered(*together(), replace(made, proposal="P-2"), day=DAY) is None
    assert _considered(*together(), replace(made, body="RZ2-FPC"), day=DAY) is None


@pytest.mark.parametrize("purpose", Purpose)
def test_so_is_a_meeting_that_was_held_and_asked_for_more_than_to_note_it(purpose: Purpose) -> None:
    item = replace(ITEM, purpose=purpose)
    assert _considered(*HELD, item, day=DAY + ONE_DAY) == (None if purpose is Purpose.NOTE else DAY)
    assert _considered(*HELD, item, day=DAY) is None  # nobody knows yet what it said
    for status in (MeetingStatus.PLANNED, MeetingStatus.CANCELLED):
        assert _considered(*changed("RZ1-FPC", Meeting, status=status), item, day=BOARDS) is None
    assert _considered(*HELD, replace(item, on=DAY + ONE_DAY), day=BOARDS) is None  # no meeting on that day


def test_a_meeting_that_put_it_off_did_not_consider_it() -> None:
    put_off = replace(DECIDED, outcome=Outcome.DEFERRED)
    assert _considered(*HELD, ITEM, put_off, day=BOARDS) is None
    again = replace(DECIDED, decision="D-2", decided_on=DAY + ONE_DAY)
    assert _considered(*HELD, ITEM, put_off, again, day=BOARDS) == DAY + ONE_DAY


def test_a_route_asks_nobody_again_who_considered_it() -> None:
    other, after = replace(DECIDED, decision="D-2", body="RZ2-FPC"), DAY + ONE_DAY
    assert routed(*together(), DECIDED, as_of=after).earliest == BOARDS  # the committee of RZ2 meets no more
    for outcome in (Outcome.RECOMMENDED, Outcome.REFUSED):
        found = routed(*together(), replace(DECIDED, outcome=outcome), replace(other, outcome=outcome), as_of=after)
        assert found.earliest == JOINT
        assert [each.done for each in found.steps] == [True, True, False]
        assert found.steps[-1].depends_on == ("RZ1-FPC 2027-01-20", "RZ2-FPC 2027-01-20")
    held = [replace(each, status=MeetingStatus.HELD) if isinstance(each, Meeting) and "FPC" in each.body else each
            for each in together()]  # fmt: skip
    assert routed(*held, ITEM, replace(ITEM, body="RZ2-FPC"), as_of=after).earliest == JOINT
    assert routed(*held, ITEM, as_of=after).earliest == BOARDS


def test_who_considered_it_today_may_be_followed_today() -> None:
    both = (replace(DECIDED, decided_on=JOINT), replace(DECIDED, decision="D-2", body="RZ2-FPC", decided_on=JOINT))
    rows = changed("JC", Meeting, papers_due=JOINT)
    found = routed(*rows, *both, as_of=JOINT)
    assert found.earliest == JOINT
    assert [(each.body, each.done) for each in found.steps] == [("RZ1-FPC", True), ("RZ2-FPC", True), ("JC", False)]
    assert found.critical_path


def test_in_whatever_order_it_was_considered_the_rest_follow_as_written() -> None:
    """The scheme names the committee of RZ2 first; that of RZ1 considered it already."""
    line = Delegation(organisation="RZ1", body="JC", limit=LIMIT, after=("RZ2-FPC", "RZ1-FPC"), **ABOUT)
    rows = [line if isinstance(each, Delegation) and each.organisation == "RZ1" else each for each in together()]
    early = replace(DECIDED, decided_on=date(2026, 12, 16))
    found = routed(*rows, early)
    assert [(each.body, each.done) for each in found.steps] == [("RZ1-FPC", True), ("RZ2-FPC", False), ("JC", False)]
    assert found.steps[1].depends_on == ("RZ1-FPC 2026-12-16",)


def test_a_body_that_decides_sees_it_as_the_route_does() -> None:
    alone = replace(PROPOSAL, members=TRUSTS[:1])

    def too_soon(*rows: Noun, day: date = JOINT) -> list[str]:
        standing = Standing(Record.of(rows))
        matter = matter_in(standing.record, alone, day)
        power = next(each for each in powers("RZ1", matter, standing) if each.body == "JC")
        return [each.rule for each in power.too_soon(matter, standing, day)]

    assert too_soon(*together()) == ["GOV-02"]
    assert too_soon(*HELD, ITEM) == too_soon(*together(), DECIDED) == too_soon(*together(), DECIDED, day=DAY) == []
    assert too_soon(*HELD, ITEM, day=DAY) == ["GOV-02"]
