"""Organisations, their sites, and the collaboratives they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from concordat.register.noun import Kind, Noun, column


class OrganisationKind(StrEnum):
    """What sort of body an organisation is."""

    ACUTE = "acute trust"
    MENTAL_HEALTH = "mental health trust"
    COMMUNITY = "community trust"
    AMBULANCE = "ambulance trust"
    ICB = "integrated care board"
    PRIMARY_CARE = "primary care"
    LOCAL_AUTHORITY = "local authority"
    VOLUNTARY = "voluntary organisation"
    SUPPLIER = "supplier"
    OTHER = "other"


class Model(StrEnum):
    """How a collaborative is led."""

    LEADERSHIP_BOARD = "provider leadership board"
    LEAD_PROVIDER = "lead provider"
    SHARED_LEADERSHIP = "shared leadership"


class Role(StrEnum):
    """What an organisation is to a collaborative."""

    MEMBER = "member"
    HOST = "host"
    PARTNER = "partner"


@dataclass(frozen=True, kw_only=True)
class Organisation(Noun):
    """A legal body with an ODS code; it is open in its valid period, and may have a successor after it."""

    SHEET = "Organisations"
    MEANS = "A body that can own, sign and decide: a trust, a board, a council, a practice."

    code: str = column(Kind.CODE, "ODS code.", heading="ODS code", key=True)
    name: str = column(Kind.TEXT, "Full legal name.")
    kind: OrganisationKind = column(Kind.CHOICE, "What sort of body it is.", choices=OrganisationKind)
    icb: str = column(Kind.LINK, "ODS code of its ICB.", heading="ICB", to="Organisation", default="")
    successor: str = column(
        Kind.LINK, "ODS code of the body that took over when this one closed.", to="Organisation", default=""
    )
    gss_code: str = column(Kind.TEXT, "ONS code of a council, such as E06000001.", heading="GSS code", default="")

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.successor and not self.valid_to:
            yield "valid_to", "It has a successor but no closing day", "give the day it closed in Valid to"
        if self.successor == self.code:
            yield "successor", "It succeeds itself", "name the other body, or leave it blank"


@dataclass(frozen=True, kw_only=True)
class Site(Noun):
    """A place where an organisation works."""

    SHEET = "Sites"
    MEANS = "A place an organisation works from; an ODS site code is the trust's code and two more characters."

    code: str = column(Kind.CODE, "ODS site code.", heading="ODS site code", key=True)
    name: str = column(Kind.TEXT, "What the site is called.")
    organisation: str = column(Kind.LINK, "ODS code of the organisation that runs it.", to="Organisation")
    postcode: str = column(Kind.TEXT, "Postcode.", default="")


@dataclass(frozen=True, kw_only=True)
class Collaborative(Noun):
    """Two or more organisations working at scale, with a model and objectives."""

    SHEET = "Collaboratives"
    MEANS = "A provider collaborative: trusts working together at scale across places or systems."

    collaborative: str = column(Kind.TEXT, "Short key, such as three-rivers.", key=True)
    name: str = column(Kind.TEXT, "What it is called.")
    model: Model = column(Kind.CHOICE, "How it is led.", choices=Model)
    icb: str = column(Kind.LINK, "ODS code of the ICB it works in.", heading="ICB", to="Organisation", default="")
    objectives: tuple[str, ...] = column(Kind.LIST, "What it is for, one objective after another.", default=())


@dataclass(frozen=True, kw_only=True)
class Membership(Noun):
    """An organisation's part in a collaborative; an organisation may be in several."""

    SHEET = "Memberships"
    MEANS = "That an organisation belongs to a collaborative, and as what."

    collaborative: str = column(Kind.LINK, "Key of the collaborative.", key=True, to="Collaborative")
    organisation: str = column(Kind.LINK, "ODS code of the organisation.", key=True, to="Organisation")
    role: Role = column(Kind.CHOICE, "What it is to the collaborative.", choices=Role)
    objectives: tuple[str, ...] = column(Kind.LIST, "What this member wants from it.", default=())
