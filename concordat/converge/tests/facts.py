"""What a record says on a day, gathered afresh: systems under contract, assumptions, quarters, years.

Part of the independent checker.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from concordat.converge.tests.terms import later, walk
from concordat.register.contract import Contract, Framework
from concordat.register.offer import Offer
from concordat.register.organisation import Organisation
from concordat.register.programme import DEFAULTS, Assumption, AssumptionName, Blackout, Capacity
from concordat.register.record import Record
from concordat.register.system import DigitalCapability, Need, Priority, Product, System


@dataclass(frozen=True)
class Live:
    """A system under a contract that has not ended: who has it now, and its share of the charges in pence."""

    system: System
    organisation: str
    contract: Contract
    framework: Framework | None
    annual: int
    exit_fee: int


@dataclass(frozen=True)
class Facts:
    """One record on one day."""

    record: Record
    as_of: date

    def assume(self, name: AssumptionName) -> float:
        """The figure on the record, else the usual one."""
        given = [each.value for each in self.record.all(Assumption, self.as_of) if each.name is name]
        return given[-1] if given else DEFAULTS[name][0]

    @cached_property
    def quarters(self) -> list[tuple[date, date]]:
        """The quarters planned for, half-open: from the first that starts on or after the day."""
        day = date(self.as_of.year, (self.as_of.month - 1) // 3 * 3 + 1, 1)
        day = day if day == self.as_of else later(day, 3)
        return [(later(day, 3 * n), later(day, 3 * n + 3)) for n in range(int(self.assume(AssumptionName.HORIZON)))]

    @property
    def starts_on(self) -> date:
        """The day from which costs count."""
        return self.quarters[0][0]

    @property
    def ends_on(self) -> date:
        """The first day after the horizon."""
        return self.quarters[-1][1]

    @cached_property
    def years(self) -> range:
        """The calendar years in which its financial years start, the horizon's end included."""
        return range(_starts_in(self.as_of), _starts_in(self.ends_on) + 1)

    def year(self, number: int) -> tuple[date, date]:
        """A financial year, counted from that of the day, half-open."""
        start = _starts_in(self.as_of) + number
        return date(start, 4, 1), date(start + 1, 4, 1)

    def quarter_of(self, day: date) -> int:
        """The number of the quarter a day is in."""
        return next(n for n, (start, stop) in enumerate(self.quarters) if start <= day < stop)

    def heir(self, code: str) -> str:
        """Who carries an organisation's duties now."""
        for _ in range(20):
            body = self.record.get(Organisation, code)
            if not body or not body.successor or not body.valid_to or body.valid_to > self.as_of:
                return code
            code = body.successor
        raise AssertionError(f"{code} succeeds itself")

    @cached_property
    def live(self) -> dict[str, Live]:
        """Every system whose contract has a future of any kind, by its key."""
        under: dict[str, list[System]] = {}
        for system in self.record.all(System, self.as_of):
            if self.record.get(DigitalCapability, system.capability, self.as_of):
                under.setdefault(system.contract, []).append(system)
        return {live.system.system: live for key, systems in under.items() for live in self._under(key, systems)}

    def _under(self, key: str, systems: list[System]) -> Iterator[Live]:
        contract = self.record.get(Contract, key, self.as_of) or self.record.get(Contract, key)
        framework = self.record.get(Framework, contract.framework) if contract else None
        if contract is None or walk(contract, framework, self.as_of, self.as_of + timedelta(days=1)) is None:
            return
        charges, fees = _equally(contract.annual_charge, len(systems)), _equally(contract.exit_fee, len(systems))
        for system, annual, fee in zip(systems, charges, fees, strict=True):
            yield Live(system, self.heir(system.organisation), contract, framework, annual, fee)

    def offers(self, capability: str) -> list[Offer]:
        """What is on offer for a capability."""
        return [each for each in self.record.all(Offer, self.as_of) if each.capability == capability]

    def capability(self, key: str) -> DigitalCapability:
        """The capability of that key."""
        return next(each for each in self.record.all(DigitalCapability, self.as_of) if each.capability == key)

    def product(self, key: str) -> Product | None:
        """The product of that key, as it is today."""
        return self.record.get(Product, key, self.as_of)

    def needed(self, organisation: str, capability: str) -> set[str]:
        """What any product must be shown to offer there."""
        musts = {
            each.requirement
            for each in self.record.all(Need, self.as_of)
            if self.heir(each.organisation) == organisation and each.capability == capability
            and each.priority is Priority.MUST
        }  # fmt: skip
        return musts | set(self.capability(capability).standards)

    def part_of_set_up(self, live: Live, offer: Offer) -> float:
        """How much of the set-up is needed: less where the product is there already."""
        same = live.system.product == offer.product
        return self.assume(AssumptionName.SAME_PRODUCT) / 100 if same else 1.0

    def frozen(self, organisation: str, day: date) -> Blackout | None:
        """A blackout that forbids a go-live there on that day."""
        for each in self.record.all(Blackout, self.as_of):
            if each.organisation and self.heir(each.organisation) != organisation:
                continue
            if each.starts_on <= day <= each.ends_on or (each.yearly and _returns(each, day)):
                return each
        return None

    def team(self, organisation: str, skill: str) -> tuple[str, str] | None:
        """Whose people do the work: its own if it has such a team, else the shared one; None where nobody counts."""
        teams = {(self.heir(c.organisation) if c.organisation else "", c.skill.casefold()) for c in self._capacity}
        own, shared = (organisation, skill.casefold()), ("", skill.casefold())
        return own if own in teams else shared if shared in teams else None

    def people(self, team: tuple[str, str], day: date) -> float:
        """WTE of a team on a day."""
        return sum(
            c.wte for c in self._capacity
            if (self.heir(c.organisation) if c.organisation else "", c.skill.casefold()) == team
            and (not c.starts_on or c.starts_on <= day) and (not c.ends_on or day <= c.ends_on)
        )  # fmt: skip

    @property
    def _capacity(self) -> tuple[Capacity, ...]:
        return self.record.all(Capacity, self.as_of)


def _starts_in(day: date) -> int:
    return day.year - (day.month < 4)


def _equally(pence: int, parts: int) -> list[int]:
    """Equal shares; the pennies left over go to the first."""
    return [pence // parts + (n < pence % parts) for n in range(parts)]


def _returns(blackout: Blackout, day: date) -> bool:
    """Whether the blackout covers the day in the occurrence that starts this year, or last."""
    return any(start <= day <= stop for start, stop in (_in_year(blackout, y) for y in (day.year - 1, day.year)))


def _in_year(blackout: Blackout, year: int) -> tuple[date, date]:
    """A yearly blackout that starts in a year: over the turn of the year if it ends earlier in it than it starts."""
    first, last = blackout.starts_on, blackout.ends_on
    over = (last.month, last.day) < (first.month, first.day)
    return later(first, 12 * (year - first.year)), later(last, 12 * (year + over - last.year))
