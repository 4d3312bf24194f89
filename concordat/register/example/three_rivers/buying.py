"""Three Rivers: what is being bought, on which lots, against which requirements, with what published and advised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from concordat.register.contract import Regime
from concordat.register.example.measures import day, day_or_blank, days, thousands
from concordat.register.noun import Noun
from concordat.register.person import OfficeRole
from concordat.register.procurement import (
    Authority,
    BuyingRoute,
    Conflict,
    Fit,
    GateDone,
    GateKind,
    LegalAdvice,
    Lot,
    LotFit,
    Priority,
    Procurement,
    PublishedNotice,
    Requirement,
    Standard,
    Subject,
)

PORTAL, NURSING = "PROC-01", "PROC-02"

_SMALL: dict[str, Any] = {"regime": Regime.BELOW_THRESHOLD, "route": BuyingRoute.DIRECT, "implementation": 1}

_PROCUREMENTS: tuple[tuple[str, str, str, str, Subject, str, float, int, dict[str, Any]], ...] = (
    # key, title, buyer, for whom besides, subject, CPV, £000 with VAT, months, what else
    (PORTAL, "One patient portal for five organisations", "RZ1", "QZ3 RZ4 Z3R4V RZ8", Subject.SERVICES, "48814000",
     5_050, 102, {"replaces": ("QZ3-PHR-23",), "route": BuyingRoute.MINI, "proposal": "converge-phr",
                  "implementation": 6, **days(needed_live_on="2028-07-03")}),
    # no framework is chosen yet; RZ1 and RZ4 keep their own portals on extensions, and join when those end
    (NURSING, "District nursing at night across the county", "QZ3", "", Subject.HEALTH, "85141200", 7_400, 60,
     {"authority": Authority.SUB_CENTRAL, "regime": Regime.PSR, "route": BuyingRoute.PSR_MOST_SUITABLE,
      "implementation": 3, **days(begun_on="2026-09-14", needed_live_on="2027-05-03")}),
    ("PROC-03", "Bed labels for two community hospitals", "RZ8", "", Subject.SERVICES, "48900000", 74, 24,
     {**_SMALL, **days(begun_on="2026-10-05", needed_live_on="2027-12-01")}),
    ("PROC-04", "Bed labels for the health centre", "RZ8", "", Subject.SERVICES, "48900000", 68, 24,
     {**_SMALL, **days(begun_on="2026-11-02", needed_live_on="2028-01-10")}),
)  # the last two are one need, which together is above the threshold of £135,018

_LOTS: tuple[tuple[str, str, str, str, float, float, int, dict[str, Any]], ...] = (
    # framework, lot, what it covers, permitted users (blank: any NHS body), £m ceiling, £m spent, months, what else
    ("CDS-19", "3", "Patient engagement", "", 40, 31.5, 120, {"direct_award": True, "accredited": True}),
    ("DHS-23", "2", "Portals and messages to patients", "QZ3 RZ1 RZ4 Z3R4V", 60, 22.4, 120,
     {"direct_award": True, "direct_award_up_to": thousands(2_000), "accredited": True}),
    ("PDX-25", "4", "Patient portals", "", 150, 18.2, 120, {"accredited": True, "national_terms": True}),
)

_FITS = {"m": Fit.MET, "p": Fit.PARTLY, "n": Fit.NOT_MET, "?": Fit.UNKNOWN}
_MUST, _SHOULD, _COULD = Priority.MUST, Priority.SHOULD, Priority.COULD
_REQUIREMENTS = (
    # number, text, how much it counts, head, who asked, test, clause, how the three lots above fit
    ("R01", "Results, letters and appointments are exchanged as HL7 FHIR UK Core resources", _MUST,
     Standard.INTEROPERABILITY, "Integration group, 3 September 2026", "Exchange with the hub's test server", "S2.4",
     "pmm"),
    ("R02", "Patients sign in with NHS login and reach it from the NHS App", _MUST, Standard.INTEROPERABILITY,
     "NHS England's wayfinder programme", "Sign in as a test patient", "S2.6", "nmm"),
    ("R03", "All data come back within 30 days of the end, in a published format, without charge", _MUST,
     Standard.EXIT, "Joint committee, 16 July 2026", "Yearly trial export", "C31", "ppm"),
    ("R04", "Every look at a record is logged, and the log is kept for eight years", _MUST, Standard.AUDIT,
     "Caldicott Guardians of the four trusts", "Ten looks traced", "S4.1", "mmm"),
    ("R05", "Meets the Data Security and Protection Toolkit and Cyber Essentials Plus", _MUST, Standard.SECURITY,
     "Information risk owners of the four trusts", "Certificates of the current year", "S4.3", "mmm"),
    ("R06", "Meets WCAG 2.2 at level AA", _MUST, Standard.ACCESSIBILITY,
     "SI 2018/952, as public sector bodies' sites must", "Audit by people who use assistive technology", "S5.1", "ppm"),
    ("R07", "Each trust stays the controller of its own data; the supplier gains no right in them", _MUST,
     Standard.DATA_OWNERSHIP, "Data protection officers of the four trusts", "Read in the contract", "", "mmm"),
    ("R08", "A DCB0129 safety case and hazard log for the version that goes live", _MUST, Standard.SAFETY,
     "Clinical safety officers", "Read before each release", "S6.2", "mmm"),
    ("R09", "Parents and carers act for a patient with the patient's consent", _MUST, Standard.OTHER,
     "Patients' panel, 15 September 2026", "Act for a test patient", "S3.7", "?nm"),
    ("R10", "Letters can be read in the ten languages most spoken in the county", _SHOULD, Standard.OTHER,
     "Wendshire County Council", "Read by native speakers", "S3.9", "npp"),
    ("R11", "Appointments can be moved by patients within a day's notice", _COULD, Standard.OTHER,
     "Outpatients at RZ4", "Move a test appointment", "", "n?m"),
)  # nobody has asked what happens when a trust merges, though Wend Royal did

_NOTICES = (  # procurement, notice, published on, number, representation on
    (PORTAL, "UK1", "2026-05-20", "2026/S 000-990214", ""),
    (NURSING, "PSR intention to award", "2026-11-10", "2026/S 000-990601", "2026-11-17"),  # not yet answered
)

_ADVICE = (  # key, procurement, client, asked, question, answered, answer
    ("LA-01", NURSING, "QZ3", "2026-02-16", "May the most suitable provider process be used, and on which criteria?",
     "2026-03-02", "It may. Weigh the five basic criteria in writing before any provider is looked at"),
    ("LA-02", NURSING, "QZ3", "2026-11-18", "Does the representation of 17 November reach the panel, and by when?", "",
     ""),
)

_CONFLICTS = (  # procurement, organisation, office, declared, interest, handling
    (PORTAL, "RZ1", OfficeRole.DIGITAL_LEAD, "2026-08-03", "none", ""),
    (PORTAL, "RZ4", OfficeRole.DIGITAL_LEAD, "2026-08-04", "Chairs the user group of Openlatch, unpaid",
     "Does not score; leaves the room when bids are discussed"),
    (PORTAL, "QZ3", OfficeRole.FINANCE_LEAD, "2026-08-05", "none", ""),
    (NURSING, "QZ3", OfficeRole.MEDICAL_DIRECTOR, "2026-02-20", "Partner in a practice that refers to the service",
     "Declared at each meeting; does not score"),
)

_DONE = (  # procurement, gate, day, evidence
    (PORTAL, GateKind.HEADS_OF_TERMS, "2026-07-31", "Heads of terms v3, signed by five chief executives"),
    (PORTAL, GateKind.CONFLICTS, "2026-08-05", "Register of interests, sheet 4"),
    (PORTAL, GateKind.REQUIREMENTS, "2026-10-02", "Requirements v2, frozen before any lawyer had read them"),
    (PORTAL, GateKind.DPIA, "2026-11-13", "DPIA-TR-05, addendum on the portal"),
    (PORTAL, GateKind.ASSURANCE, "2026-11-10", "Two suppliers' DTAC forms and safety case reports"),
    (NURSING, GateKind.CONFLICTS, "2026-02-20", "Declarations, folder 2"),
    (NURSING, GateKind.LEGAL, "2026-02-16", "LA-01"),
    (NURSING, GateKind.REQUIREMENTS, "2026-04-17", "Specification v4"),
    (NURSING, GateKind.DPIA, "2026-05-29", "Screening: no new use of data"),
    (NURSING, GateKind.ASSURANCE, "2026-05-29", "Registration with the regulator seen"),
    (NURSING, GateKind.APPROVALS, "2026-09-01", "Finance and investment committee, item 6"),
    (NURSING, GateKind.EVALUATION, "2026-10-23", "Panel's report"),
    (NURSING, GateKind.AWARD_NOTICE, "2026-11-10", "2026/S 000-990601"),
)


def buying() -> Iterator[Noun]:
    """Every row of procurement.xlsx."""
    for framework, lot, covers, users, ceiling, spent, longest, more in _LOTS:
        yield Lot(framework=framework, lot=lot, covers=covers, users=tuple(users.split()),
                  ceiling=thousands(ceiling * 1000), spent=thousands(spent * 1000), longest=longest, **more)
    for key, title, organisation, besides, subject, cpv, value, months, more in _PROCUREMENTS:
        yield Procurement(procurement=key, title=title, organisation=organisation, subject=subject, cpv=cpv,
                          on_behalf_of=tuple(besides.split()), value=thousands(value), months=months, **more)
    for number, text, priority, standard, source, test, clause, fits in _REQUIREMENTS:
        yield Requirement(procurement=PORTAL, requirement=number, text=text, priority=priority, standard=standard,
                          source=source, test=test, clause=clause)
        for (framework, lot, *_), fit in zip(_LOTS, fits, strict=True):
            yield LotFit(procurement=PORTAL, requirement=number, lot=f"{framework} / {lot}", fit=_FITS[fit],
                         evidence="" if fit == "?" else f"{framework} lot {lot}, specification, {number}")
    for procurement, notice, published, reference, representation in _NOTICES:
        yield PublishedNotice(procurement=procurement, notice=notice, published_on=day(published), reference=reference,
                              representation_on=day_or_blank(representation))
    for key, procurement, client, asked, question, answered, answer in _ADVICE:
        yield LegalAdvice(advice=key, procurement=procurement, organisation=client, instructed_on=day(asked),
                          question=question, answered_on=day_or_blank(answered), answer=answer)
    for procurement, organisation, office, declared, interest, handling in _CONFLICTS:
        yield Conflict(procurement=procurement, organisation=organisation, office=office, declared_on=day(declared),
                       interest=interest, handling=handling)
    for procurement, gate, done, evidence in _DONE:
        yield GateDone(procurement=procurement, gate=gate, done_on=day(done), evidence=evidence)
