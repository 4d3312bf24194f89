"""Counts as they are told: protected, held against all that was told under the agreement before, and remembered.

Who was in each cell that was told is kept as keyed hashes, since no later check can be made without.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from concordat.data import durable
from concordat.data.counted import Counted, sql_of
from concordat.data.disclosure import Cell, overlaps, protected
from concordat.data.lock import locked
from concordat.data.store import Store
from concordat.data.worker import Limits, Worker

MEMBERSHIP = Limits(rows=20_000_000, bytes=1 << 30)
"""How large the list of who is in which cell may be, which nobody is shown."""


def told(
    counted: Counted, store: Store, worker: Worker, folder: Path, number: int, *, least: int, rounding: int
) -> pa.Table:
    """The counts of a question of this number; `folder` is where those of the agreement are remembered."""
    cells_sql, people_sql = sql_of(counted, store.tables)
    cells = [_cell(each, len(counted.by)) for each in worker.ask(cells_sql).to_pylist()]
    numbers = {each.key: place for place, each in enumerate(cells)}
    people = _membership(worker.ask(people_sql, MEMBERSHIP), len(counted.by), numbers, number)
    data = store.snapshot if rounding > 1 else "*"  # what a few more people change from day to day, rounding hides
    path = folder / f"{store.snapshot}" / f"{number:09}.parquet"
    with locked(folder / "LOCK", "the door", wait=True):  # nothing is told between the look and the keeping
        durable.sweep(path.parent)
        exposing = overlaps(people, sorted(folder.glob(f"{data}/[0-9]*.parquet")), least=least)
        also = {each.key for each in cells if numbers[each.key] in exposing}
        shown = protected(cells, least=least, rounding=rounding, also=also)
        _keep(people, {numbers[each.key] for each in shown}, path)
    return _as_table(shown, counted.by)


def _cell(row: Mapping[str, Any], width: int) -> Cell:
    return Cell(key=tuple(row[f"by_{place}"] for place in range(width)), rows=row["rows"], people=row["people"])


def _membership(people: pa.Table, width: int, numbers: Mapping[tuple[Any, ...], int], answer: int) -> pa.Table:
    """Who is in which cell, by the cell's number."""
    keys = zip(*(people.column(f"by_{place}").to_pylist() for place in range(width)), strict=True)
    cells = [numbers[key] for key in keys] if width else [0] * people.num_rows
    columns = {"cell": pa.array(cells, pa.int64()), "person": people.column("person")}
    return pa.table({**columns, "answer": pa.array([answer] * len(cells), pa.int64())})


def _keep(people: pa.Table, cells: set[int], path: Path) -> None:
    """Keep who is in the cells that are told, so that later ones can be held against them."""
    mask = pa.array([each in cells for each in people.column("cell").to_pylist()], pa.bool_())
    made = durable.unfinished(path)
    pq.write_table(people.filter(mask), made)
    made.chmod(0o600)
    durable.place(path)


def _as_table(cells: tuple[Cell, ...], by: tuple[str, ...]) -> pa.Table:
    columns = {name: [each.key[place] for each in cells] for place, name in enumerate(by)}
    counts = {name: pa.array([getattr(each, name) for each in cells], pa.int64()) for name in ("rows", "people")}
    return pa.table({**columns, **counts})
