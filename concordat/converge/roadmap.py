"""The answer: a plan with its reasons, what it is compared with, and everything that was found on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from concordat.converge.answer.alternative import Alternative, alternatives
from concordat.converge.answer.conflict import Conflict, conflicts
from concordat.converge.answer.plan import Move, Plan, read_back
from concordat.converge.answer.reason import Explanation, Reasons
from concordat.converge.answer.replan import Agreed, Change, changes, columns_of
from concordat.converge.facts.check import check
from concordat.converge.facts.fit import rebuilt
from concordat.converge.facts.problem import Problem, problem_of
from concordat.converge.pricing.compile import Compiled, compile_problem
from concordat.converge.pricing.expiry import Baselines
from concordat.converge.solver import Limit, mostly, solve
from concordat.converge.solver.model import Kind
from concordat.core.finding import Finding
from concordat.register.record import Record

FEASIBLE, BAD_INPUT, INFEASIBLE = 0, 2, 3
ORDER = ("cost", "products", "fairness", "risk")
Progress = Callable[[str, float, float], None]


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the planner asks for besides the record: the order of aims, how long to look, how many plans to compare.

    Law and safety come before every aim, since what is unlawful is not a choice. `seconds` None stops by work done, so
    that the same question has the same answer; `benefits` counts cash that offers release; of what was agreed before at
    most `most_changes` systems may change, None for any number.
    """

    order: tuple[str, ...] = ORDER
    tolerance: float = 0.002
    seconds: float | None = None
    benefits: bool = False
    most_changes: int | None = None
    alternatives: int = 0


