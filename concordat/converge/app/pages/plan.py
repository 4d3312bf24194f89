"""The plan's page: the answer, what to decide next, the roadmap, the money, and what can be taken away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.urls import reverse
from markupsafe import Markup

from concordat.converge.app import actions, permission, runs
from concordat.converge.app.became import Became, became
from concordat.converge.app.models import Run
from concordat.converge.app.pages.around import HOME, Tab, asked, crumbs, move_href, row_href, tabs
from concordat.converge.app.permission import Act
from concordat.converge.app.runs import NoSuchPlan, Reading
from concordat.core.reason import Reason
from concordat.register.app.permission import Person
from concordat.register.cell import from_json
from concordat.register.contract import Contract
from concordat.register.proposal import Proposal
from concordat.web import jobs
from concordat.web.page import Crumb, File, Moved, Page


@dataclass(frozen=True, kw_only=True)
class NoPlanPage(Page):
    """Before any plan is made: `may_not` plan, or None for whoever may."""

    template: ClassVar[str] = "converge/no_plan.jinja"

    may_not: Reason | None


@dataclass(frozen=True, kw_only=True)
class Download:
    """A paper that can be taken away: its ending, what it is, its address."""

    name: str
    what: str
    href: str


@dataclass(frozen=True, kw_only=True)
class PlanPage(Page):
    """A plan as its reader may see it; `summary`, `money` and `moves` are the facts of their edition of the `run`.

    `shared` is each choice that is shared, with what became of its proposal, None where it is not put forward.
    `roadmap` and `costs` are pictures, blank where they are not for this reader; `newer` is a plan made since, and
    `changed_since` how many rows of the register changed; `may_not_plan` and `may_not_agree` say why not.
    """

    template: ClassVar[str] = "converge/plan.jinja"

    run: Run
    tabs: tuple[Tab, ...]
    totals: bool
    summary: dict[str, Any]
    money: dict[str, Any]
    moves: tuple[dict[str, Any], ...]
    shared: tuple[tuple[dict[str, Any], Became | None], ...]
    next: tuple[dict[str, Any], ...]
    roadmap: Markup
    costs: Markup
    papers: tuple[Download, ...]
    findings: int
    changed_since: int
    newer: Run | None
    may_not_plan: Reason | None
    may_not_agree: Reason | None


@dataclass(frozen=True, kw_only=True)
class AgreePage(Page):
    """Before agreeing: the proposals that would be put forward."""

    template: ClassVar[str] = "converge/agree.jinja"

    run: Run
    summary: dict[str, Any]
    proposals: tuple[Proposal, ...]


def plan_page(*, by: Person, as_of: date, plan: str | None = None, run: int | None = None) -> PlanPage | NoPlanPage:
    """The plan that stands, or the one asked for."""
    wanted = run if run is not None else asked(plan)
    reading = runs.standing(by, as_of, wanted)
    if reading is None:
        may_not = permission.may(by, Act.PLAN, runs.audience(by, as_of))
        return NoPlanPage(title="There is no plan yet", crumbs=(HOME,), may_not=may_not)
    return _page(by, as_of, reading)


def start(*, by: Person, as_of: date) -> Moved:
    """Ask for a plan, and go and watch it being made."""
    permission.check(by, Act.PLAN, runs.audience(by, as_of))
    job = jobs.enqueue("converge.plan", by=by, as_of=as_of)
    return Moved(to=reverse("job", kwargs={"id": job.pk}))


def agree_page(*, by: Person, as_of: date, run: int) -> AgreePage:
    """What agreeing a plan would put forward. Raises NotPermitted, NoSuchPlan."""
    reading = runs.one(by, as_of, run)
    permission.check(by, Act.AGREE, reading.audience)
    found = (from_json(Proposal, each) for each in reading.run.proposals)
    return AgreePage(
        title="Agree this plan",
        crumbs=(*crumbs(), Crumb(text="Plan", href=reverse("converge_plan", kwargs={"run": run}))),
        run=reading.run,
        summary=reading.edition.facts["summary"],
        proposals=tuple(each for each in found if isinstance(each, Proposal)),
    )


def agree(*, by: Person, as_of: date, run: int) -> Moved:
    """Agree a plan, and go to it."""
    found: Run = actions.agree_plan(by=by, as_of=as_of, run=run)
    put = len(found.proposals)
    return Moved(to=reverse("converge"), notice=f"The plan is agreed, and {put} proposals are put forward.")


def download(*, by: Person, as_of: date, run: int, paper: str) -> File:
    """A paper of a run, whether a plan or a supposition, as it was written for this reader."""
    try:
        reading = runs.one(by, as_of, run)
    except NoSuchPlan:
        reading = runs.one(by, as_of, run, supposed=True)
    found = runs.paper(reading, paper)
    kind = "what-if" if reading.run.supposed else "converge"
    name = f"{kind}-{reading.run.as_of:%Y-%m-%d}-{reading.run.pk}.{found.name}"
    return File(name=name, content_type=found.media_type, contents=bytes(found.contents))


def papers(reading: Reading) -> tuple[Download, ...]:
    """What can be taken away of a run."""
    kept = reading.edition.papers.order_by("pk").values_list("name", "what")
    return tuple(
        Download(
            name=name,
            what=what,
            href=reverse("converge_paper", kwargs={"run": reading.run.pk, "paper": name}),
        )
        for name, what in kept
    )


def _page(by: Person, as_of: date, reading: Reading) -> PlanPage:
    run, facts = reading.run, reading.edition.facts
    stands, newest = runs.current(by, as_of), runs.newest(by, as_of)
    is_standing = stands is not None and stands.run.pk == run.pk
    shown = None if is_standing else run.pk
    summary = facts["summary"]
    return PlanPage(
        title="The convergence plan" if summary["feasible"] else "No lawful plan was found",
        crumbs=(HOME,) if is_standing else crumbs(),
        run=run,
        tabs=tabs("converge", shown),
        totals=reading.audience.totals,
        summary=summary,
        money=facts["money"],
        moves=tuple(each | {"href": move_href(each["system"], shown)} for each in facts["moves"]),
        shared=_shared(by, as_of, reading, put_forward=is_standing and run.agreed_at is not None),
        next=tuple(_linked(each, shown) for each in summary["next"]),
        roadmap=Markup(reading.edition.roadmap),
        costs=Markup(reading.edition.costs),
        papers=papers(reading),
        findings=len(facts["findings"]),
        changed_since=runs.changed_since(by, run),
        newer=newest if newest and newest.pk > run.pk else None,
        may_not_plan=permission.may(by, Act.PLAN, reading.audience),
        may_not_agree=permission.may(by, Act.AGREE, reading.audience),
    )


def _shared(
    by: Person, as_of: date, reading: Reading, *, put_forward: bool
) -> tuple[tuple[dict[str, Any], Became | None], ...]:
    """A plan's proposals are in the order of what it shares; those of a plan that does not stand came to nothing."""
    shared, keys = reading.edition.facts["summary"]["shared"], [each["proposal"] for each in reading.run.proposals]
    if not put_forward or len(shared) != len(keys):
        return tuple((each, None) for each in shared)
    return tuple(zip(shared, became(by, as_of, keys), strict=True))


def _linked(duty: dict[str, Any], run: int | None) -> dict[str, Any]:
    return duty | {
        "href": move_href(duty["systems"][0], run),
        "contract_href": row_href(Contract, duty["contract"]),
    }
