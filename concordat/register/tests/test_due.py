"""What is due: notice after silent renewals, and nothing that no longer holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from concordat.register.agreement import Agreement, AgreementKind, LeaverDuty, Party, PartyRole
from concordat.register.assurance import Dpia, DpiaStatus, DsptFramework, DsptOutcome, DsptStatus, IcoRegistration
from concordat.register.authority import Body, BodyForm, TermsOfReference, Voting
from concordat.register.contract import Contract, Framework, Regime
from concordat.register.due import due
from concordat.register.lapse import toolkit
from concordat.register.meeting import Action, AgendaItem, Meeting, MeetingStatus, Purpose
from concordat.register.person import OfficeRole
from concordat.register.record import Record
from concordat.register.system import Product
from concordat.register.term import notice_day, prolonged, running

AS_OF = date(2026, 11, 22)


def contract(**changes: object) -> Contract:
    given: dict[str, object] = {
        "contract": "C1", "title": "Records", "customer": "RZA", "supplier": "S1", "regime": Regime.PCR2015,
        "starts_on": date(2018, 4, 1), "ends_on": date(2027, 3, 31),
    }  # fmt: skip
    return Contract(**(given | changes))  # type: ignore[arg-type]


def whats(*rows: object, as_of: date = AS_OF) -> list[tuple[date, str, bool]]:
    return [(each.day, each.what, each.late) for each in due(Record.of(rows), as_of)]  # type: ignore[arg-type]


days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@given(first=days, months=st.integers(1, 60), as_of=days)
def test_the_term_is_the_one_that_holds_the_day(first: date, months: int, as_of: date) -> None:
    end = running(contract(ends_on=first, starts_on=date(2000, 1, 1), auto_renew=months), as_of).ends_on
    assert end >= min(as_of, first) and (end == first or prolonged(end, -months) <= as_of)


@given(start=st.dates(date(2015, 1, 1), date(2025, 12, 31)), months=st.integers(1, 24), times=st.integers(1, 8))
def test_a_month_end_stays_a_month_end_however_often_it_renews(start: date, months: int, times: int) -> None:
    last = start.replace(day=1) - timedelta(days=1)
    for _ in range(times):
        last = prolonged(last, months)
    assert (last + timedelta(days=1)).day == 1


@given(end=days, months=st.integers(1, 24))
def test_notice_on_the_day_is_in_time_and_a_day_later_is_not(end: date, months: int) -> None:
    day = notice_day(end, months)
    assert prolonged(day, months) <= end, "in time: the months it gives are over by the end"
    assert prolonged(day + timedelta(days=2), months) >= end, "two days later would be too late, or just so"


def test_a_renewal_is_stopped_by_notice_counted_from_the_term_that_runs() -> None:
    renewed = contract(ends_on=date(2024, 3, 31), auto_renew=12, notice=3)
    assert whats(renewed) == [(date(2026, 12, 31), "Last day to stop Records renewing", False)]


def test_a_notice_that_has_passed_is_late_and_says_so() -> None:
    assert whats(contract(auto_renew=12, notice=6)) == [(date(2026, 9, 30), "Too late to stop Records renewing", True)]


def test_an_extension_is_used_before_the_end() -> None:
    found = whats(contract(extension_options=(24, 12), extension_notice=3))
    assert found == [
        (date(2026, 12, 31), "Last day to extend Records", False),
        (date(2027, 3, 31), "Records ends", False),
    ]


def test_a_contract_that_ended_is_late_and_one_no_longer_true_is_not_there() -> None:
    ended = contract(ends_on=date(2026, 6, 30))
    assert [(day, late) for day, _, late in whats(ended)] == [(date(2026, 6, 30), True)]
    assert whats(contract(ends_on=date(2026, 6, 30), valid_to=date(2026, 7, 1))) == []


def test_frameworks_close_and_support_ends() -> None:
    framework = Framework(framework="F", name="Framework", regime=Regime.PA2023, closes_on=date(2027, 1, 1))
    closed = Framework(framework="G", name="Closed", regime=Regime.PA2023, closes_on=date(2026, 1, 1))
    product = Product(product="P", name="PAS", supplier="S", capability="C", support_ends_on=date(2026, 1, 1))
    assert [(what.split()[0], late) for _, what, late in whats(framework, closed, product)] == [
        ("PAS", True),
        ("Framework", False),
    ]


def test_each_has_its_reason() -> None:
    for each in due(Record.of([contract(extension_options=(12,)), contract(contract="C2", auto_renew=12)]), AS_OF):
        assert each.reason.facts and each.reason.text


def test_what_is_far_off_is_not_due() -> None:
    assert whats(contract(ends_on=date(2030, 1, 1))) == []


def agreement(**changes: object) -> Agreement:
    given: dict[str, object] = {
        "agreement": "A1", "version": 1, "title": "Waits", "kind": AgreementKind.SHARING, "organisation": "RZA",
        "starts_on": date(2025, 1, 1), "ends_on": date(2027, 3, 31), "review_on": date(2026, 10, 1),
    }  # fmt: skip
    return Agreement(**(given | changes))  # type: ignore[arg-type]


def test_an_agreement_has_its_end_and_its_review_and_one_that_is_over_has_neither() -> None:
    assert whats(agreement()) == [
        (date(2026, 10, 1), "Waits, version 1 must be reviewed", True),
        (date(2027, 3, 31), "Waits, version 1 ends", False),
    ]
    assert whats(agreement(ends_on=date(2026, 11, 21))) == []
    assert whats(agreement(terminated_on=AS_OF)) == [], "terminated today, it is over today"


def test_what_stands_behind_agreements_lapses_too() -> None:
    met = {"framework": DsptFramework.CAF, "outcome": DsptOutcome.MET, "published_on": date(2026, 6, 20)}
    rows = (
        IcoRegistration(organisation="RZA", number="Z1", expires_on=date(2026, 11, 1)),
        DsptStatus(organisation="RZA", year=2026, **met),  # type: ignore[arg-type]
        DsptStatus(organisation="RZA", year=2025, **met),  # type: ignore[arg-type]
        Dpia(dpia="D1", title="Waits", organisation="RZA", review_on=date(2027, 1, 1)),
    )
    assert whats(*rows) == [
        (date(2026, 11, 1), "ICO registration Z1 of RZA expires", True),
        (date(2027, 6, 30), "RZA must publish its 2026-27 security toolkit (DSPT)", False),
    ], "a toolkit that has been followed by another, and an assessment that was never approved, are not due"


def test_a_leaver_is_asked_for_its_certificate_until_it_has_given_it() -> None:
    left = {"agreement": "A1 / 1", "organisation": "RZA", "party": "RZB", "role": PartyRole.PROCESSOR,
            "left_on": date(2026, 10, 1), "leaver_duty": LeaverDuty.DELETE}  # fmt: skip
    assert [late for _, _, late in whats(Party(**left))] == [True]  # type: ignore[arg-type]
    assert whats(Party(**left, duty_done_on=date(2026, 10, 9))) == []  # type: ignore[arg-type]


def test_a_leaver_that_holds_nothing_owes_nothing() -> None:
    left = {"agreement": "A1 / 1", "organisation": "RZA", "party": "RZB", "role": PartyRole.PROCESSOR,
            "left_on": date(2026, 10, 1), "leaver_duty": LeaverDuty.NONE}  # fmt: skip
    assert whats(Party(**left)) == []  # type: ignore[arg-type]


def test_a_toolkit_that_is_published_early_is_not_asked_for_again() -> None:
    met = {"framework": DsptFramework.CAF, "outcome": DsptOutcome.MET}
    early = DsptStatus(organisation="RZA", year=2027, published_on=date(2027, 5, 20), **met)  # type: ignore[arg-type]
    asked = {as_of: toolkit(Record.of([early]), "RZA", as_of).day for as_of in (date(2027, 5, 19), date(2027, 5, 20))}
    assert [*asked.values()] == [date(2027, 6, 30), date(2028, 6, 30)]


def test_what_only_an_agreement_that_is_over_rests_on_is_history() -> None:
    assessed = Dpia(dpia="D1", title="Waits", organisation="RZA", review_on=date(2026, 1, 1),
                    status=DpiaStatus.APPROVED, approved_on=date(2025, 1, 1), approved_by="SIRO")  # fmt: skip
    late = [(date(2026, 1, 1), "Assessment D1 must be reviewed", True)]
    assert whats(assessed) == late == whats(assessed, agreement(dpia="D1", review_on=None))[:1]
    assert whats(assessed, agreement(dpia="D1", ends_on=date(2026, 11, 21))) == []


BOARD = Body(body="RZA-BOARD", name="Board", form=BodyForm.BOARD, organisation="RZA")
ITEM = AgendaItem(body="RZA-BOARD", on=date(2026, 12, 17), proposal="P1", purpose=Purpose.APPROVE)


def test_a_paper_is_due_until_its_meeting_is_held_or_cancelled() -> None:
    meeting = Meeting(body="RZA-BOARD", on=date(2026, 12, 17), papers_due=date(2026, 11, 20))
    assert whats(BOARD, ITEM, meeting) == [(date(2026, 11, 20), "Paper for Board of RZA: P1", True)]
    usual = Meeting(body="RZA-BOARD", on=date(2026, 12, 17))
    assert whats(BOARD, ITEM, usual) == [(date(2026, 12, 10), "Paper for Board of RZA: P1", False)]
    for status in (MeetingStatus.HELD, MeetingStatus.CANCELLED):
        assert whats(BOARD, ITEM, replace(meeting, status=status)) == []
    assert whats(BOARD, ITEM) == [], "a meeting that nobody has called"


def test_an_action_is_due_until_it_is_done() -> None:
    action = Action(
        action="A1", title="Tell the members", organisation="RZA", office=OfficeRole.CHIEF_EXECUTIVE,
        due_on=date(2026, 11, 20),
    )  # fmt: skip
    assert whats(action) == [(date(2026, 11, 20), "Tell the members", True)]
    assert whats(replace(action, done_on=date(2026, 11, 21))) == []


def test_terms_are_reviewed_until_others_replace_them() -> None:
    terms = TermsOfReference(
        body="RZA-BOARD", valid_from=date(2025, 1, 1), voting=Voting.MAJORITY, review_on=date(2026, 9, 30)
    )
    assert [late for _, _, late in whats(terms)] == [True]
    assert whats(replace(terms, valid_to=date(2026, 11, 1))) == []
