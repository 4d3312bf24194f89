"""Plans side by side: from the cheapest to the most converged, to show what each further site would cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from concordat.converge.answer.plan import Plan, read_back
from concordat.converge.solver import Limit
from concordat.converge.solver.model import Kind
from concordat.converge.solver.pareto import Point, pareto

QUICK = Limit(gap=2e-3, prove=0)
"""Each alternative states its own gap, so that a board can be shown them without waiting for the last penny."""


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """The cheapest plan found in which at least so many systems share; its own bound proves its own gap."""

    at_least: int
    sharing: int
    cost: int
    gap: float
    products: int

    def as_dict(self) -> dict[str, Any]:
        """The alternative for JSON; cost in pence of today."""
        return {
            "at_least": self.at_least,
            "sharing": self.sharing,
            "cost": self.cost,
            "gap": self.gap,
            "products": self.products,
        }


def alternatives(
    plan: Plan, points: int, on_progress: Callable[[str, float, float], None] | None = None
) -> tuple[Alternative, ...]:
    """The plan itself, then at most so many in which more systems share; fewer where further sharing is impossible."""
    first = _alternative(plan, at_least=0)
    found = pareto(plan.compiled.model, points, floor=first.sharing + 1, limit=QUICK, on_progress=on_progress)
    more = [_alternative(_plan(plan, point), at_least=point.floor) for point in found]
    return (first, *(each for each in more if each.sharing > first.sharing))


def _plan(plan: Plan, point: Point) -> Plan:
    chosen, compiled = point.solution.choice, plan.compiled
    assert chosen is not None  # pareto keeps only points with a plan
    moves = read_back(compiled, chosen)
    return Plan(compiled=compiled, chosen=chosen, moves=moves, status=point.solution.status, bound=point.solution.bound)


def _alternative(plan: Plan, at_least: int) -> Alternative:
    sharing = sum(move.kind is Kind.SHARED for move in plan.moves)
    return Alternative(at_least=at_least, sharing=sharing, cost=plan.cost, gap=plan.gap, products=plan.products()[1])
