"""A leaver's people go from every entry of the ledger; others keep their keys, and tampering shows as before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from concordat.data.tests.test_door_killed import in_a_process
from concordat.share.linkage import ledger
from concordat.share.linkage.erased import ERASING
from concordat.share.linkage.leaver import forget, held
from concordat.share.linkage.review import queue
from concordat.share.linkage.standardise import COLUMNS
from concordat.share.linkage.tests.people import ENGINE, crowd, table
from concordat.share.linkage.tests.test_ledger import AT, FEW, now

RECORDS = crowd(300).records.select(COLUMNS).to_pylist()
MEMBERS = sorted({each["member"] for each in RECORDS})
LEAVER = MEMBERS[0]
CANARY = {"given_name": "Zéphyrine", "family_name": "Quickthistle", "postcode": "RV9 9ZZ", "member": LEAVER}


def people(rows: list[dict[str, str]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=pa.schema({name: pa.string() for name in COLUMNS}))


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs with records of all members, and decisions between them."""
    home = tmp_path_factory.mktemp("linked")
    half = len(RECORDS) // 2
    rare = table({"record_id": f"{LEAVER}:rare", **CANARY}).to_pylist()
    for rows in (RECORDS[:half] + rare, RECORDS[half:]):
        ledger.run(home, people(rows), engine=ENGINE, by="a clerk", at=AT, settings=FEW)
    own = [each for each in now(home) if each.startswith(f"{LEAVER}:")]
    others = [each for each in now(home) if each not in own]
    for pair in ((own[0], others[0]), (others[1], others[2])):
        ledger.decide(home, pair, same=None, by="a clerk", why="Nobody can tell", at=AT)
    return home


@pytest.fixture
def home(linked: Path, tmp_path: Path) -> Path:
    shutil.copytree(linked, tmp_path / "home")
    return tmp_path / "home"


def words(home: Path) -> str:
    """Everything that the tables and decisions of the ledger say."""
    tables = [str(pq.read_table(each).to_pylist()) for each in home.rglob("*.parquet")]
    return "".join((*tables, *(each.read_text() for each in home.rglob("*.json"))))


def others(keys: dict[str, int]) -> dict[str, int]:
    return {record: key for record, key in keys.items() if not record.startswith(f"{LEAVER}:")}


def left(home: Path) -> tuple[tuple[str, str, str], ...]:
    return forget(home, LEAVER, by="a.khan", at=AT)


def test_nothing_of_them_is_left_and_others_keep_their_keys(home: Path) -> None:
    before, queued = now(home), queue(home, engine=ENGINE)
    assert "Zéphyrine" in words(home) and f"{LEAVER}:" in words(home) and others(before) != before
    gone = left(home)
    assert f"{LEAVER}:" not in words(home) and "Zéphyrine" not in words(home) and "QUICKTHISTLE" not in words(home)
    assert now(home) == others(before) and held(home, LEAVER) == ()
    assert {each.split("/")[-1] for each, _, _ in gone} >= {"rows.parquet", "assigned.parquet", "names.parquet"}
    assert [now for file, _, now in gone if file.endswith("decision.json")] == [""]
    assert len(ledger.decisions(home)) == 1
    theirs = [each for each in queued if LEAVER not in (each.a.split(":")[0], each.b.split(":")[0])]
    assert queue(home, engine=ENGINE) == tuple(theirs)
    assert ledger.verified(home) == () and left(home) == gone and len(ledger.entries(home)) == 5


def test_each_name_that_others_have_keeps_its_number_and_one_spelling(home: Path) -> None:
    def rows(name: str) -> list[dict[str, object]]:
        return [each for run in ledger.known(home).runs for each in pq.read_table(run / f"{name}.parquet").to_pylist()]

    number = {each["name"]: each["id"] for each in rows("names")}
    left(home)
    used = {row[field] for row in rows("rows") for field in ("given", "family")} - {None}
    assert {each["id"] for each in rows("names")} == used == {number[str(each["raw"])] for each in rows("names")}
    assert len(rows("names")) == len(used) and {each["id"] for each in rows("frequencies")} <= used


def test_the_next_run_goes_on_and_gives_no_key_again(home: Path) -> None:
    before = now(home)
    left(home)
    again = [each for each in RECORDS if each["member"] == LEAVER]
    ledger.run(home, people(again), engine=ENGINE, by="a clerk", at=AT, settings=FEW)
    after = now(home)
    assert {each: after[each] for each in others(before)} == others(before)
    new = {key for record, key in after.items() if record.startswith(f"{LEAVER}:")} - set(others(after).values())
    assert new and not new & set(before.values())
    assert ledger.verified(home) == ()
    assert len(left(home)) > 0 and f"{LEAVER}:" not in words(home) and ledger.verified(home) == ()


def test_who_has_nobody_here_leaves_no_entry(home: Path, tmp_path: Path) -> None:
    assert forget(home, "RX7", by="a.khan", at=AT) == () and len(ledger.entries(home)) == 4
    assert forget(tmp_path / "new", LEAVER, by="a.khan", at=AT) == () and not (tmp_path / "new").exists()


def test_all_may_leave(home: Path) -> None:
    for each in MEMBERS:
        forget(home, each, by="a.khan", at=AT)
    assert now(home) == {} and ledger.verified(home) == ()


@pytest.mark.parametrize("step", range(0, 42, 3))
def test_killed_anywhere_it_is_gone_on_with_by_whoever_writes_next(home: Path, step: int) -> None:
    before = others(now(home))
    in_a_process(lambda: left(home), home, step)
    entries = len(ledger.entries(home))
    told = [str(each) for each in ledger.verified(home)]
    assert all("cut short" in each for each in told), "it is told from tampering"
    if step % 2:
        ledger.decide(home, tuple(before)[:2], same=None, by="a clerk", why="Nobody can tell", at=AT)  # type: ignore[arg-type]
        assert entries == 4 or f"{LEAVER}:" not in words(home)
    gone = left(home)
    assert f"{LEAVER}:" not in words(home) and now(home) == before and gone
    assert ledger.verified(home) == () and not [*home.rglob(ERASING), *home.rglob(".unfinished*")]


def shown(entry: Path, **said: object) -> None:
    line = json.loads((entry / "line.json").read_text())
    line["facts"]["erased"] |= said
    (entry / "line.json").write_text(json.dumps(line))


def test_a_file_that_no_line_accounts_for_is_tampering_still(home: Path) -> None:
    first, last = home / "linkage" / "000001", home / "linkage" / "000005"
    was = {name: (first / name).read_bytes() for name in ("rows.parquet", "names.parquet")}
    left(home)
    (first / "rows.parquet").write_bytes(was["rows.parquet"])
    assert [str(each) for each in ledger.verified(home)] == ["000001/rows.parquet is not what was sealed."]
    shown(last, **{"000001/rows.parquet": {"was": "", "now": ""}})
    told = " ".join(str(each) for each in ledger.verified(home))
    assert "Line 5 is not what was sealed" in told and "rewrote 000001/rows.parquet, which was not so" in told
    shown(last, **{"../secret": {"was": "", "now": ""}})
    assert any("cannot be read" in str(each) for each in ledger.verified(home))
