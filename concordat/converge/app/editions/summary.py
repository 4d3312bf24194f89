"""The answer in a sentence, what must be decided next and by whom, the options and the money: the first page's part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from concordat.converge.answer.plan import Plan
from concordat.converge.app.audience import Audience
from concordat.converge.out.duties import Duty, Step, duties
from concordat.converge.out.figures import options_table, organisations_table, sees_total, years_table
from concordat.converge.out.reader import Reader
from concordat.converge.out.sentences import (
    certainty,
    discounting,
    many,
    name_of,
    overrides,
    short,
)
from concordat.converge.roadmap import Roadmap
from concordat.converge.solver.model import Kind
from concordat.core.money import in_short
from concordat.core.period import long_date
from concordat.register.person import Office, OfficeRole
from concordat.register.record import Record

SOONEST = 3
_WHO = {
    Step.DECIDE: (OfficeRole.DIGITAL_LEAD, OfficeRole.CHIEF_EXECUTIVE),
    Step.NOTICE: (OfficeRole.CONTRACT_MANAGER, OfficeRole.DIGITAL_LEAD),
}
"""Whose business a step is at an organisation: the first of these offices that somebody holds."""


def summary(roadmap: Roadmap, audience: Audience) -> dict[str, Any]:
    """What stands at the head of the page; money only where the audience sees totals."""
    plan = roadmap.plan
    return {
        "name": name_of(roadmap),
        "feasible": plan is not None,
        "lead": _lead(roadmap, audience) if plan else "",
        "certainty": certainty(roadmap) if plan and audience.totals else "",
        "discounting": discounting(roadmap) if audience.totals else "",
        "overrides": list(overrides(roadmap)),
        "conflicts": [_conflict(each.as_dict(), audience) for each in roadmap.conflicts],
        "figures": _figures(roadmap, audience),
        "shared": _shared(roadmap, plan) if plan else [],
        "next": list(_next(roadmap)),
    }


def money(roadmap: Roadmap, audience: Audience) -> dict[str, Any]:
    """The options, the years and the organisations; nothing at all for those who see no totals."""
    if not audience.totals:
        return {"options": [], "alternatives": [], "years": None, "organisations": []}
    years = years_table(roadmap)
    options = options_table(roadmap).rows
    named = ("option", "cost", "against", "products", "why")
    return {
        "options": [dict(zip(named, row, strict=True)) for row in options],
        "alternatives": [each.as_dict() for each in roadmap.alternatives],
        "years": {"headings": list(years.headings), "rows": [list(row) for row in years.words()]},
        "organisations": list(_organisations(roadmap, audience)),
    }


def _lead(roadmap: Roadmap, audience: Audience) -> str:
    """ "Sharing 12 products, and running 22 in place of 31, saves £12.8m (7.3%) against …; at most £344k more …"."""
    plan = roadmap.plan
    assert plan is not None
    before, after = plan.products()
    if not audience.totals:
        return f"Share {many(len(plan.shared), 'product')}, and run {after} in place of {before}."
    what = f"Sharing {many(len(plan.shared), 'product')}, and running {after} in place of {before}"
    left = round(plan.cost - plan.bound)
    best = f"at most {in_short(left)} more could be saved" if plan.gap >= 0.00005 else "no lawful plan saves more"
    return (
        f"{what}, {_saved(roadmap.without.do_minimum, plan.cost)} replacing each system when its contract ends; {best}."
    )


def _saved(minimum: int, cost: int) -> str:
    saved = minimum - cost
    share = f" ({abs(saved) / abs(minimum):.1%})" if minimum else ""
    return (
        f"{'saves' if saved >= 0 else 'costs'} {in_short(abs(saved))}{share} {'against' if saved >= 0 else 'more than'}"
    )


def _figures(roadmap: Roadmap, audience: Audience) -> dict[str, Any]:
    plan = roadmap.plan
    kinds = [move.kind for move in plan.moves] if plan else []
    found: dict[str, Any] = {
        "systems": len(roadmap.problem.cells),
        "move": sum(kind in (Kind.ALONE, Kind.SHARED) for kind in kinds),
        "renew": kinds.count(Kind.RENEW),
        "stay": kinds.count(Kind.STAY),
        "status": plan.status if plan else "infeasible",
    }
    if plan and audience.totals:
        minimum = roadmap.without.do_minimum
        found |= {"cost": plan.cost, "minimum": minimum, "saving": minimum - plan.cost, "gap": plan.gap}
    return found


def _shared(roadmap: Roadmap, plan: Plan) -> list[dict[str, Any]]:
    name = roadmap.problem.name
    takers = {
        key: [move for move in plan.moves if move.kind is Kind.SHARED and move.cell.system.capability == key]
        for key in plan.shared
    }
    return [
        {
            "capability": name(key),
            "product": name(choice.offer.product),
            "organisations": sorted({short(name(move.cell.organisation)) for move in takers[key]}),
            "first": long_date(min(move.dates.cutover_on for move in takers[key] if move.dates)),
        }
        for key, choice in plan.shared.items()
    ]


def _next(roadmap: Roadmap) -> Iterator[dict[str, Any]]:
    """The soonest days on which something must be decided or notice given, a contract at a time."""
    acts = (duty for duty in duties(roadmap) if duty.step in _WHO and duty.on >= roadmap.as_of)
    days = groupby(acts, key=lambda duty: (duty.on, duty.contract))
    for (on, contract), found in [(key, list(group)) for key, group in days][:SOONEST]:
        first = found[0].moves[0]
        yield {
            "on": long_date(on),
            "what": [duty.what for duty in found],
            "capability": roadmap.problem.name(first.cell.system.capability),
            "contract": contract,
            "systems": list(dict.fromkeys(move.cell.system.system for duty in found for move in duty.moves)),
            "who": _who(roadmap.record, first.cell.organisation, found, roadmap.as_of),
            "organisation": short(roadmap.problem.name(first.cell.organisation)),
            "why": _why(roadmap, found),
        }


def _who(record: Record, organisation: str, found: Iterable[Duty], as_of: date) -> list[str]:
    held = {(each.organisation, each.role): each.name for each in record.all(Office, as_of)}
    names = []
    for duty in found:
        role = next((role for role in _WHO[duty.step] if (organisation, role) in held), None)
        names.append(f"{held[organisation, role]}, {role.value}" if role else "nobody on the register: name an office")
    return list(dict.fromkeys(names))


def _why(roadmap: Roadmap, found: list[Duty]) -> str:
    """What the day keeps possible, and what is lost with it."""
    move = found[0].moves[0]
    lost = roadmap.explanations[move.number].lost_after
    cutover = f"It keeps the cutover on {long_date(move.dates.cutover_on)}" if move.dates else "It keeps the plan"
    if any(duty.step is Step.NOTICE for duty in found):
        return f"{cutover}; without notice in time the old contract cannot carry the service until then."
    if lost and lost > found[0].on:
        return f"{cutover}; the choice itself is lost after {long_date(lost)}."
    return f"{cutover}, and after it this choice is lost."


def _organisations(roadmap: Roadmap, audience: Audience) -> Iterator[dict[str, Any]]:
    """What each pays, for those who may see it."""
    reader = Reader(audience.reader)
    for name, code, systems, changed, *amounts in organisations_table(roadmap, audience.reader).rows:
        seen = sees_total(roadmap, code, reader)
        plan, minimum, difference, share = amounts if seen else (None, None, None, None)
        yield {
            "name": name, "code": code, "systems": systems, "changed": changed, "seen": seen,
            "plan": plan, "minimum": minimum, "difference": difference, "share": share,
        }  # fmt: skip


def _conflict(conflict: dict[str, Any], audience: Audience) -> dict[str, Any]:
    words = Reader(audience.reader).words
    return conflict | {"facts": [words(fact, "") for fact in conflict["facts"]]}
