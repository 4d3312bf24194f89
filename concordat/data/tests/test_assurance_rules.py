"""The last days of what stands behind an agreement, and what is said when several things are wrong at once."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from concordat.data.ground import Ground
from concordat.data.spec import Example, examples
from concordat.data.spec.assurance import another_toolkit, assessment, support, toolkit
from concordat.data.spec.example import Change, holds, replace, without
from concordat.data.spec.ground import CAG, DPIA, PRACTICE, TRUST, planning
from concordat.data.spec.terms import NO_AUDIT, NO_CLAUSES, elsewhere
from concordat.register.agreement import Party, Signature
from concordat.register.assurance import (
    CagApproval,
    Dpia,
    DpiaStatus,
    DsptFramework,
    DsptOutcome,
    DsptStatus,
    IcoRegistration,
)
from concordat.register.organisation import Organisation
from concordat.register.person import Office
from concordat.register.sharing import Confidentiality

ONE_DAY = timedelta(days=1)
OURS = ("IG-13", "IG-14", "IG-15", "IG-16", "IG-17", "IG-18", "IG-22", "IG-29")
ENDING = [each for each in examples() if each.rule in OURS and each.holds and each.judged()[0].until]
TOMORROW = date(2026, 11, 23)


def only(example: Example) -> Ground:
    """The one ground an example is about."""
    (ground,) = example.judged()
    return ground


def test_every_rule_with_a_last_day_is_here() -> None:
    assert {each.rule for each in ENDING} == {"IG-13", "IG-14", "IG-15", "IG-17", "IG-18", "IG-29"}


@pytest.mark.parametrize("example", ENDING, ids=lambda each: f"{each.rule} {each.title}")
def test_it_holds_on_its_last_day_and_not_on_the_next(example: Example) -> None:
    last = only(example).until
    assert last
    assert only(dataclasses.replace(example, as_of=last)).holds
    assert not any(each.holds for each in dataclasses.replace(example, as_of=last + ONE_DAY).judged())


@pytest.mark.parametrize(
    ("rule", "about", "change"),
    [
        ("IG-13", "", replace(CagApproval, CAG, valid_to=TOMORROW)),
        ("IG-14", "", replace(Dpia, DPIA, valid_to=TOMORROW)),
        ("IG-17", TRUST, replace(DsptStatus, f"{TRUST} / 2026", valid_to=TOMORROW)),
        ("IG-18", TRUST, replace(IcoRegistration, TRUST, valid_to=TOMORROW)),
        ("IG-18", TRUST, replace(Office, f"{TRUST} / Caldicott Guardian", valid_to=TOMORROW)),
    ],
)
def test_a_row_that_ends_ends_what_rests_on_it(rule: str, about: str, change: Change) -> None:
    example = holds(rule, "a row ends", change, about=about)
    assert only(example).until == example.as_of
    assert not only(dataclasses.replace(example, as_of=TOMORROW)).holds


@pytest.mark.parametrize(
    ("year", "framework", "day", "stands"),
    [
        (2024, DsptFramework.NDG, date(2025, 6, 30), True),  # the CAF begins with 2024-25
        (2024, DsptFramework.NDG, date(2025, 7, 1), False),
        (2025, DsptFramework.NDG, date(2025, 7, 1), False),
        (2025, DsptFramework.CAF, date(2025, 7, 1), True),
        (2025, DsptFramework.CAF, date(2026, 6, 30), True),
        (2025, DsptFramework.CAF, date(2026, 7, 1), False),
        (2025, DsptFramework.CAF, date(2024, 12, 31), False),  # not published yet
    ],
)
def test_the_toolkit_of_a_trust_counts_until_the_next_30_june(
    year: int, framework: DsptFramework, day: date, stands: bool
) -> None:
    published = toolkit(year=year, framework=framework, published_on=date(2025, 1, 2))
    assert only(holds("IG-17", "", published, about=TRUST, as_of=day)).holds is stands


def test_a_risk_accepted_outlasts_the_year_but_not_its_day() -> None:
    accepted = toolkit(accepted_until=date(2027, 8, 1), accepted_by="SIRO")
    example = holds("IG-17", "", accepted, about=TRUST, as_of=date(2027, 7, 1))
    assert only(example).holds
    assert only(example).until == date(2027, 8, 1)


def test_what_was_accepted_of_an_earlier_toolkit_does_not_excuse_the_last() -> None:
    accepted = toolkit(accepted_until=date(2030, 1, 1), accepted_by="SIRO")
    failed = another_toolkit(year=2027, outcome=DsptOutcome.NOT_MET, published_on=date(2026, 11, 1))
    assert not only(holds("IG-17", "", accepted, failed, about=TRUST)).holds


def test_everything_wrong_with_an_approval_is_named() -> None:
    wrong = support(
        regulation=Confidentiality.SECTION_251_2, expires_on=date(2026, 11, 1), review_due_on=date(2026, 10, 1)
    )
    fact = only(holds("IG-13", "", wrong)).fact
    assert all(each in fact for each in ("regulation 2", "1 November 2026", "1 October 2026"))


def test_everything_wrong_with_an_assessment_is_named() -> None:
    wrong = assessment(status=DpiaStatus.WITHDRAWN, review_on=date(2026, 11, 21), covers=())
    fact = only(holds("IG-14", "", wrong)).fact
    assert all(each in fact for each in ("withdrawn", "21 November 2026", "does not cover DSA-01 / 1"))


def test_terms_elsewhere_bind_only_once_everybody_has_signed_them() -> None:
    unsigned = without(Signature, f"JCA-01 / 1 / {PRACTICE} / Caldicott Guardian")
    assert only(holds("IG-15", "", NO_AUDIT, elsewhere(), about="8KX21")).holds
    assert not only(holds("IG-15", "", NO_AUDIT, elsewhere(), unsigned, about="8KX21")).holds


def test_the_terms_that_last_longest_count() -> None:
    short, long = elsewhere(ends_on=date(2026, 12, 1)), elsewhere(version=2, ends_on=date(2027, 1, 1))
    assert only(holds("IG-15", "", NO_CLAUSES, short, long)).until == date(2027, 1, 1)


def test_one_joint_controller_alone_needs_no_arrangement() -> None:
    others = [without(Party, f"{code} / joint controller") for code in ("RZ2", "QZ3", PRACTICE)]
    assert holds("IG-15", "", NO_CLAUSES, *others).judged() == ()


def test_a_closed_body_is_not_asked_for_a_caf_toolkit_but_still_for_one() -> None:
    closed = replace(Organisation, PRACTICE, valid_to=date(2026, 11, 1))
    gone = without(DsptStatus, f"{PRACTICE} / 2026")
    asked = planning(whose=(PRACTICE,))
    assert only(holds("IG-17", "", closed, question=asked, about=PRACTICE)).holds
    assert not only(holds("IG-17", "", closed, gone, question=asked, about=PRACTICE)).holds
