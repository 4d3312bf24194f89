"""The plan shows back what became of what it put forward: on an agenda, bound for some, decided, or put off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from concordat.converge.app import actions, became
from concordat.converge.app.models import Run
from concordat.converge.app.tests.fixtures import AS_OF, signed_in
from concordat.register.app import actions as register
from concordat.register.app.permission import Person
from concordat.register.authority import Body, BodyForm
from concordat.register.meeting import AgendaItem, Decision, Outcome, Purpose
from concordat.register.noun import Noun
from concordat.web.tests.fixtures import intake_of

BEFORE, AFTER = AS_OF - timedelta(days=10), AS_OF + timedelta(days=10)


@pytest.fixture
def agreed(office: Person, plan: Run) -> Run:
    """A plan that is agreed; the joint committee is on the record."""
    actions.agree_plan(by=office, as_of=AS_OF, run=plan.pk)
    add(office, Body(body="JC", name="Joint committee", form=BodyForm.JOINT, members=("RZA", "RZB")))
    return plan


def add(by: Person, *rows: Noun) -> None:
    register.import_record(by=by, as_of=AS_OF, intake=intake_of(rows))


def first(run: Run) -> tuple[str, tuple[str, ...]]:
    return run.proposals[0]["proposal"], tuple(run.proposals[0]["members"])


def decision(run: Run, key: str, on: date, outcome: Outcome = Outcome.APPROVED, *binds: str) -> Decision:
    return Decision(decision=key, proposal=first(run)[0], body="JC", decided_on=on, outcome=outcome, binds=binds)


def word(by: Person, run: Run) -> tuple[str, str]:
    (told,) = became.became(by, AS_OF, [first(run)[0]])
    assert told
    return told.word, told.text


def test_what_is_on_no_agenda_says_so_and_then_where_it_is(office: Person, agreed: Run) -> None:
    assert word(office, agreed)[0] == "on no agenda"
    proposal, _ = first(agreed)
    add(office, AgendaItem(body="JC", on=BEFORE, proposal=proposal, purpose=Purpose.RECOMMEND))
    add(office, AgendaItem(body="JC", on=AFTER + timedelta(1), proposal=proposal, purpose=Purpose.NOTE))
    assert word(office, agreed)[0] == "on no agenda", "it is past, or only to be noted"
    add(office, AgendaItem(body="JC", on=AFTER, proposal=proposal, purpose=Purpose.APPROVE))
    assert word(office, agreed) == ("on agendas", "Joint committee is to approve on 2 December 2026.")


def test_it_is_decided_once_everybody_it_affects_is_bound(office: Person, agreed: Run) -> None:
    one, *others = first(agreed)[1]
    add(office, decision(agreed, "D1", BEFORE, Outcome.APPROVED, one))
    said, text = word(office, agreed)
    assert said == "on no agenda" and f"Still to be bound: {', '.join(others)}." in text
    add(office, decision(agreed, "D2", BEFORE + timedelta(1), Outcome.APPROVED, *others))
    assert word(office, agreed) == ("approved", "Joint committee, 13 November 2026: approved.")
    html = signed_in(office).get("/converge/").content.decode()
    assert "What became of it" in html and "Joint committee, 13 November 2026: approved." in html


def test_what_comes_later_than_the_day_is_not_told_as_done(office: Person, agreed: Run) -> None:
    add(office, decision(agreed, "D1", AFTER, Outcome.APPROVED, *first(agreed)[1]))
    assert word(office, agreed)[0] == "on no agenda"


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.DEFERRED])
def test_what_was_refused_stands_so_until_it_is_asked_again(office: Person, agreed: Run, outcome: Outcome) -> None:
    add(office, decision(agreed, "D1", BEFORE, outcome))
    assert word(office, agreed)[0] == outcome.value
    add(office, AgendaItem(body="JC", on=AFTER, proposal=first(agreed)[0], purpose=Purpose.APPROVE))
    assert word(office, agreed)[0] == "on agendas"


def test_a_plan_nobody_agreed_has_put_nothing_forward(office: Person, plan: Run) -> None:
    assert became.became(office, AS_OF, [first(plan)[0]]) == (None,)
    assert "What became of it" not in signed_in(office).get("/converge/").content.decode()
