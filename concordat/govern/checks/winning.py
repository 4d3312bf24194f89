"""Who is not yet won over, loses, or was not asked, too near to a decision: ST-01 to ST-05."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from concordat.core.finding import Finding
from concordat.govern.checks.every import at
from concordat.govern.detriment import detriment
from concordat.govern.office_name import looks_like_a_person
from concordat.govern.rules import BY_OFFICE, ENGAGED, IN_TOUCH, NO_LOSS, WON
from concordat.govern.stakeholders import Office, stakeholders
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.register.record import Record
from concordat.register.stakeholder import Engagement, Position

_NEXT = {
    WON.id: "speak with it now, and enter where it stands with the evidence; or ask for a later meeting",
    IN_TOUCH.id: "speak with it, and enter the day in Engagements",
}


def not_won(record: Record, as_of: date) -> Iterator[Finding]:
    """Decision-makers opposed or of unknown mind near the decision, or not spoken with for too long."""
    for proposal in _live(record, as_of):
        for office in stakeholders(record, proposal, as_of).offices:
            reasons = sorted((each for each in office.reasons if each.rule in _NEXT), key=lambda each: each.rule)
            for reason in reasons[:1]:  # who is red is to be spoken with in any case
                rule = WON if reason.rule == WON.id else IN_TOUCH
                what = f"{office.office} of {office.organisation} on {proposal.title}: {reason.text}"
                yield at(record, office.position or proposal, rule, _column(office), what, _NEXT[rule.id])


def worse_off(record: Record, as_of: date) -> Iterator[Finding]:
    """Members left with a loss, in pounds or in words, that nothing makes good; pounds are not told to all."""
    for proposal in _live(record, as_of):
        mitigated = {x.organisation for x in record.all(Position, as_of) if x.proposal == proposal.key and x.mitigation}
        for code in detriment(record, proposal, as_of).losers:
            if code not in mitigated:
                what = f"{proposal.title} leaves {code} worse off, and nothing makes it good"
                next = "agree a compensation and where it is written, or say in Mitigation what makes the loss good"
                yield at(record, proposal, NO_LOSS, "members", what, next)
    for position in record.all(Position, as_of):
        if position.loses and not position.mitigation and _put_forward(record, position.proposal):
            what = f"{position.office} of {position.organisation} loses something, and nothing makes it good"
            yield at(
                record, position, NO_LOSS, "mitigation", what, "say what makes the loss good, or that it is accepted"
            )


def not_engaged(record: Record, as_of: date) -> Iterator[Finding]:
    """Governors, staff side or patients whom a decision concerns that is near, and with whom nobody has spoken."""
    for proposal in _live(record, as_of):
        for reason in stakeholders(record, proposal, as_of).not_engaged:
            what, next = f"{proposal.title}: {reason.text}", "speak with them before it is decided, and enter the day"
            yield at(record, proposal, ENGAGED, "decide_by", what, next)


def named_persons(record: Record, as_of: date) -> Iterator[Finding]:
    """Rows that keep where somebody stands under what looks like a person's name."""
    for row in (*record.all(Position), *record.all(Engagement)):
        for column in ("office", "answered_by"):
            if looks_like_a_person(getattr(row, column, "")):
                what = f"Column {column.replace('_', ' ')} looks like the name of a person"
                yield at(record, row, BY_OFFICE, column, what, "name the office instead, such as Chief nurse")


CHECKS = (not_won, worse_off, not_engaged, named_persons)


def _live(record: Record, as_of: date) -> Iterator[Proposal]:
    return (each for each in record.all(Proposal, as_of) if each.status is ProposalStatus.RELEASED)


def _put_forward(record: Record, key: str) -> bool:
    proposal = record.get(Proposal, key)
    return proposal is not None and proposal.status is ProposalStatus.RELEASED


def _column(office: Office) -> str:
    return "stance" if office.position else "members"
