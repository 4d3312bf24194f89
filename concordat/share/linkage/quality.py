"""Quality: precision and recall, estimated from the scores, and measured where truth is known, for all and by group.

A pair is right when its two records are one person's. Estimates take the model at its word: they show trouble, and
cannot show that there is none. ONS found that the young, the mobile and ethnic minorities are linked least; so every
measure is given by group too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from concordat.data.engine import Engine
from concordat.share.linkage.weights import Parameters


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Pairs of records said to be one person's (`claimed`), and which part is right and which part found."""

    what: str
    claimed: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def expected_sql() -> str:
    """What the scores lead to expect, in pairs of records, from `persons`, `nodes`, `scored` and `final`.

    `claimed`: pairs in one person; `doubt`: the part of them expected to be wrong; `left`: matches left apart.
    """
    return """
        WITH sizes AS (SELECT count(*) AS many FROM persons GROUP BY person),
        chances AS (
            SELECT 1 / (1 + pow(2, -greatest(least(s.weight, 60), -60))) AS chance, x.records * y.records AS pairs,
                coalesce(f.person, s.a) = coalesce(g.person, s.b) AS linked
            FROM scored s JOIN nodes x ON x.id = s.a JOIN nodes y ON y.id = s.b
            LEFT JOIN final f ON f.id = s.a LEFT JOIN final g ON g.id = s.b)
        SELECT (SELECT coalesce(sum(many * (many - 1) / 2), 0)::BIGINT FROM sizes) AS claimed,
            coalesce(sum((1 - chance) * pairs) FILTER (linked), 0)::DOUBLE AS doubt,
            coalesce(sum(chance * pairs) FILTER (NOT linked), 0)::DOUBLE AS left FROM chances"""


def scores_sql() -> str:
    """How many `pairs` of nodes scored each whole `weight`, rounded down, and were `linked` or not."""
    return """
        SELECT CAST(floor(s.weight) AS SMALLINT) AS weight, coalesce(f.person, s.a) = coalesce(g.person, s.b) AS linked,
            count(*) AS pairs
        FROM scored s LEFT JOIN final f ON f.id = s.a LEFT JOIN final g ON g.id = s.b GROUP BY ALL ORDER BY ALL"""


def estimated(expected: dict[str, Any], parameters: Parameters, numbered: float) -> Quality:
    """Precision and recall as the scores lead to expect; `numbered` is the part of records with a sound NHS number.

    Pairs that no block could find are reckoned from m: no number in common, and not enough else that is equal.
    """
    claimed, right = expected["claimed"], max(expected["claimed"] - expected["doubt"], 0.0)
    reached = right + expected["left"]
    possible = reached / (1 - _unreached(parameters, numbered))
    precision = right / claimed if claimed else 1.0
    recall = right / possible if possible else 1.0  # rounded: sums differ in their last digits by the order of rows
    return Quality(what="estimated", claimed=claimed, precision=round(precision, 9), recall=round(recall, 9))


def _unreached(parameters: Parameters, numbered: float) -> float:
    """The part of matches that share none of the block keys, if fields err independently."""
    given, family, dob, postcode, number = (
        1 - parameters.m[each][0] for each in ("given", "family", "dob", "postcode", "nhs")
    )
    with_date = given * family * postcode
    without_date = 1 - (1 - postcode) * (1 - family)
    unnumbered = 1 - numbered**2 * (1 - number)
    return unnumbered * ((1 - dob) * with_date + dob * without_date)


def measured(
    persons: pa.Table, truth: pa.Table, *, engine: Engine, groups: pa.Table | None = None
) -> tuple[Quality, ...]:
    """Precision and recall against `truth` (record_id, person): of all pairs, of clusters, and by group.

    `groups` holds record_id and a text column for each grouping. A group's measures are of pairs with a record in it.
    """
    inputs = {"persons": persons, "truth": truth}
    overall = engine.run(_pairs_sql(), inputs).to_pylist() + engine.run(_clusters_sql(), inputs).to_pylist()
    names = [each for each in (groups.column_names if groups else ()) if each != "record_id"]
    for name in names:
        overall += engine.run(_group_sql(name), {**inputs, "groups": groups}).to_pylist()
    return tuple(_quality(each) for each in overall)


def _quality(row: dict[str, Any]) -> Quality:
    claimed, true, right = row["claimed"] or 0, row["true"] or 0, row["found"] or 0
    return Quality(
        what=row["what"],
        claimed=int(claimed),
        precision=float(right / claimed) if claimed else 1.0,
        recall=float(right / true) if true else 1.0,
    )


_BOTH = "FROM persons p JOIN truth t USING (record_id)"


def _pairs_sql() -> str:
    def pairs(by: str) -> str:
        return f"(SELECT sum(many * (many - 1) / 2) FROM (SELECT count(*) AS many {_BOTH} GROUP BY {by}))"

    both = pairs("p.person_key, t.person")
    return f"SELECT 'pairs' AS what, {pairs('p.person_key')} AS claimed, {pairs('t.person')} AS true, {both} AS found"


def _clusters_sql() -> str:
    """Clusters that are exactly a person's records."""
    return f"""
        WITH cells AS (SELECT p.person_key AS ours, t.person AS theirs, count(*) AS many {_BOTH} GROUP BY ALL),
        sized AS (
            SELECT *, sum(many) OVER (PARTITION BY ours) AS o, sum(many) OVER (PARTITION BY theirs) AS t FROM cells)
        SELECT 'clusters' AS what, count(DISTINCT ours) AS claimed, count(DISTINCT theirs) AS true,
            count(*) FILTER (many = o AND many = t) AS found FROM sized"""


def _group_sql(name: str) -> str:
    return f"""
        WITH record AS (
            SELECT g."{name}" AS said, count(*) OVER (PARTITION BY p.person_key) - 1 AS ours,
                count(*) OVER (PARTITION BY t.person) - 1 AS theirs,
                count(*) OVER (PARTITION BY p.person_key, t.person) - 1 AS common
            {_BOTH} JOIN groups g USING (record_id))
        SELECT '{name} ' || coalesce(said, 'not known') AS what, sum(ours) AS claimed, sum(theirs) AS true,
            sum(common) AS found FROM record GROUP BY said ORDER BY said"""
