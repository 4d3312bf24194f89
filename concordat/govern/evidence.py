"""Evidence of working together: what the record shows was set up, agreed, decided, done and shared, and by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concordat.core.period import long_date, months_later
from concordat.data.facts import Facts
from concordat.data.rules.force import binds
from concordat.govern.checks.decisions import missing
from concordat.govern.hosting.raci import Matrix
from concordat.govern.rules import SILENCE
from concordat.govern.stakeholders import last_contact, stands_where_needed
from concordat.register.authority import Body, BodyForm, TermsOfReference
from concordat.register.meeting import NEEDS_POWER, Action, Decision
from concordat.register.organisation import Collaborative, Membership, Role
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.register.record import Record
from concordat.register.service import Responsibility, Service
from concordat.register.stakeholder import Effect, Position
from concordat.register.system import System

YEAR = 12
"""Months that count as lately."""


class Kind(StrEnum):
    """What a piece of evidence shows."""

    MEMBER = "members"
    OBJECTIVE = "objectives of the collaborative"
    OWN_OBJECTIVE = "members whose own aims are written down"
    EFFECT = "members whose gains and losses are known"
    BODY = "bodies that decide for several"
    TERMS = "terms of reference in force and reviewed in time"
    DECISION = "joint decisions in the last 12 months"
    RECORDED = "joint decisions that are recorded whole"
    DUE = "actions that fell due in the last 12 months"
    ON_TIME = "actions done by their day"
    AGREEMENT = "agreements"
    IN_FORCE = "agreements signed and in force"
    SERVICE = "shared services"
    AGREED = "shared services under a collaboration agreement"
    WHOLE = "shared services of which everybody's part is clear"
    POSITION = "offices whose position on a proposal is known"
    SPOKEN = "offices spoken with in the last 90 days"
    WON = "offices that stand where they must"
    SYSTEM = "kinds of system in use"
    SAME = "kinds of system in which another member uses the same product"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One piece of evidence: what it shows, in words, and of which members."""

    kind: Kind
    text: str
    members: tuple[str, ...]


def members_of(record: Record, as_of: date) -> tuple[str, ...]:
    """ODS codes of the members of the collaborative, its host included, its partners not."""
    found = (each.organisation for each in record.all(Membership, as_of) if each.role is not Role.PARTNER)
    return tuple(dict.fromkeys(found))


def evidence(record: Record, as_of: date) -> tuple[Fact, ...]:
    """Everything the record shows of working together on a day."""
    members = members_of(record, as_of)
    facts = (
        *_purpose(record, members, as_of),
        *_bodies(record, as_of),
        *_decisions(record, as_of),
        *_actions(record, as_of),
        *_agreements(record, as_of),
        *_services(record, as_of),
        *_people(record, as_of),
        *_systems(record, members, as_of),
    )
    return tuple(each for each in facts if set(each.members) & set(members))


def _purpose(record: Record, members: tuple[str, ...], as_of: date) -> Iterator[Fact]:
    for code in members:
        yield Fact(kind=Kind.MEMBER, text=code, members=(code,))
    for whole in record.all(Collaborative, as_of):
        for objective in whole.objectives:
            yield Fact(kind=Kind.OBJECTIVE, text=objective, members=members)
    for own in record.all(Membership, as_of):
        if own.objectives:
            yield Fact(kind=Kind.OWN_OBJECTIVE, text="; ".join(own.objectives), members=(own.organisation,))
    known: dict[str, list[str]] = defaultdict(list)
    for effect in record.all(Effect, as_of):
        known[effect.organisation].append(effect.proposal)
    for code, proposals in known.items():
        yield Fact(kind=Kind.EFFECT, text=", ".join(dict.fromkeys(proposals)), members=(code,))


def _bodies(record: Record, as_of: date) -> Iterator[Fact]:
    for body in record.all(Body, as_of):
        if len(body.members) > 1 and body.form is not BodyForm.ADVISORY:
            yield Fact(kind=Kind.BODY, text=body.name, members=body.members)
            terms = record.get(TermsOfReference, body.key, as_of)
            if terms and terms.review_on and terms.review_on >= as_of:
                text = f"{body.name}, to be reviewed by {long_date(terms.review_on)}"
                yield Fact(kind=Kind.TERMS, text=text, members=body.members)


