"""The words of others: ODRL's terms, DPV's purposes, ODS's addresses; and how ours are written as addresses.

ODRL 2.2: https://www.w3.org/TR/odrl-vocab/. DPV 2.1: https://w3id.org/dpv and https://w3id.org/dpv/sector/health.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote, unquote

from concordat.core import ods
from concordat.core.refusal import Refusal
from concordat.register.agreement import Agreement, Territory
from concordat.register.sharing import Operator, Purpose

OURS = "urn:concordat:"
"""What our own terms and identifiers begin with: a name, not a place to fetch anything from."""

AGREEMENTS = f"{OURS}agreement"
REQUESTS = f"{OURS}request"
"""Systems of identifiers: the references that a record gives its agreements, and requests theirs."""

EXTENSION = "concordat"
"""The member that carries the rows themselves, beside those that the standard knows."""

ODRL = "http://www.w3.org/ns/odrl/2/"
ODRL_CONTEXT = "http://www.w3.org/ns/odrl.jsonld"
DPV = "https://w3id.org/dpv#"
HEALTH = "https://w3id.org/dpv/sector/health#"
DUBLIN_CORE = "http://purl.org/dc/terms/"
XSD = "http://www.w3.org/2001/XMLSchema#"

ODS_SYSTEM = "https://fhir.nhs.uk/Id/ods-organization-code"
ODS_ADDRESS = "https://directory.spineservices.nhs.uk/ORD/2-0-0/organisations/"

PREFIXES: Mapping[str, str] = MappingProxyType(
    {"odrl": ODRL, "dpv": DPV, "sector-health": HEALTH, "dct": DUBLIN_CORE, "dcterms": DUBLIN_CORE, "xsd": XSD}
)
"""Prefixes that may be used without being declared, as the ODRL and DPV documents do."""

# The nearest term of DPV for each purpose, never two for one. DPV has none for safeguarding.
PURPOSES: Mapping[Purpose, str] = MappingProxyType(
    {
        Purpose.INDIVIDUAL_CARE: f"{HEALTH}ServiceProvision",
        Purpose.CARE_ADMINISTRATION: f"{HEALTH}HealthcareServiceManagement",
        Purpose.LOCAL_AUDIT: f"{HEALTH}PatientTreatmentOutcomeAnalysis",
        Purpose.PLANNING: f"{HEALTH}ResourceManagement",
        Purpose.RISK_STRATIFICATION: f"{HEALTH}PredictiveHealthRiskAnalysis",
        Purpose.INVOICE_VALIDATION: f"{DPV}PaymentManagement",
        Purpose.SERVICE_EVALUATION: f"{HEALTH}EffectivenessAssessment",
        Purpose.RESEARCH: f"{DPV}ResearchAndDevelopment",
        Purpose.PUBLIC_HEALTH: f"{HEALTH}PublicHealthMonitoring",
        Purpose.SAFEGUARDING: f"{OURS}purpose:safeguarding",
        Purpose.REGULATION: f"{DPV}LegalCompliance",
    }
)

OPERATORS: Mapping[Operator, str] = MappingProxyType(
    {
        Operator.IS: "eq",
        Operator.IS_NOT: "neq",
        Operator.ONE_OF: "isAnyOf",
        Operator.NONE_OF: "isNoneOf",
        Operator.AT_LEAST: "gteq",
        Operator.AT_MOST: "lteq",
    }
)

TERRITORIES: Mapping[Territory, str] = MappingProxyType(
    {
        Territory.UK: "https://www.iso.org/obp/ui/#iso:code:3166:GB",
        Territory.ADEQUATE: f"{OURS}territory:adequate",
        Territory.ELSEWHERE: f"{OURS}territory:elsewhere",
    }
)

PROFILE = f"{OURS}odrl-profile"
LIMIT = f"{OURS}limit"
"""The action of a prohibition that is only in words."""

# ODRL's own `count` counts how often an action is done; the smallest figure that may be published is another thing.
LEAST_COUNT = f"{OURS}leastCount"
ROUNDING = f"{OURS}rounding"

_ADDRESS = re.compile(r"(https?://|urn:)[\x21-\x7e]{1,400}", re.ASCII)

# What MAIS documents say in words: the Children Act 1989 section 47 is the example of the standard itself.
_SAID_AS = {"section 47": Purpose.SAFEGUARDING, "s47": Purpose.SAFEGUARDING}
_MEANS = {term: purpose for purpose, term in PURPOSES.items()} | {each.value: each for each in Purpose} | _SAID_AS


def expanded(text: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """A compact address such as `dpv:LegalCompliance` in full; any other text as it is."""
    prefix, colon, rest = text.strip().partition(":")
    return prefixes[prefix] + rest if colon and not rest.startswith("//") and prefix in prefixes else text.strip()


def purpose_of(text: str, prefixes: Mapping[str, str] = PREFIXES) -> Purpose | None:
    """The purpose that a term of DPV, or our own word, stands for; None where it is neither."""
    return _MEANS.get(expanded(text, prefixes)) or _MEANS.get(text.strip().casefold())


def address(kind: str, *parts: str) -> str:
    """An identifier of our own, such as `urn:concordat:column:encounter:ward`."""
    return f"{OURS}{kind}:" + ":".join(quote(part, safe="") for part in parts)


def parts_of(kind: str, text: str) -> tuple[str, ...]:
    """The parts of such an identifier; none where it is another kind, or not ours."""
    start = f"{OURS}{kind}:"
    return tuple(unquote(part) for part in text[len(start) :].split(":")) if text.startswith(start) else ()


def policy_address(agreement: Agreement) -> str:
    """Where a policy says it is published: where it came from or is kept, if that is an address; else our name."""
    kept = agreement.evidence
    if _ADDRESS.fullmatch(kept):
        return kept
    return address("agreement", agreement.organisation, agreement.agreement, str(agreement.version))


def organisation_address(code: str) -> str:
    """The address of an organisation: that of ODS, or a name of our own for one with another identifier."""
    return f"{ODS_ADDRESS}{code}" if code.isascii() and code.isalnum() else address("organisation", code)


def organisation_of(text: str) -> str:
    """The ODS code that an address, a FHIR token or the bare code stands for; blank where there is none."""
    named = parts_of("organisation", text.strip())
    if len(named) == 1 and len(named[0]) <= 100:
        return named[0]
    bare = text.strip().removeprefix(ODS_ADDRESS).removeprefix(f"{ODS_SYSTEM}|").removeprefix(f"{ODS_SYSTEM}/")
    try:
        return ods.parse(bare)
    except Refusal:
        return ""
