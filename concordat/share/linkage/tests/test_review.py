"""Clerical review: what is said of a pair adds up, tells no value, and of two who decide at once one is told."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from concordat.share.linkage import incremental, ledger, past, review
from concordat.share.linkage.settings import Settings
from concordat.share.linkage.standardise import COLUMNS
from concordat.share.linkage.tests.people import ENGINE, crowd, keys_by_record

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
FEW = Settings(pair_budget=0, random_pairs=50_000)
RECORDS = crowd().records.select(COLUMNS)
NOBODY = RECORDS.slice(0, 0)
_TELLING = ("nhs_number", "family_name", "postcode", "birth_date")


def run(home: Path, people: pa.Table = NOBODY) -> None:
    ledger.run(home, people, engine=ENGINE, by="a clerk", at=AT, settings=FEW)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("first")
    run(home, RECORDS.slice(0, 2500))
    return home


@pytest.fixture
def home(first: Path, tmp_path: Path) -> Path:
    shutil.copytree(first, tmp_path / "home")
    return tmp_path / "home"


def waiting(home: Path) -> list[review.Pair]:
    return [each for each in review.queue(home, engine=ENGINE) if each.waits]


def decide(home: Path, pair: review.Pair, same: bool | None, seen: int | None = None, by: str = "a clerk") -> None:
    ledger.decide(home, (pair.a, pair.b), same=same, by=by, why="both letters were looked at", at=AT, seen=seen)


def test_what_is_said_of_a_pair_adds_up_to_its_weight(tmp_path: Path) -> None:
    """Only how rare names are is not known by field: where none is equal, the rest adds up by itself."""
    ledger.run(tmp_path, RECORDS, engine=ENGINE, by="a clerk", at=AT, settings=replace(FEW, review_from=-20.0))
    parameters = past.runs(tmp_path)[-1].report.parameters
    pairs = review.queue(tmp_path, engine=ENGINE)
    unnamed = [each for each in pairs if not each.swapped and 0 not in (each.levels["given"], each.levels["family"])]
    assert unnamed and any(each.guards for each in pairs)
    for pair in pairs:
        said = review.comparison(pair, parameters)
        assert sum(each.weight for each in said) == pytest.approx(pair.weight, abs=0.06)
        assert pair not in unnamed or "Names" not in {each.what for each in said}


def test_nothing_said_holds_a_value_of_a_row(first: Path) -> None:
    parameters = past.runs(first)[-1].report.parameters
    rows = {each["record_id"]: each for each in RECORDS.to_pylist()}
    for pair in review.queue(first, engine=ENGINE):
        said = " ".join(f"{each.what} {each.says}" for each in review.comparison(pair, parameters)).casefold().split()
        values = [rows[record][name] for record in (pair.a, pair.b) for name in _TELLING]
        assert not {str(each).casefold() for each in values if each} & set(said)


@pytest.mark.parametrize("small", [True, False], ids=["all looked at again", "only what is touched"])
def test_a_settled_pair_waits_no_more(home: Path, small: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incremental, "SMALL", 10**9 if small else 0)
    one, other, *_ = before = waiting(home)
    decide(home, one, True)
    decide(home, other, False)
    left = {(each.a, each.b) for each in waiting(home)}
    assert left == {(each.a, each.b) for each in before} - {(one.a, one.b), (other.a, other.b)}
    run(home)
    assert {(each.a, each.b) for each in waiting(home)} <= left


def test_a_pair_nobody_can_tell_waits_at_the_end_for_a_second_look(home: Path) -> None:
    one, *rest = waiting(home)
    decide(home, one, None)
    *_, last = waiting(home)
    assert (last.a, last.b) == (one.a, one.b) and len(waiting(home)) == len(rest) + 1
    run(home)
    assert ledger.verified(home) == ()


def test_that_nobody_can_tell_takes_a_decision_back(home: Path) -> None:
    pair = next(each for each in waiting(home) if each.linked)
    for same, together in ((False, False), (None, True)):
        decide(home, pair, same)
        run(home)
        keys = keys_by_record(ledger.persons(home, engine=ENGINE))
        assert (keys[pair.a] == keys[pair.b]) is together


def test_of_two_who_decide_at_once_the_second_is_told(home: Path) -> None:
    pair = waiting(home)[0]
    decide(home, pair, True, seen=0, by="Ann")
    with pytest.raises(ledger.Overtaken, match="Ann decided on these two first: the same person"):
        decide(home, pair, False, seen=0, by="Ben")
    entry = ledger.last_words(home)[frozenset((pair.a, pair.b))].entry
    decide(home, pair, False, seen=entry, by="Ben")
    assert [each.decision.same for each in ledger.decisions(home)] == [True, False]
    assert not list((home / "linkage").glob(".unfinished*"))


def test_a_run_is_kept_with_its_report_and_its_scores(first: Path) -> None:
    (kept,) = past.runs(first)
    assert kept.report.given == 2500 and kept.report.expected.precision > 0.9
    assert kept.report.parameters == ledger.known(first).parameters
    scores = past.scores(first, kept, engine=ENGINE)
    assert 0 < sum(each.pairs for each in scores) <= kept.report.pairs_compared
    assert sum(past.held_by(first, engine=ENGINE).values()) == kept.report.persons


@pytest.mark.parametrize(
    ("record", "side"), [("RZ1:10:5", ("RZ1", "10:5")), ("10005", ("", "10005")), (":7", ("", "7"))]
)
def test_whose_a_record_is(record: str, side: tuple[str, str]) -> None:
    assert review.side(record) == side
