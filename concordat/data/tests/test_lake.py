"""The lake: snapshots, time travel, a leaver's data gone with a proof, the same rows in fewer files."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.data.catalogue import BadCatalogue, NoSnapshot, Part
from concordat.data.engine import DuckDB
from concordat.data.lake import Already, Lake, NotInLake
from concordat.data.lock import Busy, locked
from concordat.data.part import BadPart, part_of
from concordat.data.tests.change_lake import AT, BY


def made(folder: Path, organisation: str, batch: str, values: list[int], table: str = "patient", **more: Any) -> Part:
    """A part of a few rows, in a file of its own."""
    path = folder / f"{table}-{organisation}-{batch}.parquet"
    rows = {"value": values, "_member": [organisation] * len(values), "_batch": [batch] * len(values), **more}
    pq.write_table(pa.table(rows, schema=None if values else _EMPTY), path)
    return part_of(path, table=table, organisation=organisation, batch=batch)


_EMPTY = pa.schema([("value", pa.int64()), ("_member", pa.string()), ("_batch", pa.string())])


def rows(lake: Lake, number: int | None = None, table: str = "patient") -> Counter[tuple[Any, ...]]:
    """What a snapshot holds, however it is kept in files."""
    snapshot = lake.head() if number is None else lake.at(number)
    if table not in snapshot.tables:
        return Counter()
    found = DuckDB(reads=(lake.folder,)).run(lake.sql(table, snapshot)).to_pylist()
    return Counter(tuple(each.values()) for each in found)


def values(lake: Lake, number: int | None = None) -> list[int]:
    return sorted(row[0] for row in rows(lake, number).elements())


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "home")


def test_each_snapshot_is_what_it_was_by_number_and_by_day(lake: Lake, tmp_path: Path) -> None:
    lake.commit([made(tmp_path, "RZ1", "a", [1, 2])], by=BY, at=AT)
    lake.commit([made(tmp_path, "RZ2", "b", [3])], by=BY, at=AT + timedelta(days=2), note="Second")
    lake.commit(remove_batches=[("RZ1", "a")], by=BY, at=AT + timedelta(days=2, hours=1))
    assert [values(lake, number) for number in range(4)] == [[], [1, 2], [1, 2, 3], [3]]
    assert [lake.on(date(2026, 11, day)).number for day in (21, 22, 23, 24)] == [0, 1, 1, 3]
    assert lake.at(2).note == "Second" and lake.head().organisations == ("RZ2",)
    assert lake.verify() == ()
    with pytest.raises(NoSnapshot, match="0 to 3"):
        lake.at(4)


def test_a_part_comes_back_with_its_own_columns_and_no_others(lake: Lake, tmp_path: Path) -> None:
    part = made(tmp_path, "RZ1", "a", [1])
    lake.commit([part], by=BY, at=AT)
    inputs = {"p": lake.files("patient", lake.head())}
    assert tuple(DuckDB().run("SELECT * FROM p", inputs).column_names) == part.columns
    assert tuple(DuckDB(reads=(lake.folder,)).run(lake.sql("patient", lake.head())).column_names) == part.columns


def test_the_same_batch_again_changes_nothing_and_another_under_its_name_is_refused(lake: Lake, tmp_path: Path) -> None:
    part = made(tmp_path, "RZ1", "a", [1, 2])
    first = lake.commit([part], by=BY, at=AT)
    assert lake.commit([part], by="b.jones", at=AT + timedelta(days=1)) == first
    other = made(tmp_path, "RZ1", "a", [7])
    with pytest.raises(Already, match="batch a"):
        lake.commit([other], by=BY, at=AT)
    assert lake.commit([other], remove_batches=[("RZ1", "a")], by=BY, at=AT).number == 2
    assert (values(lake, 1), values(lake)) == ([1, 2], [7]) and lake.verify() == ()


def test_the_same_batch_name_of_two_organisations_is_two_batches(lake: Lake, tmp_path: Path) -> None:
    lake.commit([made(tmp_path, "RZ1", "a", [1]), made(tmp_path, "RZ2", "a", [2])], by=BY, at=AT)
    lake.commit(remove_batches=[("RZ1", "a")], by=BY, at=AT)
    assert values(lake) == [2]
    with pytest.raises(NotInLake, match="batch a"):
        lake.commit(remove_batches=[("RZ1", "a")], by=BY, at=AT)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["RZ1", "RZ2"]), st.lists(st.integers(0, 9), max_size=4)), max_size=6))
def test_compaction_keeps_every_row_and_a_batch_can_still_be_taken_out(
    tmp_path_factory: pytest.TempPathFactory, batches: list[tuple[str, list[int]]]
) -> None:
    folder = tmp_path_factory.mktemp("lake")
    lake = Lake(folder / "home")
    for number, (organisation, held) in enumerate(batches):
        lake.commit([made(folder, organisation, f"b{number}", held)], by=BY, at=AT)
    before = rows(lake)
    lake.compact(by=BY, at=AT)
    assert rows(lake) == before and len(lake.head().parts) == len({organisation for organisation, _ in batches})
    assert lake.compact(by=BY, at=AT) == lake.head()
    if batches:
        lake.commit(remove_batches=[(batches[0][0], "b0")], by=BY, at=AT)
        assert rows(lake) == Counter({row: count for row, count in before.items() if row[2] != "b0"})
    assert lake.verify() == ()


def test_files_of_different_shapes_are_not_merged(lake: Lake, tmp_path: Path) -> None:
    lake.commit([made(tmp_path, "RZ1", "a", [1]), made(tmp_path, "RZ1", "b", [2], more=["x"])], by=BY, at=AT)
    assert len(lake.compact(by=BY, at=AT).parts) == 2


def test_a_leavers_rows_are_gone_from_every_snapshot_and_it_is_proved(lake: Lake, tmp_path: Path) -> None:
    leaver = [made(tmp_path, "RZ1", batch, [424242]) for batch in "ab"]
    for part in leaver:
        lake.commit([part], by=BY, at=AT)
    lake.commit([made(tmp_path, "RZ2", "c", [3])], by=BY, at=AT)
    lake.compact(by=BY, at=AT)
    proof = lake.forget("RZ1", by=BY, at=AT)
    assert {sha for _, sha, _ in proof.removed} >= {part.sha256 for part in leaver} and proof.left == ()
    assert [values(lake, number) for number in range(1, 6)] == [[], [], [3], [3], [3]]
    assert [[each.organisation for each in lake.at(n).forgotten] for n in range(1, 6)] == [["RZ1"]] * 4 + [[]]
    assert not list((tmp_path / "home").rglob("*RZ1*")) and lake.verify() == ()
    again = lake.forget("RZ1", by="someone else", at=AT + timedelta(days=9))
    assert again == proof and again.digest == proof.digest and lake.head().number == 5


def test_who_comes_back_is_read_from_then_on_and_not_before(lake: Lake, tmp_path: Path) -> None:
    part = made(tmp_path, "RZ1", "a", [1])
    lake.commit([part], by=BY, at=AT)
    lake.forget("RZ1", by=BY, at=AT)
    lake.commit([part], by=BY, at=AT)
    assert [values(lake, number) for number in (1, 2, 3)] == [[], [], [1]]
    assert lake.proof("RZ1").left == () and lake.verify() == ()
    lake.forget("RZ1", by=BY, at=AT)
    assert values(lake, 3) == [] and len(lake.proof("RZ1").removed) == 1
    with pytest.raises(NotInLake, match="RZ9"):
        lake.forget("RZ9", by=BY, at=AT)


def test_the_digest_of_a_proof_tells_one_from_another(lake: Lake, tmp_path: Path) -> None:
    for organisation in ("RZ1", "RZ2"):
        lake.commit([made(tmp_path, organisation, "a", [1])], by=BY, at=AT)
    proofs = [lake.forget(each, by=BY, at=AT) for each in ("RZ1", "RZ2")]
    assert proofs[0].digest != proofs[1].digest and proofs[0].as_dict()["digest"] == proofs[0].digest


def test_a_second_writer_is_refused_and_told_who_writes(lake: Lake, tmp_path: Path) -> None:
    part = made(tmp_path, "RZ1", "a", [1])
    with locked(lake.catalogue.folder / "LOCK", "b.jones"), pytest.raises(Busy, match=r"b\.jones"):
        lake.commit([part], by=BY, at=AT)
    assert lake.commit([part], by=BY, at=AT).number == 1


def test_what_is_lost_changed_or_too_much_is_found(lake: Lake, tmp_path: Path) -> None:
    lake.commit([made(tmp_path, "RZ1", each, [1]) for each in "abc"], by=BY, at=AT)
    lake.commit([made(tmp_path, "RZ2", "d", [1])], by=BY, at=AT)
    first, second, *_ = (lake.folder / each.path for each in lake.head().parts)
    first.unlink()
    second.write_bytes(second.read_bytes() + b" ")
    (second.parent / "stray.parquet").write_bytes(b"")
    old = lake.catalogue.file(1)
    old.write_bytes(old.read_bytes().replace(b"a.khan", b"b.khan"))
    found = "\n".join(lake.verify())
    said = ("is missing", "not what was committed", "in no snapshot", "snapshot 1 is not")
    assert all(each in found for each in said)
    lake.catalogue.head_file.write_text("nonsense")
    with pytest.raises(BadCatalogue, match="HEAD"):
        lake.head()


@pytest.mark.parametrize(
    ("table", "organisation", "batch"),
    [("../x", "RZ1", "a"), ("patient", "rz1", "a"), ("patient", "RZ1", "../../a"), ("patient", "RZ1/..", "a")],
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, table: str, organisation: str, batch: str) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(pa.table({"value": [1]}), path)
    with pytest.raises(BadPart):
        part_of(path, table=table, organisation=organisation, batch=batch)


def test_rows_of_another_member_do_not_come_in_and_are_not_quoted(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(pa.table({"_member": ["RZ1", "SECRET"]}), path)
    with pytest.raises(BadPart) as problem:
        part_of(path, table="patient", organisation="RZ1", batch="a")
    assert "others than RZ1" in str(problem.value) and "SECRET" not in str(problem.value)


def test_a_file_changed_since_it_was_looked_at_does_not_come_in(lake: Lake, tmp_path: Path) -> None:
    part = made(tmp_path, "RZ1", "a", [1])
    made(tmp_path, "RZ1", "a", [2])
    with pytest.raises(BadPart, match="hash"):
        lake.commit([part], by=BY, at=AT)
    assert lake.head().number == 0
    (tmp_path / "patient-RZ1-a.parquet").write_bytes(b"PAR1 nonsense")
    with pytest.raises(BadPart, match="Parquet"):
        lake.commit([part], by=BY, at=AT)
    lake.commit([made(tmp_path, "RZ2", "b", [1])], by=BY, at=AT)
    assert lake.verify() == ()
