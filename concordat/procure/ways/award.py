"""By a new award: a call-off from a framework, or a bridge; and why running on without a contract is no way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from concordat.core.calendar import working_day_on_or_before
from concordat.core.finding import Severity
from concordat.core.period import ONE_DAY, long_date
from concordat.core.rule import Rule
from concordat.procure.buying import Buying
from concordat.procure.frameworks import Use, tested
from concordat.procure.gate import Gate, Gates, gates_of
from concordat.procure.law.notice import Event
from concordat.procure.law.purchase import Purchase
from concordat.procure.possible import Possibility, Possible, notices
from concordat.procure.standstill import notice_by
from concordat.procure.steps import STOP
from concordat.register.contract import Framework, Regime
from concordat.register.ocds.regime import PA_COMMENCED
from concordat.register.procurement import BuyingRoute, Lot
from concordat.register.record import Record

CHECKED = date(2026, 11, 23)
BRIDGE = Rule(
    id="PR-09-BRIDGE",
    text="A short direct award needs a ground of its own: that one supplier alone can do it, or extreme urgency that"
    " the buyer neither brought about nor could foresee; for health care also that the present provider does well and"
    " little changes. A gate that was missed is no such ground.",
    source="Procurement Act 2023 s41 and Sch 5; PCR 2015 reg 32(2)(b)-(c) and (4); PSR Regulations 2023 regs 6, 7, 9"
    " and 14",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    checked_on=CHECKED,
)
UNCOVERED = Rule(
    id="PR-09-UNCOVERED",
    text="A service that goes on after its contract has ended is a new award without any procedure, and without agreed"
    " terms for liability, data or price.",
    source="Procurement Act 2023 s11(2) and s100-104; PCR 2015 regs 72(9) and 99; UK GDPR Art 28(3)",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    checked_on=CHECKED,
)
_NEW = (Event.TENDERED, Event.DECIDED, Event.SIGNED)
_BY_FRAMEWORK = {Possibility.CALL_OFF: BuyingRoute.CALL_OFF, Possibility.MINI: BuyingRoute.MINI}


@dataclass(frozen=True, kw_only=True)
class _Tried:
    """A framework's lot tried: the next gate on this way, or why it is closed."""

    name: str
    regime: Regime
    next: Gate | None = None
    against: str = ""

    def __str__(self) -> str:
        due = f"“{self.next.kind.value}” is due by {long_date(self.next.latest)}" if self.next else "every gate is done"
        return f"{self.name}: {self.against or due}"


def called_off(gates: Gates, record: Record) -> Iterator[Possible]:
    """Directly from a framework, and by a competition under one, where that is not the way already taken.

    The frameworks on the record are for what is bought under public procurement law, not for health care services.
    """
    if gates.buying.regime is Regime.PSR:
        return
    for way, route in _BY_FRAMEWORK.items():
        if gates.buying.route is not route:
            yield _called_off(way, route, gates, record)


def _called_off(way: Possibility, route: BuyingRoute, gates: Gates, record: Record) -> Possible:
    tried = [_try(each, route, gates, record) for each in record.all(Lot, gates.as_of)]
    left = [each for each in tried if not each.against]
    until = max((each.next.latest for each in left if each.next), default=None)
    regime = left[0].regime if left else Regime.PA2023
    text = f"{len(left)} of {len(tried)} lots on the record can still be used in time"
    text = text if tried else "No lot of any framework is on the record"
    return Possible(
        way=way,
        what=f"Buy by {route.value}: {', '.join(each.name for each in left) or 'none left'}",
        open=bool(left),
        until=until,
        notices=notices(Purchase(regime=regime, route=route), gates.as_of, *_NEW),
        risk="Medium: the lot must cover every requirement that is a must, and it limits how long a call-off may last",
        reasons=(STOP.reason(text, *map(str, tried)),),
    )


def _try(lot: Lot, route: BuyingRoute, gates: Gates, record: Record) -> _Tried:
    framework = record.get(Framework, lot.framework)
    name = f"{framework.name if framework else lot.framework}, lot {lot.lot}"
    if framework is None:
        return _Tried(name=name, regime=Regime.PA2023, against="the framework is not on the record")
    if against := _against(lot, framework, route, gates):
        return _Tried(name=name, regime=framework.regime, against=against)
    other = gates_of(_by(gates.buying, framework, lot, route), record, gates.as_of)
    if other.missed:
        first = other.missed[0]
        late = f"“{first.kind.value}” was due by {long_date(first.latest)}"
        return _Tried(name=name, regime=framework.regime, against=late)
    return _Tried(name=name, regime=framework.regime, next=other.next)


def _against(lot: Lot, framework: Framework, route: BuyingRoute, gates: Gates) -> str:
    """What of the lot's own terms stands against it, without pounds."""
    use = Use(purchase=gates.buying.procurement, route=route, award_by=gates.as_of)
    closed = (each for each in tested(lot, framework, use) if each.closes)
    return next((each.reason.without_pounds(each.rule.text).text for each in closed), "")


def _by(bought: Buying, framework: Framework, lot: Lot, route: BuyingRoute) -> Buying:
    """The same bought in another way; what it waits for in law is the framework's."""
    procurement = replace(
        bought.procurement, route=route, framework=framework.key, lot=lot.key, regime=framework.regime
    )
    return replace(bought, procurement=procurement, regime=framework.regime, framework=framework)


def bridge(gates: Gates) -> Possible:
    """A short contract with the present supplier, signed before the old one ends; advice and approval come besides."""
    bought, as_of = gates.buying, gates.as_of
    regime = Regime.PA2023 if as_of >= PA_COMMENCED else Regime.PCR2015
    regime = Regime.PSR if bought.regime is Regime.PSR else regime
    route = BuyingRoute.PSR_C if regime is Regime.PSR else BuyingRoute.DIRECT
    signed = working_day_on_or_before(bought.lost_on)
    until = working_day_on_or_before(notice_by(regime, signed, route=route) - ONE_DAY)  # it is announced, then awarded
    text = f"To be signed by {long_date(signed)} it is announced by {long_date(until)}"
    open = until >= as_of
    late = () if open else (BRIDGE.reason(f"It had to be announced by {long_date(until)}"),)
    return Possible(
        way=Possibility.BRIDGE,
        what="A short contract with the present supplier while the rest is bought",
        open=open,
        until=until,
        notices=notices(Purchase(regime=regime, route=route), as_of, *_NEW),
        risk="High: open only on a ground that lawyers confirm; a delay of the buyer's own making is none",
        reasons=(*late, BRIDGE.reason(text, BRIDGE.text)) if open else (*late, BRIDGE.reason(BRIDGE.text)),
    )


def run_on(gates: Gates) -> Possible:
    """Never open: said, because it is what happens when nobody chooses."""
    text = f"After {long_date(gates.buying.lost_on)} nothing covers the service"
    return Possible(
        way=Possibility.UNCOVERED,
        what="Let the service run on when its contract has ended",
        open=False,
        until=None,
        notices=(),
        risk="Unacceptable: unlawful, without terms for liability, data, price or exit",
        reasons=(UNCOVERED.reason(text, UNCOVERED.text),),
    )
