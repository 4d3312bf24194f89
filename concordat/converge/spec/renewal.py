"""Contracts that renew themselves.

Unless notice is given in time, such a contract runs on by itself. Once it has, its day of notice is that of the term
now running and not the one on paper: the mistake most registers make.
"""

from __future__ import annotations

from datetime import date

from concordat.converge.spec.example import HOW_LONG, WHAT_BECOMES, Example
from concordat.converge.spec.ground import contract, offer, system

ORDER = 2
ON_PAPER_ENDED = contract("A1", "RZ1", date(2025, 12, 31), auto_renew=12, notice=3)
HALF_THE_PRICE = (
    system("pas", "RZ1", "PAS", "A1"),
    offer("new", "PAS", (1, 50_000), procurement=1, implementation=1),
)
EXAMPLES = (
    Example(
        title="It has renewed itself already",
        says="On paper it ended in December 2025. Nobody gave notice, so it runs to December 2027.",
        rows=(ON_PAPER_ENDED,),
        question=HOW_LONG,
        answer=(
            "A1 to 31 December 2027 on the current term",
            "A1 to 31 December 2028 on automatic renewal, unless stopped by 30 September 2027",
            "A1 to 31 December 2029 on automatic renewal, unless stopped by 30 September 2028",
        ),
    ),
    Example(
        title="Leaving it takes notice",
        says="The new product costs half. The plan says by when the old contract must be told.",
        rows=(ON_PAPER_ENDED, *HALF_THE_PRICE),
        question=WHAT_BECOMES,
        answer=(
            "pas moves to New PAS alone on 4 October 2027, decided by 4 May 2027",
            "  by 30 September 2027 give notice so that it does not renew itself",
        ),
    ),
    Example(
        title="Notice that can no longer be given costs a year",
        says="Asked a day after the last day of notice, nothing can stop the renewal, so the plan waits for the end of "
        "the year that is paid for.",
        rows=(ON_PAPER_ENDED, *HALF_THE_PRICE),
        on=date(2027, 10, 1),
        question=WHAT_BECOMES,
        answer=(
            "pas moves to New PAS alone on 2 October 2028, decided by 2 May 2028",
            "  by 30 September 2028 give notice so that it does not renew itself",
        ),
    ),
)
