"""The only door to openings of the glass: who may see which, who may open, and who may review."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Q, QuerySet

from concordat.core.nhs_number import passes_check, without_separators
from concordat.core.reason import Reason
from concordat.core.refusal import Refusal
from concordat.data.permit import Verdict, Word
from concordat.register.app.permission import Person
from concordat.register.person import Office, OfficeRole
from concordat.register.sharing import Purpose
from concordat.share.app.models import Opening, OpeningReview
from concordat.web.scope import entries, row_of

MOST = 2_000
"""Characters of a reason or a note."""

_TEN_DIGITS = re.compile(r"(?<![0-9])(?:[0-9][ \u00a0-]?){9}[0-9](?![0-9])")


class NoSuchOpening(Refusal):
    """An opening that is not there for this person."""

    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such opening", remedy="Start from the list of openings")


def openings(by: Person) -> QuerySet[Opening]:
    """Those this person may see: of their own organisation, and those of data that theirs controls."""
    concerned = OpeningReview.objects.filter(controller=by.organisation).values("opening")
    return Opening.objects.filter(
        Q(owner=by.organisation) | Q(pk__in=concerned), collaborative=by.collaborative
    ).prefetch_related("reviews")


def one(by: Person, opening: int) -> Opening:
    """An opening by its number. Raises NoSuchOpening, the same whether it is others' or nobody's."""
    found: Opening | None = openings(by).filter(pk=opening).first()
    if found is None:
        raise NoSuchOpening
    return found


def is_guardian(by: Person, as_of: date) -> bool:
    """Whether this person is, by their seat and on the register, the Caldicott Guardian of their organisation."""
    if by.office != OfficeRole.CALDICOTT.value:
        return False
    held = entries(by, Office).filter(key=f"{by.organisation} / {by.office}", private=False)
    return any(each.valid_on(as_of) and each.label == by.name for each in map(row_of, held))


def waiting(by: Person, as_of: date) -> int:
    """How many openings wait for this person's review."""
    if not is_guardian(by, as_of):
        return 0
    own = OpeningReview.objects.filter(controller=by.organisation, reviewed_at=None)
    found = own.filter(opening__collaborative=by.collaborative).exclude(opening__opened_by_user=by.user)
    return int(found.count())


def cannot_open(by: Person, verdict: Verdict) -> Reason | None:
    """None if this person may open it; else why not."""
    question = verdict.question
    if question.organisation != by.organisation:
        facts = (f"you act for {by.organisation}", f"{question.organisation} is said to ask")
        return Reason("You may open only what your own organisation asks for", facts=facts)
    if question.purpose is not Purpose.INDIVIDUAL_CARE:
        return Reason("Only what is for somebody's own care can be opened", facts=(f"it is for {question.purpose}",))
    if verdict.WORD is not Word.REVIEW:
        said = "it is permitted already" if verdict.WORD is Word.PERMIT else "the answer is no"
        return Reason("There is nothing to open", facts=(said, *(each.fact for each in verdict.failing[:3])))
    return None


def cannot_review(by: Person, opening: Opening, *, guardian: bool) -> Reason | None:
    """None if this person may review it now; else why not. `guardian`: whether they are one, see `is_guardian`."""
    own = [each for each in opening.reviews.all() if each.controller == by.organisation]
    you = (f"you act as {by.office or by.part.value} for {by.organisation}",)
    if not own or not guardian:
        whose = ", ".join(each.controller for each in opening.reviews.all())
        who = f"who may: the Caldicott Guardian of {whose}"
        return Reason("You may not review this opening", facts=(*you, who))
    if own[0].reviewed_at:
        return Reason("Your organisation has reviewed it", facts=(f"by {own[0].reviewed_by}",))
    if opening.opened_by_user == by.user:
        return Reason("Nobody reviews their own opening", facts=(*you, "it was opened by you"))
    return None


def names_a_patient(text: str) -> bool:
    """Whether a text holds an NHS number."""
    return any(passes_check(without_separators(each)) for each in _TEN_DIGITS.findall(text))


def wrong_with(text: str, *, what: str) -> str:
    """What is wrong with a reason or note that somebody wrote; blank for nothing."""
    if len(text.split()) < 3:
        return f"Write {what} in a few words. Do not name the patient."
    if len(text) > MOST:
        return f"It is longer than {MOST:,} characters. Say it more briefly."
    if any(ord(each) < 32 and each not in "\r\n\t" for each in text):
        return "It holds a character that cannot be seen. Delete it and type it again."
    if names_a_patient(text):
        return "It holds an NHS number. Take it out: no patient is named here, and the care record says who it was."
    return ""


def days_waiting(opening: Opening, as_of: date) -> int:
    """Days since it was opened."""
    return (as_of - opening.as_of).days
