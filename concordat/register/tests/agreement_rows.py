"""An agreement with every column filled that may be, and the rows around it; nobody in it exists."""

from datetime import date
from typing import Any

from concordat.register.agreement import (
    ARTICLE_26,
    ARTICLE_28,
    Agreement,
    AgreementKind,
    Automated,
    LeaverDuty,
    Party,
    PartyRole,
    Section75,
    Signature,
    Territory,
)
from concordat.register.assurance import (
    CagApproval,
    CagOptOut,
    Dpia,
    DpiaAddendum,
    DpiaRisk,
    DpiaStatus,
    DsptFramework,
    DsptOutcome,
    DsptStatus,
    IcoRegistration,
)
from concordat.register.bundle import Bundle, bundle_of
from concordat.register.noun import Noun
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.person import OfficeRole
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

TODAY = date(2026, 11, 22)
KEY = "DSA-01 / 2"
OF: dict[str, Any] = {"agreement": KEY, "organisation": "RY1"}

AGREEMENT = Agreement(
    agreement="DSA-01", version=2, title="Waits", kind=AgreementKind.SHARING, organisation="RY1", under="ISP-01 / 1",
    objectives="Shorter waits", starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31), review_on=date(2027, 6, 1),
    review_grace=14, suspended_on=date(2026, 3, 1), resumed_on=date(2026, 4, 1), terminated_on=date(2028, 1, 1),
    end_reason="Replaced", text_hash="ab12", clauses=(*ARTICLE_26, *ARTICLE_28), other_restrictions=("No surgeons",),
    recipients=("analyst", "planner"), training_months=18, dpia="DPIA-1", links_with=("ISP-01 / 1",), key_holder="RY2",
    least_count=8, rounding=5, retention_months=36, retention_class="Adult", retention_reason="None in the Code",
    disposal="Erased", territory=Territory.ADEQUATE, transfer_safeguard="Regulations of 2021",
    automated=Automated.INVOLVED, automated_safeguards="A person decides", security="Encrypted", rights="By each",
    breach_contact="ig@ry1.example", complaints_route="Write", privacy_notice="https://ry1.example", evidence="p. 31",
    valid_from=date(2025, 12, 1), valid_to=date(2030, 1, 1),
)  # fmt: skip
PROTOCOL = Agreement(
    agreement="ISP-01", version=1, title="Protocol", kind=AgreementKind.PROTOCOL, organisation="RY1",
    starts_on=date(2023, 4, 1), ends_on=date(2028, 3, 31),
)  # fmt: skip
PARTY = Party(
    **OF, party="RY2", role=PartyRole.SUB_PROCESSOR, acts_for=("RY1",), signs_as=OfficeRole.SIRO,
    authorised_on=date(2026, 1, 1), joined_on=date(2026, 2, 1), deed="Deed 1", left_on=date(2027, 1, 1),
    leaver_duty=LeaverDuty.DELETE, duty_done_on=date(2027, 1, 15), contact="ig@ry2.example",
)  # fmt: skip
FOUNDER = Party(**OF, party="RY1", role=PartyRole.CONTROLLER)
SIGNATURE = Signature(agreement=KEY, organisation="RY1", office=OfficeRole.SIRO, name="A Penn", text_hash="ab12",
                      signed_on=date(2025, 12, 10))  # fmt: skip
FUND = Section75(**OF, functions=("equipment", "reablement"), host="RY1", pooled_fund=417_999_999, notice=12,
                 contributions=(("RY1", 2_415_505.5), ("RY2", 1_764_494.49)), overspend="Shared")  # fmt: skip
BASIS = PurposeBasis(
    **OF, purpose=Purpose.PLANNING, objective="One list", form=Form.PSEUDONYMISED, article_6=Article6.PUBLIC_TASK,
    article_9=Article9.SUBSTANTIAL_PUBLIC_INTEREST, schedule_1=Schedule1.STATUTORY, basis_reason="Asked by law",
    policy_document="APD-3", power="NHS Act 2006", confidentiality=Confidentiality.SECTION_251_5, cag="24/CAG/9999",
    public_interest_record="R1", opt_out=OptOutPosition.EXEMPT, opt_out_reason="Policy 4", type_1=True,
    objections=True, oldest_list=3,
)  # fmt: skip
FLOW = Flow(**OF, flow="waits", title="Waits each week", sender="RY1", receiver="RY2", controllers=("RY1", "RY2"),
            purposes=(Purpose.PLANNING, Purpose.RESEARCH), subjects="All", frequency="weekly", method="A")  # fmt: skip
ITEM = DataItem(flow=FLOW.key, table="waiting_list", item="referred_on", organisation="RY1",
                justification="The clock", transform=Transform.MONTH)  # fmt: skip
LIMIT = RowCondition(flow=FLOW.key, table="waiting_list", item="specialty", operator=Operator.NONE_OF,
                     organisation="RY1", values=("360", "007"))  # fmt: skip
DPIA = Dpia(
    dpia="DPIA-1", title="Waits", organisation="RY1", covers=(KEY,), status=DpiaStatus.APPROVED,
    approved_on=date(2025, 12, 1), approved_by="A Penn, SIRO", review_on=date(2027, 5, 31), need="Large", benefits="B",
    anonymous="No", source="PAS", linking="Keys apart", consultation="Panel", security="Encrypted", rights="By each",
)  # fmt: skip
RISK = DpiaRisk(dpia="DPIA-1", risk="R1", organisation="RY1", description="Seen", likelihood=3, impact=4,
                mitigation="Less", residual_likelihood=1, residual_impact=4, owner_office=OfficeRole.DPO)  # fmt: skip
CAG = CagApproval(
    reference="24/CAG/9999", title="Waits", organisation="RY1", regulation=Confidentiality.SECTION_251_5,
    decided_on=date(2024, 6, 1), expires_on=date(2029, 6, 1), review_due_on=date(2027, 6, 1),
    opt_out=CagOptOut.DISAPPLIED, conditions=("Report", "Tell people"), letter="p. 2",
)  # fmt: skip
TOOLKIT = DsptStatus(organisation="RY1", year=2026, framework=DsptFramework.CAF, outcome=DsptOutcome.NOT_MET,
                     published_on=date(2026, 6, 25), accepted_until=date(2027, 1, 31), accepted_by="SIRO")  # fmt: skip

BODIES = tuple(Organisation(code=code, name=code, kind=OrganisationKind.ACUTE) for code in ("RY1", "RY2"))
ROWS: tuple[Noun, ...] = (
    AGREEMENT, PROTOCOL, PARTY, FOUNDER, SIGNATURE, FUND, BASIS, FLOW, ITEM, LIMIT, DPIA, RISK, CAG, TOOLKIT,
    DpiaAddendum(dpia="DPIA-1", organisation="RY2", differences="nothing", asset_register="IAR-1",
                 approved_on=date(2025, 12, 2), approved_by="B Fox, SIRO"),
    IcoRegistration(organisation="RY1", number="ZQ990001", expires_on=date(2027, 6, 1)),
)  # fmt: skip
RECORD = Record.of([*BODIES, *ROWS])


def bundle(*changed: Noun, without: Noun | None = None) -> Bundle:
    """The sample agreement with these rows in place of those of the same key, or beside them."""
    by_key = {(type(each), each.key): each for each in ROWS} | {(type(each), each.key): each for each in changed}
    found = bundle_of(Record.of(each for each in by_key.values() if each != without), KEY, TODAY)
    assert found
    return found
