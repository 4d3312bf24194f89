"""What somebody names by its key: a purchase or contract on the record, or a refusal that says which there are."""

from __future__ import annotations

from datetime import date

from concordat.core.refusal import Refusal
from concordat.register.contract import Contract
from concordat.register.procurement import Procurement
from concordat.register.record import Record

MOST = 8
"""Keys that a refusal lists."""


class NotOnRecord(Refusal):
    """A key that no purchase, or no contract, on the record has on the day."""


def purchase_named(key: str, record: Record, as_of: date) -> Procurement:
    """The purchase with a key. Raises NotOnRecord."""
    found = record.get(Procurement, key, as_of)
    if found is None:
        raise _not_there("purchase", key, Procurement.SHEET, [each.key for each in record.all(Procurement, as_of)])
    return found


def contract_named(key: str, record: Record, as_of: date) -> Contract:
    """The contract with a reference. Raises NotOnRecord."""
    found = record.get(Contract, key, as_of)
    if found is None:
        raise _not_there("contract", key, Contract.SHEET, [each.key for each in record.all(Contract, as_of)])
    return found


def _not_there(what: str, key: str, sheet: str, keys: list[str]) -> NotOnRecord:
    told = f"{', '.join(keys[:MOST])}{' and others' if len(keys) > MOST else ''}"
    remedy = f"Give the key of one on sheet {sheet}: {told}" if keys else f"Fill in sheet {sheet}: it has none"
    return NotOnRecord(f"There is no {what} {key}", remedy=remedy)
