"""Who must be won over: where each office stands on a proposal, on what evidence, and what it does to each."""

from __future__ import annotations

from collections.abc import Iterator
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


class EffectKind(StrEnum):
    """What a proposal does to an organisation; only gains and compensation leave it better off."""

    GAIN = "gain"
    COST = "cost"
    LOSS = "loss"
    COMPENSATION = "compensation"


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
    question: str = column(Kind.TEXT, "What it will ask, in words that all may read.", default="")
    answer: str = column(Kind.TEXT, "What it is answered.", default="")
    gains: str = column(Kind.TEXT, "What it gains.", default="")
    loses: str = column(Kind.TEXT, "What it loses.", default="")
    mitigation: str = column(Kind.TEXT, "What makes a loss good.", default="")
    answered_by: str = column(Kind.TEXT, "Office that answers it.", default="")
    answer_by: date | None = column(Kind.DATE, "By when.", default=None)
    answered_on: date | None = column(Kind.DATE, "Day it was answered.", default=None)


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


@dataclass(frozen=True, kw_only=True)
class Effect(Noun):
    """What a proposal does to one organisation in pounds over its whole life, and where that figure comes from."""

    SHEET = "Effects"
    MEANS = "What a proposal gives to or takes from one organisation over its life, in pounds, and on what evidence."

    proposal: str = column(Kind.LINK, "What it comes of.", key=True, to="Proposal")
    organisation: str = column(Kind.LINK, "ODS code of the one that has it.", key=True, to="Organisation")
    kind: EffectKind = column(Kind.CHOICE, "What it is.", choices=EffectKind, key=True)
    what: str = column(Kind.TEXT, "In a few words, such as Licences no longer paid twice.", key=True)
    amount: int = column(Kind.MONEY, "Over the whole life, never below nought.", confidential=True)
    paid_by: str = column(Kind.LINK, "ODS code of who pays a compensation.", to="Organisation", default="")
    evidence: str = column(Kind.TEXT, "Paper and page; of a compensation, where it is agreed.", default="")

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.amount < 0:
            yield "amount", "It is below nought", "give it without a sign, and say by its kind that it is a loss"
        if self.kind is not EffectKind.COMPENSATION and self.paid_by:
            yield "paid_by", "Somebody pays it, but it is no compensation", "leave it blank, or change the kind"
        if self.paid_by == self.organisation:
            yield "paid_by", "It compensates itself", "name who pays"
