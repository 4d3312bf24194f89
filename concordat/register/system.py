"""What runs where: suppliers, their products, digital capabilities, and the systems in use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concordat.register.noun import Kind, Noun, column


class Hosting(StrEnum):
    """Where a system runs."""

    ON_PREMISES = "on premises"
    SUPPLIER_CLOUD = "supplier cloud"
    PUBLIC_CLOUD = "public cloud"
    PARTNER = "partner organisation"


class Criticality(StrEnum):
    """What stops when the system stops."""

    TIER_1 = "tier 1: patient safety"
    TIER_2 = "tier 2: operations"
    TIER_3 = "tier 3: office"


class Priority(StrEnum):
    """How firmly something is needed."""

    MUST = "must"
    SHOULD = "should"


@dataclass(frozen=True, kw_only=True)
class Supplier(Noun):
    """A company that sells or runs products, under one legal name and any number of brands."""

    SHEET = "Suppliers"
    MEANS = "A company one buys from; known by its Companies House number, never by free text."

    supplier: str = column(Kind.TEXT, "Key; best GB-COH- and the company number.", key=True)
    name: str = column(Kind.TEXT, "Registered name.")
    company_number: str = column(Kind.TEXT, "Companies House number.", default="")
    aliases: tuple[str, ...] = column(Kind.LIST, "Former names and brands.", default=())
    successor: str = column(Kind.LINK, "Key of the company that took it over.", to="Supplier", default="")

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.successor == self.supplier:
            yield "successor", "It succeeds itself", "name the other company, or leave it blank"


@dataclass(frozen=True, kw_only=True)
class DigitalCapability(Noun):
    """A job digital systems do for an organisation: PAS, EPR, LIMS; the row of a convergence plan."""

    SHEET = "Capabilities"
    MEANS = "A job that systems do, such as patient administration or radiology images."

    capability: str = column(Kind.TEXT, "Short key, such as EPR.", key=True)
    name: str = column(Kind.TEXT, "What it is called.")
    after: tuple[str, ...] = column(
        Kind.LINKS,
        "Capabilities that must not change later than this one at a site.",
        to="DigitalCapability",
        default=(),
    )
    standards: tuple[str, ...] = column(Kind.LIST, "Standards any product for it must support.", default=())
    major: bool = column(Kind.YES_NO, "Whether its go-live is a major one for a site.", default=False)
    integration_set_up: int = column(
        Kind.MONEY, "One-off cost, per site, of integrating instead of converging.", default=0
    )
    integration_annual: int = column(Kind.MONEY, "Yearly cost, per site, of staying integrated.", default=0)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.capability in self.after:
            yield "after", "It must come after itself", "name other capabilities only"


@dataclass(frozen=True, kw_only=True)
class Product(Noun):
    """A thing a supplier sells that provides a capability."""

    SHEET = "Products"
    MEANS = "What a supplier sells for a capability; several sites may run it."

    product: str = column(Kind.TEXT, "Short key.", key=True)
    name: str = column(Kind.TEXT, "What it is called.")
    supplier: str = column(Kind.LINK, "Key of the supplier.", to="Supplier")
    capability: str = column(Kind.LINK, "Key of the capability it provides.", to="DigitalCapability")
    standards: tuple[str, ...] = column(Kind.LIST, "Standards shown to work, not only claimed.", default=())
    claimed: tuple[str, ...] = column(Kind.LIST, "Standards its supplier claims, not yet shown.", default=())
    features: tuple[str, ...] = column(Kind.LIST, "Other needs it meets.", default=())
    support_ends_on: date | None = column(Kind.DATE, "Last day its supplier supports it.", default=None)


@dataclass(frozen=True, kw_only=True)
class System(Noun):
    """A deployment of a product at an organisation: one cell of the convergence plan."""

    SHEET = "Systems"
    MEANS = "A product in use at an organisation, under a contract."

    system: str = column(Kind.TEXT, "Short key.", key=True)
    name: str = column(Kind.TEXT, "What people there call it.", default="")
    organisation: str = column(Kind.LINK, "ODS code of the organisation that uses it.", to="Organisation")
    site: str = column(Kind.LINK, "ODS site code, where only one site uses it.", to="Site", default="")
    capability: str = column(Kind.LINK, "Key of the capability it provides.", to="DigitalCapability")
    product: str = column(Kind.LINK, "Key of the product.", to="Product")
    contract: str = column(Kind.LINK, "Key of the contract it is bought under.", to="Contract", default="")
    version: str = column(Kind.TEXT, "Version in use.", default="")
    instance: str = column(Kind.TEXT, "Name of the instance; the same name means a shared one.", default="")
    hosting: Hosting | None = column(Kind.CHOICE, "Where it runs.", choices=Hosting, default=None)
    criticality: Criticality | None = column(Kind.CHOICE, "What stops with it.", choices=Criticality, default=None)
    users: int = column(Kind.WHOLE, "Named users.", default=0)
    support_ends_on: date | None = column(Kind.DATE, "Last day this version is supported.", default=None)
    standards: tuple[str, ...] = column(Kind.LIST, "Standards in use here.", default=())
    interfaces: tuple[str, ...] = column(Kind.LINKS, "Systems it sends to.", to="System", default=())
    patient_data: bool = column(Kind.YES_NO, "Whether it holds patient data.", default=True)
    asset_owner: str = column(Kind.TEXT, "Information asset owner.", default="")
    dpia: str = column(Kind.TEXT, "Reference of its DPIA.", heading="DPIA", default="")
    safety_case: str = column(Kind.TEXT, "Reference of its DCB0160 safety case.", default="")


@dataclass(frozen=True, kw_only=True)
class Need(Noun):
    """What a product must offer before an organisation can use it for a capability."""

    SHEET = "Needs"
    MEANS = "A standard or feature a site must, or should, have from whatever provides a capability."

    organisation: str = column(Kind.LINK, "ODS code of the organisation.", key=True, to="Organisation")
    capability: str = column(Kind.LINK, "Key of the capability.", key=True, to="DigitalCapability")
    requirement: str = column(Kind.TEXT, "A standard or feature, as products name it.", key=True)
    priority: Priority = column(Kind.CHOICE, "How firmly.", choices=Priority, default=Priority.MUST)
