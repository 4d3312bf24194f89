"""What stands behind an agreement: section 251 support, an impact assessment, the toolkit, the fee and the officers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from concordat.core.finding import Severity
from concordat.core.period import long_date
from concordat.core.rule import Status
from concordat.data.case import Case
from concordat.data.facts import TRUSTS, Facts
from concordat.data.ground import Ground, earliest, fails, holds, judged, rule
from concordat.register.agreement import PartyRole
from concordat.register.assurance import (
    CagApproval,
    Dpia,
    DpiaStatus,
    DsptFramework,
    DsptOutcome,
    DsptStatus,
    IcoRegistration,
)
from concordat.register.organisation import OrganisationKind
from concordat.register.person import Office, OfficeRole
from concordat.register.sharing import Confidentiality

FIRST_CAF_YEAR = 2025
"""The toolkit year (2024-25) from which trusts and integrated care boards publish against the CAF."""

CAF_BODIES = TRUSTS | {OrganisationKind.ICB}
OFFICERS = (OfficeRole.DPO, OfficeRole.SIRO, OfficeRole.CALDICOTT)


@rule(
    "IG-13",
    "NHS Act 2006 section 251; Health Service (Control of Patient Information) Regulations 2002",
    asks=("purpose", "form"),
)
def section_251_support(case: Case) -> Iterator[Ground]:
    """Where section 251 sets confidentiality aside, the CAG approval is on the record, is for that regulation, has
    been given and has not expired, and its annual review is not overdue."""
    basis = case.personal_basis
    if basis is None or basis.confidentiality is None or not basis.confidentiality.section_251:
        return
    found = case.facts.cag(basis.cag)
    if found is None:
        named = f"{basis.cag} is not on the record" if basis.cag else "No CAG approval is named"
        remedy = "add the approval with its letter, or apply to CAG; until then ask for data that are not personal"
        yield fails(f"{named}, and confidentiality rests on {basis.confidentiality.value}", remedy)
        return
    last = earliest(found.expires_on, found.review_due_on, found.valid.last_day)
    held = f"{found.reference} of {long_date(found.decided_on)} supports it under {found.regulation.value}"
    yield judged(held, _unsupported(found, basis.confidentiality, case.as_of), until=last)


def _unsupported(found: CagApproval, route: Confidentiality, day: date) -> Iterator[tuple[str, str]]:
    if found.regulation is not route:
        yield (
            f"{found.reference} is under {found.regulation.value}, and this purpose rests on {route.value}",
            "name the approval that supports this purpose, or correct its regulation",
        )
    if day < found.decided_on:
        yield f"{found.reference} was decided only on {long_date(found.decided_on)}", "wait for the decision"
    if found.expires_on < day:
        yield (
            f"{found.reference} expired on {long_date(found.expires_on)}",
            "have the applicant ask CAG to extend it",
        )
    if found.review_due_on is None:
        yield f"No annual review of {found.reference} is set", "record the day its next annual review is due"
    elif found.review_due_on < day:
        yield (
            f"The annual review of {found.reference} was due by {long_date(found.review_due_on)}",
            "have the applicant send CAG the annual review, and record when the next is due",
        )


@rule("IG-14", "UK GDPR Article 35", asks=("form",))
def impact_assessed(case: Case) -> Iterator[Ground]:
    """Personal data are shared only once an impact assessment has been approved that covers this very version of the
    agreement, and while its review is not overdue."""
    if not case.question.form.personal:
        return
    found, named = case.bundle.dpia, case.agreement.dpia
    if found is None:
        fact = f"{named} is not on the record" if named else "No impact assessment is named"
        yield fails(
            f"{fact} for {case.bundle.key}", "assess the processing with your DPO, have it approved, and name it"
        )
        return
    held = f"{found.dpia} covers {case.bundle.key}" + (
        f"; review by {_said(found.review_on)}" if found.review_on else ""
    )
    last = earliest(found.review_on, found.valid.last_day)
    yield judged(held, _unassessed(found, case.bundle.key, case.as_of), until=last)


def _unassessed(found: Dpia, key: str, day: date) -> Iterator[tuple[str, str]]:
    if found.status is not DpiaStatus.APPROVED:
        yield f"The status of {found.dpia} is: {found.status.value}", f"have {found.dpia} approved by its SIRO or DPO"
    elif found.approved_on is None or day < found.approved_on:
        yield f"{found.dpia} was approved only on {_said(found.approved_on)}", "ask for a day after its approval"
    if found.review_on is None:
        yield f"No review of {found.dpia} is set", "record the day by which it is reviewed"
    elif found.review_on < day:
        yield f"The review of {found.dpia} was due by {_said(found.review_on)}", "review it, and record the next review"
    if key not in found.covers:
        yield f"{found.dpia} does not cover {key}", f"assess what {key} changes, and add it to what {found.dpia} covers"


def _said(day: date | None) -> str:
    return long_date(day) if day else "a day that is not recorded"


@rule(
    "IG-17",
    "Data Security and Protection Toolkit; NHS Standard Contract, General Condition 21",
    asks=("organisation", "whose"),
    since=date(2018, 7, 1),
    status=Status.GUIDANCE,
)
def toolkit_published(case: Case) -> Iterator[Ground]:
    """Who asks, whose data it is and every processor have published the toolkit of the last year that ended on 30
    June, trusts and integrated care boards against the CAF from 2024-25, and met or are approaching its standards; or
    a SIRO has accepted the risk until a day."""
    processors = [each.party for each in case.bundle.active(case.as_of) if each.role is PartyRole.PROCESSOR]
    for code in dict.fromkeys((*case.asked, *processors)):
        yield _published(code, case.facts)


def _published(code: str, facts: Facts) -> Ground:
    name, found = facts.name(code), facts.dspt(code)
    if found is None:
        remedy = f"have {code} publish {_year(_due(facts.as_of))}, and record it"
        return fails(f"{name} has published no toolkit", remedy, about=code)
    shortcomings = list(_short_of(found, facts))
    accepted = found.accepted_until
    if shortcomings and accepted and facts.as_of <= accepted:
        held = f"{name}: a SIRO accepts the risk until {long_date(accepted)} ({found.accepted_by})"
        return holds(held, about=code, until=earliest(accepted, found.valid.last_day))
    last = earliest(date(found.year + 1, 6, 30), found.valid.last_day)
    held = f"{name} published {_year(found.year)}: {found.outcome.value} ({found.framework.value})"
    return judged(held, shortcomings, about=code, until=last)


def _short_of(found: DsptStatus, facts: Facts) -> Iterator[tuple[str, str]]:
    """What is wrong with the last toolkit of an organisation."""
    code, due = found.organisation, _due(facts.as_of)
    if found.year < due:
        yield (
            f"{facts.name(code)} last published {_year(found.year)}, and {_year(due)} is due",
            f"have {code} publish {_year(due)}, or its SIRO accept the risk until a day",
        )
    if found.framework is not DsptFramework.CAF and found.year >= FIRST_CAF_YEAR and facts.kind(code) in CAF_BODIES:
        yield (
            f"{facts.name(code)} published {_year(found.year)} against {found.framework.value}, not the CAF",
            f"check what {code} published: from 2024-25 trusts and integrated care boards use the CAF",
        )
    if found.outcome is DsptOutcome.NOT_MET:
        yield (
            f"{facts.name(code)} has not met the standards of {_year(found.year)}",
            f"have {code} agree an improvement plan with NHS England, or its SIRO accept the risk until a day",
        )


def _due(day: date) -> int:
    """The toolkit year that must have been published: each is due by 30 June of the year in which it ends."""
    return day.year if day > date(day.year, 6, 30) else day.year - 1


def _year(ends: int) -> str:
    return f"the toolkit of {ends - 1}-{ends % 100:02}"


@rule(
    "IG-18",
    "Data Protection (Charges and Information) Regulations 2018; UK GDPR Article 37; "
    "National Data Guardian, guidance on the appointment of Caldicott Guardians (2021)",
    asks=("organisation", "whose"),
    severity=Severity.WARNING,
)
def registered_and_led(case: Case) -> Iterator[Ground]:
    """Who asks and those whose data it is are on the Information Commissioner's register of fee payers, and each has a
    data protection officer, a senior information risk owner and a Caldicott Guardian."""
    for code in case.asked:
        fee = case.facts.ico(code)
        officers = {role: case.facts.office(code, role) for role in OFFICERS}
        rows = [each for each in (fee, *officers.values()) if each]
        last = earliest(fee.expires_on if fee else None, *(each.valid.last_day for each in rows))
        held = f"{case.facts.name(code)} is registered as {fee.number if fee else '?'} and names its three officers"
        yield judged(held, _unled(code, fee, officers, case.facts), about=code, until=last)


def _unled(
    code: str, fee: IcoRegistration | None, officers: dict[OfficeRole, Office | None], facts: Facts
) -> Iterator[tuple[str, str]]:
    name = facts.name(code)
    if fee is None:
        yield f"No registration of {name} with the ICO is recorded", f"record the ICO registration of {code}"
    elif fee.expires_on < facts.as_of:
        yield (
            f"The ICO registration {fee.number} of {name} expired on {long_date(fee.expires_on)}",
            f"have {code} pay the data protection fee, and record until when",
        )
    vacant = " or ".join(role.value for role, held in officers.items() if held is None)
    if vacant:
        yield f"{name} names no {vacant}", f"have {code} appoint and record them"
