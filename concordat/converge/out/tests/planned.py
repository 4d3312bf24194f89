"""A plan made by hand, without the solver: for each capability one shared offer, and each site's cheapest column."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from concordat.converge.answer.conflict import Conflict
from concordat.converge.answer.plan import Plan, read_back
from concordat.converge.facts.check import check
from concordat.converge.facts.problem import problem_of
from concordat.converge.pricing.compile import compile_problem
from concordat.converge.roadmap import Roadmap
from concordat.converge.solver.choice import Choice
from concordat.converge.solver.model import Ints, Model
from concordat.converge.tests.small import AS_OF
from concordat.register.record import Record

CONFLICT = Conflict(what="EPR at Trust RZ1 has no lawful future", facts=("Contract E1 ends",), remedy="add an offer")


def planned(record: Record, as_of: date = AS_OF) -> Roadmap:
    """The roadmap of a record: lawful, its gap a thousandth, though it may break limits that bind moves together."""
    roadmap = unplanned(record, as_of)
    compiled = roadmap.compiled
    chosen = Choice.of(compiled.model, _columns(compiled.model))
    moves = read_back(compiled, chosen)
    plan = Plan(compiled=compiled, chosen=chosen, moves=moves, status="feasible", bound=0)
    return replace(roadmap, plan=replace(plan, bound=plan.cost * 0.999), status="feasible", conflicts=())


def unplanned(record: Record, as_of: date = AS_OF) -> Roadmap:
    """The same where no lawful plan was found."""
    compiled = compile_problem(problem_of(record, as_of))
    findings = (*compiled.problem.findings, *check(record, as_of))
    return Roadmap(
        as_of=as_of, record=record, compiled=compiled, plan=None, status="infeasible", conflicts=(CONFLICT,),
        findings=findings,
    )  # fmt: skip


def _columns(model: Model) -> Ints:
    columns = np.zeros(model.cells, dtype=np.int64)
    for capability in range(model.options.offer.shape[0]):
        cells = np.flatnonzero(model.capability == capability)
        shared = [None, *np.flatnonzero(model.options.shared[capability])]
        columns[cells] = min(
            (_cheapest(model, capability, cells, each) for each in shared), key=lambda found: found[0]
        )[1]
    return columns


def _cheapest(model: Model, capability: int, cells: Ints, option: int | None) -> tuple[float, Ints]:
    """What the capability costs if it may share this option, and each cell's column."""
    cost = model.cost[cells].copy()
    moves = cost[:, 2:].reshape(len(cells), -1, model.quarters)
    moves[:, [at for at in np.flatnonzero(model.options.shared[capability]) if at != option]] = np.inf
    columns = cost.argmin(axis=1)
    total = float(cost.min(axis=1).sum())
    if option is not None:
        takers = int(((columns - 2) // model.quarters == option).sum())
        enough = takers >= model.options.threshold[capability, option]
        total = total + float(model.options.activation[capability, option]) if enough else np.inf
    return total, columns
