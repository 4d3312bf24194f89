"""How bodies decide: a quorum that cannot be made (GOV-03), terms that are missing, or past their review (GOV-09)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from concordat.core.finding import Finding
from concordat.core.period import long_date
from concordat.govern.checks.every import at
from concordat.register.authority import Body, BodyForm, TermsOfReference, Voting
from concordat.register.deciding.rules import QUORUM, REVIEW
from concordat.register.deciding.standing import Standing
from concordat.register.record import Record

_APPOINT = "appoint voting members or deputies, or change the quorum in its terms of reference"


def no_quorum(record: Record, as_of: date) -> Iterator[Finding]:
    """Bodies that could not make a quorum if every voting member came."""
    standing = Standing(record)
    for terms in record.all(TermsOfReference, as_of):
        if terms.body in standing.bodies and (short := standing.short_of(terms.body, as_of)):
            name = standing.bodies[terms.body].name
            yield at(record, terms, QUORUM, "quorum", f"{name} cannot make a quorum: it has {short}", _APPOINT)


def no_terms(record: Record, as_of: date) -> Iterator[Finding]:
    """Bodies of several organisations of which nothing says how they decide."""
    said = {each.body for each in record.all(TermsOfReference, as_of)}
    for body in record.all(Body, as_of):
        if body.form in (BodyForm.JOINT, BodyForm.IN_COMMON) and body.key not in said:
            what = f"{body.name} has no terms of reference: nobody knows how it votes, or who must be there"
            yield at(record, body, QUORUM, "body", what, "agree them, and add them to Terms of reference")


def no_share(record: Record, as_of: date) -> Iterator[Finding]:
    """Terms that ask for a qualified majority and do not say how large."""
    for terms in record.all(TermsOfReference, as_of):
        if terms.voting is Voting.QUALIFIED and not terms.share_needed:
            what = f"{terms.body} decides by a qualified majority, and its terms do not say how large"
            yield at(record, terms, QUORUM, "share_needed", what, "give the share of the votes, such as 75%")


def not_reviewed(record: Record, as_of: date) -> Iterator[Finding]:
    """Terms that are past the day of their review, or have none."""
    for terms in record.all(TermsOfReference, as_of):
        if terms.review_on is None:
            what = f"Nothing says when the terms of reference of {terms.body} are reviewed"
            yield at(record, terms, REVIEW, "review_on", what, "give a day within a year of when they were agreed")
        elif terms.review_on < as_of:
            what = f"The terms of reference of {terms.body} were to be reviewed by {long_date(terms.review_on)}"
            yield at(record, terms, REVIEW, "review_on", what, "review them, and give the day of the next review")


CHECKS = (no_quorum, no_terms, no_share, not_reviewed)
