"""A new batch against those before: only persons whom it touches are looked at again, with the parameters of old."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from concordat.share.linkage.block import KEYS, present
from concordat.share.linkage.cluster import Pair
from concordat.share.linkage.known import Decision, Known, keys_sql
from concordat.share.linkage.resolve import Told
from concordat.share.linkage.stages import Stages

SMALL = 50_000
"""So few rows are all looked at again, loose blocks and all."""

_KEYS = pa.schema([("id", pa.int32()), ("person_key", pa.int64())])


def gathered(stages: Stages, known: Known, *, afresh: bool) -> Told:
    """Make `rows` (those of `fresh` and what they touch), `before` (the keys these had) and `replaced`.

    A record given again replaces its row, and keeps its key unless its new facts belong to somebody else.
    """
    if not known.runs:
        stages.give("rows", stages.made["fresh"])
        stages.give("before", _KEYS.empty_table())
        stages.give("replaced", _KEYS.empty_table())
        stages.give("parted", _KEYS.empty_table())
        return _told(stages, known, held=False) if known.decisions else Told()
    stages.give("old_rows", known.all("rows"))
    stages.give("all_assigned", known.all("assigned"))
    stages.give("all_replaced", known.all("replaced"))
    stages.make("current", keys_sql(), "all_assigned", "all_replaced")
    stages.make("again", "SELECT f.id, c.id AS old, c.person_key FROM fresh f JOIN current c USING (record_id)",
                "fresh", "current")  # fmt: skip
    stages.make("replaced", "SELECT old AS id, person_key FROM again", "again")
    everyone = afresh or known.size <= SMALL
    if not everyone:
        stages.give("named", _named(known))
        stages.make("touched", _touched_sql(), "old_rows", "fresh", "current", "named")
    kept = "SELECT o.* FROM old_rows o SEMI JOIN current USING (id) ANTI JOIN replaced USING (id)"
    kept += "" if everyone else " SEMI JOIN touched USING (id)"
    needs = ("fresh", "old_rows", "current", "replaced") + (() if everyone else ("touched",))
    stages.make("rows", f"{kept} UNION ALL BY NAME SELECT * FROM fresh", *needs)
    stages.make("before", _before_sql(), "rows", "current", "again")
    return _told(stages, known, held=not afresh)


def _touched_sql() -> str:
    """Rows of every person of whom a row shares a block key with a new one, or whom a decision names."""
    hits = " UNION ALL ".join(
        f"""SELECT id FROM old_rows WHERE {present(parts)} AND hash({", ".join(parts)}) IN (
            SELECT hash({", ".join(parts)}) FROM fresh WHERE {present(parts)})"""
        for parts in KEYS.values()
    )
    return f"""
        WITH hit AS ({hits} UNION ALL SELECT id FROM current SEMI JOIN named USING (record_id)),
        persons AS (SELECT DISTINCT person_key FROM current SEMI JOIN hit USING (id))
        SELECT id FROM current SEMI JOIN persons USING (person_key)"""


def _before_sql() -> str:
    return """
        SELECT c.id, c.person_key FROM current c SEMI JOIN rows USING (id)
        UNION ALL SELECT id, person_key FROM again"""


def _named(known: Known) -> pa.Table:
    named = sorted({each for decision in known.decisions for each in (decision.a, decision.b)})
    return pa.table({"record_id": pa.array(named, pa.string())})


def _told(stages: Stages, known: Known, *, held: bool) -> Told:
    """The decisions by row, and each person of before held together, unless a decision takes it apart."""
    stages.give("named", _named(known))
    found = stages.run("SELECT record_id, id FROM rows SEMI JOIN named USING (record_id)", "rows", "named")
    row = dict(zip(found["record_id"].to_pylist(), found["id"].to_pylist(), strict=True))
    together: list[Pair] = []
    apart: list[Pair] = []
    for each in _last_word(known):
        if each.same is not None and each.a in row and each.b in row:
            (together if each.same else apart).append((row[each.a], row[each.b]))
    stages.give("parted", pa.table({"id": pa.array(sorted({at for pair in apart for at in pair}), pa.int32())}))
    edges = stages.run(_held_sql(), "before", "parted", "again").to_pylist() if held else []
    return Told(together=(*together, *((each["a"], each["b"]) for each in edges)), apart=tuple(apart))


def _last_word(known: Known) -> Iterable[Decision]:
    """The latest decision on each pair."""
    return {each.pair: each for each in known.decisions}.values()


def _held_sql() -> str:
    """A pair for each row but the first of a person; rows given again, and persons taken apart, are free."""
    return """
        WITH free AS (SELECT DISTINCT person_key FROM before SEMI JOIN parted USING (id)),
        held AS (SELECT * FROM before ANTI JOIN free USING (person_key) ANTI JOIN again USING (id)),
        first AS (SELECT person_key, min(id) AS a FROM held GROUP BY person_key)
        SELECT a, id AS b FROM held JOIN first USING (person_key) WHERE id <> a ORDER BY ALL"""
