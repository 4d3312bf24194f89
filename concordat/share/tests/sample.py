"""One agreement with everything an agreement can have: signed, in force, and small enough to read at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from concordat.register.agreement import (
    ARTICLE_26,
    ARTICLE_28,
    Agreement,
    AgreementKind,
    LeaverDuty,
    Party,
    PartyRole,
    Section75,
    Signature,
)
from concordat.register.assurance import (
    CagApproval,
    Dpia,
    DpiaAddendum,
    DpiaRisk,
    DpiaStatus,
    DsptFramework,
    DsptOutcome,
    DsptStatus,
    IcoRegistration,
)
from concordat.register.bundle import bundle_of
from concordat.register.noun import Noun
from concordat.register.organisation import Collaborative, Model, Organisation, OrganisationKind
from concordat.register.person import Office, OfficeRole
from concordat.register.record import Record
from concordat.register.sharing import (
    Article6,
    Article9,
    Confidentiality,
    DataItem,
    Flow,
    Form,
    Operator,
    OptOutPosition,
    Purpose,
    PurposeBasis,
    RowCondition,
    Schedule1,
    Transform,
)
from concordat.register.system import DigitalCapability, Product, Supplier, System

AS_OF = date(2026, 11, 22)
KEY = "TR-DSA-01 / 2"
PROTOCOL, OTHER = "TR-ISP-01 / 1", "TR-DSA-07 / 1"
CAG, DPIA, OTHER_DPIA = "26/CAG/0042", "TR-DPIA-01", "TR-DPIA-07"
SIGNED = date(2026, 4, 20)
UNKNOWN = "not worked out yet"
Row = tuple[type[Noun], str]
NOTHING: Mapping[Row, dict[str, Any]] = MappingProxyType({})
ORGANISATIONS = {
    "QZ3": ("NHS Three Rivers Integrated Care Board", OrganisationKind.ICB),
    "RZ1": ("Ambrel Valley University Hospitals NHS Foundation Trust", OrganisationKind.ACUTE),
    "RZ8": ("Wendshire Community Health NHS Trust", OrganisationKind.COMMUNITY),
    "RZ4": ("Sarnmouth and Coast Hospitals NHS Trust", OrganisationKind.ACUTE),
    "098": ("Wendshire County Council", OrganisationKind.LOCAL_AUTHORITY),
    "8KX21": ("Lantern Data Services Ltd", OrganisationKind.SUPPLIER),
    "8KX22": ("Fold Cloud Ltd", OrganisationKind.SUPPLIER),
}
OFFICES = (OfficeRole.CALDICOTT, OfficeRole.SIRO, OfficeRole.DPO)
SIGNATORIES = ("QZ3", "RZ1", "RZ8", "RZ4", "8KX21")
"""Who is bound by the agreement and has signed it; 098 has left it, and 8KX22 is a sub-processor."""


def sample(*extra: Noun, without: Iterable[Row] = (), changes: Mapping[Row, dict[str, Any]] = NOTHING) -> Record:
    """The record; `changes` alters rows, `without` leaves rows out, both by noun and key; `extra` adds rows.

    Hashes are worked out after the changes, so that what is changed is what was signed.
    """
    left_out = set(without)
    rows = [(type(row), row.key, row) for row in _rows()]
    kept = [replace(row, **changes.get((noun, key), {})) for noun, key, row in rows if (noun, key) not in left_out]
    return Record.of(_hashed([*kept, *extra]))


def _hashed(rows: list[Noun]) -> list[Noun]:
    """The rows with the hash of its terms on each agreement that has none, and on its signatures."""
    record = Record.of(rows)
    found = {each.key: bundle_of(record, each.key, AS_OF) for each in record.all(Agreement)}
    hashes = {key: each.agreement.text_hash or each.text_hash() for key, each in found.items() if each}
    return [_with_hash(row, hashes) for row in rows]


def _with_hash(row: Noun, hashes: dict[str, str]) -> Noun:
    if isinstance(row, Agreement) and not row.text_hash:
        return replace(row, text_hash=hashes[row.key])
    if isinstance(row, Signature) and row.text_hash == UNKNOWN:
        return replace(row, text_hash=hashes[row.agreement])
    return row


def _rows() -> list[Noun]:
    return [
        *(Organisation(code=code, name=name, kind=kind) for code, (name, kind) in ORGANISATIONS.items()),
        Collaborative(
            collaborative="three-rivers", name="Three Rivers Provider Collaborative", model=Model.LEAD_PROVIDER
        ),
        *(_office(code, role) for code in ORGANISATIONS for role in OFFICES),
        Supplier(supplier="S1", name="Lantern Data Services Ltd"),
        DigitalCapability(capability="BI", name="Business intelligence"),
        Product(product="hub", name="Lantern Hub", supplier="S1", capability="BI"),
        System(system="QZ3-hub", name="Shared data hub", organisation="QZ3", capability="BI", product="hub"),
        *_agreements(),
        *_parties(),
        *_lawful(),
        *_flows(),
        *_assurance(),
    ]


def _office(code: str, role: OfficeRole) -> Office:
    return Office(
        organisation=code, role=role, name=f"{role.name.title()} of {code}", email=f"{role.name}@{code}.test".lower()
    )


def _agreements() -> list[Noun]:
    terms: dict[str, Any] = {
        "organisation": "QZ3", "starts_on": date(2026, 5, 1), "ends_on": date(2028, 4, 30),
        "review_on": date(2027, 4, 30), "review_grace": 14, "clauses": tuple(map(str, (*ARTICLE_26, *ARTICLE_28))),
        "least_count": 5, "rounding": 5, "retention_months": 24, "retention_class": "Planning data: 2 years",
        "disposal": "Deleted by the hub's supplier, with a certificate to each controller",
        "security": "Encrypted in transit and at rest; multi-factor sign-in; every query logged",
        "rights": "Each controller answers for its own patients within one month; QZ3 sends on what reaches it",
        "breach_contact": "ig@qz3.test within 24 hours", "complaints_route": "ig@qz3.test, then the ICO",
        "privacy_notice": "https://three-rivers.test/privacy", "recipients": ("analyst", "clinician"),
    }  # fmt: skip
    return [
        Agreement(
            agreement="TR-ISP-01", version=1, title="Three Rivers information sharing protocol",
            kind=AgreementKind.PROTOCOL, **terms,
        ),
        Agreement(
            agreement="TR-DSA-07", version=1, title="Community contacts", kind=AgreementKind.SHARING,
            dpia=OTHER_DPIA, **terms,
        ),
        Agreement(
            agreement="TR-DSA-01", version=2, title="Waiting lists across Three Rivers", kind=AgreementKind.SHARING,
            under=PROTOCOL, objectives="See every waiting list as one, so that nobody waits for want of a free theatre",
            dpia=DPIA, links_with=(OTHER,), key_holder="8KX21", evidence="Signed PDF, page 14", **terms,
        ),
    ]  # fmt: skip


def _parties() -> list[Noun]:
    both = [
        Party(
            agreement=key, organisation="QZ3", party=code, role=PartyRole.JOINT_CONTROLLER,
            contact=f"ig@{code.lower()}.test",
        )
        for key in (PROTOCOL, OTHER, KEY) for code in ("QZ3", "RZ1", "RZ8")
    ]  # fmt: skip
    of: dict[str, Any] = {"agreement": KEY, "organisation": "QZ3"}
    own = [
        Party(
            **of, party="RZ4", role=PartyRole.JOINT_CONTROLLER, joined_on=date(2026, 9, 1),
            deed="Deed of adherence 2026/3", contact="ig@rz4.test",
        ),
        Party(
            **of, party="8KX21", role=PartyRole.PROCESSOR, acts_for=("QZ3", "RZ1", "RZ8", "RZ4"),
            signs_as=OfficeRole.DPO, contact="dpo@lantern.test",
        ),
        Party(
            **of, party="8KX22", role=PartyRole.SUB_PROCESSOR, acts_for=("8KX21",), signs_as=OfficeRole.DPO,
            authorised_on=date(2026, 4, 10), contact="dpo@fold.test",
        ),
        Party(
            **of, party="098", role=PartyRole.CONTROLLER, left_on=date(2026, 9, 30),
            leaver_duty=LeaverDuty.RETURN_AND_DELETE, contact="ig@098.test",
        ),
    ]  # fmt: skip
    pairs = [(key, code) for key in (PROTOCOL, OTHER) for code in ("QZ3", "RZ1", "RZ8")]
    signed = [_signature(key, code) for key, code in [*pairs, *((KEY, each) for each in (*SIGNATORIES, "098"))]]
    return [*both, *own, *signed]


def _signature(key: str, code: str) -> Signature:
    office = OfficeRole.DPO if code == "8KX21" else OfficeRole.CALDICOTT
    day = date(2026, 8, 28) if code == "RZ4" else SIGNED
    name = f"{office.name.title()} of {code}"
    return Signature(agreement=key, organisation=code, office=office, name=name, signed_on=day, text_hash=UNKNOWN)


def _lawful() -> list[Noun]:
    of: dict[str, Any] = {"agreement": KEY, "organisation": "QZ3", "article_6": Article6.PUBLIC_TASK}
    health: dict[str, Any] = {
        "article_9": Article9.HEALTH_OR_SOCIAL_CARE,
        "schedule_1": Schedule1.HEALTH_OR_SOCIAL_CARE,
    }
    return [
        PurposeBasis(
            **of, **health, purpose=Purpose.INDIVIDUAL_CARE, objective="Clinicians see where their patient waits",
            form=Form.IDENTIFIABLE, confidentiality=Confidentiality.IMPLIED_CONSENT, objections=True,
        ),
        PurposeBasis(
            **of, **health, purpose=Purpose.PLANNING, objective="Plan theatre lists where capacity is free",
            form=Form.PSEUDONYMISED, power="NHS Act 2006 section 3", confidentiality=Confidentiality.SECTION_251_5,
            cag=CAG, opt_out=OptOutPosition.APPLIES, type_1=True,
        ),
        Section75(
            agreement=KEY, organisation="QZ3", functions=("Intermediate care", "Reablement"), host="QZ3",
            pooled_fund=4_200_000_00, contributions=(("QZ3", 2_600_000.0), ("098", 1_600_000.0)),
            overspend="Shared as contributions are", notice=12,
        ),
    ]  # fmt: skip


def _flows() -> list[Noun]:
    of: dict[str, Any] = {"agreement": KEY, "organisation": "QZ3"}
    planning, care = f"{KEY} / waiting-list", f"{KEY} / shared-view"
    return [
        Flow(
            **of, flow="waiting-list", title="Waiting list to the ICB", sender="RZ1", receiver="QZ3",
            controllers=("RZ1", "RZ8"), purposes=(Purpose.PLANNING.value,), subjects="About 48,000 people who wait",
            frequency="daily", method="SFTP over HSCN", system="QZ3-hub",
        ),
        Flow(
            **of, flow="shared-view", title="Shared view of waits", sender="RZ8", receiver="RZ1",
            purposes=(Purpose.INDIVIDUAL_CARE.value,), subjects="Patients in the care of both trusts",
            frequency="on request", method="FHIR R4 over HSCN", system="QZ3-hub",
        ),
        *(
            DataItem(flow=flow, table="waiting_list", item=item, organisation="QZ3", justification=why, transform=how)
            for flow, item, why, how in (
                (planning, "patient_id", "to count each person once", Transform.PSEUDONYM),
                (planning, "referred_on", "to reckon the wait", Transform.KEEP),
                (planning, "date_of_birth", "to see who waits longest by age", Transform.AGE_BAND),
                (care, "nhs_number", "to find the right person", Transform.KEEP),
                (care, "referred_on", "to tell the patient how long they have waited", Transform.KEEP),
            )
        ),
        RowCondition(
            flow=planning, table="waiting_list", item="specialty", operator=Operator.ONE_OF, organisation="QZ3",
            values=("100", "110"),
        ),
    ]  # fmt: skip


def _assurance() -> list[Noun]:
    approved: dict[str, Any] = {
        "organisation": "QZ3", "status": DpiaStatus.APPROVED, "approved_on": date(2026, 4, 15),
        "approved_by": "Dpo of QZ3, data protection officer", "review_on": date(2027, 4, 15),
        "need": "Data of about 48,000 people are brought together and linked",
        "benefits": "Shorter waits, for patients of every member",
        "anonymous": "A person on two lists would be counted twice", "source": "Patient administration systems",
        "linking": "Linking by a keyed pseudonym; the analysts never hold the key",
        "consultation": "Patient panel, March 2026: content, with a plain notice",
        "security": "Multi-factor sign-in, encryption, audit of every query", "rights": "As the agreement says",
    }  # fmt: skip
    kinds = {code: kind for code, (_, kind) in ORGANISATIONS.items()}
    outside = (OrganisationKind.LOCAL_AUTHORITY, OrganisationKind.SUPPLIER)
    return [
        Dpia(dpia=DPIA, title="Waiting lists across Three Rivers", covers=(KEY,), **approved),
        Dpia(dpia=OTHER_DPIA, title="Community contacts", covers=(OTHER,), **approved),
        DpiaRisk(
            dpia=DPIA, risk="R1", organisation="QZ3", description="An analyst recognises a neighbour", likelihood=3,
            impact=4, mitigation="Pseudonyms, small counts suppressed, training", residual_likelihood=1,
            residual_impact=4, owner_office=OfficeRole.CALDICOTT,
        ),
        DpiaRisk(
            dpia=DPIA, risk="R2", organisation="QZ3", description="The hub is out of reach on a Monday morning",
            likelihood=2, impact=2,
        ),
        DpiaAddendum(
            dpia=DPIA, organisation="RZ1", differences="Sends twice a day", asset_register="RZ1-IAR-114",
            approved_on=date(2026, 4, 18), approved_by="Siro of RZ1, senior information risk owner",
        ),
        CagApproval(
            reference=CAG, title="Waiting lists for planning", organisation="QZ3",
            regulation=Confidentiality.SECTION_251_5, decided_on=date(2026, 3, 2), expires_on=date(2029, 3, 1),
            review_due_on=date(2027, 3, 2), conditions=("Keys are held apart", "A patient panel each year"),
            letter="Outcome letter of 2 March 2026",
        ),
        *(
            DsptStatus(
                organisation=code, year=2026, framework=DsptFramework.NDG if kind in outside else DsptFramework.CAF,
                outcome=DsptOutcome.MET, published_on=date(2026, 6, 22),
            )
            for code, kind in kinds.items()
        ),
        *(
            IcoRegistration(organisation=code, number=f"Z00{number:05}", expires_on=date(2027, 3, 31))
            for number, code in enumerate(kinds)
        ),
    ]  # fmt: skip
