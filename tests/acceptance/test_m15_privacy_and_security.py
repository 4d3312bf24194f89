"""M15: from four trusts' files to an answer that may leave: one person across trusts, what is agreed and no more."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import AS_OF, concordat

DAY = ("--as-of", AS_OF.isoformat())
ASKER, SECOND = ("--by", "an evaluator"), ("--by", "a second person")
TESTED = "select organisation, count(*) as tests, count(distinct person_key) as people from observation group by 1"


@dataclass(frozen=True, kw_only=True)
class Shared:
    """A workspace as the programme office left it, and what the commands said on the way."""

    home: Path
    record: Path
    question: Path
    opt_outs: Path
    said: Mapping[str, Any]

    def ask(self, command: str, *more: str, exit_code: int = 0, question: Path | None = None) -> Any:
        """What a command that goes through the door answers, as JSON; None where it only refuses."""
        given = ("--home", self.home, "--record", self.record, "--question", question or self.question)
        also = ("--opt-outs", self.opt_outs, *DAY, *ASKER, "--json")
        return json.loads(concordat("share", command, *given, *also, *more, exit_code=exit_code))

    def changed(self, folder: Path, **changes: Any) -> Path:
        """The question with other words in it."""
        path = folder / "question.json"
        path.write_text(json.dumps(json.loads(self.question.read_text("utf-8")) | changes), encoding="utf-8")
        return path


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """Two months of four trusts' files, landed, mapped and linked one month after the other."""
    example, home = tmp_path_factory.mktemp("example"), tmp_path_factory.mktemp("home")
    concordat("example", example, "--people", "150")
    shutil.copytree(example / "feeds", home / "feeds")
    with (example / "extracts" / "sent.csv").open(encoding="utf-8") as stream:
        sent = sorted(csv.DictReader(stream), key=lambda each: (each["period"], each["organisation"], each["system"]))
    said: dict[str, Any] = {}
    for month, of_month in groupby(sent, key=lambda each: each["period"]):
        for (organisation, system), files in groupby(of_month, key=lambda each: (each["organisation"], each["system"])):
            paths = [example / "extracts" / each["file"] for each in files]
            about = ("--organisation", organisation, "--system", system, "--period", month)
            concordat("share", "land", *paths, "--home", home, *about)
        concordat("share", "map", "--home", home, *ASKER)
        said[month] = json.loads(concordat("share", "link", "--home", home, *ASKER, "--json"))
    question = example / "questions" / "may-icb-evaluate-tests-done-twice.json"
    return Shared(home=home, record=example, question=question, opt_outs=example / "opt_outs", said=said)


def test_the_same_patient_is_found_across_trusts_and_a_later_month_is_linked_alone(shared: Shared) -> None:
    first, second = (shared.said[each] for each in sorted(shared.said))
    assert first["status"] == second["status"] == "linked"
    assert 100 < first["persons"] <= 150 < first["records"], "most of 150 people are known to more than one trust"
    assert second["records"] < first["records"] / 2 and "not for the care of one patient" in second["note"]


def test_only_what_is_agreed_is_in_the_store_and_what_is_left_out_is_told_without_the_few(shared: Shared) -> None:
    (table,) = shared.ask("build")["tables"].items()
    assert table[0] == "observation" and "nhs_number" not in table[1]["columns"]
    assert all(many is None or many % 5 == 0 for many in table[1]["rows"].values())
    assert table[1]["rows"]["opted out or not checked"]


def test_people_are_told_apart_by_keys_of_the_agreement_alone(shared: Shared) -> None:
    rows = shared.ask("ask", "--sql", "select distinct person_key from observation")["rows"]
    assert rows and all(len(each["person_key"]) == 32 for each in rows)


def test_what_is_not_agreed_is_refused_with_its_reasons(shared: Shared, tmp_path: Path) -> None:
    shared.ask("ask", "--sql", "select nhs_number from patient", exit_code=2)
    verdict = shared.ask("ask", "--sql", TESTED, exit_code=5, question=shared.changed(tmp_path, purpose="research"))
    assert verdict["verdict"] == "DENY" and verdict["reasons"]


def test_an_answer_leaves_only_by_a_second_person_and_without_small_numbers(shared: Shared, tmp_path: Path) -> None:
    line = str(shared.ask("ask", "--sql", TESTED)["line"])
    out = tmp_path / "tests.csv"
    release = ("share", "release", "--home", shared.home, "--record", shared.record, *DAY, "--line", line)
    counts = ("--counts", "people", "--counts", "tests", "--out", out)
    concordat(*release, *counts, *ASKER, exit_code=2)
    assert not out.exists()
    concordat(*release, *counts, *SECOND)
    with out.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert rows and all(int(each["people"]) >= 8 and int(each["tests"]) % 5 == 0 for each in rows)


def test_counts_alone_are_asked_without_sql(shared: Shared, tmp_path: Path) -> None:
    aggregate = shared.changed(tmp_path, form="aggregate")
    answer = shared.ask("ask", "--count", "observation", "--per", "capability", question=aggregate)
    assert answer["protected"] and all(each["people"] % 5 == 0 for each in answer["rows"])


def test_tests_done_twice_are_counted_and_what_qualifies_them_is_traced_to_contracts(shared: Shared) -> None:
    found = shared.ask("repeats", "--days", "90")
    assert found["agreement"] == "TR-DSA-08" and all(each["people"] >= 8 for each in found["rows"])
    assert any("under contract RZ4-OCS-21" in each for each in found["warnings"])


def test_every_question_is_on_a_log_that_is_whole_and_names_nobody(shared: Shared) -> None:
    assert json.loads(concordat("share", "verify-log", "--home", shared.home, "--json"))["whole"]
    told = (shared.home / "log" / "lines.jsonl").read_text("utf-8")
    with next((shared.opt_outs / "RZ1").glob("reply-*.dat")).open() as numbers:
        assert not any(number.strip(", \n") in told for number in numbers)
