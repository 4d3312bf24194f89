"""Which products meet which needs, what will not interoperate, how locked in each site is, and who holds what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.converge.facts.problem import Cell, Problem
from concordat.core.money import in_short
from concordat.core.period import long_date, months_later
from concordat.register.contract import Contract
from concordat.register.record import Record
from concordat.register.succession import supplier_of
from concordat.register.system import Product, Supplier, System
from concordat.register.term import running


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Whether a product could serve an organisation: what it lacks, and what it only claims."""

    organisation: str
    capability: str
    product: str
    missing: tuple[str, ...]
    claimed: tuple[str, ...]

    @property
    def meets(self) -> bool:
        """Whether everything that must be met is shown to be."""
        return not self.missing


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Two systems that are said to exchange data and have no standard in common."""

    origin: System
    target: System
    what: str


@dataclass(frozen=True, kw_only=True)
class LockIn:
    """How hard it is to leave a system: `score` from 0 to 10, one reason for each point or two."""

    system: System
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Leverage:
    """What one supplier holds across the members; `annual` in pence, `together` those ending within a year."""

    supplier: str
    name: str
    contracts: tuple[Contract, ...]
    members: tuple[str, ...]
    annual: int
    ends: tuple[date, ...]
    together: tuple[tuple[str, ...], ...]

    @property
    def asks(self) -> tuple[str, ...]:
        """What the members could ask for together."""
        asks = ["one price for all by number of sites"] if len(self.members) > 1 else []
        asks += ["a common end date"] if self.together and len(set(self.ends)) > 1 else []
        asks += ["return of data in an open format"] if any(not c.exit_format for c in self.contracts) else []
        asks += ["the right to end early"] if any(c.break_from is None for c in self.contracts) else []
        return tuple(asks)


def fits(problem: Problem) -> tuple[Fit, ...]:
    """Every product on offer or in use against every site's needs for its capability."""
    found = []
    for (organisation, capability), needs in sorted(problem.needs.items()):
        for product in problem.products.values():
            if product.capability == capability:
                missing = needs - set(product.standards) - set(product.features)
                found.append(
                    Fit(
                        organisation=organisation,
                        capability=capability,
                        product=product.product,
                        missing=tuple(sorted(missing)),
                        claimed=tuple(sorted(missing & set(product.claimed))),
                    )
                )
    return tuple(found)


def gaps(record: Record, as_of: date) -> tuple[Gap, ...]:
    """Interfaces whose two ends support no standard in common: they work, if at all, by special arrangement."""
    systems = {system.system: system for system in record.all(System, as_of)}
    return tuple(
        Gap(origin=origin, target=target, what=f"{origin.label} sends to {target.label}, and they share no standard")
        for origin in systems.values()
        for target in (systems.get(key) for key in origin.interfaces)
        if target and not _standards(record, origin) & _standards(record, target)
    )


def rebuilt(record: Record, system: System, as_of: date) -> tuple[str, ...]:
    """The systems whose interfaces must be built again when this one is replaced (APP-05)."""
    sends = set(system.interfaces)
    hears = {each.system for each in record.all(System, as_of) if system.system in each.interfaces}
    return tuple(sorted(sends | hears))


def _standards(record: Record, system: System) -> set[str]:
    product = record.get(Product, system.product)
    return set(system.standards) or set(product.standards if product else ())


def lock_in(cell: Cell, problem: Problem, *, priced: bool = True) -> LockIn:
    """How hard this system is to leave, with its reasons; without those of its `priced` terms for whoever may not
    see what the contract costs, since a point more would tell it."""
    found = list(_hooks(cell, problem, priced))
    score = min(10, sum(points for points, _ in found))
    return LockIn(system=cell.system, score=score, reasons=tuple(reason for _, reason in found))


def _hooks(cell: Cell, problem: Problem, priced: bool) -> Iterator[tuple[int, str]]:
    contract = cell.contract
    product = problem.products.get(cell.system.product)
    lacking = problem.needs[cell.organisation, cell.system.capability] - set(product.standards if product else ())
    if not contract.exit_format:
        yield 2, "the contract does not say in what format data comes back"
    if not contract.exit_plan_on:
        yield 2, "there is no exit plan"
    if priced and contract.exit_fee * 4 > contract.annual_charge:
        yield 1, f"leaving costs {in_short(contract.exit_fee)}, over a quarter of a year's charges"
    if contract.break_from is None:
        yield 1, "it cannot be ended early"
    if contract.auto_renew:
        yield 1, f"it renews itself for {contract.auto_renew} months at a time"
    if contract.ends_on > months_later(problem.as_of, 60):
        yield 1, f"its term runs to {long_date(contract.ends_on)}, more than five years away"
    if lacking:
        yield 2, f"it is not shown to support {', '.join(sorted(lacking))}"


def leverage(record: Record, as_of: date) -> tuple[Leverage, ...]:
    """What each company holds, through every takeover, largest first."""
    held: dict[str, list[Contract]] = {}
    for contract in record.all(Contract, as_of):
        if running(contract, as_of).ends_on >= as_of:
            held.setdefault(supplier_of(record, contract.supplier), []).append(running(contract, as_of))
    found = [_leverage(record, key, contracts) for key, contracts in held.items()]
    return tuple(sorted(found, key=lambda each: (-each.annual, each.supplier)))


def _leverage(record: Record, key: str, contracts: list[Contract]) -> Leverage:
    supplier = record.get(Supplier, key)
    contracts = sorted(contracts, key=lambda contract: (contract.ends_on, contract.contract))
    return Leverage(
        supplier=key,
        name=supplier.name if supplier else key,
        contracts=tuple(contracts),
        members=tuple(sorted({contract.customer for contract in contracts})),
        annual=sum(contract.annual_charge for contract in contracts),
        ends=tuple(contract.ends_on for contract in contracts),
        together=tuple(_together(contracts)),
    )


def _together(contracts: list[Contract]) -> Iterator[tuple[str, ...]]:
    """Runs of contracts of different customers that end within twelve months of the first of them."""
    waiting = contracts
    while waiting:
        close = months_later(waiting[0].ends_on, 12)
        run = [each for each in waiting if each.ends_on <= close]
        if len({each.customer for each in run}) > 1:
            yield tuple(each.contract for each in run)
        waiting = waiting[len(run) :]
