"""Weights: learned shares, guards that take off what households overstate, and how m is found without numbers."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from concordat.share.linkage.compare import LEVELS
from concordat.share.linkage.maximise import maximised
from concordat.share.linkage.settings import BadSettings, Settings
from concordat.share.linkage.weights import (
    DEFAULT_M,
    FORENAME_AND_POSTCODE,
    RANDOM,
    SURNAME_AND_DATE,
    Parameters,
    Pattern,
    as_prior,
    enough,
    shares,
)

U = {name: tuple([0.001] * (len(levels) - 1) + [1 - 0.001 * (len(levels) - 1)]) for name, levels in LEVELS.items()}


def drawn(kind: int, chances: dict[str, tuple[float, ...]], many: int, seed: int) -> list[Pattern]:
    """Patterns of pairs drawn from these chances of each level."""
    chance = random.Random(seed)
    columns = [chance.choices(range(len(chances[name])), chances[name], k=many) for name in LEVELS]
    counted = Counter(zip(*columns, strict=True))
    return [{"kind": kind, "pairs": pairs, **dict(zip(LEVELS, found, strict=True))} for found, pairs in counted.items()]


def test_shares_are_of_pairs_that_say_something() -> None:
    patterns: list[Pattern] = [
        {"kind": RANDOM, "pairs": 30, "sex": 0},
        {"kind": RANDOM, "pairs": 10, "sex": 1},
        {"kind": RANDOM, "pairs": 900, "sex": None},
        {"kind": SURNAME_AND_DATE, "pairs": 5, "sex": 1},
    ]
    assert shares(patterns, "sex", RANDOM) == (30.5 / 41, 10.5 / 41)
    assert not enough(patterns)


def test_a_prior_is_a_chance_whatever_is_counted() -> None:
    assert 0 < as_prior(0, 0) <= 0.5 and as_prior(10**9, 2) == 0.5
    assert as_prior(100, 1000) == pytest.approx(100 / 499_500, rel=1e-4)


def test_expectation_maximisation_finds_what_was_planted() -> None:
    u = {**U, "sex": (0.5, 0.5), "given": (0.02, 0.005, 0.005, 0.07, 0.9), "family": (0.01, 0.005, 0.005, 0.08, 0.9)}
    m = {**DEFAULT_M, "given": (0.80, 0.05, 0.05, 0.05, 0.05), "dob": (0.90, 0.05, 0.03, 0.02)}
    patterns = [
        *drawn(RANDOM, u, 100_000, 1),
        *drawn(SURNAME_AND_DATE, m, 9000, 2), *drawn(SURNAME_AND_DATE, u, 5000, 3),
        *drawn(FORENAME_AND_POSTCODE, m, 9000, 4), *drawn(FORENAME_AND_POSTCODE, u, 5000, 5),
    ]  # fmt: skip
    found = maximised(patterns, 100_000, 1)
    assert "expectation maximisation" in found.how
    assert found.m["given"] == pytest.approx(m["given"], abs=0.02)
    assert found.m["dob"] == pytest.approx(m["dob"], abs=0.02)
    pairs = 100_000 * 99_999 / 2
    assert found.prior * pairs == pytest.approx(9000 / (0.92 * 0.9), rel=0.1)


def test_a_file_with_nothing_to_learn_from_says_so() -> None:
    found = maximised(drawn(RANDOM, U, 50, 1), 10, 1)
    assert found.m == DEFAULT_M and "defaults" in found.how


def test_a_version_is_of_the_numbers() -> None:
    one = Parameters(m=DEFAULT_M, u=U, prior=0.001, how="one way")
    assert one.version == Parameters(m=DEFAULT_M, u=U, prior=0.001, how="another").version
    assert one.version != Parameters(m=DEFAULT_M, u=U, prior=0.002, how="one way").version


def test_lines_out_of_order_are_refused() -> None:
    with pytest.raises(BadSettings, match="out of order"):
        Settings(link_at=9.0)
    with pytest.raises(BadSettings, match="too small"):
        Settings(largest_group=1)
