"""Person keys that last: a person keeps the key that most of its records had; merges and splits are told, never silent.

A key is a number and says nothing; it is given once and never to anybody else. When persons merge, the eldest key
stays and the younger leads to it; when one splits, the part with most of its records keeps the key.
"""

from __future__ import annotations

from concordat.share.linkage.compare import LEVELS


def keyed_sql(last: int) -> str:
    """`persons` with `person_key`, and the key each record `was` under `before`; new keys follow the last one given."""
    return f"""
        WITH overlap AS (
            SELECT p.person, b.person_key AS key, count(*) AS many
            FROM persons p JOIN before b USING (id) GROUP BY ALL),
        best AS (
            SELECT key, person FROM overlap
            QUALIFY row_number() OVER (PARTITION BY key ORDER BY many DESC, person) = 1),
        lasting AS (SELECT person, min(key) AS key FROM best GROUP BY person),
        new AS (
            SELECT person, {last} + row_number() OVER (ORDER BY person) AS key
            FROM (SELECT DISTINCT person FROM persons ANTI JOIN lasting USING (person)))
        SELECT p.id, p.band, CAST(k.key AS BIGINT) AS person_key, b.person_key AS was
        FROM persons p JOIN (SELECT * FROM lasting UNION ALL SELECT * FROM new) k USING (person)
        LEFT JOIN before b USING (id)"""


def events_sql(*, any_before: bool) -> str:
    """What became of keys from before: `kind`, `person_key`, `was`, `records`, and the best pair as its evidence.

    merge: the key `was` now leads to `person_key`. split: so many records left `was`, which lives on; unlink: because a
    person said so. link: so many
    new records joined `person_key`. The evidence is a `weight` and its levels; null where a cross-check vouched.
    """
    levels = ", ".join(f"e.best.{each}" for each in LEVELS)
    return f"""
        WITH living AS (SELECT DISTINCT person_key AS key FROM keyed),
        told AS (SELECT DISTINCT was AS key FROM keyed WHERE was IS NOT NULL),
        moved AS (
            SELECT CASE WHEN k.was IS NULL THEN 'link' WHEN l.key IS NULL THEN 'merge'
                WHEN k.was IN (SELECT was FROM keyed SEMI JOIN parted USING (id)) THEN 'unlink'
                ELSE 'split' END AS kind,
                k.person_key, k.was, count(*) AS records
            FROM keyed k LEFT JOIN living l ON l.key = k.was
            WHERE k.was <> k.person_key OR (k.was IS NULL AND k.person_key IN (SELECT key FROM told))
            GROUP BY ALL),
        sides AS (
            SELECT x.person_key, x.was AS one, y.was AS other, s FROM scored s
            JOIN keyed x ON x.id = s.a JOIN keyed y ON y.id = s.b WHERE x.person_key = y.person_key),
        evidence AS (
            SELECT person_key, was, arg_max(s, s.weight) AS best FROM (
                SELECT person_key, one AS was, s FROM sides WHERE one IS DISTINCT FROM other
                UNION ALL SELECT person_key, other, s FROM sides WHERE one IS DISTINCT FROM other)
            GROUP BY ALL)
        SELECT m.*, e.best.weight AS weight, {levels}
        FROM moved m LEFT JOIN evidence e ON e.person_key = m.person_key AND e.was IS NOT DISTINCT FROM m.was
        ORDER BY kind, m.person_key, m.was {"" if any_before else "LIMIT 0"}"""


def assigned_sql(first: int, run: int) -> str:
    """What this run settles: the new records, from id `first`, and the old ones whose key or person changed."""
    return f"""
        SELECT id, record_id, person_key, band, {run} AS run FROM keyed JOIN rows USING (id)
        WHERE id >= {first} OR was IS DISTINCT FROM person_key"""


def counts_sql() -> str:
    """`records`, `persons`, the share with a sound number, and the records in each band."""
    return """
        SELECT count(*) AS records, count(DISTINCT person_key) AS persons,
            (SELECT avg(ok::INTEGER) FROM rows) AS numbered,
            count(*) FILTER (band = 'linked') AS linked, count(*) FILTER (band = 'review') AS review,
            count(*) FILTER (band = 'apart') AS apart
        FROM keyed"""
