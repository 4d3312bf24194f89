"""Missing: what a route rests on that is not on the record, each with what to write where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.finding import Severity
from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.core.rule import Rule
from concordat.govern.checks.duties import outstanding
from concordat.register.assurance import Dpia, DpiaStatus
from concordat.register.authority import BodyForm, DecisionClass, TermsOfReference
from concordat.register.deciding.route import Route
from concordat.register.deciding.rules import DUTIES, QUORUM, READ, REVIEW, SCHEME, SITTING
from concordat.register.deciding.standing import USUAL_PAPERS, Standing
from concordat.register.meeting import Outcome
from concordat.register.proposal import Proposal

PERSONAL_DATA = Rule(
    id="GOV-14",
    text="What changes how personal data are used has an approved impact assessment before it is decided.",
    source="UK GDPR Article 35(1) and (3)(b), where the risk is likely to be high; for any change, good practice",
    severity=Severity.WARNING,
    in_force_from=date(2018, 5, 25),
    checked_on=READ,
)
ASSESSMENT = "data protection"
"""The duty under which a proposal names its impact assessment: "data protection: DPIA-07"."""
_OF_MONEY = (
    DecisionClass.BUSINESS_CASE,
    DecisionClass.AWARD,
    DecisionClass.EXTENSION,
    DecisionClass.CONTRIBUTION,
    DecisionClass.POOLED_FUND,
)


@dataclass(frozen=True, kw_only=True)
class Missing:
    """What is missing and by which rule, and what to do next."""

    reason: Reason
    next: str


def missing(proposal: Proposal, found: Route, standing: Standing) -> tuple[Missing, ...]:
    """Everything a route rests on that is not on the record; none of it stands in the way of a lawful day."""
    return (
        *_late(proposal, found),
        *_stopped(found, standing),
        *_withdrawing(found, standing),
        *_duties(proposal),
        *_assessment(proposal, standing),
        *_worth(found),
        *_terms(found, standing),
    )


def _late(proposal: Proposal, found: Route) -> Iterator[Missing]:
    if proposal.decide_by and found.earliest and found.earliest > proposal.decide_by:
        days = (found.earliest - proposal.decide_by).days
        text = (
            f"The earliest lawful day is {days} days after {long_date(proposal.decide_by)}, by which it must be decided"
        )
        yield Missing(reason=SITTING.reason(text), next="See how it could be sooner, or move what waits for it")


def _stopped(found: Route, standing: Standing) -> Iterator[Missing]:
    """Bodies that refused it or put it off, on a route that asks them again or goes by others."""
    for key in standing.bodies:
        dealt = standing.decisions(found.matter.proposal, key, found.as_of)
        if dealt and dealt[-1].outcome in (Outcome.REFUSED, Outcome.DEFERRED):
            text = f"On {long_date(dealt[-1].decided_on)} {standing.called(key)} {_DID[dealt[-1].outcome]} it"
            yield Missing(reason=SCHEME.reason(text, dealt[-1].key), next="Say in the paper what has changed since")


_DID = {Outcome.REFUSED: "refused", Outcome.DEFERRED: "put off"}


def _withdrawing(found: Route, standing: Standing) -> Iterator[Missing]:
    """Meetings in which somebody withdraws for a declared interest; not who, as what they declared is confidential."""
    for step in (each for each in found.steps if not each.done):
        if standing.loses_voters(step.body, on := step.meeting_on, standing.withdrawn(found.matter.proposal, on)):
            who = f"Somebody with a vote in {standing.called(step.body)} declared an interest in the purchase"
            reason = QUORUM.reason(f"{who}: it has its quorum on {long_date(on)} without them, if all others come")
            yield Missing(reason=reason, next="Say at the meeting who withdraws, and record it with the votes")


def _duties(proposal: Proposal) -> Iterator[Missing]:
    for each in outstanding(proposal):
        reason = Reason(f"Nothing says where {each.duty} was considered", rule=DUTIES.id, source=each.source)
        yield Missing(reason=reason, next=f"Write it in Duties as “{each.duty}: its paper”, or why it does not apply")


def _assessment(proposal: Proposal, standing: Standing) -> Iterator[Missing]:
    if not proposal.personal_data:
        return
    named = {where.strip() for duty, _, where in (each.partition(":") for each in proposal.duties)
             if duty.strip().casefold() == ASSESSMENT}  # fmt: skip
    known = [each for each in standing.record.all(Dpia) if each.dpia in named]
    if any(each.status is DpiaStatus.APPROVED for each in known):
        return
    text = f"{known[0].dpia} is not approved" if known else "It uses personal data in another way, and names no DPIA"
    next = f"Have one approved, and write it in Duties as “{ASSESSMENT}: DPIA-07”; ask each data protection officer"
    yield Missing(reason=PERSONAL_DATA.reason(text), next=next)


def _worth(found: Route) -> Iterator[Missing]:
    matter = found.matter
    if matter.decision_class in _OF_MONEY and not matter.value:
        text = "No value is given, so that every limit seems enough"
        yield Missing(reason=SCHEME.reason(text), next="Fill in Value: whole life, with VAT")
    if matter.decision_class in (DecisionClass.AWARD, DecisionClass.EXTENSION) and not matter.months:
        text = "No length is given, so that every longest commitment seems enough"
        yield Missing(reason=SCHEME.reason(text), next="Fill in Months, extensions included")


def _terms(found: Route, standing: Standing) -> Iterator[Missing]:
    """Bodies on the route whose terms are unknown, so that their quorum is, or are past their review."""
    for key in dict.fromkeys(each.body for each in found.steps if not each.done):
        body, on = standing.bodies[key], max(each.meeting_on for each in found.steps if each.body == key)
        if body.form is not BodyForm.OFFICE:
            yield from _of_terms(standing.called(key), standing.terms(key, on), on)


def _of_terms(name: str, terms: TermsOfReference | None, on: date) -> Iterator[Missing]:
    if terms is None:
        papers = f"papers as due {USUAL_PAPERS} working days before"
        text = f"{name} has no terms on the record: its quorum is taken as met, {papers}"
        yield Missing(reason=QUORUM.reason(text), next="Add them to sheet Terms of reference")
    elif terms.review_on and terms.review_on < on:
        text = f"The terms of {name} were due for review by {long_date(terms.review_on)}, before it meets"
        yield Missing(reason=REVIEW.reason(text, terms.source), next="Have them reviewed, or say why they stand")
