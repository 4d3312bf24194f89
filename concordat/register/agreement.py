"""Agreements between organisations: their kind, version and dates, who is party to them as what, and who has signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from concordat.register.noun import Kind, Noun, column
from concordat.register.person import OfficeRole

LONGEST = 1200
"""Months beyond which a retention is taken for a slip of the pen: a hundred years."""


class AgreementKind(StrEnum):
    """What an agreement does; one that lists data flows decides who may see what, whatever its kind."""

    PROTOCOL = "information sharing protocol"
    SHARING = "data sharing agreement"
    JOINT = "joint controller arrangement"
    PROCESSING = "processing agreement"
    HOSTING = "hosting agreement"
    COLLABORATION = "collaboration agreement"
    SECTION_75 = "section 75 agreement"


class PartyRole(StrEnum):
    """What a party is to the data (UK GDPR Articles 4(7), 4(8), 26 and 28)."""

    CONTROLLER = "controller"
    JOINT_CONTROLLER = "joint controller"
    PROCESSOR = "processor"
    SUB_PROCESSOR = "sub-processor"

    @property
    def controls(self) -> bool:
        """Whether it decides why and how data are used."""
        return self in (PartyRole.CONTROLLER, PartyRole.JOINT_CONTROLLER)

    @property
    def signs(self) -> bool:
        """Whether it must have signed; a sub-processor is bound by its processor's contract instead."""
        return self is not PartyRole.SUB_PROCESSOR


class Territory(StrEnum):
    """Where data may be held or seen from, each wider than the one before."""

    UK = "United Kingdom"
    ADEQUATE = "countries with an adequacy decision"
    ELSEWHERE = "elsewhere"


class Automated(StrEnum):
    """How far significant decisions about a person are left to a machine (UK GDPR Articles 22A to 22D)."""

    NONE = "none"
    INVOLVED = "with meaningful human involvement"
    SOLELY = "solely automated"


class Clause(StrEnum):
    """Terms the law asks for by name; `clauses` of an agreement says which of them it contains."""

    INSTRUCTIONS = "28(3)(a) documented instructions"
    CONFIDENTIALITY = "28(3)(b) confidentiality"
    SECURITY = "28(3)(c) security"
    SUB_PROCESSORS = "28(3)(d) sub-processors"
    RIGHTS = "28(3)(e) help with rights"
    ASSISTANCE = "28(3)(f) help with security and DPIAs"
    RETURN = "28(3)(g) deletion or return"
    AUDIT = "28(3)(h) audit"
    RESPONSIBILITIES = "26(1) respective responsibilities"
    ESSENCE = "26(2) essence made available"
    CONTACT_POINT = "26(1) contact point"


ARTICLE_26 = (Clause.RESPONSIBILITIES, Clause.ESSENCE, Clause.CONTACT_POINT)
ARTICLE_28 = tuple(each for each in Clause if each not in ARTICLE_26)


class LeaverDuty(StrEnum):
    """What becomes of a leaver's data."""

    RETURN = "return"
    DELETE = "delete"
    RETURN_AND_DELETE = "return and delete"
    NONE = "none held"


@dataclass(frozen=True, kw_only=True)
class OfAgreement:
    """What every row under an agreement has: which version it belongs to, and whose row it is."""

    agreement: str = column(Kind.LINK, "Agreement and version, such as DSA-01 / 2.", key=True, to="Agreement")
    organisation: str = column(
        Kind.LINK, "ODS code of the organisation that keeps the agreement.", heading="Kept by", to="Organisation"
    )


