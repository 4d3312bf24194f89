"""Offices: the named responsibilities that sign, advise and decide."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from concordat.register.noun import Kind, Noun, column


class OfficeRole(StrEnum):
    """The offices whose holders approve things, by their usual names."""

    CHIEF_EXECUTIVE = "chief executive"
    SIRO = "senior information risk owner"
    CALDICOTT = "Caldicott Guardian"
    DPO = "data protection officer"
    CSO = "clinical safety officer"
    DIGITAL_LEAD = "digital lead"
    FINANCE_LEAD = "finance lead"
    CONTRACT_MANAGER = "contract manager"
    COMPANY_SECRETARY = "company secretary"
    PROGRAMME_DIRECTOR = "programme director"
    CHAIR = "chair"
    NON_EXECUTIVE = "non-executive director"
    OPERATING_OFFICER = "chief operating officer"
    MEDICAL_DIRECTOR = "medical director"
    CHIEF_NURSE = "chief nurse"
    GOVERNOR = "governor"
    LEGAL_LEAD = "legal lead"
    SERVICE_MANAGER = "service manager"


@dataclass(frozen=True, kw_only=True)
class Office(Noun):
    """Who holds a named responsibility at an organisation, and when."""

    SHEET = "Offices"
    MEANS = "A responsibility at an organisation that a named person holds for a time."

    organisation: str = column(Kind.LINK, "ODS code of the organisation.", key=True, to="Organisation")
    role: OfficeRole = column(Kind.CHOICE, "Which office.", choices=OfficeRole, key=True)
    name: str = column(Kind.TEXT, "Who holds it.")
    email: str = column(Kind.TEXT, "Work e-mail address.", default="")
