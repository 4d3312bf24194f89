"""Somerset: one trust buys a record system on behalf of three others, by direct call-off from a framework.

Facts, from notice ocds-h6vhtk-0668d7 of 12 March 2026 on Find a Tender: software for health records (CPV 48180000),
bought by Somerset NHS Foundation Trust for itself, University Hospitals Dorset, Dorset County Hospital and Dorset
HealthCare; £222 million; an award without a call for competition, with a framework, under the law before the
Procurement Act.
"""

from __future__ import annotations

from datetime import date

from concordat.register.contract import Framework, Regime
from concordat.register.procurement import BuyingRoute, Procurement, PublishedNotice
from concordat.register.record import Record

NOTICE = date(2026, 3, 12)
VALUE = 222_000_000_00
BUYER, FOR = "RH5", ("R0D", "RBD", "RDY")
ASSUMED = (
    "the framework was set up under PCR 2015, as the law that the notice names implies",
    "£222 million is the whole life, with VAT, for all four trusts",
    "the framework was open on the day of the award",
)


def record(live_by: date | None = None) -> Record:
    """The facts. By when it must be in use was not published."""
    return Record.of(
        (
            Framework(framework="FRAME", name="The framework", regime=Regime.PCR2015, closes_on=date(2026, 12, 31)),
            Procurement(procurement="EHR", title="Electronic healthcare record software", organisation=BUYER,
                        on_behalf_of=FOR, cpv="48180000", value=VALUE, route=BuyingRoute.CALL_OFF, framework="FRAME",
                        begun_on=NOTICE, needed_live_on=live_by, implementation=18),
            PublishedNotice(procurement="EHR", notice="PCR award notice", published_on=NOTICE,
                            reference="ocds-h6vhtk-0668d7"),
        )
    )  # fmt: skip
