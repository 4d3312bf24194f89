"""Converge's jobs: plan, and suppose; each gathers, works the answer out and writes it up, and then acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from math import isfinite
from typing import Any

from django.urls import reverse
from django.utils import timezone

from concordat.converge.answer.replan import agreed_from
from concordat.converge.app import actions, permission, runs
from concordat.converge.app.audience import audiences
from concordat.converge.app.editions.difference import difference
from concordat.converge.app.editions.write import editions
from concordat.converge.app.models import Run
from concordat.converge.app.permission import Act
from concordat.converge.app.question import Question
from concordat.converge.facts.what_if import suppose as supposing
from concordat.converge.roadmap import Wishes, roadmap
from concordat.core.refusal import Refusal
from concordat.register.app.permission import Person
from concordat.register.organisation import Membership
from concordat.register.record import Record
from concordat.register.system import System
from concordat.web.jobs import Progress, job
from concordat.web.scope import whole_record_for_computation

_STAGES = {
    "bound": (10, "Finding out how good a plan can be at best"),
    "first plan": (25, "A first plan is found"),
    "cost": (40, "Searching for a cheaper plan"),
    "products": (55, "Preferring fewer products among plans as cheap"),
    "fairness": (70, "Preferring what is fairer to the member worst off"),
    "risk": (80, "Preferring safer ground under the law"),
    "done": (85, "The plan is found; comparing it with plans that share more"),
}
"""What the solver says it is doing, as a share of the way and in words."""
_WRITING = 90
ALTERNATIVES = 3
"""How many plans that share more a board is shown beside the plan."""


class NothingToPlan(Refusal):
    """A register in which there is nothing to plan for."""


@job("converge.plan", title="Planning the convergence")
def plan(*, by: Person, as_of: date, progress: Progress, seconds: float | None = None) -> dict[str, Any]:
    """Plan on the full record, and keep the plan; its page."""
    run = made(by, as_of, progress, Wishes(seconds=seconds, alternatives=ALTERNATIVES))
    return {"page": reverse("converge_plan", kwargs={"run": run.pk})}


def made(by: Person, as_of: date, progress: Progress, wishes: Wishes) -> Run:
    """A plan made and kept."""
    permission.check(by, Act.PLAN, runs.audience(by, as_of))
    read_at = timezone.now()
    record = _record(by, as_of)
    answer = roadmap(record, as_of, wishes, on_progress=_telling(progress))
    readers = audiences(record.all(Membership), by.collaborative, as_of)
    written = editions(answer, readers, tell=lambda saying: progress(_WRITING, saying))
    run: Run = actions.plan_convergence(by=by, as_of=as_of, answer=answer, written=written, read_at=read_at)
    return run


@job("converge.suppose", title="Working out what would change")
def suppose(*, by: Person, as_of: date, progress: Progress, question: Mapping[str, Any]) -> dict[str, Any]:
    """Plan as if some facts were different, compare with the plan that stands, and keep the answer; its page."""
    asked, reader = Question.of(question), runs.audience(by, as_of)
    permission.check(by, Act.SUPPOSE, reader)
    read_at, base = timezone.now(), runs.current(by, as_of)
    record = _record(by, as_of)
    permission.check_facts(by, asked.what_if, record, as_of)
    agreed = agreed_from(base.run.answer) if base else ()
    answer = roadmap(
        supposing(record, asked.what_if, as_of),
        as_of,
        Wishes(seconds=asked.seconds, most_changes=asked.most_changes),
        agreed=agreed,
        on_progress=_telling(progress),
    )
    compared = difference(answer, base.run.answer if base else None, agreed)
    written = editions(
        answer, [reader], tell=lambda saying: progress(_WRITING, saying), supposed={"difference": compared}
    )
    run: Run = actions.suppose(
        by=by, as_of=as_of, answer=answer, written=written, read_at=read_at, question=asked.as_dict(),
        compared_with=base.run.pk if base else None,
    )  # fmt: skip
    return {"page": reverse("converge_supposed", kwargs={"run": run.pk})}


def _record(by: Person, as_of: date) -> Record:
    record = whole_record_for_computation(by.collaborative)
    if not record.all(System, as_of):
        raise NothingToPlan("There are no systems on the register", remedy="Upload the workbooks first, then plan")
    return record


def _telling(progress: Progress) -> Callable[[str, float, float], None]:
    """Passes on what the solver tells, without pounds, and a repeated stage only once: each is a write."""
    told: set[str] = set()

    def tell(stage: str, cost: float, bound: float) -> None:
        if stage in told or stage not in _STAGES:
            return
        told.add(stage)
        percent, saying = _STAGES[stage]
        near = f", at most {max(0.0, cost / bound - 1):.1%} from the best" if isfinite(cost) and bound > 0 else ""
        progress(percent, f"{saying}{near}")

    return tell
