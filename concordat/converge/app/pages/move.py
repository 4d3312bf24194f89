"""One move: why this product, why this date, what binds it, what waiting costs, and what must be done by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from concordat.converge.app import runs
from concordat.converge.app.models import Run
from concordat.converge.app.pages.around import Tab, asked, crumbs, move_href, row_href, tabs
from concordat.converge.app.runs import NoSuchPlan
from concordat.core.refusal import Refusal
from concordat.register.app.permission import Person
from concordat.register.contract import Contract
from concordat.register.system import System
from concordat.web.page import Page


class NotInThePlan(Refusal):
    """A system of which a plan says nothing."""

    status = 404


@dataclass(frozen=True, kw_only=True)
class MovePage(Page):
    """`move` the facts of one system; `beside` the other systems of its capability, with what becomes of them."""

    template: ClassVar[str] = "converge/move.jinja"

    run: Run
    tabs: tuple[Tab, ...]
    move: dict[str, Any]
    beside: tuple[dict[str, Any], ...]
    system_href: str
    contract_href: str


def move_page(*, by: Person, as_of: date, system: str, plan: str | None) -> MovePage:
    """What becomes of a system. Raises NotInThePlan."""
    run = asked(plan)
    reading = runs.standing(by, as_of, run)
    if reading is None:
        raise NoSuchPlan
    moves = reading.edition.facts["moves"]
    found = next((each for each in moves if each["system"] == system), None)
    if found is None:
        raise NotInThePlan(f"The plan says nothing of {system}", remedy="Choose a system from the roadmap's table")
    beside = (each for each in moves if each["capability"] == found["capability"] and each["system"] != system)
    return MovePage(
        title=_title(found),
        crumbs=crumbs(run),
        run=reading.run,
        tabs=tabs("", run),
        move=found | {"rebuild": [each | {"href": move_href(each["system"], run)} for each in found["rebuild"]]},
        beside=tuple(each | {"href": move_href(each["system"], run)} for each in beside),
        system_href=row_href(System, system),
        contract_href=row_href(Contract, found["contract"]),
    )


def _title(move: dict[str, Any]) -> str:
    what = {"stay": "{from} stays", "renew": "{from} is bought again"}.get(move["kind"], "{from} to {to}")
    if move["from"] == move["to"] and move["kind"] == "shared":
        what = "{to}, now shared,"
    return f"{what.format(**move)} at {move['short_name']}"
