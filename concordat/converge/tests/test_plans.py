"""Plans of random collaboratives, judged by the independent checker; tiny ones, against every other plan there is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from concordat.converge.facts.problem import problem_of
from concordat.converge.out.duties import duties
from concordat.converge.pricing.compile import Compiled, compile_problem
from concordat.converge.roadmap import Wishes, as_dict, roadmap
from concordat.converge.tests.checker import violations
from concordat.converge.tests.enumeration import best, count, ways
from concordat.converge.tests.facts import Facts
from concordat.converge.tests.records import random_record
from concordat.converge.tests.small import AS_OF, small
from concordat.converge.tests.without import without_a_plan
from concordat.register.intake import read_record
from concordat.register.record import Record
from concordat.register.system import System

EXAMPLE = Path(__file__).parents[3] / "examples" / "three_rivers"
CHEAPEST = Wishes(order=("cost",), tolerance=0.0)


@pytest.mark.parametrize("seed", range(60))
def test_no_rule_is_broken_and_no_penny_astray(seed: int) -> None:
    record, as_of = random_record(seed)
    answer = as_dict(roadmap(record, as_of))
    if answer["status"] != "infeasible":
        assert violations(record, as_of, answer) == []


@pytest.mark.parametrize("seed", range(1000, 1004))
def test_nor_in_larger_ones(seed: int) -> None:
    record, as_of = random_record(seed, trusts=9, systems=22, quarters=20)
    answer = as_dict(roadmap(record, as_of))
    if answer["status"] != "infeasible":
        assert violations(record, as_of, answer) == []


def test_nor_in_three_rivers() -> None:
    record = read_record(EXAMPLE).record
    answer = as_dict(roadmap(record, AS_OF))
    assert violations(record, AS_OF, answer) == []
    assert answer["gap"] <= 0.01
    assert answer["cost"]["plan"] < answer["cost"]["do_minimum"]
    assert all(move["reasons"] for move in answer["moves"])
    assert without_a_plan(Facts(record, AS_OF)).items() <= answer["cost"].items()


def test_the_same_question_has_the_same_answer() -> None:
    record, as_of = random_record(5)
    assert as_dict(roadmap(record, as_of)) == as_dict(roadmap(record, as_of))


@pytest.mark.parametrize("seed", range(60))
def test_a_tiny_plan_is_the_cheapest_of_all(seed: int) -> None:
    record, as_of = _tiny(seed)
    found = roadmap(record, as_of, CHEAPEST)
    if found.problem.cells:
        assert (found.plan.cost if found.plan else None) == best(record, as_of)[0]


@pytest.mark.parametrize("seed", range(200, 230))
def test_there_is_a_column_for_what_is_lawful_and_none_for_what_is_not(seed: int) -> None:
    record, as_of = random_record(seed)
    facts, problem = Facts(record, as_of), problem_of(record, as_of)
    assert {cell.system.system for cell in problem.cells} == set(facts.live)
    compiled = compile_problem(problem) if problem.cells else None
    for number, cell in enumerate(problem.cells):
        assert compiled
        assert _columns(compiled, number) == _ways(facts, cell.system.system)


@pytest.mark.parametrize("seed", range(300, 315))
def test_what_happens_without_a_plan_is_reckoned_alike(seed: int) -> None:
    record, as_of = random_record(seed)
    problem = problem_of(record, as_of)
    if problem.cells:
        without = compile_problem(problem).without
        assert without_a_plan(Facts(record, as_of)) == {
            "do_nothing": without.do_nothing,
            "do_minimum": without.do_minimum,
            "integrate": without.integrate,
        }


@pytest.mark.parametrize("seed", (11, 25, 31, 38, 47, 86, 88, 91, 96, 98))
def test_a_conflict_names_the_systems_that_have_no_future(seed: int) -> None:
    record, as_of = _tiny(seed)
    found = roadmap(record, as_of)
    facts = Facts(record, as_of)
    stranded = [live for live in facts.live.values() if not ways(facts, live)]
    assert found.plan is None and found.exit_code == 3
    assert sorted(each.what.split(" at ")[0] for each in found.conflicts) == sorted(
        live.system.capability for live in stranded
    )
    for each in found.conflicts:
        assert len(each.facts) > 1 and each.remedy


@pytest.mark.parametrize("seed", (20, 35, 56))
def test_a_clash_names_systems_that_cannot_be_planned_even_by_themselves(seed: int) -> None:
    record, as_of = _tiny(seed)
    found = roadmap(record, as_of)
    facts = Facts(record, as_of)
    assert best(record, as_of)[0] is None and all(ways(facts, live) for live in facts.live.values())
    (clash,) = found.conflicts
    names = {key: f"{live.system.capability} at Trust {live.organisation}" for key, live in facts.live.items()}
    named = [key for key, name in names.items() if name in clash.what]
    alone = Record.of([row for row in record if not isinstance(row, System) or row.system in named])
    assert named and clash.facts and best(alone, as_of)[0] is None


def test_what_a_system_must_do_to_stay_is_told_and_is_in_the_calendar() -> None:
    record = small(E1={"extension_options": (24, 24)}, without=("new-epr", "new-oc"))
    found = roadmap(record, AS_OF, CHEAPEST)
    answer = as_dict(found)
    (kept,) = [each for each in answer["stays"] if each["system"] == "E1-sys"]
    assert [notice["by"] for notice in kept["notices"]] == ["2028-12-31", "2030-12-31"]
    assert kept["decide_by"] == kept["notice_by"] == "2028-12-31"
    assert {date(2028, 12, 31), date(2030, 12, 31)} <= {each.on for each in duties(found) if each.contract == "E1"}
    assert violations(record, AS_OF, answer) == []


def test_an_empty_record_is_told_to_be_empty() -> None:
    found = roadmap(Record.of([]), AS_OF)
    assert found.plan is None
    assert [each.what for each in found.conflicts] == ["There is nothing to plan"]
    assert as_dict(found)["cost"]["do_nothing"] == 0


def test_the_small_record_is_planned_as_by_hand() -> None:
    record = small()
    answer = as_dict(roadmap(record, AS_OF))
    assert violations(record, AS_OF, answer) == []
    assert {move["system"] for move in answer["moves"]} == {"E1-sys", "E2-sys", "E3-sys", "O1-sys", "O2-sys"}


def _tiny(seed: int) -> tuple[Record, date]:
    record, as_of = random_record(seed, trusts=3, systems=3, quarters=7)
    assert count(record, as_of) < 20_000
    return record, as_of


def _columns(compiled: Compiled, number: int) -> dict[tuple[object, ...], int]:
    """The cost of each of a system's columns, by what it is."""
    model = compiled.model
    row, moves = model.cost[number], model.moves(model.cost)[number]
    found: dict[tuple[object, ...], int] = {
        (kind, None, 0, None): int(row[at]) for at, kind in enumerate(("stay", "renew")) if np.isfinite(row[at])
    }
    for option, choice in enumerate(compiled.problem.choices[int(model.capability[number])]):
        kind = "shared" if choice.sites else "alone"
        for quarter in np.flatnonzero(np.isfinite(moves[option])):
            found[kind, choice.offer.offer, choice.sites, int(quarter)] = int(moves[option, quarter])
    return found


def _ways(facts: Facts, system: str) -> dict[tuple[object, ...], int]:
    """The cost of each lawful future of a system, by the same names."""
    found: dict[tuple[object, ...], int] = {}
    for way in ways(facts, facts.live[system]):
        offer, day = way.move["offer"], way.move["cutover_on"]
        quarter = facts.quarter_of(date.fromisoformat(day)) if offer else None
        found[way.move["kind"], offer, way.sharers, quarter] = way.cost
    return found
