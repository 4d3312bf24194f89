"""Openings of the glass: the form that asks for a reason, the list for those concerned, and one with its reviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.http import QueryDict
from django.urls import reverse

from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.core.refusal import Refusal
from concordat.data.permit import Verdict, decide
from concordat.data.question import from_json
from concordat.register.app.permission import NotPermitted, Person
from concordat.register.organisation import Organisation
from concordat.share import plain
from concordat.share.app import glass, openings, records
from concordat.share.app.asking import Asked, read
from concordat.share.app.models import Opening
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.web.field import Field, Problem, problems_of
from concordat.web.page import Moved, Page
from concordat.web.scope import entries

_REASON_HINT = "In a few words, without naming the patient. It is recorded and shown to those who review it."
_NOTE_HINT = "Needed where it was not appropriate: what should have been done. Do not name the patient."
_JUDGED = (("yes", "Appropriate"), ("no", "Not appropriate"))


class NothingToOpen(Refusal):
    """An address that asks for nothing that could be opened."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One opening of the list: in words, how many days ago, and by whom it is still to be reviewed."""

    opening: Opening
    question: str
    days: int
    waiting_for: tuple[str, ...]
    yours: bool


@dataclass(frozen=True, kw_only=True)
class OpeningsPage(Page):
    """`lines`: the openings this reader may see, those that wait for them first."""

    template: ClassVar[str] = "share/openings.jinja"

    tabs: tuple[Tab, ...]
    lines: tuple[Line, ...]
    waiting: int


@dataclass(frozen=True, kw_only=True)
class OpenPage(Page):
    """What would be opened, why it needs a reason, and the field for it."""

    template: ClassVar[str] = "share/open.jinja"

    question: str
    sentence: str
    verdict: Verdict
    reason: Field
    reviewers: tuple[str, ...]
    back: str

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return problems_of((self.reason,))


@dataclass(frozen=True, kw_only=True)
class OpeningPage(Page):
    """One opening with its grounds and reviews; `fields` to review it, none where this reader may not."""

    template: ClassVar[str] = "share/opening.jinja"

    opening: Opening
    question: str
    names: Mapping[str, str]
    failing: tuple[dict[str, str], ...]
    fields: tuple[Field, ...]
    may_not: Reason | None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return problems_of(self.fields)


def openings_page(*, by: Person, as_of: date) -> OpeningsPage:
    """The list, those that wait for this reader first and then the newest."""
    names = _names(by)
    guardian = openings.is_guardian(by, as_of)
    lines = [_line(by, each, as_of, names, guardian=guardian) for each in openings.openings(by).order_by("-pk")]
    return OpeningsPage(
        title="Opened for somebody's care",
        crumbs=crumbs(),
        tabs=tabs("share_openings"),
        lines=tuple(sorted(lines, key=lambda each: not each.yours)),
        waiting=openings.waiting(by, as_of),
    )


def open_page(*, by: Person, as_of: date, given: QueryDict, reason: str = "", wrong: str = "") -> OpenPage:
    """The form that asks why. Raises NothingToOpen, and NotPermitted where this person may not open it."""
    asked = _asked(given, as_of)
    verdict = decide(asked.question, records.shared(by), as_of)
    refused = openings.cannot_open(by, verdict)
    if refused:
        raise NotPermitted(refused.text, remedy="; ".join(refused.facts))
    names = _names(by)
    return OpenPage(
        title="Open it for this person's care",
        crumbs=crumbs("share_may", "May …?"),
        question=plain.question(asked.question, as_of, names),
        sentence=plain.sentence(verdict),
        verdict=verdict,
        reason=Field(
            name="reason",
            label="Why is it needed now?",
            hint=_REASON_HINT,
            widget="textarea",
            value=reason,
            error=wrong,
        ),
        reviewers=tuple(names.get(each, each) for each in asked.question.whose),
        back=f"{reverse('share_may')}?{asked.address()}",
        status=422 if wrong else 200,
    )


