"""The duty to share for care: why a missing agreement never stands between a person and their care."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from concordat.core.finding import Severity
from concordat.data.case import Case, owes_duty
from concordat.data.facts import Facts
from concordat.data.ground import Ground, fails, holds, rule
from concordat.data.question import Question
from concordat.register.sharing import Purpose


@rule(
    "IG-26",
    "Health and Social Care Act 2012 sections 251A and 251B",
    asks=("organisation", "whose", "purpose"),
    severity=Severity.NOTE,
    since=date(2015, 10, 1),
)
def duty_to_share(case: Case) -> Iterator[Ground]:
    """Bodies that give health care or adult social care must share what is likely to help a person's care and is in
    their interest. For individual care between them, what an agreement lacks is reviewed by a person, not refused."""
    yield from _told(case.question, case.facts)


def duty(question: Question, facts: Facts) -> Iterator[Ground]:
    """The same where there is no agreement to judge."""
    return map(duty_to_share.cited, _told(question, facts))


def _told(question: Question, facts: Facts) -> Iterator[Ground]:
    if question.purpose is not Purpose.INDIVIDUAL_CARE:
        return
    if owes_duty(question, facts):
        yield holds("It is for somebody's own care, between bodies that owe each other the duty to share")
    else:
        remedy = "ask on behalf of a body that gives health care or adult social care"
        yield fails("It is for care, but not between bodies that give health care or adult social care", remedy)
