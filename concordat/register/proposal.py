"""Proposals: what a verb puts forward and another routes, decides and shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concordat.register.authority import DecisionClass, Function
from concordat.register.noun import Kind, Noun, column


class ProposalStatus(StrEnum):
    """How far a proposal has come."""

    DRAFT = "draft"
    RELEASED = "released"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Proposal(Noun):
    """A change put forward for decision: what, for whom, worth how much, needed by when, and why."""

    SHEET = "Proposals"
    MEANS = "A change put forward for decision by those it affects."

    proposal: str = column(Kind.TEXT, "Short key.", key=True)
    title: str = column(Kind.TEXT, "What is proposed.")
    verb: str = column(Kind.TEXT, "Which question it answers, such as converge.")
    status: ProposalStatus = column(Kind.CHOICE, "How far it has come.", choices=ProposalStatus)
    organisation: str = column(Kind.LINK, "Who puts it forward.", to="Organisation", default="")
    members: tuple[str, ...] = column(Kind.LINKS, "Whom it affects.", to="Organisation", default=())
    capability: str = column(Kind.LINK, "The capability it changes.", to="DigitalCapability", default="")
    contracts: tuple[str, ...] = column(Kind.LINKS, "Contracts that would end.", to="Contract", default=())
    function: Function | None = column(
        Kind.CHOICE, "What it is about, as schemes of delegation divide it.", choices=Function, default=None
    )
    decision_class: DecisionClass | None = column(
        Kind.CHOICE, "What kind of decision it asks for.", choices=DecisionClass, default=None
    )
    personal_data: bool = column(Kind.YES_NO, "Whether it changes how personal data are used.", default=False)
    icb_function: bool = column(Kind.YES_NO, "Whether it exercises a function of the ICB.", default=False)
    value: int = column(Kind.MONEY, "Whole-life value, with VAT.", confidential=True, default=0)
    months: int = column(Kind.WHOLE, "Length of the commitment in months.", default=0)
    duties: tuple[str, ...] = column(
        Kind.LIST, "Duties considered and where, such as equality: EIA-12; triple aim: paper 4.", default=()
    )
    decide_by: date | None = column(Kind.DATE, "Last day on which deciding still keeps the option.", default=None)
    reasons: tuple[str, ...] = column(Kind.LIST, "Why.", default=())

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.value < 0:
            yield (
                "value",
                "It is below nought, and every limit would be enough",
                "give what it is worth, without a sign",
            )
        if self.months < 0:
            yield "months", "It is shorter than no time", "give its length in months, extensions included"
