"""Ending early.

Where a contract may be broken for less than all the charges still to come, it ends as soon as the break is open, the
notice has run and the system is not needed; the rest is the fee.
"""

from __future__ import annotations

from datetime import date

from concordat.converge.spec.example import WHAT_COST, Example
from concordat.converge.spec.ground import contract, offer, system

ORDER = 11
LONG = {"break_from": date(2028, 4, 1), "notice": 6}
EXAMPLES = (
    Example(
        title="A break worth its fee",
        says="Four years are left on 1 April 2028. A fifth of them is £80,000, far less than they would cost.",
        rows=(
            contract("A1", "RZ1", date(2032, 3, 31), break_fee=20.0, **LONG),
            system("pas", "RZ1", "PAS", "A1"),
            offer("new", "PAS", (1, 50_000)),
        ),
        question=WHAT_COST,
        answer=(
            "pas moves to New PAS alone on 3 April 2028, decided by 3 April 2027",
            "  by 2 October 2027 give notice to end it early",
            "the plan costs £400,164.39",
            "replacing each at expiry would cost £500,000.00",
            "doing nothing would cost £500,000.00",
        ),
    ),
    Example(
        title="A break not worth it",
        says="At nine tenths it is not, and the old system stays.",
        rows=(
            contract("A1", "RZ1", date(2032, 3, 31), break_fee=90.0, **LONG),
            system("pas", "RZ1", "PAS", "A1"),
            offer("new", "PAS", (1, 50_000)),
        ),
        question=WHAT_COST,
        answer=(
            "pas stays on Old PAS",
            "the plan costs £500,000.00",
            "replacing each at expiry would cost £500,000.00",
            "doing nothing would cost £500,000.00",
        ),
    ),
)
