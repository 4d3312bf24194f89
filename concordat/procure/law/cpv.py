"""What a CPV code says is bought, as far as the choice of procurement law depends on it."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a code stands for. Schedule 1 of the PSR Regulations lists health codes one by one; divisions stand here."""

    HEALTH = "health care services for people"
    PERHAPS_HEALTH = "health or social services of which some are health care"
    SOFTWARE = "software or IT services"
    OTHER = "neither"


_KINDS = (
    ("851120", Kind.OTHER),  # hospital support services, which Schedule 1 does not list
    ("851121", Kind.OTHER),  # nor hospital bedding
    ("85147", Kind.OTHER),  # nor company health
    ("851", Kind.HEALTH),  # health services
    ("85323", Kind.HEALTH),  # community health services
    ("85312330", Kind.HEALTH),  # family planning
    ("852", Kind.OTHER),  # veterinary services
    ("85", Kind.PERHAPS_HEALTH),  # 850 names both; 853 is social work
    ("48", Kind.SOFTWARE),
    ("72", Kind.SOFTWARE),
)


def kind_of(code: str) -> Kind | None:
    """What a code such as 48180000 or 85100000-0 stands for; None where there is no code."""
    digits = code.strip()
    return next((kind for start, kind in _KINDS if digits.startswith(start)), Kind.OTHER) if digits else None
