"""What each board will ask, its own questions and those every board asks, with their answers; and what was conceded.

Concerns are confidential; a question is written for all to read. So answers here rest on nothing that is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.period import long_date
from concordat.govern.detriment import Detriment
from concordat.register.deciding.route import Route
from concordat.register.meeting import Decision
from concordat.register.proposal import Proposal
from concordat.register.record import Record
from concordat.register.stakeholder import Effect, EffectKind, Position

IN_POUNDS = "What does it mean for us in pounds?"
"""The question whose answer is for its own organisation and the programme office."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a member asks and what it is answered; an `answer` that is blank is still owed, by `owed_by` on `due`."""

    member: str
    asked_by: str
    question: str
    answer: str
    source: str = ""
    owed_by: str = ""
    due: date | None = None
    answered_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Concession:
    """What was given to whom so that it could agree; `agreed` says where it is written, blank where it is not yet."""

    to: str
    what: str
    by: str
    agreed: str
    amount: int | None = None


def questions(
    record: Record, proposal: Proposal, test: Detriment, found: Route | None, as_of: date
) -> tuple[Question, ...]:
    """What the board of each member will ask, member by member; `found` is the route, None where there is none."""
    return tuple(
        each for member in proposal.members for each in _of_member(record, proposal, member, test, found, as_of)
    )


def concessions(record: Record, proposal: Proposal, as_of: date) -> tuple[Concession, ...]:
    """Everything conceded: compensation, what makes a loss good, and conditions of decisions."""
    return (*_paid(record, proposal, as_of), *_mitigated(record, proposal, as_of), *_conditions(record, proposal))


def _of_member(
    record: Record, proposal: Proposal, member: str, test: Detriment, found: Route | None, as_of: date
) -> Iterator[Question]:
    for position in record.all(Position, as_of):
        if (position.proposal, position.organisation) == (proposal.key, member) and position.question:
            yield _own(position)
    yield _usual(member, IN_POUNDS, *_in_pounds(test, member))
    yield _usual(member, "Can we be bound against our will?", *_outvoted(test, member))
    if found:
        yield _usual(member, "What do we decide, and when?", *_steps(found, member))
    if proposal.decide_by:
        answer = f"It must be decided by {long_date(proposal.decide_by)}, or this option is lost"
        yield _usual(member, "Why now?", ". ".join((answer, *proposal.reasons)), "Proposals")


def _usual(member: str, question: str, answer: str, source: str = "") -> Question:
    return Question(member=member, asked_by="Board", question=question, answer=answer, source=source)


def _own(position: Position) -> Question:
    return Question(
        member=position.organisation,
        asked_by=position.office,
        question=position.question,
        answer=position.answer,
        source="Positions",
        owed_by=position.answered_by,
        due=position.answer_by,
        answered_on=position.answered_on,
    )


def _in_pounds(test: Detriment, member: str) -> tuple[str, str]:
    net = next((each for each in test.nets if each.member == member), None)
    if net is None:
        return "", "Effects: nothing is recorded for this member"
    return net.reason.text, "; ".join(net.reason.facts)


def _outvoted(test: Detriment, member: str) -> tuple[str, str]:
    against = [each for each in test.outvoted if member in each.losers and each.passes]
    if against:
        return "; ".join(each.reason.text for each in against), "; ".join(each.reason.source for each in against)
    loses = member in test.losers
    return (
        "No: it does not pass against you while you lose" if loses else "Not into a loss: you are not worse off"
    ), ""


def _steps(found: Route, member: str) -> tuple[str, str]:
    own = [each for each in found.steps if member in (each.organisation, *each.binds)]
    if not own:
        stops = [each for each in found.blocked if each.organisation == member]
        return "", "; ".join(f"{each.reason.text}: {each.remedy}" for each in stops)
    told = (f"{each.body} on {long_date(each.meeting_on)}, papers by {long_date(each.papers_due)}" for each in own)
    return "; ".join(told), "; ".join(dict.fromkeys(each.source for each in own))


def _paid(record: Record, proposal: Proposal, as_of: date) -> Iterator[Concession]:
    for each in record.all(Effect, as_of):
        if each.proposal == proposal.key and each.kind is EffectKind.COMPENSATION:
            by = each.paid_by or "not said by whom"
            yield Concession(to=each.organisation, what=each.what, by=by, agreed=each.evidence, amount=each.amount)


def _mitigated(record: Record, proposal: Proposal, as_of: date) -> Iterator[Concession]:
    for each in record.all(Position, as_of):
        if each.proposal == proposal.key and each.mitigation:
            agreed = f"Answered on {long_date(each.answered_on)}" if each.answered_on else ""
            to = f"{each.organisation}: {each.office}"
            yield Concession(to=to, what=each.mitigation, by=each.answered_by, agreed=agreed)


def _conditions(record: Record, proposal: Proposal) -> Iterator[Concession]:
    for decision in record.all(Decision):
        if decision.proposal == proposal.key:
            for condition in decision.conditions:
                where = f"Decision {decision.decision}, {long_date(decision.decided_on)}"
                yield Concession(to=decision.body, what=condition, by=decision.owner, agreed=where)
