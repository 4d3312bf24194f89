"""Expectation maximisation, where there are too few NHS numbers to learn from: m from pairs alike in two fields.

Pairs of one surname and date of birth teach the other fields, pairs of one forename and postcode teach surname and
date; u is known from random pairs, so only m and the share of matches move. Winkler (1988) gave the method.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from concordat.share.linkage.compare import LEVELS
from concordat.share.linkage.weights import (
    DEFAULT_M,
    FORENAME_AND_POSTCODE,
    SURNAME_AND_DATE,
    Parameters,
    Pattern,
    as_prior,
    strangers,
)

_ROUNDS = 60
_FEWEST = 50.0  # matches; with fewer nothing is learned
_LEARNED = {SURNAME_AND_DATE: ("given", "postcode", "sex"), FORENAME_AND_POSTCODE: ("family", "dob", "sex")}
_LEAST = 1e-4


def maximised(patterns: list[Pattern], records: int, sampled: int) -> Parameters:
    """Parameters from patterns of pairs, `sampled` meaning that one group in so many was looked at.

    With too few matches m is DEFAULT_M, and `how` says so.
    """
    u = strangers(patterns)
    first, matches = _learn(patterns, SURNAME_AND_DATE, u)
    second, others = _learn(patterns, FORENAME_AND_POSTCODE, u)
    if min(matches, others) < _FEWEST:
        found = matches * sampled / (DEFAULT_M["family"][0] * DEFAULT_M["dob"][0])
        how = "from defaults, for the file has too little to learn from"
        return Parameters(m=DEFAULT_M, u=u, prior=as_prior(found, records), how=how)
    m = {"nhs": DEFAULT_M["nhs"], **second, **first}
    found = matches * sampled / (m["family"][0] * m["dob"][0])
    how = "by expectation maximisation, for the file has too few NHS numbers"
    return Parameters(m=m, u=u, prior=as_prior(found, records), how=how)


def _learn(
    patterns: list[Pattern], kind: int, u: Mapping[str, tuple[float, ...]]
) -> tuple[dict[str, tuple[float, ...]], float]:
    """m of the fields that a kind of pair teaches, and how many of these pairs are matches."""
    fields = _LEARNED[kind]
    mine = [each for each in patterns if each["kind"] == kind]
    total = sum(each["pairs"] for each in mine)
    m, matches = {name: DEFAULT_M[name] for name in fields}, total / 2
    for _ in range(_ROUNDS if total else 0):
        odds = matches / max(total - matches, 1e-9)
        chances = [_chance(each, fields, m, u, odds) for each in mine]
        m = {name: _shares(mine, chances, name) for name in fields}
        matches = sum(chance * each["pairs"] for chance, each in zip(chances, mine, strict=True))
    return m, matches


def _chance(
    pattern: Pattern, fields: tuple[str, ...], m: Mapping[str, tuple[float, ...]], u: Mapping[str, tuple[float, ...]],
    odds: float,
) -> float:  # fmt: skip
    said = [(name, pattern[name]) for name in fields if pattern[name] is not None]
    odds *= prod(m[name][level] / u[name][level] for name, level in said)
    return odds / (1 + odds)


def _shares(patterns: list[Pattern], chances: list[float], name: str) -> tuple[float, ...]:
    counts = [_LEAST] * len(LEVELS[name])
    for chance, each in zip(chances, patterns, strict=True):
        if each[name] is not None:
            counts[each[name]] += chance * each["pairs"]
    return tuple(max(each / sum(counts), _LEAST) for each in counts)
