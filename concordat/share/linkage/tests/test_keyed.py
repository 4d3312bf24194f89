"""Person keys in the lake: in every patient's row by one change, only what is new, and killed nothing is half there."""

from __future__ import annotations

import os
import shutil
import signal
import warnings
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from concordat.data.catalogue import Snapshot
from concordat.data.engine import DuckDB
from concordat.data.extract import land
from concordat.data.lake import Lake, NotInLake
from concordat.data.part import part_of
from concordat.share.linkage import ledger
from concordat.share.linkage.keyed import Keyed, NobodyToLink, link_lake, people_of, put_keys, unlinked
from concordat.share.linkage.settings import Settings
from concordat.share.linkage.standardise import COLUMNS
from concordat.share.linkage.tests.people import ENGINE, crowd

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
BY = "a clerk"
FEW = Settings(pair_budget=0, random_pairs=50_000)
Row = dict[str, Any]


def patients() -> list[Row]:
    """Records of some made-up people of two members."""
    rows = crowd(300).records.select(COLUMNS).to_pylist()
    members = sorted({each["member"] for each in rows})[:2]
    codes = dict(zip(members, ("RZ1", "RZ4"), strict=True))
    own = ("nhs_number", "given_name", "family_name", "birth_date", "postcode", "gender")
    return [
        {"_member": codes[each["member"]], "patient_id": each["record_id"], **{name: each[name] for name in own}}
        for each in rows
        if each["member"] in codes
    ]


PATIENTS = patients()


def commit(home: Path, table: str, rows: Iterable[Row], batch: str, **more: Any) -> Snapshot:
    """Put rows into the lake as a batch of each member."""
    parts = []
    listed = [{**each, "_batch": batch, "_row": place} for place, each in enumerate(rows)]
    for member in sorted({each["_member"] for each in listed}):
        path = home.parent / f"{table}-{member}-{batch}.parquet"
        pq.write_table(pa.Table.from_pylist([each for each in listed if each["_member"] == member]), path)
        parts.append(part_of(path, table=table, organisation=member, batch=batch))
    return Lake(home).commit(parts, by=BY, at=AT, **more)


def scans(rows: Iterable[Row]) -> list[Row]:
    return [{"_member": each["_member"], "patient_id": each["patient_id"], "code": "CT"} for each in rows]


def linked(home: Path, **more: Any) -> Keyed:
    return link_lake(home, by=BY, at=AT, settings=FEW, **more)


def keys(home: Path, table: str, snapshot: Snapshot | None = None) -> dict[tuple[str, str], int | None]:
    """The key in each row of a table, by member and patient."""
    lake = Lake(home)
    found = DuckDB(reads=(home,)).run(lake.sql(table, snapshot or lake.head())).to_pylist()
    return {(each["_member"], each["patient_id"]): each.get("person_key") for each in found}


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of patients, their tests, a table of nobody's and a test of somebody unknown; nobody is linked yet."""
    home = tmp_path_factory.mktemp("mapped") / "home"
    home.mkdir()
    commit(home, "patient", PATIENTS, "a")
    unknown = {"_member": "RZ1", "patient_id": "nobody", "code": "CT"}
    commit(home, "observation", [*scans(PATIENTS), unknown], "b")
    commit(home, "site", [{"_member": "RZ1", "name": "East"}], "c")
    return home


@pytest.fixture(scope="module")
def known(mapped: Path) -> Path:
    """The same once its people are linked, and the lake does not know of it yet."""
    home = mapped.parent / "known"
    shutil.copytree(mapped, home)
    people = home.parent / "people.parquet"
    people_of(home, engine=ENGINE, to=people)
    ledger.run(home, people, engine=ENGINE, by=BY, at=AT, settings=FEW)
    return home


@pytest.fixture(scope="module")
def done(mapped: Path) -> Path:
    home = mapped.parent / "done"
    shutil.copytree(mapped, home)
    linked(home)
    return home


@pytest.fixture
def home(done: Path, tmp_path: Path) -> Path:
    """A copy of a lake whose people are linked."""
    shutil.copytree(done, tmp_path / "home")
    return tmp_path / "home"


def test_every_row_of_a_patient_has_the_key_of_its_person_and_the_snapshot_before_has_none(done: Path) -> None:
    known = {
        tuple(each["record_id"].split(":", 1)): each["person_key"]
        for each in ledger.persons(done, engine=ENGINE).to_pylist()
    }
    assert keys(done, "patient") == known
    assert keys(done, "observation") == known | {("RZ1", "nobody"): None}
    assert len(set(known.values())) < len(known), "some are one person"
    before, after = Lake(done).at(3), Lake(done).at(4)
    assert set(keys(done, "patient", before).values()) == {None} and Lake(done).head() == after
    assert {part.table for part in before.parts if part not in after.parts} == {"patient", "observation"}
    assert Lake(done).verify() == () and unlinked(after) == ()


def test_done_again_nothing_is_linked_and_no_part_is_made(home: Path) -> None:
    before = Lake(home).head()
    again = linked(home)
    assert (again.linked, again.parts, again.snapshot) == (None, 0, before.number)
    assert Lake(home).head() == before and len(ledger.entries(home)) == 1


def test_a_later_batch_is_linked_alone_and_only_its_parts_are_made(home: Path) -> None:
    sent = PATIENTS[0] | {"patient_id": "late"}
    commit(home, "patient", [sent], "later")
    before = Lake(home).head()
    done = linked(home)
    assert done.linked and done.linked.report.given == 1 and (done.parts, done.rows) == (1, 1)
    assert len({*before.parts} - {*Lake(home).head().parts}) == 1
    found = keys(home, "patient")
    assert found[sent["_member"], "late"] == found[PATIENTS[0]["_member"], PATIENTS[0]["patient_id"]]


