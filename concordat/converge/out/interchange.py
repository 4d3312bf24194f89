"""The answer as JSON, as the command prints it, without pounds that are not the reader's."""

from __future__ import annotations

import json
from typing import Any

from concordat.converge.answer.plan import Move
from concordat.converge.out.form import Form
from concordat.converge.out.reader import Reader, owner_of_charges
from concordat.converge.roadmap import Roadmap, as_dict
from concordat.converge.solver.model import Kind


def answer(roadmap: Roadmap, reader: str | None = None) -> dict[str, Any]:
    """`as_dict` of the roadmap; moves from another customer's contract have no costs (None) and no priced reasons."""
    found, plan = as_dict(roadmap), roadmap.plan
    if plan:
        stays = [move for move in plan.moves if move.kind is Kind.STAY]
        for key, moves in (("moves", plan.changed), ("stays", stays)):
            rows = zip(moves, found[key], strict=True)
            found[key] = [_seen(roadmap, move, row, Reader(reader)) for move, row in rows]
    return found


def _seen(roadmap: Roadmap, move: Move, row: dict[str, Any], reader: Reader) -> dict[str, Any]:
    if reader.sees(owner_of_charges(roadmap, move.cell.contract)):
        return row
    reasons = [reason.as_dict() for reason in roadmap.explanations[move.number].reasons]
    return row | {"cost": None, "month_late": None, "reasons": reasons}


def _made(roadmap: Roadmap, reader: str | None = None) -> bytes:
    return json.dumps(answer(roadmap, reader), ensure_ascii=False, indent=1).encode(errors="replace")


FORMS = (Form(name="json", what="answer as JSON", media_type="application/json", made=_made),)
