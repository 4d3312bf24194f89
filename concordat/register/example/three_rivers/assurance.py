"""Three Rivers: what stands behind its agreements: impact assessments, toolkits, registrations and CAG support."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

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
from concordat.register.example.measures import day, day_or_blank
from concordat.register.example.three_rivers.organisations import holder
from concordat.register.noun import Noun
from concordat.register.person import OfficeRole
from concordat.register.sharing import Confidentiality

_USUAL: dict[str, Any] = {
    "need": "Special category data on a large scale: an assessment is compulsory",
    "anonymous": "Counts alone cannot follow a person from one organisation to another",
    "source": "The record systems of the trusts",
    "consultation": "The patients' panel of the collaborative, and each data protection officer",
    "security": "Encrypted; access by role with a second factor; every access logged and looked at monthly",
    "rights": "Requests go to the organisation whose patient it is; all answer within a month",
}
_UNLINKED = "Nothing is linked to any other data"

_DPIAS = (  # reference, title, kept by, agreements, approved on (blank: a draft), review by, benefits, linking
    ("DPIA-TR-01", "Waiting lists, first version", "QZ3", ("TR-DSA-01 / 1",), "2023-06-12", "2025-06-30",
     "Shorter waits", _UNLINKED),
    ("DPIA-TR-02", "Planning on pseudonymised lists", "QZ3", ("TR-DSA-01 / 2", "TR-DSA-02 / 1", "TR-DSA-07 / 1"),
     "2025-06-09", "2027-05-31", "Shorter and fairer waits; beds where they are needed", _UNLINKED),
    ("DPIA-TR-03", "Waiting lists and work", "QZ3", ("TR-DSA-01 / 3",), "", "",
     "Fewer people out of work while they wait", ""),
    ("DPIA-TR-04", "Frailty", "QZ3", ("TR-DSA-05 / 1",), "2023-08-21", "2027-02-28",
     "Visits before falls", "Records of one person are joined by pseudonym; the key stays with each trust"),
    ("DPIA-TR-05", "Shared care record", "RZ1", ("TR-DSA-06 / 1",), "2024-11-04", "2027-10-31",
     "Safer prescribing, fewer repeated questions and tests", _UNLINKED),
    ("DPIA-TR-06", "Tests done twice", "QZ3", ("TR-DSA-08 / 1",), "2025-09-08", "2027-08-31",
     "Fewer needles, less radiation, lower cost",
     "Tests of one person at four trusts are joined; RZ1 holds the key, QZ3 analyses, and neither has both"),
    ("DPIA-TR-07", "Stroke pathway audit", "RZ4", ("TR-DSA-04 / 1",), "2024-03-04", "2027-02-28",
     "Earlier rehabilitation", _UNLINKED),
    ("DPIA-TR-08", "Radiology archive", "RZ1", ("TR-HOST-01 / 1",), "2025-03-03", "2027-02-28",
     "Images wherever the patient is", _UNLINKED),
    ("DPIA-TR-09", "Integrated discharge", "098", ("TR-S75-01 / 1",), "2025-03-10", "2027-02-28",
     "Home within a day of being fit", _UNLINKED),
    ("DPIA-TR-10", "Virtual ward audit", "RZ8", ("TR-DSA-09 / 1",), "2025-10-13", "2026-10-31",
     "Fewer returns to hospital", _UNLINKED),
)

_RISKS = (  # assessment, short name, what may happen, likelihood and impact before, what is done, and after, owner
    ("DPIA-TR-02", "recognised", "A rare condition in a small village tells whose row it is", 3, 4,
     "Larger areas, year of birth, counts below 8 withheld", 2, 3, OfficeRole.CALDICOTT),
    ("DPIA-TR-02", "stale opt-outs", "People who opted out are in the extract", 3, 4,
     "Lists of at most seven days, checked at each disclosure", 1, 4, OfficeRole.DPO),
    ("DPIA-TR-05", "curiosity", "Staff look at the record of a neighbour", 4, 4,
     "Reason asked for, access reports to the person's own trust each month", 2, 4, OfficeRole.CALDICOTT),
    ("DPIA-TR-05", "hub lost", "The hub is down and an allergy is not seen", 2, 5,
     "Each trust's own record shows the last copy and its day", 2, 3, OfficeRole.CSO),
    ("DPIA-TR-06", "rejoined", "Pseudonyms are undone by joining with the waiting lists", 2, 4,
     "The key is held by RZ1 and the analyses are done at QZ3", 1, 4, OfficeRole.SIRO),
    ("DPIA-TR-08", "no terms", "The host has no instructions from the trusts whose images it keeps", 4, 3,
     "", 0, 0, OfficeRole.SIRO),
)

_ADDENDA = (  # assessment, organisation, what differs there, entry in its registers, approved on (blank: not yet)
    ("DPIA-TR-05", "RZ1", "nothing", "RZ1-IAR-0417", "2024-11-08"),
    ("DPIA-TR-05", "RZ4", "Allergies are still kept on paper in two wards", "RZ4-IAR-0093", "2024-11-11"),
    ("DPIA-TR-05", "Z3R4V", "Therapy notes are never shown", "3RP-IAR-0012", "2024-11-12"),
    ("DPIA-TR-05", "RZ8", "Records of sexual health clinics are never shown", "RZ8-IAR-0150", ""),
    ("DPIA-TR-06", "Z3R4V", "Tests of detained patients are left out", "3RP-IAR-0031", "2026-01-19"),
)

_TRUSTS_AND_BOARD = ("QZ3", "RZ1", "RZ4", "Z3R4V", "RZ8")
_WERE = {"2024": ("QZ3", "RZ1", "RZ4", "RZ5", "RZ8", "098", "099"),
         "2025": (*_TRUSTS_AND_BOARD, "098", "099"), "2026": (*_TRUSTS_AND_BOARD, "098", "099")}
_PUBLISHED = {"2024": "2024-06-27", "2025": "2025-06-26", "2026": "2026-06-25"}
_FIRST_CAF = "2025"
"""Toolkit year, that of 2024-25, in which trusts and boards went over to the Cyber Assessment Framework."""

_OUTCOMES: dict[tuple[str, str], dict[str, Any]] = {  # where it was not "standards met"
    ("RZ1", "2024"): {"outcome": DsptOutcome.EXCEEDED},
    ("RZ4", "2025"): {"outcome": DsptOutcome.APPROACHING},
    ("RZ8", "2026"): {"outcome": DsptOutcome.APPROACHING},
    ("Z3R4V", "2026"): {"outcome": DsptOutcome.NOT_MET, "accepted_until": day("2027-01-31"),
                        "accepted_by": "Leopold Achterberg, senior information risk owner"},
}

_REGISTERED = (  # organisation, number, last day
    ("QZ3", "ZQ990001", "2027-07-01"), ("RZ1", "ZQ990002", "2027-04-18"), ("RZ4", "ZQ990003", "2027-09-30"),
    ("RZ5", "ZQ990004", "2025-09-30"), ("Z3R4V", "ZQ990005", "2027-11-01"), ("RZ8", "ZQ990006", "2027-02-14"),
    ("098", "ZQ990007", "2027-05-25"), ("099", "ZQ990008", "2026-12-09"),
)

_APPROVALS = (  # reference, what is supported, decided on, last day, annual review by
    ("23/CAG/9901", "Waiting lists of Three Rivers", "2023-06-19", "2025-06-30", "2025-06-19"),
    ("25/CAG/9902", "Waiting lists of Three Rivers, second application", "2025-06-16", "2028-06-30", "2027-06-16"),
    ("23/CAG/9903", "Finding people at risk of frailty", "2023-08-14", "2028-08-31", "2026-08-14"),
    ("26/CAG/9904", "Emergency attendances", "2026-08-24", "2028-08-31", "2027-08-24"),
    ("25/CAG/9905", "Community and mental health caseloads", "2025-11-17", "2027-12-31", "2027-11-17"),
    ("25/CAG/9906", "Tests done twice", "2025-09-01", "2027-09-30", "2027-09-01"),
)


def assurance() -> Iterator[Noun]:
    """Every row of assurance.xlsx."""
    yield from map(_dpia, _DPIAS)
    yield from _risks()
    for dpia, organisation, differences, entry, approved in _ADDENDA:
        yield DpiaAddendum(dpia=dpia, organisation=organisation, differences=differences, asset_register=entry,
                           **_approved(organisation, approved))
    yield from _toolkits()
    for organisation, number, last in _REGISTERED:
        yield IcoRegistration(organisation=organisation, number=number, expires_on=day(last),
                              valid_to=_closed(organisation))
    for reference, title, decided, last, review in _APPROVALS:
        yield CagApproval(
            reference=reference, title=title, organisation="QZ3", regulation=Confidentiality.SECTION_251_5,
            decided_on=day(decided), expires_on=day(last), review_due_on=day(review),
            conditions=("Opt-outs are applied at each disclosure", "A report each year"),
            letter=f"ig/{reference.replace('/', '-')}.pdf",
        )


def _dpia(row: tuple[str, str, str, tuple[str, ...], str, str, str, str]) -> Dpia:
    reference, title, keeper, covers, approved, review, benefits, linking = row
    return Dpia(
        dpia=reference, title=title, organisation=keeper, covers=covers, review_on=day_or_blank(review),
        status=DpiaStatus.APPROVED if approved else DpiaStatus.DRAFT, benefits=benefits, linking=linking,
        **_approved(keeper, approved), **_USUAL,
    )


def _approved(organisation: str, on: str) -> dict[str, Any]:
    if not on:
        return {}
    return {"approved_on": day(on), "approved_by": f"{holder(organisation, OfficeRole.SIRO, day(on))}, SIRO"}


def _risks() -> Iterator[DpiaRisk]:
    kept = {each[0]: each[2] for each in _DPIAS}
    for dpia, name, what, likelihood, impact, done, then_likely, then_bad, owner in _RISKS:
        yield DpiaRisk(
            dpia=dpia, risk=name, organisation=kept[dpia], description=what, likelihood=likelihood, impact=impact,
            mitigation=done, residual_likelihood=then_likely, residual_impact=then_bad, owner_office=owner,
        )


def _toolkits() -> Iterator[DsptStatus]:
    for year, codes in _WERE.items():
        for code in codes:
            caf = code in _TRUSTS_AND_BOARD and year >= _FIRST_CAF
            given = {"outcome": DsptOutcome.MET, **_OUTCOMES.get((code, year), {})}
            yield DsptStatus(
                organisation=code, year=int(year), framework=DsptFramework.CAF if caf else DsptFramework.NDG,
                published_on=day(_PUBLISHED[year]), valid_to=_closed(code), **given,
            )


def _closed(organisation: str) -> date | None:
    """What is said of Wend Royal was true until it closed."""
    return day("2025-04-01") if organisation == "RZ5" else None
