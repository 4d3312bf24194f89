"""What an agreement lets be shared: purposes with their legal basis, flows, data items, and conditions on rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from concordat.register.agreement import OfAgreement
from concordat.register.noun import Kind, Noun, column


class Purpose(StrEnum):
    """What data may be wanted for: a closed list, each within a person's own care or beyond it."""

    INDIVIDUAL_CARE = "individual care"
    CARE_ADMINISTRATION = "care administration"
    LOCAL_AUDIT = "local clinical audit"
    PLANNING = "planning and commissioning"
    RISK_STRATIFICATION = "risk stratification"
    INVOICE_VALIDATION = "invoice validation"
    SERVICE_EVALUATION = "service evaluation"
    RESEARCH = "research"
    PUBLIC_HEALTH = "communicable disease and public health"
    SAFEGUARDING = "safeguarding"
    REGULATION = "regulation and legal duty"

    @property
    def is_care(self) -> bool:
        """Whether it is within the care of the person whose data they are; else it is beyond individual care."""
        return self in (Purpose.INDIVIDUAL_CARE, Purpose.CARE_ADMINISTRATION, Purpose.LOCAL_AUDIT)


class Form(StrEnum):
    """How far data tell whose they are, each more identifying than the one before."""

    AGGREGATE = "aggregate"
    ANONYMISED = "anonymised"
    PSEUDONYMISED = "pseudonymised"
    IDENTIFIABLE = "identifiable"

    @property
    def personal(self) -> bool:
        """Whether they are personal data."""
        return self in (Form.PSEUDONYMISED, Form.IDENTIFIABLE)

    @property
    def rank(self) -> int:
        """0 for the least identifying, 3 for the most."""
        return list(Form).index(self)


class Article6(StrEnum):
    """Lawful bases of UK GDPR Article 6(1)."""

    CONSENT = "6(1)(a) consent"
    CONTRACT = "6(1)(b) contract"
    LEGAL_OBLIGATION = "6(1)(c) legal obligation"
    VITAL_INTERESTS = "6(1)(d) vital interests"
    PUBLIC_TASK = "6(1)(e) public task"
    RECOGNISED_INTEREST = "6(1)(ea) recognised legitimate interest"
    LEGITIMATE_INTERESTS = "6(1)(f) legitimate interests"


class Article9(StrEnum):
    """Conditions of UK GDPR Article 9(2) that health and care use."""

    EXPLICIT_CONSENT = "9(2)(a) explicit consent"
    EMPLOYMENT = "9(2)(b) employment and social protection"
    VITAL_INTERESTS = "9(2)(c) vital interests"
    LEGAL_CLAIMS = "9(2)(f) legal claims"
    SUBSTANTIAL_PUBLIC_INTEREST = "9(2)(g) substantial public interest"
    HEALTH_OR_SOCIAL_CARE = "9(2)(h) health or social care"
    PUBLIC_HEALTH = "9(2)(i) public health"
    RESEARCH = "9(2)(j) archiving, research and statistics"


class Schedule1(StrEnum):
    """Conditions of the Data Protection Act 2018, Schedule 1."""

    EMPLOYMENT = "Part 1 paragraph 1 employment and social protection"
    HEALTH_OR_SOCIAL_CARE = "Part 1 paragraph 2 health or social care"
    PUBLIC_HEALTH = "Part 1 paragraph 3 public health"
    RESEARCH = "Part 1 paragraph 4 research"
    STATUTORY = "Part 2 paragraph 6 statutory and government purposes"
    SAFEGUARDING = "Part 2 paragraph 18 safeguarding"

    @property
    def needs_policy_document(self) -> bool:
        """Whether an appropriate policy document must stand behind it."""
        return self in (Schedule1.EMPLOYMENT, Schedule1.STATUTORY, Schedule1.SAFEGUARDING)


