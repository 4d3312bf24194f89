"""Contracts and the frameworks they were called off: the terms that decide what may happen when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concordat.register.noun import Kind, Noun, column

LONGEST = 600
"""Months beyond which a length in a contract is taken for a slip of the pen: fifty years."""


class Regime(StrEnum):
    """The procurement law a contract was made under; it stays with the contract for life."""

    PCR2015 = "PCR 2015"
    PA2023 = "PA 2023"
    PSR = "PSR"
    BELOW_THRESHOLD = "below threshold"


@dataclass(frozen=True, kw_only=True)
class Framework(Noun):
    """An agreement others may call contracts off, until it closes."""

    SHEET = "Frameworks"
    MEANS = "A framework agreement: who runs it, until when, and how long its call-offs may last."

    framework: str = column(Kind.TEXT, "Reference.", key=True)
    name: str = column(Kind.TEXT, "What it is called.")
    agency: str = column(Kind.TEXT, "Who runs it.", default="")
    regime: Regime = column(Kind.CHOICE, "Law it was set up under; its call-offs stay under it.", choices=Regime)
    closes_on: date = column(Kind.DATE, "Last day on which a contract can be awarded from it.")
    longest_call_off: int = column(
        Kind.WHOLE, "Longest call-off in months, extensions included.", heading="Longest call off (months)", default=0
    )


@dataclass(frozen=True, kw_only=True)
class Contract(Noun):
    """What a customer has agreed with a supplier: dates, options, charges, and the way out."""

    SHEET = "Contracts"
    MEANS = "An agreement to buy: its parties, its law, its dates, its charges, and how it ends."

    contract: str = column(Kind.TEXT, "Reference.", key=True)
    title: str = column(Kind.TEXT, "What it is for.")
    customer: str = column(Kind.LINK, "ODS code of the organisation that signed it.", to="Organisation")
    parties: tuple[str, ...] = column(Kind.LINKS, "Others who may use it.", to="Organisation", default=())
    supplier: str = column(Kind.LINK, "Key of the supplier.", to="Supplier")
    regime: Regime = column(Kind.CHOICE, "The procurement law it was made under.", choices=Regime)
    framework: str = column(Kind.LINK, "Framework it was called off.", to="Framework", default="")
    starts_on: date = column(Kind.DATE, "First day.")
    ends_on: date = column(Kind.DATE, "Last day of the initial term, or of the extension now running.")
    extension_options: tuple[int, ...] = column(
        Kind.MONTHS, "Extensions still to be used, in months, such as 24+12.", default=()
    )
    extension_notice: int = column(
        Kind.WHOLE, "Months of notice to use an extension.", heading="Extension notice (months)", default=3
    )
    extension_uplift: float = column(Kind.PERCENT, "Rise in charges in an extension.", confidential=True, default=0.0)
    auto_renew: int = column(
        Kind.WHOLE,
        "Months it renews itself by unless notice is given; 0: it ends.",
        heading="Auto renew (months)",
        default=0,
    )
    notice: int = column(
        Kind.WHOLE, "Months of notice to stop a renewal, or to end it early.", heading="Notice (months)", default=6
    )
    break_from: date | None = column(Kind.DATE, "First day it may be ended early; blank: never.", default=None)
    break_fee: float = column(
        Kind.PERCENT, "Share of the charges still to come, due on ending early.", confidential=True, default=100.0
    )
    annual_licence: int = column(Kind.MONEY, "Licence or subscription a year.", confidential=True, default=0)
    annual_hosting: int = column(Kind.MONEY, "Hosting a year.", confidential=True, default=0)
    annual_support: int = column(Kind.MONEY, "Support a year.", confidential=True, default=0)
    indexation: float = column(Kind.PERCENT, "Yearly rise beyond general inflation.", confidential=True, default=0.0)
    original_value: int = column(
        Kind.MONEY, "Value when awarded, options included, with VAT.", confidential=True, default=0
    )
    original_months: int = column(Kind.WHOLE, "Longest term when awarded, options included, in months.", default=0)
    modified_months: int = column(Kind.WHOLE, "Months already added by modification.", default=0)
    permitted_until: date | None = column(
        Kind.DATE, "Last day allowed by a documented ground for modification.", default=None
    )
    permitted_ground: str = column(Kind.TEXT, "That ground, with its notice or advice reference.", default="")
    override_until: date | None = column(
        Kind.DATE, "Last day to assume against the law as understood; shown on every output.", default=None
    )
    override_reason: str = column(Kind.TEXT, "Why, and who accepts the risk.", default="")
    exit_fee: int = column(Kind.MONEY, "One-off cost of leaving, data return included.", confidential=True, default=0)
    exit_help: int = column(
        Kind.WHOLE, "Months of help the supplier owes on leaving.", heading="Exit help (months)", default=0
    )
    exit_format: str = column(Kind.TEXT, "Format in which data comes back.", default="")
    exit_plan_on: date | None = column(Kind.DATE, "Date of the agreed exit plan.", default=None)
    evidence: str = column(Kind.TEXT, "Document and page.", default="")

    @property
    def annual_charge(self) -> int:
        """Licence, hosting and support a year, in pence."""
        return self.annual_licence + self.annual_hosting + self.annual_support

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.ends_on <= self.starts_on:
            yield "ends_on", "It ends before it starts", "check the two dates; day comes before month"
        if self.break_from and self.break_from < self.starts_on:
            yield "break_from", "It may be ended before it starts", "check the date"
        for until, why in (("permitted_until", "permitted_ground"), ("override_until", "override_reason")):
            if getattr(self, until) and not getattr(self, why):
                yield why, "A later end is assumed without a reason", "write the reason beside the date"
        yield from self._out_of_bounds()
        if min((self.annual_licence, self.annual_hosting, self.annual_support, self.exit_fee)) < 0:
            yield "annual_licence", "A charge is below zero", "give charges as amounts of zero or more"

    def _out_of_bounds(self) -> Iterator[tuple[str, str, str]]:
        """Lengths and rates that can only be slips of the pen."""
        for name in ("extension_notice", "notice", "auto_renew", "original_months", "modified_months", "exit_help"):
            if not 0 <= getattr(self, name) <= LONGEST:
                yield name, f"{getattr(self, name):,} months cannot be right", f"give 0 to {LONGEST} months"
        if not 0 <= self.break_fee <= 100:
            yield "break_fee", f"{self.break_fee:g}% of what is to come cannot be due", "give 0% to 100%"
        for name in ("indexation", "extension_uplift"):
            if not -50 <= getattr(self, name) <= 100:
                yield name, f"A rise of {getattr(self, name):g}% cannot be right", "give -50% to 100%"
