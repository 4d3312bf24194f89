"""What was decided in a room, by the chair and on agendas: who may say so, and what stands against it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from concordat.govern.app.actions import add_action, complete_action, put_on_agenda
from concordat.govern.app.chamber import CannotDecide
from concordat.govern.app.decisions import NoSuchAction, NoSuchDecision
from concordat.govern.app.recording import chairs_action, ratify, record_decision
from concordat.govern.app.tests.world import AS_OF, BEFORE, PUT, editor, holder, load, opened
from concordat.govern.ballot import BadBallot, Said
from concordat.govern.decided import Put
from concordat.govern.tests.sample import CEO, FINANCE, NEXT, ON, SECRETARY
from concordat.register.app.permission import NotPermitted, Person
from concordat.register.meeting import Action, Choice, Decision, Outcome, Purpose, Vote
from concordat.register.person import OfficeRole
from concordat.web.scope import entries, row_of

pytestmark = pytest.mark.django_db
FOR = (
    Said(organisation="RZ1", office=CEO, choice=Choice.FOR),
    Said(organisation="RZ2", office=CEO, choice=Choice.FOR),
)


@pytest.fixture
def office(db: None) -> Person:
    return load()


def record(by: Person, **changes: Any) -> str:
    given = {
        "as_of": AS_OF,
        "proposal": "P1",
        "body": "TR-JC",
        "on": ON,
        "said": FOR,
        "put": PUT,
        "minutes": "JC/26/19",
    }
    return str(record_decision(by=by, **given | changes))


def decision(by: Person, key: str) -> Decision:
    found = row_of(entries(by, Decision).get(key=key))
    assert isinstance(found, Decision)
    return found


def test_the_secretary_records_what_the_room_decided(office: Person) -> None:
    key = record(holder("RZ1", SECRETARY))
    made = decision(office, key)
    assert (made.outcome, made.decided_on, made.minutes) == (Outcome.CONDITIONS, ON, "JC/26/19")
    assert entries(office, Vote).count() == 3, "the finance lead of RZ2 was not there"


def test_nobody_else_does(office: Person) -> None:
    for by in (office, editor("RZ1"), holder("RZ1"), holder("RZ1", SECRETARY, name="Somebody Else")):
        with pytest.raises(NotPermitted, match="company secretary of RZ1 or RZ2"):
            record(by)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"on": NEXT}, "still to come"),
        ({"on": date(2026, 11, 18)}, "does not meet"),
        ({"put": Put(due_on=ON)}, "who carries it out"),
    ],
)
def test_what_cannot_be_so_is_not_recorded(office: Person, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(CannotDecide, match=told):
        record(holder("RZ1", SECRETARY), **changes)


def test_a_stranger_in_the_room_has_no_vote(office: Person) -> None:
    with pytest.raises(BadBallot, match="finance lead of RZ1 has no vote"):
        record(holder("RZ1", SECRETARY), said=(*FOR, Said(organisation="RZ1", office=FINANCE, choice=Choice.FOR)))


def test_not_while_it_is_voted_on_and_not_twice(office: Person) -> None:
    opened(office)
    with pytest.raises(CannotDecide, match="close that ballot"):
        record(holder("RZ1", SECRETARY))


def test_an_advisory_group_recommends(office: Person) -> None:
    made = decision(office, record(holder("RZ2", SECRETARY), body="TR-PB", put=Put()))
    assert made.outcome is Outcome.RECOMMENDED and not made.binds


def _by_chair(by: Person, **changes: Any) -> str:
    given = {"as_of": AS_OF, "proposal": "P1", "body": "TR-JC", "reason": "The offer ends on Friday", "put": Put()}
    return str(chairs_action(by=by, **given | changes))


def test_the_chair_decides_and_the_next_meeting_ratifies(office: Person) -> None:
    key = _by_chair(holder("RZ1"))
    made = decision(office, key)
    assert made.chairs_action and made.outcome is Outcome.APPROVED and made.binds == ("RZ1", "RZ2")
    (vote,) = map(row_of, entries(office, Vote))
    assert isinstance(vote, Vote) and vote.reason == "The offer ends on Friday"
    again = ratify(by=holder("RZ2", SECRETARY), as_of=NEXT, decision=key, on=NEXT, said=FOR, minutes="JC/26/21")
    assert decision(office, key).ratified_on == NEXT
    assert decision(office, again).minutes == "JC/26/21"
    with pytest.raises(CannotDecide, match="was ratified on 17 December 2026"):
        ratify(by=holder("RZ2", SECRETARY), as_of=NEXT, decision=key, on=NEXT, said=FOR)


def test_what_a_meeting_does_not_ratify_stays_so(office: Person) -> None:
    key = _by_chair(holder("RZ1"))
    against = (FOR[0], Said(organisation="RZ2", office=CEO, choice=Choice.AGAINST, reason="It could wait"))
    again = ratify(by=holder("RZ2", SECRETARY), as_of=NEXT, decision=key, on=NEXT, said=against)
    assert decision(office, key).ratified_on is None
    assert decision(office, again).outcome is Outcome.REFUSED
    with pytest.raises(NoSuchDecision):
        ratify(by=holder("RZ2", SECRETARY), as_of=NEXT, decision="D-1999-001", on=NEXT, said=FOR)


def test_nobody_but_the_chair_and_not_without_a_reason(office: Person) -> None:
    for by in (office, holder("RZ2"), holder("RZ1", SECRETARY)):
        with pytest.raises(NotPermitted, match="Head of RZ1"):
            _by_chair(by)
    with pytest.raises(CannotDecide, match="why it cannot wait"):
        _by_chair(holder("RZ1"), reason=" ")
    assert not entries(office, Decision).exists()


def test_an_agenda_is_kept_while_papers_can_be_given(office: Person) -> None:
    given: dict[str, Any] = {"proposal": "P2", "body": "TR-JC", "on": NEXT, "purpose": Purpose.APPROVE}
    put_on_agenda(by=holder("RZ1", SECRETARY), as_of=AS_OF, **given, sponsor=CEO, paper="JC/26/20")
    with pytest.raises(CannotDecide, match="were due on 10 December 2026"):
        put_on_agenda(by=office, as_of=date(2026, 12, 11), **given)
    with pytest.raises(NotPermitted):
        put_on_agenda(by=editor("RZ1"), as_of=AS_OF, **given)


def test_an_action_is_done_by_those_whose_it_is(office: Person) -> None:
    key = record(holder("RZ1", SECRETARY))
    more = add_action(
        by=office, as_of=AS_OF, decision=key, title="Tell the supplier", organisation="RZ2",
        office=OfficeRole.DIGITAL_LEAD, due_on=NEXT,
    )  # fmt: skip
    for stranger in (office, editor("RZ1"), holder("RZ2")):
        with pytest.raises(NotPermitted, match="digital lead of RZ2, or its editors"):
            complete_action(by=stranger, as_of=AS_OF, action=more, done_on=AS_OF)
    with pytest.raises(CannotDecide, match="still to come"):
        complete_action(by=editor("RZ2"), as_of=AS_OF, action=more, done_on=AS_OF + timedelta(1))
    complete_action(by=editor("RZ2"), as_of=AS_OF, action=more, done_on=BEFORE)
    done = row_of(entries(office, Action).get(key=more))
    assert isinstance(done, Action) and done.done_on == BEFORE
    with pytest.raises(CannotDecide, match="It was done on"):
        complete_action(by=editor("RZ2"), as_of=AS_OF, action=more, done_on=AS_OF)
    with pytest.raises(NoSuchAction):
        complete_action(by=editor("RZ2"), as_of=AS_OF, action="A-999", done_on=AS_OF)
