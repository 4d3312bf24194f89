"""Who must be won over: where each office stands on a proposal, on what evidence, and who answers its concern."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concordat.register.noun import Kind, Noun, column


class Stance(StrEnum):
    """Where an office stands."""

    UNKNOWN = "unknown"
    OPPOSED = "opposed"
    NEUTRAL = "neutral"
    SUPPORTS = "supports"
    LEADS = "leads"


class Interest(StrEnum):
    """Why an office matters to a decision."""

    DECIDES = "decides"
    ADVISES = "advises"
    DELIVERS = "delivers"
    AFFECTED = "is affected"


@dataclass(frozen=True, kw_only=True)
class Position(Noun):
    """Where an office, never a named person, stands on a proposal, and what would change that."""

    SHEET = "Positions"
    MEANS = "Where an office stands on a proposal, with evidence, its concern, and who answers it by when."

    proposal: str = column(Kind.LINK, "What it is about.", key=True, to="Proposal")
    organisation: str = column(Kind.LINK, "ODS code.", key=True, to="Organisation")
    office: str = column(Kind.TEXT, "Office or body, such as Council of governors; no person's name.", key=True)
    interest: Interest = column(Kind.CHOICE, "Why it matters.", choices=Interest)
    stance: Stance = column(Kind.CHOICE, "Where it stands.", choices=Stance, default=Stance.UNKNOWN)
    needed: Stance = column(Kind.CHOICE, "Where it must stand.", choices=Stance, default=Stance.NEUTRAL)
    seen_on: date | None = column(Kind.DATE, "Day of the evidence.", default=None)
    evidence: str = column(Kind.TEXT, "Minutes, letter or paper that shows it.", default="", confidential=True)
    concern: str = column(Kind.TEXT, "What it is worried about.", default="", confidential=True)
    gains: str = column(Kind.TEXT, "What it gains.", default="")
    loses: str = column(Kind.TEXT, "What it loses.", default="")
    mitigation: str = column(Kind.TEXT, "What makes a loss good.", default="")
    answered_by: str = column(Kind.TEXT, "Office that answers it.", default="")
    answer_by: date | None = column(Kind.DATE, "By when.", default=None)


@dataclass(frozen=True, kw_only=True)
class Engagement(Noun):
    """A contact with an office about a proposal."""

    SHEET = "Engagements"
    MEANS = "When an office was spoken with about a proposal, and what came of it."

    proposal: str = column(Kind.LINK, "What it was about.", key=True, to="Proposal")
    organisation: str = column(Kind.LINK, "ODS code.", key=True, to="Organisation")
    office: str = column(Kind.TEXT, "Office or body; no person's name.", key=True)
    on: date = column(Kind.DATE, "The day.", key=True)
    how: str = column(Kind.TEXT, "Seminar, paper, visit, letter.", default="")
    outcome: str = column(Kind.TEXT, "What came of it.", default="", confidential=True)
