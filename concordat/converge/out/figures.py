"""Money as tables: the options side by side with why each loses, cost by year, and cost by organisation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from concordat.converge.out.reader import WITHHELD, Reader, owner_of_charges
from concordat.converge.out.sentences import listed, many
from concordat.converge.pricing.price import CAPITAL, Line, Pence
from concordat.core.money import in_short
from concordat.core.shown import MONEY, PERCENT, WHOLE, Table, column

if TYPE_CHECKING:
    from concordat.converge.roadmap import Roadmap

NAMED = 4  # contracts named in a sentence


def options_table(roadmap: Roadmap) -> Table:
    """The plan, doing nothing, doing the minimum, and integrating: pence of today, and why each loses."""
    columns = (
        column("Option", width=34),
        column("Cost at today's value", MONEY),
        column("Against the plan", MONEY),
        column("Products", WHOLE),
        column("Why it is chosen, or not", width=80),
    )
    cost = roadmap.plan.cost if roadmap.plan else None
    rows = tuple((*row[:2], None if cost is None else row[1] - cost, *row[2:]) for row in _options(roadmap))
    return Table(title="Options", columns=columns, rows=rows)


def years_table(roadmap: Roadmap) -> Table:
    """Cost by financial year, not discounted, capital and revenue apart, beside doing the minimum."""
    kinds = ("capital", "revenue")
    columns = (
        column("Financial year"),
        *(column(f"Plan, {kind}", MONEY) for kind in kinds),
        *(column(f"Do minimum, {kind}", MONEY) for kind in kinds),
    )
    plan = {year: (capital, revenue) for year, capital, revenue in roadmap.plan.by_year()} if roadmap.plan else {}
    rows = [
        (year.label, *plan.get(year.label, (None, None)), int(capital), int(revenue))
        for year, capital, revenue in zip(roadmap.problem.years, *_split(_minimum(roadmap)), strict=True)
    ]
    return Table(title="Cost by year", columns=columns, rows=tuple(rows))


def organisations_table(roadmap: Roadmap, reader: str | None = None) -> Table:
    """What each organisation pays under the plan and under doing the minimum.

    The share is as private as the pounds: with few members, one's own and the totals give another's back.
    """
    columns = (
        column("Organisation", width=36),
        column("ODS code"),
        column("Systems", WHOLE),
        column("Systems that change", WHOLE),
        column("Plan", MONEY),
        column("Do minimum", MONEY),
        column("Difference", MONEY),
        column("Difference (%)", PERCENT),
    )
    found = tuple(_organisation(roadmap, code, Reader(reader)) for code in roadmap.problem.organisations)
    return Table(title="By organisation", columns=columns, rows=found)


def _organisation(roadmap: Roadmap, code: str, reader: Reader) -> tuple[Any, ...]:
    plan, minimum = roadmap.plan, roadmap.without.by_organisation(roadmap.problem)[code]
    systems = sum(cell.organisation == code for cell in roadmap.problem.cells)
    changed = sum(move.cell.organisation == code for move in plan.changed) if plan else None
    cost = plan.by_organisation()[code] if plan else None
    more = None if cost is None else cost - minimum
    share = more / abs(minimum) if more is not None and minimum else None
    seen = sees_total(roadmap, code, reader)
    amounts = (each if seen or each is None else WITHHELD for each in (cost, minimum, more, share))
    return roadmap.problem.name(code), code, systems, changed, *amounts


def sees_total(roadmap: Roadmap, code: str, reader: Reader) -> bool:
    """Whether an organisation's total may be shown: not where any of it comes from the contract of another."""
    cells = (cell for cell in roadmap.problem.cells if cell.organisation == code)
    return all(reader.sees(owner_of_charges(roadmap, cell.contract)) for cell in cells)


def _options(roadmap: Roadmap) -> Iterator[tuple[str, int, int | None, str]]:
    without, plan = roadmap.without, roadmap.plan
    before = len({(cell.system.capability, cell.system.product) for cell in roadmap.problem.cells})
    kept = len({(each.cell.system.capability, each.product) for each in without.replacements})
    if plan:
        yield "Converge: the plan", plan.cost, plan.products()[1], f"Chosen: {_gain(roadmap)}."
    nothing = _outruns(without.unlawful) if without.unlawful else _loses(roadmap, without.do_nothing, before)
    yield "Do nothing: let everything roll on", without.do_nothing, before, nothing
    yield "Do minimum: replace at expiry", without.do_minimum, kept, _loses(roadmap, without.do_minimum, kept)
    integrated = _loses(roadmap, without.integrate, kept, " and the links between them are built and kept up")
    yield "Integrate instead of converging", without.integrate, kept, integrated


def _outruns(contracts: tuple[str, ...]) -> str:
    """Some are named; every contract's last lawful day is on the sheets of moves and stays."""
    named = [*contracts[:NAMED], *([f"{len(contracts) - NAMED} more"] if len(contracts) > NAMED else [])]
    return f"Not lawful: it would outrun the lawful end of {many(len(contracts), 'contract')}: {listed(named)}."


def _gain(roadmap: Roadmap) -> str:
    """How the plan compares with the cheapest of the others that are lawful."""
    assert roadmap.plan is not None
    without = roadmap.without
    others = [without.do_minimum, without.integrate, *([] if without.unlawful else [without.do_nothing])]
    least = min(others) - roadmap.plan.cost
    kind = f"{in_short(abs(least))} {'cheaper' if least >= 0 else 'dearer'} than the cheapest lawful alternative"
    return kind if least >= 0 else f"{kind}, for the sake of aims put before cost"


def _loses(roadmap: Roadmap, cost: int, products: int, besides: str = "") -> str:
    plan = roadmap.plan
    if plan is None:
        return f"{many(products, 'product')} remain{besides}."
    more, left = cost - plan.cost, products - plan.products()[1]
    money = f"{in_short(abs(more))} {'dearer' if more >= 0 else 'cheaper'} than the plan"
    remain = f", and {many(left, 'product')} more to run" if left > 0 else ", with as few products" if not left else ""
    return f"It is {money}{remain}{besides}."


def _minimum(roadmap: Roadmap) -> Pence:
    """(lines, F) pence of replacing each system at expiry."""
    nothing = np.zeros((len(Line), len(roadmap.problem.years)), dtype=np.int64)
    return sum((each.lines for each in roadmap.without.replacements), nothing)


def _split(lines: Pence) -> tuple[Pence, Pence]:
    """(F,) capital and (F,) revenue."""
    capital: Pence = lines[list(CAPITAL)].sum(axis=0)
    return capital, lines.sum(axis=0) - capital
