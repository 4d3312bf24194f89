"""M19: a joint decision is taken lawfully, each member brought along, a member's own loss seen, and it stands."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from concordat.register.meeting import Decision, Outcome
from concordat.register.person import OfficeRole
from concordat.register.record import Record
from concordat.register.stakeholder import Effect
from tests.acceptance.browsing import editor, holder, loaded, read, sent
from tests.acceptance.supposing import changed, with_more

pytestmark = pytest.mark.django_db
PORTAL = "converge-phr"
MEETING = "/govern/meetings/TR-JC/2026-12-17"
ITEM = f"{MEETING}/item/{PORTAL}"
BEFORE, ON = date(2026, 12, 16), date(2026, 12, 17)
SEATS = ("Z3R4V", "RZ4", "RZ8", "QZ3", "RZ1")
COMPENSATION = "converge-phr / RZ8 / compensation / A lower share"


def heard(record: Record) -> Record:
    """Three Rivers on the eve of the joint committee: the three bodies that must consider it before it have."""
    days = {"QZ3-FIC": date(2026, 12, 1), "Z3R4V-EMT": date(2026, 12, 7), "RZ4-FPC": date(2026, 12, 15)}
    recommended = (
        Decision(
            decision=f"D-2026-10{number}", proposal=PORTAL, body=body, decided_on=on, outcome=Outcome.RECOMMENDED,
            binds=(), options=("Share", "Each its own"), minutes="Item 4",
        )
        for number, (body, on) in enumerate(days.items())
    )  # fmt: skip
    return with_more(record, *recommended)


def put(office: Client) -> str:
    """The portal put to the vote of the joint committee; the address of its ballot."""
    sent(office, f"{ITEM}/ballot/", conditions="RZ8 pays no more than it does now")
    (found,) = set(re.findall(r"/govern/ballot/\d+/", office.get(f"{MEETING}/").content.decode()))
    return str(found)


def voted(record: Record, ballot: str, **otherwise: str) -> None:
    """Every chief executive votes for it, but those named, who say what is given."""
    for code in SEATS:
        chief = holder(record, code, OfficeRole.CHIEF_EXECUTIVE)
        sent(chief, ballot, choice=otherwise.get(code, "for"), reason=f"As the board of {code} asked")


def closed(office: Client, ballot: str) -> Any:
    """The page of what was decided, once the vote is closed."""
    response = office.post(f"{ballot}close/")
    assert response.status_code == 302, response.content.decode()
    return read(office, response["Location"])


def test_it_is_not_put_to_a_vote_before_those_who_must_consider_it_have(record: Record, settings: Any) -> None:
    office = loaded(record)
    settings.AS_OF = BEFORE
    told = sent(office, f"{ITEM}/ballot/", 422).text
    assert "Finance and performance committee (RZ4) must consider it before it is decided for RZ4, and has not" in told


def test_a_body_that_may_not_decide_is_let_decide_nothing(record: Record) -> None:
    office = loaded(record)
    sent(office, "/govern/meetings/TR-PB/2026-12-04/agenda/", proposal="TR-P-05", purpose="approve")
    told = sent(office, "/govern/meetings/TR-PB/2026-12-04/item/TR-P-05/ballot/", 422).text
    assert "it recommends, and decides nothing" in told


def test_from_the_eve_of_the_meeting_to_the_register(record: Record, settings: Any) -> None:
    """All for it: it binds all five, stands in the register with its votes and its power, and in the minutes."""
    office = loaded(heard(record))
    settings.AS_OF = BEFORE
    ballot = put(office)
    voted(record, ballot)
    assert "nothing is decided before it" in sent(office, f"{ballot}close/", 422).text
    settings.AS_OF = ON
    page = closed(office, ballot)
    assert "Approved with conditions" in page.text and "annex B, page 14" in page.text
    decisions = read(editor("RZ8"), "/govern/decisions/").rows("Decision")
    assert "Approved with conditions" in decisions[0]["Outcome"] and "RZ8 pays no more" in page.text
    assert set(decisions[0]["Binds"].split(", ")) == set(SEATS)
    minutes = office.get(f"{MEETING}/minutes.docx")
    assert minutes.status_code == 200 and b"".join(minutes).startswith(b"PK")


def test_nobody_sees_a_vote_before_it_is_closed_and_nothing_changes_one_after(record: Record, settings: Any) -> None:
    office = loaded(heard(record))
    settings.AS_OF = BEFORE
    ballot = put(office)
    voted(record, ballot, RZ4="abstained")
    for other in (office, editor("RZ4"), holder(record, "RZ1", OfficeRole.CHIEF_EXECUTIVE)):
        assert "As the board of RZ4 asked" not in read(other, ballot).text
    settings.AS_OF = ON
    assert "As the board of RZ4 asked" in closed(office, ballot).text
    late = holder(record, "RZ4", OfficeRole.CHIEF_EXECUTIVE)
    assert "nothing of it changes any more" in sent(late, ballot, 409, choice="against").text


def test_a_member_it_affects_is_not_outvoted(record: Record, settings: Any) -> None:
    office = loaded(heard(record))
    settings.AS_OF = BEFORE
    ballot = put(office)
    voted(record, ballot, RZ8="against")
    settings.AS_OF = ON
    page = closed(office, ballot)
    assert "Refused" in page.text and "RZ8 is affected, and is against it" in page.text
    assert "Dissent RZ8 (chief executive): As the board of RZ8 asked" in page.text


def test_without_a_quorum_once_conflicts_have_withdrawn_nothing_is_decided(record: Record, settings: Any) -> None:
    office = loaded(heard(record))
    settings.AS_OF = BEFORE
    ballot = put(office)
    voted(record, ballot)
    chief = holder(record, "RZ4", OfficeRole.CHIEF_EXECUTIVE)
    sent(chief, f"{ballot}conflict/", what="A relative works for the supplier")
    settings.AS_OF = ON
    page = closed(office, ballot)
    assert "Deferred" in page.text and "A relative works for the supplier" in page.text


def test_a_loss_is_seen_and_nobody_is_voted_into_it(record: Record, settings: Any) -> None:
    """The compensation promised to RZ8 and written nowhere: all vote for it, and it does not pass."""
    unwritten = changed(heard(record), Effect, COMPENSATION, evidence="")
    office = loaded(unwritten)
    nets = read(office, f"/govern/stakeholders/{PORTAL}/").rows("Member")
    assert [each["Member"] for each in nets if each["Is left"].startswith("worse")] == ["RZ8"]
    settings.AS_OF = BEFORE
    ballot = put(office)
    voted(record, ballot)
    settings.AS_OF = ON
    page = closed(office, ballot)
    assert "Refused" in page.text and "It leaves RZ8 worse off, and the loss is not made good" in page.text


def test_two_votes_of_six_are_no_more_power_where_each_has_a_veto(record: Record) -> None:
    page = read(loaded(record), f"/govern/stakeholders/{PORTAL}/")
    power = next(rows for rows in page.tables("Member") if "Votes" in rows[0])
    assert {each["Member"]: each["Votes"] for each in power}["RZ1"] == "2"
    assert {each["Turns the outcome (Shapley-Shubik)"] for each in power} == {"20.0%"}
