"""Shared services as they are run: HOST-01 to HOST-08. No finding tells a cap: those are for their parties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from concordat.core.finding import Finding
from concordat.data.facts import Facts
from concordat.data.rules.force import binds
from concordat.govern.checks.every import at
from concordat.govern.hosting.ladder import Kind
from concordat.govern.hosting.mirror import Line, Verdict, counted, mirror, pooled
from concordat.govern.hosting.raci import Matrix, safety_officers
from concordat.govern.hosting.rules import (
    BACK_TO_BACK,
    DISPUTES,
    EXIT,
    INDEMNITY,
    PROCESSOR_TERMS,
    RACI,
    SAFETY,
    STAFF,
)
from concordat.govern.hosting.sides import Sides, sides
from concordat.register.agreement import ARTICLE_26, ARTICLE_28, AgreementKind, Clause, PartyRole
from concordat.register.bundle import Bundle
from concordat.register.record import Record
from concordat.register.service import Duty, Obligation, Responsibility, Rung, Service

_MEND = {
    Verdict.WEAKER: "promise the member as much, or record why it accepts less",
    Verdict.STRONGER: "promise no more than the supplier gives, or agree who pays for the difference",
    Verdict.MISSING: "pass it on in the agreement between host and members, and record it as an obligation",
    Verdict.UNBACKED: "have the supplier owe it to the host, or agree who pays if it is not met",
    Verdict.UNLIKE: "write both with an amount in the same unit, so that they can be compared",
}
_GENERAL = (AgreementKind.PROCESSING, AgreementKind.PROTOCOL)
"""Agreements whose terms count for any service; others bind only for the service that names them as its own."""
_RUNGS = (
    ("executives", r"(?<!chief )executive|director|officer|\bSRO\b"),
    ("chief executives", r"chief executive|\bCEO"),
    ("mediation", r"mediat|arbitrat|expert determination"),
)
"""The rungs that a ladder of disputes has above operational leads, and the words by which each is known."""


def responsibilities(record: Record, as_of: date) -> Iterator[Finding]:
    """HOST-01: who does what, with nobody left out and nothing forgotten."""
    for service in record.all(Service, as_of):
        for fault in Matrix.of(service, record.all(Responsibility, as_of)).faults():
            what = f"{service.name}: {fault.what}"
            yield at(record, fault.row or service, RACI, "part" if fault.row else "", what, fault.next)


def back_to_back(record: Record, as_of: date) -> Iterator[Finding]:
    """HOST-02: duties that are not mirrored, and liability above the supplier's cap."""
    for found in _services(record, as_of):
        for line in mirror(found):
            if not line.verdict.sound:
                row = line.promised or line.given or found.service
                yield at(record, row, BACK_TO_BACK, "", _told(found, line), _MEND[line.verdict])
        together = pooled(found)
        if together and together.exposed_by:
            what = f"{found.service.name}: the host's liability to all members together is above the supplier's cap"
            next = "lower it, raise the supplier's cap, or have the members indemnify the host"
            yield at(record, found.service, BACK_TO_BACK, "", what, next)


def processor_terms(record: Record, as_of: date) -> Iterator[Finding]:
    """HOST-03: hosts without the terms of Article 28, or the arrangement of Article 26, with a member."""
    facts = Facts(record, as_of)
    in_force = [each for each in facts.bundles if binds(each, facts)]
    for found in _services(record, as_of):
        host = found.service.host
        terms = [each for each in in_force if each.key == found.service.agreement or each.agreement.kind in _GENERAL]
        for member in found.members if host else ():
            if not any(_bound(each, host, member, as_of) for each in terms):
                what = f"{found.service.name}: {host} holds data for {member} without the terms of Article 28"
                next = f"sign a processing agreement between {host} and {member} with all of Article 28(3)(a) to (h)"
                yield at(record, found.service, PROCESSOR_TERMS, "agreement", what, next)


def leaving(record: Record, as_of: date) -> Iterator[Finding]:
    """HOST-04: no schedule of exit, or members to whom no help on leaving is owed."""
    for found in _services(record, as_of):
        service = found.service
        if not service.exit_schedule:
            what = f"{service.name}: nothing says where exit, step-in and run-off costs are agreed"
            yield at(
                record, service, EXIT, "exit_schedule", what, "agree on a schedule, who pays what if one leaves too"
            )
        owed = _owed(found, Duty.EXIT)
        for member in (each for each in found.members if each not in owed):
            what = f"{service.name}: nobody owes {member} help on leaving"
            yield at(record, service, EXIT, "", what, "agree on it, and record it as an obligation about exit")


