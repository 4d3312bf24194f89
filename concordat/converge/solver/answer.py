"""What the solver says: a plan or why none, what it costs, how far from the best it can be, and the price of what binds."""

from dataclasses import dataclass
from enum import StrEnum

from concordat.converge.solver.choice import Choice
from concordat.converge.solver.model import Floats


class Status(StrEnum):
    """How the search ended.

    OPTIMAL     the plan is proved to be the cheapest
    FEASIBLE    a plan, with a proved gap
    INFEASIBLE  proved that there is no plan; see `core.explain_infeasible`
    CUT         no plan found within the effort allowed, and none ruled out
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    CUT = "cut"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One objective of the order, as the final plan has it, and the best it could be within what the stages before allow.

    name   cost (pence), products (number in use), fairness (worst organisation's cost over its baseline, less 1), risk (score)
    bound  proved for cost; for later stages proved over the columns the search kept
    """

    name: str
    value: float
    bound: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Answer:
    """A plan and its proof.

    objective, bound  pence (``inf`` and ``-inf`` where there is none)       gap  (objective − bound) / |bound|
    price             (R,) pence that one unit more of each row's limit is worth, about: what binds, and how hard
    stages            each objective in the order asked for
    cut_by_time       True: a limit in seconds ended some step, so another run may answer differently
    """

    status: Status
    choice: Choice | None
    objective: float
    bound: float
    price: Floats
    stages: tuple[Stage, ...] = ()
    cut_by_time: bool = False

    @property
    def gap(self) -> float:
        """Relative distance from the proved bound; ``inf`` without a plan."""
        if self.choice is None:
            return float("inf")
        return max(0.0, self.objective - self.bound) / max(abs(self.bound), 1.0)
