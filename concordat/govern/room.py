"""What a room decided, worked out from a record alone: votes as they are written down, judged and made into rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from concordat.core.reason import Reason
from concordat.core.refusal import Refusal
from concordat.govern.ballot import Ballot, Said, Voter, electorate
from concordat.govern.decided import Put, action_of, decision_of, next_key, votes_of
from concordat.govern.given import PUT, read
from concordat.govern.loss import worse_off
from concordat.govern.mandate import body_of, mandate_to_decide, not_sitting, terms_of
from concordat.govern.outcome import Judgement, judge
from concordat.register.authority import Body, BodyForm
from concordat.register.deciding.matter import Matter, matter_in
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import Action, AgendaItem, Decision, Outcome, Purpose, Vote
from concordat.register.noun import Noun
from concordat.register.proposal import Proposal
from concordat.register.record import Record

INFEASIBLE = 3


class NothingDecided(Refusal):
    """What a body cannot have decided: it did not meet, or had decided before."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason), remedy="Check the day and the body", exit_code=INFEASIBLE)


class NoSuchProposal(Refusal):
    """A key that no proposal of the record has."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What came of a vote, and the rows that say so."""

    judgement: Judgement
    decision: Decision
    votes: tuple[Vote, ...]
    action: Action | None

    @property
    def rows(self) -> tuple[Noun, ...]:
        """What is added to a record."""
        return (self.decision, *self.votes, *([self.action] if self.action else []))

    @property
    def exit_code(self) -> int:
        """0 where it was carried."""
        return 0 if self.judgement.is_carried else INFEASIBLE


def decide(record: Record, proposal: str, body: str, on: date, given: Any, file: str) -> Decided:
    """Judge the votes `given` as JSON: a list of them, or an object with `votes` and what was put with the question.

    Raises NoSuchProposal, NoSuchBody, NotAMatter, NothingDecided, BadBallot, and NotWhole with all that is wrong.
    """
    standing = Standing(record)
    asked, whose = _proposal(record, proposal, on), body_of(standing, body, on)
    for reason in _against(standing, asked, whose, on):
        raise NothingDecided(reason)
    matter, voters = matter_in(record, asked, on), electorate(record, whose, on)
    key = next_key(f"D-{on.year}-", (each.key for each in record.all(Decision)))
    blank = {"decision": key, "proposal": proposal, "body": body, "decided_on": on, "outcome": Outcome.APPROVED}
    rest, votes = read(given, file, record, blank, voters)
    ballot = _ballot(standing, asked, matter, whose, on, voters, votes)
    with_it = Put(**{name: getattr(rest, name) for name in PUT})
    judged = judge(ballot, mandate_to_decide(standing, matter, whose, on), conditions=bool(with_it.conditions))
    made = decision_of(judged, ballot, with_it, key=key, proposal=proposal, on=on, minutes=rest.minutes)
    action = action_of(made, asked.title, next_key("A-", (each.key for each in record.all(Action))))
    return Decided(judgement=judged, decision=made, votes=votes_of(ballot, key), action=action)


def _proposal(record: Record, key: str, on: date) -> Proposal:
    found = record.get(Proposal, key, on)
    if found is None:
        known = ", ".join(dict.fromkeys(each.key for each in record.all(Proposal, on))) or "none is on the record"
        raise NoSuchProposal(f"There is no proposal {key}", remedy=f"Name one of: {known}")
    return found


def _against(standing: Standing, proposal: Proposal, body: Body, on: date) -> Iterator[Reason]:
    if refused := not_sitting(standing, body, on):
        yield refused
    for each in standing.record.all(Decision):
        if (each.proposal, each.body) == (proposal.key, body.key) and each.outcome is not Outcome.DEFERRED:
            yield Reason(f"{body.name} has decided on it already, in {each.key}")


def _ballot(
    standing: Standing,
    proposal: Proposal,
    matter: Matter,
    body: Body,
    on: date,
    voters: tuple[Voter, ...],
    said: tuple[Said, ...],
) -> Ballot:
    items = (each for each in standing.record.all(AgendaItem, on) if (each.body, each.on) == (body.key, on))
    purpose = next((each.purpose for each in items if each.proposal == proposal.key), None)
    usual = Purpose.RECOMMEND if body.form is BodyForm.ADVISORY else Purpose.APPROVE
    return Ballot(
        body=body,
        terms=terms_of(standing, body, on),
        voters=voters,
        said=said,
        purpose=purpose or usual,
        affected=matter.members,
        worse_off=worse_off(standing.record, proposal, on),
    )
