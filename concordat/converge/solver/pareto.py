"""Plans side by side, from the cheapest to the most converged: each the cheapest that shares so much."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from concordat.converge.solver.model import FIRST_MOVE, Floats, Kind, Model
from concordat.converge.solver.rows import at_least
from concordat.converge.solver.solve import Limit, Solution, solve

FLOOR = "convergence"


@dataclass(frozen=True, kw_only=True, eq=False)
class Point:
    """The cheapest plan with at least ``floor`` cells in shared options; how many it has; its own bound."""

    floor: int
    sharing: int
    solution: Solution


def pareto(
    model: Model,
    points: int,
    *,
    floor: int = 0,
    limit: Limit | None = None,
    on_progress: Callable[[str, float, float], None] | None = None,
) -> tuple[Point, ...]:
    """About ``points`` plans, from no floor to every cell that could share; fewer if more sharing is impossible.

    Each floor is at least one more than the plan before shares, so no two points are the same plan.
    """
    could = sharing_columns(model)
    most = int((could.any(axis=1)).sum())
    found: list[Point] = []
    floor = min(floor, most)
    for left in range(points, 0, -1):
        solution = solve(_with_floor(model, could, floor), limit=limit, on_progress=on_progress)
        if solution.choice is None:
            break
        sharing = sum(kind == Kind.SHARED for kind in solution.choice.kind)
        found.append(Point(floor=floor, sharing=sharing, solution=solution))
        if sharing >= most or left == 1:
            break
        floor = sharing + max(1, (most - sharing) // (left - 1))
    return tuple(found)


def sharing_columns(model: Model) -> np.ndarray:
    """(N, C) True where the column exists and belongs to a shared option."""
    shared = np.repeat(model.options.shared[model.capability], model.quarters, axis=1)
    kept = np.zeros((model.cells, FIRST_MOVE), dtype=bool)
    return np.concatenate([kept, shared], axis=1) & ~model.absent


def _with_floor(model: Model, could: np.ndarray, floor: int) -> Model:
    amount: Floats = could.astype(np.float64)
    return model.with_rows(at_least(model.cost, amount, float(floor), (FLOOR, f"at least {floor}"))) if floor else model
