"""Duties that must be considered before deciding, and of which the record does not say where they were: GOV-07.

A Proposal carries them in its column Duties, each as the duty, a colon and where it was considered:
"equality: EIA-12; public involvement: does not apply, no service changes (paper 4, page 2)".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.finding import Finding
from concordat.govern.checks.every import at
from concordat.register.authority import DecisionClass, Function
from concordat.register.deciding.matter import NotAMatter, matter_of
from concordat.register.deciding.rules import DUTIES
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.register.record import Record

_SERVICES = frozenset({DecisionClass.SERVICE_CHANGE, DecisionClass.MERGER})
_SPENDING = frozenset({DecisionClass.BUSINESS_CASE, DecisionClass.AWARD, DecisionClass.POOLED_FUND})
_POLICIES = frozenset({DecisionClass.ADOPTION, DecisionClass.AGREEMENT})


@dataclass(frozen=True, kw_only=True)
class Considered:
    """A duty: for which kinds of decision and, whatever the kind, for which function; and where it is written."""

    duty: str
    source: str
    classes: frozenset[DecisionClass]
    functions: frozenset[Function] = frozenset()

    def engaged(self, function: Function | None, kind: DecisionClass | None) -> bool:
        """Whether a decision must say where it was considered, or that it does not apply."""
        return kind in self.classes or function in self.functions


CONSIDERED = (
    Considered(
        duty="public involvement",
        source="NHS Act 2006 s242 for trusts, s14Z45 for ICBs",
        classes=_SERVICES,
        functions=frozenset({Function.CLINICAL, Function.COMMISSIONING}),
    ),
    Considered(duty="equality", source="Equality Act 2010 s149", classes=_SERVICES | _SPENDING | _POLICIES),
    Considered(
        duty="quality",
        source="National Quality Board: quality impact assessment",
        classes=_SERVICES | {DecisionClass.BUSINESS_CASE},
        functions=frozenset({Function.CLINICAL}),
    ),
    Considered(
        duty="triple aim",
        source="NHS Act 2006 s26A for trusts, s63A for foundation trusts, s14Z43 for ICBs",
        classes=_SERVICES | _SPENDING,
    ),
)
"""What each kind of decision must have considered. That a duty does not apply is an answer too, with its reason."""


def not_considered(record: Record, as_of: date) -> Iterator[Finding]:
    """Proposals put forward or decided of which nothing says where a duty was considered."""
    for proposal in record.all(Proposal, as_of):
        missing = outstanding(proposal)
        if missing and proposal.status in (ProposalStatus.RELEASED, ProposalStatus.DECIDED):
            names = ", ".join(each.duty for each in missing)
            written = "; ".join(f"{each.duty}: its reference" for each in missing)
            what = f"Nothing says where {proposal.title} considered {names} ({'; '.join(x.source for x in missing)})"
            next = f"add it to Duties, or say there why it does not apply: {written}"
            yield at(record, proposal, DUTIES, "duties", what, next)


CHECKS = (not_considered,)


def outstanding(proposal: Proposal) -> tuple[Considered, ...]:
    """The duties that a proposal must consider and of which it does not say where."""
    said = {
        duty.strip().casefold() for each in proposal.duties for duty, _, where in [each.partition(":")] if where.strip()
    }
    function, kind = _about(proposal)
    return tuple(each for each in CONSIDERED if each.engaged(function, kind) and each.duty not in said)


def _about(proposal: Proposal) -> tuple[Function | None, DecisionClass | None]:
    """What it is about: as a route takes it, or what it says itself where it cannot be routed."""
    try:
        matter = matter_of(proposal)
    except NotAMatter:
        return proposal.function, proposal.decision_class
    return matter.function, matter.decision_class
