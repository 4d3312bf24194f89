"""Three Rivers: the data that flow under its agreements, column by column with the reason for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from concordat.register.noun import Noun
from concordat.register.sharing import DataItem, Flow, Operator, Purpose, RowCondition, Transform

_KEEP, _CODED, _LESS, _OUT = Transform.KEEP, Transform.PSEUDONYM, Transform.AREA, Transform.DROP

_PERSON = (
    ("patient.nhs_number", "To count each person once", _CODED),
    ("patient.birth_date", "Need differs with age", Transform.YEAR),
    ("patient.postcode", "Need differs with deprivation and distance", _LESS),
)
_NAMED = (
    ("patient.nhs_number", "The law asks for it to be used, and it prevents mistaken identity", _KEEP),
    ("patient.name", "Staff check it with the person", _KEEP),
    ("patient.birth_date", "Staff check it with the person", _KEEP),
)
_WAITS = (
    *_PERSON,
    ("waiting_list.referred_on", "The clock starts here", _KEEP),
    ("waiting_list.treatment_function", "Waits are planned by specialty", _KEEP),
    ("waiting_list.priority", "The most urgent come first", _KEEP),
    ("waiting_list.removed_on", "The clock stops here", _KEEP),
)
_FAIR_WAITS = (
    *_WAITS,
    ("patient.ethnic_category", "To see whether waits are fair", _KEEP),
    ("waiting_list.comment", "Free text may name people, so nobody receives it", _OUT),
)

_SCHEDULES: dict[str, tuple[tuple[str, str, Transform], ...]] = {  # columns, why each is needed, what is done to it
    "waits": _WAITS,
    "fair waits": _FAIR_WAITS,
    "waits and work": (*_FAIR_WAITS, ("patient.employment_status", "To see who cannot work while waiting", _KEEP)),
    "emergencies": (
        *_PERSON,
        ("emergency_attendance.arrived_at", "Peaks by hour decide how many staff there are", _KEEP),
        ("emergency_attendance.acuity", "Beds are planned by how ill people are", _KEEP),
        ("emergency_attendance.disposal", "Admissions fill the beds", _KEEP),
    ),
    "sessions": (
        ("theatre_session.starts_on", "Sessions are counted by month", Transform.MONTH),
        ("theatre_session.minutes_used", "What stood empty", _KEEP),
    ),
    "stroke": (
        *_NAMED,
        ("encounter.started_on", "Hours from arrival", _KEEP),
        ("procedure.performed_on", "Hours to treatment", _KEEP),
        ("encounter.ended_on", "Days to rehabilitation", _KEEP),
    ),
    "frailty": (
        *_PERSON,
        ("problem.code", "Conditions that go with frailty", _KEEP),
        ("encounter.started_on", "Falls and admissions of the last year", Transform.MONTH),
    ),
    "record": (
        *_NAMED,
        ("allergy.substance", "Not to be given again", _KEEP),
        ("medication.item", "What is taken now", _KEEP),
        ("problem.code", "What is already known", _KEEP),
        ("test_result.value", "Not to be tested again without need", _KEEP),
        ("encounter.started_on", "When people were last seen, and where", _KEEP),
    ),
    "allergies": (*_NAMED, ("allergy.substance", "Not to be given again", _KEEP)),
    "caseload": (
        *_PERSON,
        ("caseload.team", "Where the work is", _KEEP),
        ("caseload.accepted_on", "How long people stay with a team", _KEEP),
        ("caseload.risk_summary", "", _KEEP),
        ("patient.religion", "", _KEEP),
    ),
    "tests": (
        *_PERSON,
        ("patient.person_key", "To tell whose test it is, at whichever trust", _CODED),
        ("observation.person_key", "To tell whose test it is, at whichever trust", _CODED),
        ("observation.organisation", "Which trust did it", _KEEP),
        ("observation.code", "The same test, or another", _KEEP),
        ("observation.effective_at", "Within 30 days, or later", _KEEP),
        ("observation.capability", "Which kind of service did it, not which person", _KEEP),
        ("observation.status", "Whether it was done, or cancelled", _KEEP),
    ),
    "virtual ward": (
        *_NAMED,
        ("encounter.started_on", "First day at home", _KEEP),
        ("encounter.ended_on", "Whether, and when, people went back", _KEEP),
    ),
    "images": (
        *_NAMED,
        ("imaging_study.image", "What is read", _KEEP),
        ("imaging_study.report", "What the first reader saw", _KEEP),
    ),
    "discharge": (
        *_NAMED,
        ("referral.reason", "What help is needed at home", _KEEP),
        ("encounter.ended_on", "The day of going home", _KEEP),
        ("patient.address", "Where home is", _KEEP),
    ),
    "packages": (
        *_NAMED,
        ("care_package.service", "What the council already gives", _KEEP),
        ("care_package.starts_on", "From when", _KEEP),
    ),
    "fund": (
        ("care_package.service", "What the fund pays for", _KEEP),
        ("care_package.cost", "How much of it", _KEEP),
    ),
}

_AUDIT, _CARE_AND_AUDIT = (Purpose.LOCAL_AUDIT,), (Purpose.INDIVIDUAL_CARE, Purpose.LOCAL_AUDIT)
_CARE, _PLAN = (Purpose.INDIVIDUAL_CARE,), (Purpose.PLANNING,)
_HUB = {"system": "QZ3-INT", "method": "Shown on request through the hub; nothing is copied"}
_ARCHIVE = {"system": "RZ1-PACS", "method": "DICOM over the trusts' private network"}

_FLOWS: tuple[tuple[str, str, str, str, str, str, tuple[Purpose, ...], str, dict[str, Any]], ...] = (
    # agreement, short name, from (one flow each), to, whose (blank: the sender's), columns, what for, whom, what else
    ("TR-DSA-01 / 1", "waits", "RZ1 RZ4 RZ5 RZ8", "QZ3", "", "waits", (), "People who wait for treatment", {}),
    ("TR-DSA-01 / 2", "waits", "RZ1 RZ4 RZ8", "QZ3", "", "fair waits", (),
     "People who wait for treatment, about 96,000", {"frequency": "weekly"}),
    ("TR-DSA-01 / 3", "waits", "RZ1 RZ4 RZ8 Z3R4V", "QZ3", "", "waits and work", (),
     "People who wait for treatment, about 104,000", {"frequency": "weekly"}),
    ("TR-DSA-02 / 1", "emergencies", "RZ1 RZ4", "QZ3", "", "emergencies", (),
     "People who came to an emergency department", {"frequency": "daily in winter"}),
    ("TR-DSA-03 / 1", "sessions", "RZ4 RZ8", "RZ1", "", "sessions", (), "Nobody: counts of sessions", {}),
    ("TR-DSA-04 / 1", "stroke", "RZ4 RZ5", "RZ8", "", "stroke", (), "People admitted with a stroke", {}),
    ("TR-DSA-05 / 1", "frailty", "RZ1 RZ4 RZ8", "QZ3", "", "frailty", (), "People of 65 and over", {}),
    ("TR-DSA-06 / 1", "to-RZ1", "QZ3", "RZ1", "RZ4 Z3R4V RZ8", "record", _CARE, "Patients of RZ1", _HUB),
    ("TR-DSA-06 / 1", "to-RZ4", "QZ3", "RZ4", "RZ1 Z3R4V RZ8", "record", _CARE, "Patients of RZ4", _HUB),
    ("TR-DSA-06 / 1", "to-Z3R4V", "QZ3", "Z3R4V", "RZ1 RZ4 RZ8", "record", _CARE, "Patients of Z3R4V", _HUB),
    ("TR-DSA-06 / 1", "to-RZ8", "QZ3", "RZ8", "RZ1 RZ4 Z3R4V", "record", _CARE, "Patients of RZ8", _HUB),
    ("TR-DSA-06 / 1", "to-099", "QZ3", "099", "RZ1 RZ4", "allergies", _CARE, "People in the council's care", _HUB),
    ("TR-DSA-07 / 1", "caseload", "RZ8 Z3R4V", "QZ3", "", "caseload", (), "People on a team's caseload", {}),
    ("TR-DSA-08 / 1", "tests", "RZ1 RZ4 RZ8 Z3R4V", "QZ3", "", "tests", (), "People tested since April 2024",
     {"frequency": "once a quarter"}),
    ("TR-DSA-09 / 1", "virtual-ward", "RZ8", "RZ4", "", "virtual ward", _AUDIT, "People on a virtual ward", {}),
    ("TR-HOST-01 / 1", "images-to-Z3R4V", "RZ1", "Z3R4V", "RZ4", "images", _CARE_AND_AUDIT, "People with images",
     _ARCHIVE),
    ("TR-HOST-01 / 1", "images-to-RZ4", "RZ1", "RZ4", "Z3R4V", "images", _CARE_AND_AUDIT, "People with images",
     _ARCHIVE),
    ("TR-S75-01 / 1", "discharge", "RZ8", "098", "", "discharge", _CARE, "People who go home with help", {}),
    ("TR-S75-01 / 1", "packages", "098", "RZ8", "", "packages", _CARE, "People with a care package", {}),
    ("TR-S75-01 / 1", "fund", "098", "QZ3", "", "fund", _PLAN, "Nobody: sums by service", {}),
)

_CONDITIONS = (  # agreement, flow (every sender's), column, comparison, values
    ("TR-DSA-01 / 2", "waits", "waiting_list.referred_on", Operator.AT_LEAST, ("2023-04-01",)),
    ("TR-DSA-01 / 2", "waits", "waiting_list.treatment_function", Operator.NONE_OF, ("360", "700")),
    ("TR-DSA-05 / 1", "frailty", "patient.age", Operator.AT_LEAST, ("65",)),
    ("TR-DSA-08 / 1", "tests", "observation.effective_at", Operator.AT_LEAST, ("2024-04-01",)),
)

_USUAL = {"frequency": "monthly", "method": "Secure file transfer"}


def flows(kept: Mapping[str, str]) -> Iterator[Noun]:
    """Every flow with its columns and the conditions on its rows; `kept` tells who keeps each agreement."""
    for agreement, name, senders, receiver, whose, schedule, purposes, subjects, more in _FLOWS:
        for sender in senders.split():
            flow = Flow(
                agreement=agreement, organisation=kept[agreement], sender=sender, receiver=receiver,
                flow=f"{name}-{sender}" if " " in senders else name, controllers=tuple(whose.split()),
                purposes=purposes, subjects=subjects, **{**_USUAL, **more},
            )
            yield flow
            yield from _items(flow, schedule)
            yield from _conditions(flow, name)


def _items(flow: Flow, schedule: str) -> Iterator[DataItem]:
    for column, why, transform in _SCHEDULES[schedule]:
        table, _, item = column.partition(".")
        yield DataItem(flow=flow.key, table=table, item=item, organisation=flow.organisation, justification=why,
                       transform=transform)


def _conditions(flow: Flow, name: str) -> Iterator[RowCondition]:
    for agreement, limited, column, operator, values in _CONDITIONS:
        if (agreement, limited) == (flow.agreement, name):
            table, _, item = column.partition(".")
            yield RowCondition(flow=flow.key, table=table, item=item, organisation=flow.organisation,
                               operator=operator, values=values)
