"""What if a fact were different: a contract slips, a site leaves, a price rises. A record in, a record out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from concordat.core.period import months_later
from concordat.core.refusal import Refusal
from concordat.register.contract import Contract
from concordat.register.noun import Noun
from concordat.register.offer import Offer
from concordat.register.organisation import Organisation
from concordat.register.record import N, Record
from concordat.register.system import System


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """Facts to suppose: contracts that end months later, sites that leave, offers dearer by so many per cent."""

    slips: tuple[tuple[str, int], ...] = ()
    leavers: tuple[str, ...] = ()
    prices: tuple[tuple[str, float], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.slips or self.leavers or self.prices)

    def sentences(self) -> tuple[str, ...]:
        """What is supposed, in words."""
        return (
            *(f"contract {key} ends {abs(n)} months {'later' if n >= 0 else 'earlier'}" for key, n in self.slips),
            *(f"{code} leaves" for code in self.leavers),
            *(f"offer {key} costs {abs(rise):g}% {'more' if rise >= 0 else 'less'}" for key, rise in self.prices),
        )


class NotOnTheRecord(Refusal):
    """A supposition about something that is not there."""


def suppose(record: Record, what_if: WhatIf, as_of: date) -> Record:
    """The record as it would be; raises NotOnTheRecord for a key that is not on it."""
    changed: dict[Noun, Noun | None] = {}
    for key, months in what_if.slips:
        contract = _named(record, Contract, key)
        changed[contract] = replace(contract, ends_on=months_later(contract.ends_on, months))
    for key, rise in what_if.prices:
        offer = _named(record, Offer, key)
        prices = tuple((sites, round(price * (1 + rise / 100))) for sites, price in offer.prices)
        changed[offer] = replace(offer, prices=prices)
    for code in what_if.leavers:
        _named(record, Organisation, code)
        changed |= {system: None for system in record.all(System, as_of) if system.organisation == code}
    kept = [(row, changed.get(row, row)) for row in record]
    return Record.of([now for _, now in kept if now], {now: record.place(row) for row, now in kept if now})


def _named(record: Record, noun: type[N], key: str) -> N:
    found = record.get(noun, key)
    if found is None:
        raise NotOnTheRecord(f"{key} is not in {noun.SHEET}", remedy="Use a key as the sheet writes it")
    return found
