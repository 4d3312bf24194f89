"""Weights: how often each level occurs among one person's records (m) and among strangers' (u), learned, not set.

u comes from random pairs. m comes from pairs that the NHS number and other fields vouch for, each field from pairs
chosen on other fields, so that nothing vouches for itself: no expectation maximisation, and no labels by hand.
Fellegi and Sunter (1969), "A theory for record linkage", is the theory; the weight of a level is log2(m / u).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log2
from typing import Any

from concordat.share.linkage.compare import LEVELS

Pattern = Mapping[str, Any]
"""One combination of levels, its `kind` of pair, and how many `pairs` there are of it."""

RANDOM, NUMBER_AND_DATE, NUMBER_AND_NAMES, ALL_BUT_NUMBER, SURNAME_AND_DATE, FORENAME_AND_POSTCODE = range(6)

_CHOSEN = {"given": NUMBER_AND_DATE, "family": NUMBER_AND_DATE, "postcode": NUMBER_AND_DATE, "sex": NUMBER_AND_DATE,
           "dob": NUMBER_AND_NAMES, "nhs": ALL_BUT_NUMBER}  # fmt: skip
_SMOOTHING = 0.5
_ENOUGH = 200  # pairs that vouch; with fewer a level's share is guesswork

DEFAULT_M: Mapping[str, tuple[float, ...]] = {
    "given": (0.90, 0.03, 0.015, 0.02, 0.035),
    "family": (0.92, 0.025, 0.005, 0.005, 0.045),
    "dob": (0.97, 0.015, 0.005, 0.01),
    "postcode": (0.75, 0.03, 0.02, 0.20),
    "sex": (0.99, 0.01),
    "nhs": (0.985, 0.01, 0.005),
}
"""Where neither numbers nor expectation maximisation can teach: means over generated people, and said to be so."""

SWAPPED = 5.0
"""Forename and surname in each other's place: the weight of both names together."""


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """All a score needs. `prior` is the chance that two records at random are one person; `how` m was learned."""

    m: Mapping[str, tuple[float, ...]]
    u: Mapping[str, tuple[float, ...]]
    prior: float
    how: str
    version: str = field(init=False)

    def __post_init__(self) -> None:
        said = json.dumps([self.m, self.u, self.prior], sort_keys=True)
        object.__setattr__(self, "version", hashlib.sha256(said.encode()).hexdigest()[:12])

    def weight(self, name: str, level: int) -> float:
        """log2(m / u) of a level of a field."""
        return log2(self.m[name][level] / self.u[name][level])

    @property
    def start(self) -> float:
        """log2 of the odds that two records at random are one person."""
        return log2(self.prior / (1 - self.prior))


