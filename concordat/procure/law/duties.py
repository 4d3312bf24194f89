"""What the holder of a contract owes the public while it runs: indicators, yearly assessment, a published copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.finding import Severity
from concordat.core.reason import Reason
from concordat.core.rule import Rule
from concordat.procure.law.purchase import Purchase
from concordat.procure.law.table.act import KPIS_FROM, light_touch, measured
from concordat.register.contract import Regime

CHECKED = date(2026, 11, 23)
LEAST_INDICATORS = 3

INDICATORS = Rule(
    id="PR-06",
    text="A contract over £5m has at least three performance indicators, published with it, unless its performance"
    " cannot be so assessed; light touch contracts and frameworks need none.",
    source="Procurement Act 2023 s52(1)-(3) and (6)",
    severity=Severity.ERROR,
    in_force_from=date(2025, 2, 24),
    checked_on=CHECKED,
)


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One thing that is owed, and why; `met` is None where the facts do not say."""

    what: str
    reason: Reason
    met: bool | None = None
    remedy: str = ""


def duties(purchase: Purchase, *, indicators: int | None = None) -> tuple[Duty, ...]:
    """What is owed beside notices; `indicators` is how many the draft contract has, None where nobody has counted."""
    return tuple(_duties(purchase, indicators)) if purchase.regime is Regime.PA2023 else ()


def _duties(purchase: Purchase, indicators: int | None) -> Iterator[Duty]:
    if measured(purchase):
        met = None if indicators is None else indicators >= LEAST_INDICATORS
        facts = () if indicators is None else (f"The draft has {indicators}",)
        yield Duty(
            what=f"Set at least {LEAST_INDICATORS} performance indicators and publish them",
            reason=INDICATORS.reason("It is worth more than £5m with VAT", *facts),
            met=met,
            remedy="" if met else f"write {LEAST_INDICATORS} into the contract, or record why they do not fit",
        )
    elif light_touch(purchase) and purchase.value > KPIS_FROM:
        reason = INDICATORS.reason("It is light touch, so no indicators are owed, though a copy is published")
        yield Duty(what="No indicators are owed", reason=reason, met=True)
