"""What a contract was worth when awarded, in pence, and why a published amount could not be kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from concordat.core.finding import Finding, Severity
from concordat.core.money import NotMoney, in_pounds, pounds
from concordat.register.ocds.value import member, text


@dataclass(frozen=True)
class Worth:
    """Pence, 0 where not known, and what to tell about it."""

    pence: int = 0
    notes: tuple[Finding, ...] = ()


def worth(award: Any, contract: Any, suppliers: int) -> Worth | Finding:
    """The value of a contract, with VAT where a gross amount is given; a Finding where it is in another currency."""
    given = (member(part, "value") for part in (contract, award))
    value = next((each for each in given if _amount(each) is not None), None)
    if value is None:
        return Worth(notes=(_note("No value is published", "give the Original value from the contract"),))
    currency = text(member(value, "currency")).upper()
    if currency not in ("", "GBP"):
        what = f"The value is in {currency[:20]}, not in pounds"
        return Finding(what, "convert it as the contract says, and add the contract by hand", column="value.currency")
    return _in_pence(_amount(value), currency, suppliers)


def _amount(value: Any) -> Any:
    gross = member(value, "amountGross")
    return member(value, "amount") if gross is None else gross


def _in_pence(amount: Any, currency: str, suppliers: int) -> Worth:
    try:
        pence = pounds(amount) if isinstance(amount, str | int | float) else -1
    except NotMoney:
        pence = -1
    if pence < 0:
        shown = text(str(amount)) if isinstance(amount, str | int | float) else "what is published"
        return Worth(notes=(_note(f"{shown[:40]} is not an amount that can be kept", "give the Original value"),))
    if pence == 0:
        return Worth(notes=(_note("The published value is nought", "give the Original value from the contract"),))
    if suppliers > 1:  # each would seem to be worth the whole
        what = f"The value of {in_pounds(pence)} is that of {suppliers} suppliers together, and was left out of each"
        return Worth(notes=(_note(what, "give each its own Original value"),))
    unsure = _note("The value names no currency, and was read as pounds", "check it in the notice")
    return Worth(pence, () if currency else (unsure,))


def _note(what: str, next: str) -> Finding:
    return Finding(what, next, column="value", severity=Severity.WARNING)