def _decisions(record: Record, as_of: date) -> Iterator[Fact]:
    for decision in record.all(Decision):
        body = record.get(Body, decision.body, decision.decided_on)
        joint = body is not None and len(body.members) > 1 and body.form is not BodyForm.ADVISORY
        if body and joint and decision.outcome in NEEDS_POWER and _lately(decision.decided_on, as_of):
            text = f"{decision.decision} of {long_date(decision.decided_on)}"
            who = decision.binds or body.members
            yield Fact(kind=Kind.DECISION, text=text, members=who)
            if not missing(record, decision, as_of):
                yield Fact(kind=Kind.RECORDED, text=text, members=who)


def _actions(record: Record, as_of: date) -> Iterator[Fact]:
    for action in record.all(Action):
        if _lately(action.due_on, as_of):
            text = f"{action.title}, due {long_date(action.due_on)}"
            yield Fact(kind=Kind.DUE, text=text, members=(action.organisation,))
            if action.done_on and action.done_on <= action.due_on:
                yield Fact(kind=Kind.ON_TIME, text=text, members=(action.organisation,))


def _agreements(record: Record, as_of: date) -> Iterator[Fact]:
    facts = Facts(record, as_of)
    for bundle in facts.bundles:
        if not bundle.agreement.over(as_of):
            who = tuple(each.party for each in bundle.active(as_of))
            yield Fact(kind=Kind.AGREEMENT, text=bundle.key, members=who)
            if binds(bundle, facts):
                yield Fact(kind=Kind.IN_FORCE, text=bundle.key, members=who)


def _services(record: Record, as_of: date) -> Iterator[Fact]:
    rows = record.all(Responsibility, as_of)
    for service in record.all(Service, as_of):
        who = tuple(dict.fromkeys(filter(None, (service.host, *service.users))))
        if len(who) > 1:
            yield Fact(kind=Kind.SERVICE, text=service.name, members=who)
            if service.agreement:
                yield Fact(kind=Kind.AGREED, text=f"{service.name}, under {service.agreement}", members=who)
            if not any(Matrix.of(service, rows).faults()):
                yield Fact(kind=Kind.WHOLE, text=service.name, members=who)


def _people(record: Record, as_of: date) -> Iterator[Fact]:
    for position in record.all(Position, as_of):
        proposal = record.get(Proposal, position.proposal)
        if proposal and proposal.status is ProposalStatus.RELEASED:
            text = f"{position.office} of {position.organisation} on {proposal.title}"
            own = (position.organisation,)
            yield Fact(kind=Kind.POSITION, text=text, members=own)
            last = last_contact(record, position, as_of)
            if last and last >= as_of - SILENCE:
                yield Fact(kind=Kind.SPOKEN, text=f"{text}, {long_date(last)}", members=own)
            if stands_where_needed(position):
                yield Fact(kind=Kind.WON, text=text, members=own)


def _systems(record: Record, members: tuple[str, ...], as_of: date) -> Iterator[Fact]:
    """For each member and kind of system, whether another member uses the same product for it."""
    users: dict[tuple[str, str], set[str]] = defaultdict(set)
    for system in record.all(System, as_of):
        if system.organisation in members:
            users[system.capability, system.product].add(system.organisation)
    held = {(capability, code) for (capability, _), codes in users.items() for code in codes}
    same = {(capability, code) for (capability, _), codes in users.items() if len(codes) > 1 for code in codes}
    for capability, code in sorted(held):
        yield Fact(kind=Kind.SYSTEM, text=f"{capability} at {code}", members=(code,))
        if (capability, code) in same:
            yield Fact(kind=Kind.SAME, text=f"{capability} at {code}", members=(code,))


def _lately(day: date, as_of: date) -> bool:
    return months_later(as_of, -YEAR) < day <= as_of
