"""M13: how far working together has come is read from evidence, member by member, and what would bring them closer."""

from __future__ import annotations

from datetime import date

import pytest

from concordat.register.meeting import Action
from concordat.register.record import Record
from concordat.register.stakeholder import Engagement
from tests.acceptance.browsing import Told, loaded, read
from tests.acceptance.supposing import changed, with_more

pytestmark = pytest.mark.django_db
MEMBERS = ("RZ1", "RZ4", "Z3R4V", "RZ8")


def maturity(record: Record) -> Told:
    """`/govern/maturity/` on a record."""
    return read(loaded(record), "/govern/maturity/")


def level(page: Told, domain: str) -> dict[str, str]:
    """A row of the table of levels."""
    return next(each for each in page.rows("Domain") if each["Domain"] == domain)


def test_members_differ_and_who_is_behind_in_what_is_named(record: Record) -> None:
    page = maturity(record)
    assert "Nobody is asked how mature they feel" in page.text
    delivery = level(page, "Delivery")
    assert [delivery[each] for each in MEMBERS] == ["2", "0", "0", "1"]
    assert delivery["Between members"] == "2 apart; at 0: RZ4, Z3R4V"
    assert level(page, "Purpose and benefits")["Between members"] == "all alike"


def test_each_level_shows_the_evidence_it_rests_on_and_what_the_next_takes(record: Record) -> None:
    page = maturity(record)
    assert "D-2026-004 of 19 November 2026" in page.text and "TR-DSA-01 / 2" in page.text
    assert "For level 3: actions done by their day: 70%" in page.text


def test_a_plan_that_is_met_raises_the_level(record: Record) -> None:
    done = changed(record, Action, "A-002", done_on=date(2026, 11, 13))
    done = changed(done, Action, "A-003", due_on=date(2026, 11, 20), done_on=date(2026, 11, 20))
    delivery = level(maturity(done), "Delivery")
    assert (delivery["Together"], delivery["RZ8"]) == ("3", "2"), "they were 2 and 1"


def test_one_that_is_met_a_day_late_does_not(record: Record) -> None:
    late = changed(record, Action, "A-002", done_on=date(2026, 11, 14))
    late = changed(late, Action, "A-003", due_on=date(2026, 11, 20), done_on=date(2026, 11, 20))
    assert level(maturity(late), "Delivery")["Together"] == "2"


def test_a_member_nobody_speaks_with_falls_behind(record: Record) -> None:
    silent = Record.of(each for each in record if not (isinstance(each, Engagement) and each.organisation == "RZ8"))
    found = level(maturity(silent), "People brought along")
    assert found["RZ8"] == "1" and found["Between members"].endswith("at 1: RZ8")


def test_a_first_contact_is_evidence_from_its_day_on(record: Record) -> None:
    spoken = Engagement(
        proposal="converge-phr", organisation="Z3R4V", office="Chief executive", on=date(2026, 11, 20), how="Call"
    )
    found = maturity(with_more(record, spoken))
    assert "Chief executive of Z3R4V on Share Openlatch for Patient portal at 5 organisations, 20" in found.text
    assert level(found, "People brought along")["Z3R4V"] == "4", "it was 2"
