"""Exposure sums to the penny, is never made smaller, and is told in bands that tell nothing more."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.govern.hosting.exposure import CHANCE, Share, band, chance, exposure, summed, total
from concordat.govern.hosting.tests.sample import risk
from concordat.register.noun import Misbuilt

codes = st.sampled_from(["RZA", "RZB", "RZC", "RZD"])
costs = st.decimals(0, 10**9, places=2).map(float)
risks = st.lists(
    st.tuples(st.integers(1, 5), st.floats(0, 100), st.lists(st.tuples(codes, costs), max_size=5)), max_size=4
)


@given(risks)
def test_shares_sum_to_the_penny_however_they_are_added(
    drawn: list[tuple[int, float, list[tuple[str, float]]]],
) -> None:
    rows = [
        risk(f"R-{n}", service=f"S-{n % 2}", likelihood=likelihood, probability=probability, exposure=tuple(pairs))
        for n, (likelihood, probability, pairs) in enumerate(drawn)
    ]
    found = exposure(rows)
    whole = total(found)
    by: tuple[Callable[[Share], str], ...] = (
        lambda each: each.organisation,
        lambda each: each.risk.key,
        lambda each: each.risk.service,
    )
    for each_way in by:
        sums = summed(found, each_way)
        assert sum(each.worst for each in sums.values()) == whole.worst
        assert sum(each.expected for each in sums.values()) == whole.expected
    pounds = sum(Decimal(repr(amount)) for each in rows for _, amount in each.exposure)
    assert whole.worst == pounds * 100
    for each in rows:
        own = [share for share in found if share.risk is each]
        exact = Fraction(sum(share.worst for share in own)) * Fraction(chance(each)[0]) / 100
        assert abs(sum(share.expected for share in own) - exact) <= Fraction(1, 2)
        for share in own:
            assert abs(share.expected - Fraction(share.worst) * Fraction(chance(each)[0]) / 100) < 2
    assert all(0 <= each.expected <= each.worst for each in found)


def test_a_chance_nobody_gave_is_taken_from_the_likelihood_and_said() -> None:
    percent, why = chance(risk(probability=0.0, likelihood=4))
    assert percent == CHANCE[4] == 50
    assert "No chance is given" in why.text and "risk matrix" in why.source
    assert [CHANCE[each] for each in (1, 2, 3, 4, 5)] == sorted(CHANCE.values())


def test_the_same_organisation_twice_is_added() -> None:
    (share,) = exposure([risk(exposure=(("RZA", 1.10), ("RZA", 2.20)), probability=100.0)])
    assert (share.worst, share.expected) == (330, 330)


@pytest.mark.parametrize("amount", [-1.0, float("nan"), float("inf"), 1e300])
def test_a_cost_that_cannot_be_is_refused(amount: float) -> None:
    with pytest.raises(Misbuilt):
        risk(exposure=(("RZA", amount),))


@pytest.mark.parametrize(
    ("pence", "said"),
    [(0, "nothing"), (1, "up to £100k"), (10_000_000, "up to £100k"), (10_000_001, "£100k to £500k"),
     (500_000_000, "£1m to £5m"), (500_000_001, "over £5m")],
)  # fmt: skip
def test_bands_meet_at_their_ends(pence: int, said: str) -> None:
    assert band(pence) == said
