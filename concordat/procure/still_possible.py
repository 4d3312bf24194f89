"""What is still possible on a day once a gate is missed: each way with its lawful ground, notices, last day and risk.

A way that is closed says why, so that nobody need ask again. Not legal advice.
"""

from __future__ import annotations

from collections.abc import Iterator

from concordat.core.period import long_date
from concordat.procure.gate import Gates
from concordat.procure.possible import Possibility, Possible
from concordat.procure.short_by import months_short
from concordat.procure.steps import STEPS, STOP
from concordat.procure.ways.award import bridge, called_off, run_on
from concordat.procure.ways.contract import changed, extended
from concordat.register.record import Record


def still_possible(gates: Gates, record: Record) -> tuple[Possible, ...]:
    """Every way out on the day the gates were asked about, the open ones first, each group the soundest first.

    None where no gate is missed: then there is nothing to get out of.
    """
    if not gates.missed:
        return ()
    order = list(Possibility)
    return tuple(sorted(_ways(gates, record), key=lambda each: (not each.open, order.index(each.way))))


def _ways(gates: Gates, record: Record) -> Iterator[Possible]:
    yield from _caught_up(gates)
    yield from _hurried(gates)
    short = months_short(gates, record)
    for contract in gates.buying.contracts:
        yield extended(contract, record, gates.as_of)
        yield from changed(contract, gates.buying.procurement, gates.as_of, short)
    yield from called_off(gates, record)
    if gates.buying.contracts:
        yield bridge(gates)
        yield run_on(gates)


def _caught_up(gates: Gates) -> Iterator[Possible]:
    """What was passed over done now, before what comes next; only where nothing still to be done waits for it."""
    coming = [each for each in gates.gates if each.done_on is None and each not in gates.missed]
    missed = {each.kind for each in gates.missed}
    if not coming or any(missed & set(each.depends_on) for each in coming):
        return
    next = coming[0]
    until = next.begin_by if next.begin_by >= gates.as_of else next.latest
    named = ", ".join(each.value for each in STEPS if each in missed)
    without = [each.kind.value for each in gates.gates if each.done_on and missed & set(each.depends_on)]
    text = f"“{next.kind.value}” comes next, by {long_date(next.latest)}, and all must be ready by {long_date(until)}"
    yield Possible(
        way=Possibility.CATCH_UP,
        what=f"Do at once what was passed over: {named}",
        open=True,
        until=until,
        notices=(),
        risk="Medium: what was done without it may not stand, and may have to be done again",
        reasons=(STOP.reason(text, f"look again at what was done without it: {', '.join(without)}"),),
    )


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
