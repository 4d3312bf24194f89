"""What stands in the way of a date: the last day that is still right, and the first that is wrong."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.converge.facts.obstacle import Obstacles, in_blackout
from concordat.converge.facts.problem import Problem, problem_of
from concordat.converge.tests.facts import Facts
from concordat.converge.tests.small import AS_OF, offer, small
from concordat.core.calendar import is_working_day
from concordat.register.noun import Noun
from concordat.register.programme import Blackout, Budget, Capacity
from concordat.register.record import Record
from concordat.register.system import Need

DAY = timedelta(days=1)
WINTER = Blackout(name="winter", starts_on=date(2026, 12, 1), ends_on=date(2027, 2, 28), yearly=True)


def judged(*extra: Noun, without: tuple[str, ...] = (), **changes: dict[str, Any]) -> tuple[Problem, Obstacles]:
    problem = problem_of(small(*extra, without=without, **changes), AS_OF)
    return problem, Obstacles(problem)


def rules(obstacles: Obstacles, quarter: int, **terms: Any) -> list[str]:
    """The rules against an offer of a new EPR at RZ1 in a quarter."""
    cell = next(cell for cell in obstacles.problem.cells if cell.system.system == "E1-sys")
    given = {"implementation": 3, "procurement": 0, **terms}
    return [reason.rule for reason in obstacles.on_date(cell, offer("o", "EPR", "newepr", (1, 1), **given), quarter)]


@pytest.mark.parametrize(
    ("day", "frozen"),
    [
        (date(2026, 11, 30), False),
        (date(2026, 12, 1), True),
        (date(2027, 12, 31), True),
        (date(2028, 1, 1), True),
        (date(2028, 2, 28), True),
        (date(2028, 2, 29), False),
        (date(2029, 7, 1), False),
    ],
)
def test_a_yearly_blackout_goes_over_the_turn_of_every_year(day: date, frozen: bool) -> None:
    assert in_blackout(WINTER, day) is frozen


@settings(deadline=None)
@given(st.dates(AS_OF, date(2027, 12, 31)), st.integers(0, 360), st.dates(date(2026, 1, 1), date(2036, 1, 1)))
def test_blackouts_are_those_found_one_occurrence_after_another(start: date, length: int, day: date) -> None:
    blackout = Blackout(name="b", starts_on=start, ends_on=start + timedelta(days=length), yearly=True)
    assert in_blackout(blackout, day) is (Facts(Record.of([blackout]), AS_OF).frozen("RZ1", day) is not None)


def test_a_go_live_is_on_a_working_day_early_in_the_week_and_in_no_blackout() -> None:
    move = Blackout(name="move", organisation="RZ2", starts_on=date(2027, 4, 1), ends_on=date(2027, 6, 30))
    problem, obstacles = judged(WINTER, move)
    for code, days in obstacles.go_live_days.items():
        for span, day in zip(problem.quarters, days, strict=True):
            assert day is None or (span.period.contains(day) and is_working_day(day) and day.weekday() < 4)
            assert day is None or not in_blackout(WINTER, day)
        assert (days[1] is None) is (code == "RZ2")
    assert obstacles.go_live_days["RZ1"][0] == date(2027, 3, 1)
    assert obstacles.go_live_days["RZ1"][1] == date(2027, 4, 1)


def test_a_decision_may_be_taken_today_and_not_yesterday() -> None:
    problem, obstacles = judged()
    day = obstacles.go_live_days["RZ1"][4]
    assert day is not None
    months = (day.year - AS_OF.year) * 12 + day.month - AS_OF.month - 4  # less four of approvals
    dates = obstacles.dates(offer("o", "EPR", "newepr", (1, 1), implementation=months, procurement=0), day)
    first = next(q for q, d in enumerate(obstacles.go_live_days["RZ1"]) if d and d >= day)
    assert ("CV-01" in rules(obstacles, first, implementation=months)) is (dates.decide_by < problem.as_of)
    assert "CV-01" not in rules(obstacles, first, implementation=months - 1)
    assert "CV-01" in rules(obstacles, first, implementation=months + 1)


def test_an_award_may_fall_on_the_last_day_of_its_framework_and_the_first_of_its_offer() -> None:
    _, obstacles = judged()
    day = obstacles.go_live_days["RZ1"][6]
    assert day is not None
    award = obstacles.dates(offer("o", "EPR", "newepr", (1, 1), implementation=3), day).award_by
    for closes_on, expected in ((award, []), (award - DAY, ["CV-03"])):
        _, judge = judged(F1={"closes_on": closes_on})
        assert rules(judge, 6, framework="F1") == expected
    assert rules(obstacles, 6, opens_on=award) == []
    assert rules(obstacles, 6, opens_on=award + DAY) == ["CV-01"]


def test_the_old_product_may_be_used_on_its_last_supported_day() -> None:
    day = judged()[1].go_live_days["RZ1"][6]
    assert day is not None
    assert rules(judged(oldepr={"support_ends_on": day})[1], 6) == []
    assert rules(judged(oldepr={"support_ends_on": day - DAY})[1], 6) == ["APP-04"]


def test_a_product_supported_to_the_last_day_of_the_horizon_is_supported() -> None:
    last = judged()[0].ends_on - DAY
    for ends_on, expected in ((last, []), (last - DAY, ["APP-04"])):
        problem, obstacles = judged(newepr={"support_ends_on": ends_on})
        unfit = obstacles.unfit(problem.cells[0], offer("o", "EPR", "newepr", (1, 1)))
        assert [reason.rule for reason in unfit] == expected


def test_a_product_must_show_what_is_mandated_and_what_the_site_must_have() -> None:
    need = Need(organisation="RZ1", capability="EPR", requirement="barcode")
    problem, obstacles = judged(need, EPR={"standards": ("FHIR",)}, newepr={"claimed": ("FHIR",)})
    at = {cell.system.system: [r.facts for r in obstacles.unfit(cell, offer("o", "EPR", "newepr", (1, 1)))]
          for cell in problem.cells if cell.system.capability == "EPR"}  # fmt: skip
    assert at == {"E1-sys": [("FHIR", "barcode")], "E2-sys": [("FHIR",)], "E3-sys": [("FHIR",)]}


def test_double_running_past_the_horizon_is_no_obstacle_where_the_contract_goes_on() -> None:
    _, obstacles = judged(E1={"auto_renew": 12, "extension_options": (), "ends_on": date(2028, 12, 31)})
    assert rules(obstacles, 23, double_running=6) == []


def test_what_belonged_to_a_merged_organisation_belongs_to_its_heir() -> None:
    problem, obstacles = judged(
        Blackout(name="move", organisation="RZ3", starts_on=date(2027, 4, 1), ends_on=date(2027, 6, 30)),
        Capacity(organisation="RZ3", skill="tester", wte=2.0),
        Budget(organisation="RZ3", financial_year="2027/28", capital=100, revenue=None),
        Budget(organisation="RZ1", financial_year="2027/28", capital=50, revenue=7),
        RZ3={"valid_to": date(2026, 4, 1), "successor": "RZ1"},
    )
    assert problem.organisations == ("RZ1", "RZ2")
    assert obstacles.go_live_days["RZ1"][1] is None
    assert [(each.organisation, each.wte) for each in problem.capacity] == [("", 2.0), ("RZ1", 2.0)]
    assert [(b.organisation, b.capital, b.revenue) for b in problem.budgets] == [("RZ1", 150, None)]


def test_a_system_whose_contract_is_not_on_the_record_is_found_and_not_forgotten() -> None:
    problem, _ = judged(without=("E1",))
    assert "E1-sys" not in {cell.system.system for cell in problem.cells}
    assert [finding.rule for finding in problem.findings] == ["APP-02"]


def test_a_system_for_an_unknown_capability_is_found_and_not_planned() -> None:
    problem, _ = judged(without=("OC",))
    assert {cell.system.capability for cell in problem.cells} == {"EPR"}
    assert [finding.column for finding in problem.findings] == ["Capability", "Capability"]
