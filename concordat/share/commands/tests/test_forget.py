"""concordat share forget: of four trusts whose people are linked one leaves; killed anywhere, the rest is as it was."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from concordat.cli import main
from concordat.data.extract import land, landed
from concordat.data.lake import Lake
from concordat.data.tests.test_door_killed import in_a_process
from concordat.data.traces import traces
from concordat.share.commands.tests.conftest import EXAMPLE
from concordat.share.commands.tests.test_ask import COUNT, ask, lists
from concordat.share.example.received import received
from concordat.share.leaving import leave
from concordat.share.linkage import ledger
from concordat.share.linkage.tests.people import ENGINE, keys_by_record

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
LEAVER = "RZ4"


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Patients of the trusts, with the results of the one that is to leave: mapped, linked, and an answer of them."""
    home = tmp_path_factory.mktemp("linked")
    shutil.copytree(EXAMPLE / "feeds", home / "feeds")
    for each in received(EXAMPLE):
        if "PATIENT" in each.path.name.upper() or each.path.name.startswith("RESULTS"):
            land(each.path, home=home, **{name: value for name, value in vars(each).items() if name != "path"})
    assert main(["share", "map", "--home", str(home)]) == 0
    assert main(["share", "link", "--home", str(home)]) == 0
    assert ask(home, COUNT, *lists()) == 0
    preview = home / "mappings" / LEAVER / "results" / "000001" / "preview.json"
    preview.parent.mkdir(parents=True)
    preview.write_text(json.dumps({"batch": batches(home)[0]}))
    return home


@pytest.fixture
def home(linked: Path, tmp_path: Path) -> Path:
    shutil.copytree(linked, tmp_path / "home")
    return tmp_path / "home"


def batches(home: Path) -> list[str]:
    return [each.id for each in landed(home) if each.organisation == LEAVER]


def others(home: Path) -> dict[str, int]:
    keys = keys_by_record(ledger.persons(home, engine=ENGINE))
    return {record: key for record, key in keys.items() if not record.startswith(f"{LEAVER}:")}


def names(home: Path, *, own: bool) -> set[str]:
    """The names of the leaver's patients, or of all others', as the shared tables have them but in capitals."""
    lake = Lake(home)
    parts = [each for each in lake.head().of("patient") if (each.organisation == LEAVER) is own]
    tables = [pq.read_table(lake.folder / each.path) for each in parts]
    fields = ("given_name", "family_name")
    return {name.upper() for each in tables for field in fields for name in each[field].to_pylist() if name}


def test_nothing_of_it_is_left_anywhere_and_the_proof_is_printed(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, ids = others(home), batches(home)
    assert before and {each.split("/")[0] for each in traces(home, LEAVER, ids)} >= {
        "landed", "lake", "linkage", "mapped", "mappings"
    }  # fmt: skip
    only = names(home, own=True) - names(home, own=False)
    given = ["share", "forget", "--home", str(home), "--organisation", "rz4", "--by", "a.khan"]
    assert main(given) == 0
    assert "nothing is left" in (said := capsys.readouterr().out) and "RZ4 was removed by a.khan" in said
    assert main([*given, "--json"]) == 0
    proof = json.loads(capsys.readouterr().out)
    assert proof["status"] == "forgotten" and proof["digest"] in said and proof["left"] == []
    assert all(proof[each] for each in ("landed", "parts", "mapped", "rewritten", "stores", "answers"))
    assert traces(home, LEAVER, ids) == () and others(home) == before
    kept = {name for each in home.glob("linkage/*/names.parquet") for name in pq.read_table(each)["raw"].to_pylist()}
    assert only and kept and not only & kept
    assert Lake(home).verify() == () and ledger.verified(home) == ()
    assert main(["share", "link", "--home", str(home)]) == 0 and others(home) == before


@pytest.mark.parametrize("step", range(1, 110, 9))
def test_killed_and_said_again_it_is_gone_on_with(home: Path, step: int) -> None:
    before, ids = others(home), batches(home)
    in_a_process(lambda: leave(home, LEAVER, by="a.khan", at=AT), home, step)
    gone = leave(home, LEAVER, by="a.khan", at=AT)
    assert gone.left == traces(home, LEAVER, ids) == () and others(home) == before
    assert {sha256[:16] for sha256, _ in gone.landed} == set(ids) and gone.mapped and gone.rewritten and gone.stores
    assert Lake(home).verify() == () and ledger.verified(home) == ()


def test_who_never_sent_anything_cannot_be_forgotten(home: Path, tmp_path: Path) -> None:
    for folder, code in ((home, "RX7"), (home, "no code"), (tmp_path / "none", LEAVER)):
        assert main(["share", "forget", "--home", str(folder), "--organisation", code]) == 2
    assert not (tmp_path / "none").exists() and batches(home)
