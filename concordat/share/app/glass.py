"""Breaking the glass: open data for somebody's care with a reason, and review what was opened (rule IG-26)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils import timezone

from concordat.core.reason import Reason
from concordat.core.refusal import Refusal
from concordat.data.permit import decide
from concordat.data.question import Question, as_json
from concordat.register.app import ledger
from concordat.register.app.action import Done, action
from concordat.register.app.permission import NotPermitted, Person
from concordat.share.app import openings, records
from concordat.share.app.models import Opening, OpeningReview


class BadReason(Refusal):
    """A reason or note that cannot be kept."""


class AlreadyReviewed(Refusal):
    """An opening that somebody else of the organisation has reviewed meanwhile."""

    status = 409


@action
def open_break_glass(*, by: Person, as_of: date, question: Question, reason: str) -> Done:
    """Record that it is opened for somebody's care, and ask each controller's Caldicott Guardian to review that.

    The verdict is that of the shared rows, so that those who review it see nothing of the asker's drafts. Gives the
    Opening. Raises BadReason, and NotPermitted where it is not a review of individual care for one's own organisation.
    """
    reason = reason.strip()
    _fit(reason, what="why it is needed now")
    if any(map(openings.names_a_patient, (question.role, *question.columns, *question.linked_with))):
        raise BadReason("The question holds an NHS number", remedy="Take it out: the care record says who it was")
    asked = replace(question, break_glass=reason)
    verdict = decide(asked, records.shared(by), as_of)
    _may(openings.cannot_open(by, verdict))
    made = Opening.objects.create(
        collaborative=by.collaborative,
        owner=by.organisation,
        as_of=as_of,
        opened_at=timezone.now(),
        opened_by=str(by),
        opened_by_user=by.user,
        line=ledger.next_number(),
        reason=reason,
        agreement=verdict.agreement,
        version=verdict.version,
        question=as_json(asked),
        verdict=verdict.as_dict(),
    )
    OpeningReview.objects.bulk_create(OpeningReview(opening=made, controller=code) for code in question.whose)
    facts = {"columns": len(question.columns), "controllers": len(question.whose)}
    return Done(subject=f"Opening {made.pk}", facts=facts, value=made)


@action
def review_opening(*, by: Person, as_of: date, opening: int, appropriate: bool, note: str) -> Done:
    """Say for one's organisation, as its Caldicott Guardian, whether an opening was appropriate. Gives the Opening.

    Raises NoSuchOpening, NotPermitted, AlreadyReviewed, and BadReason: one that was not appropriate needs a note.
    """
    found = openings.one(by, opening)
    _may(openings.cannot_review(by, found, guardian=openings.is_guardian(by, as_of)))
    note = note.strip()
    if note or not appropriate:
        _fit(note, what="what was not appropriate")
    marked = OpeningReview.objects.filter(opening=found, controller=by.organisation, reviewed_at=None).update(
        reviewed_at=timezone.now(),
        reviewed_by=str(by),
        appropriate=appropriate,
        note=note,
        line=ledger.next_number(),
    )
    if not marked:
        raise AlreadyReviewed("Your organisation has reviewed this opening", remedy="Nothing needs to be done")
    return Done(subject=f"Opening {found.pk}", facts={"appropriate": appropriate}, value=openings.one(by, opening))


def _fit(text: str, *, what: str) -> None:
    wrong = openings.wrong_with(text, what=what)
    if wrong:
        what, _, remedy = wrong.partition(". ")
        raise BadReason(what, remedy=remedy)


def _may(reason: Reason | None) -> None:
    if reason:
        raise NotPermitted(reason.text, remedy=f"Because {'; '.join(reason.facts)}")
