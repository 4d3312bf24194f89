"""concordat share link: files of any kind get keys, problems are sentences, and a workspace remembers."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest

from concordat.cli import main
from concordat.data.lake import Lake
from concordat.share.linkage import ledger
from concordat.share.linkage.keyed import unlinked
from concordat.share.linkage.tests import test_keyed as keyed
from concordat.share.linkage.tests.people import ENGINE, crowd

RECORDS = crowd(400).records.rename_columns({"given_name": "Forename", "family_name": "Surname"})
MAP = {"record_id": "record_id", "given_name": "Forename", "family_name": "Surname", "birth_date": "birth_date",
       "postcode": "postcode", "nhs_number": "nhs_number", "gender": "gender"}  # fmt: skip
EXAMPLE = Path(__file__).parents[4] / "examples" / "three_rivers"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files of people, and a map."""
    pc.write_csv(RECORDS.slice(0, 300), tmp_path / "north.csv")
    pq.write_table(RECORDS.slice(300), tmp_path / "south.parquet")
    (tmp_path / "map.json").write_text(json.dumps(MAP))
    return tmp_path


def run(folder: Path, *more: str, out: str = "keys.csv") -> int:
    files = [str(folder / each) for each in ("north.csv", "south.parquet")]
    return main(["share", "link", *files, "--columns", str(folder / "map.json"), "--out", str(folder / out), *more])


def test_every_row_gets_a_key(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "--review", str(folder / "review.parquet")) == 0
    with (folder / "keys.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(RECORDS)
    assert {each["file"] for each in rows} == {"north.csv", "south.parquet"}
    assert all(each["person_key"].isdigit() and each["band"] in ("linked", "review", "apart") for each in rows)
    assert "record_a" in pq.read_schema(folder / "review.parquet").names
    told = capsys.readouterr().out
    assert f"{len(RECORDS):,} records" in told and "not for the care of one patient" in told


def test_a_workspace_remembers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = folder / "home"
    for _ in range(2):
        assert run(folder, "--home", str(home), "--by", "a clerk", "--json", out="keys.parquet") == 0
    told = [json.loads(each) for each in capsys.readouterr().out.replace("}\n{", "}\0{").split("\0")]
    assert [each["records"] for each in told] == [len(RECORDS)] * 2 and told[0]["model"] == told[1]["model"]
    assert len(ledger.lines(home)) == 2 and ledger.verified(home) == ()
    assert ledger.persons(home, engine=ENGINE).num_rows == len(RECORDS)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("{", "cannot be read as JSON"),
        ("[1]", "no JSON object"),
        ('{"forename": "Forename"}', "does not know"),
        ('{"record_id": "record_id"}', "nothing to link by"),
        ('{"given_name": "Vorname", "family_name": "Nachname"}', "has no column 'Vorname'"),
    ],
)
def test_a_map_that_does_not_fit_is_told(
    folder: Path, said: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "map.json").write_text(said)
    assert run(folder) == 2
    captured = capsys.readouterr()
    assert told in captured.out + captured.err and not (folder / "keys.csv").exists()


@pytest.mark.parametrize("out", ["keys.doc", "nowhere/keys.csv"])
def test_a_place_that_cannot_be_written_is_told_at_once(folder: Path, out: str) -> None:
    assert run(folder, out=out) == 2


def test_without_files_the_patients_of_a_workspace_are_linked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    keyed.commit(home, "patient", keyed.PATIENTS, "a")
    told = []
    for _ in range(2):
        assert main(["share", "link", "--home", str(home), "--by", "a clerk", "--json"]) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert (told[0]["status"], told[0]["records"], told[0]["parts_keyed"]) == ("linked", len(keyed.PATIENTS), 2)
    assert told[0]["rows_keyed"] == len(keyed.PATIENTS) and "not for the care of one patient" in told[0]["note"]
    assert (told[1]["status"], told[1]["rows_keyed"], told[1]["snapshot"]) == ("as before", 0, told[0]["snapshot"])
    for name in ("orphans", "units"):
        counted = json.loads((home / "mapped" / f"{name}.json").read_text())
        assert counted["snapshot"] == told[1]["snapshot"], "pages show what was counted of the last snapshot alone"
    assert main(["share", "link", "--home", str(home), "--by", "a clerk"]) == 0
    told_last = capsys.readouterr().out
    assert "Nobody is new" in told_last and "needs an agreement in force" in told_last


def test_members_whom_no_agreement_in_force_lets_be_linked_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    keyed.commit(home, "patient", keyed.PATIENTS, "a")  # of RZ1 and RZ4
    given = ["share", "link", "--home", str(home), "--by", "a clerk", "--record", str(EXAMPLE)]
    assert main([*given, "--as-of", "2028-01-05"]) == 2
    assert "(RZ1) and Sarnmouth and Coast Hospitals NHS Trust (RZ4)" in capsys.readouterr().err
    assert unlinked(Lake(home).head()), "nobody was linked"
    assert main([*given, "--as-of", "2026-11-22"]) == 0
    assert "not looked at" not in capsys.readouterr().out and not unlinked(Lake(home).head())


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], "not said who"),
        (["--home", "home", "--out", "keys.csv"], "not said who"),
        (["people.csv"], "need --columns and --out"),
        (["people.csv", "--columns", "map.json", "--out", "keys.csv", "--record", "r"], "patients of --home alone"),
        (["--home", "home"], "no patients"),
    ],
)
def test_files_and_a_workspace_are_told_apart(
    given: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["share", "link", *given, "--by", "a clerk"]) == 2
    assert told in capsys.readouterr().err
