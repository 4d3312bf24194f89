"""Who does what: exactly one accountable, nobody left out, nothing forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from concordat.govern.hosting.raci import ESSENTIAL, MOST, Matrix, safety_officers
from concordat.govern.hosting.tests.sample import ACTIVITIES, HOST, MEMBERS, responsibilities, service
from concordat.register.person import OfficeRole
from concordat.register.service import Raci, Responsibility

ROWS = tuple(responsibilities())


def faults(*rows: Responsibility) -> list[str]:
    return [each.what for each in Matrix.of(service(), rows).faults()]


def test_a_whole_matrix_has_no_fault() -> None:
    assert faults(*ROWS) == []


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_an_activity_without_anybody_accountable_is_told(activity: str) -> None:
    left = [each for each in ROWS if not (each.activity == activity and each.part is Raci.ACCOUNTABLE)]
    assert faults(*left) == [f"Nobody is accountable for {activity}"]


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_an_activity_that_nobody_may_forget_is_missed(activity: str) -> None:
    (told,) = faults(*(each for each in ROWS if each.activity != activity))
    assert told.startswith("Nobody is named for ")
    assert told.removeprefix("Nobody is named for ") in dict(ESSENTIAL)


def test_two_accountable_are_one_too_many_and_twice_the_same_is_one() -> None:
    first = next(each for each in ROWS if each.part is Raci.ACCOUNTABLE)
    assert faults(*ROWS, first) == []
    other = replace(first, organisation="RZB")
    assert faults(*ROWS, other) == [
        f"2 are accountable for {first.activity}: service manager of {HOST}, service manager of RZB"
    ]


def test_other_capitals_and_spaces_are_the_same_activity() -> None:
    first = next(each for each in ROWS if each.part is Raci.ACCOUNTABLE)
    assert len(faults(*ROWS, replace(first, activity=f"  {first.activity.upper()} ", organisation="RZB"))) == 1


def test_who_uses_it_and_has_no_part_is_told() -> None:
    left = [each for each in ROWS if each.organisation != "RZC"]
    assert faults(*left) == ["RZC uses the service and has no part in anything"]


def test_an_office_may_be_accountable_for_so_many_and_no_more() -> None:
    def extra(count: int) -> list[Responsibility]:
        parts = (Raci.ACCOUNTABLE, Raci.RESPONSIBLE)
        return [
            Responsibility(
                service="SVC-SCANS", activity=f"Chore {n}", organisation="RZB", office=OfficeRole.CSO, part=part
            )
            for n in range(count)
            for part in parts
        ]

    assert faults(*ROWS, *extra(MOST)) == []
    assert faults(*ROWS, *extra(MOST + 1)) == [
        f"The clinical safety officer of RZB is accountable for {MOST + 1} activities"
    ]


def test_an_exchange_is_no_change_and_a_preview_no_review() -> None:
    row = ROWS[0]
    forgotten = Matrix.of(service(), [replace(row, activity="Exchange of previews at the interface")]).forgotten
    assert {"changes", "service review"} <= set(forgotten)


def test_other_services_rows_are_not_this_ones() -> None:
    alien = [replace(each, service="SVC-OTHER") for each in ROWS]
    assert Matrix.of(service(), alien).rows == ()


def test_a_cell_says_the_gravest_part_first() -> None:
    matrix = Matrix.of(service(), ROWS)
    assert matrix.cell("Clinical safety", HOST).startswith("A ")
    assert "R clinical safety officer" in matrix.cell("Clinical safety", HOST)
    assert matrix.organisations == (HOST, *MEMBERS)


def test_only_its_own_officer_answers_for_an_organisation() -> None:
    told = [each for each in ROWS if not (each.office is OfficeRole.CSO and each.organisation == "RZC")]
    informed = replace(
        next(each for each in ROWS if each.office is OfficeRole.CSO), organisation="RZC", part=Raci.INFORMED
    )
    assert safety_officers(service(), [*told, informed]) == {HOST: True, "RZB": True, "RZC": False}
