"""The rules of the decision: what each says, its source, and since when it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from concordat.core.finding import Severity
from concordat.core.rule import NOT_LEGAL_ADVICE
from concordat.data.ground import DecisionRule
from concordat.data.rules import decision_rules
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.web.page import Page

_EFFECT = {
    Severity.ERROR: "Where it fails, the answer is no",
    Severity.WARNING: "Where it fails, a person must look",
    Severity.NOTE: "It is told, and decides nothing by itself",
}


@dataclass(frozen=True, kw_only=True)
class RulesPage(Page):
    """`rules`: each with what follows where it fails."""

    template: ClassVar[str] = "share/rules.jinja"

    tabs: tuple[Tab, ...]
    rules: tuple[tuple[DecisionRule, str], ...]
    as_of: date
    not_legal_advice: str = NOT_LEGAL_ADVICE


def rules_page(*, as_of: date) -> RulesPage:
    """Every rule, by its id."""
    rules = tuple((each, _effect(each)) for each in decision_rules())
    return RulesPage(
        title="The rules of the decision", crumbs=crumbs(), tabs=tabs("share_rules"), rules=rules, as_of=as_of
    )


def _effect(rule: DecisionRule) -> str:
    if rule.partial:
        return "Where it fails, the column is not given"
    hard = ", for care too" if rule.hard else ""
    return f"{_EFFECT[rule.severity]}{hard}"
