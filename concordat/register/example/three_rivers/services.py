"""Three Rivers: its shared services, what is owed on either side of a host, who does what, whom to call, and risks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from concordat.register.example.measures import day, thousands
from concordat.register.example.three_rivers.applications import LATCH, LUMEN, ROTA
from concordat.register.noun import Noun
from concordat.register.person import OfficeRole
from concordat.register.service import (
    Duty,
    HostModel,
    Obligation,
    Raci,
    Responsibility,
    Risk,
    Rung,
    Service,
    Unit,
)

IMAGES, PORTAL, ROSTERS = "SVC-PACS", "SVC-PORTAL", "SVC-ROSTER"

_SERVICES: tuple[tuple[str, str, HostModel, str, str, str, str, str, int, int, str], ...] = (
    # key, name, model, host, users, contract, agreement, hours, back within hours, minutes lost, exit schedule
    (IMAGES, "Radiology archive", HostModel.LEAD, "RZ1", "RZ1 RZ4 Z3R4V", "RZ1-IMG-20", "TR-HOST-01 / 1", "24/7", 4, 15,
     "Hosting agreement, schedule 6"),
    (PORTAL, "Patient portal for the system", HostModel.ON_BEHALF, "QZ3", "QZ3 Z3R4V RZ8", "QZ3-PHR-23", "",
     "Mon-Fri 08:00-20:00", 8, 60, ""),
    (ROSTERS, "E-rostering for two trusts", HostModel.DIRECT, "", "Z3R4V RZ8", "Z3R4V-ROS-22", "", "24/7", 12, 240,
     "Call-off contract, clause 31"),
)

_OBLIGATIONS: tuple[tuple[str, str, Duty, str, str, str, float | None, float, str, dict[str, Any]], ...] = (
    # key, service, duty, owed by, owed to, terms, amount, £000 cap, what it mirrors, what else
    ("OB-01", IMAGES, Duty.HOURS, LUMEN, "RZ1", "Support day and night", 168, 0, "", {"clause": "Schedule 2.1"}),
    ("OB-02", IMAGES, Duty.SERVICE_LEVEL, LUMEN, "RZ1", "Available, by the month", 99.9, 0, "",
     {"clause": "Schedule 2.2"}),
    ("OB-03", IMAGES, Duty.NOTICE, LUMEN, "RZ1", "Notice of its ending", 260, 0, "", {"clause": "Clause 27"}),
    ("OB-04", IMAGES, Duty.LIABILITY, LUMEN, "RZ1", "Liability in each year", None, 2_000, "", {"clause": "Clause 14"}),
    ("OB-05", IMAGES, Duty.AUDIT, LUMEN, "RZ1", "Audit of its data centre", 1, 0, "", {"clause": "Clause 19"}),
    ("OB-06", IMAGES, Duty.INSURANCE, LUMEN, "RZ1", "Professional indemnity", None, 10_000, "",
     {"clause": "Clause 15"}),
    ("OB-07", IMAGES, Duty.EXIT, LUMEN, "RZ1", "Help on leaving", 6, 0, "", {"clause": "Schedule 9"}),
    ("OB-11", IMAGES, Duty.HOURS, "RZ1", "RZ4 Z3R4V", "Support day and night", 168, 0, "OB-01", {"clause": "4.1"}),
    ("OB-12", IMAGES, Duty.SERVICE_LEVEL, "RZ1", "RZ4 Z3R4V", "Available, by the month", 99.9, 0, "OB-02",
     {"clause": "4.2"}),  # nothing passes the notice of OB-03 on
    ("OB-14", IMAGES, Duty.LIABILITY, "RZ1", "RZ4 Z3R4V", "Liability in each year", None, 5_000, "OB-04",
     {"clause": "9.1"}),
    ("OB-15", IMAGES, Duty.AUDIT, "RZ1", "RZ4 Z3R4V", "Audit of the data centre", 1, 0, "OB-05", {"clause": "7.3"}),
    ("OB-16", IMAGES, Duty.INSURANCE, "RZ1", "RZ4 Z3R4V", "Professional indemnity of the supplier", None, 10_000,
     "OB-06", {"clause": "9.4"}),
    ("OB-17", IMAGES, Duty.EXIT, "RZ1", "RZ4 Z3R4V", "Help on leaving", 6, 0, "OB-07", {"clause": "Schedule 6"}),
    ("OB-18", IMAGES, Duty.STAFF, "RZ1", "RZ4 Z3R4V", "Four staff of RZ1 on honorary contracts with both", None, 0, "",
     {"clause": "6.1"}),
    ("OB-19", IMAGES, Duty.NOTICE, "RZ4", "RZ1", "Notice of leaving", 12, 0, "",
     {"unit": Unit.MONTHS, "clause": "12.1"}),
    ("OB-21", PORTAL, Duty.HOURS, LATCH, "QZ3 Z3R4V RZ8", "Support on weekdays", 60, 0, "", {"clause": "Annex B"}),
    ("OB-22", PORTAL, Duty.SERVICE_LEVEL, LATCH, "QZ3 Z3R4V RZ8", "Available, by the month", 99.5, 0, "",
     {"clause": "Annex B"}),
    ("OB-23", PORTAL, Duty.LIABILITY, LATCH, "QZ3 Z3R4V RZ8", "Liability in each year", None, 1_000, "",
     {"clause": "Clause 11"}),
    ("OB-31", ROSTERS, Duty.HOURS, ROTA, "Z3R4V RZ8", "Support day and night", 168, 0, "", {"clause": "Schedule C"}),
    ("OB-32", ROSTERS, Duty.EXIT, ROTA, "Z3R4V RZ8", "Help on leaving", 3, 0, "", {"clause": "Clause 31"}),
)

_WHO = {
    "SM": OfficeRole.SERVICE_MANAGER, "CM": OfficeRole.CONTRACT_MANAGER, "DL": OfficeRole.DIGITAL_LEAD,
    "FL": OfficeRole.FINANCE_LEAD, "CSO": OfficeRole.CSO, "DPO": OfficeRole.DPO, "COO": OfficeRole.OPERATING_OFFICER,
}
_RACI = (  # service, activity, accountable, responsible, consulted, informed
    (IMAGES, "Answer and mend incidents", "RZ1:DL", "RZ1:SM", "", "RZ4:DL Z3R4V:DL"),
    (IMAGES, "Approve changes", "RZ1:DL RZ1:SM", "RZ1:SM", "RZ4:DL Z3R4V:SM", ""),  # two are accountable
    (IMAGES, "Give and take away access; joiners, movers and leavers", "RZ1:SM", "RZ4:DL Z3R4V:SM", "", ""),
    (IMAGES, "Data protection", "RZ1:DPO", "RZ1:SM", "RZ4:DPO Z3R4V:DPO", ""),
    (IMAGES, "Clinical safety of the deployment", "RZ1:CSO", "RZ4:CSO Z3R4V:CSO", "", ""),
    (IMAGES, "Recharge and check invoices", "RZ1:FL", "RZ1:CM", "RZ4:FL Z3R4V:FL", ""),
    (IMAGES, "Review the service each month", "RZ1:SM", "RZ1:SM", "", "RZ4:COO Z3R4V:COO"),
    (IMAGES, "Keep the exit plan", "RZ1:CM", "RZ1:CM", "RZ4:DL Z3R4V:SM", ""),
    (PORTAL, "Answer and mend incidents", "QZ3:SM", "QZ3:SM", "Z3R4V:SM", ""),  # nobody remembers RZ8
    (PORTAL, "Approve changes", "QZ3:DL", "QZ3:SM", "Z3R4V:DL", ""),
    (PORTAL, "Pay invoices", "QZ3:FL", "QZ3:SM", "", "Z3R4V:FL"),
    (PORTAL, "Clinical safety of the deployment", "Z3R4V:CSO", "Z3R4V:CSO", "", "QZ3:SM"),
    (ROSTERS, "Answer and mend incidents", "Z3R4V:SM", "Z3R4V:SM RZ8:DL", "", ""),
    (ROSTERS, "Agree on changes in the user group", "Z3R4V:COO", "Z3R4V:SM", "RZ8:COO", ""),
    (ROSTERS, "Pay invoices", "Z3R4V:FL", "Z3R4V:SM", "", "RZ8:FL"),
    (ROSTERS, "Give and take away access; joiners, movers and leavers", "Z3R4V:SM", "Z3R4V:SM RZ8:DL", "", ""),
    (ROSTERS, "Data protection", "Z3R4V:DPO", "Z3R4V:DPO RZ8:DPO", "", ""),
    (ROSTERS, "Clinical safety of the deployment", "Z3R4V:CSO", "Z3R4V:CSO", "RZ8:DL", ""),
    (ROSTERS, "Review the service, and keep the exit plan", "Z3R4V:SM", "Z3R4V:SM RZ8:DL", "", "RZ8:COO"),
)

_INCIDENT, _DISPUTE = "incident", "dispute"
_LADDERS: tuple[tuple[str, str, str, str, str, str, str, bool, int], ...] = (
    # service, kind, of whom, who, contact, from, until, on working days only, minutes (days) before it goes up
    (IMAGES, _INCIDENT, "RZ1", "Service desk", "01632 960101", "08:00", "18:00", True, 30),
    (IMAGES, _INCIDENT, "RZ1", "Imaging systems, on call by night", "01632 960102", "18:00", "08:00", False, 30),
    (IMAGES, _INCIDENT, "RZ1", "Site manager, weekends and holidays", "01632 960103", "08:00", "18:00", False, 45),
    (IMAGES, _INCIDENT, "", "Lumenfold's desk, first priority", "01632 960190", "", "", False, 60),
    (IMAGES, _INCIDENT, "RZ1", "Digital lead", "01632 960104", "", "", False, 60),
    (IMAGES, _INCIDENT, "RZ1", "Chief operating officer", "01632 960105", "", "", False, 0),
    (IMAGES, _DISPUTE, "RZ1", "Operational leads of the members", "", "", "", False, 10),
    (IMAGES, _DISPUTE, "RZ1", "Executive directors", "", "", "", False, 15),
    (IMAGES, _DISPUTE, "RZ1", "Chief executives", "", "", "", False, 20),
    (IMAGES, _DISPUTE, "", "Mediation by whom the joint committee names", "", "", "", False, 30),
    (PORTAL, _INCIDENT, "QZ3", "Portal team", "01632 960201", "08:00", "20:00", True, 60),
    (PORTAL, _INCIDENT, "", "Openlatch's desk", "01632 960290", "", "", False, 120),
    (PORTAL, _DISPUTE, "QZ3", "Operational leads", "", "", "", False, 15),
    (PORTAL, _DISPUTE, "QZ3", "Chief executives", "", "", "", False, 0),  # no executives, no mediation
    (ROSTERS, _INCIDENT, "Z3R4V", "Rostering team", "01632 960301", "08:00", "17:00", True, 60),
    (ROSTERS, _INCIDENT, "", "Rotacraft's desk", "01632 960390", "", "", False, 240),
    (ROSTERS, _DISPUTE, "Z3R4V", "Operational leads", "", "", "", False, 10),
    (ROSTERS, _DISPUTE, "RZ8", "Executive directors", "", "", "", False, 10),
    (ROSTERS, _DISPUTE, "Z3R4V", "Chief executives", "", "", "", False, 15),
    (ROSTERS, _DISPUTE, "", "Mediation by whom the joint committee names", "", "", "", False, 30),
)

_RISKS: tuple[tuple[str, str, str, str, int, int, float, dict[str, float], str, OfficeRole, str, str], ...] = (
    # key, what may happen, service, proposal, likelihood, impact, %, £ to each, owner, its office, what is done, review
    ("RK-01", "The archive is down for a day, and reporting is sent out", IMAGES, "", 2, 4, 15,
     {"RZ1": 180_000, "RZ4": 95_000, "Z3R4V": 12_000}, "RZ1", _WHO["SM"], "Images of a month are kept at each site",
     "2027-01-20"),
    ("RK-02", "A member claims more than the supplier's cap", IMAGES, "", 1, 5, 3, {"RZ1": 3_000_000}, "RZ1",
     _WHO["FL"], "", "2026-10-31"),
    ("RK-03", "The supplier gives notice, and members learn of it late", IMAGES, "", 2, 3, 10,
     {"RZ4": 220_000, "Z3R4V": 60_000}, "RZ4", _WHO["DL"], "Asked the host for the same notice", "2027-02-15"),
    ("RK-04", "The portal cannot be reached at a weekend", PORTAL, "", 4, 2, 60,
     {"Z3R4V": 15_000, "RZ8": 22_000}, "QZ3", _WHO["SM"], "Longer hours are priced", "2027-01-11"),
    ("RK-05", "A new portal is awarded too late to replace three", "", "converge-phr", 3, 4, 30,
     {"RZ1": 240_000, "RZ4": 150_000, "QZ3": 330_000}, "RZ1", OfficeRole.PROGRAMME_DIRECTOR,
     "The extension of RZ1-PHR-22 is put to the executive team", "2026-12-14"),
    ("RK-06", "Shifts are not filled because rosters are late", ROSTERS, "", 2, 3, 20,
     {"Z3R4V": 40_000, "RZ8": 35_000}, "Z3R4V", _WHO["COO"], "Rosters are published six weeks before", "2027-03-01"),
)


def services() -> Iterator[Noun]:
    """Every row of services.xlsx."""
    for key, name, model, host, users, contract, agreement, hours, back, lost, leaving in _SERVICES:
        yield Service(service=key, name=name, model=model, host=host, users=tuple(users.split()), contract=contract,
                      agreement=agreement, hours=hours, recovery_time=back, recovery_point=lost, exit_schedule=leaving)
    for key, service, duty, debtor, owed_to, terms, amount, cap, mirrors, more in _OBLIGATIONS:
        yield Obligation(obligation=key, service=service, duty=duty, owed_by=debtor, owed_to=tuple(owed_to.split()),
                         terms=terms, amount=amount, limit=thousands(cap), mirrors=mirrors, **more)
    for service, activity, *parts in _RACI:
        for part, named in zip(Raci.__members__.values(), _in_order(parts), strict=True):
            for code, office in (each.split(":") for each in named.split()):
                yield Responsibility(service=service, activity=activity, organisation=code, office=_WHO[office],
                                     part=part)
    yield from _rungs()
    for key, title, service, proposal, likelihood, impact, chance, exposure, owner, its, mitigation, review in _RISKS:
        yield Risk(risk=key, title=title, service=service, proposal=proposal, likelihood=likelihood, impact=impact,
                   probability=chance, exposure=tuple(exposure.items()), owner=owner, owner_office=its,
                   mitigation=mitigation, review_on=day(review))


def _in_order(parts: list[str]) -> tuple[str, ...]:
    """The parts as Raci has them, responsible first."""
    accountable, responsible, consulted, informed = parts
    return responsible, accountable, consulted, informed


def _rungs() -> Iterator[Rung]:
    below: dict[tuple[str, str], int] = {}
    for service, kind, organisation, who, contact, starts, ends, weekdays, within in _LADDERS:
        below[service, kind] = below.get((service, kind), 0) + 1
        yield Rung(service=service, kind=kind, rung=below[service, kind], organisation=organisation, who=who,
                   contact=contact, starts_at=starts, ends_at=ends, weekdays_only=weekdays, within=within)
