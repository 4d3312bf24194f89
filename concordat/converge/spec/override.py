"""Override.

What the law as understood does not allow is not a dear choice but no choice. A user may still assume a later end,
with a reason and the name of whoever accepts the risk; it is shown on every output.
"""

from __future__ import annotations

from datetime import date

from concordat.converge.spec.example import HOW_LONG, WHAT_BECOMES, Example
from concordat.converge.spec.ground import contract, offer, system

ORDER = 4
SHORT = contract("A1", "RZ1", date(2027, 9, 30))
ASSUMED = contract(
    "A1", "RZ1", date(2027, 9, 30), override_until=date(2028, 9, 30), override_reason="SIRO, 2 March 2027"
)
SLOW = (system("pas", "RZ1", "PAS", "A1"), offer("new", "PAS", (1, 50_000), implementation=9))
EXAMPLES = (
    Example(
        title="Without one, nothing lawful fits",
        says="The contract ends before anything can be put in its place, and the answer says which facts conflict.",
        rows=(SHORT, *SLOW),
        question=WHAT_BECOMES,
        answer=(
            "nothing lawful fits",
            "PAS at Aldermoor has no lawful future",
            "  Contract A1 (A1) cannot lawfully run beyond 30 September 2027",
            "  there is no time to buy the same again before then",
            "  New PAS: in Q1 2027/28 it would have had to be decided by 1 January 2026",
        ),
    ),
    Example(
        title="With one, there is a plan",
        says="The contract is assumed to run a year longer.",
        rows=(ASSUMED, *SLOW),
        question=WHAT_BECOMES,
        answer=("pas moves to New PAS alone on 3 July 2028, decided by 3 April 2027",),
    ),
    Example(
        title="It is told as what it is",
        says="The reason stays with the date wherever it goes.",
        rows=(ASSUMED,),
        question=HOW_LONG,
        answer=(
            "A1 to 30 September 2027 on the current term",
            "A1 to 30 September 2028 on a user's override: SIRO, 2 March 2027",
        ),
    ),
)
