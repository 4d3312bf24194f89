"""What earlier runs left, as a later one needs it: rows, names, keys, parameters and people's decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from concordat.data.engine import Input
from concordat.share.linkage.weights import Parameters

KEPT = ("rows", "names", "assigned", "replaced", "events", "review", "scores")
"""What every run leaves, each as Parquet; `frequencies` too where it learned parameters."""

_NO_NAMES = pa.schema([("raw", pa.string()), ("name", pa.string()), ("id", pa.int32()), ("initial", pa.int32())])


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a person decided of two records, by their record_id; it outranks every score, before and after.

    `same` is None where they could not tell: then the scores are believed.
    """

    a: str
    b: str
    same: bool | None
    by: str
    why: str

    @property
    def pair(self) -> frozenset[str]:
        """The two records, in no order."""
        return frozenset((self.a, self.b))


def merged(told: pa.Table) -> tuple[Decision, ...]:
    """What members say of their own records (data.merged: _member, merged, kept) as decisions; record_id is
    member:patient. Sorted, so that the same words give the same linkage."""
    rows = sorted((each["_member"], each["kept"], each["merged"]) for each in told.to_pylist())
    return tuple(
        Decision(a=f"{member}:{kept}", b=f"{member}:{gone}", same=True, by=member, why="Merged by its own system")
        for member, kept, gone in rows
    )


def keys_sql() -> str:
    """The row, record, key and band of each record that still stands, from `all_assigned` and `all_replaced`."""
    return """
        SELECT id, arg_max(record_id, run) AS record_id, arg_max(person_key, run) AS person_key,
            arg_max(band, run) AS band
        FROM all_assigned ANTI JOIN all_replaced USING (id) GROUP BY id"""


@dataclass(frozen=True, kw_only=True)
class Known:
    """Earlier runs, eldest first, as folders of KEPT. `size`: row ids given; `last_key`: the last person key given."""

    runs: Sequence[Path] = ()
    size: int = 0
    last_key: int = 0
    parameters: Parameters | None = None
    frequencies: Path | None = None
    decisions: Sequence[Decision] = ()

    def all(self, name: str) -> Input:
        """A table as all runs left it."""
        return [each / f"{name}.parquet" for each in self.runs]

    @property
    def names(self) -> Input:
        """The dictionary of names so far."""
        return self.all("names") if self.runs else _NO_NAMES.empty_table()
