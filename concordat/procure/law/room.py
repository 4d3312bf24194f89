"""How much of a contract may still be changed without a ground: months and money, less what has been changed already.

Amounts come from confidential columns, so whoever shows them asks who is looking.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from concordat.core.rule import Rule
from concordat.procure.law.modifying import act
from concordat.procure.law.modifying.change import Made
from concordat.procure.law.modifying.selection import PUBLISHED_FROM
from concordat.register.contract import Regime
from concordat.register.modification import QUARTER_OF_VALUE, STILL_BELOW, TENTH_OF_TERM, TENTH_OF_VALUE
from concordat.register.procurement import Subject
from concordat.register.threshold import threshold


@dataclass(frozen=True, kw_only=True)
class Room:
    """What is left, by one rule: whole months, or pence with VAT; None where the rule does not count in that."""

    rule: Rule
    months: int | None = None
    pence: int | None = None

    @property
    def none_left(self) -> bool:
        """Whether nothing more may be changed by this rule."""
        return not self.months and not self.pence


def rooms(made: Made, on: date) -> tuple[Room, ...]:
    """What is left by each rule of the contract's law that counts, on a day. Raises NoThreshold."""
    if made.subject is Subject.LIGHT_TOUCH and made.regime is Regime.PA2023:
        return ()
    if made.regime is Regime.PSR or made.subject is Subject.HEALTH:
        return (_quarter(made),)
    limit = threshold(on, made.authority, made.subject)
    if made.regime is Regime.BELOW_THRESHOLD:
        return (Room(rule=STILL_BELOW, pence=_left(limit - 1 - made.value, made.value_changed)),)
    percent = 15 if made.subject is Subject.WORKS else 10
    if made.regime is Regime.PCR2015:
        most = min(-(-made.value * percent // 100), limit) - 1
        return (Room(rule=TENTH_OF_VALUE, pence=_left(most, made.value_changed)),)
    slight = min(made.value * percent // 100, _left(limit - 1, made.value_changed))
    return (
        Room(rule=TENTH_OF_TERM, months=_left(made.months // 10, made.months_changed)),
        Room(rule=act.SLIGHT, pence=slight),
    )


def _quarter(made: Made) -> Room:
    most = max(PUBLISHED_FROM, -(-made.value // 4)) - 1
    return Room(rule=QUARTER_OF_VALUE, pence=_left(most, made.value_changed))


def _left(most: int, used: int) -> int:
    return max(most - used, 0)
