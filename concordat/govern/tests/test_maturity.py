"""Maturity: levels rest on evidence and on the levels below, more evidence never lowers one, and members differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.core.period import months_later
from concordat.govern.evidence import Fact, Kind
from concordat.govern.maturity import LADDERS, Maturity, Reached, Step, maturity, reached
from concordat.govern.tests.sound import AS_OF, MET, TRUSTS, sound
from concordat.register.authority import Body, BodyForm, TermsOfReference
from concordat.register.meeting import Action, Decision, Outcome
from concordat.register.noun import Noun
from concordat.register.organisation import Collaborative, Membership, Model, Role
from concordat.register.person import OfficeRole
from concordat.register.record import Record
from concordat.register.stakeholder import Engagement, Position, Stance
from concordat.register.system import System


def together(*rows: Noun, **kept: Any) -> Record:
    """The sound record with a collaborative of its three trusts, and more."""
    roles = [Membership(collaborative="TR", organisation=each, role=Role.MEMBER) for each in TRUSTS]
    partner = Membership(collaborative="TR", organisation="QZ3", role=Role.PARTNER)
    whole = Collaborative(collaborative="TR", name="Three Rivers", model=Model.LEAD_PROVIDER, objectives=("one lab",))
    return Record.of([*sound(), whole, *roles, partner, *rows])


def level(found: Maturity, domain: str, member: str = "") -> Reached:
    levels = found.by_member[member] if member else found.together
    return next(each for each in levels if each.domain == domain)


def decision(at: int, **changes: Any) -> Decision:
    base = next(each for each in sound() if isinstance(each, Decision))
    return replace(base, decision=f"E-{at}", **changes)


def test_terms_and_two_joint_decisions_make_level_three() -> None:
    assert level(maturity(together(), AS_OF), "Governance").level == 2
    found = level(maturity(together(decision(1, options=())), AS_OF), "Governance")
    assert found.level == 3
    assert found.next and "joint decisions that are recorded whole" in str(found.next)
    assert {each.text for each in found.evidence if each.kind is Kind.DECISION} == {
        "D-1 of 14 October 2026",
        "E-1 of 14 October 2026",
    }


@pytest.mark.parametrize("less", [
    {"outcome": Outcome.RECOMMENDED}, {"body": "RZ1-BOARD"}, {"decided_on": months_later(AS_OF, -12)},
    {"decided_on": AS_OF + timedelta(days=1)},
])  # fmt: skip
def test_what_is_no_joint_decision_of_the_year_does_not_count(less: dict[str, Any]) -> None:
    assert level(maturity(together(decision(1, **less)), AS_OF), "Governance").level == 2


def test_terms_past_their_review_take_the_levels_above_away() -> None:
    rows = [replace(x, review_on=MET) if isinstance(x, TermsOfReference) else x for x in together(decision(1))]
    found = level(maturity(Record.of(rows), AS_OF), "Governance")
    assert found.level == 1 and found.next and "terms of reference" in str(found.next)


def test_an_advisory_group_is_no_body_that_decides() -> None:
    rows = [replace(x, form=BodyForm.ADVISORY) if isinstance(x, Body) and x.body == "JC" else x for x in together()]
    assert level(maturity(Record.of(rows), AS_OF), "Governance").level == 0


def action(at: int, who: str, late: int) -> Action:
    due = date(2026, 9, 1)
    return Action(
        action=f"A-{at}", title="x", organisation=who, office=OfficeRole.DIGITAL_LEAD, due_on=due,
        done_on=due + timedelta(days=late),
    )  # fmt: skip


def test_members_differ_and_the_spread_says_by_how_much() -> None:
    found = maturity(together(*(action(at, TRUSTS[at % 2], late=at % 2) for at in range(10))), AS_OF)
    assert [level(found, "Delivery", each).level for each in TRUSTS] == [4, 1, 0]
    assert level(found, "Delivery").level == 2, "half of them were on time"
    spread = next(each for each in found.spreads if each.domain == "Delivery")
    assert (spread.lowest, spread.highest, spread.behind) == (0, 4, ("RZ4",))


def test_partners_are_not_members() -> None:
    assert maturity(together(), AS_OF).members == TRUSTS


def test_what_is_shared_already_is_measured() -> None:
    def system(at: int, who: str, product: str) -> System:
        return System(system=f"S{at}", organisation=who, capability="LAB", product=product)

    found = maturity(together(system(1, "RZ1", "P"), system(2, "RZ2", "P"), system(3, "RZ4", "Q")), AS_OF)
    assert [level(found, "Systems shared", each).level for each in TRUSTS] == [4, 4, 1]
    assert level(found, "Systems shared").level == 3


def test_people_count_once_they_are_spoken_with_and_won() -> None:
    rows = [each for each in together() if not isinstance(each, Engagement)]
    assert level(maturity(Record.of(rows), AS_OF), "People brought along").level == 1
    assert level(maturity(together(), AS_OF), "People brought along").level == 4
    lost = [replace(x, stance=Stance.OPPOSED) if isinstance(x, Position) else x for x in together()]
    assert level(maturity(Record.of(lost), AS_OF), "People brought along").level == 3


def test_the_next_moves_are_the_lowest() -> None:
    found = maturity(together(), AS_OF)
    levels = [each.level for each in found.moves]
    assert len(levels) == 3 and levels == sorted(levels)
    assert max(levels) <= min(each.level for each in found.together if each not in found.moves and each.next)


def test_with_nothing_on_the_record_nothing_is_claimed() -> None:
    found = maturity(Record.of([]), AS_OF)
    assert {each.level for each in found.together} == {0}
    assert all(each.width == 0 for each in found.spreads)


@given(st.lists(st.sampled_from(Kind), max_size=30))
def test_a_level_needs_every_step_below_it(kinds: list[Kind]) -> None:
    facts = [Fact(kind=each, text="x", members=("A",)) for each in kinds]
    for each in reached(facts):
        met = [step.met(facts) for step in LADDERS[each.domain]]
        assert all(met[: each.level])
        assert each.next is None or not each.next.met(facts)


def test_a_share_of_nothing_needs_its_least_all_the_same() -> None:
    assert not Step(kind=Kind.WON, share=0.5, of=Kind.POSITION).met([])
