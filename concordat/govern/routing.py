"""Routing: a proposal's route with all that belongs to it: what is missing, what would be sooner, and other ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from concordat.govern.alternatives import Alternative, alternatives
from concordat.govern.missing import Missing, missing
from concordat.govern.shorter import Shorter, shorter
from concordat.register.deciding.matter import matter_in
from concordat.register.deciding.route import Route, route
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import AgendaItem
from concordat.register.naming import names_in
from concordat.register.proposal import Proposal

BLOCKED = 3
"""What the command ends with where nothing can be decided lawfully."""


@dataclass(frozen=True, kw_only=True)
class Routing:
    """The answer about a proposal on a day; `names` are of organisations and bodies, by code and key.

    `agenda` are the items that already put it before bodies.
    """

    proposal: Proposal
    route: Route
    names: Mapping[str, str]
    missing: tuple[Missing, ...]
    shorter: tuple[Shorter, ...]
    alternatives: tuple[Alternative, ...]
    agenda: tuple[AgendaItem, ...]

    @property
    def exit_code(self) -> int:
        """0 where it can be decided, 3 where something stands in the way."""
        return BLOCKED if self.route.blocked else 0


def routing(proposal: Proposal, standing: Standing, as_of: date) -> Routing:
    """Route a proposal on a record's standing. Raises NotAMatter."""
    found = route(matter_in(standing.record, proposal, as_of), standing, as_of)
    sooner = () if found.over else shorter(found, standing)
    return Routing(
        proposal=proposal,
        route=found,
        names=named(standing, as_of),
        missing=missing(proposal, found, standing),
        shorter=sooner,
        alternatives=() if found.over else alternatives(found, standing, sooner),
        agenda=tuple(each for each in standing.record.all(AgendaItem, as_of) if each.proposal == proposal.key),
    )


def named(standing: Standing, as_of: date) -> dict[str, str]:
    """What organisations and bodies are called, by code and key."""
    return names_in(standing.record, as_of) | {key: each.name for key, each in standing.bodies.items()}
