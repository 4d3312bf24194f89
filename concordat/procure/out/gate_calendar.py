"""The gates as an .ics calendar: each gate not done yet on its last day, with alarms long enough before to act."""

from __future__ import annotations

from concordat.core.ics import Event, calendar, steady_uid
from concordat.core.period import long_date
from concordat.procure.gate import Gate, Gates, GateStatus
from concordat.procure.out.gate_table import told
from concordat.procure.out.gate_words import FOOT, headline, sentence, title

ALARMS = (90, 60, 30, 14)
"""Days before each gate on which to remind of it."""


def ics(gates: Gates) -> bytes:
    """The calendar's bytes, the same for the same gates; one of a later day replaces the events of an earlier.

    A gate that was missed is put on the day of the calendar, where somebody will see it.
    """
    return calendar(
        name=f"Gates: {title(gates)}",
        description=f"{headline(gates)} {FOOT}",
        prodid="-//Concordat//procure//EN",
        as_of=gates.as_of,
        events=[_event(each, gates) for each in gates.gates if each.done_on is None],
    )


def _event(gate: Gate, gates: Gates) -> Event:
    missed = gate.status is GateStatus.MISSED
    what = sentence(gate.kind.value)
    said = f"MISSED, was due {long_date(gate.latest)}: {what}" if missed else f"Last day: {what}"
    lines = (told(gate.reason), f"Answered for by the {gate.office.value} of {gate.organisation}.", FOOT)
    return Event(
        uid=steady_uid(f"concordat:procure:{gates.buying.procurement.key}:{gate.kind.name}"),
        day=max(gate.latest, gates.as_of),
        summary=f"{said} ({title(gates)})",
        description="\n".join(lines),
        category="Missed" if missed else "Gate",
        alarms=() if missed else ALARMS,
        reminder=f"{what} ({title(gates)})",
    )
