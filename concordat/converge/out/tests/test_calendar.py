"""The calendar: every duty once, on its day, with alarms where a day can be missed, and steady names for its events."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar

from concordat.converge.out.calendar import ics
from concordat.converge.out.duties import Step, duties
from concordat.converge.out.tests.planned import planned
from concordat.converge.roadmap import Roadmap
from concordat.converge.tests.small import small
from concordat.register.system import System


def events(roadmap: Roadmap) -> list[Any]:
    return list(Calendar.from_ical(ics(roadmap)).walk("VEVENT"))


def test_each_duty_is_one_event_of_a_whole_day() -> None:
    roadmap = planned(small())
    found = [(event.decoded("dtstart"), event["categories"].cats[0]) for event in events(roadmap)]
    assert found == [(duty.on, duty.step.value) for duty in duties(roadmap)]
    assert all(type(day) is date for day, _ in found)
    assert all(event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1) for event in events(roadmap))


def test_every_date_of_every_move_is_there() -> None:
    roadmap = planned(small())
    assert roadmap.plan is not None
    shown = {(duty.on, duty.step, move.number) for duty in duties(roadmap) for move in duty.moves}
    for move in roadmap.plan.changed:
        assert move.dates and move.ending and move.decide_by
        days = (move.decide_by, move.dates.procure_by, move.dates.award_by, move.dates.cutover_on)
        steps = (Step.DECIDE, Step.PROCURE, Step.AWARD, Step.CUTOVER)
        assert {(day, step, move.number) for day, step in zip(days, steps, strict=True)} <= shown
        assert {(notice.by, Step.NOTICE, move.number) for notice in move.notices} <= shown
        assert (move.ending.paid_to - timedelta(days=1), Step.END, move.number) in shown


def test_only_what_can_be_missed_has_alarms_ninety_and_thirty_days_before() -> None:
    for event in events(planned(small())):
        before = sorted(-alarm.decoded("trigger").days for alarm in event.walk("VALARM"))
        missable = event["categories"].cats[0] in (Step.DECIDE, Step.NOTICE)
        assert before == ([30, 90] if missable else [])


def test_an_event_keeps_its_name_when_its_date_moves_and_the_later_plan_supersedes() -> None:
    earlier = planned(small())
    later = planned(small(E2={"ends_on": date(2031, 3, 31)}), as_of=date(2027, 1, 5))
    old, new = ({str(event["uid"]): event for event in events(each)} for each in (earlier, later))
    assert len(old) == len(events(earlier))
    moved = [uid for uid in old.keys() & new.keys() if old[uid].decoded("dtstart") != new[uid].decoded("dtstart")]
    assert moved
    assert all(old[uid]["sequence"] < new[uid]["sequence"] for uid in moved)
    assert all(old[uid].decoded("dtstamp") < new[uid].decoded("dtstamp") for uid in moved)
    assert {type(event.decoded("dtstamp")) for event in old.values()} == {datetime}


def test_systems_of_one_contract_share_an_event_where_they_share_a_day() -> None:
    twin = System(
        system="E1-twin", name="EPR annexe", organisation="RZ1", capability="EPR", product="oldepr", contract="E1"
    )
    roadmap = planned(small(twin))
    cutovers = [duty for duty in duties(roadmap) if duty.contract == "E1" and duty.step is Step.CUTOVER]
    assert [len(duty.moves) for duty in cutovers] == [2]
    described = [str(event["description"]) for event in events(roadmap) if "EPR annexe" in str(event["description"])]
    assert described and all("E1-sys" in each for each in described)
