"""Extracts of Three Rivers: the same for a seed, true to their truth, read by their feeds, with what was planted."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from concordat.cli import main
from concordat.core.refusal import Refusal
from concordat.data.engine import DuckDB
from concordat.data.extract import land
from concordat.data.formats.reader import read
from concordat.data.lake import Lake
from concordat.data.model import shared_model
from concordat.data.opt_out_check import lists_in
from concordat.register.agreement import Agreement
from concordat.register.contract import Contract
from concordat.register.example.three_rivers import three_rivers
from concordat.register.system import System
from concordat.share.example.activity import activity
from concordat.share.example.cli import FEW
from concordat.share.example.extracts import TRUSTS, WRITERS, CannotMake, Made, write_extracts
from concordat.share.example.feeds_written import write_feeds
from concordat.share.example.investigations import INVESTIGATIONS
from concordat.share.example.people import AS_OF, generate
from concordat.share.example.received import received
from concordat.share.example.truth import repeats
from concordat.share.mapping.feed import Feed
from concordat.share.mapping.feed_file import read_feeds
from concordat.share.repeats import keyed_sql, repeats_by_pair_sql
from concordat.share.standardise.workspace import map_home

COMMITTED = Path(__file__).parents[4] / "examples" / "three_rivers"
NOON = datetime(2026, 11, 6, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    """Feeds and extracts of as many people as the committed example has."""
    folder = tmp_path_factory.mktemp("few")
    write_feeds(folder / "feeds")
    return folder, write_extracts(folder, people=FEW)


@pytest.fixture(scope="module")
def feeds(few: tuple[Path, Made]) -> tuple[Feed, ...]:
    return read_feeds(few[0])


@pytest.fixture(scope="module")
def home(few: tuple[Path, Made], feeds: tuple[Feed, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the tests of every trust landed and mapped."""
    folder, _ = few
    home = tmp_path_factory.mktemp("home")
    for each in received(folder):
        if not each.system.endswith("-PAS"):
            land(each.path, home=home, **{name: value for name, value in vars(each).items() if name != "path"})
    done = map_home(home, feeds, model=shared_model(), by="the example's test", at=NOON)
    assert [each.refusal for each in done if each.refusal] == []
    return home


def contents(folder: Path) -> dict[str, bytes]:
    parts = ("extracts", "opt_outs", "truth", "feeds")
    paths = [path for part in parts for path in (folder / part).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_the_committed_files_are_those_that_are_made(few: tuple[Path, Made]) -> None:
    """Which also shows that a seed gives the same files."""
    made, committed = contents(few[0]), contents(COMMITTED)
    assert made.keys() == committed.keys()
    assert [name for name in made if made[name] != committed[name]] == []


def test_another_seed_gives_others(few: tuple[Path, Made], tmp_path: Path) -> None:
    write_extracts(tmp_path, people=FEW, seed=2)
    assert contents(tmp_path)["truth/people.csv"] != contents(few[0])["truth/people.csv"]


@pytest.mark.parametrize("people", [0, -1, 10_000_000])
def test_extracts_of_nobody_or_of_too_many_are_refused(people: int, tmp_path: Path) -> None:
    with pytest.raises(CannotMake, match="Ask for 1 to"):
        write_extracts(tmp_path, people=people)


def test_one_person_is_enough(tmp_path: Path) -> None:
    assert write_extracts(tmp_path, people=1).counts["people"] == 1


def test_a_size_of_a_collaborative_and_people_do_not_go_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["example", str(tmp_path), "--trusts", "2", "--people", "5"]) == Refusal("").exit_code
    assert "Leave out --people" in capsys.readouterr().err and not (tmp_path / "extracts").exists()


def test_the_systems_and_contracts_of_feeds_are_in_the_register(feeds: tuple[Feed, ...]) -> None:
    record = three_rivers()
    for each in feeds:
        system = record.get(System, each.system, date(2026, 11, 22))
        assert system and (system.organisation, system.contract) == (each.member, each.contract), each.file
        assert record.get(Contract, each.contract)