class Confidentiality(StrEnum):
    """How the common law duty of confidentiality is met."""

    IMPLIED_CONSENT = "implied consent"
    EXPLICIT_CONSENT = "explicit consent"
    SECTION_251_2 = "section 251 regulation 2"
    SECTION_251_3 = "section 251 regulation 3"
    SECTION_251_5 = "section 251 regulation 5"
    STATUTE = "statutory requirement or direction"
    COURT = "court order"
    PUBLIC_INTEREST = "overriding public interest"

    @property
    def section_251(self) -> bool:
        """Whether it rests on the Control of Patient Information Regulations 2002."""
        return self in (self.SECTION_251_2, self.SECTION_251_3, self.SECTION_251_5)


class OptOutPosition(StrEnum):
    """What an agreement says of the National Data Opt-Out for one purpose."""

    APPLIES = "applied"
    DISAPPLIED = "disapplied by CAG"
    EXEMPT = "exempt by policy"
    NOT_DUE = "does not apply"


class Transform(StrEnum):
    """What is done to a data item before it is seen."""

    KEEP = "as it is"
    YEAR = "year only"
    MONTH = "year and month only"
    AGE_BAND = "age band"
    AREA = "larger area"
    PSEUDONYM = "pseudonym"
    DROP = "left out"


class Operator(StrEnum):
    """How a row condition compares; there is no other way to limit rows, and none that is SQL."""

    IS = "is"
    IS_NOT = "is not"
    ONE_OF = "is one of"
    NONE_OF = "is none of"
    AT_LEAST = "is at least"
    AT_MOST = "is at most"


@dataclass(frozen=True, kw_only=True)
class PurposeBasis(OfAgreement, Noun):
    """One purpose of an agreement, with everything that makes it lawful."""

    SHEET = "Agreement purposes"
    MEANS = "What an agreement allows data to be used for, and on which legal bases."

    purpose: Purpose = column(Kind.CHOICE, "What for.", choices=Purpose, key=True)
    objective: str = column(Kind.TEXT, "What it is to achieve.", default="")
    form: Form = column(Kind.CHOICE, "The most identifying form in which data may be seen.", choices=Form)
    article_6: Article6 | None = column(Kind.CHOICE, "UK GDPR Article 6 basis.", choices=Article6, default=None)
    article_9: Article9 | None = column(Kind.CHOICE, "UK GDPR Article 9 condition.", choices=Article9, default=None)
    schedule_1: Schedule1 | None = column(
        Kind.CHOICE, "DPA 2018 Schedule 1 condition.", choices=Schedule1, default=None
    )
    basis_reason: str = column(Kind.TEXT, "Why these bases, where they are not the usual ones.", default="")
    policy_document: str = column(Kind.TEXT, "The appropriate policy document, where one is due.", default="")
    power: str = column(Kind.TEXT, "The statutory power, direction or court order.", default="")
    confidentiality: Confidentiality | None = column(
        Kind.CHOICE, "How the duty of confidentiality is met.", choices=Confidentiality, default=None
    )
    cag: str = column(Kind.LINK, "CAG reference of section 251 support.", heading="CAG", to="CagApproval", default="")
    public_interest_record: str = column(Kind.TEXT, "Where the public-interest decision is recorded.", default="")
    opt_out: OptOutPosition = column(
        Kind.CHOICE, "The National Data Opt-Out.", choices=OptOutPosition, default=OptOutPosition.NOT_DUE
    )
    opt_out_reason: str = column(Kind.TEXT, "The policy exemption it rests on.", default="")
    type_1: bool = column(Kind.YES_NO, "Whether Type 1 opt-outs are applied.", heading="Type 1", default=False)
    objections: bool = column(
        Kind.YES_NO, "Whether objections to sharing for care are honoured.", heading="Care objections", default=False
    )
    oldest_list: int = column(
        Kind.WHOLE, "Most days since an opt-out list was made.", heading="Oldest list (days)", default=7
    )

    @property
    def label(self) -> str:
        return f"{self.purpose.value} under {self.agreement}"

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if not 0 <= self.oldest_list <= 31:
            yield "oldest_list", f"A list of {self.oldest_list} days cannot be right", "give 0 to 31 days; 7 is usual"


