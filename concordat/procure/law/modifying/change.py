"""A contract as it stands, a change somebody wants to make to it, and what a test of law says of that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from concordat.core.rule import Rule
from concordat.register.contract import Contract, Regime
from concordat.register.modification import longest_term
from concordat.register.procurement import Authority, Subject


class Basis(StrEnum):
    """On what a change is said to rest, as the laws name it; not each law knows each."""

    PROVIDED = "provided for in the contract as awarded"
    URGENCY = "urgency or the protection of life"
    UNFORESEEABLE = "circumstances nobody could have foreseen"
    KNOWN_RISK = "a risk named when it was bought"
    ADDITIONAL = "more of what only this supplier can reasonably add"
    RESTRUCTURING = "another supplier takes this one's place by restructuring"
    EXTERNAL = "volumes or agreed prices beyond both parties' control"


@dataclass(frozen=True, kw_only=True)
class Made:
    """A contract as made. Values are pence with VAT over its longest term; changes so far are net of one another."""

    regime: Regime
    subject: Subject = Subject.SERVICES
    authority: Authority = Authority.CENTRAL
    value: int
    months: int
    value_changed: int = 0
    months_changed: int = 0

    def __post_init__(self) -> None:
        if min(self.value, self.months) < 0:
            raise ValueError("A contract's value and term are zero or more.")

    @staticmethod
    def of(contract: Contract, subject: Subject = Subject.SERVICES, authority: Authority = Authority.CENTRAL) -> Made:
        """A contract on the record; what the months already added cost is reckoned by today's charge."""
        return Made(
            regime=contract.regime,
            subject=subject,
            authority=authority,
            value=contract.original_value,
            months=longest_term(contract),
            value_changed=cost(contract, contract.modified_months),
            months_changed=contract.modified_months,
        )


def cost(contract: Contract, months: int) -> int:
    """What so many months cost at today's charge, in pence with VAT at 20 %, a part of a penny counted as one."""
    return -(-contract.annual_charge * 120 * months // (12 * 100))


@dataclass(frozen=True, kw_only=True)
class Change:
    """What would be changed: months and pence with VAT added, less than nought where taken away, and what else.

    `evidence` is the document in which the basis is set out; without one it is no basis.
    """

    months: int = 0
    value: int = 0
    basis: Basis | None = None
    evidence: str = ""
    alters_nature: bool = False
    alters_scope: bool = False
    favours_supplier: bool = False


@dataclass(frozen=True, kw_only=True)
class Point:
    """What one rule says of a change: whether it holds, the fact, and what would change a failure."""

    rule: Rule
    holds: bool
    fact: str
    remedy: str = ""


@dataclass(frozen=True, kw_only=True)
class Harbour:
    """A way in which a change is lawful: every point of it holds."""

    name: str
    points: tuple[Point, ...]

    @property
    def safe(self) -> bool:
        """Whether every point holds."""
        return all(each.holds for each in self.points)


def point(rule: Rule, holds: bool, held: str, failed: str, remedy: str) -> Point:
    """A point that says one thing if it holds, and another with its remedy if it does not."""
    return Point(rule=rule, holds=holds, fact=held if holds else failed, remedy="" if holds else remedy)


def documented(rule: Rule, change: Change, bases: Iterable[Basis]) -> Point:
    """Whether the change rests on one of these bases, and a document says so."""
    known = tuple(bases)
    if change.basis not in known:
        named = "; ".join(each.value for each in known)
        return Point(
            rule=rule, holds=False, fact=f"It rests on none of these: {named}", remedy="show that it does, if it does"
        )
    held, failed = f"It rests on {change.basis.value}: {change.evidence}", f"No document shows {change.basis.value}"
    return point(rule, bool(change.evidence.strip()), held, failed, "write down the facts and have a lawyer read them")


def same_nature(rule: Rule, change: Change) -> Point:
    """Whether the contract stays what it is."""
    held, failed = "Its overall nature stays as it was", "It would be another contract by its nature"
    return point(rule, not change.alters_nature, held, failed, "buy what is new by itself")


def same_scope(rule: Rule, change: Change) -> Point:
    """Whether what is supplied stays materially the same."""
    held, failed = "Its scope stays materially the same", "It materially changes the scope"
    return point(rule, not change.alters_scope, held, failed, "leave out what was not bought, and buy it by itself")


def same_balance(rule: Rule, change: Change) -> Point:
    """Whether the bargain stays as it was."""
    held, failed = "The economic balance does not move towards the supplier", "The supplier gains by it"
    return point(rule, not change.favours_supplier, held, failed, "keep prices and risks as they were agreed")


def capped(rule: Rule, made: Made, change: Change, percent: int) -> Point:
    """Whether this change alone adds no more than a part of the value; taking away is not capped."""
    within = change.value * 100 <= made.value * percent
    held, failed = f"It adds no more than {percent}% of the value", f"It adds more than {percent}% of the value"
    return point(rule, within, held, failed, "add less, or buy what is added")
