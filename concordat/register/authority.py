"""Who may decide what: bodies, how they vote, who sits on them, what is delegated to them and what is kept back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from concordat.register.noun import Kind, Noun, column
from concordat.register.person import OfficeRole

LONGEST_FOR_PAPERS = 250
"""So many working days before a meeting, about a year, papers may be due at most."""


class BodyForm(StrEnum):
    """What a body is in law, which says what it can bind; the last five are the forms of a collaborative."""

    BOARD = "board"
    COMMITTEE = "committee of the board"
    EXECUTIVE = "executive group"
    OFFICE = "office holder"
    GOVERNORS = "council of governors"
    COUNCIL = "council or cabinet"
    ADVISORY = "advisory group"
    INDIVIDUALS = "individuals with delegated authority"
    IN_COMMON = "committees in common"
    JOINT = "joint committee"
    LEAD = "lead provider"


class Voting(StrEnum):
    """How a body comes to a decision.

    A double majority is one of the votes and one of the heads. A head is an organisation, however many seats it has:
    it is for a matter where more of the votes it casts are for it than against it.
    """

    CONSENSUS = "consensus"
    UNANIMITY = "unanimity"
    MAJORITY = "majority"
    QUALIFIED = "qualified majority"
    DOUBLE = "double majority"


class Function(StrEnum):
    """What a decision is about, as schemes of delegation divide it."""

    DIGITAL = "digital services"
    CLINICAL = "clinical services"
    COMMISSIONING = "commissioning"
    ESTATES = "estates"
    FINANCE = "finance"
    INFORMATION = "information sharing"
    WORKFORCE = "workforce"
    POLICY = "policy"
    GOVERNANCE = "governance"


class DecisionClass(StrEnum):
    """What kind of decision it is."""

    BUSINESS_CASE = "business case"
    AWARD = "contract award"
    EXTENSION = "contract extension"
    CONTRIBUTION = "funding contribution"
    POOLED_FUND = "pooled fund"
    AGREEMENT = "agreement"
    ADOPTION = "policy adoption"
    SERVICE_CHANGE = "service change"
    MERGER = "merger or significant transaction"
    TERMS = "terms of reference"
    APPOINTMENT = "appointment"
    MAINTENANCE = "maintenance window"


@dataclass(frozen=True, kw_only=True)
class Body(Noun):
    """A board, committee, group or office that considers or decides things."""

    SHEET = "Bodies"
    MEANS = "A body that considers or decides things, and what it is in law."

    body: str = column(Kind.TEXT, "Short key, such as RZ1-BOARD.", key=True)
    name: str = column(Kind.TEXT, "What it is called.")
    form: BodyForm = column(Kind.CHOICE, "What it is in law.", choices=BodyForm)
    organisation: str = column(
        Kind.LINK, "ODS code of the one whose body it is; blank: of the collaborative.", to="Organisation", default=""
    )
    members: tuple[str, ...] = column(
        Kind.LINKS, "ODS codes of those it acts for, where there are several.", to="Organisation", default=()
    )
    office: OfficeRole | None = column(
        Kind.CHOICE, "The office, where one person decides.", choices=OfficeRole, default=None
    )
    reports_to: str = column(Kind.LINK, "The body it reports to.", to="Body", default="")
    established_under: str = column(Kind.TEXT, "Power it was set up under, such as NHS Act 2006 s65Z6.", default="")

    @property
    def called(self) -> str:
        """Its name and, as many are called alike, whose it is: "Finance committee (RZ4)"."""
        return f"{self.name} ({self.organisation})" if self.organisation else self.name


@dataclass(frozen=True, kw_only=True)
class TermsOfReference(Noun):
    """How a body decides: its voting, quorum and papers, and when that is looked at again."""

    SHEET = "Terms of reference"
    MEANS = "How a body votes, who must be there, when papers are due, and when the terms are reviewed."

    body: str = column(Kind.LINK, "The body.", key=True, to="Body")
    voting: Voting = column(Kind.CHOICE, "How it decides.", choices=Voting)
    share_needed: float = column(Kind.PERCENT, "Share of the votes that a qualified majority needs.", default=0.0)
    quorum: int = column(Kind.WHOLE, "Least number of voting members present.", default=0)
    quorum_each: int = column(Kind.WHOLE, "Least number present of each organisation it acts for.", default=0)
    affected_veto: bool = column(Kind.YES_NO, "Whether nothing passes against a member it affects.", default=False)
    no_detriment: bool = column(
        Kind.YES_NO, "Whether nothing passes that leaves a member worse off without making it good.", default=False
    )
    blind: bool = column(Kind.YES_NO, "Whether votes are hidden until voting is closed.", default=False)
    papers_days: int = column(Kind.WHOLE, "Working days before a meeting by which papers are due.", default=5)
    chairs_action: int = column(
        Kind.MONEY, "The most its chair may decide between meetings, for the next to ratify; blank: nothing.", default=0
    )
    review_on: date | None = column(Kind.DATE, "Day by which the terms are reviewed.", default=None)
    source: str = column(Kind.TEXT, "Document and page.", default="")

    @property
    def share(self) -> Fraction:
        """The share of the votes that is needed, as the fraction that was meant: 66.67% is two thirds; 0: not said."""
        return (Fraction(self.share_needed) / 100).limit_denominator(100)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if not 0 <= self.share_needed <= 100:
            yield "share_needed", f"{self.share_needed:g}% is no share of the votes", "give 0% to 100%"
        if not 0 <= self.papers_days <= LONGEST_FOR_PAPERS:
            what = f"Papers {self.papers_days:,} working days before a meeting are not to be had"
            yield "papers_days", what, f"give 0 to {LONGEST_FOR_PAPERS}"
        yield from _below_nought(self, "quorum", "quorum_each", "chairs_action")


@dataclass(frozen=True, kw_only=True)
class BodyMember(Noun):
    """An office that sits on a body, with or without a vote."""

    SHEET = "Body members"
    MEANS = "Which office of which organisation sits on a body, and with what vote."

    body: str = column(Kind.LINK, "The body.", key=True, to="Body")
    organisation: str = column(Kind.LINK, "ODS code of the member's organisation.", key=True, to="Organisation")
    office: OfficeRole = column(Kind.CHOICE, "The office that sits there.", key=True, choices=OfficeRole)
    votes: int = column(Kind.WHOLE, "Votes; 0: attends without one.", default=1)
    chairs: bool = column(Kind.YES_NO, "Whether it is the chair.", default=False)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        yield from _below_nought(self, "votes")


@dataclass(frozen=True, kw_only=True)
class Delegation(Noun):
    """A line of a scheme of reservation and delegation: who may decide what, up to how much."""

    SHEET = "Delegations"
    MEANS = "What an organisation lets a body decide, up to what whole-life value, and where that is written."

    organisation: str = column(Kind.LINK, "ODS code of the one that delegates.", key=True, to="Organisation")
    function: Function = column(Kind.CHOICE, "What it is about.", choices=Function, key=True)
    decision_class: DecisionClass = column(Kind.CHOICE, "What kind of decision.", choices=DecisionClass, key=True)
    body: str = column(Kind.LINK, "Who may decide.", key=True, to="Body")
    limit: int | None = column(Kind.MONEY, "The most, whole life and with VAT; blank: without limit.", default=None)
    months_limit: int = column(Kind.WHOLE, "Longest commitment in months; 0: any.", default=0)
    after: tuple[str, ...] = column(Kind.LINKS, "Bodies that must have considered it before.", to="Body", default=())
    delegated_by: str = column(
        Kind.LINK, "The body whose power is passed on; blank: the board's.", to="Body", default=""
    )
    may_sub_delegate: bool = column(Kind.YES_NO, "Whether the body may pass it on.", default=False)
    wording: str = column(Kind.TEXT, "The scheme's own words.", default="")
    source: str = column(Kind.TEXT, "Document and page.", default="")

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.body in self.after:
            yield "after", f"{self.body} is to have considered it before itself", "name only the bodies before it"
        yield from _below_nought(self, "limit", "months_limit")


@dataclass(frozen=True, kw_only=True)
class ReservedMatter(Noun):
    """What an organisation keeps to one of its bodies, whatever the value."""

    SHEET = "Reserved matters"
    MEANS = "What only one body of an organisation may decide, or must approve besides."

    organisation: str = column(Kind.LINK, "ODS code.", key=True, to="Organisation")
    decision_class: DecisionClass = column(Kind.CHOICE, "What kind of decision.", choices=DecisionClass, key=True)
    function: Function | None = column(
        Kind.CHOICE, "What it is about; blank: everything.", choices=Function, key=True, default=None
    )
    body: str = column(Kind.LINK, "The body it is kept to.", key=True, to="Body")
    from_value: int = column(Kind.MONEY, "From what whole-life value, with VAT.", default=0)
    besides: bool = column(
        Kind.YES_NO, "Whether that body must approve besides whoever decides, as governors do.", default=False
    )
    source: str = column(Kind.TEXT, "Document and page, or the law.", default="")


def _below_nought(row: Noun, *names: str) -> Iterator[tuple[str, str, str]]:
    """The numbers of a row that are below nought, where blank and nought have a meaning and less has none."""
    for name in names:
        if (getattr(row, name) or 0) < 0:
            yield name, "It is below nought", "give it without a sign, or leave it blank"
