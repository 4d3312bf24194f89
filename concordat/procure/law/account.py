"""Everything the law says of one purchase: regime, notices, standstill, duties, room to change, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.finding import Finding, Severity
from concordat.core.period import long_date
from concordat.procure.law.approvals import approvals
from concordat.procure.law.dues import Due, dues
from concordat.procure.law.duties import Duty, duties
from concordat.procure.law.estimate import left_out, split
from concordat.procure.law.gather import events_of, notices_of, purchase_of, replaced, ruled, standing_still
from concordat.procure.law.modifying.change import Made
from concordat.procure.law.notice import Event
from concordat.procure.law.purchase import Purchase
from concordat.procure.law.regime import Ruling
from concordat.procure.law.reshaping import outlived, unready
from concordat.procure.law.room import Room, rooms
from concordat.procure.named import purchase_named
from concordat.procure.standstill import NOT_OWED, Standstill, ends_on, owed
from concordat.register.contract import Regime
from concordat.register.procurement import BuyingRoute, Procurement
from concordat.register.record import Record
from concordat.register.threshold import NoThreshold, threshold


@dataclass(frozen=True, kw_only=True)
class Account:
    """What the law says of a purchase on a day. `threshold` is in pence with VAT, None where none applies.

    `standstill` is None before its notice, and `waits` says that a representation keeps it open.
    """

    procurement: Procurement
    purchase: Purchase
    ruling: Ruling
    threshold: int | None
    events: dict[Event, date]
    dues: tuple[Due, ...]
    standstill: Standstill | None
    waits: bool
    duties: tuple[Duty, ...]
    rooms: tuple[tuple[str, tuple[Room, ...]], ...]
    findings: tuple[Finding, ...]

    @property
    def owes_standstill(self) -> bool:
        """Whether a standstill must pass before the contract is signed."""
        bought = self.purchase
        return owed(bought.regime, bought.route, light_touch=bought.light_touch) is not NOT_OWED

    @property
    def unlawful(self) -> bool:
        """Whether anything is late or was done against the law."""
        wrong = any(each.severity is Severity.ERROR for each in self.findings)
        return wrong or any(each.unlawful for each in self.dues)


def account(record: Record, key: str, as_of: date, *, sign_on: date | None = None) -> Account:
    """What the law says of a purchase; `sign_on` asks what follows if the contract is signed that day.

    Raises NotOnRecord, and NoThreshold for a day before the first that is known.
    """
    procurement = purchase_named(key, record, as_of)
    found = ruled(procurement, record, as_of)
    purchase = purchase_of(procurement, procurement.regime or found.regime)
    events = events_of(procurement, record, as_of)
    if sign_on:
        events.setdefault(Event.CHANGED if procurement.route is BuyingRoute.EXTEND else Event.SIGNED, sign_on)
    standstill, waits = _standstill(procurement, purchase, record, as_of)
    return Account(
        procurement=procurement,
        purchase=purchase,
        ruling=found,
        threshold=_threshold(procurement, as_of),
        events=events,
        dues=dues(purchase, events, notices_of(procurement, record), as_of),
        standstill=standstill,
        waits=waits,
        duties=(*duties(purchase), *_approvals(purchase, as_of)),
        rooms=tuple(_rooms(procurement, record, as_of)),
        findings=(
            *left_out(procurement, record),
            *(each for each in split(record, as_of) if each.what.startswith(f"{key}:")),
            *unready(procurement, record),
            *outlived(record, replaced(procurement, record), as_of),
            *_signed_early(procurement, purchase, events, standstill, waits, record),
        ),
    )


def _threshold(procurement: Procurement, as_of: date) -> int | None:
    try:
        return threshold(procurement.begun_on or as_of, procurement.authority, procurement.subject)
    except NoThreshold:
        return None


def _approvals(purchase: Purchase, as_of: date) -> Iterator[Duty]:
    """Whose approval it needs beyond the board, all of its value being taken for revenue, as a record system's is."""
    if purchase.regime is Regime.BELOW_THRESHOLD or not purchase.value:
        return
    found = approvals(as_of, revenue=purchase.value)
    yield from (Duty(what="Have the Treasury approve it", reason=each) for each in found.reasons)
    yield from (Duty(what="Ask which limit of its own the buyer has", reason=each) for each in found.unknown)


def _standstill(
    procurement: Procurement, purchase: Purchase, record: Record, as_of: date
) -> tuple[Standstill | None, bool]:
    """The standstill after the last notice that begins one; and whether it waits for a decision."""
    last = standing_still(procurement.key, record, as_of)
    if last is None:
        return None, False
    found = ends_on(
        purchase.regime,
        last.published_on,
        route=purchase.route,
        light_touch=purchase.light_touch,
        representation_on=last.representation_on,
        further_decision_on=last.further_decision_on,
    )
    return found, found is None


def _rooms(procurement: Procurement, record: Record, as_of: date) -> Iterator[tuple[str, tuple[Room, ...]]]:
    for contract in replaced(procurement, record):
        made = Made.of(contract, procurement.subject, procurement.authority)
        yield contract.key, rooms(made, as_of)


def _signed_early(
    procurement: Procurement,
    purchase: Purchase,
    events: dict[Event, date],
    standstill: Standstill | None,
    waits: bool,
    record: Record,
) -> Iterator[Finding]:
    signed_on = events.get(Event.SIGNED)
    if signed_on is None or not (waits or (standstill and signed_on < standstill.sign_from)):
        return
    rule = owed(purchase.regime, purchase.route, light_touch=purchase.light_touch)
    until = f"it runs to {long_date(standstill.last_day)}" if standstill else "a representation keeps it open"
    what = f"{procurement.key}: signature on {long_date(signed_on)} falls within its standstill: {until}"
    next = "sign later, or if it is signed ask a lawyer today what can still be done"
    yield record.finding(procurement, "", what, next, rule=rule.id, severity=rule.severity)
