"""The members of a generated collaborative: trusts of differing kind and size, and their ICB."""

from __future__ import annotations

from random import Random

from concordat.register.example.names import places, trust_codes
from concordat.register.noun import Noun
from concordat.register.organisation import Collaborative, Membership, Model, Organisation, OrganisationKind, Role

ICB = "QZ3"
_KEY = "generated"
_KINDS = (
    (OrganisationKind.ACUTE, "Hospitals NHS Foundation Trust", 1.2),
    (OrganisationKind.ACUTE, "General Hospital NHS Trust", 0.9),
    (OrganisationKind.MENTAL_HEALTH, "Partnership NHS Foundation Trust", 0.7),
    (OrganisationKind.ACUTE, "Teaching Hospitals NHS Trust", 1.5),
    (OrganisationKind.COMMUNITY, "Community Health NHS Trust", 0.6),
)
"""Kind, how such trusts are named, and size beside the average trust; taken in turn."""


def members(count: int, chance: Random) -> tuple[dict[str, float], list[Noun]]:
    """The size of each trust by its code, and the rows that make them members of one collaborative."""
    rows: list[Noun] = [
        Organisation(code=ICB, name="NHS Aldwenthwaite Integrated Care Board", kind=OrganisationKind.ICB),
        Collaborative(collaborative=_KEY, name="Aldwenthwaite Provider Collaborative", model=Model.LEADERSHIP_BOARD,
                      icb=ICB),
    ]
    sizes = {}
    for number, (code, place) in enumerate(zip(trust_codes(count), places(), strict=False)):
        kind, style, size = _KINDS[number % len(_KINDS)]
        sizes[code] = round(size * chance.uniform(0.7, 1.3), 2)
        role = Role.MEMBER if number else Role.HOST
        rows.append(Organisation(code=code, name=f"{place} {style}", kind=kind, icb=ICB))
        rows.append(Membership(collaborative=_KEY, organisation=code, role=role))
    return sizes, rows
