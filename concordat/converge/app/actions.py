"""Converge's actions: keep a plan, agree one and put its choices forward, keep a supposition.

Planning takes longer than a transaction may hold the ledger, so a job works the answer out first and these record it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from concordat.converge.app import permission, runs
from concordat.converge.app.editions.write import Written
from concordat.converge.app.models import Edition, Paper, Run
from concordat.converge.app.permission import Act
from concordat.converge.app.proposals import VERB, proposals
from concordat.converge.roadmap import Roadmap, as_dict
from concordat.core.refusal import Refusal
from concordat.register.app import ledger
from concordat.register.app.action import Done, action
from concordat.register.app.actions import put_forward
from concordat.register.app.permission import Person
from concordat.register.cell import from_json, jsonable
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.web.scope import entries, row_of


class CannotAgree(Refusal):
    """A run that nobody can agree."""

    status = 409


@action
def plan_convergence(
    *, by: Person, as_of: date, answer: Roadmap, written: Sequence[Written], read_at: datetime
) -> Done:
    """Keep a plan with its editions, for all members to read; it is agreed by nobody yet. Gives its Run."""
    permission.check(by, Act.PLAN, runs.audience(by, as_of))
    run = _keep(by, answer, written, read_at=read_at)
    return Done(subject=f"Plan {run.pk}", facts=_facts(run), value=run)


@action
def suppose(
    *,
    by: Person,
    as_of: date,
    answer: Roadmap,
    written: Sequence[Written],
    read_at: datetime,
    question: Mapping[str, Any],
    compared_with: int | None,
) -> Done:
    """Keep the answer to a what-if, for the organisation that asked; it can never be agreed. Gives its Run."""
    permission.check(by, Act.SUPPOSE, runs.audience(by, as_of))
    run = _keep(
        by, answer, written, read_at=read_at, supposed=True, question=dict(question), compared_with_id=compared_with
    )
    supposed = {name: len(question[name]) for name in ("slips", "leavers", "prices")}  # what, is for who asked
    return Done(subject=f"What if {run.pk}", facts=_facts(run) | {"supposed": supposed}, value=run)


@action
def agree_plan(*, by: Person, as_of: date, run: int) -> Done:
    """Mark a plan as agreed and put its shared choices forward; those of an earlier plan that fell away are withdrawn.

    Gives the Run. Raises CannotAgree for a run without a plan, or that is agreed already.
    """
    permission.check(by, Act.AGREE, runs.audience(by, as_of))
    found = runs.one(by, as_of, run).run
    if found.cost is None:
        raise CannotAgree(
            "No lawful plan was found, so there is none to agree", remedy="Mend the conflicts, and plan again"
        )
    line = ledger.next_number()
    marked = Run.objects.filter(pk=found.pk, agreed_at=None).update(
        agreed_at=timezone.now(), agreed_by=str(by), agreed_line=line
    )
    if not marked:
        raise CannotAgree("This plan is agreed already", remedy="Nothing needs to be done")
    put = put_forward(by, (*_put(found, by), *_withdrawn(found, by)))
    found.refresh_from_db()
    return Done(subject=f"Plan {found.pk}", facts={"proposals": [each.key for each in put]}, value=found)


def _keep(by: Person, answer: Roadmap, written: Sequence[Written], **more: Any) -> Run:
    plan = answer.plan
    run = Run.objects.create(
        collaborative=by.collaborative,
        owner=by.organisation,
        as_of=answer.as_of,
        made_at=timezone.now(),
        made_by=str(by),
        line=ledger.next_number(),
        status=plan.status if plan else "infeasible",
        gap=plan.gap if plan else None,
        cost=plan.cost if plan else None,
        answer=as_dict(answer),
        proposals=[jsonable(each) for each in proposals(answer)],
        **more,
    )
    for each in written:
        edition = Edition.objects.create(
            run=run, audience=each.audience, facts=each.facts, roadmap=each.roadmap, costs=each.costs
        )
        Paper.objects.bulk_create(
            Paper(edition=edition, name=name, what=what, media_type=media_type, contents=contents)
            for name, what, media_type, contents in each.papers
        )
    return run


def _facts(run: Run) -> dict[str, Any]:
    """Counts, no pounds: everybody may read the ledger."""
    return {"status": run.status, "moves": len(run.answer["moves"]), "planned_as_of": run.as_of.isoformat()}


def _put(run: Run, by: Person) -> list[Proposal]:
    found = [from_json(Proposal, each) for each in run.proposals]
    return [replace(each, organisation=by.organisation) for each in found if isinstance(each, Proposal)]


def _withdrawn(run: Run, by: Person) -> list[Proposal]:
    """What an earlier plan put forward that this one does not, and nobody has decided on yet."""
    still = {each["proposal"] for each in run.proposals}
    open_ = [row_of(each) for each in entries(by, Proposal).filter(private=False)]
    gone = (ProposalStatus.DRAFT, ProposalStatus.RELEASED)
    return [
        replace(each, status=ProposalStatus.WITHDRAWN)
        for each in open_
        if isinstance(each, Proposal) and each.verb == VERB and each.key not in still and each.status in gone
    ]
