"""Merged records: of two that a member says are one person's, which goes on; and rows read under the one that does.

A member's own system merges them (HL7 v2.5.1, chapter 3: A18, A34 and A40), often long after it sent both. What it
sent is kept as it came; only how it is read changes, so that taking the batch out again undoes the merge.
"""

from __future__ import annotations

MERGES = "merges"
"""The table of the lake that has them: _member, merged, kept, _at (when, as digits that sort) and where it was said."""
KEY = "patient_id"
"""What is merged: whatever table has this column is read by it."""
GONE = "_gone"
"""Whether a row was sent under a record that goes on under another."""
_MOST_STEPS = 64  # of records that were merged one into the next; longer chains, and circles, are left as they are


def settled_sql(told: str) -> str:
    """SQL over rows of MERGES for (_member, merged, kept): where each record has gone, however many steps away.

    Of two words on one record the later counts, and so it does where a merge was turned round.
    """
    return f"""WITH RECURSIVE told AS (
  SELECT _member, merged, kept, _at FROM ({told})
  QUALIFY row_number() OVER (PARTITION BY _member, merged ORDER BY _at DESC NULLS LAST, kept) = 1
), said AS (
  SELECT * FROM told a WHERE NOT EXISTS (
    SELECT 1 FROM told b WHERE b._member = a._member AND b.merged = a.kept AND b.kept = a.merged AND b._at > a._at)
), led AS (
  SELECT _member, merged, kept, 1 AS steps FROM said
  UNION ALL
  SELECT l._member, l.merged, s.kept, l.steps + 1 FROM led l
  JOIN said s ON s._member = l._member AND s.merged = l.kept WHERE l.steps < {_MOST_STEPS} AND s.kept <> l.merged
), last AS (SELECT _member, merged, arg_max(kept, steps) AS kept FROM led GROUP BY _member, merged)
SELECT _member, merged, kept FROM last
WHERE NOT EXISTS (SELECT 1 FROM said WHERE said._member = last._member AND said.merged = last.kept)"""


def under_sql(rows: str, told: str, *, gone: bool = False) -> str:
    """`rows` with each patient's identifier the one that the record goes on under; with GONE too, if it is wanted."""
    also = f", m.kept IS NOT NULL AS {GONE}" if gone else ""
    return (
        f"SELECT r.* REPLACE (coalesce(m.kept, r.{KEY}) AS {KEY}){also} FROM ({rows}) r "
        f"LEFT JOIN ({settled_sql(told)}) m ON m._member = r._member AND m.merged = r.{KEY}"
    )
