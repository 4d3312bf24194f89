"""What the programme may use and when: capacity, blackouts, budgets, and the assumptions all figures rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concordat.register.noun import Kind, Noun, column


@dataclass(frozen=True, kw_only=True)
class Capacity(Noun):
    """How many people with a skill are free for convergence, at one organisation or for all."""

    SHEET = "Capacity"
    MEANS = "People with a skill, in whole-time equivalents, free for change in a period."

    organisation: str = column(Kind.LINK, "ODS code; blank: a team all share.", key=True, to="Organisation", default="")
    skill: str = column(Kind.TEXT, "Skill, as offers name it.", key=True)
    wte: float = column(Kind.NUMBER, "Whole-time equivalents.", heading="WTE")
    starts_on: date | None = column(Kind.DATE, "First day; blank: from now on.", key=True, default=None)
    ends_on: date | None = column(Kind.DATE, "Last day; blank: no end.", default=None)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.wte < 0:
            yield "wte", "WTE is below zero", "give zero or more"
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            yield "ends_on", "It ends before it starts", "check the two dates"


@dataclass(frozen=True, kw_only=True)
class Blackout(Noun):
    """Days on which nobody goes live: winter, changeover, a neighbour's go-live."""

    SHEET = "Blackouts"
    MEANS = "A period in which no go-live is allowed, at one organisation or all."

    name: str = column(Kind.TEXT, "What it is.", key=True)
    organisation: str = column(Kind.LINK, "ODS code; blank: all.", key=True, to="Organisation", default="")
    starts_on: date = column(Kind.DATE, "First day.", key=True)
    ends_on: date = column(Kind.DATE, "Last day.")
    yearly: bool = column(Kind.YES_NO, "Whether it comes back every year.", default=False)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.ends_on < self.starts_on:
            yield "ends_on", "It ends before it starts", "check the two dates"


@dataclass(frozen=True, kw_only=True)
class Budget(Noun):
    """The most that change may cost in a financial year; capital is not carried over."""

    SHEET = "Budgets"
    MEANS = "Money for one-off costs of change in a financial year, capital and revenue apart."

    organisation: str = column(
        Kind.LINK, "ODS code; blank: all members together.", key=True, to="Organisation", default=""
    )
    financial_year: str = column(Kind.TEXT, "Such as 2027/28.", key=True)
    capital: int | None = column(Kind.MONEY, "Capital; blank: no limit.", default=None)
    revenue: int | None = column(Kind.MONEY, "One-off revenue; blank: no limit.", default=None)


class AssumptionName(StrEnum):
    """The assumptions that plans and gates rest on; each has a value even when its row is missing."""

    DISCOUNT_RATE = "discount rate (%)"
    OPTIMISM_BIAS = "optimism bias on set-up (%)"
    HORIZON = "horizon (quarters)"
    APPROVALS = "approvals before procurement (months)"
    GO_LIVES_SITE = "go-lives at one organisation in a quarter"
    GO_LIVES_ALL = "go-lives across the collaborative in a quarter"
    MAJOR_GAP = "quarters between major go-lives at one organisation"
    RENEWAL_UPLIFT = "rise in charges on buying the same again (%)"
    RENEWAL_COST = "cost of buying the same again (£)"
    RENEWAL_PROCUREMENT = "months to buy the same again"
    ROLL_ON = "rise in charges past the lawful end (%)"
    SAME_PRODUCT = "share of set-up where the product is already in use (%)"
    PUT_IN = "months from mobilisation to live"
    MOBILISE = "working days to mobilise after signature"
    SPECIFY = "working days to agree and freeze requirements"
    ENGAGE = "working days to engage the market"
    COMPETE = "working days from tender to end of evaluation"
    COMPETE_WITHIN = "working days of a mini-competition"
    CALL_OFF = "working days to settle a direct call-off"
    NEGOTIATE = "working days to negotiate a direct award"


@dataclass(frozen=True, kw_only=True)
class Assumption(Noun):
    """A figure everybody's sums rest on, with where it came from."""

    SHEET = "Assumptions"
    MEANS = "A figure that sums rest on, with its source, so that it can be challenged."

    name: AssumptionName = column(Kind.CHOICE, "Which assumption.", key=True, choices=AssumptionName)
    value: float = column(Kind.NUMBER, "The figure, in the unit its name gives.")
    source: str = column(Kind.TEXT, "Where it came from.", default="")

    def problems(self) -> Iterator[tuple[str, str, str]]:
        most = MOST.get(self.name, 1e9)
        if not 0 <= self.value <= most:
            yield "value", f"{self.value:g} cannot be right", f"give 0 to {most:g}"
        if self.name is AssumptionName.HORIZON and self.value < 1:
            yield "value", "There is nothing to plan in less than a quarter", "give at least 1"


# What converge's sums rest on. How long the steps of a purchase take where no row says so is in procure/usual.py.
DEFAULTS: dict[AssumptionName, tuple[float, str]] = {
    AssumptionName.DISCOUNT_RATE: (3.5, "HM Treasury Green Book, social time preference rate"),
    AssumptionName.OPTIMISM_BIAS: (20.0, "HM Treasury Green Book, supplementary guidance; replace by your own record"),
    AssumptionName.HORIZON: (40.0, "ten years, the usual life of a digital contract"),
    AssumptionName.APPROVALS: (4.0, "outline business case through boards; replace by your own calendar"),
    AssumptionName.GO_LIVES_SITE: (2.0, "what one organisation's staff can bear; replace by your own"),
    AssumptionName.GO_LIVES_ALL: (5.0, "what the shared team can support; replace by your own"),
    AssumptionName.MAJOR_GAP: (2.0, "one major go-live a site in six months"),
    AssumptionName.RENEWAL_UPLIFT: (5.0, "replace by your own market testing"),
    AssumptionName.RENEWAL_COST: (40_000.0, "replace by your own record"),
    AssumptionName.RENEWAL_PROCUREMENT: (9.0, "replace by your own record"),
    AssumptionName.ROLL_ON: (25.0, "replace by your own record"),
    AssumptionName.SAME_PRODUCT: (50.0, "replace by your own record"),
}

MOST = {
    AssumptionName.DISCOUNT_RATE: 100,
    AssumptionName.OPTIMISM_BIAS: 500,
    AssumptionName.HORIZON: 80,
    AssumptionName.APPROVALS: 120,
    AssumptionName.RENEWAL_UPLIFT: 500,
    AssumptionName.RENEWAL_PROCUREMENT: 120,
    AssumptionName.ROLL_ON: 500,
    AssumptionName.SAME_PRODUCT: 100,
    AssumptionName.PUT_IN: 120,
    AssumptionName.MOBILISE: 1000,
    AssumptionName.SPECIFY: 1000,
    AssumptionName.ENGAGE: 1000,
    AssumptionName.COMPETE: 1000,
    AssumptionName.COMPETE_WITHIN: 1000,
    AssumptionName.CALL_OFF: 1000,
    AssumptionName.NEGOTIATE: 1000,
}
"""The largest figure that can be meant, where there is one."""
