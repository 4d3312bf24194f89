"""A decision's page tells what the checks find about it, to all alike, and nothing about another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from concordat.govern.app.found import found_about
from concordat.govern.app.tests.test_vote_pages import get, text
from concordat.govern.app.tests.world import AS_OF, editor, load
from concordat.govern.tests.sample import CEO, MEMBERS, ON
from concordat.register.meeting import Choice, Decision, Outcome, Vote
from concordat.web.tests.fixtures import signed_in

pytestmark = pytest.mark.django_db
BEYOND = "It was decided without the power to"
WHOLE = Decision(
    decision="D-2026-001", proposal="P1", body="TR-JC", decided_on=ON, outcome=Outcome.APPROVED, binds=MEMBERS,
    options=("Nothing", "Both"), minutes="JC/26/19", owner="RZ1", owner_office=CEO, due_on=AS_OF, review_on=AS_OF,
)  # fmt: skip
WITHOUT_POWER = replace(WHOLE, decision="D-2026-003", proposal="P2", body="TR-PB", minutes="")


def test_an_advisory_group_that_approved_something_is_told_so_on_the_page_of_that_decision_alone() -> None:
    votes = [Vote(decision="D-2026-001", organisation=each, office=CEO, choice=Choice.FOR) for each in MEMBERS]
    office = load(WHOLE, WITHOUT_POWER, *votes)
    told = {each.rule: each for each in found_about(Decision, "D-2026-003", by=office, as_of=AS_OF)}
    assert BEYOND in told["GOV-01"].what and "no paper or minutes" in told["GOV-08"].what
    assert found_about(Decision, "D-2026-001", by=office, as_of=AS_OF) == ()
    for reader in (office, editor("RZ2")):
        page = text(get(signed_in(reader), "govern_decision", decision="D-2026-003"))
        assert BEYOND in page and "GOV-01" in page and "advisory group" in page and "None is recorded" in page
    sound = text(get(signed_in(office), "govern_decision", decision="D-2026-001"))
    assert BEYOND not in sound and "What is wrong with this decision" not in sound
