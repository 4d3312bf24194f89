"""Tiers and sharing.

A shared price is open only when enough sites take it, and what is paid once is paid once. A capability shares at most
one offer; whoever does not share it stays, buys the same again, or buys something alone.
"""

from __future__ import annotations

from datetime import date

from concordat.converge.spec.example import WHAT_COST, Example
from concordat.converge.spec.ground import contract, offer, system

ORDER = 6
THREE = (
    *(contract(key, code, date(2029, 3, 31)) for key, code in (("A1", "RZ1"), ("A2", "RZ2"), ("A3", "RZ3"))),
    *(system(f"pas-{n}", f"RZ{n}", "PAS", f"A{n}") for n in (1, 2, 3)),
)
EXAMPLES = (
    Example(
        title="Three open a price that one cannot",
        says="Alone the new product is no cheaper than the old bought again. For three it is.",
        rows=(*THREE, offer("new", "PAS", (1, 115_000), (3, 70_000), once_revenue=30_000_00)),
        question=WHAT_COST,
        answer=(
            "pas-1 moves to New PAS, shared on 2 January 2029, decided by 2 January 2028",
            "pas-2 moves to New PAS, shared on 2 January 2029, decided by 2 January 2028",
            "pas-3 moves to New PAS, shared on 2 January 2029, decided by 2 January 2028",
            "the plan costs £1,371,205.47",
            "replacing each at expiry would cost £1,620,000.00",
            "doing nothing would cost £1,725,000.00",
        ),
    ),
    Example(
        title="A shared price too dear to reach",
        says="At £105,000 for three, what is paid once and put in at each site costs more than it saves.",
        rows=(*THREE, offer("new", "PAS", (1, 115_000), (3, 105_000), once_revenue=30_000_00)),
        question=WHAT_COST,
        answer=(
            "pas-1 buys Old PAS again on 1 April 2029, decided by 1 July 2028",
            "pas-2 buys Old PAS again on 1 April 2029, decided by 1 July 2028",
            "pas-3 buys Old PAS again on 1 April 2029, decided by 1 July 2028",
            "the plan costs £1,620,000.00",
            "replacing each at expiry would cost £1,620,000.00",
            "doing nothing would cost £1,725,000.00",
        ),
    ),
)
