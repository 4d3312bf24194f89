"""A governed store whose rows another engine than DuckDB works out: it filters, keys and sorts; DuckDB only copies.

So the door's last step is the same wherever a store was built: one DuckDB file, one guard, one confined process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from concordat.data.catalogue import Part, Snapshot
from concordat.data.current import PATIENT, current_sql, is_sent_again
from concordat.data.engine import DuckDB, Engine, Input
from concordat.data.going import listed, people_sql, tallies, tally_sql
from concordat.data.governed import CannotBuild, Governed
from concordat.data.lake import Lake
from concordat.data.merged import GONE, KEY, settled_sql
from concordat.data.opt_out import Wishes

PADS, PEOPLE, ROWS, SETTLED = "pads", "people", "rows_sent", "settled"


@dataclass(frozen=True, kw_only=True)
class Worked:
    """The rows of one table in order, as files, and what they were made of (Store.tallies)."""

    files: tuple[Path, ...]
    tally: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """What another engine reads: the rows of some organisations in a snapshot, as files below `folder`."""

    engine: Engine
    lake: Lake
    snapshot: Snapshot
    whose: tuple[str, ...]
    folder: Path

    def work_out(
        self, tables: Sequence[Governed], lists: Sequence[Wishes], pads: tuple[bytes, bytes]
    ) -> Mapping[str, Worked]:
        """Each table, in the engine's own dialect. The halves of the key are given as rows, and so are in no plan."""
        going: dict[str, Input] = {}
        if lists:
            rows, inputs = self._rows("patient")  # whatever number they were ever sent with
            sql = people_sql(lists, rows, self.engine.dialect)
            going[PEOPLE] = self.engine.write_all(sql, self.folder / PEOPLE, {**inputs, **listed(lists)})
        key = {PADS: pa.table({"inside": [pads[0]], "outside": [pads[1]]})}
        return {each.table: self._table(each, going, key) for each in tables}

    def _table(self, table: Governed, going: Mapping[str, Input], key: Mapping[str, Input]) -> Worked:
        rows, inputs = self._current(table.table)
        given = {**inputs, **going}
        sql = f"WITH source AS ({rows}) {table.sql}"
        files = self.engine.write_all(sql, self.folder / table.table, {**given, **key} if table.keyed else given)
        counts = self.engine.run(tally_sql(table, rows, self._columns(table.table)), given).to_pylist()[0]
        return Worked(files=files, tally=tallies([*counts.values()]))

    def _columns(self, table: str) -> tuple[str, ...]:
        parts = self._parts(table)
        return tuple(dict.fromkeys(column for each in parts for column in each.columns))

    def _rows(self, table: str, *, gone: bool = False) -> tuple[str, dict[str, Input]]:
        """SQL for the rows of a table, patients under the record that goes on where theirs was merged, and its inputs;
        `gone` as Lake.sql has it. Few are merged, so DuckDB settles who goes on as whom."""
        parts = self._parts(table)
        if not parts:
            raise CannotBuild(f"The lake has no {table} of those it is about", remedy="Land and commit it first")
        inputs: dict[str, Input] = {ROWS: tuple(self.lake.folder / each.path for each in parts)}
        columns, to = self._columns(table), self.engine.dialect
        merges = self.lake.merges(self.snapshot, self.whose)
        if not merges or KEY not in columns:
            return f"SELECT * FROM {ROWS}", inputs
        inputs[SETTLED] = DuckDB(reads=(self.lake.folder,)).run(settled_sql(merges))
        kept = [f"coalesce(m.kept, r.{KEY}) AS {KEY}" if each == KEY else f"r.{to.name(each)}" for each in columns]
        kept += [f"m.kept IS NOT NULL AS {GONE}"] if gone else []
        joined = f"LEFT JOIN {SETTLED} AS m ON m._member = r._member AND m.merged = r.{KEY}"
        return f"SELECT {', '.join(kept)} FROM {ROWS} AS r {joined}", inputs

    def _current(self, table: str) -> tuple[str, dict[str, Input]]:
        """As `_rows`, of what a member sent again and again the last alone."""
        parts, merged = self._parts(table), bool(self.lake.merges(self.snapshot, self.whose))
        if not is_sent_again(table, parts, merged=merged):
            return self._rows(table)
        gone = merged and table == PATIENT
        rows, inputs = self._rows(table, gone=gone)
        batches, to = self.lake.ordered(parts), self.engine.dialect
        return current_sql(table, rows, self._columns(table), batches, to, gone=gone), inputs

    def _parts(self, table: str) -> tuple[Part, ...]:
        return tuple(each for each in self.snapshot.of(table) if each.organisation in self.whose)