@dataclass(frozen=True, kw_only=True)
class Agreement(Noun):
    """One version of an agreement. A new version is a new row, and inherits no signature."""

    SHEET = "Agreements"
    MEANS = "What organisations have agreed on data: its version, dates, limits and duties."

    agreement: str = column(Kind.TEXT, "Reference, such as DSA-01.", key=True)
    version: int = column(Kind.WHOLE, "Version, counted from 1.", key=True)
    title: str = column(Kind.TEXT, "What it is called.")
    kind: AgreementKind = column(Kind.CHOICE, "What it does.", choices=AgreementKind)
    organisation: str = column(
        Kind.LINK, "ODS code of the organisation that keeps it.", heading="Kept by", to="Organisation"
    )
    under: str = column(Kind.LINK, "The protocol it is a schedule of.", to="Agreement", default="")
    objectives: str = column(Kind.TEXT, "What it is meant to achieve, and for whom.", default="")
    starts_on: date = column(Kind.DATE, "First day.")
    ends_on: date = column(Kind.DATE, "Last day.")
    review_on: date | None = column(Kind.DATE, "Day by which it must be reviewed.", default=None)
    review_grace: int = column(
        Kind.WHOLE, "Days it stays in force after a missed review.", heading="Review grace (days)", default=0
    )
    suspended_on: date | None = column(Kind.DATE, "First day it is suspended.", default=None)
    resumed_on: date | None = column(Kind.DATE, "First day it is no longer suspended.", default=None)
    terminated_on: date | None = column(Kind.DATE, "First day it is no longer in force by termination.", default=None)
    end_reason: str = column(Kind.TEXT, "Why it was suspended or terminated.", default="")
    text_hash: str = column(
        Kind.TEXT, "SHA-256 of the signed document, or the hash of these terms that Concordat gives.", default=""
    )
    clauses: tuple[str, ...] = column(Kind.LIST, "Which of the terms of Articles 26 and 28 it contains.", default=())
    other_restrictions: tuple[str, ...] = column(
        Kind.LIST, "Restrictions in words that nothing here executes; none may be left when it is signed.", default=()
    )
    recipients: tuple[str, ...] = column(Kind.LIST, "Roles that may see the data; blank: nobody yet.", default=())
    training_months: int = column(
        Kind.WHOLE, "Months for which data security training counts.", heading="Training (months)", default=12
    )
    dpia: str = column(Kind.LINK, "The data protection impact assessment.", heading="DPIA", to="Dpia", default="")
    links_with: tuple[str, ...] = column(
        Kind.LINKS, "Agreements with whose data these may be linked.", to="Agreement", default=()
    )
    key_holder: str = column(Kind.LINK, "ODS code of who holds the linkage key.", to="Organisation", default="")
    least_count: int = column(Kind.WHOLE, "Smallest count that may be published; 0: not agreed.", default=0)
    rounding: int = column(Kind.WHOLE, "Counts are rounded to multiples of this; 1: not rounded.", default=0)
    retention_months: int = column(
        Kind.WHOLE, "Months the data are kept by the recipient.", heading="Retention (months)", default=0
    )
    retention_class: str = column(Kind.TEXT, "Class in the Records Management Code.", default="")
    retention_reason: str = column(Kind.TEXT, "Reason for a retention the Code has no class for.", default="")
    disposal: str = column(Kind.TEXT, "How data are disposed of, and how that is shown.", default="")
    territory: Territory = column(
        Kind.CHOICE, "Where data may be held or seen from.", choices=Territory, default=Territory.UK
    )
    transfer_safeguard: str = column(
        Kind.TEXT, "Adequacy regulations or transfer agreement, with the transfer risk assessment.", default=""
    )
    automated: Automated = column(
        Kind.CHOICE, "Automated decisions about people.", choices=Automated, default=Automated.NONE
    )
    automated_safeguards: str = column(Kind.TEXT, "How people are told, heard, and may contest.", default="")
    security: str = column(Kind.TEXT, "How the data are kept safe.", default="")
    rights: str = column(Kind.TEXT, "Who answers people's requests, and how.", default="")
    breach_contact: str = column(Kind.TEXT, "Whom to tell of a breach, and within how long.", default="")
    complaints_route: str = column(Kind.TEXT, "Where people complain.", default="")
    privacy_notice: str = column(Kind.TEXT, "Address of the privacy notice.", default="")
    evidence: str = column(Kind.TEXT, "The signed document and page.", default="")

    @property
    def label(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def last_day_by_review(self) -> date | None:
        """The last day on which a missed review does not yet stop it; None where no review is set."""
        return self.review_on + timedelta(days=self.review_grace) if self.review_on else None

    def over(self, day: date) -> bool:
        """Whether it has ended, or was terminated, by a day."""
        return self.ends_on < day or bool(self.terminated_on and self.terminated_on <= day)

    def suspended(self, day: date) -> bool:
        """Whether it is suspended on a day."""
        return bool(self.suspended_on and self.suspended_on <= day and not (self.resumed_on and self.resumed_on <= day))

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.version < 1:
            yield "version", "A version below 1", "count versions from 1"
        if self.ends_on < self.starts_on:
            yield "ends_on", "It ends before it starts", "check the two dates; day comes before month"
        if self.under == self.key:
            yield "under", "It is a schedule of itself", "name the protocol, or leave it blank"
        if self.resumed_on and not (self.suspended_on and self.suspended_on < self.resumed_on):
            yield "resumed_on", "It resumes before it is suspended", "give the day of suspension before it, or neither"
        for name in ("review_grace", "least_count", "rounding", "training_months", "retention_months"):
            if not 0 <= getattr(self, name) <= LONGEST:
                yield name, f"{getattr(self, name):,} cannot be right", f"give a whole number from 0 to {LONGEST:,}"
        unknown = [each for each in self.clauses if each not in {known.value for known in Clause}]
        if unknown:
            yield "clauses", f"Unknown clauses: {', '.join(unknown)}", f"use any of: {'; '.join(Clause)}"


@dataclass(frozen=True, kw_only=True)
class Party(OfAgreement, Noun):
    """An organisation's part in one version of an agreement."""

    SHEET = "Agreement parties"
    MEANS = "An organisation that is bound by an agreement, and what it is to the data."

    party: str = column(Kind.LINK, "ODS code of the party.", key=True, to="Organisation")
    role: PartyRole = column(Kind.CHOICE, "What it is to the data.", choices=PartyRole, key=True)
    acts_for: tuple[str, ...] = column(
        Kind.LINKS, "For whom a processor or sub-processor works.", to="Organisation", default=()
    )
    signs_as: OfficeRole = column(
        Kind.CHOICE, "The office that signs for it.", choices=OfficeRole, default=OfficeRole.CALDICOTT
    )
    authorised_on: date | None = column(Kind.DATE, "Day the controllers authorised this sub-processor.", default=None)
    joined_on: date | None = column(
        Kind.DATE, "First day, for one that joined later; blank: from the start.", default=None
    )
    deed: str = column(Kind.TEXT, "Reference of its deed of adherence.", default="")
    left_on: date | None = column(Kind.DATE, "First day it is no longer a party.", default=None)
    leaver_duty: LeaverDuty | None = column(
        Kind.CHOICE, "What becomes of its data when it leaves.", choices=LeaverDuty, default=None
    )
    duty_done_on: date | None = column(Kind.DATE, "Day that was done and certified.", default=None)
    contact: str = column(Kind.TEXT, "Contact for this agreement.", default="")

    @property
    def label(self) -> str:
        return f"{self.party} as {self.role.value} in {self.agreement}"

    def active(self, day: date) -> bool:
        """Whether it is a party on a day: it has joined, and not left."""
        return (self.joined_on is None or self.joined_on <= day) and (self.left_on is None or day < self.left_on)

    @property
    def owes(self) -> LeaverDuty | None:
        """What it must do with the data as it leaves and has not shown that it did; None where there is nothing."""
        owed = self.left_on and not self.duty_done_on and self.leaver_duty is not LeaverDuty.NONE
        return self.leaver_duty if owed else None

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.joined_on and self.left_on and self.left_on <= self.joined_on:
            yield "left_on", "It left before it joined", "check the two dates"
        if self.left_on and self.leaver_duty is None:
            yield "leaver_duty", "It left, and nothing says what becomes of its data", "say what it must do with them"


@dataclass(frozen=True, kw_only=True)
class Signature(Noun):
    """That an office signed one version of an agreement for its organisation."""

    SHEET = "Signatures"
    MEANS = "A signature for an organisation, by the holder of a named office, of one text."

    agreement: str = column(Kind.LINK, "Agreement and version, such as DSA-01 / 2.", key=True, to="Agreement")
    organisation: str = column(Kind.LINK, "ODS code of who it binds.", key=True, to="Organisation")
    office: OfficeRole = column(Kind.CHOICE, "The office that signed.", choices=OfficeRole, key=True)
    name: str = column(Kind.TEXT, "Who held it.")
    signed_on: date = column(Kind.DATE, "Day of the signature.")
    text_hash: str = column(Kind.TEXT, "Hash of the text that was signed, as on the agreement.")

    @property
    def label(self) -> str:
        return f"{self.agreement} signed for {self.organisation}"


@dataclass(frozen=True, kw_only=True)
class Section75(OfAgreement, Noun):
    """The partnership terms of an agreement under section 75 of the NHS Act 2006."""

    SHEET = "Section 75 arrangements"
    MEANS = "Health and council functions exercised together, with a pooled fund or without (NHS Act 2006 section 75)."

    functions: tuple[str, ...] = column(Kind.LIST, "Functions exercised together.")
    host: str = column(Kind.LINK, "ODS code of the body that hosts the fund.", to="Organisation")
    pooled_fund: int = column(Kind.MONEY, "Pooled fund a year.", confidential=True, default=0)
    contributions: tuple[tuple[str, float], ...] = column(
        Kind.AMOUNTS, "Pounds a year by ODS code, such as QZ3: 400000; 098: 250000.", confidential=True, default=()
    )
    overspend: str = column(Kind.TEXT, "Who bears an overspend.", default="")
    notice: int = column(Kind.WHOLE, "Months of notice to end it.", heading="Notice (months)", default=6)

    @property
    def label(self) -> str:
        return f"Section 75 terms of {self.agreement}"
