"""Nottinghamshire Healthcare: a record system extended because a re-procurement would finish too late.

Facts, from notice ocds-h6vhtk-06aec8 of 5 June 2026 on Find a Tender: a voluntary ex ante transparency notice, under
the law before the Procurement Act; the contract for a record system (CPV 48814000) is prolonged by 24 months and
perhaps 12 more; a competition is to begin in Q2 2026, under the framework CDHS of NHS London Procurement Partnership,
and an award is expected by Q4 2027.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from concordat.register.contract import Contract, Framework, Regime
from concordat.register.procurement import BuyingRoute, Lot, Procurement
from concordat.register.record import Record

NOTICE = date(2026, 6, 5)
EXTENDED_BY = (24, 12)
BEGUN = (date(2026, 4, 1), date(2026, 6, 30))
AWARDED = (date(2027, 10, 1), date(2027, 12, 31))
ENDS = tuple(
    date(year, month, monthrange(year, month)[1])
    for year, month in [(2026, month) for month in range(6, 13)] + [(2027, month) for month in range(1, 10)]
)
"""Not public: when the contract ended. Later than the notice, and before the award, or nothing need be extended."""
ASSUMED = (
    "the contract ends on the last day of a month from June 2026 to September 2027",
    "quarters are those of the calendar year",
    "implementation takes 18 months, as field knowledge has it for a record system",
    "the framework is open until the award, was set up under PCR 2015, and lets the trust use it",
)


def record(ends_on: date) -> Record:
    """The facts, with an end that is assumed. What the contract is worth a year was not published."""
    return Record.of(
        (
            Framework(framework="CDHS", name="Clinical and Digital Health Solutions", agency="NHS LPP",
                      regime=Regime.PCR2015, closes_on=date(2028, 12, 31)),
            Lot(framework="CDHS", lot="any", covers="record systems"),
            Contract(contract="EPR", title="Record system", customer="RHA", supplier="ACCESS", regime=Regime.PCR2015,
                     starts_on=date(2015, 3, 1), ends_on=ends_on),
            Procurement(procurement="NEXT", title="A new record system", organisation="RHA", cpv="48814000",
                        route=BuyingRoute.MINI, framework="CDHS", replaces=("EPR",), implementation=18),
        )
    )  # fmt: skip
