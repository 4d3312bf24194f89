"""The calendar: every day on which something runs out, once, with alarms before it and a name that stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from concordat.register.agreement import Agreement, Party
from concordat.register.assurance import CagApproval, Dpia, DsptOutcome, DsptStatus
from concordat.register.due import due
from concordat.register.record import Record
from concordat.share.out.renewals import ics, renewals
from concordat.share.tests.sample import AS_OF, CAG, DPIA, KEY, sample

LEAVER = f"{KEY} / 098 / controller"


def events(record: Record, key: str = KEY, as_of: date = AS_OF) -> list[Any]:
    return list(Calendar.from_ical(ics(record, key, as_of)).walk("VEVENT"))


def days(record: Record, as_of: date = AS_OF) -> dict[str, date]:
    return {each.lapse.key: each.lapse.day for each in renewals(record, KEY, as_of)}


def test_every_day_asked_for_is_there() -> None:
    found = days(sample())
    assert found[f"{KEY}:end"] == date(2028, 4, 30)
    assert found[f"{KEY}:review"] == date(2027, 4, 30)
    assert found[f"{DPIA}:review"] == date(2027, 4, 15)
    assert found[f"{CAG}:expiry"] == date(2029, 3, 1)
    assert found[f"{CAG}:review"] == date(2027, 3, 2)
    assert found["RZ1:dspt:2027"] == date(2027, 6, 30)
    assert found["RZ1:ico"] == date(2027, 3, 31)
    assert found[f"{LEAVER}:leaves"] == date(2026, 9, 30)


def test_each_is_a_whole_day_with_alarms_ninety_sixty_and_thirty_days_before() -> None:
    found = events(sample())
    assert len(found) == len(renewals(sample(), KEY, AS_OF))
    for event in found:
        assert type(event.decoded("dtstart")) is date
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)
        assert [-alarm.decoded("trigger").days for alarm in event.walk("VALARM")] == [90, 60, 30]


def test_an_event_keeps_its_name_when_its_day_moves() -> None:
    moved = sample(
        changes={(Agreement, KEY): {"ends_on": date(2029, 4, 30)}, (CagApproval, CAG): {"expires_on": AS_OF}}
    )
    before, after = ({str(event["uid"]): event for event in events(each)} for each in (sample(), moved))
    assert before.keys() == after.keys() and len(before) == len(events(sample()))
    differ = [uid for uid in before if before[uid].decoded("dtstart") != after[uid].decoded("dtstart")]
    assert len(differ) == 2


@pytest.mark.parametrize(
    ("as_of", "due"), [(date(2027, 6, 30), date(2027, 6, 30)), (date(2027, 7, 1), date(2028, 6, 30))]
)
def test_the_toolkit_is_due_on_the_next_thirtieth_of_june(as_of: date, due: date) -> None:
    assert days(sample(), as_of)[f"RZ1:dspt:{due.year}"] == due


def test_an_accepted_risk_ends_on_its_day() -> None:
    change = {"outcome": DsptOutcome.NOT_MET, "accepted_until": date(2027, 1, 15), "accepted_by": "The SIRO of RZ1"}
    found = days(sample(changes={(DsptStatus, "RZ1 / 2026"): change}))
    assert found["RZ1 / 2026:accepted"] == date(2027, 1, 15)


def test_what_is_overdue_is_put_where_it_will_be_seen() -> None:
    (event,) = (each for each in events(sample()) if "leaves" in str(each["summary"]))
    assert event.decoded("dtstart") == AS_OF
    assert str(event["summary"]).startswith("Overdue since 30 September 2026: Wendshire County Council leaves")
    done = sample(changes={(Party, LEAVER): {"duty_done_on": AS_OF}})
    assert not [each for each in events(done) if "leaves" in str(each["summary"])]


@pytest.mark.parametrize("change", [{"terminated_on": AS_OF}, {"ends_on": date(2026, 11, 21)}])
def test_an_agreement_that_is_over_has_only_the_duties_of_who_left(change: dict[str, date]) -> None:
    assert [*days(sample(changes={(Agreement, KEY): change}))] == [f"{LEAVER}:leaves"]
    assert len(days(sample(changes={(Agreement, KEY): {"ends_on": AS_OF}}))) > 5


def test_what_agreements_share_is_in_the_calendar_of_all_once_and_names_them() -> None:
    found = renewals(sample(), "", AS_OF)
    (toolkit,) = (each for each in found if each.lapse.key == "RZ1:dspt:2027")
    assert toolkit.agreements == ("TR-ISP-01 / 1", "TR-DSA-07 / 1", KEY)
    assert {each.lapse.key for each in renewals(sample(), KEY, AS_OF)} < {each.lapse.key for each in found}
    assert len({str(event["uid"]) for event in events(sample(), "")}) == len(found)


def test_what_is_not_set_is_not_in_the_calendar() -> None:
    bare = sample(
        changes={(Agreement, KEY): {"review_on": None}, (Dpia, DPIA): {"review_on": None}},
        without=[(CagApproval, CAG)],
    )
    assert not {f"{KEY}:review", f"{DPIA}:review", f"{CAG}:expiry"} & days(bare).keys()


def test_the_calendar_says_what_the_register_says_is_due() -> None:
    said = {(each.day, each.what) for each in due(sample(), AS_OF, months=600)}
    found = {(each.lapse.day, each.lapse.what) for each in renewals(sample(), "", AS_OF)}
    assert len(found) > 10 and not found - said
