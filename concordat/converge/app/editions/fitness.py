"""What meets whose needs, what will not talk to what, how locked in each site is, and who holds what: the fit page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from concordat.converge.app.audience import Audience
from concordat.converge.facts.fit import Fit, Leverage, fits, gaps, leverage, lock_in
from concordat.converge.out.reader import Reader, owner_of_charges
from concordat.converge.out.sentences import short
from concordat.converge.roadmap import Roadmap
from concordat.core.period import long_date


def fitness(roadmap: Roadmap, audience: Audience) -> dict[str, Any]:
    """The four parts of the page."""
    reader, problem = Reader(audience.reader), roadmap.problem
    return {
        "organisations": [short(problem.name(code)) for code in problem.organisations],
        "matrices": [_matrix(roadmap, capability, list(found)) for capability, found in _by_capability(roadmap)],
        "gaps": list(_gaps(roadmap)),
        "lock_in": sorted(_lock_ins(roadmap, reader), key=lambda each: (-each["score"], each["system"])),
        "leverage": [_leverage(roadmap, each, audience) for each in leverage(roadmap.record, roadmap.as_of)],
    }


def _by_capability(roadmap: Roadmap) -> Iterator[tuple[str, Iterator[Fit]]]:
    order = [each.capability for each in roadmap.problem.capabilities]
    found = sorted(fits(roadmap.problem), key=lambda each: (order.index(each.capability), each.product))
    return groupby(found, key=lambda each: each.capability)


def _matrix(roadmap: Roadmap, capability: str, found: list[Fit]) -> dict[str, Any]:
    """Products down, all organisations across; an organisation without the capability has a blank."""
    name = roadmap.problem.name
    used = {(cell.organisation, cell.system.product) for cell in roadmap.problem.cells}
    rows = []
    for product, group in groupby(found, key=lambda each: each.product):
        fits_here = {each.organisation: each for each in group}
        cells = [_cell(fits_here.get(code), (code, product) in used) for code in roadmap.problem.organisations]
        rows.append({"product": name(product), "cells": cells, "meets": all(each.meets for each in fits_here.values())})
    return {
        "capability": name(capability),
        "products": rows,
        "meeting": sum(row["meets"] for row in rows),
    }


def _cell(fit: Fit | None, used: bool) -> dict[str, Any] | None:
    if fit is None:
        return None
    return {
        "meets": fit.meets,
        "lacks": [each for each in fit.missing if each not in fit.claimed],
        "claims": list(fit.claimed),
        "used": used,
    }


def _gaps(roadmap: Roadmap) -> Iterator[dict[str, str]]:
    for gap in gaps(roadmap.record, roadmap.as_of):
        yield {"from": gap.origin.label, "from_system": gap.origin.system,
               "to": gap.target.label, "to_system": gap.target.system}  # fmt: skip


def _lock_ins(roadmap: Roadmap, reader: Reader) -> Iterator[dict[str, Any]]:
    name = roadmap.problem.name
    for cell in roadmap.problem.cells:
        priced = reader.sees(owner_of_charges(roadmap, cell.contract))
        found = lock_in(cell, roadmap.problem, priced=priced)
        yield {
            "system": cell.system.system,
            "label": cell.system.label,
            "organisation": short(name(cell.organisation)),
            "product": name(cell.system.product),
            "contract": cell.contract.contract,
            "score": found.score,
            "reasons": list(found.reasons),
        }


def _leverage(roadmap: Roadmap, held: Leverage, audience: Audience) -> dict[str, Any]:
    """What a supplier holds; its charges only where no single contract of another can be reckoned from them."""
    name = roadmap.problem.name
    heirs = [owner_of_charges(roadmap, each) for each in held.contracts]
    seen = audience.totals and Reader(audience.reader).sees_sum(heirs)
    return {
        "supplier": held.supplier,
        "name": held.name,
        "members": sorted({short(name(code)) for code in heirs}),
        "contracts": [
            {"contract": each.contract, "title": each.title, "organisation": short(name(heir)),
             "ends_on": long_date(each.ends_on)}
            for each, heir in zip(held.contracts, heirs, strict=True)
        ],
        "annual": held.annual if seen else None,
        "together": [list(run) for run in held.together],
        "asks": list(held.asks),
    }  # fmt: skip
