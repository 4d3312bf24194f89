"""What is sent again month after month is counted once, as the last month has it, whatever order it came in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from concordat.data.current import current_sql, is_sent_again
from concordat.data.engine import DuckDB
from concordat.data.extract import land, order_of
from concordat.data.lake import Lake
from concordat.data.part import part_of

AT = datetime(2026, 11, 20, tzinfo=UTC)


def _sent(
    home: Path, month: int, rows: list[tuple[str | None, str]], member: str = "RZ1", *, received: int = 0
) -> None:
    """Land a file of a month, received in it or in a later one, and commit its rows: encounter and where."""
    file = home / f"{member}-{month}.csv"
    file.write_text(f"{member} {month} {rows}")
    batch = land(
        file, home=home, organisation=member, system="PAS", period=f"2026-{month:02}",
        received_at=datetime(2026, received or month, 28, tzinfo=UTC),
    )  # fmt: skip
    made = [
        {"encounter_id": key, "site_code": site, "_member": member, "_batch": batch.id, "_row": place}
        for place, (key, site) in enumerate(rows)
    ]
    path = home / "made.parquet"
    pq.write_table(pa.Table.from_pylist(made), path)
    part = part_of(path, table="encounter", organisation=member, batch=batch.id)
    Lake(home).commit([part], by="a.khan", at=AT)


def _current(home: Path, *whose: str) -> list[tuple[str | None, str]]:
    lake = Lake(home)
    found = DuckDB(reads=(lake.folder,)).run(lake.current("encounter", lake.head(), whose)).to_pylist()
    assert all(set(each) == {"encounter_id", "site_code", "_member", "_batch", "_row"} for each in found)
    return sorted(((each["encounter_id"], each["site_code"]) for each in found), key=str)


def test_of_what_is_sent_again_the_last_received_stands(tmp_path: Path) -> None:
    _sent(tmp_path, 10, [("1", "new"), ("3", "new")])
    _sent(tmp_path, 9, [("1", "old"), ("2", "old")])  # it came before, and was committed after
    assert _current(tmp_path, "RZ1") == [("1", "new"), ("2", "old"), ("3", "new")]


def test_a_month_sent_again_corrects_itself_and_no_later_one(tmp_path: Path) -> None:
    _sent(tmp_path, 9, [("1", "old"), ("2", "old")])
    _sent(tmp_path, 10, [("1", "new")])
    _sent(tmp_path, 9, [("1", "corrected"), ("2", "corrected")], received=11)
    assert _current(tmp_path, "RZ1") == [("1", "new"), ("2", "corrected")]


def test_batches_are_in_order_by_period_then_by_when_they_were_received() -> None:
    first, later = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
    given = [("2026-11", first), ("2026-10", later), ("2026-10", first), ("2026-10-31", later), ("2026-09", later)]
    assert sorted(given, key=lambda each: order_of(each[0], each[1], "b")) == given[::-1], (
        "a month comes after its days"
    )


def test_of_merged_records_what_was_sent_of_the_one_that_goes_on_stands(tmp_path: Path) -> None:
    rows = {
        "patient": [{"patient_id": "on", "family_name": "right"}, {"patient_id": "gone", "family_name": "mistyped"}],
        "merges": [{"_file": "f", "_at": "20261001", "merged": "gone", "kept": "on"}],
    }
    parts = []
    for table, listed in rows.items():
        made = [{**each, "_member": "RZ1", "_batch": "b", "_row": place} for place, each in enumerate(listed)]
        pq.write_table(pa.Table.from_pylist(made), tmp_path / table)
        parts.append(part_of(tmp_path / table, table=table, organisation="RZ1", batch="b"))
    lake = Lake(tmp_path)
    lake.commit(parts, by="a.khan", at=AT)
    (found,) = DuckDB(reads=(lake.folder,)).run(lake.current("patient", lake.head(), ["RZ1"])).to_pylist()
    assert (found["patient_id"], found["family_name"]) == ("on", "right") and "_gone" not in found


def test_members_have_their_own_identifiers(tmp_path: Path) -> None:
    for member in ("RZ1", "RZ2"):
        _sent(tmp_path, 9, [("1", member)], member)
        _sent(tmp_path, 10, [("1", f"{member} again")], member)
    assert _current(tmp_path, "RZ1", "RZ2") == [("1", "RZ1 again"), ("1", "RZ2 again")]
    assert _current(tmp_path, "RZ2") == [("1", "RZ2 again")]


def test_rows_without_a_key_are_nobodys_again(tmp_path: Path) -> None:
    _sent(tmp_path, 9, [(None, "a"), (None, "b")])
    _sent(tmp_path, 10, [(None, "c")])
    assert _current(tmp_path, "RZ1") == [(None, "a"), (None, "b"), (None, "c")]


def test_one_batch_is_read_as_it_is(tmp_path: Path) -> None:
    _sent(tmp_path, 9, [("1", "a")])
    lake = Lake(tmp_path)
    assert lake.current("encounter", lake.head(), ["RZ1"]) == lake.sql("encounter", lake.head(), ["RZ1"])
    assert not is_sent_again("encounter", lake.head().parts, merged=True)


def test_a_batch_that_nobody_landed_came_first(tmp_path: Path) -> None:
    sent = "('RZ1', '1', 'x', 'of old'), ('RZ1', '1', 'y', 'landed')"
    rows = f"SELECT * FROM (VALUES {sent}) t(_member, encounter_id, _batch, site_code)"
    columns = ("encounter_id", "site_code")
    assert DuckDB().run(current_sql("encounter", rows, columns, ["y"])).to_pylist() == [
        {"encounter_id": "1", "site_code": "landed"}
    ]
    assert DuckDB().run(current_sql("encounter", rows, columns, [])).num_rows == 1
