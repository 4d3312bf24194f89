"""The month's pack holds what falls in it, at the edges too, and says late only of what is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from concordat.govern.hosting.month import INCIDENTS, NotAMonth, Pack, month_of, pack
from concordat.govern.hosting.sides import NoSuchService
from concordat.govern.hosting.tests.sample import AS_OF, HOST, given, record, risk
from concordat.register.meeting import Action, Decision, Outcome
from concordat.register.noun import Noun
from concordat.register.person import OfficeRole
from concordat.register.procurement import Procurement, PublishedNotice
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.register.service import Duty


def of(month: str, *more: Noun, as_of: date = AS_OF) -> Pack:
    return pack(record(*more), "SVC-SCANS", month_of(month), as_of)


def under(found: Pack, title: str) -> list[str]:
    (section,) = [each for each in found.sections if each.title == title]
    return [each.what for each in section.items]


def action(due_on: date, **changes: Any) -> Action:
    given: dict[str, Any] = {
        "action": "A-1", "title": "Test the fall-back", "organisation": HOST, "office": OfficeRole.SERVICE_MANAGER,
        "due_on": due_on,
    }  # fmt: skip
    return Action(**{**given, **changes})


@pytest.mark.parametrize(
    ("due_on", "done_on", "shown", "late"),
    [
        (date(2027, 1, 31), None, True, False),
        (date(2027, 2, 1), None, False, False),
        (date(2026, 11, 21), None, True, True),
        (date(2026, 11, 22), None, True, False),
        (date(2026, 11, 1), date(2026, 12, 31), False, False),
        (date(2026, 11, 1), date(2027, 1, 1), True, False),
    ],
)
def test_an_action_is_shown_while_it_is_open_or_done_that_month(
    due_on: date, done_on: date | None, shown: bool, late: bool
) -> None:
    found = of("2027-01", action(due_on, done_on=done_on))
    assert bool(under(found, "Actions")) is shown
    assert any("fall-back" in each.what for each in found.late) is late


def test_an_action_belongs_to_the_service_its_decision_is_about() -> None:
    def decided(contract: str) -> list[Noun]:
        status = ProposalStatus.DECIDED
        proposal = Proposal(proposal="P-1", title="Renew", verb="converge", status=status, contracts=(contract,))
        decision = Decision(
            decision="D-1", proposal="P-1", body="B", decided_on=date(2026, 10, 1), outcome=Outcome.APPROVED
        )
        return [proposal, decision, action(date(2027, 1, 5), decision="D-1", organisation="RZC")]

    assert under(of("2027-01", *decided("C-SCANS")), "Actions")
    assert not under(of("2027-01", *decided("C-OTHER")), "Actions")
    assert not under(of("2027-01", action(date(2027, 1, 5), organisation="RZB")), "Actions")


def test_risks_are_shown_from_the_month_of_their_review_and_those_never_reviewed_always() -> None:
    assert under(of("2026-12"), "Risks to review") == ["Risk R-2: no review is set (likelihood 3, impact 4)"]
    assert len(under(of("2027-01"), "Risks to review")) == 2
    assert len(of("2027-02", as_of=date(2027, 2, 1)).late) >= 2
    assert not under(of("2026-12", risk("R-9", service="SVC-OTHER")), "Risks to review")[1:]


def test_dates_of_the_contract_within_a_year_and_no_later() -> None:
    dates = "Dates within twelve months"
    assert [each for each in under(of("2026-10"), dates) if "ends" in each] == ["Scans archive ends"]
    assert not [each for each in under(of("2026-09", as_of=date(2026, 9, 1)), dates) if "Scans archive ends" in each]
    assert any("must be reviewed" in each for each in under(of("2027-01"), dates))


def test_what_can_still_be_done_today_is_not_too_late_in_a_month_to_come() -> None:
    """The last day to extend is 30 June 2027: the pack of August, written in May, does not say it was missed."""
    dates = "Dates within twelve months"
    assert "Last day to extend Scans archive" in under(of("2027-08", as_of=date(2027, 5, 1)), dates)
    assert "Too late to extend Scans archive" in under(of("2027-08", as_of=date(2027, 8, 1)), dates)


def test_duties_that_begin_or_end_at_the_edges_of_the_month() -> None:
    begins, ends = date(2027, 1, 1), date(2027, 1, 31)
    row = given(Duty.HOURS, obligation="S-NEW", terms="New hours", valid_from=begins, valid_to=ends)
    told = under(of("2027-01", row), "Duties that begin or end")
    assert told == ["Begins: New hours", "No longer owed: New hours"]
    assert not under(of("2026-12", row), "Duties that begin or end")


def test_notices_about_what_replaces_the_contract() -> None:
    purchase = Procurement(procurement="PROC-1", title="New archive", organisation=HOST, replaces=("C-SCANS",))
    notice = PublishedNotice(procurement="PROC-1", notice="UK2", published_on=date(2027, 1, 31))
    assert under(of("2027-01", purchase, notice), "Procurement notices") == ["UK2: New archive"]
    assert not under(of("2027-02", purchase, notice), "Procurement notices")


def test_service_levels_are_of_both_sides_and_incidents_are_not_counted_as_none() -> None:
    assert len(under(of("2027-01"), "Service levels owed")) == 2
    assert "bring the service desk's list" in INCIDENTS


@pytest.mark.parametrize(
    "text", ["", "2027", "2027-13", "2027-1", "January", "２０２７-01", "0000-01", "9999-12", "2027-01-01"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(NotAMonth, match="2027-01"):
        month_of(text)


def test_a_service_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(NoSuchService, match="SVC-SCANS"):
        pack(record(), "nowhere", month_of("2027-01"), AS_OF)
