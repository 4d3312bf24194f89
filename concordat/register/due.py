"""What is due: the coming dates of a record by which somebody must act or lose a choice, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.period import long_date, months_later
from concordat.core.reason import Reason
from concordat.register.contract import Contract, Framework
from concordat.register.lapse import LAPSING, lapses
from concordat.register.noun import Noun
from concordat.register.record import Record
from concordat.register.system import Product, System
from concordat.register.term import notice_day, running


@dataclass(frozen=True, kw_only=True)
class Due:
    """Something that falls on a day: what, on account of which row, and why then. `late`: that day has passed."""

    day: date
    what: str
    row: Noun
    reason: Reason
    late: bool = False


def due(record: Record, as_of: date, *, months: int = 18) -> tuple[Due, ...]:
    """Everything due within so many months, the earliest first, after what is already late."""
    last = months_later(as_of, months)
    found = [each for noun, dates in _DATES.items() for row in record.all(noun, as_of) for each in dates(row, as_of)]
    found += [each for noun in LAPSING for row in record.all(noun, as_of) for each in _lapsing(row, record, as_of)]
    once = {(each.day, each.what): each for each in found if each.day <= last}  # two toolkits are followed by one
    return tuple(once[each] for each in sorted(once))


def _contract(contract: Contract, as_of: date) -> Iterator[Due]:
    end = running(contract, as_of).ends_on
    if contract.auto_renew:
        yield _renewal(contract, end, as_of)
        return
    if end < as_of:
        why = Reason(f"It ended on {long_date(end)}", facts=("it is still on the register as if it ran",))
        what = f"{contract.title} has ended: record what follows it"
        yield Due(day=end, what=what, row=contract, reason=why, late=True)
        return
    if contract.extension_options:
        yield _extension(contract, end, as_of)
    why = Reason(f"Its term ends on {long_date(end)}", facts=(f"let under {contract.regime.value}",))
    yield Due(day=end, what=f"{contract.title} ends", row=contract, reason=why)


def _renewal(contract: Contract, end: date, as_of: date) -> Due:
    day = notice_day(end, contract.notice)
    facts = (f"its term ends on {long_date(end)}", f"{contract.notice} months of notice stop the renewal")
    why = Reason(f"It renews itself for {contract.auto_renew} months unless notice is given", facts=facts)
    late = day < as_of
    what = f"{'Too late' if late else 'Last day'} to stop {contract.title} renewing"
    return Due(day=day, what=what, row=contract, reason=why, late=late)


def _extension(contract: Contract, end: date, as_of: date) -> Due:
    day, months = notice_day(end, contract.extension_notice), contract.extension_options[0]
    facts = (f"its term ends on {long_date(end)}", f"{contract.extension_notice} months of notice use the extension")
    why = Reason(f"It may be extended by {months} months", facts=facts)
    late = day < as_of
    what = f"{'Too late' if late else 'Last day'} to extend {contract.title}"
    return Due(day=day, what=what, row=contract, reason=why, late=late)


def _framework(framework: Framework, as_of: date) -> Iterator[Due]:
    if framework.closes_on >= as_of:
        why = Reason("Nothing can be called off it afterwards", facts=(f"run by {framework.agency or 'not recorded'}",))
        yield Due(day=framework.closes_on, what=f"{framework.name} closes", row=framework, reason=why)


def _support(row: Product | System, as_of: date) -> Iterator[Due]:
    day = row.support_ends_on
    if day is not None:
        late = day < as_of
        facts = (f"supported until {long_date(day)}",)
        why = Reason("Faults, security ones too, are not mended afterwards", facts=facts)
        what = f"{row.label} {'has been' if late else 'is'} without support from the next day"
        yield Due(day=day, what=what, row=row, reason=why, late=late)


def _lapsing(row: Noun, record: Record, as_of: date) -> Iterator[Due]:
    for each in lapses(row, record, as_of):
        yield Due(
            day=each.day, what=each.what, row=row, reason=Reason(each.why, facts=(each.next,)), late=each.day < as_of
        )


_DATES: dict[type[Noun], Callable[..., Iterator[Due]]] = {
    Contract: _contract,
    Framework: _framework,
    Product: _support,
    System: _support,
}
