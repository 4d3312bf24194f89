"""When a contract under the regulations of 2015 may be changed, which bind it to its end: regulation 72."""

from __future__ import annotations

from datetime import date

from concordat.core.finding import Severity
from concordat.core.rule import Rule
from concordat.procure.law.modifying.change import (
    Basis,
    Change,
    Harbour,
    Made,
    Point,
    capped,
    documented,
    point,
    same_balance,
    same_nature,
    same_scope,
)
from concordat.register.modification import TENTH_OF_VALUE
from concordat.register.procurement import Subject
from concordat.register.threshold import threshold

CHECKED = date(2026, 11, 23)
COMMENCED = date(2015, 2, 26)
CAP = 50


def _rule(id: str, text: str, source: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(id=id, text=text, source=source, severity=severity, in_force_from=COMMENCED, checked_on=CHECKED)


GROUNDS = _rule(
    "PR-07-REG72",
    "A change is permitted if the contract clearly provides for it, for necessary additions and for what nobody could"
    " foresee up to half the value each, or where another supplier lawfully takes this one's place.",
    "PCR 2015 reg 72(1)(a)-(d) and (2)",
)
SUBSTANTIAL = _rule(
    "PR-07-REG72-SUBSTANTIAL",
    "A change is not substantial if it brings in nothing that would have drawn other bidders, does not move the balance"
    " to the supplier and does not considerably extend the scope.",
    "PCR 2015 reg 72(1)(e) and (8); that more time or money is taken to draw other bidders is caution of ours",
)
NOTICE = _rule(
    "PR-07-REG72-NOTICE",
    "Additions and unforeseen changes are published afterwards; a voluntary notice (VEAT) ten days before any change"
    " that the buyer holds to be lawful keeps it from being set aside.",
    "PCR 2015 reg 72(3) and reg 99(3)",
    Severity.WARNING,
)
_CAPPED = (Basis.ADDITIONAL, Basis.UNFORESEEABLE)
_BASES = (Basis.PROVIDED, *_CAPPED, Basis.RESTRUCTURING)


def harbours(made: Made, change: Change, on: date) -> tuple[Harbour, ...]:
    """Every way in which a change may be lawful on a day, with what holds and what does not."""
    return (
        Harbour(name="a ground of regulation 72", points=_grounds(made, change)),
        Harbour(name="not substantial", points=_not_substantial(change)),
        Harbour(name="small", points=_small(made, change, on)),
    )


def needs_notice(made: Made, change: Change) -> bool:
    """Whether a notice must follow it."""
    return change.basis in _CAPPED


def _grounds(made: Made, change: Change) -> tuple[Point, ...]:
    points = [documented(GROUNDS, change, _BASES)]
    if change.basis in (Basis.PROVIDED, Basis.UNFORESEEABLE):
        points.append(same_nature(GROUNDS, change))
    if change.basis in _CAPPED:
        points.append(capped(GROUNDS, made, change, CAP))
    return tuple(points)


def _not_substantial(change: Change) -> tuple[Point, ...]:
    no_more = change.months <= 0 and change.value <= 0
    held, failed = "It adds neither time nor money", "It adds time or money, so others might have bid"
    more = point(SUBSTANTIAL, no_more, held, failed, "rest it on a ground, or on its being small")
    return (more, same_scope(SUBSTANTIAL, change), same_balance(SUBSTANTIAL, change))


def _small(made: Made, change: Change, on: date) -> tuple[Point, ...]:
    """All changes summed: below the threshold, and below a tenth of the value (works: 15 %).

    The threshold of the day stands for that of regulation 5, saved as it stood in 2025, which is a little higher.
    """
    percent = 15 if made.subject is Subject.WORKS else 10
    subject = Subject.SERVICES if made.subject is Subject.HEALTH else made.subject
    total = abs(made.value_changed + change.value)
    below = total < threshold(on, made.authority, subject)
    held, failed = "All changes together stay below the threshold", "All changes together reach the threshold"
    first = point(TENTH_OF_VALUE, below, held, failed, "add less, or buy what is added")
    held = f"All changes together stay below {percent}% of the value"
    failed = f"All changes together reach {percent}% of the value"
    second = point(TENTH_OF_VALUE, total * 100 < made.value * percent, held, failed, "add less, or buy what is added")
    return (first, second, same_nature(TENTH_OF_VALUE, change))