def test_every_file_has_a_feed_and_every_trust_a_technology(few: tuple[Path, Made], feeds: tuple[Feed, ...]) -> None:
    formats = {each.member: Counter(one.source.format for one in feeds if one.member == each.member) for each in feeds}
    assert formats["RZ1"]["fhir"] == 4 and set(formats["RZ4"]) == set(formats["RZ8"]) == {"csv"}
    assert set(formats["Z3R4V"]) == {"hl7v2"}
    assert {each.organisation for each in received(few[0])} == set(WRITERS) == {each.code for each in TRUSTS}


def test_the_code_maps_hold_every_test_that_has_a_shared_code_and_no_other(feeds: tuple[Feed, ...]) -> None:
    for feed in (each for each in feeds if each.table == "observation"):
        column = feed.column("code")
        assert column and column.codes
        wanted = {
            each.local[feed.member]: each.code for each in INVESTIGATIONS if feed.member in each.local and each.code
        }
        assert column.codes.targets == wanted


def test_the_agreement_on_tests_done_twice_asks_for_what_these_feeds_give() -> None:
    given = {f"{table.name}.{name}" for table in shared_model().tables for name in table.names}
    question = json.loads((COMMITTED / "questions" / "may-icb-evaluate-tests-done-twice.json").read_text("utf-8"))
    ours = {"organisation", "person_key"}  # whose row it is, and whose the linkage says it is
    assert {each for each in question["columns"] if each.partition(".")[2] not in ours} <= given
    assert three_rivers().get(Agreement, "TR-DSA-08 / 1")


def test_the_tests_done_twice_are_found_in_the_lake(few: tuple[Path, Made], home: Path) -> None:
    """From files of four technologies to the count that is known: with who is whom given, nothing is lost or added."""
    folder, made = few
    lake = Lake(home)
    with (folder / "truth" / "people.csv").open(encoding="utf-8", newline="") as lines:
        truth = list(csv.DictReader(lines))
    persons = pa.table(
        {"record_id": [each["record_id"] for each in truth], "person_key": [each["person"] for each in truth]}
    )
    engine = DuckDB(reads=(home,))
    observations = engine.run(lake.sql("observation", lake.head()))
    tests = engine.run(keyed_sql(), {"observation": observations, "persons": persons})
    found = engine.run(repeats_by_pair_sql(days=30), {"observation": tests}).to_pylist()
    pairs = [
        [each["capability"], each["first_organisation"], each["second_organisation"], each["repeats"]] for each in found
    ]
    assert pairs == made.counts["repeats_by_pair"] != []
    assert sum(each["repeats"] for each in found) == made.counts["repeats"] >= made.counts["repeats_disclosable"]


def test_tests_done_twice_are_about_as_many_as_was_asked() -> None:
    happened = activity(generate(600, members=TRUSTS))
    part = len(repeats(happened.tests)) / len(happened.tests)
    assert 0.03 < part < 0.2


def test_second_numbers_are_merged_and_leave_no_patient(tmp_path: Path) -> None:
    made = write_extracts(tmp_path, people=300)
    folder = tmp_path / "feeds"
    write_feeds(folder)
    feed = next(each for each in read_feeds(tmp_path) if (each.member, each.name) == ("Z3R4V", "patient"))
    merged, patients = 0, 0
    for path in sorted((tmp_path / "extracts" / "Z3R4V").glob("*/ADT_*.hl7")):
        relation = read(path, feed.source, work=tmp_path / path.stem)
        merged += DuckDB().run(relation.merges, relation.inputs).num_rows
        rows = DuckDB().run(relation.sql, relation.inputs).to_pylist()
        patients += sum(each["family"] is not None for each in rows)
        assert not any(each["patient_id"].startswith("T") for each in rows)
    assert merged == made.counts["merged_numbers"] > 0
    assert patients == made.counts["rows"]["Z3R4V"]["patients"]


def test_nobody_who_opted_out_is_on_a_list_and_everybody_else_is(tmp_path: Path) -> None:
    made = write_extracts(tmp_path, people=300)
    out = {int(line) for line in (tmp_path / "truth" / "opted_out.csv").read_text("utf-8").split()[1:]}
    numbers = generate(300, members=TRUSTS).persons["nhs_number"].to_pylist()
    lists = lists_in(tmp_path / "opt_outs")
    assert {each.controller for each in lists} == set(WRITERS)
    for each in lists:
        assert each.fresh(AS_OF) and each.disclosable == each.checked - {numbers[person] for person in out}
    assert len(out) == made.counts["opted_out"] > 0
