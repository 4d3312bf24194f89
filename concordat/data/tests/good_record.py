"""Small records and questions that are in order: a few organisations, agreements, and what stands behind them.

All that varies is chosen byte by byte, the plainest choice first, so that what Hypothesis shrinks gets simpler.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from concordat.data.opt_out import OptOut
from concordat.data.question import ListState, Question
from concordat.register.agreement import (
    ARTICLE_26,
    ARTICLE_28,
    Agreement,
    AgreementKind,
    Automated,
    Party,
    PartyRole,
    Signature,
    Territory,
)
from concordat.register.assurance import (
    CagApproval,
    CagOptOut,
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
)
from concordat.register.system import System

T = TypeVar("T")

MAIN = "DSA-01 / 2"
KINDS = {
    "RZ1": OrganisationKind.ACUTE, "RZ2": OrganisationKind.MENTAL_HEALTH, "RY1": OrganisationKind.AMBULANCE,
    "QZ3": OrganisationKind.ICB, "G81": OrganisationKind.PRIMARY_CARE, "098": OrganisationKind.LOCAL_AUTHORITY,
    "NLV": OrganisationKind.VOLUNTARY, "8HX": OrganisationKind.SUPPLIER, "8SB": OrganisationKind.SUPPLIER,
}  # fmt: skip
COLUMNS = ("waiting_list.referred_on", "waiting_list.specialty", "encounter.started_on")
DAYS = tuple(
    date.fromisoformat(each)
    for each in (
        "2026-11-22", "2026-06-30", "2026-07-01", "2026-02-04", "2026-02-05", "2026-06-18", "2026-06-19", "2024-02-29",
        "2018-05-25", "2018-06-30", "2018-07-01",
    )
)  # fmt: skip
"""Days on which rules begin, and toolkit years end; and some plain ones."""

_TASK, _CARE = Article6.PUBLIC_TASK, (Article9.HEALTH_OR_SOCIAL_CARE, Schedule1.HEALTH_OR_SOCIAL_CARE)
_BASES: dict[Purpose, tuple[tuple[Article9, Schedule1], Confidentiality, OptOutPosition]] = {
    Purpose.PLANNING: (_CARE, Confidentiality.SECTION_251_5, OptOutPosition.APPLIES),
    Purpose.INDIVIDUAL_CARE: (_CARE, Confidentiality.IMPLIED_CONSENT, OptOutPosition.NOT_DUE),
    Purpose.CARE_ADMINISTRATION: (_CARE, Confidentiality.EXPLICIT_CONSENT, OptOutPosition.NOT_DUE),
    Purpose.LOCAL_AUDIT: (_CARE, Confidentiality.IMPLIED_CONSENT, OptOutPosition.NOT_DUE),
    Purpose.RISK_STRATIFICATION: (_CARE, Confidentiality.SECTION_251_2, OptOutPosition.DISAPPLIED),
    Purpose.INVOICE_VALIDATION: (_CARE, Confidentiality.SECTION_251_5, OptOutPosition.EXEMPT),
    Purpose.SERVICE_EVALUATION: (_CARE, Confidentiality.EXPLICIT_CONSENT, OptOutPosition.NOT_DUE),
    Purpose.RESEARCH: ((Article9.RESEARCH, Schedule1.RESEARCH), Confidentiality.COURT, OptOutPosition.APPLIES),
    Purpose.PUBLIC_HEALTH: (
        (Article9.PUBLIC_HEALTH, Schedule1.PUBLIC_HEALTH), Confidentiality.SECTION_251_3, OptOutPosition.NOT_DUE,
    ),
    Purpose.SAFEGUARDING: (
        (Article9.SUBSTANTIAL_PUBLIC_INTEREST, Schedule1.SAFEGUARDING), Confidentiality.PUBLIC_INTEREST,
        OptOutPosition.NOT_DUE,
    ),
    Purpose.REGULATION: (
        (Article9.SUBSTANTIAL_PUBLIC_INTEREST, Schedule1.STATUTORY), Confidentiality.STATUTE, OptOutPosition.NOT_DUE,
    ),
}  # fmt: skip


_MANY = 32


class Choices:
    """Choices spelt by bytes, one each and two where there are many; when they run out, the first of every choice."""

    def __init__(self, spelt: bytes) -> None:
        self._bytes = iter(spelt)

    def one(self, options: Sequence[T]) -> T:
        """One of the options."""
        number = next(self._bytes, 0)
        if len(options) > _MANY:
            number = number * 256 + next(self._bytes, 0)
        return options[number % len(options)]


@dataclass(frozen=True, kw_only=True)
class World:
    """A record, a question about it, and the day it is asked on."""

    rows: tuple[Noun, ...]
    question: Question
    day: date


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who is in the record, and as what."""

    choose: Choices
    day: date
    purpose: Purpose
    form: Form
    asker: str
    owners: tuple[str, ...]
    host: str
    subcontractor: str
    joint: bool
    terms_elsewhere: bool

    @property
    def everybody(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.asker, *self.owners, self.host, self.subcontractor)))

    def ahead(self) -> date:
        """A day that has not passed."""
        return self.day + timedelta(days=self.choose.one((400, 30, 1, 0)))

    def past(self) -> date:
        """A day that has come."""
        return self.day - timedelta(days=self.choose.one((100, 1, 0)))

    def listed(self) -> date:
        """A day on which an opt-out list was made that is not yet too old."""
        return self.day - timedelta(days=self.choose.one((1, 0, 7)))


