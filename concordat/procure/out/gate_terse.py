"""The gates in plain text, for a terminal: the answer, a line a gate, and what is still possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from concordat.core.period import long_date
from concordat.core.sheet_xml import printable
from concordat.procure.gate import Gate, Gates, GateStatus
from concordat.procure.out.gate_table import why
from concordat.procure.out.gate_words import FOOT, assumed, days, headline, sentence, title
from concordat.procure.possible import Possible


def text(gates: Gates, ways: Sequence[Possible]) -> str:
    """The whole answer, what is open of it with its reasons."""
    return "\n".join(printable(line) for line in _lines(gates, ways))


def _lines(gates: Gates, ways: Sequence[Possible]) -> Iterator[str]:
    yield f"{title(gates)}, as of {long_date(gates.as_of)}"
    yield headline(gates)
    yield assumed(gates)
    yield from ("", "Gates")
    yield from (_line(each) for each in gates.gates)
    if gates.findings:
        yield from ("", "Out of order", *(f"  {each.rule}: {each}" for each in gates.findings))
    if ways:
        yield from ("", "Still possible")
    for each in ways:
        yield from _way(each)
    yield from ("", FOOT)


def _line(gate: Gate) -> str:
    return f"  {long_date(gate.latest):>17}  {_mark(gate):<28}{sentence(gate.kind.value)} ({gate.office.value})"


def _mark(gate: Gate) -> str:
    if gate.done_on:
        return f"{gate.status.value} {long_date(gate.done_on)}"
    if gate.status is GateStatus.MISSED:
        return f"MISSED by {days(-gate.slack)}"
    return f"{gate.status.value}, {days(gate.slack)} left"


def _way(way: Possible) -> Iterator[str]:
    until = f", begin by {long_date(way.until)}" if way.open and way.until else ""
    covers = f", covers until {long_date(way.covers)}" if way.covers else ""
    yield f"  {'open' if way.open else 'closed'}: {way.what}{until}{covers}"
    yield f"    {why(way)}"
    if way.open:
        yield from (f"    {each}" for each in (f"Risk. {way.risk}.", *_notices(way)))


def _notices(way: Possible) -> Iterator[str]:
    if way.notices:
        yield f"Notices. {'; '.join(way.notices)}."
