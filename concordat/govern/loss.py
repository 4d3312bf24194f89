"""Whom a proposal leaves worse off, as a vote must know it: a matter without money and without effects harms nobody."""

from __future__ import annotations

from datetime import date

from concordat.govern.detriment import detriment
from concordat.register.proposal import Proposal
from concordat.register.record import Record


def worse_off(record: Record, proposal: Proposal, on: date) -> tuple[str, ...] | None:
    """ODS codes of those left with a loss that is not made good; None where some member's effects are not known."""
    found = detriment(record, proposal, on)
    if found.worse_off is None and not found.nets and not proposal.value:
        return ()
    return found.worse_off
