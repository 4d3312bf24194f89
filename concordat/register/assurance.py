"""What stands behind an agreement: impact assessments, security standards, registrations, and CAG support."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concordat.register.noun import Kind, Noun, column
from concordat.register.person import OfficeRole
from concordat.register.sharing import Confidentiality


class DpiaStatus(StrEnum):
    """How far an impact assessment has come."""

    DRAFT = "draft"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class DsptFramework(StrEnum):
    """Against which framework a toolkit was published; "met" does not mean the same in both."""

    NDG = "NDG standards"
    CAF = "CAF-aligned"


class DsptOutcome(StrEnum):
    """What the Data Security and Protection Toolkit says of an organisation for a year."""

    EXCEEDED = "standards exceeded"
    MET = "standards met"
    APPROACHING = "approaching standards"
    NOT_MET = "standards not met"


class CagOptOut(StrEnum):
    """What CAG decided about the National Data Opt-Out."""

    APPLIES = "applies"
    DISAPPLIED = "disapplied"


@dataclass(frozen=True, kw_only=True)
class Dpia(Noun):
    """A data protection impact assessment (UK GDPR Article 35), and the agreement versions it covers."""

    SHEET = "DPIAs"
    MEANS = "An assessment of what processing may do to people, approved before it starts."

    dpia: str = column(Kind.TEXT, "Reference, such as DPIA-07.", heading="DPIA", key=True)
    title: str = column(Kind.TEXT, "What it assesses.")
    organisation: str = column(
        Kind.LINK, "ODS code of the organisation that keeps it.", heading="Kept by", to="Organisation"
    )
    covers: tuple[str, ...] = column(
        Kind.LINKS, "Agreement versions it covers, such as DSA-01 / 2.", to="Agreement", default=()
    )
    status: DpiaStatus = column(Kind.CHOICE, "How far it has come.", choices=DpiaStatus, default=DpiaStatus.DRAFT)
    approved_on: date | None = column(Kind.DATE, "Day it was approved.", default=None)
    approved_by: str = column(Kind.TEXT, "Who approved it, and in which office.", default="")
    review_on: date | None = column(Kind.DATE, "Last day before it must be reviewed.", default=None)
    need: str = column(Kind.TEXT, "Why an assessment is needed, in a summary.", default="")
    benefits: str = column(Kind.TEXT, "What good it does, and for whom.", default="")
    anonymous: str = column(Kind.TEXT, "Why anonymous data would not do.", default="")
    source: str = column(Kind.TEXT, "Where the data come from.", default="")
    linking: str = column(Kind.TEXT, "Whether linking will make people identifiable, and what prevents it.", default="")
    consultation: str = column(Kind.TEXT, "Who was consulted, and what they said.", default="")
    security: str = column(Kind.TEXT, "Security measures, multi-factor authentication among them.", default="")
    rights: str = column(Kind.TEXT, "How people's rights are met.", default="")

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.status is DpiaStatus.APPROVED and not (self.approved_on and self.approved_by):
            yield "approved_on", "It is approved, but not when or by whom", "give the day and who approved it"


@dataclass(frozen=True, kw_only=True)
class DpiaRisk(Noun):
    """A risk to people found by an assessment, on its 5 x 5 scale, before and after what is done about it."""

    SHEET = "DPIA risks"
    MEANS = "What may go wrong for people, how likely and how bad, and what is done about it."

    dpia: str = column(Kind.LINK, "The assessment.", heading="DPIA", key=True, to="Dpia")
    risk: str = column(Kind.TEXT, "Number or short name.", key=True)
    organisation: str = column(
        Kind.LINK, "ODS code of the organisation that keeps the DPIA.", heading="Kept by", to="Organisation"
    )
    description: str = column(Kind.TEXT, "What may happen, and to whom.")
    likelihood: int = column(Kind.WHOLE, "1 to 5, as things are.")
    impact: int = column(Kind.WHOLE, "1 to 5, as things are.")
    mitigation: str = column(Kind.TEXT, "What is done about it.", default="")
    residual_likelihood: int = column(Kind.WHOLE, "1 to 5, once that is done; 0: not judged.", default=0)
    residual_impact: int = column(Kind.WHOLE, "1 to 5, once that is done; 0: not judged.", default=0)
    owner_office: OfficeRole | None = column(
        Kind.CHOICE, "The office that owns it.", heading="Owner", choices=OfficeRole, default=None
    )

    @property
    def label(self) -> str:
        return f"{self.dpia}: {self.risk}"

    def problems(self) -> Iterator[tuple[str, str, str]]:
        for name in ("likelihood", "impact"):
            if not 1 <= getattr(self, name) <= 5:
                yield name, f"{getattr(self, name)} is not on the scale", "give 1 to 5"
            if not 0 <= getattr(self, f"residual_{name}") <= 5:
                yield f"residual_{name}", "It is not on the scale", "give 1 to 5, or 0 where it is not judged yet"


@dataclass(frozen=True, kw_only=True)
class DpiaAddendum(Noun):
    """What one organisation adds to a shared assessment for itself, and its own approval of it."""

    SHEET = "DPIA addenda"
    MEANS = "Where one organisation differs from a joint assessment, and its own sign-off."

    dpia: str = column(Kind.LINK, "The assessment.", heading="DPIA", key=True, to="Dpia")
    organisation: str = column(Kind.LINK, "ODS code of the organisation.", key=True, to="Organisation")
    differences: str = column(Kind.TEXT, "What is different here; 'nothing' where nothing is.")
    asset_register: str = column(Kind.TEXT, "Entry in its asset register and record of processing.", default="")
    approved_on: date | None = column(Kind.DATE, "Day it was approved.", default=None)
    approved_by: str = column(Kind.TEXT, "Who approved it, and in which office.", default="")

    @property
    def label(self) -> str:
        return f"{self.dpia} at {self.organisation}"


@dataclass(frozen=True, kw_only=True)
class DsptStatus(Noun):
    """An organisation's published Data Security and Protection Toolkit for one year."""

    SHEET = "DSPT"
    MEANS = "What an organisation published in the Data Security and Protection Toolkit, and against what."

    organisation: str = column(Kind.LINK, "ODS code of the organisation.", key=True, to="Organisation")
    year: int = column(Kind.WHOLE, "Year in which the toolkit year ends: 2026 for 2025-26.", key=True)
    framework: DsptFramework = column(Kind.CHOICE, "Against which framework.", choices=DsptFramework)
    outcome: DsptOutcome = column(Kind.CHOICE, "What was published.", choices=DsptOutcome)
    published_on: date = column(Kind.DATE, "Day it was published.")
    accepted_until: date | None = column(
        Kind.DATE, "Last day on which a SIRO accepts that standards are not met.", default=None
    )
    accepted_by: str = column(Kind.TEXT, "Who accepts it.", default="")

    @property
    def label(self) -> str:
        return f"{self.organisation} {self.year - 1}-{self.year % 100:02}: {self.outcome.value}"

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if not 2018 <= self.year <= 2099:
            yield "year", f"{self.year} is not a toolkit year", "give the year in which it ends, such as 2026"
        if self.accepted_until and not self.accepted_by:
            yield "accepted_by", "A risk is accepted by nobody", "name who accepts it, and their office"


