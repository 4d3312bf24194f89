"""Blackouts and working days.

A go-live falls on the first Monday to Thursday of a quarter that is a working day in England and in no blackout. A
quarter that has none is no quarter to go live in.
"""

from __future__ import annotations

from datetime import date

from concordat.converge.spec.example import WHAT_BECOMES, Example
from concordat.converge.spec.ground import contract, offer, system
from concordat.register.programme import Blackout

ORDER = 8
ONE = (
    contract("A1", "RZ1", date(2028, 3, 31)),
    system("pas", "RZ1", "PAS", "A1"),
    offer("new", "PAS", (1, 50_000), procurement=1, implementation=2),
)
WARD_MOVES = Blackout(name="Ward moves", organisation="RZ1", starts_on=date(2028, 1, 1), ends_on=date(2028, 3, 31))
EXAMPLES = (
    Example(
        title="The first fit day of a quarter",
        says="The old contract is paid for to March 2028. The quarter before begins with a weekend and a bank holiday.",
        rows=ONE,
        question=WHAT_BECOMES,
        answer=("pas moves to New PAS alone on 4 January 2028, decided by 4 July 2027",),
    ),
    Example(
        title="Winter comes back every year",
        says="From December to the end of January nobody goes live, this year or any other.",
        rows=(*ONE, Blackout(name="Winter", starts_on=date(2025, 12, 1), ends_on=date(2026, 1, 31), yearly=True)),
        question=WHAT_BECOMES,
        answer=("pas moves to New PAS alone on 1 February 2028, decided by 1 August 2027",),
    ),
    Example(
        title="A whole quarter closed at one site",
        says="Aldermoor moves wards from January to March, so its go-live is before.",
        rows=(*ONE, WARD_MOVES),
        question=WHAT_BECOMES,
        answer=("pas moves to New PAS alone on 4 October 2027, decided by 4 April 2027",),
    ),
)
