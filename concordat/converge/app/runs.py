"""The only door to runs and their editions: what a person may see of which, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from concordat.converge.app.audience import OTHERS, Audience, audience_of
from concordat.converge.app.models import Edition, Paper, Run
from concordat.core.refusal import Refusal
from concordat.register.app.permission import Person
from concordat.register.organisation import Membership
from concordat.register.proposal import Proposal
from concordat.register.record import Record
from concordat.web.scope import entries, row_of


class NoSuchPlan(Refusal):
    """A plan that is not there for this person."""

    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such plan", remedy="Start from the plan's own page")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A run as one person may see it: the run's own dates and names, and the edition for their audience."""

    run: Run
    edition: Edition
    audience: Audience


def audience(by: Person, as_of: date) -> Audience:
    """Whose edition a person reads today."""
    rows = Record.of(row_of(each) for each in entries(by, Membership).order_by("pk"))
    return audience_of(by, rows.all(Membership), as_of)


def current(by: Person, as_of: date) -> Reading | None:
    """The plan that stands: the one agreed last, or before any is agreed the newest; None before any is made."""
    plans = _visible(by, audience(by, as_of)).filter(supposed=False)
    found = plans.exclude(agreed_at=None).order_by("-agreed_at").first() or plans.order_by("-pk").first()
    return _reading(by, as_of, found) if found else None


def newest(by: Person, as_of: date) -> Run | None:
    """The plan made last, agreed or not."""
    return _visible(by, audience(by, as_of)).filter(supposed=False).order_by("-pk").first()


def suppositions(by: Person, as_of: date) -> tuple[Run, ...]:
    """What this person's organisation has supposed and they may read, newest first."""
    return tuple(_visible(by, audience(by, as_of)).filter(supposed=True).order_by("-pk")[:20])


def one(by: Person, as_of: date, run: int, *, supposed: bool = False) -> Reading:
    """A run by its number. Raises NoSuchPlan, the same whether it is another's or nobody's."""
    found = _visible(by, audience(by, as_of)).filter(pk=run, supposed=supposed).first()
    if found is None:
        raise NoSuchPlan
    return _reading(by, as_of, found)


def standing(by: Person, as_of: date, run: int | None = None) -> Reading | None:
    """The run that is asked for, or else the plan that stands."""
    return current(by, as_of) if run is None else one(by, as_of, run)


def changed_since(by: Person, run: Run) -> int:
    """How many shared rows of the register were changed since a run read it; proposals are what comes of plans."""
    kept = entries(by).filter(private=False, recorded_at__gt=run.read_at)
    return int(kept.exclude(noun=Proposal.__name__).count())


def paper(reading: Reading, name: str) -> Paper:
    """A file of an edition. Raises NoSuchPlan where there is none for this reader."""
    found: Paper | None = reading.edition.papers.filter(name=name).first()
    if found is None:
        raise NoSuchPlan
    return found


def _visible(by: Person, reads: Audience) -> QuerySet[Run]:
    own = Q(supposed=False) | Q(owner=by.organisation)
    names = (reads.name, OTHERS.name)
    readable = Edition.objects.filter(audience__in=names).values("run")
    return Run.objects.filter(own, collaborative=by.collaborative, pk__in=readable)


def _reading(by: Person, as_of: date, run: Run) -> Reading:
    """The person's own edition, or where none was written because they joined since, the one for others."""
    reads = audience(by, as_of)
    found = {each.audience: each for each in run.editions.filter(audience__in=(reads.name, OTHERS.name))}
    mine = found.get(reads.name)
    return Reading(run=run, edition=mine or found[OTHERS.name], audience=reads if mine else OTHERS)
