"""Frameworks.

A framework binds twice: what is called off it lasts no longer than it allows, extensions included; and an award from
it must fall while it is open.
"""

from __future__ import annotations

from datetime import date

from concordat.converge.spec.example import HOW_LONG, WHAT_BECOMES, Example
from concordat.converge.spec.ground import contract, offer, system
from concordat.register.contract import Framework, Regime

ORDER = 5
CLOSES = Framework(framework="F1", name="Framework One", regime=Regime.PA2023, closes_on=date(2028, 3, 31))
LONGEST = Framework(
    framework="F2", name="Framework Two", regime=Regime.PCR2015, closes_on=date(2022, 3, 31), longest_call_off=120
)
PAID_TO_2029 = (contract("A1", "RZ1", date(2029, 3, 31)), system("pas", "RZ1", "PAS", "A1"))
EXAMPLES = (
    Example(
        title="A call-off of at most ten years",
        says="From April 2020 it may last to March 2030, so the second option does not fit.",
        rows=(LONGEST, contract("A1", "RZ1", date(2028, 3, 31), framework="F2", extension_options=(24, 12))),
        question=HOW_LONG,
        answer=(
            "A1 to 31 March 2028 on the current term",
            "A1 to 31 March 2030 on an extension option, used by 31 December 2027",
        ),
    ),
    Example(
        title="Bought by tender, when the old contract ends",
        says="The old contract is paid for to March 2029, so without a framework one would wait until then.",
        rows=(*PAID_TO_2029, offer("new", "PAS", (1, 50_000))),
        question=WHAT_BECOMES,
        answer=("pas moves to New PAS alone on 2 January 2029, decided by 2 January 2028",),
    ),
    Example(
        title="Awarded while it is open, and so earlier",
        says="An award after March 2028 is too late for Framework One, so the go-live comes by September 2028, though "
        "for a while both are paid for.",
        rows=(CLOSES, *PAID_TO_2029, offer("new", "PAS", (1, 50_000), framework="F1")),
        question=WHAT_BECOMES,
        answer=("pas moves to New PAS alone on 3 July 2028, decided by 3 July 2027",),
    ),
)
