"""What was decided changes by no other door: no form, no file, no retiring; what is left open still may."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from concordat.govern.app.tests.test_recording import record
from concordat.govern.app.tests.world import AS_OF, editor, holder, load
from concordat.govern.tests.sample import CEO, SECRETARY
from concordat.register.app import actions as register
from concordat.register.app.models import Entry
from concordat.register.app.permission import Person
from concordat.register.meeting import Choice, Decision, Outcome, Vote
from concordat.register.noun import Noun
from concordat.web.scope import entries, row_of
from concordat.web.tests.fixtures import intake_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db: None) -> Person:
    made = load()
    record(holder("RZ1", SECRETARY))
    return made


def _entry(office: Person, noun: type[Noun]) -> Entry:
    found = entries(office, noun).order_by("pk").first()
    assert found is not None
    return found


CHANGES: tuple[tuple[type[Noun], dict[str, Any]], ...] = (
    (Vote, {"choice": Choice.AGAINST}),
    (Vote, {"reason": "As I meant to say"}),
    (Vote, {"valid_to": AS_OF}),
    (Decision, {"outcome": Outcome.APPROVED}),
    (Decision, {"conditions": ("Another",)}),
    (Decision, {"binds": ("RZ1",)}),
    (Decision, {"ratified_on": AS_OF}),
    (Decision, {"valid_to": AS_OF}),
)


@pytest.mark.parametrize(("noun", "changes"), CHANGES)
def test_neither_a_form_nor_a_file_changes_it(office: Person, noun: type[Noun], changes: dict[str, Any]) -> None:
    entry = _entry(office, noun)
    row = replace(row_of(entry), **changes)
    with pytest.raises(register.RowRefused, match="further decision"):
        register.update_row(by=office, as_of=AS_OF, entry=entry.pk, row=row)
    with pytest.raises(register.NothingToStore, match="further decision"):
        register.import_record(by=office, as_of=AS_OF, intake=intake_of([row]))


@pytest.mark.parametrize("noun", [Vote, Decision])
def test_it_is_not_retired(office: Person, noun: type[Noun]) -> None:
    with pytest.raises(register.RowRefused, match="further decision"):
        register.retire_row(by=office, as_of=AS_OF, entry=_entry(office, noun).pk, last_day=AS_OF)


def test_no_vote_and_no_decision_is_slipped_in(office: Person) -> None:
    decided = row_of(_entry(office, Decision))
    assert isinstance(decided, Decision)
    vote = Vote(decision=decided.key, organisation="RZ1", office=SECRETARY, choice=Choice.FOR)
    for private in (True, False):
        with pytest.raises(register.RowRefused, match="not filled in as a form"):
            register.add_row(by=editor("RZ1"), as_of=AS_OF, row=vote, private=private)
    with pytest.raises(register.RowRefused, match="not filled in as a form"):
        register.add_row(by=office, as_of=AS_OF, row=replace(decided, decision="D-2026-099"))
    with pytest.raises(register.NothingToStore, match="counted, and closed"):
        register.import_record(by=editor("RZ1"), as_of=AS_OF, intake=intake_of([vote]))


def test_what_follows_from_it_may_change(office: Person) -> None:
    entry = _entry(office, Decision)
    old = row_of(entry)
    assert isinstance(old, Decision)
    row = replace(old, minutes="JC/26/20, item 4", owner_office=CEO, review_on=AS_OF)
    register.update_row(by=office, as_of=AS_OF, entry=entry.pk, row=row)
    assert row_of(_entry(office, Decision)) == row


def test_history_is_brought_in_by_a_file_with_its_votes(db: None) -> None:
    office = load()
    old = Decision(decision="D-2024-001", proposal="P2", body="TR-JC", decided_on=AS_OF, outcome=Outcome.APPROVED)
    vote = Vote(decision="D-2024-001", organisation="RZ1", office=CEO, choice=Choice.FOR)
    register.import_record(by=office, as_of=AS_OF, intake=intake_of([old, vote]))
    register.import_record(by=office, as_of=AS_OF, intake=intake_of([old, vote]))
    assert entries(office, Vote).count() == 1
