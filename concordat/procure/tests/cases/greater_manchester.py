"""Greater Manchester Mental Health and Pennine Care: two trusts whose contracts end in 2028 buy one record system.

Facts, from board papers as reported by HTN on 9 October 2025: the intention was made known in June 2025; the present
contracts end in 2028; a memorandum of understanding is prepared, with decisions by consensus, costs of buying and
putting in shared 50/50, scoring agreed jointly, one impact assessment with addenda for each trust, and an agreement on
sharing data.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from concordat.register.contract import Contract, Regime
from concordat.register.procurement import BuyingRoute, GateDone, GateKind, Procurement
from concordat.register.record import Record

ANNOUNCED = date(2025, 6, 30)
REPORTED = date(2025, 10, 9)
ENDS = tuple(date(2028, month, monthrange(2028, month)[1]) for month in range(1, 13))
ASSUMED = (
    "both contracts end on the last day of the same month of 2028",
    "suppliers compete under a framework",
    "implementation takes 18 months, as field knowledge has it for a record system",
    "the memorandum stands for heads of terms, and counts from the day it was reported",
)
TRUSTS = ("RXV", "RT2")


def record(ends_on: date, *, signed: bool = True) -> Record:
    """The facts, with an end that is assumed; `signed` says that the memorandum is there."""
    heads = GateDone(procurement="JOINT", gate=GateKind.HEADS_OF_TERMS, done_on=REPORTED, evidence="memorandum")
    return Record.of(
        (
            *(
                Contract(contract=f"{trust}-EPR", title="Record system", customer=trust, supplier=f"{trust}-S",
                         regime=Regime.PCR2015, starts_on=date(2018, 1, 1), ends_on=ends_on)
                for trust in TRUSTS
            ),
            Procurement(procurement="JOINT", title="A joint record system", organisation=TRUSTS[0],
                        on_behalf_of=TRUSTS[1:], route=BuyingRoute.MINI,
                        replaces=tuple(f"{trust}-EPR" for trust in TRUSTS), implementation=18),
            *([heads] if signed else []),
        )
    )  # fmt: skip
