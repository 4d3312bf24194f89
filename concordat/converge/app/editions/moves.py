"""What becomes of each system, why and when: the move pages' part, and the roadmap's table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from concordat.converge.answer.plan import Move
from concordat.converge.app.audience import Audience
from concordat.converge.facts.fit import rebuilt
from concordat.converge.facts.problem import Cell
from concordat.converge.out.moves import HAPPENS
from concordat.converge.out.reader import Reader, owner_of_charges
from concordat.converge.out.sentences import short
from concordat.converge.roadmap import Roadmap
from concordat.converge.solver.model import Kind
from concordat.core.period import ONE_DAY, long_date
from concordat.core.reason import Reason
from concordat.register.system import System


def moves(roadmap: Roadmap, audience: Audience) -> list[dict[str, Any]]:
    """Every system: those that change in order of cutover, then those that stay."""
    if roadmap.plan is None:
        return []
    stays = [move for move in roadmap.plan.moves if move.kind is Kind.STAY]
    return [_move(roadmap, move, Reader(audience.reader)) for move in (*roadmap.plan.changed, *stays)]


def _move(roadmap: Roadmap, move: Move, reader: Reader) -> dict[str, Any]:
    why, owner = roadmap.explanations[move.number], owner_of_charges(roadmap, move.cell.contract)
    seen = reader.sees(owner)
    return {
        **_what(roadmap, move.cell),
        "happens": HAPPENS[move.kind],
        "kind": move.kind.value,
        "to": roadmap.problem.name(move.product),
        "sites": move.choice.sites if move.choice else 0,
        "dates": _dates(move, why.lost_after),
        "notices": [{"by": long_date(notice.by), "what": notice.what} for notice in move.notices],
        "binding": [reader.words(each, owner) for each in why.binding],
        "reasons": [_reason(each, reader, owner) for each in why.reasons],
        "rebuild": list(_rebuilt(roadmap, move)),
        "seen": seen,
        "priced": [each.text for each in why.priced] if seen else [],
        "month_late": why.month_late if seen else None,
        "movable": why.month_late is not None,
        "cost": move.today if seen else None,
    }


def _what(roadmap: Roadmap, cell: Cell) -> dict[str, Any]:
    name, system = roadmap.problem.name, cell.system
    last = cell.legs[-1]
    return {
        "system": system.system,
        "label": system.label,
        "capability": name(system.capability),
        "organisation": cell.organisation,
        "organisation_name": name(cell.organisation),
        "short_name": short(name(cell.organisation)),
        "from": name(system.product),
        "contract": cell.contract.contract,
        "contract_title": cell.contract.title,
        "runs_to": long_date(last.ends_on),
        "ground": last.ground.value,
    }


def _dates(move: Move, lost_after: date | None) -> dict[str, str]:
    dates = move.dates
    found = {
        "decide_by": move.decide_by,
        "notice_by": move.notice_by,
        "procure_by": dates.procure_by if dates else None,
        "award_by": dates.award_by if dates else None,
        "cutover_on": dates.cutover_on if dates else None,
        "old_ends": move.ending.paid_to - ONE_DAY if move.ending else None,
        "lost_after": lost_after,
    }
    return {name: long_date(day) if day else "" for name, day in found.items()}


def _reason(reason: Reason, reader: Reader, owner: str) -> dict[str, Any]:
    facts = [reader.words(fact, owner) for fact in reason.facts]
    return asdict(reason) | {"text": reader.words(reason.text, owner), "facts": facts}


def _rebuilt(roadmap: Roadmap, move: Move) -> Iterator[dict[str, str]]:
    """The systems to which links must be built again, if it is replaced."""
    for key in rebuilt(roadmap.record, move.cell.system, roadmap.as_of) if move.choice else ():
        other = roadmap.record.get(System, key)
        where = short(roadmap.problem.name(other.organisation)) if other else ""
        yield {"system": key, "label": other.label if other else key, "where": where}
