"""What a plan puts forward for decision: a Proposal for each shared choice, which whoever governs can route."""

from __future__ import annotations

from collections.abc import Iterator

from concordat.converge.answer.plan import Move, Plan
from concordat.converge.facts.problem import Choice
from concordat.converge.out.sentences import short
from concordat.converge.roadmap import Roadmap
from concordat.converge.solver.model import Kind
from concordat.core.period import long_date
from concordat.register.proposal import Proposal, ProposalStatus

VERB = "converge"
VAT = 20
"""Per cent: thresholds and limits are compared with values that include it."""


def proposals(roadmap: Roadmap) -> tuple[Proposal, ...]:
    """One for each shared choice of a plan, under a key that the next plan's choice for the capability takes over.

    Its value is that of what would be bought from the offer, so no price of anybody's present contract is in it.
    """
    plan = roadmap.plan
    return tuple(_proposal(roadmap, plan, key, choice) for key, choice in plan.shared.items()) if plan else ()


def key_of(capability: str) -> str:
    """The key of a capability's proposal."""
    return f"{VERB}-{capability}".casefold()


def _proposal(roadmap: Roadmap, plan: Plan, capability: str, choice: Choice) -> Proposal:
    name = roadmap.problem.name
    moves = [each for each in plan.moves if each.kind is Kind.SHARED and each.cell.system.capability == capability]
    members = tuple(dict.fromkeys(move.cell.organisation for move in moves))
    return Proposal(
        proposal=key_of(capability),
        title=f"Share {name(choice.offer.product)} for {name(capability)} at {len(members)} organisations",
        verb=VERB,
        status=ProposalStatus.RELEASED,
        members=members,
        capability=capability,
        contracts=tuple(dict.fromkeys(move.cell.contract.contract for move in moves)),
        value=_value(plan, choice, moves),
        months=_months(plan, moves),
        decide_by=min((move.decide_by for move in moves if move.decide_by), default=None),
        reasons=tuple(each.replace(";", ",") for each in _reasons(roadmap, moves)),  # a list is parted by semicolons
    )


def _value(plan: Plan, choice: Choice, moves: list[Move]) -> int:
    """Pence, with VAT, to the end of the horizon and not discounted: running, set-up, and what is paid once."""
    prices = plan.compiled.prices
    cutovers = [(move, move.dates.cutover_on) for move in moves if move.dates]
    taken = sum(int(prices.take(move.cell, choice, [on]).sum()) for move, on in cutovers)
    return (taken + prices.once(choice)) * (100 + VAT) // 100


def _months(plan: Plan, moves: list[Move]) -> int:
    first, last = min(move.dates.cutover_on for move in moves if move.dates), plan.problem.ends_on
    return (last.year - first.year) * 12 + last.month - first.month


def _reasons(roadmap: Roadmap, moves: list[Move]) -> Iterator[str]:
    """Why it is shared, and then when each site cuts over; no pounds, which belong to the sites."""
    yield from (each.text for each in roadmap.explanations[moves[0].number].reasons[:1])
    for move in moves:
        if move.dates:
            where = short(roadmap.problem.name(move.cell.organisation))
            yield f"{where} cuts over from {move.cell.system.label} on {long_date(move.dates.cutover_on)}"