def open_it(*, by: Person, as_of: date, given: QueryDict, reason: str) -> Moved | OpenPage:
    """Open it with this reason, or be told what is wrong with the reason."""
    wrong = openings.wrong_with(reason.strip(), what="why it is needed now")
    if wrong:
        return open_page(by=by, as_of=as_of, given=given, reason=reason, wrong=wrong)
    made: Opening = glass.open_break_glass(by=by, as_of=as_of, question=_asked(given, as_of).question, reason=reason)
    told = "It is recorded. The Caldicott Guardian of each controller will review it."
    return Moved(to=reverse("share_opening", kwargs={"opening": made.pk}), notice=told)


def opening_page(
    *,
    by: Person,
    as_of: date,
    opening: int,
    posted: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> OpeningPage:
    """One opening. Raises NoSuchOpening."""
    found, names = openings.one(by, opening), _names(by)
    may_not = openings.cannot_review(by, found, guardian=openings.is_guardian(by, as_of))
    reasons = (each for each in found.verdict["reasons"] if not each["holds"])
    return OpeningPage(
        title=f"Opening {found.pk}",
        crumbs=crumbs("share_openings", "Openings"),
        opening=found,
        question=plain.question(from_json(found.question), found.as_of, names),
        names=names,
        failing=tuple(reasons),
        fields=() if may_not else _fields(posted or {}, errors or {}),
        may_not=may_not,
        status=422 if errors else 200,
    )


def review(*, by: Person, as_of: date, opening: int, posted: Mapping[str, str]) -> Moved | OpeningPage:
    """Review it as posted, or be told everything wrong with that. Raises NoSuchOpening, NotPermitted."""
    judged, note = posted.get("appropriate", ""), posted.get("note", "")
    errors = _errors(judged, note)
    guardian = openings.is_guardian(by, as_of)
    if errors and openings.cannot_review(by, openings.one(by, opening), guardian=guardian) is None:
        return opening_page(by=by, as_of=as_of, opening=opening, posted=posted, errors=errors)
    glass.review_opening(by=by, as_of=as_of, opening=opening, appropriate=judged == "yes", note=note)
    return Moved(to=reverse("share_openings"), notice=f"Opening {opening} is reviewed, as of {long_date(as_of)}.")


def _errors(judged: str, note: str) -> dict[str, str]:
    errors = {} if judged in ("yes", "no") else {"appropriate": "Choose whether it was appropriate"}
    wrong = openings.wrong_with(note.strip(), what="what was not appropriate")
    if wrong and (note.strip() or judged == "no"):
        errors["note"] = wrong
    return errors


def _fields(posted: Mapping[str, str], errors: Mapping[str, str]) -> tuple[Field, ...]:
    judged, note = posted.get("appropriate", ""), posted.get("note", "")
    return (
        Field(
            name="appropriate", label="Was it appropriate?", widget="radios", value=judged, options=_JUDGED,
            error=errors.get("appropriate", ""),
        ),
        Field(
            name="note", label="Note (optional)", hint=_NOTE_HINT, widget="textarea", value=note,
            error=errors.get("note", ""),
        ),
    )  # fmt: skip


def _asked(given: QueryDict, as_of: date) -> Asked:
    """What an address asks to open: only what is asked for today, of the register as it is."""
    asked = read(given, as_of)
    if isinstance(asked, dict):
        raise NothingToOpen(" ".join(asked.values()) or "Nothing is asked for", remedy="Ask the question first")
    if asked.as_of != as_of or asked.recorded_on or asked.drafts:
        raise NothingToOpen(
            "Only today's answer can be opened, and not that of a past day or of a draft",
            remedy="Ask the question for today",
        )
    return asked


def _line(by: Person, opening: Opening, as_of: date, names: Mapping[str, str], *, guardian: bool) -> Line:
    return Line(
        opening=opening,
        question=plain.question(from_json(opening.question), opening.as_of, names),
        days=openings.days_waiting(opening, as_of),
        waiting_for=tuple(
            names.get(each.controller, each.controller) for each in opening.reviews.all() if not each.reviewed_at
        ),
        yours=openings.cannot_review(by, opening, guardian=guardian) is None,
    )


def _names(by: Person) -> dict[str, str]:
    """Organisations by code, as sentences write them."""
    kept = entries(by, Organisation).filter(private=False).order_by("pk").values_list("key", "label")
    return {code: f"{label} ({code})" for code, label in kept}
