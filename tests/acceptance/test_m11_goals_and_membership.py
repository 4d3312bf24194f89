"""M11: what each collaborative is for, who belongs to it as what, how it decides; a provider may be in several."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from concordat.register.app.permission import Part
from concordat.register.authority import (
    Body,
    BodyForm,
    BodyMember,
    DecisionClass,
    Delegation,
    Function,
    TermsOfReference,
    Voting,
)
from concordat.register.meeting import Meeting
from concordat.register.organisation import Collaborative, Membership, Model, Role
from concordat.register.person import OfficeRole
from concordat.register.proposal import Proposal
from concordat.register.record import Record
from concordat.web import seats
from tests.acceptance.browsing import HERE, loaded, read
from tests.acceptance.conftest import AS_OF, EXAMPLE, concordat
from tests.acceptance.supposing import changed, with_more, without, written

DAY = ("--as-of", AS_OF.isoformat())
ALLIANCE = "county-cancer-alliance"
LABORATORIES = "TR-P-04"


def found(folder: Path, rule: str) -> list[str]:
    """What `concordat govern check` finds by a rule."""
    printed = concordat("govern", "check", folder, *DAY, "--json", exit_code=3)
    return [each["what"] for each in json.loads(printed)["findings"] if each["rule"] == rule]


def deciding(folder: Path, proposal: str) -> dict[str, list[str]]:
    """Who decides a proposal, and whom that binds."""
    told = json.loads(concordat("govern", "route", folder, "--proposal", proposal, *DAY, "--json"))
    return {each["body"]: each["binds"] for each in told["steps"] if each["binds"]}


def in_two(record: Record) -> Record:
    """Three Rivers, with two of its trusts in a second collaborative, which has another host and a committee."""
    own: dict[str, Any] = {"body": "CA-JC"}
    seated = [BodyMember(organisation=each, office=OfficeRole.CHIEF_EXECUTIVE, **own) for each in ("RZ1", "RZ4")]
    return with_more(
        record,
        Collaborative(collaborative=ALLIANCE, name="County Cancer Alliance", model=Model.LEAD_PROVIDER),
        Membership(collaborative=ALLIANCE, organisation="RZ4", role=Role.HOST),
        Membership(collaborative=ALLIANCE, organisation="RZ1", role=Role.MEMBER, objectives=("One pathway for scans",)),
        Body(name="Alliance joint committee", form=BodyForm.JOINT, members=("RZ1", "RZ4"), **own),
        TermsOfReference(voting=Voting.UNANIMITY, quorum=2, review_on=date(2027, 10, 1), **own),
        Meeting(on=date(2026, 12, 11), **own),
        *seated,
    )


def delegated(*organisations: str) -> list[Delegation]:
    """That these let the second collaborative's committee award contracts for clinical services."""
    what = {"function": Function.CLINICAL, "decision_class": DecisionClass.AWARD, "body": "CA-JC"}
    return [Delegation(organisation=each, **what) for each in organisations]  # type: ignore[arg-type]


@pytest.mark.django_db
def test_what_it_is_for_and_what_each_member_wants_of_it_is_there_to_read(record: Record) -> None:
    client = loaded(record)
    page = read(client, f"/register/collaboratives/{HERE}/")
    assert "No member worse off than alone" in page.text and "Provider leadership board" in page.text
    assert {each["Role"] for each in read(client, "/register/memberships/").rows("Collaborative")} == {
        "Host", "Member", "Partner",
    }  # fmt: skip
    own = read(client, f"/register/memberships/{HERE} ~1 RZ4/")
    assert "Share the cost of an EPR it cannot afford alone" in own.text


@pytest.mark.django_db
def test_aims_of_its_own_that_nobody_wrote_down_are_missed(record: Record) -> None:
    blank = changed(record, Membership, f"{HERE} / RZ8", objectives=())
    purpose = read(loaded(blank), "/govern/maturity/").rows("Domain")[0]
    assert purpose["Domain"] == "Purpose and benefits" and purpose["Between members"].endswith("RZ8")


def test_how_it_decides_is_checked_terms_quorum_and_review(record: Record, tmp_path: Path) -> None:
    assert any("Committees in common on emergency care has no terms" in each for each in found(EXAMPLE, "GOV-03"))
    assert any("review" in each for each in found(EXAMPLE, "GOV-09"))
    empty = without(record, BodyMember, "TR-JC / RZ8 / chief executive")
    quorum = [each for each in found(written(empty, tmp_path), "GOV-03") if "Three Rivers joint committee" in each]
    assert any(each.startswith("Three Rivers joint committee cannot make a quorum") for each in quorum)


def test_a_member_that_left_is_bound_by_nothing_more(record: Record) -> None:
    on = {each.organisation for each in record.all(Membership, date(2025, 3, 31))}
    assert on - {each.organisation for each in record.all(Membership, AS_OF)} == {"RZ5"}


def test_a_second_collaborative_of_the_same_trusts_decides_what_they_delegate_to_it(
    record: Record, tmp_path: Path
) -> None:
    facts: dict[str, Any] = {"function": Function.CLINICAL, "decision_class": DecisionClass.AWARD, "value": 500_000_000}
    asked = changed(in_two(record), Proposal, LABORATORIES, **facts)
    one = written(with_more(asked, *delegated("RZ1")), tmp_path / "one")
    assert "CA-JC" not in deciding(one, LABORATORIES), "it binds both, or nobody"
    both = written(with_more(asked, *delegated("RZ1", "RZ4")), tmp_path / "both")
    assert deciding(both, LABORATORIES) == {"CA-JC": ["RZ1", "RZ4"]}
    assert "CA-JC" not in deciding(both, "converge-phr"), "what is Three Rivers' stays there"


@pytest.mark.django_db
def test_somebody_of_two_collaboratives_sees_the_one_they_act_in(record: Record) -> None:
    loaded(record)
    name = {"user": "gethin", "name": "Gethin Saltmarsh", "organisation": "RZ4", "part": Part.EDITOR}
    here, there = (seats.give(collaborative=each, **name) for each in (HERE, ALLIANCE))  # type: ignore[arg-type]
    client = Client()
    client.force_login(get_user_model().objects.get(username="gethin"))
    for seat, rows in ((there, 0), (here, 1)):
        client.post("/seat/", {"seat": str(seat.seat)})
        shown = client.get("/register/collaboratives/").content.decode()
        assert shown.count("Three Rivers Provider Collaborative") == rows
