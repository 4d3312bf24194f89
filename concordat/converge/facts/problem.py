"""What there is to decide: the systems under contract, what each could move to, and what limits the moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from concordat.converge.facts.law import Leg, legs
from concordat.core.calendar import FinancialYear, Quarter, quarters
from concordat.core.finding import Finding
from concordat.core.money import shares
from concordat.core.period import long_date, months_later
from concordat.register.contract import Contract, Framework
from concordat.register.offer import Offer
from concordat.register.organisation import Organisation
from concordat.register.programme import DEFAULTS, Assumption, AssumptionName, Blackout, Budget, Capacity
from concordat.register.record import Record
from concordat.register.succession import successor_of
from concordat.register.system import DigitalCapability, Need, Priority, Product, Supplier, System

Theirs = TypeVar("Theirs", Capacity, Blackout, Budget)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A system whose future is to be decided: who uses it, for what, under which contract, at what charge.

    `organisation` is the ODS code of whoever carries it today, after mergers; `annual` its share of the contract's
    charges and `exit_fee` of its exit fee, in pence; `legs` how long the contract may lawfully run.
    """

    system: System
    organisation: str
    contract: Contract
    legs: tuple[Leg, ...]
    annual: int
    exit_fee: int


@dataclass(frozen=True, kw_only=True)
class Choice:
    """An offer at one of its prices: `sites` 0 is bought alone; 1 or more is shared by at least so many."""

    offer: Offer
    sites: int
    price: int


@dataclass(frozen=True, kw_only=True)
class Problem:
    """All that a plan depends on, resolved as of a day."""

    as_of: date
    quarters: tuple[Quarter, ...]
    cells: tuple[Cell, ...]
    capabilities: tuple[DigitalCapability, ...]
    choices: tuple[tuple[Choice, ...], ...]
    organisations: tuple[str, ...]
    products: dict[str, Product]
    frameworks: dict[str, Framework]
    needs: dict[tuple[str, str], frozenset[str]]
    capacity: tuple[Capacity, ...]
    blackouts: tuple[Blackout, ...]
    budgets: tuple[Budget, ...]
    assumptions: dict[AssumptionName, float]
    names: dict[str, str]
    findings: tuple[Finding, ...] = ()

    @property
    def starts_on(self) -> date:
        """First day of the first quarter: costs are counted from here."""
        return self.quarters[0].start

    @property
    def ends_on(self) -> date:
        """First day after the horizon."""
        return self.quarters[-1].end

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """The financial years from today to the end of the horizon."""
        first, last = FinancialYear.from_day(self.as_of), FinancialYear.from_day(self.ends_on)
        found = [first]
        while found[-1].start < last.start:
            found.append(found[-1].next)
        return tuple(found)

    def assume(self, name: AssumptionName) -> float:
        """The figure to use for an assumption."""
        return self.assumptions[name]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {each.capability: number for number, each in enumerate(self.capabilities)}

    def capability_number(self, cell: Cell) -> int:
        """Where the cell's capability stands among `capabilities`, and its choices among `choices`."""
        return self._numbers[cell.system.capability]

    def name(self, code: str) -> str:
        """What people call an organisation, product, capability or supplier."""
        return self.names.get(code, code)


def problem_of(record: Record, as_of: date) -> Problem:
    """The problem a record poses on a day; what cannot be planned is a Finding."""
    assumptions = {name: value for name, (value, _) in DEFAULTS.items()}
    assumptions |= {each.name: each.value for each in record.all(Assumption, as_of)}
    first = Quarter.from_day(as_of)
    span = quarters(first.start if first.start == as_of else first.end, int(assumptions[AssumptionName.HORIZON]))
    findings: list[Finding] = []
    cells = _cells(record, as_of, _last_leave(record, as_of, span[-1].start), findings)
    wanted = {cell.system.capability for cell in cells}
    capabilities = tuple(each for each in record.all(DigitalCapability, as_of) if each.capability in wanted)
    return Problem(
        as_of=as_of,
        quarters=span,
        cells=cells,
        capabilities=capabilities,
        choices=tuple(_choices(record, each, as_of) for each in capabilities),
        organisations=tuple(sorted({cell.organisation for cell in cells})),
        products={each.product: each for each in record.all(Product, as_of)},
        frameworks={each.framework: each for each in record.all(Framework)},
        needs=_needs(record, cells, as_of),
        capacity=_heirs(record, record.all(Capacity, as_of), as_of),
        blackouts=_heirs(record, record.all(Blackout, as_of), as_of),
        budgets=_together(_heirs(record, record.all(Budget, as_of), as_of)),
        assumptions=assumptions,
        names=_names(record),
        findings=tuple(findings),
    )


