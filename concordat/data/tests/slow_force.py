"""Whether an agreement is in force (IG-28), slow and obvious: of itself, and for the question that is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from concordat.data.tests.slow_case import Asked, Told, before, body, earliest, named
from concordat.register.agreement import Agreement, Party, PartyRole, Section75, Signature
from concordat.register.bundle import HASH_OF_TERMS, Bundle
from concordat.register.sharing import DataItem, Flow, PurposeBasis, RowCondition
from concordat.register.system import System


def ig_28(asked: Asked) -> Iterator[Told]:
    """It is in force, nothing later has taken its place, its protocol stands, and those in the question are in it."""
    yield from own(asked)
    later = [each for each in others(asked) if replaces(each, asked.agreement)]
    if later:
        yield "version", not any(has_begun(each) for each in later), before(next_event(later))
    if asked.agreement.under:
        protocols = [each for each in (asked, *others(asked)) if each.agreement.key == asked.agreement.under]
        yield "protocol", any(in_force(each) for each in protocols), earliest(*map(force_until, protocols))
    for code in asked.everybody:
        mine = [each for each in asked.parties if each.party == code]
        leaves = earliest(*(each.left_on for each in mine))
        yield f"{code} party", bool(mine) and is_open(asked, code), earliest(before(leaves), closes(asked, code))


def own(asked: Asked) -> Iterator[Told]:
    """The grounds that the agreement is in force of itself."""
    it, day = asked.agreement, asked.day
    last = earliest(it.ends_on, before(it.terminated_on))
    assert last is not None
    yield "term", it.starts_on <= day <= last, last
    yield "review", it.last_day_by_review is not None and day <= it.last_day_by_review, it.last_day_by_review
    if it.suspended_on:
        yield "suspended", not it.suspended(day), before(it.suspended_on) if day < it.suspended_on else None
    yield "text", unchanged(asked), before(next_change(asked))
    for party in asked.parties:
        if party.role is not PartyRole.SUB_PROCESSOR:
            last = earliest(closes(asked, party.party), before(party.left_on))
            yield party.party, signed(asked, party) and is_open(asked, party.party), last
    joining = earliest(*(each.joined_on for each in asked.under(Party) if each.joined_on and each.joined_on > day))
    if joining:
        yield "joining", True, before(joining)


def in_force(asked: Asked) -> bool:
    """Whether all of its own grounds hold."""
    return all(holds for _, holds, _ in own(asked))


def force_until(asked: Asked) -> date | None:
    """The last day on which it is in force, as things stand."""
    return earliest(*(until for _, holds, until in own(asked) if holds))


def others(asked: Asked) -> list[Asked]:
    """The same question put to every other version of every agreement."""
    every, key = asked.record.all(Agreement, asked.day), asked.agreement.key
    return [replace(asked, agreement=each) for each in every if each.key != key]


def replaces(other: Asked, agreement: Agreement) -> bool:
    """Whether it is a later version of the same agreement."""
    return other.agreement.agreement == agreement.agreement and other.agreement.version > agreement.version


def has_begun(asked: Asked) -> bool:
    """Whether a version has come into force at some time: whoever was there from the start has signed."""
    first = [each for each in asked.parties if each.role is not PartyRole.SUB_PROCESSOR and each.joined_on is None]
    started = asked.agreement.starts_on <= asked.day
    return bool(asked.agreement.text_hash and first) and started and all(signed(asked, each) for each in first)


def next_event(later: list[Asked]) -> date | None:
    """The next day on which one of these versions may come into force, as things stand."""
    days: list[date | None] = []
    for each in later:
        days += [each.agreement.starts_on, each.agreement.resumed_on]
        days += [row.signed_on for row in each.under(Signature)]
        days += [row.left_on for row in each.under(Party)]
    return earliest(*(day for day in days if day and day > later[0].day))


def next_change(asked: Asked) -> date | None:
    """The next day on which a row of this agreement begins or ceases to be true, or one of a system it names ends."""
    days: list[date | None] = []
    for noun in (Agreement, Party, Signature, PurposeBasis, Flow, DataItem, RowCondition, Section75):
        for row in asked.record.all(noun):
            if row.key.startswith(f"{asked.agreement.agreement} / "):
                days += [row.valid_from, row.valid_to]
    for flow in asked.under(Flow):
        system = named(asked.record, System, flow.system, asked.day)
        days += [system.valid_to] if system else []
    return earliest(*(each for each in days if each and each > asked.day))


def signed(asked: Asked, party: Party) -> bool:
    """Whether the right office signed this very text for a party by now, a late joiner with a deed."""
    found = False
    for each in asked.under(Signature):
        right = each.organisation == party.party and each.office is party.signs_as
        found = found or (right and each.signed_on <= asked.day and each.text_hash == asked.agreement.text_hash)
    return found and (party.joined_on is None or bool(party.deed))


def is_open(asked: Asked, code: str) -> bool:
    """Whether an organisation is on the record, and open."""
    return body(asked.record, code, asked.day) is not None


def closes(asked: Asked, code: str) -> date | None:
    """The last day on which an organisation is open."""
    found = body(asked.record, code, asked.day)
    return before(found.valid_to) if found else None


def unchanged(asked: Asked) -> bool:
    """Whether the terms are those that the text hash was given to, as far as can be told."""
    given = asked.agreement.text_hash
    if given.startswith(HASH_OF_TERMS):
        return given == terms(asked).text_hash()
    return bool(given)


def terms(asked: Asked) -> Bundle:
    """The agreement's rows, for the definition of their hash."""
    flows = asked.under(Flow)
    items, conditions = asked.record.all(DataItem, asked.day), asked.record.all(RowCondition, asked.day)
    return Bundle(
        agreement=asked.agreement,
        parties=tuple(asked.under(Party)),
        purposes={each.purpose: each for each in asked.under(PurposeBasis)},
        flows=tuple(flows),
        items={flow.key: tuple(each for each in items if each.flow == flow.key) for flow in flows},
        conditions={flow.key: tuple(each for each in conditions if each.flow == flow.key) for flow in flows},
        section_75=next(iter(asked.under(Section75)), None),
    )
