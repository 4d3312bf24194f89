"""Buying: under which law and by which route, what it must do, which lots fit, what was published and advised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concordat.register.contract import LONGEST, Regime
from concordat.register.noun import Kind, Noun, column
from concordat.register.person import OfficeRole


class Authority(StrEnum):
    """The kind of buyer, which decides the threshold."""

    CENTRAL = "central government, NHS trusts among them"
    SUB_CENTRAL = "sub-central"


class Subject(StrEnum):
    """What is bought, as thresholds divide it."""

    GOODS = "goods"
    SERVICES = "services"
    WORKS = "works"
    LIGHT_TOUCH = "light touch services"
    HEALTH = "health care services"


class BuyingRoute(StrEnum):
    """How a supplier is chosen."""

    OPEN = "open procedure"
    FLEXIBLE = "competitive flexible procedure"
    MINI = "mini-competition under a framework"
    CALL_OFF = "direct call-off under a framework"
    DIRECT = "direct award"
    EXTEND = "extension of a contract"
    PSR_A = "PSR direct award A"
    PSR_B = "PSR direct award B"
    PSR_C = "PSR direct award C"
    PSR_MOST_SUITABLE = "PSR most suitable provider"
    PSR_COMPETITIVE = "PSR competitive process"


class Priority(StrEnum):
    """How much a requirement counts."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"


class Standard(StrEnum):
    """The heads of requirements that nobody may forget."""

    INTEROPERABILITY = "interoperability standards"
    EXIT = "exit and data return"
    ORGANISATIONAL_CHANGE = "termination or transfer on organisational change"
    AUDIT = "audit"
    SECURITY = "security"
    ACCESSIBILITY = "accessibility"
    DATA_OWNERSHIP = "data ownership"
    SAFETY = "clinical safety"
    OTHER = "other"


class Fit(StrEnum):
    """How far a lot or clause meets a requirement."""

    MET = "met"
    PARTLY = "partly met"
    NOT_MET = "not met"
    UNKNOWN = "not known"


class GateKind(StrEnum):
    """The steps that come before a contract, in their usual order."""

    HEADS_OF_TERMS = "collaboration heads of terms"
    CONFLICTS = "conflicts declared"
    LEGAL = "legal instructed"
    REQUIREMENTS = "requirements frozen"
    DPIA = "DPIA drafted"
    ASSURANCE = "DTAC and clinical safety evidence"
    APPROVALS = "approvals"
    ENGAGEMENT = "market engagement"
    TENDER = "tender issued"
    EVALUATION = "evaluation ended"
    AWARD_NOTICE = "award notice published"
    STANDSTILL = "standstill ended"
    SIGNED = "contract signed"
    MOBILISED = "mobilisation begun"
    LIVE = "live"


@dataclass(frozen=True, kw_only=True)
class Procurement(Noun):
    """A purchase: for whom, worth how much, under which law, by which route, and in place of what."""

    SHEET = "Procurements"
    MEANS = "A purchase in preparation or under way, and the contracts it replaces."

    procurement: str = column(Kind.TEXT, "Short key.", key=True)
    title: str = column(Kind.TEXT, "What is bought.")
    organisation: str = column(Kind.LINK, "ODS code of the buyer.", to="Organisation")
    on_behalf_of: tuple[str, ...] = column(Kind.LINKS, "Others it buys for, ODS codes.", to="Organisation", default=())
    authority: Authority = column(Kind.CHOICE, "Kind of buyer.", choices=Authority, default=Authority.CENTRAL)
    subject: Subject = column(Kind.CHOICE, "What is bought.", choices=Subject, default=Subject.SERVICES)
    cpv: str = column(Kind.TEXT, "CPV code of the main subject, such as 48180000.", heading="CPV", default="")
    value: int = column(
        Kind.MONEY, "Whole life with all extensions, for all members, with VAT.", confidential=True, default=0
    )
    months: int = column(Kind.WHOLE, "Longest term in months, extensions included.", default=0)
    regime: Regime | None = column(Kind.CHOICE, "Law; blank: to be worked out.", choices=Regime, default=None)
    begun_on: date | None = column(Kind.DATE, "Day it began in law (its first notice).", default=None)
    route: BuyingRoute | None = column(Kind.CHOICE, "How the supplier is chosen.", choices=BuyingRoute, default=None)
    framework: str = column(Kind.LINK, "The framework.", to="Framework", default="")
    lot: str = column(Kind.LINK, "The lot, such as FW-1 / 2.", to="Lot", default="")
    replaces: tuple[str, ...] = column(Kind.LINKS, "Contracts it replaces.", to="Contract", default=())
    proposal: str = column(Kind.LINK, "The proposal it carries out.", to="Proposal", default="")
    needed_live_on: date | None = column(Kind.DATE, "Day by which it must be in use.", default=None)
    implementation: int = column(
        Kind.WHOLE,
        "Months from mobilisation to live; 0: as is usual. A year or more marks a major purchase.",
        heading="Implementation (months)",
        default=0,
    )

    def problems(self) -> Iterator[tuple[str, str, str]]:
        for name in ("months", "implementation"):
            if not 0 <= getattr(self, name) <= LONGEST:
                yield name, f"{getattr(self, name):,} months cannot be right", f"give 0 to {LONGEST} months"


