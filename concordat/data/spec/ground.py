"""What all examples of the rules stand on: one small record on which two questions are permitted, and the questions.

Two trusts, an ICB and a practice share a waiting list, for care and for planning, under one agreement in which nothing
is missing. A council is on the record and no party. An example changes one thing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from concordat.data.question import Question
from concordat.register.agreement import (
    ARTICLE_26,
    ARTICLE_28,
    Agreement,
    AgreementKind,
    Party,
    PartyRole,
    Signature,
)
from concordat.register.assurance import (
    CagApproval,
    Dpia,
    DpiaStatus,
    DsptFramework,
    DsptOutcome,
    DsptStatus,
    IcoRegistration,
)
from concordat.register.noun import Noun
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.person import Office, OfficeRole
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

ON = date(2026, 11, 22)
"""The day of an example, unless it says otherwise."""

KEY, CAG, DPIA = "DSA-01 / 1", "26/CAG/0042", "DPIA-01"
TRUST, OTHER_TRUST, BOARD, PRACTICE, COUNCIL = "RZ1", "RZ2", "QZ3", "A81001", "098"
HOST, CLOUD = "8KX21", "8KX22"
"""The processor, which also holds the linkage key, and its sub-processor."""

SIGNED_TEXT = "sha256 of DSA-01-v1-signed.pdf"

_ORGANISATIONS = {
    TRUST: ("Aldermoor", OrganisationKind.ACUTE, DsptFramework.CAF),
    OTHER_TRUST: ("Brackwater", OrganisationKind.COMMUNITY, DsptFramework.CAF),
    BOARD: ("Moorland ICB", OrganisationKind.ICB, DsptFramework.CAF),
    PRACTICE: ("Mill Lane Surgery", OrganisationKind.PRIMARY_CARE, DsptFramework.NDG),
    COUNCIL: ("Moorland Council", OrganisationKind.LOCAL_AUTHORITY, DsptFramework.NDG),
    HOST: ("Lantern Data", OrganisationKind.SUPPLIER, DsptFramework.NDG),
    CLOUD: ("Fold Cloud", OrganisationKind.SUPPLIER, DsptFramework.NDG),
}
_CONTROLLERS = (TRUST, OTHER_TRUST, BOARD, PRACTICE)
_OFFICES = (OfficeRole.CALDICOTT, OfficeRole.SIRO, OfficeRole.DPO)
_OF: dict[str, Any] = {"agreement": KEY, "organisation": BOARD}

PLANNING = Question(
    organisation=BOARD,
    role="analyst",
    trained_on=date(2026, 5, 11),
    whose=(TRUST,),
    columns=("referral.referred_on", "referral.specialty"),
    purpose=Purpose.PLANNING,
    form=Form.PSEUDONYMISED,
)
"""May the ICB see the trust's waiting list, to plan by it?"""

CARE = Question(
    organisation=OTHER_TRUST,
    role="clinician",
    trained_on=date(2026, 5, 11),
    whose=(TRUST,),
    columns=("referral.nhs_number", "referral.referred_on"),
    purpose=Purpose.INDIVIDUAL_CARE,
)
"""May the other trust see it, to look after the people on it?"""


def planning(**parts: Any) -> Question:
    """The question of planning, with these parts changed."""
    return replace(PLANNING, **parts)


def care(**parts: Any) -> Question:
    """The question of care, with these parts changed."""
    return replace(CARE, **parts)


def _bodies() -> list[Noun]:
    return [
        *(Organisation(code=code, name=name, kind=kind) for code, (name, kind, _) in _ORGANISATIONS.items()),
        *(Office(organisation=code, role=role, name="In post") for code in _ORGANISATIONS for role in _OFFICES),
        *(
            DsptStatus(
                organisation=code, year=2026, framework=framework, outcome=DsptOutcome.MET,
                published_on=date(2026, 6, 22),
            )
            for code, (_, _, framework) in _ORGANISATIONS.items()
        ),
        *(
            IcoRegistration(organisation=code, number=f"Z00000{place:02}", expires_on=date(2027, 3, 31))
            for place, code in enumerate(_ORGANISATIONS)
        ),
        Supplier(supplier="LANTERN", name="Lantern Data"),
        DigitalCapability(capability="BI", name="Business intelligence"),
        Product(product="HUB", name="Lantern Hub", supplier="LANTERN", capability="BI"),
        System(system="hub", name="The data hub", organisation=BOARD, capability="BI", product="HUB"),
    ]  # fmt: skip


