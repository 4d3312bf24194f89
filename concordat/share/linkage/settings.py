"""The settings of a linkage: its lines on the scale of weights, its limits, and which guards are on."""

from __future__ import annotations

from dataclasses import dataclass

from concordat.core.refusal import Refusal


class BadSettings(Refusal):
    """Settings that contradict each other."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Weights are log2 of the odds that two records are one person: 0 is even, 4.25 is 95 %, 20 is a million to one.

    `link_at` joins; from `review_from` to below `review_to` a person should look; `sure_at` joins whatever the
    rest of the cluster says. `apart` is the weight of a pair inside a cluster that shares no block, and so was not
    scored. `largest_group` skips blocks of more records; `pair_budget` is how many pairs loose blocks may add.
    `check_digit` off takes numbers of any kind for NHS numbers.
    """

    link_at: float = 4.25
    review_from: float = 0.0
    review_to: float = 8.0
    sure_at: float = 20.0
    apart: float = 0.0
    guard: bool = True
    check_digit: bool = True
    largest_group: int = 200
    pair_budget: int = 200_000
    random_pairs: int = 200_000

    def __post_init__(self) -> None:
        if not self.review_from <= self.link_at <= self.review_to <= self.sure_at:
            raise BadSettings(
                "The lines of a linkage are out of order",
                remedy="Let review_from, link_at, review_to and sure_at rise in that order",
            )
        if self.largest_group < 2 or self.pair_budget < 0 or self.random_pairs < 1:
            raise BadSettings("A limit of the linkage is too small", remedy="Let groups have 2 records or more")
