"""The identity ledger: keys last, merges and splits are told, a person's word holds for ever, and tampering shows."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from concordat.core.ledger import Kind
from concordat.share.linkage import incremental, known, ledger
from concordat.share.linkage.link import Linked
from concordat.share.linkage.quality import measured
from concordat.share.linkage.settings import Settings
from concordat.share.linkage.standardise import COLUMNS
from concordat.share.linkage.tests.people import ENGINE, crowd, keys_by_record, table

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
FEW = Settings(pair_budget=0, random_pairs=50_000)
RECORDS = crowd().records.select(COLUMNS)
OLD, NEW = RECORDS.slice(0, 2000), RECORDS.slice(2000)
NOBODY = RECORDS.slice(0, 0)


def run(home: Path, people: pa.Table, *, afresh: bool = False) -> Linked:
    return ledger.run(home, people, engine=ENGINE, by="a clerk", at=AT, settings=FEW, afresh=afresh)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after a first run."""
    home = tmp_path_factory.mktemp("first")
    run(home, OLD)
    return home


@pytest.fixture
def home(first: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(first, tmp_path / "home")
    return tmp_path / "home"


def now(home: Path) -> dict[str, int]:
    return keys_by_record(ledger.persons(home, engine=ENGINE))


def now_of(linked: Linked) -> dict[str, int]:
    return keys_by_record(linked.persons)


def two_of_one(home: Path) -> tuple[str, str]:
    """Two records of a person who has just these."""
    together: dict[int, list[str]] = {}
    for record, key in now(home).items():
        together.setdefault(key, []).append(record)
    one, other = next(each for each in together.values() if len(each) == 2)
    return one, other


def decide(home: Path, pair: tuple[str, str], *, same: bool) -> None:
    ledger.decide(home, pair, same=same, by="a clerk", why="looked at both letters", at=AT)


@pytest.mark.parametrize("small", [True, False], ids=["all looked at again", "only what is touched"])
def test_a_batch_changes_old_keys_only_by_what_it_tells(
    home: Path, small: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incremental, "SMALL", 10**9 if small else 0)
    before = now(home)
    linked = run(home, NEW)
    after, events = now(home), linked.events.to_pylist()
    assert set(after) == set(RECORDS["record_id"].to_pylist())
    told = {(each["was"], each["person_key"]) for each in events if each["kind"] in ("merge", "split")}
    assert {(key, after[record]) for record, key in before.items() if after[record] != key} == told
    assert any(each["kind"] == "link" for each in events)
    pairs, *_ = measured(ledger.persons(home, engine=ENGINE), crowd().truth, engine=ENGINE)
    assert pairs.precision > 0.99 and pairs.recall > 0.98
    assert linked.report.parameters == ledger.known(home).parameters
    assert ledger.verified(home) == ()


def test_the_same_people_again_change_nothing(home: Path) -> None:
    before = now(home)
    again = run(home, OLD)
    assert now(home) == before and again.events.num_rows == 0


def test_afresh_keys_last(home: Path) -> None:
    before = now(home)
    run(home, NEW, afresh=True)
    after = now(home)
    kept = sum(after[record] == key for record, key in before.items())
    assert kept > 0.99 * len(before)


@pytest.mark.parametrize("afresh", [False, True])
def test_an_unlink_is_honoured_for_ever(home: Path, afresh: bool) -> None:
    one, other = two_of_one(home)
    decide(home, (one, other), same=False)
    parted = run(home, NOBODY, afresh=afresh)
    assert [each["kind"] for each in parted.events.to_pylist()] == ["unlink"]
    for people in (NOBODY, OLD, NEW):
        run(home, people, afresh=afresh)
        keys = now(home)
        assert keys[one] != keys[other]


def test_what_a_person_joins_is_joined_and_may_be_taken_back(home: Path) -> None:
    keys = now(home)
    one, other = next(iter(keys)), next(each for each in keys if keys[each] != keys[next(iter(keys))])
    eldest, younger = sorted((keys[one], keys[other]))
    decide(home, (one, other), same=True)
    (event,) = run(home, NOBODY).events.to_pylist()
    assert (event["kind"], event["person_key"], event["was"]) == ("merge", eldest, younger)
    assert now(home)[one] == now(home)[other] == eldest
    assert ledger.stands_for(home, younger, engine=ENGINE) == eldest
    assert [each["kind"] for each in ledger.history(home, younger, engine=ENGINE)] == ["merge"]
    decide(home, (other, one), same=False)
    run(home, NOBODY)
    assert now(home)[one] != now(home)[other]
    assert younger not in now(home).values(), "a key is never given again"


def test_what_a_trust_says_of_its_own_records_holds_from_the_first_run_and_a_person_outranks_it(tmp_path: Path) -> None:
    alone = now_of(run(tmp_path / "alone", OLD))
    one, other = next((a, b) for a in alone for b in alone if a < b and alone[a] != alone[b])
    told = known.merged(pa.table({"_member": ["RZ1"], "kept": [one], "merged": [other]}))
    people = OLD.set_column(0, "record_id", pc.binary_join_element_wise("RZ1", OLD["record_id"], ":"))
    for home, runs in {"at once": [told], "later": [(), told]}.items():
        for said in runs:
            ledger.run(tmp_path / home, people, engine=ENGINE, by="a clerk", at=AT, settings=FEW, told=said)
        keys = now(tmp_path / home)
        assert keys[f"RZ1:{one}"] == keys[f"RZ1:{other}"], home
    assert len(set(keys.values())) == len(set(alone.values())) - 1
    ledger.decide(tmp_path / home, (f"RZ1:{one}", f"RZ1:{other}"), same=False, by="b", why="Two sisters", at=AT)
    ledger.run(tmp_path / home, NOBODY, engine=ENGINE, by="a clerk", at=AT, settings=FEW, told=told)
    assert (keys := now(tmp_path / home))[f"RZ1:{one}"] != keys[f"RZ1:{other}"]


def test_a_record_given_again_stands_for_what_it_was(home: Path) -> None:
    one, other = two_of_one(home)
    facts = {"nhs_number": "", "given_name": "Zebedee", "family_name": "Quill", "birth_date": "2001-02-03"}
    linked = run(home, table({**facts, "postcode": "", "gender": "", "record_id": one}))
    assert [each["kind"] for each in linked.events.to_pylist()] == ["split"]
    assert now(home)[one] != now(home)[other] and len(now(home)) == len(OLD)


@pytest.mark.parametrize("pair", [("a", "a"), ("a", " ")])
def test_a_decision_is_about_two_records(home: Path, pair: tuple[str, str]) -> None:
    with pytest.raises(ledger.NotInLedger, match="two different records"):
        decide(home, pair, same=True)


def test_nobody_is_known_before_the_first_run(tmp_path: Path) -> None:
    with pytest.raises(ledger.NotInLedger, match="Nobody was linked"):
        ledger.persons(tmp_path, engine=ENGINE)
    assert ledger.verified(tmp_path) == ()


def edited(entry: Path) -> None:
    rows = pq.read_table(entry / "assigned.parquet").to_pylist()
    rows[0]["person_key"] += 1
    pq.write_table(pa.Table.from_pylist(rows), entry / "assigned.parquet")


def resaid(entry: Path) -> None:
    line = entry / "line.json"
    line.write_text(line.read_text().replace("a clerk", "somebody"))


TAMPERED: dict[str, Callable[[Path], Any]] = {
    "a table edited": edited,
    "a table deleted": lambda entry: (entry / "rows.parquet").unlink(),
    "a file added": lambda entry: (entry / "more.parquet").write_bytes(b""),
    "a line edited": resaid,
    "a line unreadable": lambda entry: (entry / "line.json").write_bytes(b"{"),
    "an entry deleted": shutil.rmtree,
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_tampering_shows(home: Path, tamper: Callable[[Path], Any]) -> None:
    decide(home, two_of_one(home), same=False)
    assert ledger.verified(home) == ()
    tamper(ledger.entries(home)[0])
    assert ledger.verified(home)


def test_an_end_cut_off_shows_against_a_checkpoint(home: Path) -> None:
    decide(home, two_of_one(home), same=False)
    last = ledger.lines(home)[-1]
    shutil.rmtree(ledger.entries(home)[-1])
    assert ledger.verified(home) == ()
    assert [each.kind for each in ledger.verified(home, (last.number, last.seal))] == [Kind.TRUNCATED]


KILLED = """
import os, signal, sys
from pathlib import Path
from concordat.share.linkage import ledger
from concordat.share.linkage.tests import test_ledger as case
real, left = getattr(os, sys.argv[2]), int(sys.argv[3])
def dying(*args, **kwargs):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **kwargs)
setattr(os, sys.argv[2], dying)
case.run(Path(sys.argv[1]), case.NEW)
"""


@pytest.mark.parametrize(("call", "time"), [("fsync", 2), ("fsync", 6), ("rename", 1)])
def test_a_run_that_is_killed_leaves_what_was_there(home: Path, call: str, time: int) -> None:
    before = now(home)
    done = subprocess.run([sys.executable, "-c", KILLED, str(home), call, str(time)], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert now(home) == before and ledger.verified(home) == ()
    run(home, NEW)
    assert len(now(home)) == len(RECORDS) and ledger.verified(home) == ()
    assert not list((home / "linkage").glob(".unfinished*"))
