"""What is current: of the rows that a member sent of one thing, batch after batch, the one it sent last.

An extract of October sends again what September's had, corrected or as it was. All of it is kept; what is asked of a
store is asked of each thing once. A thing that is not sent any more stays as it was sent last. Which batch is the last,
`extract.order_of` says: that of the latest period, and of one period the one received last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from concordat.data.catalogue import Part
from concordat.data.dialects.on_duckdb import DUCKDB
from concordat.data.dialects.primitives import Dialect
from concordat.data.merged import GONE, MERGES
from concordat.data.model import shared_model

BATCH, ROW, PATIENT = "_batch", "_row", "patient"
_KEYS = {each.name: each.key for each in shared_model().tables}


def is_sent_again(table: str, parts: Iterable[Part], *, merged: bool) -> bool:
    """Whether some member may have rows of one thing in several: in batches, or under records that it merged."""
    held = tuple(parts)
    if table not in _KEYS or table == MERGES or not all(BATCH in each.columns for each in held):
        return False
    batches: dict[str, set[str]] = {}
    for each in held:
        batches.setdefault(each.organisation, set()).update(each.batches)
    return any(len(each) > 1 for each in batches.values()) or (merged and table == PATIENT)


def current_sql(
    table: str,
    rows: str,
    columns: Sequence[str],
    batches: Sequence[str],
    to: Dialect = DUCKDB,
    *,
    gone: bool = False,
) -> str:
    """SQL for the rows of a table that its members sent last; `batches` are in their order, the last first to count.

    A batch that is not among them comes before all that are. A row without a key is nobody's again, and stays.
    With `gone` rows have GONE: what was sent of a merged record itself outranks what was sent of those that became it.
    """
    key = [to.name(each) for each in _KEYS[table]]
    order = " UNION ALL ".join(
        f"SELECT {to.text(batch)} AS sent_in, {place} AS place" for place, batch in enumerate(batches, 1)
    )
    order = order or f"SELECT {to.text('')} AS sent_in, 0 AS place"
    last = [
        *([f"r.{GONE}"] if gone else []),
        "o.place DESC NULLS LAST",
        f"r.{BATCH} DESC",
        *([f"r.{ROW} DESC NULLS LAST"] if ROW in columns else []),
    ]
    partition = ", ".join(f"r.{each}" for each in ("_member", *key))
    known = " AND ".join(f"{each} IS NOT NULL" for each in key)
    return (
        f"SELECT {', '.join(map(to.name, columns))} FROM ("
        f"SELECT r.*, row_number() OVER (PARTITION BY {partition} ORDER BY {', '.join(last)}) AS _sent_last "
        f"FROM ({rows}) AS r LEFT JOIN ({order}) AS o ON o.sent_in = r.{BATCH}) AS seen "
        f"WHERE _sent_last = 1 OR NOT ({known})"
    )
