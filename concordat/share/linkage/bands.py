"""Bands: linked, apart, and what a person should look at first; each pair for review with the levels it comes of."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from concordat.share.linkage.cluster import Floats, Ints
from concordat.share.linkage.compare import LEVELS
from concordat.share.linkage.settings import Settings

FIELDS = {
    "given": "forename",
    "family": "surname",
    "dob": "date of birth",
    "postcode": "postcode",
    "sex": "sex",
    "nhs": "NHS number",
}
"""What people call the fields that are compared."""


class Band(StrEnum):
    """What is thought of a record: one person with others, for a person to look at, or on its own."""

    LINKED = "linked"
    REVIEW = "review"
    APART = "apart"


def for_review(sure: Ints, final: Ints, a: Ints, b: Ints, weight: Floats, settings: Settings) -> Ints:
    """Places of the pairs that a person should see: the best pair between any two clusters that were not surely one.

    Shown are those joined on less than `review_to`, and those left apart in spite of `review_from` or more.
    """
    one, other = np.minimum(sure[a], sure[b]), np.maximum(sure[a], sure[b])
    linked = final[a] == final[b]
    doubtful = np.where(linked, weight < settings.review_to, True) & (weight >= settings.review_from) & (one != other)
    at = np.flatnonzero(one != other)
    at = at[np.lexsort((b[at], a[at], -weight[at], other[at], one[at]))]
    pairs = np.stack([one[at], other[at]])
    first = np.ones(len(at), dtype=bool)
    first[1:] = np.any(pairs[:, 1:] != pairs[:, :-1], axis=0)
    best = at[first]
    return best[doubtful[best]]


def band_sql() -> str:
    """`person` (the least id of its rows) and `band` of every row `id`, from `rows`, `nodes`, `final`, `queue`.

    `final` holds nodes whose cluster is not themselves; `queue` the nodes in pairs for review.
    """
    return f"""
        WITH persons AS (
            SELECT r.id, coalesce(f.person, n.id) AS person
            FROM rows r JOIN nodes n USING (same) LEFT JOIN final f ON f.id = n.id),
        sizes AS (SELECT person FROM persons GROUP BY person HAVING count(*) > 1),
        waiting AS (SELECT DISTINCT coalesce(f.person, q.id) AS person FROM queue q LEFT JOIN final f USING (id))
        SELECT p.id, p.person,
            CASE WHEN w.person IS NOT NULL THEN '{Band.REVIEW}' WHEN s.person IS NOT NULL THEN '{Band.LINKED}'
                ELSE '{Band.APART}' END AS band
        FROM persons p LEFT JOIN sizes s USING (person) LEFT JOIN waiting w USING (person)"""


def review_sql() -> str:
    """Pairs for review, the most doubtful first: `record_a`, `record_b`, `weight`, `linked`, a level for each field."""
    reasons = ", ".join(f"s.{each}" for each in LEVELS)
    return f"""
        SELECT x.record_id AS record_a, y.record_id AS record_b, s.weight, q.linked, {reasons}, s.swapped, s.clash
        FROM doubtful q JOIN scored s USING (a, b) JOIN rows x ON x.id = s.a JOIN rows y ON y.id = s.b
        ORDER BY abs(s.weight - {Settings.link_at}), record_a, record_b"""


def reasons(pair: dict[str, object]) -> tuple[str, ...]:
    """Why a pair weighs what it weighs, in words: a line for each field that both records have."""
    said = [f"{FIELDS[name]}: {LEVELS[name][int(str(pair[name]))]}" for name in LEVELS if pair[name] is not None]
    if pair["swapped"]:
        said = [each for each in said if not each.startswith(("forename", "surname"))] + [
            "forename and surname swapped"
        ]
    return (*said, *(["two sound NHS numbers, not one"] if pair["clash"] else []))
