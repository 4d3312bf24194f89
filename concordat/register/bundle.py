"""A bundle: one version of an agreement with everything that belongs to it, as it was on a day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from concordat.register.agreement import Agreement, Party, Section75, Signature
from concordat.register.assurance import Dpia
from concordat.register.cell import jsonable
from concordat.register.noun import Noun, columns
from concordat.register.record import Record
from concordat.register.sharing import DataItem, Flow, Purpose, PurposeBasis, RowCondition

HASH_OF_TERMS = "terms:"
"""How a text hash begins that was worked out of the rows here; any other is that of a document signed elsewhere."""

_FOLLOWS: Mapping[type[Noun], tuple[str, ...]] = {
    Agreement: ("suspended_on", "resumed_on", "terminated_on", "end_reason", "text_hash", "evidence", "dpia"),
    Party: ("left_on", "leaver_duty", "duty_done_on", "contact"),
}
"""Columns that may change without a new version."""

N = TypeVar("N", bound=Noun)


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """One version of an agreement and its rows. `items` and `conditions` are by the key of their flow."""

    agreement: Agreement
    parties: tuple[Party, ...] = ()
    signatures: tuple[Signature, ...] = ()
    purposes: Mapping[Purpose, PurposeBasis]
    flows: tuple[Flow, ...] = ()
    items: Mapping[str, tuple[DataItem, ...]]
    conditions: Mapping[str, tuple[RowCondition, ...]]
    section_75: Section75 | None = None
    dpia: Dpia | None = None

    @cached_property
    def key(self) -> str:
        """The agreement's key, such as `DSA-01 / 2`."""
        return self.agreement.key

    def active(self, day: date) -> tuple[Party, ...]:
        """Its parties on a day."""
        return tuple(each for each in self.parties if each.active(day))

    def rows(self) -> tuple[Noun, ...]:
        """Every row of it, its signatures and its DPIA apart."""
        items = (each for found in self.items.values() for each in found)
        conditions = (each for found in self.conditions.values() for each in found)
        partnership = (self.section_75,) if self.section_75 else ()
        return (self.agreement, *self.parties, *self.purposes.values(), *self.flows, *items, *conditions, *partnership)

    def text_hash(self) -> str:
        """The hash of its terms: what signatures are given to. Late joiners and leavers do not change it."""
        text = json.dumps(sorted(map(_hashed, filter(_signed_to, self.rows())), key=str), ensure_ascii=False)
        return HASH_OF_TERMS + hashlib.sha256(text.encode()).hexdigest()

    def unchanged(self) -> bool:
        """Whether the terms are those its text hash was given to, as far as that can be told here."""
        given = self.agreement.text_hash
        return not given.startswith(HASH_OF_TERMS) or given == self.text_hash()


def bundles(record: Record, on: date) -> tuple[Bundle, ...]:
    """Every version of every agreement on the record that day, in the order of their rows."""
    by_agreement = {
        noun: _grouped(record.all(noun, on), "agreement") for noun in (Party, Signature, PurposeBasis, Flow, Section75)
    }
    by_flow = {noun: _grouped(record.all(noun, on), "flow") for noun in (DataItem, RowCondition)}
    return tuple(_bundle(each, record, on, by_agreement, by_flow) for each in record.all(Agreement, on))


def bundle_of(record: Record, key: str, on: date) -> Bundle | None:
    """The version with this key, such as `DSA-01 / 2`, as it was that day; None where there was none."""
    return next((each for each in bundles(record, on) if each.key == key), None)


def _bundle(agreement: Agreement, record: Record, on: date, by_agreement: Any, by_flow: Any) -> Bundle:
    def of(noun: type[N]) -> tuple[N, ...]:
        return tuple(by_agreement[noun].get(agreement.key, ()))

    flows = of(Flow)
    return Bundle(
        agreement=agreement,
        parties=of(Party),
        signatures=of(Signature),
        purposes=MappingProxyType({each.purpose: each for each in of(PurposeBasis)}),
        flows=flows,
        items=MappingProxyType({each.key: tuple(by_flow[DataItem].get(each.key, ())) for each in flows}),
        conditions=MappingProxyType({each.key: tuple(by_flow[RowCondition].get(each.key, ())) for each in flows}),
        section_75=next(iter(of(Section75)), None),
        dpia=record.get(Dpia, agreement.dpia, on) if agreement.dpia else None,
    )


def _grouped(rows: Iterable[Noun], name: str) -> dict[str, list[Noun]]:
    found: dict[str, list[Noun]] = {}
    for each in rows:
        found.setdefault(getattr(each, name), []).append(each)
    return found


def _signed_to(row: Noun) -> bool:
    return not (isinstance(row, Party) and row.joined_on)


def term(row: Noun) -> list[Any]:
    """A row as its signatories saw it: what may change without a new version is left out."""
    left_out = ("valid_from", "valid_to", *_FOLLOWS.get(type(row), ()))
    return [type(row).__name__, {name: value for name, value in jsonable(row).items() if name not in left_out}]


def _hashed(row: Noun) -> list[Any]:
    """A term without what is confidential: every party must be able to work the hash out from what it may see."""
    name, values = term(row)
    hidden = [each.name for each in columns(type(row)) if each.confidential]
    return [name, {each: value for each, value in values.items() if each not in hidden}]
