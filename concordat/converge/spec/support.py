"""Support and needs.

A product is not used beyond the day its supplier supports it to, whatever the contract says; and a product that is
not shown to offer what a site must have is no target for it. What is claimed does not count.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from concordat.converge.spec.example import WHAT_BECOMES, Example
from concordat.converge.spec.ground import contract, offer, system
from concordat.register.system import Need, Product

ORDER = 13
ONE = (
    contract("A1", "RZ1", date(2033, 3, 31)),
    system("pas", "RZ1", "PAS", "A1"),
    offer("new", "PAS", (1, 120_000)),
)
OLD = Product(product="OLD-PAS", name="Old PAS", supplier="MARLOW", capability="PAS")
NEW = Product(product="NEW-PAS", name="New PAS", supplier="MARLOW", capability="PAS")
EXAMPLES = (
    Example(
        title="Support ends before the contract",
        says="The new product is dearer and the old contract lasts, but Old PAS is supported only to June 2029.",
        rows=(*ONE, replace(OLD, support_ends_on=date(2029, 6, 30))),
        question=WHAT_BECOMES,
        answer=("pas moves to New PAS alone on 3 April 2029, decided by 3 April 2028",),
    ),
    Example(
        title="Claimed is not shown",
        says="Aldermoor must have single sign-on. New PAS claims it, and is not a target until it is shown.",
        rows=(
            *ONE[1:],
            contract("A1", "RZ1", date(2028, 9, 30)),
            replace(NEW, claimed=("single sign-on",)),
            Need(organisation="RZ1", capability="PAS", requirement="single sign-on"),
        ),
        question=WHAT_BECOMES,
        answer=("pas buys Old PAS again on 1 October 2028, decided by 1 January 2028",),
    ),
)
