"""Fit: what meets whose needs, what will not interoperate, how locked in each site is, and who could ask for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from concordat.converge.app import runs
from concordat.converge.app.models import Run
from concordat.converge.app.pages.around import Tab, asked, crumbs, move_href, row_href, tabs
from concordat.converge.app.runs import NoSuchPlan
from concordat.register.app.permission import Person
from concordat.register.contract import Contract
from concordat.register.system import Supplier, System
from concordat.web.page import Page


@dataclass(frozen=True, kw_only=True)
class FitPage(Page):
    """`matrices` by capability, with `organisations` across; `gaps` between systems; `lock_in` hardest first.

    `leverage` is what each supplier holds, the largest first.
    """

    template: ClassVar[str] = "converge/fit.jinja"

    run: Run
    tabs: tuple[Tab, ...]
    organisations: tuple[str, ...]
    matrices: tuple[dict[str, Any], ...]
    gaps: tuple[dict[str, Any], ...]
    lock_in: tuple[dict[str, Any], ...]
    leverage: tuple[dict[str, Any], ...]


def fit_page(*, by: Person, as_of: date, plan: str | None) -> FitPage:
    """Fit as it was when the plan was made. Raises NoSuchPlan."""
    run = asked(plan)
    reading = runs.standing(by, as_of, run)
    if reading is None:
        raise NoSuchPlan
    facts = reading.edition.facts["fit"]
    return FitPage(
        title="Fit and leverage",
        crumbs=crumbs(run),
        run=reading.run,
        tabs=tabs("converge_fit", run),
        organisations=tuple(facts["organisations"]),
        matrices=tuple(facts["matrices"]),
        gaps=tuple(_gap(each) for each in facts["gaps"]),
        lock_in=tuple(each | {"href": move_href(each["system"], run)} for each in facts["lock_in"]),
        leverage=tuple(_supplier(each) for each in facts["leverage"]),
    )


def _gap(gap: dict[str, Any]) -> dict[str, Any]:
    return gap | {
        "from_href": row_href(System, gap["from_system"]),
        "to_href": row_href(System, gap["to_system"]),
    }


def _supplier(held: dict[str, Any]) -> dict[str, Any]:
    contracts = [each | {"href": row_href(Contract, each["contract"])} for each in held["contracts"]]
    return held | {"href": row_href(Supplier, held["supplier"]), "contracts": contracts}