def _last_leave(record: Record, as_of: date, last_quarter: date) -> date:
    """The latest day to which any old contract could be needed: double running may outlast the horizon."""
    longest = max((offer.double_running for offer in record.all(Offer, as_of)), default=0)
    return months_later(last_quarter, 3 + longest)


def _heirs(record: Record, rows: tuple[Theirs, ...], as_of: date) -> tuple[Theirs, ...]:
    """The rows, each for whoever carries its organisation today."""
    return tuple(
        replace(each, organisation=successor_of(record, each.organisation, as_of)) if each.organisation else each
        for each in rows
    )


def _together(budgets: tuple[Budget, ...]) -> tuple[Budget, ...]:
    """One budget for each organisation and year: those of merged organisations are added up; no limit stays none."""
    found: dict[str, Budget] = {}
    for each in budgets:
        other = found.get(each.key)
        capital, revenue = (_added(getattr(each, kind), getattr(other, kind, 0)) for kind in ("capital", "revenue"))
        found[each.key] = replace(each, capital=capital, revenue=revenue)
    return tuple(found.values())


def _added(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _cells(record: Record, as_of: date, until: date, findings: list[Finding]) -> tuple[Cell, ...]:
    under: dict[str, list[System]] = {}
    for system in record.all(System, as_of):
        if record.get(DigitalCapability, system.capability, as_of):
            under.setdefault(system.contract, []).append(system)
        else:
            what = f"{system.label} is for {system.capability}, which is not among the capabilities on this day"
            next = "add the capability, or name another; until then it is left out"
            findings.append(record.finding(system, "capability", what, next, rule="APP-02"))
    found: list[Cell] = []
    for key, systems in under.items():
        contract = record.get(Contract, key, as_of) or record.get(Contract, key)
        if contract is not None:
            found += _under_contract(record, contract, systems, as_of, until, findings)
        for system in systems if contract is None else ():
            what = f"{system.label} has no contract on the record, so nothing can be planned for it"
            findings.append(record.finding(system, "contract", what, "name its contract", rule="APP-02"))
    order = {system: number for number, system in enumerate(record.all(System, as_of))}
    return tuple(sorted(found, key=lambda cell: order[cell.system]))


def _under_contract(
    record: Record, contract: Contract, systems: list[System], as_of: date, until: date, findings: list[Finding]
) -> list[Cell]:
    framework = record.get(Framework, contract.framework) if contract.framework else None
    lawful = legs(contract, framework, as_of, until)
    if not lawful:
        what = f"{contract.title} ended on {long_date(contract.ends_on)}, so what it covers runs without a contract"
        next = "enter the term it now runs under, or an Override until with its reason; until then it is left out"
        findings.append(record.finding(contract, "ends_on", what, next, rule="CV-04"))
        return []
    annual = shares(contract.annual_charge, [1] * len(systems))
    fees = shares(contract.exit_fee, [1] * len(systems))
    return [
        Cell(
            system=system,
            organisation=successor_of(record, system.organisation, as_of),
            contract=contract,
            legs=lawful,
            annual=charge,
            exit_fee=fee,
        )
        for system, charge, fee in zip(systems, annual, fees, strict=True)
    ]


def _choices(record: Record, capability: DigitalCapability, as_of: date) -> tuple[Choice, ...]:
    """Each offer alone at its price for one, then shared at each price for more."""
    found = []
    for offer in record.all(Offer, as_of):
        if offer.capability == capability.capability:
            if offer.prices[0][0] == 1:
                found.append(Choice(offer=offer, sites=0, price=offer.prices[0][1]))
            found += [Choice(offer=offer, sites=sites, price=price) for sites, price in offer.prices if sites > 1]
    return tuple(found)


def _needs(record: Record, cells: tuple[Cell, ...], as_of: date) -> dict[tuple[str, str], frozenset[str]]:
    """What must be met at each organisation and capability: the capability's standards and the site's own musts."""
    needs = {}
    musts: dict[tuple[str, str], set[str]] = {}
    for need in record.all(Need, as_of):
        if need.priority is Priority.MUST:
            code = successor_of(record, need.organisation, as_of)
            musts.setdefault((code, need.capability), set()).add(need.requirement)
    for cell in cells:
        at = (cell.organisation, cell.system.capability)
        capability = record.get(DigitalCapability, cell.system.capability)
        needs[at] = frozenset(musts.get(at, set())) | frozenset(capability.standards if capability else ())
    return needs


def _names(record: Record) -> dict[str, str]:
    return {
        each.key: each.label
        for noun in (Supplier, Organisation, Product, DigitalCapability)
        for each in record.all(noun)
    }