def random_sql(records: int, wanted: int) -> str:
    """So many pairs of rows at random: each row with its neighbours, who are strangers (see rows_sql)."""
    steps = max(1, min(wanted // max(records, 1), (records - 1) // 2))
    return f"""
        SELECT x::INTEGER AS a, ((x + step) % {records})::INTEGER AS b, {RANDOM}::TINYINT AS kind
        FROM range({min(records, wanted) if records > 1 else 0}) xs(x) CROSS JOIN range(1, {steps + 1}) steps(step)"""


def vouched_sql(records: int) -> str:
    """Pairs of rows that three choices vouch for; a sample by hash of large files."""
    some, few = 1 + records // 120_000, 1 + records // 80_000
    return " UNION ALL ".join((
        _equal(NUMBER_AND_DATE, ("nhs", "dob"), some, "x.ok AND y.ok"),
        _equal(NUMBER_AND_NAMES, ("nhs", "given", "family"), some * 2, "x.ok AND y.ok"),
        _equal(ALL_BUT_NUMBER, ("family", "dob", "given", "postcode"), few),
    ))  # fmt: skip


def sampled(records: int) -> int:
    """One group in so many is looked at for expectation maximisation."""
    return 1 + records // 300_000


def unvouched_sql(records: int) -> str:
    """Pairs of rows for expectation maximisation, where there are too few numbers."""
    some = sampled(records)
    return " UNION ALL ".join((
        _equal(SURNAME_AND_DATE, ("family", "dob"), some), _equal(FORENAME_AND_POSTCODE, ("given", "postcode"), some)
    ))  # fmt: skip


def patterns_sql(levels: str) -> str:
    """How many pairs there are of each kind and combination of levels."""
    return f"SELECT kind, {', '.join(LEVELS)}, count(*) AS pairs FROM ({levels}) GROUP BY ALL ORDER BY ALL"


def vouched_for_sql() -> str:
    """How many `pairs` of rows have one sound number and one date of birth."""
    return """
        SELECT coalesce(sum(many * (many - 1) / 2), 0)::BIGINT AS pairs FROM (
            SELECT count(*) AS many FROM rows WHERE ok AND dob IS NOT NULL GROUP BY nhs, dob)"""


def strangers(patterns: Iterable[Pattern]) -> dict[str, tuple[float, ...]]:
    """u of each level of each field."""
    return {name: shares(patterns, name, RANDOM) for name in LEVELS}


def enough(patterns: Iterable[Pattern]) -> bool:
    """Whether numbers vouch for enough pairs to learn from."""
    kinds = set(_CHOSEN.values())
    return all(sum(each["pairs"] for each in patterns if each["kind"] == kind) >= _ENOUGH for kind in kinds)


def from_numbers(patterns: list[Pattern], vouched_for: int, records: int) -> Parameters:
    """Parameters with m from vouched pairs; the prior allows for pairs that have no number, or not one date."""
    m = {name: shares(patterns, name, kind) for name, kind in _CHOSEN.items()}
    blind = [each for each in patterns if each["kind"] == ALL_BUT_NUMBER]
    with_number = sum(each["pairs"] for each in blind if each["nhs"] == 0) / sum(each["pairs"] for each in blind)
    found = vouched_for / max(with_number * m["dob"][0], 0.05)
    how = "from pairs that NHS number and date of birth vouch for"
    return Parameters(m=m, u=strangers(patterns), prior=as_prior(found, records), how=how)


def as_prior(matches: float, records: int) -> float:
    """The chance that two of so many records are one person, kept off 0 and 1."""
    pairs = max(records * (records - 1) / 2, 1)
    return min(max(matches, 1.0) / (pairs + 1), 0.5)


def shares(patterns: Iterable[Pattern], name: str, kind: int) -> tuple[float, ...]:
    """The share of each level of a field among pairs of a kind where both sides say something; smoothed."""
    counts = [_SMOOTHING] * len(LEVELS[name])
    for each in patterns:
        if each["kind"] == kind and each[name] is not None:
            counts[each[name]] += each["pairs"]
    return tuple(each / sum(counts) for each in counts)


def frequencies_sql(parameters: Parameters) -> str:
    """What an equal name weighs, by how common it is: `id`, `given_weight`, `family_weight`, both log2(m / share)."""
    return f"""
        WITH g AS (SELECT given AS id, count(*) AS many, sum(count(*)) OVER () AS total FROM rows
                   WHERE given IS NOT NULL GROUP BY given),
        f AS (SELECT family AS id, count(*) AS many, sum(count(*)) OVER () AS total FROM rows
              WHERE family IS NOT NULL GROUP BY family)
        SELECT id, log2({parameters.m["given"][0]!r} * g.total / g.many) AS given_weight,
            log2({parameters.m["family"][0]!r} * f.total / f.many) AS family_weight
        FROM g FULL JOIN f USING (id)"""


def _equal(kind: int, fields: tuple[str, ...], some: int, also: str = "true") -> str:
    same = " AND ".join(f"x.{each} = y.{each}" for each in fields)
    present = " AND ".join(f"{each} IS NOT NULL" for each in fields)
    sample = f"(SELECT * FROM rows WHERE {present} AND hash({', '.join(fields[:2])}) % {some} = 0)"
    busy = f"(SELECT {', '.join(fields)} FROM {sample} GROUP BY ALL HAVING count(*) BETWEEN 2 AND 50)"
    kept = f"(SELECT s.* FROM {sample} s SEMI JOIN {busy} USING ({', '.join(fields)}))"
    return f"""
        SELECT x.id AS a, y.id AS b, {kind}::TINYINT AS kind
        FROM {kept} x JOIN {kept} y ON {same} AND x.id < y.id WHERE {also}"""
