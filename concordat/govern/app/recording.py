"""Govern's actions on what was decided in a room: votes taken there, the chair's action, and its ratification."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.govern.app.ballots import open_one
from concordat.govern.app.chamber import CannotDecide, Chamber
from concordat.govern.app.decisions import decision_entry
from concordat.govern.app.permission import holds, may_record, refuse
from concordat.govern.app.recorded import check_put, write_decision
from concordat.govern.ballot import Said, Voter
from concordat.govern.decided import Put
from concordat.govern.mandate import not_sitting
from concordat.govern.outcome import by_chair, judge
from concordat.register.app.action import Done, action
from concordat.register.app.permission import Person
from concordat.register.app.store import Writing, write
from concordat.register.authority import Body, BodyForm
from concordat.register.deciding.rules import SITTING
from concordat.register.meeting import Choice, Decision, Purpose
from concordat.web.scope import row_of


@action
def record_decision(
    *, by: Person, as_of: date, proposal: str, body: str, on: date, said: tuple[Said, ...], put: Put, minutes: str = ""
) -> Done:
    """Record the votes that were taken in a room, and what they come to. Gives the Decision's key.

    Raises NotPermitted, NoSuchProposal, NoSuchBody, BadBallot, CannotDecide.
    """
    chamber = Chamber(by, as_of)
    whose = chamber.body(body, on)
    refuse(may_record(by, whose, as_of))
    check_put(by, put)
    asked = chamber.open_proposal(proposal)
    if against := (*_against_day(chamber, whose, on), *_against_again(chamber, proposal, whose)):
        raise CannotDecide(against, where=f"{proposal}, {body}")
    usual = Purpose.RECOMMEND if whose.form is BodyForm.ADVISORY else Purpose.APPROVE
    ballot = chamber.ballot(asked, whose, on, chamber.purpose(proposal, whose, on) or usual, said)
    judged = judge(ballot, chamber.mandate(asked, whose, on), conditions=bool(put.conditions))
    made = write_decision(by, chamber, judged, ballot, put, asked, on=on, minutes=minutes)
    facts = {"proposal": proposal, "outcome": made.outcome.value, "votes": len(said)}
    return Done(subject=f"Decision {made.key}", facts=facts, value=made.key)


@action
def chairs_action(*, by: Person, as_of: date, proposal: str, body: str, reason: str, put: Put) -> Done:
    """Decide as its chair between two meetings of a body, within the limit of its terms. Gives the Decision's key.

    It is to be ratified by the next meeting. Raises NotPermitted, CannotDecide with everything that stands against it.
    """
    chamber = Chamber(by, as_of)
    whose = chamber.body(body, as_of)
    asked = chamber.open_proposal(proposal)
    ballot = chamber.ballot(asked, whose, as_of, Purpose.APPROVE)
    refuse(not_the_chair(by, whose, ballot.voters, as_of))
    check_put(by, put)
    if not reason.strip():
        raise CannotDecide((SITTING.reason("A chair's action says why it cannot wait for the next meeting"),))
    if against := tuple(_against_again(chamber, proposal, whose)):
        raise CannotDecide(against, where=f"{proposal}, {body}")
    judged = by_chair(ballot, chamber.mandate(asked, whose, as_of), chamber.matter(asked), reason)
    if not judged.is_carried:
        raise CannotDecide(judged.reasons, where=f"{proposal}, {body}", remedies=judged.remedies)
    said = tuple(_said(each, reason) for each in ballot.voters if each.chairs)
    alone = replace(ballot, voters=tuple(each for each in ballot.voters if each.chairs), said=said)
    made = write_decision(by, chamber, judged, alone, put, asked, chairs_action=True)
    return Done(subject=f"Decision {made.key}", facts={"proposal": proposal, "body": body}, value=made.key)


@action
def ratify(*, by: Person, as_of: date, decision: str, on: date, said: tuple[Said, ...], minutes: str = "") -> Done:
    """Record what a meeting said of its chair's action, as a decision of its own; where it passed, the first says so.

    Gives the new Decision's key. Raises NotPermitted, NoSuchDecision, BadBallot, CannotDecide.
    """
    chamber = Chamber(by, as_of)
    entry = decision_entry(by, decision)
    old = row_of(entry)
    assert isinstance(old, Decision)
    whose = chamber.body(old.body, on)
    refuse(may_record(by, whose, as_of))
    if against := (*_against_day(chamber, whose, on), *_against_ratifying(old, on)):
        raise CannotDecide(against, where=decision)
    asked = chamber.proposal(old.proposal)
    ballot = chamber.ballot(asked, whose, on, Purpose.APPROVE, said)
    judged = judge(ballot, chamber.mandate(asked, whose, on))
    made = write_decision(by, chamber, judged, ballot, Put(), asked, on=on, minutes=minutes)
    if judged.is_carried:
        write([Writing(row=replace(old, ratified_on=on), before=entry)], by=by)
    facts = {"ratifies": decision, "outcome": made.outcome.value}
    return Done(subject=f"Decision {made.key}", facts=facts, value=made.key)


def not_the_chair(by: Person, body: Body, voters: tuple[Voter, ...], as_of: date) -> Reason | None:
    """None if they hold the chair of a body; else who does."""
    chairs = [each for each in voters if each.chairs]
    if any(holds(by, each.organisation, each.office.value, as_of) for each in chairs):
        return None
    who = " or ".join(f"{each.name or 'nobody'}, {each.office.value} of {each.organisation}" for each in chairs)
    facts = (f"you are {by.name}, {by.office or by.part.value} at {by.organisation}", f"who may: {who or 'nobody yet'}")
    return Reason(f"You do not hold the chair of {body.name}", facts=facts)


def _said(chair: Voter, reason: str) -> Said:
    return Said(organisation=chair.organisation, office=chair.office, choice=Choice.FOR, reason=reason.strip())


def _against_day(chamber: Chamber, body: Body, on: date) -> Iterator[Reason]:
    if on > chamber.as_of:
        yield SITTING.reason(f"{long_date(on)} is still to come")
    if refused := not_sitting(chamber.standing, body, on):
        yield refused


def _against_again(chamber: Chamber, proposal: str, body: Body) -> Iterator[Reason]:
    if open_one(chamber.by, proposal, body.key):
        yield Reason(f"{body.name} is voting on it: close that ballot, or withdraw it")
    if made := chamber.decided(proposal, body.key):
        yield Reason(f"{body.name} has decided on it already, in {made.key}")


def _against_ratifying(decision: Decision, on: date) -> Iterator[Reason]:
    if not decision.chairs_action:
        yield SITTING.reason(f"{decision.key} is no chair's action, and needs no ratifying")
    if decision.ratified_on:
        yield SITTING.reason(f"{decision.key} was ratified on {long_date(decision.ratified_on)}")
    if on < decision.decided_on:
        yield SITTING.reason("The meeting was before the chair decided")
