"""A shared archive of scans: Alder hosts it for Beech and Cedar, and everything about it is in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from concordat.register.agreement import ARTICLE_28, Agreement, AgreementKind, Party, PartyRole, Signature
from concordat.register.contract import Contract, Regime
from concordat.register.noun import Noun
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.person import OfficeRole
from concordat.register.record import Record
from concordat.register.service import (
    Duty,
    HostModel,
    Obligation,
    Raci,
    Responsibility,
    Risk,
    Rung,
    Service,
)
from concordat.register.system import Supplier

AS_OF = date(2026, 11, 22)
HOST, MEMBERS = "RZA", ("RZB", "RZC")
USERS = (HOST, *MEMBERS)
AGREED: dict[Duty, tuple[str, float | None, int]] = {
    Duty.HOURS: ("Service desk day and night", 168, 0),
    Duty.SERVICE_LEVEL: ("Available each month", 99.9, 0),
    Duty.NOTICE: ("Notice of planned work", 10, 0),
    Duty.AUDIT: ("Audits on request", 1, 0),
    Duty.EXIT: ("Help on leaving", 6, 0),
    Duty.LIABILITY: ("Liability for each claim", None, 2_000_000_00),
    Duty.INSURANCE: ("Professional indemnity; CNST and LTPS as member of both", None, 5_000_000_00),
}
ACTIVITIES = (
    "Put right an incident", "Approve a change", "Give access", "Joiners, movers and leavers", "Data protection",
    "Clinical safety", "Exit plan", "Check invoices", "Monthly service review",
)  # fmt: skip


def service(**changes: Any) -> Service:
    """The archive."""
    given: dict[str, Any] = {
        "service": "SVC-SCANS", "name": "Shared scans", "model": HostModel.LEAD, "host": HOST, "users": USERS,
        "contract": "C-SCANS", "agreement": "HOST-1 / 1", "hours": "24/7", "recovery_time": 4, "recovery_point": 15,
        "exit_schedule": "Agreement, schedule 6",
    }  # fmt: skip
    return Service(**{**given, **changes})


def given(duty: Duty, **changes: Any) -> Obligation:
    """What the supplier owes the host."""
    terms, amount, limit = AGREED[duty]
    row: dict[str, Any] = {
        "obligation": f"S-{duty.name}", "service": "SVC-SCANS", "duty": duty, "owed_by": "S1", "owed_to": (HOST,),
        "terms": terms, "amount": amount, "limit": limit, "clause": "Contract, clause 1",
    }  # fmt: skip
    return Obligation(**{**row, **changes})


def promised(duty: Duty, **changes: Any) -> Obligation:
    """What the host owes the members; liability is shared out, so that all claims together are within the cap."""
    own = given(duty)
    limit = own.limit // len(MEMBERS) if duty is Duty.LIABILITY else own.limit
    row = replace(own, obligation=f"H-{duty.name}", owed_by=HOST, owed_to=MEMBERS, mirrors=own.obligation, limit=limit)
    return replace(row, **changes)


def staffed() -> Obligation:
    """The host's duty about staff."""
    return Obligation(
        obligation="H-STAFF", service="SVC-SCANS", duty=Duty.STAFF, owed_by=HOST, owed_to=MEMBERS,
        terms="Honorary contracts for reporting radiographers",
    )  # fmt: skip


def responsibilities() -> Iterable[Responsibility]:
    """The host's service manager is accountable, each member's clinical safety officer answers for its own site."""

    def row(activity: str, organisation: str, office: OfficeRole, part: Raci) -> Responsibility:
        return Responsibility(
            service="SVC-SCANS", activity=activity, organisation=organisation, office=office, part=part
        )

    for number, activity in enumerate(ACTIVITIES):
        office = OfficeRole.DIGITAL_LEAD if number % 2 else OfficeRole.SERVICE_MANAGER
        yield row(activity, HOST, office, Raci.ACCOUNTABLE)
        yield row(activity, HOST, OfficeRole.CONTRACT_MANAGER, Raci.RESPONSIBLE)
        yield from (row(activity, each, OfficeRole.DIGITAL_LEAD, Raci.CONSULTED) for each in MEMBERS)
    yield from (row("Clinical safety", each, OfficeRole.CSO, Raci.RESPONSIBLE) for each in USERS)


