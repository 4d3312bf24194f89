"""The limits of an agreement in words, for readers whose standard has no member for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from concordat.core.period import long_date
from concordat.register.agreement import Automated, Territory
from concordat.register.bundle import Bundle
from concordat.register.sharing import OptOutPosition, PurposeBasis, Transform


def flows(bundle: Bundle) -> Iterator[str]:
    """Which data go from whom to whom, and for what."""
    for each in bundle.flows:
        items = ", ".join(item.name for item in bundle.items[each.key] if item.transform is not Transform.DROP)
        purposes = f", only for {', '.join(each.purposes)}" if each.purposes else ""
        between = f"from {each.sender} to {each.receiver} only ({each.flow})"
        yield f"Data of {', '.join(each.whose)} go {between}: {items}{purposes}"


def row_conditions(bundle: Bundle) -> Iterator[str]:
    """Which rows may flow."""
    for each in bundle.flows:
        for condition in bundle.conditions[each.key]:
            yield f"Only rows where {condition.label} ({each.flow})"


def transforms(bundle: Bundle) -> Iterator[str]:
    """What is done to a column before it is seen; what is left out is not named here."""
    for each in bundle.flows:
        for item in bundle.items[each.key]:
            if item.transform not in (Transform.KEEP, Transform.DROP):
                yield f"{item.name} only as {item.transform.value} ({each.flow})"


def forms(bundle: Bundle) -> Iterator[str]:
    """In which form data may be seen, and which opt-outs are applied, purpose by purpose."""
    for each in bundle.purposes.values():
        yield f"For {each.purpose.value}, no more than {each.form.value} data"
        yield from (f"For {each.purpose.value}, {name} are applied" for name in _opt_outs(each))


def outputs(bundle: Bundle) -> Iterator[str]:
    """What is done to figures before they are published."""
    agreement = bundle.agreement
    if agreement.least_count:
        yield f"No count below {agreement.least_count} is published"
    if agreement.rounding > 1:
        yield f"Counts are rounded to multiples of {agreement.rounding}"


def automated(bundle: Bundle) -> Iterator[str]:
    """How far machines may decide."""
    if bundle.agreement.automated is not Automated.SOLELY:
        yield f"Automated decisions about people: {bundle.agreement.automated.value}"


def territory(bundle: Bundle) -> Iterator[str]:
    """Where data may be held or seen from."""
    if bundle.agreement.territory is not Territory.ELSEWHERE:
        yield f"Held and seen only in: {bundle.agreement.territory.value}"


def recipients(bundle: Bundle) -> Iterator[str]:
    """Which roles may see the data."""
    yield f"Seen only by: {', '.join(bundle.agreement.recipients) or 'nobody yet'}"


def handling(bundle: Bundle) -> Iterator[str]:
    """Who must be trained, and what the data may be linked with."""
    agreement = bundle.agreement
    if agreement.training_months:
        yield f"Seen only by people trained in data security within {agreement.training_months} months"
    yield (
        f"Linked only with: {', '.join(agreement.links_with)}" if agreement.links_with else "Linked with no other data"
    )
    if agreement.key_holder:
        yield f"The linkage key is held by {agreement.key_holder} alone"


def retention(bundle: Bundle) -> Iterator[str]:
    """How long the data are kept."""
    if bundle.agreement.retention_months:
        yield f"Kept for at most {bundle.agreement.retention_months} months"


def state(bundle: Bundle, as_of: date) -> Iterator[str]:
    """What stops it from being in force, as far as dates and signatures alone do not say."""
    agreement = bundle.agreement
    if agreement.suspended(as_of):
        until = f", until {long_date(agreement.resumed_on)}" if agreement.resumed_on else ""
        yield f"Suspended{until}"
    if agreement.terminated_on:
        yield f"Ended from {long_date(agreement.terminated_on)}"
    if agreement.review_on:
        yield f"To be reviewed by {long_date(agreement.review_on)}"


def _opt_outs(basis: PurposeBasis) -> Iterator[str]:
    if basis.opt_out is OptOutPosition.APPLIES:
        yield "National Data Opt-Outs"
    if basis.type_1:
        yield "Type 1 opt-outs"
    if basis.objections:
        yield "objections to sharing for care"
