"""People.

Putting a product in takes people of each skill in the quarter of its go-live and the quarters before, as many as the
work lasts. A skill is found at the organisation if it has such a team, else in the team all share.
"""

from __future__ import annotations

from datetime import date

from concordat.converge.spec.example import WHAT_BECOMES, Example
from concordat.converge.spec.ground import contract, offer, system
from concordat.register.programme import Capacity

ORDER = 10
TWO = (
    contract("A1", "RZ1", date(2028, 9, 30), extension_options=(12,)),
    contract("A2", "RZ2", date(2028, 9, 30), extension_options=(12,), annual_licence=90_000_00),
    system("pas-1", "RZ1", "PAS", "A1"),
    system("pas-2", "RZ2", "PAS", "A2"),
    offer("new", "PAS", (1, 50_000), effort=(("trainer", 2.0),)),
)
EXAMPLES = (
    Example(
        title="Not enough trainers for two at once",
        says="Two trainers do one site in two quarters, so one site waits and uses its option.",
        rows=(*TWO, Capacity(skill="trainer", wte=2.0)),
        question=WHAT_BECOMES,
        answer=(
            "pas-1 moves to New PAS alone on 3 July 2028, decided by 3 July 2027",
            "pas-2 moves to New PAS alone on 1 October 2029, decided by 1 October 2028",
            "  by 30 June 2028 use the extension of 12 months",
        ),
    ),
    Example(
        title="A team of its own",
        says="Brackwater has two trainers besides, so both sites go live together.",
        rows=(*TWO, Capacity(skill="trainer", wte=2.0), Capacity(organisation="RZ2", skill="trainer", wte=2.0)),
        question=WHAT_BECOMES,
        answer=(
            "pas-1 moves to New PAS alone on 3 July 2028, decided by 3 July 2027",
            "pas-2 moves to New PAS alone on 3 July 2028, decided by 3 July 2027",
        ),
    ),
)