@dataclass(frozen=True, kw_only=True)
class IcoRegistration(Noun):
    """That an organisation has paid the data protection fee and is on the Information Commissioner's register."""

    SHEET = "ICO registrations"
    MEANS = "An organisation's entry in the register of fee payers, and until when."

    organisation: str = column(Kind.LINK, "ODS code of the organisation.", key=True, to="Organisation")
    number: str = column(Kind.TEXT, "Registration number, such as Z1234567.")
    expires_on: date = column(Kind.DATE, "Last day.")

    @property
    def label(self) -> str:
        return f"{self.organisation}: {self.number}"


@dataclass(frozen=True, kw_only=True)
class CagApproval(Noun):
    """Support under section 251 of the NHS Act 2006, advised on by the Confidentiality Advisory Group."""

    SHEET = "CAG approvals"
    MEANS = "Leave to use confidential patient information without consent, on conditions and for a time."

    reference: str = column(Kind.TEXT, "CAG reference, such as 24/CAG/0123.", heading="CAG reference", key=True)
    title: str = column(Kind.TEXT, "What is supported.")
    organisation: str = column(Kind.LINK, "ODS code of the applicant.", to="Organisation")
    regulation: Confidentiality = column(Kind.CHOICE, "Under which regulation.", choices=Confidentiality)
    decided_on: date = column(Kind.DATE, "Day of the decision.")
    expires_on: date = column(Kind.DATE, "Last day.")
    review_due_on: date | None = column(Kind.DATE, "Last day before the annual review is overdue.", default=None)
    opt_out: CagOptOut = column(Kind.CHOICE, "The National Data Opt-Out.", choices=CagOptOut, default=CagOptOut.APPLIES)
    conditions: tuple[str, ...] = column(Kind.LIST, "Conditions of support.", default=())
    letter: str = column(Kind.TEXT, "Where the outcome letter is kept.", default="")

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if not re.fullmatch(r"\d\d/CAG/\d{4}", self.reference):
            yield "reference", f"{self.reference!r} is not a CAG reference", "write it as 24/CAG/0123"
        if not self.regulation.section_251:
            yield (
                "regulation",
                f"{self.regulation.value} is not a regulation",
                "choose section 251 regulation 2, 3 or 5",
            )
