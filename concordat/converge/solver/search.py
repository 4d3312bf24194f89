"""From a model to a plan with a proof: bound, plan at once, integer programme over the columns worth it, proof of what is left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from concordat.converge.solver.answer import Answer, Stage, Status
from concordat.converge.solver.bound import Bound, lower_bound
from concordat.converge.solver.check import broken
from concordat.converge.solver.choice import Choice
from concordat.converge.solver.effort import Clock, Effort
from concordat.converge.solver.first_plan import first_plan
from concordat.converge.solver.mip import Found, Programme
from concordat.converge.solver.model import Bools, Floats, Model
from concordat.converge.solver.restrict import regret, restrict
from concordat.converge.solver.stages import improve_in_order

Progress = Callable[[str, float, float], None]

PLAN_AT = (40, 160)  # iterations of the bound at which a plan is tried for
CLIMB = 0.4  # share of the seconds, if limited, for the bound
WIDEN = 4  # times more columns after each programme that finds no plan
PROVED = 1e-9  # relative gap that is rounding


def solve(
    model: Model,
    *,
    order: Sequence[str] = ("cost",),
    tolerance: float = 0.001,
    effort: Effort = Effort(),
    start: Choice | None = None,
    price: Floats | None = None,
    on_progress: Progress | None = None,
) -> Answer:
    """The cheapest choice for ``model``, then the other objectives of ``order`` in turn.

    order        "cost" first, then any of "products", "fairness", "risk"; each stage keeps those before it within ``tolerance``
                 (a share) of the values they reached
    start        a plan to begin from, if it is feasible here     price  (R,) row prices to begin from: another answer's
    on_progress  called with (stage, objective in pence, bound in pence) whenever either is better
    """
    search = _Search(model, effort, start, on_progress or (lambda _stage, _objective, _bound: None))
    bound = search.climb(price)
    if np.isinf(bound.value):
        return search.answer(bound, infeasible=True)
    ruled_out = search.programmes(bound)
    answer = search.answer(bound, infeasible=ruled_out)
    if search.plan is None or len(order) == 1:
        return answer
    choice, later = improve_in_order(model, search.keep, search.plan, order[1:], tolerance, effort, search.clock)
    cost = choice.cost(model)
    search.say("later objectives", cost, answer.bound)
    stages = (Stage(name="cost", value=cost, bound=answer.bound), *later)
    status = answer.status if cost <= answer.objective else Status.FEASIBLE
    return replace(answer, choice=choice, objective=cost, stages=stages, status=status, cut_by_time=search.clock.ran_out)


@dataclass
class _Search:
    """The best plan and the best bound so far."""

    model: Model
    effort: Effort
    plan: Choice | None
    say: Progress

    def __post_init__(self) -> None:
        self.clock = Clock(self.effort.seconds)
        self.keep: Bools = np.zeros(self.model.cost.shape, dtype=bool)
        self.proved = -np.inf
        start, self.plan = self.plan, None
        if start is not None:
            self.offer("start", start)

    @property
    def objective(self) -> float:
        return np.inf if self.plan is None else self.plan.cost(self.model)

    @property
    def close(self) -> bool:
        return self.objective - self.proved <= max(self.effort.gap, PROVED) * abs(self.proved)

    def offer(self, stage: str, plan: Choice | None) -> None:
        """Take ``plan`` if it is feasible and cheaper than the one in hand."""
        if plan is not None and not broken(self.model, plan) and plan.cost(self.model) < self.objective:
            self.plan = plan
            self.say(stage, self.objective, self.proved)

    def climb(self, price: Floats | None) -> Bound:
        """The Lagrangian bound, trying for a plan on the way and at the end."""

        def watch(iteration: int, bound: Bound) -> bool:
            self.proved = max(self.proved, bound.value)
            if iteration in PLAN_AT and np.isfinite(bound.value):
                self.offer("first plan", first_plan(self.model, bound))
            return self.clock.over(CLIMB, self.effort.seconds)

        bound = lower_bound(self.model, iterations=self.effort.iterations, price=price, watch=watch)
        self.proved = max(self.proved, bound.value)
        self.say("bound", self.objective, self.proved)
        if np.isfinite(bound.value):
            self.offer("plan at prices", first_plan(self.model, bound))
        return bound

    def programmes(self, bound: Bound) -> bool:
        """Integer programmes over more and more columns, until there is a plan and no cheap way to prove more. True: there is no plan."""
        most, size = self.effort.columns * self.model.cells, int((~self.model.absent).sum())
        while not self.close:
            kept = restrict(self.model, bound, self.plan, most=most)
            found = self._run("integer programme", kept.keep, kept.floor)
            if found.infeasible and kept.keep.sum() == size:
                return True
            if self.plan is not None or kept.keep.sum() == size or self.clock.ran_out:
                break
            most *= WIDEN
        if self.plan is not None and not self.close:
            self._prove(bound)
        return False

    def _prove(self, bound: Bound) -> None:
        """Run once more over every column that a plan better by more than the gap could use, if they are few enough."""
        price = regret(self.model, bound)
        worth = (price <= self.objective * (1 - self.effort.gap / 2) - bound.value + 1.0) & ~self.model.absent
        keep = worth | self.keep
        if worth.sum() <= self.effort.prove and not self.clock.ran_out:
            self._run("proof", keep, bound.value + float(price[~keep].min(initial=np.inf)))

    def _run(self, stage: str, keep: Bools, floor: float) -> Found:
        programme = Programme(self.model, keep)
        found = programme.minimise(
            programme.cost, gap=self.effort.gap / 2, nodes=self.effort.nodes, seconds=self.clock.left()
        )
        self.clock.ran_out |= found.cut and self.clock.left() == 0.0
        self.keep = self.keep | keep
        self.offer(stage, found.choice)
        self.proved = max(self.proved, min(found.bound, floor, self.objective))
        self.say(stage, self.objective, self.proved)
        return found

    def answer(self, bound: Bound, *, infeasible: bool) -> Answer:
        objective = self.objective
        proved = objective - self.proved <= PROVED * max(abs(objective), 1.0)
        nothing = Status.INFEASIBLE if infeasible else Status.CUT
        return Answer(
            status=nothing if self.plan is None else Status.OPTIMAL if proved else Status.FEASIBLE,
            choice=self.plan,
            objective=objective,
            bound=np.inf if infeasible else self.proved,
            price=bound.price,
            stages=() if self.plan is None else (Stage(name="cost", value=objective, bound=self.proved),),
            cut_by_time=self.clock.ran_out,
        )