def safety(record: Record, as_of: date) -> Iterator[Finding]:
    """HOST-05: users whose own clinical safety officer does not answer for the service."""
    for service in record.all(Service, as_of):
        for code, answers in safety_officers(service, record.all(Responsibility, as_of)).items():
            if not answers:
                what = f"{service.name}: no clinical safety officer of {code} answers for its deployment there"
                next = f"make {code}'s own clinical safety officer responsible or accountable for clinical safety"
                yield at(record, service, SAFETY, "users", what, next)


def indemnity(record: Record, as_of: date) -> Iterator[Finding]:
    """HOST-06: hosts of which nothing says how they are covered for what they do for others."""
    for found in _services(record, as_of):
        if found.service.host and not any(each.duty is Duty.INSURANCE for each in found.promised):
            what = f"{found.service.name}: nothing says what covers {found.service.host} for what it does for others"
            next = (
                "record it as an obligation about insurance: CNST, LTPS, another scheme or a policy, and for how much"
            )
            yield at(record, found.service, INDEMNITY, "", what, next)


def disputes(record: Record, as_of: date) -> Iterator[Finding]:
    """HOST-07: no ladder of disputes, rungs that it lacks, and rungs without days."""
    for service in record.all(Service, as_of):
        own = [each for each in record.all(Rung, as_of) if each.service == service.service]
        ladder = sorted((each for each in own if each.kind.strip().casefold() == Kind.DISPUTE), key=lambda r: r.rung)
        if not ladder:
            next = "agree on it: operational leads, executives, chief executives, mediation, with days on each"
            yield at(record, service, DISPUTES, "", f"{service.name}: there is no ladder for a dispute", next)
            continue
        for name, pattern in _RUNGS:
            if not any(re.search(pattern, each.who, re.IGNORECASE) for each in ladder):
                yield at(
                    record, ladder[-1], DISPUTES, "who", f"{service.name}: a dispute never reaches {name}", "add it"
                )
        for rung in ladder[:-1]:
            if not rung.within:
                what = f"{service.name}: nothing says how long {rung.who} has before a dispute goes up"
                yield at(record, rung, DISPUTES, "within", what, "give the working days")


def staff(record: Record, as_of: date) -> Iterator[Finding]:
    """HOST-08: services of which nothing says how staff work for others."""
    for found in _services(record, as_of):
        every = (*found.given, *found.promised, *found.returned)
        if found.service.host and found.members and not any(each.duty is Duty.STAFF for each in every):
            next = "record it as an obligation about staff: TUPE, secondment, honorary contracts, or that none move"
            what = f"{found.service.name}: nothing says on what terms staff work for other organisations"
            yield at(record, found.service, STAFF, "", what, next)


CHECKS = (responsibilities, back_to_back, processor_terms, leaving, safety, indemnity, disputes, staff)


def _services(record: Record, as_of: date) -> Iterator[Sides]:
    return (sides(record, each, as_of) for each in record.all(Service, as_of))


def _told(found: Sides, line: Line) -> str:
    """A line as a sentence; only amounts that are no pounds."""
    by = f", by {counted(line.exposed_by, line.unit)}" if line.exposed_by and line.unit else ""
    what = _named(line.given or line.promised)
    return f"{found.service.name}, {line.duty.value} for {line.member} ({what}): {line.reason.text}{by}"


def _named(row: Obligation | None) -> str:
    return row.obligation if row else ""


def _owed(found: Sides, duty: Duty) -> set[str]:
    """To whom such a duty is owed, by host or supplier."""
    return {code for each in (*found.given, *found.promised) if each.duty is duty for code in each.owed_to}


def _bound(bundle: Bundle, host: str, member: str, as_of: date) -> bool:
    """Whether an agreement has the host as the member's processor on the terms of Article 28, or both as joint
    controllers with the arrangement of Article 26."""
    active, clauses = bundle.active(as_of), bundle.agreement.clauses
    controls = {each.party for each in active if each.role.controls}
    processes = any(
        each.party == host and each.role is PartyRole.PROCESSOR and member in each.acts_for for each in active
    )
    joint = {each.party for each in active if each.role is PartyRole.JOINT_CONTROLLER}
    has_28, has_26 = _has(clauses, ARTICLE_28), _has(clauses, ARTICLE_26)
    return (processes and member in controls and has_28) or ({host, member} <= joint and has_26)


def _has(clauses: tuple[str, ...], wanted: tuple[Clause, ...]) -> bool:
    return {each.value for each in wanted} <= set(clauses)
