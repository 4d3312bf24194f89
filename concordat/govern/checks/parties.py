"""Who must be there: the ICB where its function is exercised (GOV-06), and everybody alive on the day (GOV-10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from concordat.core.finding import Finding
from concordat.core.period import long_date
from concordat.govern.checks.every import at
from concordat.register.authority import Body, BodyMember, Delegation, ReservedMatter
from concordat.register.deciding.rules import ALIVE, ICB_PARTY
from concordat.register.meeting import Action, Decision
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.register.record import Record
from concordat.register.service import Service
from concordat.register.stakeholder import Effect, Position
from concordat.register.succession import successor_of, superseded_in

_NOW = (Body, BodyMember, Delegation, ReservedMatter, Proposal, Service, Position, Effect)
"""Nouns that say what is so today, and so name nobody who is gone; a decision tells of its own day."""


def without_its_icb(record: Record, as_of: date) -> Iterator[Finding]:
    """Proposals that exercise a function of the ICB without the ICB among those they affect."""
    icbs = {each.code for each in record.all(Organisation, as_of) if each.kind is OrganisationKind.ICB}
    for proposal in record.all(Proposal, as_of):
        live = proposal.status is not ProposalStatus.WITHDRAWN
        if live and proposal.icb_function and not icbs & set(proposal.members):
            whose = (
                ", ".join(sorted(_icbs_of(record, proposal, as_of) or icbs)) or "the ICB, which is not on the record"
            )
            what = f"{proposal.title} exercises a function of the ICB, and the ICB is no party to it"
            yield at(record, proposal, ICB_PARTY, "members", what, f"add {whose} to Members, and have its board decide")


def gone(record: Record, as_of: date) -> Iterator[Finding]:
    """Rows on who decides that name an organisation which has closed."""
    for noun in _NOW:
        for row in record.all(noun, as_of):
            yield from superseded_in(record, row, as_of)
    for action in record.all(Action, as_of):
        if action.done_on is None:
            yield from superseded_in(record, action, as_of)


def bound_when_gone(record: Record, as_of: date) -> Iterator[Finding]:
    """Decisions that bind an organisation which had closed by their day."""
    for decision in record.all(Decision):
        for code in decision.binds:
            body = record.get(Organisation, code)
            if body and body.valid_to and body.valid_to <= decision.decided_on:
                heir = successor_of(record, code, decision.decided_on)
                what = f"It binds {body.name}, which closed on {long_date(body.valid_to)}, before it was decided"
                next = f"ask whether {heir} agrees: it was not party to it" if heir != code else "take its name out"
                yield at(record, decision, ALIVE, "binds", what, next)


CHECKS = (without_its_icb, gone, bound_when_gone)


def _icbs_of(record: Record, proposal: Proposal, as_of: date) -> set[str]:
    """The ICBs that those affected belong to."""
    found = (record.get(Organisation, code, as_of) for code in proposal.members)
    return {each.icb for each in found if each and each.icb}