def good(choose: Choices) -> World:
    """A record and a question of which most are permitted; what is wrong with it is for the mutations."""
    cast = _cast(choose)
    others = (("DSA-01 / 1",), ("DSA-02 / 1",), ("DSA-01 / 1", "DSA-02 / 1"))
    references = [MAIN, *choose.one(((), (), (), *others))]
    protocol = choose.one(("", "", "ISP-01 / 1"))
    rows: list[Noun] = [*_organisations(cast), *_assurance(cast, references)]
    for reference in references:
        rows += [*_agreement(cast, reference, under=protocol), *_schedule(cast, reference)]
    for reference in filter(None, (protocol, "DPA-01 / 1" if cast.terms_elsewhere else "")):
        rows += _agreement(cast, reference, kind=AgreementKind.PROTOCOL, clauses=(*ARTICLE_26, *ARTICLE_28))
    return World(rows=tuple(rows), question=_question(cast), day=cast.day)


def _cast(choose: Choices) -> Cast:
    host = choose.one(("", "8HX", "RY1"))
    return Cast(
        choose=choose,
        day=choose.one(DAYS[:1] * 6 + DAYS),
        purpose=choose.one((*(Purpose.PLANNING, Purpose.INDIVIDUAL_CARE) * 2, *_BASES)),
        form=choose.one((Form.PSEUDONYMISED, Form.AGGREGATE, Form.PSEUDONYMISED, Form.IDENTIFIABLE)),
        asker=choose.one(("QZ3", "RZ2", "098", "RZ2", "NLV")),
        owners=choose.one((("RZ1",), ("RZ1", "G81"), ("G81",))),
        host=host,
        subcontractor=choose.one(("", "8SB")) if host else "",
        joint=choose.one((False, True)),
        terms_elsewhere=choose.one((False, True)),
    )


def _organisations(cast: Cast) -> Iterator[Noun]:
    for code in cast.everybody:
        yield Organisation(code=code, name=f"Body {code}", kind=KINDS[code])
    runs = cast.host or cast.owners[0]
    yield System(system="EPR", organisation=runs, capability="EPR", product="EPR")


def _assurance(cast: Cast, references: list[str]) -> Iterator[Noun]:
    day, asker = cast.day, cast.asker
    year = max(day.year if day > date(day.year, 6, 30) else day.year - 1, 2018)
    for code in cast.everybody:
        caf = KINDS[code] not in (OrganisationKind.SUPPLIER, OrganisationKind.VOLUNTARY) and year >= 2025
        outcome = cast.choose.one((DsptOutcome.MET, DsptOutcome.APPROACHING, DsptOutcome.EXCEEDED))
        framework = DsptFramework.CAF if caf else DsptFramework.NDG
        yield DsptStatus(organisation=code, year=year, framework=framework, outcome=outcome, published_on=cast.past())
    for code in (asker, *cast.owners):
        yield IcoRegistration(organisation=code, number=f"Z{code}", expires_on=cast.ahead())
        for role in (OfficeRole.CALDICOTT, OfficeRole.SIRO, OfficeRole.DPO):
            yield Office(organisation=code, role=role, name="Sam Hill")
    yield Dpia(
        dpia="DPIA-1", title="Sharing", organisation=asker, covers=tuple(references), status=DpiaStatus.APPROVED,
        approved_on=cast.past(), approved_by="Sam Hill", review_on=cast.ahead(), linking="No: keyed by another",
    )  # fmt: skip
    _, route, position = _BASES[cast.purpose]
    yield CagApproval(
        reference="24/CAG/0123", title="Support", organisation=asker, decided_on=cast.past(), expires_on=cast.ahead(),
        regulation=route if route.section_251 else Confidentiality.SECTION_251_5, review_due_on=cast.ahead(),
        opt_out=CagOptOut.DISAPPLIED if position is OptOutPosition.DISAPPLIED else CagOptOut.APPLIES,
    )  # fmt: skip


