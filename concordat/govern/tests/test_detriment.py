"""No detriment: sums that balance, compensation that is written down, and who could be outvoted into a loss."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.govern.detriment import Detriment, detriment
from concordat.govern.tests.sound import AS_OF, TRUSTS, changed, sound, without
from concordat.register.authority import Body, BodyForm, TermsOfReference, Voting
from concordat.register.proposal import Proposal
from concordat.register.record import Record
from concordat.register.stakeholder import Effect, EffectKind


def effect(member: str, kind: EffectKind, amount: int, what: str = "x", **more: Any) -> Effect:
    return Effect(
        proposal="P-2", organisation=member, kind=kind, what=what, amount=amount, **{"evidence": "p4", **more}
    )


def outcome(*effects: Effect, record: Record | None = None) -> Detriment:
    kept = [each for each in record or sound() if not isinstance(each, Effect)]
    whole = Record.of([*kept, *effects])
    proposal = whole.get(Proposal, "P-2")
    assert proposal
    return detriment(whole, proposal, AS_OF)


LOSS = (
    effect("RZ1", EffectKind.GAIN, 900),
    effect("RZ2", EffectKind.GAIN, 300),
    effect("RZ4", EffectKind.GAIN, 100),
    effect("RZ4", EffectKind.COST, 150),
    effect("RZ4", EffectKind.LOSS, 50),
)


def test_who_loses_is_named_with_the_figures() -> None:
    found = outcome(*LOSS)
    assert found.worse_off == found.losers == ("RZ4",)
    assert "RZ4 is left worse off by £1.00" in found.nets[2].reason.text
    assert len(found.nets[2].reason.facts) == 3


def test_a_promise_makes_nobody_whole_until_it_is_written_down() -> None:
    paid = effect("RZ4", EffectKind.COMPENSATION, 100, paid_by="RZ1")
    promised = effect("RZ4", EffectKind.COMPENSATION, 100, paid_by="RZ1", evidence="")
    assert outcome(*LOSS, promised).losers == ("RZ4",)
    assert "promised" in outcome(*LOSS, promised).nets[2].reason.text
    found = outcome(*LOSS, paid)
    assert found.losers == () and found.nets[0].net == 800


def test_who_has_no_figures_is_not_said_to_be_well() -> None:
    found = outcome(*(each for each in LOSS if each.organisation != "RZ2"))
    assert found.unknown == ("RZ2",) and found.worse_off is None


@pytest.mark.parametrize(("changes", "passes"), [
    ({}, True),
    ({"voting": Voting.QUALIFIED, "share_needed": 75.0}, True),
    ({"voting": Voting.QUALIFIED, "share_needed": 80.0}, False),
    ({"voting": Voting.CONSENSUS}, False),
    ({"affected_veto": True}, False),
    ({"no_detriment": True}, False),
])  # fmt: skip
def test_terms_say_whether_a_loser_can_be_outvoted(changes: dict[str, Any], passes: bool) -> None:
    (found,) = outcome(*LOSS, record=changed(TermsOfReference, "JC", **changes)).outvoted
    assert (found.passes, found.losers) == (passes, ("RZ4",))


def test_where_each_binds_itself_nobody_is_outvoted() -> None:
    assert outcome(*LOSS, record=changed(Body, "JC", form=BodyForm.IN_COMMON)).outvoted == ()
    assert outcome(*LOSS, record=without(TermsOfReference)).outvoted == ()


@given(st.lists(st.tuples(st.sampled_from(TRUSTS), st.sampled_from(EffectKind), st.integers(0, 10**9)), max_size=12))
def test_compensation_moves_money_and_makes_none(drawn: list[tuple[str, EffectKind, int]]) -> None:
    rows = [effect(member, kind, amount, f"{at}") for at, (member, kind, amount) in enumerate(drawn)]
    found = outcome(*rows)
    sign = {EffectKind.GAIN: 1, EffectKind.COMPENSATION: 1, EffectKind.COST: -1, EffectKind.LOSS: -1}
    assert found.surplus == sum(sign[kind] * amount for _, kind, amount in drawn)
    after = {each.member: each.net for each in found.nets}
    for payer, loser, paid in found.healing:
        assert paid > 0
        after[payer] -= paid
        after[loser] += paid
    if found.losers and found.surplus >= 0:
        assert min(after.values()) >= 0, "everybody is made whole, and nobody pays more than it gains"
    else:
        assert not found.healing
