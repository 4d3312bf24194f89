"""Cross-check first, as the national matching service does: one NHS number, one date of birth, and one thing more.

Then like rows are one node, so that no later stage looks twice at the same facts. Source: NHS England, Master Person
Service, cross-check trace (number and date of birth, before any other step).
"""

from __future__ import annotations

from collections.abc import Sequence

PLACEHOLDER_FROM, PLACEHOLDER_DATES = 20, 8
"""A number that so many records share, with so many dates of birth among them, is nobody's."""


def placeholders_sql() -> str:
    """Numbers that stand for none, found by what they are attached to: `nhs`."""
    return f"""
        WITH busy AS (SELECT nhs FROM rows WHERE nhs IS NOT NULL GROUP BY nhs HAVING count(*) >= {PLACEHOLDER_FROM})
        SELECT nhs FROM rows SEMI JOIN busy USING (nhs)
        GROUP BY nhs HAVING count(DISTINCT dob) >= {PLACEHOLDER_DATES} ORDER BY nhs"""


def nodes_sql() -> str:
    """One row for rows that are alike in all fields: its `id` the least of theirs, `records` how many they are."""
    return """
        SELECT id, records, nhs, ok, given, family, initial, dob, postcode, sex, same FROM rows
        JOIN (SELECT min(id) AS id, count(*) AS records FROM rows GROUP BY same) USING (id)"""


def edges_sql(largest_group: int) -> str:
    """Pairs of nodes `a`, `b` that are cross-checked. Numbers held by more nodes than a group may have make none."""
    return f"""
        WITH held AS (SELECT * FROM nodes WHERE ok AND dob IS NOT NULL),
        busy AS (SELECT nhs FROM held GROUP BY nhs HAVING count(*) > {largest_group}),
        usable AS (SELECT * FROM held ANTI JOIN busy USING (nhs))
        SELECT a.id AS a, b.id AS b FROM usable a JOIN usable b ON a.nhs = b.nhs AND a.dob = b.dob AND a.id < b.id
        WHERE a.given = b.given OR a.family = b.family OR a.postcode = b.postcode"""


def amended_sql(nobodys: Sequence[int], alone: Sequence[int]) -> str:
    """`rows` without the numbers that are nobody's, and with some ids that are like no other row."""
    numbers, ids = (", ".join(map(str, each)) or "NULL" for each in (nobodys, alone))
    nobody = f"coalesce(nhs IN ({numbers}), false)"
    return f"""
        SELECT * REPLACE (
            CASE WHEN {nobody} THEN NULL ELSE nhs END AS nhs,
            ok AND NOT {nobody} AS ok,
            CASE WHEN coalesce(id IN ({ids}), false) THEN hash('alone', id) ELSE same END AS same)
        FROM rows"""
