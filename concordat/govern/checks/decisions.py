"""Decisions that are not recorded whole (GOV-08), and chairs' decisions that nobody ratified (GOV-12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from concordat.core.finding import Finding
from concordat.core.money import in_pounds
from concordat.core.period import long_date
from concordat.govern.checks.every import at
from concordat.register.authority import Body, TermsOfReference
from concordat.register.deciding.rules import CHAIR, DECISION_LOG
from concordat.register.meeting import APPROVING, AgendaItem, Decision, Meeting, MeetingStatus, Vote
from concordat.register.proposal import Proposal
from concordat.register.record import Record

WRITING_UP = timedelta(days=28)
"""So long the minutes may take."""


def not_recorded(record: Record, as_of: date) -> Iterator[Finding]:
    """Decisions of which something is missing that somebody will ask for, each told once with all that is."""
    for decision in record.all(Decision):
        if lacks := missing(record, decision, as_of):
            what = f"Decision {decision.decision} has no {', no '.join(lacks.values())}"
            yield at(record, decision, DECISION_LOG, next(iter(lacks)), what, "complete it from the papers and minutes")


def not_ratified(record: Record, as_of: date) -> Iterator[Finding]:
    """Decisions of a chair between meetings that the next meeting did not ratify, or that were not the chair's."""
    for decision in record.all(Decision):
        if decision.chairs_action:
            yield from _beyond_the_chair(record, decision)
            yield from _unratified(record, decision, as_of)


CHECKS = (not_recorded, not_ratified)


def missing(record: Record, decision: Decision, as_of: date) -> dict[str, str]:
    """What a decision lacks that somebody will ask for: words, by the column they belong in."""
    return dict(_missing(record, decision, as_of))


def _missing(record: Record, decision: Decision, as_of: date) -> Iterator[tuple[str, str]]:
    item = record.get(AgendaItem, f"{decision.body} / {decision.decided_on} / {decision.proposal}")
    paper = item is not None and item.paper
    if not decision.minutes and (not paper or as_of > decision.decided_on + WRITING_UP):
        yield "minutes", "minutes" if paper else "paper or minutes"
    if not decision.options:
        yield "options", "options that were before the body"
    if silent := _without_vote(record, decision):
        yield "decision", f"vote of {', '.join(silent)}"
    if decision.outcome in APPROVING:
        for column, words in (("owner", "owner"), ("owner_office", "office that carries it out"),
                              ("due_on", "day by which it is due"), ("review_on", "day of review")):  # fmt: skip
            if not getattr(decision, column):
                yield column, words


def _without_vote(record: Record, decision: Decision) -> tuple[str, ...]:
    """Of a body that acts for several: those bound of which nothing says how they voted."""
    body = record.get(Body, decision.body, decision.decided_on)
    if body is None or not body.members or decision.chairs_action:
        return ()
    voted = {each.organisation for each in record.all(Vote) if each.decision == decision.decision}
    return tuple(each for each in decision.binds or body.members if each not in voted)


def _beyond_the_chair(record: Record, decision: Decision) -> Iterator[Finding]:
    terms = record.get(TermsOfReference, decision.body, decision.decided_on)
    proposal = record.get(Proposal, decision.proposal)
    most = terms.chairs_action if terms else 0
    if not most:
        what = (
            f"The chair of {decision.body} decided {decision.decision} alone, and the terms do not let a chair decide"
        )
        yield at(
            record, decision, CHAIR, "chairs_action", what, "put it to the body, and change its terms if it wishes"
        )
    elif proposal and proposal.value > most:
        what = f"The chair of {decision.body} decided {decision.decision} alone, beyond the {in_pounds(most)} allowed"
        yield at(record, decision, CHAIR, "chairs_action", what, "put it to the body as a decision of its own")


def _unratified(record: Record, decision: Decision, as_of: date) -> Iterator[Finding]:
    after = sorted(
        each.on
        for each in record.all(Meeting)
        if each.body == decision.body and each.status is not MeetingStatus.CANCELLED and each.on > decision.decided_on
    )
    if decision.ratified_on and decision.ratified_on <= as_of:
        return
    if after and after[0] <= as_of:
        day = long_date(after[0])
        what = f"What the chair of {decision.body} decided in {decision.decision} was not ratified on {day}"
        yield at(record, decision, CHAIR, "ratified_on", what, "put it to the next meeting, and enter the day")
    elif not after:
        what = f"No meeting of {decision.body} is on the calendar to ratify {decision.decision}"
        yield at(record, decision, CHAIR, "ratified_on", what, "add its next meeting to Meetings")
