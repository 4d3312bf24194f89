"""How far working together has come, as the record shows it: together, member by member, and what would raise it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from concordat.core.shown import Table
from concordat.govern.app.pages.around import HOME, beside
from concordat.govern.evidence import Kind
from concordat.govern.maturity import Maturity, Reached, maturity
from concordat.govern.out.maturity_table import maturity_picture, maturity_table
from concordat.register.app.permission import Person
from concordat.register.naming import names_in
from concordat.web.page import Page
from concordat.web.scope import whole_record_for_computation
from concordat.web.tabs import Tab

_TOLD = 12
"""Pieces of evidence of a kind that are told one by one; of more, how many more."""


@dataclass(frozen=True, kw_only=True)
class MaturityPage(Page):
    """`found` with its `table` and `drawing`; `evidence` of each domain by kind, as (texts, how many more)."""

    template: ClassVar[str] = "govern/maturity.jinja"

    tabs: tuple[Tab, ...]
    found: Maturity
    table: Table
    drawing: Markup
    evidence: Mapping[str, Mapping[Kind, tuple[tuple[str, ...], int]]]
    names: Mapping[str, str]
    as_of: date


def maturity_page(*, by: Person, as_of: date) -> MaturityPage:
    """Worked out on what all members share; evidence is told in names, without a confidential column."""
    record = whole_record_for_computation(by.collaborative)
    found = maturity(record, as_of)
    return MaturityPage(
        title="How far working together has come",
        crumbs=(HOME,),
        tabs=beside("govern_maturity"),
        found=found,
        table=maturity_table(found),
        drawing=Markup(maturity_picture(found)),
        evidence={each.domain: _told(each) for each in found.together},
        names=names_in(record, as_of),
        as_of=as_of,
    )


def _told(reached: Reached) -> dict[Kind, tuple[tuple[str, ...], int]]:
    texts: dict[Kind, list[str]] = {}
    for each in reached.evidence:
        texts.setdefault(each.kind, []).append(each.text)
    return {kind: (tuple(each[:_TOLD]), max(len(each) - _TOLD, 0)) for kind, each in texts.items()}