def _agreement() -> list[Noun]:
    signatories = (*_CONTROLLERS, HOST)
    return [
        Agreement(
            agreement="DSA-01", version=1, title="One waiting list", kind=AgreementKind.SHARING, organisation=BOARD,
            starts_on=date(2026, 5, 1), ends_on=date(2028, 4, 30), review_on=date(2027, 4, 30), review_grace=14,
            text_hash=SIGNED_TEXT, clauses=tuple(each.value for each in (*ARTICLE_26, *ARTICLE_28)),
            recipients=("analyst", "clinician"), dpia=DPIA, key_holder=HOST, least_count=5, rounding=5,
            retention_months=24, retention_class="Planning data: 2 years", disposal="deleted, with a certificate",
            complaints_route="ig@moorland.test, then the ICO", privacy_notice="https://moorland.test/privacy",
        ),
        *(Party(**_OF, party=code, role=PartyRole.JOINT_CONTROLLER) for code in _CONTROLLERS),
        Party(**_OF, party=HOST, role=PartyRole.PROCESSOR, acts_for=_CONTROLLERS, signs_as=OfficeRole.SIRO),
        Party(
            **_OF, party=CLOUD, role=PartyRole.SUB_PROCESSOR, acts_for=(HOST,), authorised_on=date(2026, 4, 20),
        ),
        *(
            Signature(
                agreement=KEY, organisation=code, office=OfficeRole.SIRO if code == HOST else OfficeRole.CALDICOTT,
                name="In post", signed_on=date(2026, 4, 20), text_hash=SIGNED_TEXT,
            )
            for code in signatories
        ),
        Dpia(
            dpia=DPIA, title="One waiting list", organisation=BOARD, covers=(KEY,), status=DpiaStatus.APPROVED,
            approved_on=date(2026, 4, 15), approved_by="Data protection officer", review_on=date(2027, 4, 15),
            linking="By a pseudonym; who analyses never holds the key",
        ),
        CagApproval(
            reference=CAG, title="One waiting list", organisation=BOARD, regulation=Confidentiality.SECTION_251_5,
            decided_on=date(2026, 3, 2), expires_on=date(2029, 3, 1), review_due_on=date(2027, 3, 2),
        ),
    ]  # fmt: skip


def _purposes() -> list[Noun]:
    usual: dict[str, Any] = {
        "article_6": Article6.PUBLIC_TASK,
        "article_9": Article9.HEALTH_OR_SOCIAL_CARE,
        "schedule_1": Schedule1.HEALTH_OR_SOCIAL_CARE,
    }
    return [
        PurposeBasis(
            **_OF, **usual, purpose=Purpose.INDIVIDUAL_CARE, form=Form.IDENTIFIABLE,
            confidentiality=Confidentiality.IMPLIED_CONSENT, objections=True,
        ),
        PurposeBasis(
            **_OF, **usual, purpose=Purpose.PLANNING, form=Form.PSEUDONYMISED, cag=CAG, type_1=True,
            confidentiality=Confidentiality.SECTION_251_5, opt_out=OptOutPosition.APPLIES,
        ),
    ]  # fmt: skip


def _flow(flow: str, sender: str, receiver: str, purpose: Purpose, *items: DataItem) -> list[Noun]:
    return [
        Flow(**_OF, flow=flow, sender=sender, receiver=receiver, purposes=(purpose.value,), system="hub"),
        *(replace(each, flow=f"{KEY} / {flow}") for each in items),
    ]


def _item(item: str, justification: str, transform: Transform = Transform.KEEP) -> DataItem:
    return DataItem(
        flow="-", table="referral", item=item, organisation=BOARD, justification=justification, transform=transform
    )


def _flows() -> list[Noun]:
    planned = (_item("referred_on", "to reckon the wait"), _item("specialty", "to plan by"))
    born = _item("date_of_birth", "to see who waits by age", Transform.AGE_BAND)
    whom = _item("nhs_number", "to find the right person")
    told = _item("referred_on", "to tell people how long they have waited")
    return [
        *_flow("waits", TRUST, BOARD, Purpose.PLANNING, *planned, born),
        *_flow("referrals", PRACTICE, BOARD, Purpose.PLANNING, *planned),
        *_flow("view", TRUST, OTHER_TRUST, Purpose.INDIVIDUAL_CARE, whom, told),
        RowCondition(
            flow=f"{KEY} / waits", table="referral", item="referred_on", operator=Operator.AT_LEAST,
            organisation=BOARD, values=("2024-04-01",),
        ),
    ]  # fmt: skip


GROUND: tuple[Noun, ...] = (*_bodies(), *_agreement(), *_purposes(), *_flows())