def _agreement(cast: Cast, key: str, **given: Any) -> Iterator[Noun]:
    reference, _, version = key.partition(" / ")
    elsewhere = cast.terms_elsewhere and reference.startswith("DSA")
    territory = cast.choose.one((Territory.UK, Territory.UK, Territory.ELSEWHERE))
    about: dict[str, Any] = {
        "agreement": reference, "version": int(version), "title": f"Agreement {reference}", "organisation": cast.asker,
        "kind": AgreementKind.SHARING, "starts_on": cast.past(), "ends_on": cast.ahead(), "review_on": cast.ahead(),
        "text_hash": f"document of {key}", "clauses": () if elsewhere else (*ARTICLE_26, *ARTICLE_28),
        "recipients": ("Analyst", "nurse"), "training_months": cast.choose.one((12, 0)), "dpia": "DPIA-1",
        "links_with": cast.choose.one(((), ("DSA-09 / 3",))), "key_holder": cast.owners[0], "least_count": 5,
        "rounding": 1, "retention_months": 24, "retention_class": "Planning", "territory": territory,
        "transfer_safeguard": "IDTA" if territory is Territory.ELSEWHERE else "",
        "automated": cast.choose.one((Automated.NONE, Automated.INVOLVED)), "automated_safeguards": "People are heard",
        "complaints_route": "The DPO", "privacy_notice": "https://example.org/privacy",
    }  # fmt: skip
    yield Agreement(**(about | given))
    for party in _parties(cast, key):
        yield party
        if party.role.signs:
            yield Signature(
                agreement=key, organisation=party.party, office=party.signs_as, name="Sam Hill", signed_on=cast.past(),
                text_hash=f"document of {key}",
            )  # fmt: skip


def _parties(cast: Cast, key: str) -> Iterator[Party]:
    role = PartyRole.JOINT_CONTROLLER if cast.joint else PartyRole.CONTROLLER
    for code in (cast.asker, *cast.owners):
        yield Party(agreement=key, organisation=cast.asker, party=code, role=role)
    if cast.host:
        joined: dict[str, Any] = (
            {"joined_on": cast.past(), "deed": "Deed 1"} if cast.choose.one((False, False, True)) else {}
        )
        yield Party(
            agreement=key, organisation=cast.asker, party=cast.host, role=PartyRole.PROCESSOR, acts_for=cast.owners,
            signs_as=OfficeRole.COMPANY_SECRETARY, **joined,
        )  # fmt: skip
    if cast.subcontractor:
        yield Party(
            agreement=key, organisation=cast.asker, party=cast.subcontractor, role=PartyRole.SUB_PROCESSOR,
            acts_for=(cast.host,), authorised_on=cast.past(),
        )  # fmt: skip


def _schedule(cast: Cast, key: str) -> Iterator[Noun]:
    """Purposes, flows, items and a row condition."""
    yield _basis(cast, key, cast.purpose)
    for other in cast.choose.one(((), (Purpose.INDIVIDUAL_CARE,), (Purpose.SERVICE_EVALUATION,))):
        if other is not cast.purpose:
            yield _basis(cast, key, other)
    shared = cast.choose.one((False, True))
    for sender in cast.owners[:1] if shared else cast.owners:
        flow = Flow(
            agreement=key, organisation=cast.asker, flow=f"from {sender}", sender=sender, receiver=cast.asker,
            controllers=cast.owners if shared else (), system=cast.choose.one(("", "EPR")),
            purposes=cast.choose.one(((), (cast.purpose.value,))),
        )  # fmt: skip
        yield flow
        for column in COLUMNS[: cast.choose.one((3, 3, 2))]:
            table, _, item = column.partition(".")
            yield DataItem(flow=flow.key, table=table, item=item, organisation=cast.asker, justification="Needed")
        yield RowCondition(
            flow=flow.key, table="encounter", item="age", operator=Operator.AT_LEAST, organisation=cast.asker,
            values=("18",),
        )  # fmt: skip


def _basis(cast: Cast, key: str, purpose: Purpose) -> PurposeBasis:
    (article_9, schedule_1), route, position = _BASES[purpose]
    return PurposeBasis(
        agreement=key, organisation=cast.asker, purpose=purpose, form=cast.choose.one((Form.IDENTIFIABLE, cast.form)),
        article_6=_TASK, article_9=article_9, schedule_1=schedule_1, confidentiality=route, opt_out=position,
        policy_document="Policy 3", power="Direction 4", cag="24/CAG/0123", public_interest_record="Record 5",
        opt_out_reason="Exempt by 6.2", basis_reason=cast.choose.one(("", "Agreed")),
        type_1=not purpose.is_care, objections=purpose is Purpose.INDIVIDUAL_CARE,
    )  # fmt: skip


def _question(cast: Cast) -> Question:
    lists = tuple(
        ListState(register=register, controller=code, as_at=cast.listed(), people=9, unchecked=0)
        for register in OptOut
        for code in cast.owners
    )
    return Question(
        organisation=cast.asker,
        whose=cast.owners,
        columns=COLUMNS[: cast.choose.one((1, 2, 3))],
        purpose=cast.purpose,
        form=cast.form,
        role=cast.choose.one(("analyst", "NURSE")),
        trained_on=cast.past(),
        lists=cast.choose.one((None, lists)),
    )
