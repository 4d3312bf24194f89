"""Budgets.

The one-off costs of change in a financial year stay within its budgets, capital and revenue apart; capital is not
carried over. Set-up is spread evenly from award to go-live.
"""

from __future__ import annotations

from datetime import date

from concordat.converge.spec.example import WHAT_BECOMES, Example
from concordat.converge.spec.ground import contract, offer, system
from concordat.register.programme import Budget

ORDER = 9
TWO = (
    contract("A1", "RZ1", date(2028, 9, 30)),
    contract("A2", "RZ2", date(2028, 9, 30)),
    system("pas-1", "RZ1", "PAS", "A1"),
    system("pas-2", "RZ2", "PAS", "A2"),
    offer("new", "PAS", (1, 50_000), set_up_capital=100_000_00, implementation=3),
)
EXAMPLES = (
    Example(
        title="Both at once without a limit",
        says="Each moves in the last quarter that its contract covers.",
        rows=TWO,
        question=WHAT_BECOMES,
        answer=(
            "pas-1 moves to New PAS alone on 3 July 2028, decided by 3 October 2027",
            "pas-2 moves to New PAS alone on 3 July 2028, decided by 3 October 2027",
        ),
    ),
    Example(
        title="One a year with it",
        says="£100,000 of capital in 2028/29 is enough for one of the two; the other goes live the year before.",
        rows=(*TWO, Budget(financial_year="2028/29", capital=100_000_00)),
        question=WHAT_BECOMES,
        answer=(
            "pas-1 moves to New PAS alone on 3 July 2028, decided by 3 October 2027",
            "pas-2 moves to New PAS alone on 4 January 2028, decided by 4 April 2027",
        ),
    ),
)