def rung(number: int, who: str, *, kind: str = "incident", **changes: Any) -> Rung:
    """A rung of the archive's ladder."""
    return Rung(**{"service": "SVC-SCANS", "kind": kind, "rung": number, "who": who, **changes})


def ladder() -> tuple[Rung, ...]:
    """By day the desk, at night the one on call, then the supplier; and the ladder of disputes."""
    return (
        rung(1, "Service desk", organisation=HOST, contact="01234 1", starts_at="08:00", ends_at="18:00",
             weekdays_only=True, within=30),
        rung(2, "On call", organisation=HOST, contact="01234 2", starts_at="18:00", ends_at="08:00", within=20),
        rung(3, "Supplier's desk", contact="01234 3", within=60),
        *(rung(number, who, kind="dispute", organisation=HOST, weekdays_only=True, starts_at="09:00", ends_at="17:00",
               within=within)
          for number, (who, within) in enumerate((("Service managers", 5), ("Executive directors", 10),
                                                  ("Chief executives", 10), ("Mediation", 0)), 1)),
    )  # fmt: skip


def risk(key: str = "R-1", **changes: Any) -> Risk:
    """A risk of the archive."""
    row: dict[str, Any] = {
        "risk": key, "title": f"Risk {key}", "service": "SVC-SCANS", "likelihood": 3, "impact": 4, "probability": 20.0,
        "exposure": (("RZA", 1000.0), ("RZB", 500.5)), "owner": HOST, "owner_office": OfficeRole.DIGITAL_LEAD,
        "review_on": date(2027, 1, 20), "mitigation": "Rehearse the fall-back",
    }  # fmt: skip
    return Risk(**{**row, **changes})


def agreement(clauses: Iterable[str] = ARTICLE_28) -> list[Noun]:
    """The hosting agreement, signed by all."""
    own = Agreement(
        agreement="HOST-1", version=1, title="Shared scans", kind=AgreementKind.HOSTING, organisation=HOST,
        starts_on=date(2025, 4, 1), ends_on=date(2030, 3, 31), review_on=date(2027, 3, 31), text_hash="a" * 64,
        clauses=tuple(map(str, clauses)),
    )  # fmt: skip
    parties = [Party(agreement=own.key, organisation=HOST, party=each, role=PartyRole.CONTROLLER) for each in MEMBERS]
    parties.append(Party(agreement=own.key, organisation=HOST, party=HOST, role=PartyRole.PROCESSOR, acts_for=MEMBERS))
    signed = [
        Signature(
            agreement=own.key, organisation=each, office=OfficeRole.CALDICOTT, name=f"Keeper of {each}",
            signed_on=date(2025, 3, 1), text_hash="a" * 64,
        )
        for each in USERS
    ]  # fmt: skip
    return [own, *parties, *signed]


def rows() -> list[Noun]:
    """Everything, in order."""
    return [
        *(Organisation(code=each, name=f"Trust {each}", kind=OrganisationKind.ACUTE) for each in USERS),
        Supplier(supplier="S1", name="Halden Systems"),
        Contract(
            contract="C-SCANS", title="Scans archive", customer=HOST, parties=MEMBERS, supplier="S1",
            regime=Regime.PA2023, starts_on=date(2025, 4, 1), ends_on=date(2027, 9, 30), extension_options=(12,),
        ),
        *agreement(),
        service(),
        *(given(each) for each in AGREED),
        *(promised(each) for each in AGREED),
        staffed(),
        *responsibilities(),
        *ladder(),
        risk(),
        risk("R-2", probability=0.0, exposure=(("RZC", 3333.33),), review_on=None),
    ]  # fmt: skip


def record(*more: Noun, without: Iterable[Noun] = ()) -> Record:
    """The whole record, with some rows more or fewer."""
    left_out = set(without)
    return Record.of([each for each in rows() if each not in left_out] + list(more))
