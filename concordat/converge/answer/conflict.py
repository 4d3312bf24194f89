"""Which facts cannot all hold: why no lawful plan exists, in plain words, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from concordat.converge.answer.reason import describe_row
from concordat.converge.facts.obstacle import lasts, support_end
from concordat.converge.facts.problem import Cell, Problem
from concordat.converge.pricing.compile import Compiled
from concordat.converge.pricing.limits import offers_of
from concordat.converge.solver.core import explain_infeasible
from concordat.converge.solver.model import RENEW
from concordat.core.period import long_date


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Facts that together leave no plan, and what would change it."""

    what: str
    facts: tuple[str, ...]
    remedy: str

    def as_dict(self) -> dict[str, Any]:
        """The conflict for JSON."""
        return {"what": self.what, "facts": list(self.facts), "remedy": self.remedy}


NOTHING = Conflict(
    what="There is nothing to plan",
    facts=("no system on the record is under a contract that still runs",),
    remedy="enter systems and the contracts they are bought under",
)


def conflicts(compiled: Compiled) -> tuple[Conflict, ...]:
    """Why there is no plan: systems without any future, else a smallest set of systems and limits that clash."""
    if not compiled.problem.cells:
        return (NOTHING,)
    return stranded(compiled) or (_clash(compiled),)


def _clash(compiled: Compiled) -> Conflict:
    core = explain_infeasible(compiled.model)
    if core is None:
        return Conflict(
            what="No plan was found, and none is ruled out",
            facts=("the search ended before it could tell",),
            remedy="give it more time, or relax a limit",
        )
    problem = compiled.problem
    names = {number: _name(problem, problem.cells[number]) for number in core.cells}
    held = [f"{name}: {fact}" for number, name in names.items() for fact in _bound_by(compiled, number)]
    return Conflict(
        what=f"There is no lawful plan for {' and '.join(names.values())}",
        facts=(*held, *(f"within {describe_row(label)}" for label in core.labels)),
        remedy="raise one of these limits, let one of these contracts run longer by a documented ground or an "
        "override, or add an offer that needs less",
    )


def _name(problem: Problem, cell: Cell) -> str:
    return f"{cell.system.capability} at {problem.name(cell.organisation)}"


def stranded(compiled: Compiled) -> tuple[Conflict, ...]:
    """Every system that has no lawful future at all, with what stands against each thing it might do."""
    model = compiled.model
    return tuple(_stranded(compiled, int(number)) for number in np.flatnonzero(model.absent.all(axis=1)))


def _stranded(compiled: Compiled, number: int) -> Conflict:
    problem, obstacles = compiled.problem, compiled.obstacles
    cell = problem.cells[number]
    facts = list(_not_kept(compiled, number))
    for offer in {offer.offer: offer for _, offer in offers_of(problem, cell)}.values():
        unfit = [reason.text for reason in obstacles.unfit(cell, offer)]
        name = problem.name(offer.product)
        facts.append(f"{name}: {unfit[0] if unfit else _nearest(compiled, number, offer.offer)}")
    return Conflict(
        what=f"{_name(problem, cell)} has no lawful future",
        facts=tuple(facts),
        remedy="record a documented ground (Permitted until) or an Override until with its reason, add an offer that "
        "can be in place sooner, or shorten approvals or procurement",
    )


def _not_kept(compiled: Compiled, number: int) -> Iterator[str]:
    """Why the system cannot stay as it is, nor be bought again."""
    problem, absent = compiled.problem, compiled.model.absent[number]
    cell = problem.cells[number]
    supported = support_end(problem, cell)
    if supported:
        yield f"{problem.name(cell.system.product)} is supported only to {long_date(supported)}"
    if not lasts(problem, cell):
        ends = long_date(cell.legs[-1].ends_on)
        yield f"{cell.contract.title} ({cell.contract.contract}) cannot lawfully run beyond {ends}"
    if absent[RENEW] and not supported:
        yield "there is no time to buy the same again before then"


def _bound_by(compiled: Compiled, number: int) -> Iterator[str]:
    """Why the system must move, and with how many others at least."""
    yield from _not_kept(compiled, number)
    model = compiled.model
    open_ = np.isfinite(model.moves(model.cost)[number]).any(axis=1)
    fewest = model.options.threshold[model.capability[number]][open_].min(initial=len(compiled.problem.cells) + 1)
    if open_.any() and fewest > 1:
        yield f"what it could move to is priced for {fewest} sites or more"


def _nearest(compiled: Compiled, number: int, key: str) -> str:
    """What stands against an offer in the quarter where least does."""
    problem, obstacles = compiled.problem, compiled.obstacles
    cell = problem.cells[number]
    offer = next(offer for _, offer in offers_of(problem, cell) if offer.offer == key)
    found = [list(obstacles.on_date(cell, offer, quarter)) for quarter in range(len(problem.quarters))]
    least = min(range(len(found)), key=lambda quarter: (len(found[quarter]), quarter))
    return f"in {problem.quarters[least].label} " + " and ".join(reason.text for reason in found[least])
