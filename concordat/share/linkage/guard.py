"""Guards for people who are alike without being one: twins, and a parent and child of one name at one address.

Fields of a household depend on each other (surname, postcode, often the date), which the sum of weights denies; each
guard takes off what that sum overstates.
"""

from __future__ import annotations

from dataclasses import dataclass

from concordat.share.linkage.compare import LEVELS

_DIFFERENT_FORENAME = f"(given = {len(LEVELS['given']) - 1} AND NOT coalesce(swapped, false))"


@dataclass(frozen=True, kw_only=True)
class Guard:
    """Whom it protects, when it speaks (SQL over levels), and the weight it takes off."""

    whom: str
    when: str
    takes: float


GUARDS = (
    Guard(whom="twins and siblings, by their numbers", when=f"{_DIFFERENT_FORENAME} AND clash", takes=8.0),
    Guard(whom="twins of different sex", when=f"{_DIFFERENT_FORENAME} AND sex = 1 AND dob = 0", takes=6.0),
    Guard(whom="twins without two numbers", when=f"{_DIFFERENT_FORENAME} AND nhs IS NULL AND dob = 0", takes=10.0),
    Guard(whom="parent and child of one name", when=f"clash AND dob = {len(LEVELS['dob']) - 1}", takes=4.0),
)


def guard_sql() -> str:
    """What the guards take off a pair's weight."""
    return " + ".join(f"CASE WHEN {each.when} THEN {each.takes} ELSE 0 END" for each in GUARDS)
