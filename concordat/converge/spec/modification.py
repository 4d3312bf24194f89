"""Lawful modification.

Beyond its own terms a contract may be prolonged as far as its own procurement law lets it be modified, and no
further. The law is that of the day it was awarded, and stays with it for life. Not legal advice: ask before relying
on it.
"""

from __future__ import annotations

from datetime import date

from concordat.converge.spec.example import HOW_LONG, Example
from concordat.converge.spec.ground import contract
from concordat.register.contract import Regime

ORDER = 3
SIXTY_MONTHS = contract(
    "A1", "RZ1", date(2030, 3, 31), starts_on=date(2025, 4, 1), regime=Regime.PA2023, original_months=60
)
WITH_A_GROUND = contract(
    "A1", "RZ1", date(2027, 6, 30), permitted_until=date(2028, 6, 30), permitted_ground="UK10 notice 2027/14"
)
EXAMPLES = (
    Example(
        title="Procurement Act 2023: a tenth of the term",
        says="Awarded for sixty months in all, so six more are not a substantial change.",
        rows=(SIXTY_MONTHS,),
        question=HOW_LONG,
        answer=(
            "A1 to 31 March 2030 on the current term",
            "A1 to 30 September 2030 on a lawful modification",
        ),
    ),
    Example(
        title="PCR 2015: below a tenth of the value",
        says="£100,000 a year is £10,000 a month with VAT. A tenth of the initial value is £90,000, and the change "
        "must be less: eight months.",
        rows=(contract("A1", "RZ1", date(2030, 3, 31), original_value=900_000_00),),
        question=HOW_LONG,
        answer=(
            "A1 to 31 March 2030 on the current term",
            "A1 to 30 November 2030 on a lawful modification",
        ),
    ),
    Example(
        title="A documented ground",
        says="A ground for modification, with its notice, is taken as it is recorded.",
        rows=(WITH_A_GROUND,),
        question=HOW_LONG,
        answer=(
            "A1 to 30 June 2027 on the current term",
            "A1 to 30 June 2028 on a documented ground: UK10 notice 2027/14",
        ),
    ),
)
