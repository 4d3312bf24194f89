"""Which procurement law a release shows its contract to be under, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from concordat.core.period import long_date
from concordat.register.contract import Regime
from concordat.register.ocds.value import day, identifier, member, text

# Procurement Act 2023 (Commencement No. 3 and Transitional and Saving Provisions) Regulations 2024: what began before
# this day stays under the law before it, and so do call-offs from frameworks made under that law.
PA_COMMENCED = date(2025, 2, 24)
_BASES = {
    "2023/54": Regime.PA2023,  # Procurement Act 2023
    "2023/1348": Regime.PSR,  # Health Care Services (Provider Selection Regime) Regulations 2023
    "2015/102": Regime.PCR2015,  # Public Contracts Regulations 2015
    "32014L0024": Regime.PCR2015,  # the directive that those regulations transpose, as notices still cite them
}
_PSR_WORDS = re.compile(r"\bprovider selection regime\b", re.IGNORECASE)
_CALL_OFF = re.compile(r"\bcall[- ]?off\b|\bframework\b|\bdynamic purchasing\b", re.IGNORECASE)
_BELOW = re.compile(r"\bbelow[- ]threshold\b", re.IGNORECASE)


@dataclass(frozen=True)
class Ruling:
    """A regime, and why it had to be inferred; `why` is blank where the release states it."""

    regime: Regime
    why: str = ""


def is_call_off(release: Any) -> bool:
    """Whether the release says its contract was called off a framework or a dynamic purchasing system."""
    return _CALL_OFF.search(text(member(release, "tender", "procurementMethodDetails"))) is not None


def ruling(release: Any, award: Any) -> Ruling:
    """The regime of an award.

    Find a Tender publishes Provider Selection Regime notices on forms made for the directive, so their words count
    for more than the directive they cite, though not for more than the Act.
    """
    tender = member(release, "tender")
    basis = _BASES.get(identifier(member(tender, "legalBasis", "id")))
    if _is_below(tender, award):
        return Ruling(Regime.BELOW_THRESHOLD)
    if basis is not Regime.PA2023 and basis is not Regime.PSR and _PSR_WORDS.search(_words(tender, award)):
        return Ruling(Regime.PSR, "its text speaks of the Provider Selection Regime")
    return Ruling(basis) if basis else _inferred(release, award)


def _inferred(release: Any, award: Any) -> Ruling:
    if is_call_off(release):
        return Ruling(Regime.PCR2015, "it is a call-off, and cites no law")
    began = min(_days(release, award), default=None)
    if began is None:
        return Ruling(Regime.PCR2015, "it cites no law and gives no date")
    regime = Regime.PCR2015 if began < PA_COMMENCED else Regime.PA2023
    order = f"{'before' if began < PA_COMMENCED else 'not before'} {long_date(PA_COMMENCED)}"
    return Ruling(regime, f"it cites no law, and the first date it gives is {long_date(began)}, {order}")


def _is_below(tender: Any, award: Any) -> bool:
    above = [member(each, "aboveThreshold") for each in (award, tender)]
    return False in above or _BELOW.search(text(member(tender, "procurementMethodDetails"))) is not None


def _words(tender: Any, award: Any) -> str:
    said = [(tender, "title"), (tender, "description"), (tender, "procurementMethodDetails")]
    said += [(tender, "procurementMethodRationale"), (award, "description")]
    return " ".join(text(member(part, name)) for part, name in said)


def _days(release: Any, award: Any) -> Iterator[date]:
    """The days on which the procurement can be seen to have been under way."""
    tender = member(release, "tender")
    for part, *path in (
        (tender, "datePublished"),
        (tender, "tenderPeriod", "startDate"),
        (tender, "tenderPeriod", "endDate"),
        (award, "date"),
        (release, "date"),
    ):
        if found := day(member(part, *path)):
            yield found