def test_rows_of_known_patients_need_no_linking(home: Path) -> None:
    commit(home, "observation", scans(PATIENTS[:3]), "later")
    done = linked(home)
    assert (done.linked, done.parts, done.rows) == (None, len({each["_member"] for each in PATIENTS[:3]}), 3)
    assert unlinked(Lake(home).head()) == ()


def test_what_a_person_decides_changes_the_key_wherever_it_stands(home: Path) -> None:
    before = keys(home, "patient")
    one, other = next((a, b) for a in before for b in before if a < b and before[a] != before[b])
    ledger.decide(home, (":".join(one), ":".join(other)), same=True, by=BY, why="Seen", at=AT)
    done = linked(home)
    assert done.linked is not None
    for table in ("patient", "observation"):
        after = keys(home, table)
        assert after[one] == after[other] == min(before[one], before[other])  # type: ignore[type-var]
    moved = {each for each in before if keys(home, "patient")[each] != before[each]}
    changed = {each.organisation for each in Lake(home).head().parts if f"part-{done.snapshot}-" in each.path}
    assert changed == {member for member, _ in moved}
    assert linked(home).linked is None


def test_what_a_member_merged_has_one_key_even_a_record_that_never_had_a_patient(home: Path) -> None:
    (member, kept), (_, gone) = [each for each in keys(home, "patient") if each[0] == "RZ1"][:2]
    said = [{"_member": member, "merged": each, "kept": kept, "_at": "2026"} for each in (gone, "second number")]
    commit(home, "merges", said, "merged")
    commit(home, "observation", [{"_member": member, "patient_id": "second number", "code": "CT"}], "later")
    assert linked(home).linked is not None
    files = Lake(home).files("observation", Lake(home).head())
    table = ENGINE.run("SELECT * FROM rows", {"rows": files}).to_pylist()
    found = {each["patient_id"]: each["person_key"] for each in table if each["_member"] == member}
    assert found["second number"] == found[kept] == found[gone]
    assert linked(home).linked is None


def test_a_batch_mapped_anew_is_linked_anew_and_keeps_its_keys(home: Path) -> None:
    before = keys(home, "patient")
    members = sorted({each["_member"] for each in PATIENTS})
    commit(home, "patient", PATIENTS, "a", remove_batches=[(each, "a") for each in members])
    assert {each.table for each in unlinked(Lake(home).head())} == {"patient"}
    assert linked(home).parts == len(members) and keys(home, "patient") == before


def test_of_a_record_sent_again_the_last_month_is_linked_whenever_it_came(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    months = {}
    for month, name, received in (("2026-10", "Later", 11), ("2026-09", "Earlier", 10), ("2026-09", "Again", 12)):
        file, at = tmp_path / name, datetime(2026, received, 5, tzinfo=UTC)
        file.write_text(name)
        months[name] = land(file, home=home, organisation="RZ1", system="PAS", period=month, received_at=at).id
    for name, batch in months.items():
        commit(home, "patient", [PATIENTS[0] | {"_member": "RZ1", "family_name": name}], batch)
    assert people_of(home, engine=ENGINE, to=tmp_path / "people.parquet") == 1
    (row,) = pq.read_table(tmp_path / "people.parquet").to_pylist()
    assert row["family_name"] == "Later" and tuple(row) == COLUMNS
    assert row["record_id"] == f"RZ1:{PATIENTS[0]['patient_id']}"


def test_a_lake_without_patients_and_keys_before_anybody_was_linked_are_refused(tmp_path: Path, mapped: Path) -> None:
    with pytest.raises(NobodyToLink, match="no patients"):
        linked(tmp_path)
    with pytest.raises(ledger.NotInLedger, match="linked here yet"):
        put_keys(mapped, engine=ENGINE, by=BY, at=AT)


def test_a_lake_that_changed_meanwhile_is_not_written_over(home: Path) -> None:
    commit(home, "patient", [PATIENTS[0] | {"patient_id": "late"}], "later")
    gone = [(PATIENTS[0]["_member"], "later")]

    def meanwhile(step: str) -> None:
        if step == "keyed":
            Lake(home).commit(remove_batches=gone, by=BY, at=AT)

    with pytest.raises(NotInLake, match="changed meanwhile"):
        linked(home, passing=meanwhile)
    assert linked(home).parts == 0 and Lake(home).verify() == ()


STEPS = ("linked", "keyed", "locked", "swept", "copied", "placed", "catalogued", "flipped")


def in_a_process_killed_at(step: str, act: Callable[[Callable[[str], None]], object]) -> None:
    """Do it in a process that is killed the second time it passes a step, or the first if there is no second."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the child uses no thread it did not begin
        child = os.fork()
    if not child:
        signal.alarm(60)
        left = [2 if step in ("keyed", "copied", "placed") else 1]

        def watch(passed: str) -> None:
            left[0] -= passed == step
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        act(watch)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, step


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_all_keys_are_there_or_none_and_run_again_all_are(
    step: str, mapped: Path, known: Path, done: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(mapped if step == "linked" else known, home)
    in_a_process_killed_at(step, lambda passing: linked(home, passing=passing))
    there = {bool(each) for table in ("patient", "observation") for each in keys(home, table).values()}
    assert there == ({True, False} if step == "flipped" else {False})  # the test of nobody known never has one
    assert len(unlinked(Lake(home).head())) == (0 if step == "flipped" else 4)
    put_keys(home, engine=ENGINE, by=BY, at=AT)
    assert keys(home, "observation") == keys(done, "observation") and keys(home, "patient") == keys(done, "patient")
    assert Lake(home).verify() == () and ledger.verified(home) == ()
    assert not list((home / "lake").rglob(".unfinished*"))
