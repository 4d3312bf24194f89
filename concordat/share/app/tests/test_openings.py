"""Breaking the glass: a reason is kept, nobody is named, those concerned see it and their Guardians alone review it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import IntegrityError, transaction

from concordat.data.question import Question
from concordat.register.app import ledger
from concordat.register.app.models import LedgerLine
from concordat.register.app.permission import NotPermitted, Person
from concordat.register.person import OfficeRole
from concordat.register.sharing import Purpose
from concordat.share.app import glass, openings
from concordat.share.app.demo import prepare
from concordat.share.app.models import Opening, OpeningReview
from concordat.share.app.tests.agreed import AS_OF, editor, holder
from concordat.web.tests.fixtures import signed_in

REASON = "Brought in unconscious, allergies unknown"
CARE = Question(
    organisation="RZ4",
    whose=("RZ8", "RZ1"),
    columns=("waiting_list.referred_on",),
    purpose=Purpose.INDIVIDUAL_CARE,
)
ASKED = urlencode(
    {"organisation": "RZ4", "whose": ["RZ8", "RZ1"], "columns": CARE.columns[0], "purpose": "individual care"},
    doseq=True,
)


@pytest.fixture
def opening(office: Person) -> Opening:
    made: Opening = glass.open_break_glass(by=editor("RZ4"), as_of=AS_OF, question=CARE, reason=REASON)
    return made


def test_an_opening_keeps_the_question_the_reason_and_why_no_agreement_gave_it(opening: Opening) -> None:
    assert opening.question["break_glass"] == REASON == opening.reason
    assert opening.owner == "RZ4" and opening.opened_by == "Editor-Rz4 (RZ4)"
    assert [each["rule"] for each in opening.verdict["reasons"] if not each["holds"]] == ["IG-28"]
    assert {each.controller for each in opening.reviews.all()} == {"RZ8", "RZ1"}


def test_the_ledger_gets_one_line_that_tells_no_reason_and_no_column(opening: Opening) -> None:
    line = LedgerLine.objects.get(number=opening.line)
    assert line.action == "open_break_glass" and line.by == "editor-rz4 for RZ4"
    assert set(line.facts) == {"as_of", "collaborative", "columns", "controllers"}
    assert not ledger.verify()


@pytest.mark.parametrize(
    ("asker", "changes", "told"),
    [
        ("RZ4", {"organisation": "RZ1", "whose": ("098",)}, "your own organisation"),
        ("RZ4", {"purpose": Purpose.PLANNING}, "somebody's own care"),
        ("QZ3", {"organisation": "QZ3"}, "nothing to open"),  # an ICB owes no duty to share for care
    ],
)
def test_only_a_review_of_care_for_ones_own_organisation_is_opened(
    office: Person, asker: str, changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(NotPermitted, match=told):
        glass.open_break_glass(by=editor(asker), as_of=AS_OF, question=replace(CARE, **changes), reason=REASON)
    assert not Opening.objects.exists()


def test_what_an_agreement_permits_is_not_opened(office: Person) -> None:
    permitted = replace(
        CARE,
        organisation="RZ1",
        whose=("RZ8",),
        role="clinician",
        trained_on=AS_OF,
        columns=("waiting_list.nhs_number",),
    )
    with pytest.raises(NotPermitted, match="nothing to open"):
        glass.open_break_glass(by=editor("RZ1"), as_of=AS_OF, question=permitted, reason=REASON)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("", "a few words"),
        ("  urgent  ", "a few words"),
        ("for patient 943 476 5919 in the ambulance", "NHS number"),
        ("for patient 943-476-5919 in the ambulance", "NHS number"),
        ("for patient 9434765919 in the ambulance", "NHS number"),
        ("why " * 600, "longer than"),
        ("a reason with\x1b a control character", "cannot be seen"),
    ],
)
def test_a_reason_says_why_and_names_nobody(office: Person, reason: str, told: str) -> None:
    with pytest.raises(glass.BadReason, match=told) as refused:
        glass.open_break_glass(by=editor("RZ4"), as_of=AS_OF, question=CARE, reason=reason)
    assert "943" not in str(refused.value), "the number itself is told to nobody"
    assert not Opening.objects.exists()


@pytest.mark.parametrize("more", [{"role": "for 943 476 5919"}, {"columns": (*CARE.columns, "patient.9434765919")}])
def test_nor_does_the_question_that_is_kept(office: Person, more: dict[str, Any]) -> None:
    with pytest.raises(glass.BadReason, match="holds an NHS number"):
        glass.open_break_glass(by=editor("RZ4"), as_of=AS_OF, question=replace(CARE, **more), reason=REASON)
    assert not Opening.objects.exists()


def test_ten_digits_that_are_no_nhs_number_may_stand(office: Person) -> None:
    made = glass.open_break_glass(
        by=editor("RZ4"), as_of=AS_OF, question=CARE, reason="ward telephone 0123456780 asked for it"
    )
    assert made.reason.startswith("ward telephone")


def test_those_concerned_see_it_and_nobody_else_does(opening: Opening, office: Person) -> None:
    for by in (editor("RZ4"), editor("RZ8"), holder("RZ1")):
        assert openings.one(by, opening.pk) == opening
        assert REASON in signed_in(by).get(f"/share/openings/{opening.pk}/").getvalue().decode()
    for by in (office, editor("098"), holder("QZ3")):  # the programme office of another organisation neither
        hidden, nowhere = (signed_in(by).get(f"/share/openings/{each}/") for each in (opening.pk, 99999))
        assert hidden.status_code == nowhere.status_code == 404
        assert REASON not in signed_in(by).get("/share/openings/").getvalue().decode()
        assert "None that concerns your organisation" in signed_in(by).get("/share/openings/").getvalue().decode()


def test_the_guardian_of_each_controller_reviews_it_once(opening: Opening) -> None:
    guardian = holder("RZ8")
    assert openings.waiting(guardian, AS_OF) == 1
    glass.review_opening(by=guardian, as_of=AS_OF, opening=opening.pk, appropriate=True, note="")
    assert openings.waiting(guardian, AS_OF) == 0 and openings.waiting(holder("RZ1"), AS_OF) == 1
    kept = OpeningReview.objects.get(opening=opening, controller="RZ8")
    assert kept.appropriate and kept.reviewed_by == "Caldicott of RZ8 (RZ8)" and kept.line
    with pytest.raises(NotPermitted, match="has reviewed it"):
        glass.review_opening(
            by=guardian, as_of=AS_OF, opening=opening.pk, appropriate=False, note="second thoughts now"
        )


def test_the_guardian_finds_it_on_the_home_page(opening: Opening) -> None:
    told = signed_in(holder("RZ8")).get("/").getvalue().decode()
    assert "Waiting for you" in told and "1 opening for somebody" in told and 'href="/share/openings/"' in told
    for by in (editor("RZ8"), editor("RZ4"), holder("QZ3")):
        assert "Waiting for you" not in signed_in(by).get("/").getvalue().decode()


def test_nobody_but_the_guardian_on_the_register_reviews(opening: Opening) -> None:
    others = (
        editor("RZ8"),
        holder("RZ8", OfficeRole.SIRO),
        holder("RZ4"),  # the Guardian of who asked
        holder("RZ1", name="Somebody Else"),  # a seat of that office, which the register says another holds
    )
    for by in others:
        with pytest.raises(NotPermitted, match="may not review"):
            glass.review_opening(by=by, as_of=AS_OF, opening=opening.pk, appropriate=True, note="")
    with pytest.raises(openings.NoSuchOpening):
        glass.review_opening(by=holder("QZ3"), as_of=AS_OF, opening=opening.pk, appropriate=True, note="")
    assert not OpeningReview.objects.exclude(reviewed_at=None).exists()


def test_nobody_reviews_their_own_opening(office: Person) -> None:
    guardian = holder("RZ4")
    own = replace(CARE, whose=("RZ8", "RZ4"))
    made = glass.open_break_glass(by=guardian, as_of=AS_OF, question=own, reason=REASON)
    assert openings.waiting(guardian, AS_OF) == 0
    with pytest.raises(NotPermitted, match="their own opening"):
        glass.review_opening(by=guardian, as_of=AS_OF, opening=made.pk, appropriate=True, note="")


def test_what_was_not_appropriate_needs_a_note(opening: Opening) -> None:
    with pytest.raises(glass.BadReason, match="a few words"):
        glass.review_opening(by=holder("RZ8"), as_of=AS_OF, opening=opening.pk, appropriate=False, note=" ")


def test_no_half_review_and_no_opening_without_a_reason_is_kept(opening: Opening) -> None:
    for changes in ({"appropriate": True}, {"reviewed_by": "somebody"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OpeningReview.objects.filter(opening=opening).update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.filter(pk=opening.pk).update(reason="")


def test_it_is_opened_and_reviewed_on_pages(office: Person) -> None:
    asker = signed_in(editor("RZ4"))
    address = f"/share/openings/add/?{ASKED}"
    form = asker.get(address).getvalue().decode()
    assert "Why is it needed now?" in form and "RZ8" in form
    wrong = asker.post(address, {"reason": "now"})
    assert wrong.status_code == 422 and "There is a problem" in wrong.getvalue().decode()
    assert asker.post(address, {"reason": REASON})["Location"] == f"/share/openings/{Opening.objects.get().pk}/"

    guardian = signed_in(holder("RZ8"))
    listed = guardian.get("/share/openings/").getvalue().decode()
    assert "1 waits for your review" in listed
    here = f"/share/openings/{Opening.objects.get().pk}/"
    told = guardian.post(here, {"appropriate": "", "note": "no 9434765919"}).getvalue().decode()
    assert "Choose whether it was appropriate" in told and "a few words" in told, "both are said at once"
    assert guardian.post(here, {"appropriate": "no", "note": "The ward had them already"}).status_code == 302
    assert "The ward had them already" in asker.get(here).getvalue().decode()
    assert signed_in(editor("RZ8")).post(here, {"appropriate": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "more", ["&drafts=yes", "&as_of-day=1&as_of-month=11&as_of-year=2026", "&purpose=", "&recorded_on-day=1"]
)
def test_only_todays_whole_question_is_opened(office: Person, more: str) -> None:
    address = f"/share/openings/add/?{ASKED}{more}"
    asker = signed_in(editor("RZ4"))
    assert asker.get(address).status_code == 422
    assert asker.post(address, {"reason": REASON}).status_code == 422
    assert not Opening.objects.exists()


def test_the_demo_opens_once_what_no_agreement_gives(office: Person) -> None:
    by = editor("RZ4")
    first = prepare(by=by, as_of=AS_OF)
    assert prepare(by=by, as_of=AS_OF) == first and first["openings"] == 1
    assert prepare(by=office, as_of=AS_OF)["openings"] == 0, "an ICB gives no care"
