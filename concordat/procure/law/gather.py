"""From the record: what decides the law of a purchase, the days of its events, and the notices published of it."""

from __future__ import annotations

from datetime import date

from concordat.procure.law.dues import Published
from concordat.procure.law.notice import Event
from concordat.procure.law.notices import begins_standstill, opens_competition
from concordat.procure.law.purchase import Purchase
from concordat.procure.law.regime import Facts, Ruling, ruling
from concordat.register.contract import Contract, Framework, Regime
from concordat.register.procurement import BuyingRoute, GateDone, GateKind, Procurement, PublishedNotice
from concordat.register.record import Record

_EVENTS = {
    GateKind.ENGAGEMENT: Event.ENGAGED,
    GateKind.TENDER: Event.TENDERED,
    GateKind.EVALUATION: Event.DECIDED,
    GateKind.SIGNED: Event.SIGNED,
}


def ruled(procurement: Procurement, record: Record, as_of: date) -> Ruling:
    """The law of a purchase on the record; one that has not begun would begin today."""
    return ruling(
        Facts(
            begun_on=procurement.begun_on or as_of,
            begun=procurement.begun_on is not None,
            value=procurement.value,
            authority=procurement.authority,
            subject=procurement.subject,
            cpv=procurement.cpv,
            inherited=_inherited(procurement, record),
            stated=procurement.regime,
        )
    )


def purchase_of(procurement: Procurement, regime: Regime) -> Purchase:
    """The purchase under a law."""
    return Purchase(
        regime=regime,
        route=procurement.route,
        subject=procurement.subject,
        authority=procurement.authority,
        value=procurement.value,
    )


def replaced(procurement: Procurement, record: Record) -> tuple[Contract, ...]:
    """The contracts on the record that a purchase replaces or, by an extension, changes."""
    return tuple(filter(None, (record.get(Contract, each) for each in procurement.replaces)))


def events_of(procurement: Procurement, record: Record, as_of: date) -> dict[Event, date]:
    """The days of what has happened by a day, as gates and published notices show it; the first of each."""
    found: dict[Event, date] = {}
    for gate in record.all(GateDone):
        if gate.procurement == procurement.key and gate.gate in _EVENTS and gate.done_on <= as_of:
            _first(found, _EVENTS[gate.gate], gate.done_on)
    for notice in notices_of(procurement, record):
        if notice.on <= as_of and opens_competition(notice.name):
            _first(found, Event.TENDERED, notice.on)
    if procurement.route is BuyingRoute.EXTEND and Event.SIGNED in found:
        found[Event.CHANGED] = found.pop(Event.SIGNED)
    return found


def notices_of(procurement: Procurement, record: Record) -> tuple[Published, ...]:
    """Every notice of it on the record."""
    rows = (each for each in record.all(PublishedNotice) if each.procurement == procurement.key)
    return tuple(Published(name=each.notice, on=each.published_on) for each in rows)


def standing_still(key: str, record: Record, as_of: date) -> PublishedNotice | None:
    """The last notice of a purchase that began a standstill, published by a day: a later one begins it anew."""
    rows = (each for each in record.all(PublishedNotice) if each.procurement == key and each.published_on <= as_of)
    begun = (each for each in rows if begins_standstill(each.notice))
    return max(begun, key=lambda each: each.published_on, default=None)


def _inherited(procurement: Procurement, record: Record) -> Regime | None:
    if procurement.route is BuyingRoute.EXTEND:
        return next((each.regime for each in replaced(procurement, record)), None)
    framework = record.get(Framework, procurement.framework) if procurement.framework else None
    return framework.regime if framework else None


def _first(found: dict[Event, date], event: Event, on: date) -> None:
    found[event] = min(on, found.get(event, on))