@dataclass(frozen=True, kw_only=True)
class Flow(OfAgreement, Noun):
    """Data that go from one organisation to another under an agreement."""

    SHEET = "Data flows"
    MEANS = "Who gives whose data to whom, for what, how and how often."

    flow: str = column(Kind.TEXT, "Short name within the agreement, such as waiting-list.", key=True)
    title: str = column(Kind.TEXT, "What it is.", default="")
    sender: str = column(Kind.LINK, "ODS code of who gives the data.", to="Organisation")
    receiver: str = column(Kind.LINK, "ODS code of who gets them.", to="Organisation")
    controllers: tuple[str, ...] = column(
        Kind.LINKS, "Whose data they are; blank: the sender's.", to="Organisation", default=()
    )
    purposes: tuple[str, ...] = column(Kind.LIST, "For which of its purposes; blank: all of them.", default=())
    subjects: str = column(Kind.TEXT, "Whose data: patients of a service, staff, and about how many.", default="")
    frequency: str = column(Kind.TEXT, "How often.", default="")
    method: str = column(Kind.TEXT, "How data travel.", default="")
    system: str = column(Kind.LINK, "Key of the system that holds them.", to="System", default="")

    @property
    def label(self) -> str:
        return self.title or f"{self.flow} under {self.agreement}"

    @property
    def whose(self) -> tuple[str, ...]:
        """ODS codes of the controllers whose data flow."""
        return self.controllers or (self.sender,)

    def serves(self, purpose: Purpose) -> bool:
        """Whether it is for this purpose."""
        return not self.purposes or purpose.value in self.purposes

    def problems(self) -> Iterator[tuple[str, str, str]]:
        unknown = [each for each in self.purposes if each not in {known.value for known in Purpose}]
        if unknown:
            yield "purposes", f"Unknown purposes: {', '.join(unknown)}", f"use any of: {'; '.join(Purpose)}"


@dataclass(frozen=True, kw_only=True)
class DataItem(Noun):
    """One column of one table in a flow, and why it is needed."""

    SHEET = "Data items"
    MEANS = "A column that flows, why it is needed, and what is done to it first."

    flow: str = column(Kind.LINK, "The flow, such as DSA-01 / 2 / waiting-list.", key=True, to="Flow")
    table: str = column(Kind.TEXT, "Table, such as encounter.", key=True)
    item: str = column(Kind.TEXT, "Column of that table, such as started_on.", heading="Column", key=True)
    organisation: str = column(
        Kind.LINK, "ODS code of the organisation that keeps the agreement.", heading="Kept by", to="Organisation"
    )
    justification: str = column(Kind.TEXT, "Why the purpose needs it.", default="")
    transform: Transform = column(
        Kind.CHOICE, "What is done to it before it is seen.", choices=Transform, default=Transform.KEEP
    )

    @property
    def name(self) -> str:
        """As questions and verdicts write it: `encounter.started_on`."""
        return f"{self.table}.{self.item}"

    @property
    def label(self) -> str:
        return f"{self.name} in {self.flow}"


@dataclass(frozen=True, kw_only=True)
class RowCondition(Noun):
    """A limit on which rows of a table flow: typed values, never a formula."""

    SHEET = "Row conditions"
    MEANS = "Which rows of a table may flow, as a column compared with values."

    flow: str = column(Kind.LINK, "The flow, such as DSA-01 / 2 / waiting-list.", key=True, to="Flow")
    table: str = column(Kind.TEXT, "Table, such as encounter.", key=True)
    item: str = column(Kind.TEXT, "Column that is compared.", heading="Column", key=True)
    operator: Operator = column(Kind.CHOICE, "How it is compared.", choices=Operator, key=True)
    organisation: str = column(
        Kind.LINK, "ODS code of the organisation that keeps the agreement.", heading="Kept by", to="Organisation"
    )
    values: tuple[str, ...] = column(Kind.LIST, "With what; days as 2026-11-22, numbers as 18.")

    @property
    def label(self) -> str:
        """As people read it: `encounter.ward is one of A1, A2`."""
        return f"{self.table}.{self.item} {self.operator.value} {', '.join(self.values)}"

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if len(self.values) != 1 and self.operator not in (Operator.ONE_OF, Operator.NONE_OF):
            yield "values", f"'{self.operator.value}' compares with one value", "give one, or use 'is one of'"