@dataclass(frozen=True, kw_only=True)
class Lot(Noun):
    """A lot of a framework: who may use it, for how much and how long, and whether without competition."""

    SHEET = "Framework lots"
    MEANS = "A lot of a framework, and on what terms a contract may be called off it."

    framework: str = column(Kind.LINK, "The framework.", key=True, to="Framework")
    lot: str = column(Kind.TEXT, "Number or name.", key=True)
    covers: str = column(Kind.TEXT, "What it covers.")
    users: tuple[str, ...] = column(
        Kind.LINKS, "ODS codes of permitted users; blank: any NHS body.", to="Organisation", default=()
    )
    ceiling: int = column(Kind.MONEY, "The most that may be spent under it.", default=0)
    spent: int = column(Kind.MONEY, "Spent or promised so far.", default=0)
    longest: int = column(Kind.WHOLE, "Longest call-off in months, extensions included.", default=0)
    direct_award: bool = column(Kind.YES_NO, "Whether a contract may be awarded without competition.", default=False)
    direct_award_up_to: int = column(Kind.MONEY, "Up to what value; 0: any.", default=0)
    accredited: bool = column(Kind.YES_NO, "Whether its host is accredited nationally.", default=False)
    national_terms: bool = column(Kind.YES_NO, "Whether national terms are mandated.", default=False)


@dataclass(frozen=True, kw_only=True)
class Requirement(Noun):
    """What a purchase must, should or could do."""

    SHEET = "Requirements"
    MEANS = "What is required of what is bought, how much it counts, and how it is tested."

    procurement: str = column(Kind.LINK, "The purchase.", key=True, to="Procurement")
    requirement: str = column(Kind.TEXT, "Number.", key=True)
    text: str = column(Kind.TEXT, "What is required.")
    priority: Priority = column(Kind.CHOICE, "How much it counts.", choices=Priority)
    standard: Standard = column(Kind.CHOICE, "Which head it comes under.", choices=Standard, default=Standard.OTHER)
    source: str = column(Kind.TEXT, "Who asked for it, or which standard.", default="")
    test: str = column(Kind.TEXT, "How it is tested.", default="")
    clause: str = column(Kind.TEXT, "Clause of the draft contract that secures it.", default="")


@dataclass(frozen=True, kw_only=True)
class LotFit(Noun):
    """How far a lot meets a requirement, and on what evidence."""

    SHEET = "Lot fits"
    MEANS = "Whether a lot covers a requirement."

    procurement: str = column(Kind.LINK, "The purchase.", key=True, to="Procurement")
    requirement: str = column(Kind.TEXT, "Number of the requirement.", key=True)
    lot: str = column(Kind.LINK, "The lot, such as FW-1 / 2.", key=True, to="Lot")
    fit: Fit = column(Kind.CHOICE, "How far it is met.", choices=Fit)
    evidence: str = column(Kind.TEXT, "Document and page.", default="")


@dataclass(frozen=True, kw_only=True)
class PublishedNotice(Noun):
    """A notice about a purchase, as published or planned."""

    SHEET = "Notices"
    MEANS = "A procurement notice: which, and when it was published."

    procurement: str = column(Kind.LINK, "The purchase.", key=True, to="Procurement")
    notice: str = column(Kind.TEXT, "Which, such as UK4, UK6 or PSR intention to award.", key=True)
    published_on: date = column(Kind.DATE, "The day.", key=True)
    reference: str = column(Kind.TEXT, "Its number.", default="")
    representation_on: date | None = column(Kind.DATE, "Day a representation was received.", default=None)
    further_decision_on: date | None = column(Kind.DATE, "Day the decision after it was told.", default=None)


@dataclass(frozen=True, kw_only=True)
class LegalAdvice(Noun):
    """What a lawyer was asked and answered, and whether that is privileged."""

    SHEET = "Legal advice"
    MEANS = "When lawyers were asked what, and what came of it."

    advice: str = column(Kind.TEXT, "Short key.", key=True)
    procurement: str = column(Kind.LINK, "The purchase.", to="Procurement")
    organisation: str = column(Kind.LINK, "ODS code of the client.", to="Organisation")
    instructed_on: date = column(Kind.DATE, "Day they were asked.")
    question: str = column(Kind.TEXT, "What they were asked.", confidential=True)
    answered_on: date | None = column(Kind.DATE, "Day they answered.", default=None)
    answer: str = column(Kind.TEXT, "What they advised.", default="", confidential=True)
    privileged: bool = column(Kind.YES_NO, "Whether it is legally privileged.", default=True)


@dataclass(frozen=True, kw_only=True)
class Conflict(Noun):
    """A declaration of interests in a purchase."""

    SHEET = "Conflicts of interest"
    MEANS = "Which office declared what interest in a purchase, and what is done about it."

    procurement: str = column(Kind.LINK, "The purchase.", key=True, to="Procurement")
    organisation: str = column(Kind.LINK, "ODS code.", key=True, to="Organisation")
    office: OfficeRole = column(Kind.CHOICE, "The office.", key=True, choices=OfficeRole)
    declared_on: date = column(Kind.DATE, "The day.")
    interest: str = column(Kind.TEXT, "What it is; 'none' where there is none.", confidential=True)
    handling: str = column(Kind.TEXT, "What is done about it.", default="", confidential=True)


@dataclass(frozen=True, kw_only=True)
class GateDone(Noun):
    """A step before a contract that has been done."""

    SHEET = "Gates done"
    MEANS = "Which step of a purchase was done when."

    procurement: str = column(Kind.LINK, "The purchase.", key=True, to="Procurement")
    gate: GateKind = column(Kind.CHOICE, "The step.", choices=GateKind, key=True)
    done_on: date = column(Kind.DATE, "The day.")
    evidence: str = column(Kind.TEXT, "Document.", default="")
