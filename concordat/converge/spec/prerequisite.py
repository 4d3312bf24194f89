"""Order of capabilities.

A capability that comes after another does not cut over before it at the same site. Here order communications come
after patient administration.
"""

from __future__ import annotations

from datetime import date

from concordat.converge.spec.example import WHAT_BECOMES, Example
from concordat.converge.spec.ground import contract, offer, system

ORDER = 7
BOTH = (
    contract("A1", "RZ1", date(2030, 3, 31), annual_licence=300_000_00),
    contract("A2", "RZ1", date(2028, 9, 30), extension_options=(24,)),
    system("pas", "RZ1", "PAS", "A1"),
    system("oc", "RZ1", "OC", "A2"),
    offer("new-oc", "OC", (1, 50_000)),
)
EXAMPLES = (
    Example(
        title="One waits for the other",
        says="Order communications would move when their contract first ends, in 2028. Patient administration cannot "
        "be had before April 2029, so the option is used.",
        rows=(*BOTH, offer("new-pas", "PAS", (1, 100_000), opens_on=date(2029, 4, 1))),
        question=WHAT_BECOMES,
        answer=(
            "pas moves to New PAS alone on 1 April 2030, decided by 1 April 2029",
            "oc moves to New OC alone on 1 October 2030, decided by 1 October 2029",
            "  by 30 June 2028 use the extension of 24 months",
        ),
    ),
    Example(
        title="What does not move holds nobody back",
        says="Nothing is on offer for patient administration, so order communications are free to go.",
        rows=BOTH,
        question=WHAT_BECOMES,
        answer=(
            "pas buys Old PAS again on 1 April 2030, decided by 1 July 2029",
            "oc moves to New OC alone on 3 July 2028, decided by 3 July 2027",
        ),
    ),
)
