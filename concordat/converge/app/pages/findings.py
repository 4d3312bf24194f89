"""The findings: everything the checks found before planning, each with its rule, what next, and its register row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from concordat.converge.app import runs
from concordat.converge.app.models import Run
from concordat.converge.app.pages.around import Tab, asked, crumbs, row_href, tabs
from concordat.converge.app.runs import NoSuchPlan
from concordat.register.app.permission import Person
from concordat.web.page import Page


@dataclass(frozen=True, kw_only=True)
class RuleGroup:
    """What one rule found: its id, words and source, and its findings."""

    rule: str
    text: str
    source: str
    findings: tuple[dict[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class FindingsPage(Page):
    """`groups` by rule, the most findings last; `counts` by severity; `mine` how many are about one's own rows."""

    template: ClassVar[str] = "converge/findings.jinja"

    run: Run
    tabs: tuple[Tab, ...]
    groups: tuple[RuleGroup, ...]
    counts: tuple[tuple[str, int], ...]
    mine: int
    total: int
    only_mine: bool


def findings_page(*, by: Person, as_of: date, plan: str | None, mine: bool) -> FindingsPage:
    """All findings, or those about rows of one's own organisation. Raises NoSuchPlan."""
    run = asked(plan)
    reading = runs.standing(by, as_of, run)
    if reading is None:
        raise NoSuchPlan
    every = reading.edition.facts["findings"]
    own = [each for each in every if each["owner"] == by.organisation]
    shown = own if mine else every
    return FindingsPage(
        title="What the checks found",
        crumbs=crumbs(run),
        run=reading.run,
        tabs=tabs("converge_findings", run),
        groups=_groups(shown),
        counts=tuple(sorted(Counter(each["severity"] for each in shown).items())),
        mine=len(own),
        total=len(every),
        only_mine=mine,
    )


def _groups(found: list[dict[str, Any]]) -> tuple[RuleGroup, ...]:
    by_rule: dict[str, list[dict[str, Any]]] = {}
    for each in found:
        by_rule.setdefault(each["rule"], []).append(each | {"href": row_href(each["noun"], each["key"])})
    groups = [
        RuleGroup(rule=rule, text=kept[0]["rule_text"], source=kept[0]["rule_source"], findings=tuple(kept))
        for rule, kept in by_rule.items()
    ]
    return tuple(sorted(groups, key=lambda each: (len(each.findings), each.rule)))
