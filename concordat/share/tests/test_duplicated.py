"""Tests done twice, from four trusts' files to the answer at the door: held against what is known of made-up people.

Two things are asked of the count before it is suppressed. Of the persons that the linkage found, it is exact: landing,
mapping, opt-outs, the store and the SQL lose nothing and add nothing, so the tolerance is none. Of the persons that
there are, it is as right as the linkage: a repeat is of a pair of records, and is found where that pair is, so its
precision and recall fall short of one by no more than those of pairs, but for chance. With some 450 repeats, of some
300 people, two standard errors of a part of 98 in 100 are 0.015; 0.02 is allowed.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from concordat.data.answers import kept
from concordat.data.engine import DuckDB
from concordat.data.extract import land
from concordat.data.log import Log
from concordat.data.model import shared_model
from concordat.data.opt_out_check import lists_in
from concordat.data.permit import Desk, Permit
from concordat.data.query import Door
from concordat.data.question import Question, from_json
from concordat.register.example.three_rivers import three_rivers
from concordat.share.duplicated import COLUMNS, COUNTS, CannotCount, RepeatTests, qualifying, repeat_tests
from concordat.share.example.activity import Row, activity
from concordat.share.example.extracts import TRUSTS, write_extracts
from concordat.share.example.feeds_written import write_feeds
from concordat.share.example.people import generate
from concordat.share.example.received import received
from concordat.share.example.truth import Repeat, covered, is_number, numbers_out
from concordat.share.linkage import ledger
from concordat.share.linkage.keyed import link_lake
from concordat.share.linkage.quality import measured
from concordat.share.mapping.feed_file import read_feeds
from concordat.share.repeats import BadDays
from concordat.share.standardise.workspace import map_home

PEOPLE = 2000
DAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
BY, OTHER = "an evaluator", "a second person"
BY_CHANCE = 0.02
QUESTIONS = Path(__file__).parents[3] / "examples" / "three_rivers" / "questions"


def question() -> Question:
    """What TR-DSA-08 was agreed for."""
    return from_json(json.loads((QUESTIONS / "may-icb-evaluate-tests-done-twice.json").read_text(encoding="utf-8")))


@dataclass(frozen=True)
class World:
    """A workspace whose people are linked, what is permitted there, and what is true of them."""

    home: Path
    permit: Permit
    tests: tuple[Row, ...]
    person: pa.Table

    @property
    def key(self) -> dict[str, int]:
        """The person key of each record."""
        persons = ledger.persons(self.home, engine=DuckDB())
        return dict(zip(persons["record_id"].to_pylist(), persons["person_key"].to_pylist(), strict=True))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder, home = tmp_path_factory.mktemp("example"), tmp_path_factory.mktemp("home")
    write_extracts(folder, people=PEOPLE)
    write_feeds(home / "feeds")
    for each in received(folder):
        land(each.path, home=home, **{name: value for name, value in vars(each).items() if name != "path"})
    map_home(home, read_feeds(home), model=shared_model(), by=BY, at=AT)
    link_lake(home, by=BY, at=AT)
    shutil.copytree(folder / "opt_outs", home / "opt_outs")
    verdict = Desk(three_rivers(), DAY).decide(question())
    assert isinstance(verdict, Permit)
    made = generate(PEOPLE, members=TRUSTS)
    happened = activity(made)
    out = numbers_out(made, happened)
    listed = {
        (each["member"], each["patient_id"])
        for each in happened.patients
        if is_number(each["nhs_number"]) and each["nhs_number"] not in out
    }
    shown = tuple(each for each in happened.tests if (each["member"], each["patient_id"]) in listed)
    return World(home, verdict, shown, pa.table({name: made.truth[name] for name in ("record_id", "person")}))


@pytest.fixture
def door(world: World) -> Iterator[Door]:
    with closing(Door(world.home, Desk(three_rivers(), DAY), b"a secret of thirty-two bytes or so")) as opened:
        yield opened


@pytest.fixture
def found(world: World, door: Door) -> RepeatTests:
    return asked(world, door)


def asked(world: World, door: Door, days: int = 30) -> RepeatTests:
    return repeat_tests(door, world.permit, lists_in(world.home / "opt_outs"), days=days, by=BY, at=AT)


def by_pair(repeats: Iterable[Repeat]) -> Counter[tuple[str, str, str]]:
    return Counter((each.capability, each.first, each.second) for each in repeats)


def of_persons_found(world: World) -> tuple[Repeat, ...]:
    """The repeats that a slow loop finds if a person is whom the linkage says."""
    key = world.key
    return covered([{**each, "person": key[f"{each['member']}:{each['patient_id']}"]} for each in world.tests])


def test_before_it_is_suppressed_it_is_exact_for_the_persons_that_were_found(world: World, found: RepeatTests) -> None:
    counted = Counter(
        {
            (each["capability"], each["first_organisation"], each["second_organisation"]): each["repeats"]
            for each in kept(world.home, found.line).table.to_pylist()
        }
    )
    assert counted == by_pair(of_persons_found(world)) and sum(counted.values()) > 300


def test_of_the_persons_there_are_it_is_as_right_as_the_linkage(world: World) -> None:
    pairs, *_ = measured(ledger.persons(world.home, engine=DuckDB()), world.person, engine=DuckDB())
    assert pairs.precision > 0.99 and pairs.recall > 0.97
    ours, true = (
        Counter((each.code, each.first, each.second, each.first_on, each.second_on) for each in repeats)
        for repeats in (of_persons_found(world), covered(world.tests))
    )
    right = (ours & true).total()
    assert right / ours.total() > pairs.precision - BY_CHANCE
    assert right / true.total() > pairs.recall - BY_CHANCE


def test_it_is_suppressed_rounded_and_released_as_it_is_shown(world: World, door: Door, found: RepeatTests) -> None:
    exact = {
        (each["capability"], each["first_organisation"], each["second_organisation"]): each
        for each in kept(world.home, found.line).table.to_pylist()
    }
    assert 0 < len(found.rows) < len(exact)
    for each in found.rows:
        one = exact[each.capability, each.first, each.second]
        assert one["people"] >= found.least and each.repeats % found.rounding == each.people % found.rounding == 0
        assert abs(each.repeats - one["repeats"]) <= found.rounding / 2
    assert {each["people"] for each in exact.values()} & set(range(1, found.least)), "some were too few"
    path = door.release(kept(world.home, found.line), by=OTHER, at=AT, counts=COUNTS)
    released = DuckDB().run("SELECT * FROM released", {"released": path}).to_pylist()
    assert [tuple(each.values())[:5] for each in released] == [
        (each.capability, each.first, each.second, each.repeats, each.people) for each in found.rows
    ]


def test_it_says_what_qualifies_it_and_no_more(world: World, found: RepeatTests) -> None:
    told = "\n".join(found.warnings)
    assert "RZ1) sends code of observations in 1 code in no code map" in told, "tests without a shared code"
    assert "RZ8) leaves NHS number of patients blank" in told and "under contract RZ8-PAS-21" in told
    assert "effective at of observations in part only, as a day without its time" in told
    assert "value unit" not in told and "ethnic category" not in told, "the count does not rest on these"
    assert found.warnings[-1].startswith("People are found again by likeness")


def test_a_member_without_tests_or_without_patients_is_named(world: World, tmp_path: Path) -> None:
    shutil.copytree(world.home / "feeds", tmp_path / "feeds")
    for gone in ("RZ4/observation", "RZ8/patient"):
        (path,) = (tmp_path / "feeds").glob(f"{gone}*.yaml")
        path.unlink()
    told = qualifying(tmp_path, ("RZ1", "RZ4", "RZ8"), record=three_rivers(), as_of=DAY)
    assert told[0].startswith("Sarnmouth and Coast Hospitals NHS Trust (RZ4) sends no tests at all")
    assert told[1].startswith("Wendshire Community Health NHS Trust (RZ8) sends no patients")
    assert any("has sent no observations yet" in each and "(RZ1)" in each for each in told)


def test_a_mapping_that_cannot_be_read_is_told_of_whose_it_is_and_the_others_are_told_of_all_the_same(
    world: World, tmp_path: Path
) -> None:
    shutil.copytree(world.home / "feeds", tmp_path / "feeds")
    for code in ("RZ4", "RX9"):
        (tmp_path / "feeds" / code).mkdir(exist_ok=True)
        (tmp_path / "feeds" / code / "broken.yaml").write_text("columns: {gender: A SECRET")
    told = qualifying(tmp_path, ("RZ1", "RZ4"), record=three_rivers(), as_of=DAY)
    name = "Sarnmouth and Coast Hospitals NHS Trust (RZ4)"
    assert told[0] == f"A mapping of {name} cannot be read: what it does not give is not told here."
    assert any("has sent no observations yet" in each and "(RZ1)" in each for each in told)
    assert not any("RX9" in each or "SECRET" in each for each in told)


def test_tests_of_patients_who_were_not_sent_are_told(world: World, tmp_path: Path) -> None:
    shutil.copytree(world.home / "feeds", tmp_path / "feeds")
    (tmp_path / "mapped").mkdir()
    counted = {"snapshot": 0, "found": [["RZ1", "observation", "patient_id", 40, 100]]}
    (tmp_path / "mapped" / "orphans.json").write_text(json.dumps(counted))
    told = qualifying(tmp_path, ("RZ1",), record=three_rivers(), as_of=DAY)
    assert any("40 of 100" in each and "patient" in each for each in told), told


def test_more_days_find_no_fewer_and_days_that_mean_nothing_are_refused(world: World, door: Door) -> None:
    def total(days: int) -> int:
        table = kept(world.home, asked(world, door, days).line).table
        return sum(table["repeats"].to_pylist())

    assert 0 < total(5) < total(60)
    with pytest.raises(BadDays, match="1 to 366"):
        asked(world, door, 0)


def test_a_permit_without_the_persons_cannot_count_and_no_question_is_asked(world: World, door: Door) -> None:
    before = len(Log(world.home).lines())
    fewer = replace(question(), columns=tuple(each for each in COLUMNS if "person_key" not in each))
    permit = door.desk.decide(fewer)
    assert isinstance(permit, Permit)
    with pytest.raises(CannotCount, match=r"does not give observation\.person_key"):
        repeat_tests(door, permit, lists_in(world.home / "opt_outs"), days=30, by=BY, at=AT)
    assert len(Log(world.home).lines()) == before
