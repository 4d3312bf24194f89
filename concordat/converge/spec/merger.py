"""Mergers.

A body that has closed is replaced by its successor on every question of the day: its systems, its needs, its people,
its blackouts and its budgets are the successor's. The rows that still name it are findings.
"""

from __future__ import annotations

from datetime import date

from concordat.converge.spec.example import WHAT_BECOMES, Example
from concordat.converge.spec.ground import contract, offer, organisation, system
from concordat.register.programme import Blackout

ORDER = 12
EXAMPLES = (
    Example(
        title="One body, one go-live at a time",
        says="Coldharbour joined Aldermoor in 2026. Two major go-lives at one body are two quarters apart, and there "
        "is time for one only before both contracts end; the other is bought again.",
        rows=(
            organisation("RZ3", "Coldharbour", valid_to=date(2026, 10, 1), successor="RZ1"),
            contract("A1", "RZ1", date(2028, 9, 30)),
            contract("A3", "RZ3", date(2028, 9, 30)),
            system("pas-1", "RZ1", "PAS", "A1"),
            system("pas-3", "RZ3", "PAS", "A3"),
            offer("new", "PAS", (1, 60_000)),
        ),
        question=WHAT_BECOMES,
        answer=(
            "pas-1 moves to New PAS alone on 3 July 2028, decided by 3 July 2027",
            "pas-3 buys Old PAS again on 1 October 2028, decided by 1 January 2028",
        ),
    ),
    Example(
        title="Its blackouts pass on",
        says="A freeze still recorded for Coldharbour freezes Aldermoor, since that is who it is now.",
        rows=(
            organisation("RZ3", "Coldharbour", valid_to=date(2026, 10, 1), successor="RZ1"),
            contract("A1", "RZ1", date(2028, 9, 30)),
            system("pas-1", "RZ1", "PAS", "A1"),
            offer("new", "PAS", (1, 60_000)),
            Blackout(name="Ward moves", organisation="RZ3", starts_on=date(2028, 7, 1), ends_on=date(2028, 9, 30)),
        ),
        question=WHAT_BECOMES,
        answer=("pas-1 moves to New PAS alone on 3 April 2028, decided by 3 April 2027",),
    ),
)
