"""Converge in the demo: the example's plan, made and agreed by its programme director."""

from __future__ import annotations

from datetime import date
from typing import Any

from concordat.converge.app import actions, jobs, runs
from concordat.converge.roadmap import Wishes
from concordat.register.app.permission import Person


def prepare(*, by: Person, as_of: date) -> dict[str, Any]:
    """Plan and agree, unless it was done before; what came of it, for JSON. Money in pence.

    Plans that share more take longer to find than the plan itself, so they wait until somebody plans again.
    """
    standing = runs.current(by, as_of)
    run = standing.run if standing else jobs.made(by, as_of, progress=lambda percent, saying: None, wishes=Wishes())
    if run.agreed_at is None and run.cost is not None:
        run = actions.agree_plan(by=by, as_of=as_of, run=run.pk)
    minimum = run.answer["cost"]["do_minimum"]
    return {
        "status": run.status,
        "gap": run.gap,
        "cost": run.cost,
        "saving": minimum - run.cost if run.cost is not None else None,
        "moves": len(run.answer["moves"]),
        "conflicts": len(run.answer["conflicts"]),
        "proposals": len(run.proposals),
        "plan": run.pk,
    }
