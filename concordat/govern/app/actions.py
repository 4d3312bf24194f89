"""Govern's actions around a vote: put a proposal on an agenda, add what is to be done, and say that it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.govern.app.chamber import CannotDecide, Chamber
from concordat.govern.app.decisions import action_entry, decision_entry
from concordat.govern.app.permission import may_complete, may_run, refuse
from concordat.govern.app.recorded import keys
from concordat.govern.decided import next_key
from concordat.govern.mandate import not_sitting
from concordat.register.app.action import Done, action
from concordat.register.app.permission import Person
from concordat.register.app.store import Writing, write
from concordat.register.authority import Body
from concordat.register.deciding.rules import SITTING
from concordat.register.meeting import Action, AgendaItem, Decision, Purpose
from concordat.register.organisation import Organisation
from concordat.register.person import OfficeRole
from concordat.web.scope import entries, row_of


@action
def put_on_agenda(
    *,
    by: Person,
    as_of: date,
    proposal: str,
    body: str,
    on: date,
    purpose: Purpose,
    sponsor: OfficeRole | None = None,
    paper: str = "",
    previous: str = "",
) -> Done:
    """Put a proposal on the agenda of a meeting, while its papers can still be given. Gives the Entry.

    Raises NotPermitted, NoSuchProposal, NoSuchBody, CannotDecide.
    """
    chamber = Chamber(by, as_of)
    whose = chamber.body(body, on)
    refuse(may_run(by, whose, as_of))
    asked = chamber.open_proposal(proposal)
    if against := tuple(_against_agenda(chamber, whose, on)):
        raise CannotDecide(against, where=f"{proposal}, {body}")
    row = AgendaItem(
        body=body, on=on, proposal=asked.key, purpose=purpose, sponsor=sponsor, paper=paper, previous=previous
    )
    before = entries(by, AgendaItem).filter(key=row.key, private=False).first()
    (made,) = write([Writing(row=row, before=before)], by=by)
    return Done(subject=f"AgendaItem {row.key}", facts={"purpose": purpose.value}, value=made)


@action
def add_action(
    *, by: Person, as_of: date, decision: str, title: str, organisation: str, office: OfficeRole, due_on: date
) -> Done:
    """Add what follows from a decision. Gives the Action's key. Raises NotPermitted, NoSuchDecision, CannotDecide."""
    made = row_of(decision_entry(by, decision))
    assert isinstance(made, Decision)
    refuse(may_run(by, Chamber(by, as_of).body(made.body, as_of), as_of))
    if not entries(by, Organisation).filter(key=organisation, private=False).exists():
        raise CannotDecide((Reason(f"There is no organisation {organisation} to do it"),), where=decision)
    key = next_key("A-", keys(by, Action))
    row = Action(action=key, title=title, decision=decision, organisation=organisation, office=office, due_on=due_on)
    write([Writing(row=row)], by=by)
    return Done(subject=f"Action {key}", facts={"decision": decision}, value=key)


@action
def complete_action(*, by: Person, as_of: date, action: str, done_on: date) -> Done:
    """Say that an action was done on a day. Gives its key. Raises NotPermitted, NoSuchAction, CannotDecide."""
    entry = action_entry(by, action)
    row = row_of(entry)
    assert isinstance(row, Action)
    refuse(may_complete(by, row, as_of))
    if done_on > as_of:
        raise CannotDecide((Reason(f"{long_date(done_on)} is still to come"),), where=action)
    if row.done_on:
        raise CannotDecide((Reason(f"It was done on {long_date(row.done_on)}"),), where=action)
    write([Writing(row=replace(row, done_on=done_on), before=entry)], by=by)
    return Done(subject=f"Action {action}", facts={"done": done_on.isoformat()}, value=action)


def _against_agenda(chamber: Chamber, body: Body, on: date) -> Iterator[Reason]:
    if refused := not_sitting(chamber.standing, body, on):
        yield refused
    due = next((each.papers_due for each in chamber.standing.sittings(body.key) if each.on == on), on)
    if chamber.as_of > due:
        yield SITTING.reason(f"Papers for {body.name} on {long_date(on)} were due on {long_date(due)}")
