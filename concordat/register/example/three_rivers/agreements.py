"""Three Rivers: its agreements on data, version by version, who is party to each and who signed, and for what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from concordat.register.agreement import (
    ARTICLE_26,
    ARTICLE_28,
    Agreement,
    AgreementKind,
    Clause,
    LeaverDuty,
    Party,
    PartyRole,
    Section75,
    Signature,
)
from concordat.register.bundle import bundles
from concordat.register.example.measures import day, day_or_blank, days, thousands
from concordat.register.example.three_rivers.flows import flows
from concordat.register.example.three_rivers.organisations import holder
from concordat.register.noun import Noun
from concordat.register.person import OfficeRole
from concordat.register.record import Record
from concordat.register.sharing import (
    Article6,
    Article9,
    Confidentiality,
    Form,
    OptOutPosition,
    Purpose,
    PurposeBasis,
    Schedule1,
)

PROTOCOL, DRAFT = "TR-ISP-01 / 1", "TR-DSA-01 / 3"

_PAPER = {"TR-S75-01 / 1": "5e0bd7c1f3a9482466d0c19be57f8a3312c64d9a70f5be81c2384e9db6a1f07c"}
"""Agreements signed on paper, and the hash of the scanned document; of the others the terms here were signed."""

_SHARING = AgreementKind.SHARING
_USUAL: dict[str, Any] = {
    "disposal": "Erased to the National Cyber Security Centre's guidance; certificate within 30 days",
    "security": "Encrypted in transit and at rest; access by role with a second factor; every access logged",
    "rights": "Each controller answers for its own data; requests are passed on within two working days",
    "breach_contact": "ig@threerivers.example, within 24 hours",
    "complaints_route": "https://threerivers.example/complaints",
    "privacy_notice": "https://threerivers.example/privacy",
    "least_count": 8, "rounding": 5, "retention_months": 36,
    "retention_reason": "Three years are compared; the Code has no class for extracts",
}
_IN_RECORD = {"retention_months": 96, "retention_class": "Adult health records", "retention_reason": ""}

_AGREEMENTS: tuple[tuple[str, int, str, AgreementKind, str, str, str, str, str, tuple[str, ...], dict[str, Any]], ...]
_AGREEMENTS = (
    # reference, version, title, kind, kept by, first day, last day, review by, DPIA, who may see, what else
    ("TR-ISP-01", 1, "Three Rivers information sharing protocol", AgreementKind.PROTOCOL, "QZ3",
     "2023-04-01", "2028-03-31", "2027-03-31", "", (), {"clauses": ARTICLE_26}),
    ("TR-DSA-01", 1, "Waiting lists for planning", _SHARING, "QZ3", "2023-07-01", "2025-06-30", "2025-06-30",
     "DPIA-TR-01", ("analyst",), {"objectives": "Fewer long waits across the county"}),
    ("TR-DSA-01", 2, "Waiting lists for planning", _SHARING, "QZ3", "2025-07-01", "2028-06-30", "2027-06-30",
     "DPIA-TR-02", ("analyst", "planner"), {"objectives": "Fewer long waits, and fairer ones, across the county"}),
    ("TR-DSA-01", 3, "Waiting lists for planning", _SHARING, "QZ3", "2027-04-01", "2030-03-31", "2029-03-31",
     "DPIA-TR-03", ("analyst", "planner"), {
         "objectives": "Fewer and fairer waits, and fewer people out of work while they wait",
         "other_restrictions": ("Not to be used to judge any one surgeon",)}),
    ("TR-DSA-02", 1, "Emergency attendances for winter planning", _SHARING, "QZ3",
     "2026-10-01", "2027-09-30", "2027-06-30", "DPIA-TR-02", ("analyst",), {"review_grace": 30}),
    ("TR-DSA-03", 1, "Theatre use across two trusts", _SHARING, "RZ1", "2024-04-01", "2026-03-31", "2026-03-31",
     "", ("analyst",), {"objectives": "Fewer empty theatre sessions"}),
    ("TR-DSA-04", 1, "Stroke pathway audit", _SHARING, "RZ4", "2024-04-01", "2027-03-31", "2027-01-31",
     "DPIA-TR-07", ("audit lead",), {}),
    ("TR-DSA-05", 1, "Finding people at risk of frailty", _SHARING, "QZ3", "2023-10-01", "2027-09-30", "2027-03-31",
     "DPIA-TR-04", ("analyst",), {}),
    ("TR-DSA-06", 1, "Shared care record", AgreementKind.JOINT, "RZ1", "2024-12-01", "2029-11-30", "2026-12-15",
     "DPIA-TR-05", ("clinician", "pharmacist"), {
         "clauses": (*ARTICLE_26, *ARTICLE_28), "review_grace": 30, **_IN_RECORD,
         "objectives": "Nobody repeats their history, and no allergy is missed"}),
    ("TR-DSA-07", 1, "Community and mental health caseloads", _SHARING, "QZ3",
     "2026-01-05", "2027-12-31", "2027-07-31", "DPIA-TR-02", ("analyst",), {}),
    ("TR-DSA-08", 1, "Tests done twice", _SHARING, "QZ3", "2025-10-01", "2027-09-30", "2027-03-31",
     "DPIA-TR-06", ("evaluator",), {
         "links_with": ("TR-DSA-01 / 2",), "key_holder": "RZ1",
         "objectives": "To tell how many tests one trust repeats because it cannot see another's results"}),
    ("TR-DSA-09", 1, "Virtual ward audit", _SHARING, "RZ8", "2025-11-01", "2027-10-31", "2027-04-30",
     "DPIA-TR-10", ("audit lead",), {}),
    ("TR-HOST-01", 1, "Radiology archive, hosted by Ambrel Valley", AgreementKind.HOSTING, "RZ1",
     "2025-04-01", "2030-03-31", "2027-03-31", "DPIA-TR-08", ("radiologist", "radiographer"), {
         "clauses": (Clause.CONFIDENTIALITY, Clause.SECURITY), **_IN_RECORD}),
    ("TR-S75-01", 1, "Integrated discharge, section 75", AgreementKind.SECTION_75, "098",
     "2025-04-01", "2030-03-31", "2027-03-31", "DPIA-TR-09", ("social worker", "community nurse", "fund accountant"),
     {"clauses": ARTICLE_26, "evidence": "Sealed deed, strong room, shelf 14", **_IN_RECORD}),
)

_CONTROLLER, _JOINT = PartyRole.CONTROLLER, PartyRole.JOINT_CONTROLLER

_PARTIES: tuple[tuple[str, PartyRole, str, str, dict[str, Any]], ...] = (
    # agreement, as what, who, signed on (blank: not), what else
    (PROTOCOL, _CONTROLLER, "QZ3 RZ1 RZ4 RZ8", "2023-03-20", {}),
    (PROTOCOL, _CONTROLLER, "RZ5", "2023-03-22",
     {**days(left_on="2025-04-01", duty_done_on="2025-04-01"), "leaver_duty": LeaverDuty.NONE}),
    (PROTOCOL, _CONTROLLER, "098 099", "2024-03-18", {**days(joined_on="2024-04-01"), "deed": "Adherence 2024/1"}),
    (PROTOCOL, _CONTROLLER, "Z3R4V", "2024-11-01", {**days(joined_on="2024-11-01"), "deed": "Adherence 2024/2"}),
    ("TR-DSA-01 / 1", _CONTROLLER, "QZ3 RZ1 RZ4 RZ5 RZ8", "2023-06-26", {}),
    ("TR-DSA-01 / 2", _CONTROLLER, "QZ3 RZ1 RZ4 RZ8", "2025-06-20", {}),
    (DRAFT, _CONTROLLER, "QZ3 RZ1 RZ4 RZ8 Z3R4V", "", {}),
    ("TR-DSA-02 / 1", _CONTROLLER, "QZ3 RZ1", "2026-09-14", {}),
    ("TR-DSA-02 / 1", _CONTROLLER, "RZ4", "", {}),
    ("TR-DSA-03 / 1", _CONTROLLER, "RZ1 RZ4 RZ8", "2024-03-11", {}),
    ("TR-DSA-04 / 1", _CONTROLLER, "RZ4 RZ5 RZ8", "2024-03-25", {}),
    ("TR-DSA-05 / 1", _CONTROLLER, "QZ3 RZ1 RZ4 RZ8", "2023-09-04", {}),
    ("TR-DSA-06 / 1", _JOINT, "RZ1 RZ4 Z3R4V RZ8", "2024-11-18", {}),
    ("TR-DSA-06 / 1", _JOINT, "099", "2024-11-18",
     {**days(left_on="2026-08-01"), "leaver_duty": LeaverDuty.DELETE}),
    ("TR-DSA-06 / 1", PartyRole.PROCESSOR, "QZ3", "2024-11-18", {"acts_for": ("RZ1", "RZ4", "Z3R4V", "RZ8")}),
    ("TR-DSA-06 / 1", PartyRole.SUB_PROCESSOR, "RZ1", "", {"acts_for": ("QZ3",), **days(authorised_on="2024-11-18")}),
    ("TR-DSA-07 / 1", _CONTROLLER, "QZ3 RZ8 Z3R4V", "2025-12-15", {}),
    ("TR-DSA-08 / 1", _JOINT, "QZ3 RZ1 RZ4 RZ8", "2025-09-22", {}),
    ("TR-DSA-08 / 1", _JOINT, "Z3R4V", "2026-01-26", {**days(joined_on="2026-02-01"), "deed": "Adherence 2026/1"}),
    ("TR-DSA-09 / 1", _CONTROLLER, "RZ4 RZ8", "2025-10-20", {}),
    ("TR-HOST-01 / 1", _CONTROLLER, "RZ4 Z3R4V", "2025-03-17", {}),
    ("TR-HOST-01 / 1", PartyRole.PROCESSOR, "RZ1", "2025-03-17", {"acts_for": ("RZ4", "Z3R4V")}),
    ("TR-S75-01 / 1", _JOINT, "RZ8 098", "2025-03-24", {}),
    ("TR-S75-01 / 1", _CONTROLLER, "QZ3", "2025-03-24", {}),
)

_SIGNS_AS = {"QZ3": OfficeRole.SIRO, "098": OfficeRole.SIRO, "099": OfficeRole.SIRO}
"""Who signs where it is not the Caldicott Guardian."""

_USUAL_BASES: dict[str, Any] = {
    "article_6": Article6.PUBLIC_TASK, "article_9": Article9.HEALTH_OR_SOCIAL_CARE,
    "schedule_1": Schedule1.HEALTH_OR_SOCIAL_CARE, "power": "NHS Act 2006 and Health and Social Care Act 2012",
}
_TREATING = {**_USUAL_BASES, "confidentiality": Confidentiality.IMPLIED_CONSENT}
_CARE = {**_TREATING, "objections": True}
_COUNTS = {"article_6": Article6.PUBLIC_TASK, "power": "NHS Act 2006"}


def _section_251(cag: str) -> dict[str, Any]:
    return {**_USUAL_BASES, "confidentiality": Confidentiality.SECTION_251_5, "cag": cag,
            "opt_out": OptOutPosition.APPLIES}


_PURPOSES: tuple[tuple[str, Purpose, Form, dict[str, Any], str], ...] = (
    # agreement, what for, in which form at most, bases, what it is to achieve
    ("TR-DSA-01 / 1", Purpose.PLANNING, Form.PSEUDONYMISED, _section_251("23/CAG/9901"), "One list, planned together"),
    ("TR-DSA-01 / 2", Purpose.PLANNING, Form.PSEUDONYMISED, _section_251("25/CAG/9902"), "One list, planned together"),
    (DRAFT, Purpose.PLANNING, Form.PSEUDONYMISED, _section_251("25/CAG/9902"), "One list, planned together"),
    ("TR-DSA-02 / 1", Purpose.PLANNING, Form.PSEUDONYMISED, _section_251("26/CAG/9904"), "Enough beds by January"),
    ("TR-DSA-03 / 1", Purpose.SERVICE_EVALUATION, Form.AGGREGATE, _COUNTS, "Sessions that stood empty"),
    ("TR-DSA-04 / 1", Purpose.LOCAL_AUDIT, Form.IDENTIFIABLE, _TREATING, "Time from arrival to rehabilitation"),
    ("TR-DSA-05 / 1", Purpose.RISK_STRATIFICATION, Form.PSEUDONYMISED, _section_251("23/CAG/9903"),
     "Who should be visited before they fall"),
    ("TR-DSA-06 / 1", Purpose.INDIVIDUAL_CARE, Form.IDENTIFIABLE, _CARE, "The record at the bedside"),
    ("TR-DSA-07 / 1", Purpose.PLANNING, Form.PSEUDONYMISED, _section_251("25/CAG/9905"), "Where teams are too small"),
    ("TR-DSA-08 / 1", Purpose.SERVICE_EVALUATION, Form.PSEUDONYMISED, _section_251("25/CAG/9906"),
     "How many tests are repeated within 30 days, and what they cost"),
    ("TR-DSA-09 / 1", Purpose.LOCAL_AUDIT, Form.IDENTIFIABLE, _TREATING, "Whether people go back to hospital"),
    ("TR-HOST-01 / 1", Purpose.INDIVIDUAL_CARE, Form.IDENTIFIABLE, _CARE, "Images wherever the patient is"),
    ("TR-HOST-01 / 1", Purpose.LOCAL_AUDIT, Form.IDENTIFIABLE, _TREATING, "Reports that two readers disagree on"),
    ("TR-S75-01 / 1", Purpose.INDIVIDUAL_CARE, Form.IDENTIFIABLE, _CARE, "Home within a day of being fit"),
    ("TR-S75-01 / 1", Purpose.PLANNING, Form.AGGREGATE, _COUNTS, "What the fund pays for"),
)


def agreements() -> Iterator[Noun]:
    """Every row of agreements.xlsx; a version that was released bears the hash of its text, as its signatures do."""
    terms = [*_versions(), *_parties(), *_purposes(), _partnership(), *flows(_keepers())]
    hashes = {each.key: each.text_hash() for each in bundles(Record.of(terms), date(2026, 11, 22))}
    hashes |= {**_PAPER, DRAFT: ""}
    for each in terms:
        yield replace(each, text_hash=hashes[each.key]) if isinstance(each, Agreement) else each
    yield from _signatures(hashes)


def _versions() -> Iterator[Agreement]:
    for reference, version, title, kind, keeper, start, end, review, dpia, recipients, more in _AGREEMENTS:
        yield Agreement(
            agreement=reference, version=version, title=title, kind=kind, organisation=keeper, starts_on=day(start),
            ends_on=day(end), review_on=day(review), dpia=dpia, recipients=recipients,
            under="" if kind is AgreementKind.PROTOCOL else PROTOCOL, **{**_USUAL, **more},
        )


def _keepers() -> dict[str, str]:
    """The organisation that keeps each version."""
    return {each.key: each.organisation for each in _versions()}


def _parties() -> Iterator[Party]:
    kept = _keepers()
    for agreement, role, codes, _, more in _PARTIES:
        for code in codes.split():
            yield Party(agreement=agreement, organisation=kept[agreement], party=code, role=role,
                        signs_as=_office(code), contact=f"ig.{code.lower()}@threerivers.example", **more)


def _purposes() -> Iterator[PurposeBasis]:
    kept = _keepers()
    for agreement, purpose, form, bases, objective in _PURPOSES:
        yield PurposeBasis(agreement=agreement, organisation=kept[agreement], purpose=purpose, form=form,
                           objective=objective, **bases)


def _partnership() -> Section75:
    return Section75(
        agreement="TR-S75-01 / 1", organisation="098", host="098", pooled_fund=thousands(4180), notice=12,
        functions=("community nursing after discharge", "reablement", "equipment for the home"),
        contributions=(("QZ3", 2_415_500.0), ("098", 1_764_500.0)),
        overspend="Shared as the contributions are, to a twentieth; beyond that by agreement of both boards",
    )


def _signatures(hashes: dict[str, str]) -> Iterator[Signature]:
    for agreement, _, codes, signed, _ in _PARTIES:
        signed_on = day_or_blank(signed)
        for code in codes.split() if signed_on else ():
            assert signed_on
            yield Signature(agreement=agreement, organisation=code, office=_office(code), signed_on=signed_on,
                            name=holder(code, _office(code), signed_on), text_hash=hashes[agreement])


def _office(code: str) -> OfficeRole:
    return _SIGNS_AS.get(code, OfficeRole.CALDICOTT)
