"""What is still possible on a day once a gate is missed: each way with its lawful ground, notices, last day and risk.

A way that is closed says why, so that nobody need ask again. Not legal advice.
"""

from __future__ import annotations

from collections.abc import Iterator

from concordat.core.period import long_date
from concordat.procure.gate import Gates
from concordat.procure.possible import Possibility, Possible
from concordat.procure.short_by import months_short
from concordat.procure.steps import STOP
from concordat.procure.ways.award import bridge, called_off, run_on
from concordat.procure.ways.contract import changed, extended
from concordat.register.record import Record


def still_possible(gates: Gates, record: Record) -> tuple[Possible, ...]:
    """Every way out on the day the gates were asked about, the open ones first, each group the soundest first."""
    order = list(Possibility)
    return tuple(sorted(_ways(gates, record), key=lambda each: (not each.open, order.index(each.way))))


def _ways(gates: Gates, record: Record) -> Iterator[Possible]:
    yield from _hurried(gates)
    short = months_short(gates, record)
    for contract in gates.buying.contracts:
        yield extended(contract, record, gates.as_of)
        yield from changed(contract, gates.as_of, short)
    yield from called_off(gates, record)
    yield bridge(gates)
    yield run_on(gates)


def _hurried(gates: Gates) -> Iterator[Possible]:
    """The same way at the shortest lengths known; nothing where every gate is done."""
    left = [each for each in gates.gates if each.done_on is None]
    if not left:
        return
    binds = min(left, key=lambda each: each.at_a_push)
    open = binds.at_a_push >= gates.as_of
    verb = "is" if open else "was"
    text = (
        f"With every later step as short as any known, “{binds.kind.value}” {verb} due by {long_date(binds.at_a_push)}"
    )
    yield Possible(
        way=Possibility.HURRY,
        what=f"Go on by {gates.buying.route.value}, with no day to lose",
        open=open,
        until=binds.at_a_push,
        notices=(),
        risk="Medium: no slack is left, and steps cut short are where challenges and bad contracts come from",
        reasons=(STOP.reason(text),),
    )