@dataclass(frozen=True, kw_only=True)
class Roadmap:
    """What `roadmap` answers: a plan, or the facts that conflict.

    `status` is optimal, feasible or cut where there is a plan; else infeasible, or none found where none is ruled out.
    """

    as_of: date
    record: Record = field(repr=False)
    compiled: Compiled = field(repr=False)
    plan: Plan | None
    status: str
    conflicts: tuple[Conflict, ...]
    findings: tuple[Finding, ...]
    agreed: tuple[Agreed, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    @property
    def problem(self) -> Problem:
        """What was to be decided."""
        return self.compiled.problem

    @property
    def without(self) -> Baselines:
        """What happens without a plan."""
        return self.compiled.without

    @property
    def exit_code(self) -> int:
        """What the command ends with."""
        return FEASIBLE if self.plan else INFEASIBLE

    @cached_property
    def explanations(self) -> dict[int, Explanation]:
        """The reasons of each move, by the number of its system."""
        reasons = Reasons(self.plan) if self.plan else None
        return {move.number: reasons.explain(move) for move in self.plan.moves} if self.plan and reasons else {}

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs from the agreed plan; nothing where none was given."""
        return changes(self.agreed, self.plan) if self.plan and self.agreed else ()

    @property
    def overrides(self) -> tuple[tuple[str, date, str], ...]:
        """(contract, until, reason) for every end assumed against the law; shown on every output."""
        contracts = {cell.contract.contract: cell.contract for cell in self.problem.cells}
        return tuple((c.contract, c.override_until, c.override_reason) for c in contracts.values() if c.override_until)


def roadmap(
    record: Record,
    as_of: date,
    wishes: Wishes | None = None,
    *,
    agreed: Iterable[Agreed] = (),
    on_progress: Progress | None = None,
) -> Roadmap:
    """Plan the convergence of a record on a day, with what was `agreed` before where `wishes` limit its changes."""
    wishes = wishes or Wishes()
    problem = problem_of(record, as_of)
    compiled = compile_problem(problem, benefits=wishes.benefits)
    agreed = tuple(agreed)
    plan, status = solved(compiled, wishes, on_progress, agreed) if problem.cells else (None, "infeasible")
    return Roadmap(
        as_of=as_of,
        record=record,
        compiled=compiled,
        plan=plan,
        status=status,
        conflicts=() if plan else conflicts(_limited(compiled, wishes, agreed)),
        findings=(*problem.findings, *check(record, as_of)),
        agreed=agreed,
        alternatives=alternatives(plan, wishes.alternatives, on_progress) if plan and wishes.alternatives else (),
    )


def as_dict(roadmap: Roadmap) -> dict[str, Any]:
    """The answer as JSON: money in pence of today, days as ISO dates."""
    plan, without = roadmap.plan, roadmap.without
    before, after = plan.products() if plan else (None, None)
    return {
        "as_of": roadmap.as_of.isoformat(),
        "status": roadmap.status,
        "gap": plan.gap if plan else None,
        "bound": plan.bound if plan else None,
        "unit": "pence",
        "cost": {
            "plan": plan.cost if plan else None,
            "do_nothing": without.do_nothing,
            "do_minimum": without.do_minimum,
            "integrate": without.integrate,
        },
        "moves": [_move(roadmap, move) for move in plan.changed] if plan else [],
        "stays": [_move(roadmap, move) for move in plan.moves if move.kind is Kind.STAY] if plan else [],
        "products_before": before,
        "products_after": after,
        "changes": [each.as_dict() for each in roadmap.changes],
        "alternatives": [each.as_dict() for each in roadmap.alternatives],
        "overrides": [
            {"contract": key, "until": until.isoformat(), "reason": why} for key, until, why in roadmap.overrides
        ],
        "conflicts": [each.as_dict() for each in roadmap.conflicts],
        "findings": [each.as_dict() for each in roadmap.findings],
    }


def _move(roadmap: Roadmap, move: Move) -> dict[str, Any]:
    why, dates = roadmap.explanations[move.number], move.dates
    return {
        "capability": move.cell.system.capability,
        "organisation": move.cell.organisation,
        "system": move.cell.system.system,
        "kind": move.kind.value,
        "from": move.cell.system.product,
        "to": move.product,
        "offer": move.choice.offer.offer if move.choice else None,
        "contract": move.cell.contract.contract,
        "cutover_on": _iso(dates.cutover_on if dates else None),
        "decide_by": _iso(move.decide_by),
        "notice_by": _iso(move.notice_by),
        "procure_by": _iso(dates.procure_by if dates else None),
        "award_by": _iso(dates.award_by if dates else None),
        "old_contract_paid_to": _iso(move.ending.paid_to if move.ending else None),
        "lost_after": _iso(why.lost_after),
        "cost": move.today,
        "month_late": why.month_late,
        "notices": [{"by": notice.by.isoformat(), "what": notice.what} for notice in move.notices],
        "rebuild_interfaces": list(rebuilt(roadmap.record, move.cell.system, roadmap.as_of)) if move.choice else [],
        "binding": list(why.binding),
        "reasons": [reason.as_dict() for reason in (*why.reasons, *why.priced)],
    }


def _limited(compiled: Compiled, wishes: Wishes, agreed: tuple[Agreed, ...]) -> Compiled:
    """The problem with the limit on changes among its rows, so that a conflict may name it."""
    if wishes.most_changes is None:
        return compiled
    return replace(compiled, model=mostly(compiled.model, columns_of(compiled, agreed), wishes.most_changes))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def solved(
    compiled: Compiled, wishes: Wishes, on_progress: Progress | None = None, agreed: Iterable[Agreed] = ()
) -> tuple[Plan | None, str]:
    """The plan the solver finds, read back, and how the search ended; no plan where nothing lawful fits."""
    found = solve(
        compiled.model,
        order=wishes.order,
        tolerance=wishes.tolerance,
        limit=Limit(seconds=wishes.seconds),
        previous=columns_of(compiled, agreed) if wishes.most_changes is not None else None,
        most_changes=wishes.most_changes,
        on_progress=on_progress,
    )
    if found.choice is None:
        return None, found.status
    plan = Plan(
        compiled=compiled,
        chosen=found.choice,
        moves=read_back(compiled, found.choice),
        status=found.status,
        bound=found.bound,
        cut_by_time=found.cut_by_time,
    )
    return plan, found.status
