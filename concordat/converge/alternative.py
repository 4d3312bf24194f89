"""Plans side by side: from the cheapest to the most converged, to show what each further site would cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from concordat.converge.compile import Compiled
from concordat.converge.plan import Plan, read_back
from concordat.converge.solver.pareto import pareto


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
    compiled: Compiled, points: int, on_progress: Callable[[str, float, float], None] | None = None
) -> tuple[Alternative, ...]:
    """About so many plans along the trade of cost against convergence; fewer where further sharing is impossible."""
    found = []
    for point in pareto(compiled.model, points, on_progress=on_progress):
        chosen = point.solution.choice
        if chosen is not None:
            moves = read_back(compiled, chosen)
            plan = Plan(
                compiled=compiled, chosen=chosen, moves=moves, status=point.solution.status, bound=point.solution.bound
            )
            found.append(
                Alternative(
                    at_least=point.floor,
                    sharing=point.sharing,
                    cost=plan.cost,
                    gap=plan.gap,
                    products=plan.products()[1],
                )
            )
    return tuple(found)
